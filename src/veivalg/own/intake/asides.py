"""The texts around the figures: above, beside and below them, in rows among them, in other sheets.

A row of texts without any figure is no figure that lacks its year: it is a note, the heading of a
section or the units of the columns, and what it says holds as if it stood above the table.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import polars as pl

from veivalg.own.foreign.raw import Grid
from veivalg.own.intake.headings import heading_text, plain
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.unit_words import kinds_in, money_in
from veivalg.own.intake.values import choice_words
from veivalg.own.tables import OwnField

HEAD, TAIL, FEW = 2, 10, 20
"""Rows at either end of the table that may be no figures though they lack nothing; texts a column
of notes has at most."""
SAMPLE, MOST = 5_000, 10_000
"""Rows of a column of notes, and rows that lack a value, that are looked at."""
WORDS = 5
"""Words in a cell that is a sentence and no name."""
_NOTE = re.compile(
    r"(?i)^\W*(?:kilde|kjelde|merk(?:nad)?|note|nb|obs|oppdatert|ajourført|utskrift|skrevet|uttrekk"
    r"|dato|kontakt|utarbeidet|laget|status|sist|tall(?:ene|a)?|alle|beløp(?:ene|a)?|forklaring"
    r"|fotnoter?|enhet|valuta|benevning)\b|^\s*(?:[*†‡(¹²³]|\d{1,2}\)|–|- )|:\s|[:.]$"
)
_NUMBER = re.compile(r"[-\u2212+]?[\d\s.,]*\d[\d\s.,]*%?")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_UNIT = re.compile(
    r"(?i)\(.*\)|\[.*\]|antall|stk\.?|år|åååå|m(?:åne)?d\.?|personer|tall|tekst|navn"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row of texts without figures: its place, (column, text) of its cells, and what it is.

    ``units`` has the units of the columns; ``among`` has figures both above and below it; one that
    is not ``sure`` lacks nothing a row of the table must have.
    """

    row: int
    cells: tuple[tuple[int, str], ...]
    units: bool = False
    among: bool = False
    sure: bool = True

    @property
    def text(self) -> str:
        """Give all it says."""
        return " ".join(text for _column, text in self.cells)

    @property
    def texts(self) -> list[str]:
        """Give what it says, whole and cell by cell."""
        return list(dict.fromkeys([self.text, *(text for _column, text in self.cells)]))


def asides(match: Match) -> tuple[Aside, ...]:
    """Give the rows below the headings that hold texts, and no figures."""
    fields = {match.assignment.found[f.name]: f for f in match.table.own_fields()
              if f.name in match.assignment.found}  # fmt: skip
    grid, first = match.grid, match.row + 1
    ends = {*range(first, min(first + HEAD, grid.height))}
    ends |= {*range(max(first, grid.height - TAIL), grid.height)}
    judge = _Judge(match, fields)
    held = [judge.aside(row) for row in sorted(ends | _lacking(grid, fields, first))]
    return tuple(one for one in held if one is not None)


