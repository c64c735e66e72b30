"""Collect the texts that can be translated, and compile the translations. `make texts`.

Bokmål is in the code. `build/veivalg.pot` lists every text for those who translate; it is made from
the code when it is wanted and never kept. A translation is a folder in
`src/veivalg/foundation/locale/`, `<språk>/LC_MESSAGES/veivalg.po`, and the `.mo` beside it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from veivalg.norway.reference import reference

ROOT = Path(__file__).parents[1] / "src" / "veivalg"
LOCALES = ROOT / "foundation" / "locale"
TEMPLATE = Path(__file__).parents[1] / "build" / "veivalg.pot"
METHODS = [("**.py", "python"), ("**.j2", "jinja2"), ("**.html", "jinja2")]
REFERENCE = {
    "choices": ("label", "source", "note"),
    "knowledge_factors": ("label", "source"),
    "knowledge_kinds": ("label", "unit"),
    "levers": ("label", "plain", "source"),
    "mix_choices": ("label", "source", "note"),
    "presets": ("name", "note"),
}
"""Reference table → its columns that people read."""
WITHIN = ("name", "source", "text")
"""The same in the steps and the goal of a preset."""


def template() -> bytes:
    """Give the template catalogue: every message in code, page templates and data, sorted."""
    # Neither dates nor line numbers: the file changes only when a text does.
    catalogue = Catalog(
        project="Veivalg",
        charset="utf-8",
        fuzzy=False,
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        header_comment="# Bokmål er kildespråket.",
    )
    options = {"**.j2": {"silent": "false"}, "**.html": {"silent": "false"}}
    for file, _line, message, comments, context in extract_from_dir(
        str(ROOT), METHODS, options_map=options
    ):
        catalogue.add(
            message, None, [(f"src/veivalg/{file}", None)], auto_comments=comments, context=context
        )
    for file, text in _of_reference():
        catalogue.add(text, None, [(file, None)])
    content = BytesIO()
    write_po(content, catalogue, sort_output=True, width=100, no_location=True)
    return content.getvalue()


def _of_reference() -> Iterator[tuple[str, str]]:
    """Give file and text of the reference data that people read."""
    for table, columns in REFERENCE.items():
        for entry in reference(table).entries():
            goal, steps = entry.get("goal") or {}, entry.get("steps") or ()
            within = (one[name] for one in (*steps, goal) for name in WITHIN if name in one)
            for text in (*(entry[column] for column in columns), *within):
                if text:
                    yield f"src/veivalg/norway/data/{table}.json", text


def compile_translations(folder: Path = LOCALES) -> int:
    """Write the `.mo` beside every `.po`; give how many."""
    files = sorted(folder.glob("*/LC_MESSAGES/veivalg.po"))
    for file in files:
        with file.open("rb") as source, file.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))
    return len(files)


def main() -> None:
    """Write the template and compile every translation."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    content = template()
    TEMPLATE.write_bytes(content)
    print(f"{content.count(b'msgid ') - 1} tekster, {compile_translations()} oversettelser")


if __name__ == "__main__":
    main()
