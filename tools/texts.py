"""Collect the texts that can be translated into `src/veivalg/locale/veivalg.pot`. `make texts`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1] / "src" / "veivalg"
METHODS = [("**.py", "python"), ("**.j2", "jinja2"), ("**.html", "jinja2")]


def collect() -> Catalog:
    """Give every message in code and templates, with where it stands."""
    catalogue = Catalog(
        project="Veivalg", charset="utf-8", header_comment="# Bokmål er kildespråket."
    )
    found = extract_from_dir(str(ROOT), METHODS, options_map={"**.j2": {"silent": "false"}})
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(f"src/veivalg/{file}", line)], auto_comments=comments,
                      context=context)  # fmt: skip
    return catalogue


def main() -> None:
    """Write the template catalogue."""
    target = ROOT / "locale" / "veivalg.pot"
    target.parent.mkdir(exist_ok=True)
    catalogue = collect()
    # A fixed date: the file changes only when a text does.
    catalogue.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    with target.open("wb") as file:
        write_po(file, catalogue, sort_output=True, width=100, omit_header=False)
    print(f"{len(catalogue)} tekster i {target.relative_to(ROOT.parents[1])}")


if __name__ == "__main__":
    main()