def _lacking(grid: Grid, fields: dict[int, OwnField], first: int) -> set[int]:
    """Give the rows with something in them that lack a value a figure must have."""
    rows: set[int] = set()
    for at, field in fields.items():
        parts = [p for p in grid.columns[at].parts() if p is not None]
        if field.nullable or min(p.slice(first).null_count() for p in parts) == 0:
            continue
        rows |= set((~grid.columns[at].rows(first).filled()).arg_true().head(MOST * 2).to_list())
    if not rows:
        return rows
    places = pl.Series(values=sorted(rows), dtype=pl.UInt32)
    some = pl.repeat(False, len(places), dtype=pl.Boolean, eager=True)
    for column in grid.columns:
        for part in (p for p in column.parts() if p is not None):
            some = some | part.gather(places + first).is_not_null()
    return {first + int(i) for i in places.filter(some).head(MOST)}


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says of a row whether it is figures, which lack something or not, or texts alone."""

    match: Match
    fields: dict[int, OwnField]

    def aside(self, row: int) -> Aside | None:
        grid = self.match.grid
        if any((row, at) in grid.faults or grid.merged.get((row, at), (row, 0))[0] != row
               for at in self.fields):  # fmt: skip
            return None  # what is merged with the row above is its figure too
        cells = [(at, v) for at, v in enumerate(grid.row(row)) if heading_text(v)]
        said = tuple((at, _shown(v)) for at, v in cells)
        if row < self.match.row + 1 + HEAD and self._units(said):
            return Aside(row, said, units=True)
        if not cells or not (self._states_unit(said) or self._note(cells)):
            return None
        filled = dict(cells)
        sure = any(not f.nullable and not filled.get(at) for at, f in self.fields.items())
        return Aside(row, said, sure=sure or any(not self._is_text(at) for at, _t in said))

    def _is_text(self, at: int) -> bool:
        field = self.fields.get(at)
        return field is None or _is_free(field)

    def _units(self, said: Sequence[tuple[int, str]]) -> bool:
        """Say whether all cells are the units of their columns."""
        of = [(at, text) for at, text in said if at in self.fields]
        known = any(kinds_in(text) for at, text in of if not self._is_text(at))
        return known and all(
            _UNIT.fullmatch(text) or (not self._is_text(at) and kinds_in(text)) for at, text in of
        )

    def _states_unit(self, said: Sequence[tuple[int, str]]) -> bool:
        """Say whether the cells together are a sentence of the unit: «Tall i | 1000 | kr»."""
        text = " ".join(t for _at, t in said)
        whole = [at for at, t in said if not self._is_text(at) and _NUMBER.fullmatch(t)]
        lacks = any(at not in whole for at, f in self.fields.items() if not _is_free(f))
        found = money_in(text, alone=True)
        return lacks and " i " in text and bool(found) and all(s.clear for s in found)

    def _note(self, cells: Sequence[tuple[int, object]]) -> bool:
        used = [(at, value) for at, value in cells if at in self.fields]
        first = _shown(cells[0][1])
        like = bool(_NOTE.search(first)) or len(first.split()) >= WORDS
        if any(_is_choice(self.fields[at], text) for at, text in used):
            return False
        if any(not isinstance(v, str) or _NUMBER.fullmatch(v.strip()) for _at, v in cells):
            days = [isinstance(v, dt.datetime) or _DAY.fullmatch(str(v)) for _at, v in cells[1:]]
            return (
                like
                and isinstance(cells[0][1], str)
                and any(days)
                and all(
                    day or not _NUMBER.fullmatch(str(v).strip())
                    for day, (_at, v) in zip(days, cells[1:], strict=True)
                )
            )
        if len(used) != 1:
            return like or not used
        at, text = used[0][0], str(used[0][1])
        if not _is_free(self.fields[at]):
            return like or len(plain(text)) > WORDS
        required = any(not f.nullable and not _is_free(f) for f in self.fields.values())
        return like or (required and at == min(self.fields))


def _is_free(field: OwnField) -> bool:
    """Say whether anything can be written in a column."""
    return field.dtype == pl.String and not field.choices and not field.allowed


def _is_choice(field: OwnField, text: object) -> bool:
    return plain(text) in {plain(word) for word in choice_words(field).values()}


def _shown(value: object) -> str:
    return value.strftime("%d.%m.%Y") if isinstance(value, dt.datetime) else heading_text(value)


def among(held: Sequence[Aside], figures: pl.Series) -> tuple[Aside, ...]:
    """Mark those that have figures both above and below them."""
    first, last = (int(figures[0]), int(figures[-1])) if len(figures) else (0, 0)
    return tuple(replace(one, among=first < one.row < last) for one in held)


def above(match: Match) -> list[str]:
    """Give the name of the sheet, and the texts above the headings."""
    rows = [match.grid.row(i) for i in range(match.row)]
    return [match.grid.sheet, *(cell for row in rows for cell in row if isinstance(cell, str))]


def beside(match: Match) -> list[str]:
    """Give the texts beside the headings, in columns that are not the table's."""
    cells, used = match.grid.row(match.row), set(match.assignment.found.values())
    return [c for i, c in enumerate(cells) if i not in used and isinstance(c, str)]


def notes(match: Match) -> list[str]:
    """Give the texts below the headings that may be of the whole table, and no cells of it."""
    used, first = set(match.assignment.found.values()), match.row + 1
    texts: list[str] = []
    for i, column in enumerate(match.grid.columns):
        body = column.text.slice(first)
        if i in used:
            ends = pl.concat([body.head(HEAD), body.tail(TAIL)])
            texts += ends.drop_nulls().to_list()
        elif (held := body.drop_nulls()).head(SAMPLE).n_unique() <= FEW:
            texts += held.unique(maintain_order=True).to_list()
    return texts


def elsewhere(grids: Sequence[Grid], match: Match, file: str) -> tuple[str, ...]:
    """Give the texts of the other sheets a person sees, and the name of the file."""
    others = [g for g in grids if g.visible and g is not match.grid]
    texts = [cell for g in others for row in g.head() for cell in row if isinstance(cell, str)]
    return (PurePath(file).stem, *(g.sheet for g in others), *texts)
