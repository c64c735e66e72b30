"""Plant faults in every renderer and see which check of the contract catches each.

Four faults a renderer: a share times ten, a lost row, a wrong unit, a shifted year. Each is planted
in the source of the renderer as it is imported, in a process of its own, and the small chapter of
`tests/publish/measured.py` is written and held against the numbers typed there. A fault no check
sees, and a place that is no longer in the source, are both told. `python -m tools.mutants` writes
the table `docs/proof/mutanter.md`; the tests run the same.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "proof" / "mutanter.md"
TEN, LOST, UNIT, YEAR = (
    "andelen ganget med ti",
    "en rad borte",
    "feil enhet",
    "året forskjøvet",
)


SHARED = (
    "docx",
    "hypothesis",
    "jinja2",
    "markdown_it",
    "openpyxl",
    "orjson",
    "polars",
    "pypdf",
    "pytest",
    "typst",
    "veivalg.chapters.common.handbook",
    "veivalg.content",
    "xlsxwriter",
)


@dataclass(frozen=True)
class Mutant:
    """A fault: in which renderer, in which module of ours, which source becomes which."""

    renderer: str
    fault: str
    module: str
    old: str
    new: str


def _four(
    renderer: str, module: str, ten: str, lost: str, unit: str, year: str | None = None
) -> list[Mutant]:
    """Give the four faults, each as ``old → new``; the year is shifted where the share is grown."""
    places = {TEN: ten, LOST: lost, UNIT: unit, YEAR: year or ten.replace("_tenfold", "_next_year")}
    faults = []
    for fault, text in places.items():
        home, _mark, change = text.rpartition(" @ ")
        old, new = change.split(" → ")
        faults.append(Mutant(renderer, fault, f"veivalg.publish.{home or module}", old, new))
    return faults


# What each writes its cells, rows and headings with. Moved code must be moved here too: a place
# that is not found once is told as a fault.
MUTANTS: Sequence[Mutant] = (
    *_four(
        "json",
        "json",
        "list(row) for row in table.rows → [_tenfold(c) for c in row] for row in table.rows",
        "list(row) for row in table.rows → list(row) for row in table.rows[1:]",
        "else c.unit.value} → else _unlike(c.unit.value)}",
    ),
    *_four(
        "md",
        "markdown",
        "plain(cell) for cell in row → plain(_tenfold(cell)) for cell in row",
        "for row in grid.rows] → for row in grid.rows[1:]]",
        "plain(h) for h in grid.heads → plain(_unlike(h)) for h in grid.heads",
    ),
    *_four(
        "html",
        "web.parts",
        "text = safe(cell_text(column, value)) → text = safe(_tenfold(cell_text(column, value)))",
        "web.tables @ enumerate(table.rows): → enumerate(table.rows[1:]):",
        "web.tables @ safe(head) for head in → safe(_unlike(head)) for head in",
    ),
    *_four(
        "docx",
        "word.writer",
        "xml.row(row, → xml.row([_tenfold(c) for c in row],",
        "enumerate(part.rows) → enumerate(part.rows[1:])",
        "xml.row(part.heads, → xml.row([_unlike(h) for h in part.heads],",
    ),
    *_four(
        "pdf",
        "pdf",
        '"rows": part.rows → "rows": [[_tenfold(c) for c in row] for row in part.rows]',
        '"rows": part.rows → "rows": part.rows[1:]',
        '"heads": part.heads → "heads": [_unlike(h) for h in part.heads]',
    ),
    *_four(
        "xlsx",
        "xlsx.book",
        "*at, stored(value, column.unit) → *at, _tenfold(stored(value, column.unit))",
        "xlsx.tables @ enumerate(table.rows): → enumerate(table.rows[1:]):",
        "xlsx.tables @ [heading(column) for → [_unlike(heading(column)) for",
    ),
    *_four(
        "csv",
        "csv",
        "number = stored(value, column.unit) → number = _tenfold(stored(value, column.unit))",
        "enumerate(table.rows) → enumerate(table.rows[1:])",
        "_text(_units(exhibit)) → _text(_unlike(_units(exhibit)))",
    ),
    *_four(
        "figurer",
        "charts.data",
        "return presented(float(value) → return presented(_tenfold(float(value))",
        "charts.bars @ exhibit.table).records()): → exhibit.table).records()[1:]):",
        "charts.bars @ return cell_text(measure, cell) → return _unlike(cell_text(measure, cell))",
        "{v: float(v) for v in values → {v: float(_next_year(v)) for v in values",
    ),
)


def _tenfold(cell: Any) -> Any:
    """Give a share times ten, whether it is a number or written «17,1 %»."""
    if isinstance(cell, float) and 0 < abs(cell) < 1:
        return cell * 10
    if isinstance(cell, str) and "%" in cell:
        return re.sub(r"(\d+),(\d)", r"\1\2,0", cell)
    return cell


def _next_year(cell: Any) -> Any:
    """Give a year one later, whether it is a number or written."""
    if isinstance(cell, int | float) and 1900 < cell < 2100:
        return cell + 1
    if isinstance(cell, str) and re.fullmatch(r"(19|20)\d\d", cell):
        return str(int(cell) + 1)
    return cell


def _unlike(text: str) -> str:
    """Give a text with another unit."""
    return text.replace("mill. kr", "kr").replace("%", "prosentpoeng")


class _Planter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with a fault in its source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        assert found is not None
        return importlib.util.spec_from_file_location(name, found.origin, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__file__ is not None
        source = Path(module.__file__).read_text(encoding="utf-8")
        if source.count(self.mutant.old) != 1:
            raise LookupError(f"«{self.mutant.old}» står {source.count(self.mutant.old)} ganger")
        changed = source.replace(self.mutant.old, self.mutant.new)
        exec(compile(changed, module.__file__, "exec"), module.__dict__)


def caught_by(mutant: Mutant | None) -> list[str]:
    """Give the checks that fail when `mutant` is planted; call it in a process of its own."""
    if mutant is not None:
        sys.meta_path.insert(0, _Planter(mutant))
    for name, function in (
        ("_tenfold", _tenfold),
        ("_next_year", _next_year),
        ("_unlike", _unlike),
    ):
        setattr(builtins, name, function)
    from tests.publish import measured

    renderer = mutant.renderer if mutant else "md"
    failed = []
    for check, write in _checks(measured, renderer):
        try:
            check(write())
        except (AssertionError, ValueError, LookupError):
            failed.append(check.__name__)
    return failed


def _checks(
    measured: ModuleType, renderer: str
) -> list[tuple[Callable[..., None], Callable[[], object]]]:
    if renderer == "csv":
        from veivalg.publish.csv import exhibit_csv

        return [
            (
                measured.the_fields_hold_the_numbers,
                lambda: exhibit_csv(measured.TABLE, measured.chapter()),
            )
        ]
    if renderer == "figurer":
        from veivalg.publish import charts

        return [
            (measured.bars_are_as_long_as_their_numbers, lambda: charts.svg(measured.BARS)),
            (measured.the_line_goes_through_its_numbers, lambda: charts.svg(measured.LINES)),
        ]
    from veivalg.publish import render

    made = render(measured.report(), renderer)
    return [(check, lambda: made) for check in measured.CHECKS[renderer]]


def run(mutants: Sequence[Mutant] = MUTANTS) -> list[tuple[Mutant, list[str]]]:
    """Plant each in a process forked from this one; give which checks caught it.

    Nothing of `veivalg.publish` may have been imported here. A mutant that can't be planted is
    caught by nothing and has the reason in its list, beginning with «kan ikke plantes».
    """
    # What every process needs is imported once, before they part.
    for name in SHARED:
        importlib.import_module(name)
    assert "veivalg.publish" not in sys.modules
    return [(mutant, _forked(mutant)) for mutant in mutants]


def _forked(mutant: Mutant) -> list[str]:
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            told = caught_by(mutant)
        except BaseException as error:
            told = [f"kan ikke plantes: {error}"]
        with os.fdopen(into, "w") as pipe:
            json.dump(told, pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        told = json.load(pipe)
    os.waitpid(child, 0)
    return list(told)


def alive(results: Sequence[tuple[Mutant, list[str]]]) -> list[str]:
    """Give the faults no check saw, and those that could not be planted."""
    return [
        f"{mutant.renderer}: {mutant.fault} {' '.join(found)}".strip()
        for mutant, found in results
        if not found or found[0].startswith("kan ikke plantes")
    ]


def written(results: Sequence[tuple[Mutant, list[str]]]) -> str:
    """Write the table of mutants and what caught each."""
    lines = [
        "# Feil som er plantet i hvert format",
        "",
        "Laget av `python -m tools.mutants`. Hver feil er plantet i kildekoden til formatet, og",
        "det lille kapitlet i `tests/publish/measured.py` er skrevet og lest tilbake.",
        "",
        "| format | feil | tatt av |",
        "|---|---|---|",
    ]
    lines += [f"| {m.renderer} | {m.fault} | {', '.join(found)} |" for m, found in results]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run every mutant, write the table, and fail when one lives."""
    results = run()
    if "--json" in sys.argv:
        told = [(m.renderer, m.fault, found) for m, found in results]
        print(json.dumps([told, alive(results)]))
        return
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(written(results), encoding="utf-8")
    print(*alive(results), f"{len(results)} feil, {len(alive(results))} ikke tatt", sep="\n")
    sys.exit(bool(alive(results)))


if __name__ == "__main__":
    main()
