"""Collect the texts that can be translated, and compile the translations. `make texts`.

Bokmål is in the code. `build/veivalg.pot` lists every text for those who translate; it is made from
the code when it is wanted and never kept. A translation is a folder in
`src/veivalg/foundation/locale/`, `<språk>/LC_MESSAGES/veivalg.po`, and the `.mo` beside it is read.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain, product
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from veivalg.chapters.common.terms import PAGE, words
from veivalg.norway.cost_keys import criteria, sectors
from veivalg.norway.finance_targets import targets
from veivalg.norway.indicators import SERVICES, indicators
from veivalg.norway.occupations import OCCUPATION_LABELS
from veivalg.norway.reference import reference
from veivalg.own.printed.deviations import deviations
from veivalg.own.tables import OwnField, OwnTable, own_tables
from veivalg.tables import TABLES

ROOT = Path(__file__).parents[1] / "src" / "veivalg"
LOCALES = ROOT / "foundation" / "locale"
TEMPLATE = Path(__file__).parents[1] / "build" / "veivalg.pot"
METHODS = [("**.py", "tools.texts:in_code"), ("**.j2", "jinja2"), ("**.html", "jinja2")]
REFERENCE = {
    "age_groups": ("label",),
    "care_services": ("label", "why"),
    "choices": ("label", "source", "note"),
    "booking_differences": ("about", "text"),
    "finance_targets": ("label",),
    "knowledge_factors": ("label", "source"),
    "knowledge_kinds": ("label", "unit"),
    "kostra_areas": ("label",),
    "kostra_functions": ("title",),
    "kostra_sectors": ("label",),
    "laws": ("title", "about"),
    "levers": ("label", "plain", "source"),
    "plan_choices": ("label", "source", "note"),
    "presets": ("name", "note"),
    "prices": ("label", "source"),
    "quantities": ("label",),
    "weekly_hours": ("label", "who"),
    "working_time": ("rule", "label", "unit"),
}
"""Reference table → its columns that people read."""
WITHIN = ("name", "source", "text")
"""The same in the steps and the goal of a preset."""


def in_code(
    file: BinaryIO, keywords: Mapping[str, Any], tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Give the messages of a module; Babel's own reader does not see those inside an f-string."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            forms = [(a.body, a.orelse) if isinstance(a, ast.IfExp) else (a,) for a in node.args]
            for chosen in product(*forms) if node.func.id in keywords else ():
                values = (a.value for a in chosen if isinstance(a, ast.Constant))
                texts = tuple(value for value in values if isinstance(value, str))
                if texts:
                    yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []


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
    for file, text in (*_of_reference(), *declared(), *_of_terms()):
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
            chosen = entry.get("choices") or ()
            for text in (*(entry[column] for column in columns), *chosen, *within):
                if text:
                    yield f"src/veivalg/norway/data/{table}.json", text


def declared() -> Iterator[tuple[str, str]]:
    """Give where it is declared and text of what tables, columns and indicators say of themselves.

    They are data in classes and files, and are translated where they are read (`i18n.Said`).
    """
    for table in (*own_tables().values(), *TABLES.values()):
        own = issubclass(table, OwnTable)
        texts = [table.title, *(f.title for f in table.fields), *(f.unit for f in table.fields)]
        if own:
            texts += [table.have, table.purpose, table.source_system, *table.instructions]
        for field in (f for f in table.fields if isinstance(f, OwnField)):
            texts += [field.help, *field.choices.values()]
        yield from ((f"src/{table.__module__.replace('.', '/')}.py", t) for t in texts if t)
    printed = "src/veivalg/own/printed/data/deviations.json"
    yield from ((printed, d.why) for d in deviations() if d.why)
    norway = "src/veivalg/norway/data"
    for entry in indicators():
        for text in (entry.name, entry.plain, entry.definition, entry.unit_text):
            yield f"{norway}/indicators.json", text
    for text in (*sectors().values(), *(c.title for c in criteria().values())):
        yield f"{norway}/cost_keys.json", text
    yield from ((f"{norway}/finance_targets.json", t.source) for t in targets().values())
    for name in ("schema.json", "report.schema.json"):
        schema = f"src/veivalg/publish/{name}"
        told = re.findall(
            r'"description": ("[^"]*")', (ROOT.parents[1] / schema).read_text(encoding="utf-8")
        )
        yield from ((schema, json.loads(text)) for text in told)
    yield from (("src/veivalg/norway/indicators.py", text) for text in SERVICES.values())
    yield from ((f"{norway}/occupations.json", text) for text in OCCUPATION_LABELS.values())


def _of_terms() -> Iterator[tuple[str, str]]:
    """Give file and text of the words that chapters explain."""
    for page in sorted((ROOT / "chapters").glob(f"*/{PAGE}")):
        for text in chain.from_iterable(words(page)):
            yield f"src/veivalg/chapters/{page.parent.name}/{PAGE}", text


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
