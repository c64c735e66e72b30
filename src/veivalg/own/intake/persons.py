"""Looks through every sheet for national identity numbers before anything else is read."""

import re

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.foundation.national_id import Strictness, holds_national_id
from veivalg.own.foreign.raw import HEAD, Grid, RawColumn
from veivalg.own.foreign.telling import RefusedFileError
from veivalg.own.intake.findings import Collector, capped
from veivalg.own.intake.headings import heading_text, plain
from veivalg.own.intake.national_id import all_may_be_ids, beside, rows_with_ids
from veivalg.own.intake.recognise import Match

_HEADING = re.compile(
    r"^(fødselsn(umme)?r|fødselsogpersonn(umme)?r|personn(umme)?r|fnr|dnr|dnummer"
    r"|personid(ent)?)([0-9]+siffer)?$"
)
_ID_HEADING = re.compile(
    r"^(bruker|ansatt|mottaker|pasient|person|klient|elev|barn)?"
    r"(id|ident|nr|nummer|pseudonym)$"
)
_PLAIN_NUMBER = r"^[-\u2212+]?[\d \u00a0\u202f.,]*\d *%?$"
Cells = set[tuple[str, int, int]]
"""(sheet, row, column) of the cells that must never be shown again."""


def refuse_named_sheets(grids: tuple[Grid, ...], file: str) -> None:
    """Raise ``RefusedFileError`` when a sheet is named by such a number: names are shown."""
    for n, grid in enumerate(grids, 1):
        if holds_national_id(grid.sheet):
            raise RefusedFileError(
                _("Navnet på ark {n} i «{file}» ser ut som et fødselsnummer.").format(
                    n=n, file=file
                ),
                _("Gi arket et annet navn."),
            )


def find_persons(grids: tuple[Grid, ...], match: Match, found: Collector) -> Cells:
    """Tell of every cell with such a number, or below a heading that asks for one.

    The values are not in the findings, and the marked copy leaves them out. How strict the search
    is in a column, follows from the field it was taken for (`match`), else from what stands there.
    """
    cells: Cells = set()
    for grid in grids:
        matched = match if grid is match.grid else None
        together = beside(grid.columns, _figures(matched))
        for at, column in enumerate(grid.columns):
            rows = _rows(column, at, grid, matched)
            rows |= {row for row, i in together if i == at}
            for row in capped(sorted(rows)):
                wrong = _("Verdien ser ut som et fødselsnummer og er ikke lest.")
                remedy = _("Bruk en kode fra fagsystemet, og slett fødselsnumrene fra filen.")
                found.cell(grid, row, at, wrong, remedy)
            found.count(max(len(rows) - len(capped(rows)), 0))
            cells |= {(grid.sheet, row, at) for row in rows}
    found.persons = cells
    return cells


def _rows(column: RawColumn, at: int, grid: Grid, match: Match | None) -> set[int]:
    """Give the rows of a column whose cell is one, or stands below a heading that asks for it."""
    head = [heading_text(column.cell(i)) for i in range(min(HEAD, grid.height))]
    under = next((i for i, h in enumerate(head) if _HEADING.match(plain(h))), None)
    rows = set(rows_with_ids(column.text, column.number, _strictness(column, at, head, match)))
    # Titles and headings are texts, also over numbers.
    if match is not None:
        titles = column.text.head(match.row + 1).to_list()
        rows |= {i for i, t in enumerate(titles) if t and holds_national_id(t)}
    if under is not None:
        rows |= {i for i in column.filled().arg_true().to_list() if i > under}
    return rows


def _figures(match: Match | None) -> frozenset[int]:
    """Give the columns taken for fields that hold no texts."""
    if match is None:
        return frozenset()
    texts = {f.name for f in match.table.own_fields() if f.pseudonym or f.dtype == pl.String}
    return frozenset(i for name, i in match.assignment.found.items() if name not in texts)


def _strictness(column: RawColumn, at: int, head: list[str], match: Match | None) -> Strictness:
    """Say what kind of column it is: of the field it was taken for, else by what stands in it."""
    held = {} if match is None else {i: name for name, i in match.assignment.found.items()}
    if match is not None and at in held:
        field = next(f for f in match.table.own_fields() if f.name == held[at])
        if field.pseudonym:
            return Strictness.IDS
        return Strictness.TEXT if field.dtype == pl.String else Strictness.NUMBERS
    if any(_ID_HEADING.match(plain(h)) for h in head):
        return Strictness.IDS
    if column.number is not None and column.number.drop_nulls().len():
        few = column.number.drop_nulls().len() < column.text.drop_nulls().len()
        ids = few or all_may_be_ids(column.number)
        return Strictness.TEXT if ids else Strictness.NUMBERS
    texts = column.text.drop_nulls()
    figures = texts.filter(texts.str.contains(_PLAIN_NUMBER))
    other = figures.filter(figures.str.count_matches(r"\d") != 11)
    # Amounts have all lengths; a column where all have eleven digits holds codes.
    amounts = len(figures) * 2 > len(texts) and len(other) * 2 > len(figures)
    return Strictness.NUMBERS if amounts else Strictness.TEXT
