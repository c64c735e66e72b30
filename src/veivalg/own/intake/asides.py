"""The texts around the figures: above, beside and below them, in rows among them, in other sheets.

A row of texts without any figure is no figure that lacks its year: it is a note, the heading of a
section or the units of the columns, and what it says holds as if it stood above the table.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import polars as pl

from veivalg.own.foreign.raw import Grid
from veivalg.own.intake.headings import heading_text, plain
from veivalg.own.intake.recognise import Match, rows_above
from veivalg.own.intake.unit_words import SAID, Said, kinds_in, measure_in, money_in
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
_NUMBER = re.compile(r"(?i)(?:kr\.?\s*)?[-\u2212+]?[\d\s.,]*\d[\d\s.,]*(?:%|,?-|\s*(?:kr|nok)\.?)?")
_COUNTED = re.compile(r"(?i)[-\u2212+]?\d[\d\s.,]*[^\W\d]{1,12}[2²]?\.?")
"""A number with the word of what is counted: «33 elever»."""
_SCALE = r"(?i)\b(?:i|in) (?:hele? )?(?:tusen|1[ .]?000|mill|mrd|\wkr|\wnok)|nuller|skala|delt på"
_TENS = re.compile(r"1[0 .]*")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_UNIT = re.compile(
    r"(?i)\(.*\)|\[.*\]|antall|stk\.?|år|åååå|m(?:åne)?d\.?|personer|tall|tekst|navn"
)


_JOINED = re.compile(
    r"(?i:(?<=[^\W\d_])-+(?!jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des))(?=\w)"
    r"|(?<=\d)-+(?=[^\W\d_])|(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|[_.]+"
)
"""Where the words of a file's name are joined: «Regnskap2024TKR»; «2025-02» is when."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A row of texts without figures: its place, (column, text) of its cells, and what it is.

    ``units`` has the units of the columns, ``heads`` the rest of their headings; ``among`` has
    figures both above and below it; one not ``sure`` lacks nothing a row of the table must have.
    """

    row: int
    cells: tuple[tuple[int, str], ...]
    units: bool = False
    heads: bool = False
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
    at, own = match.assignment.found, match.table.own_fields()
    fields = {at[field.name]: field for field in own if field.name in at}
    grid, first = match.grid, match.row + 1
    rows = {*range(first, grid.height)[:HEAD], *range(first, grid.height)[-TAIL:]}
    rows |= _lacking(grid, fields, first)
    held = [_Judge(grid, first, fields).aside(row) for row in sorted(rows)]
    return tuple(one for one in held if one is not None)


def _lacking(grid: Grid, fields: dict[int, OwnField], first: int) -> set[int]:
    """Give the rows with something in them that lack a value a figure must have."""
    rows: set[int] = set()
    for at, field in fields.items():
        body = grid.columns[at].rows(first)
        full = any(part.null_count() == 0 for part in body.parts() if part is not None)
        if not (field.nullable or full):
            rows |= set((~body.filled()).arg_true().head(MOST).to_list())
    places = pl.Series(values=sorted(rows), dtype=pl.UInt32) + first
    some = pl.repeat(False, len(places), dtype=pl.Boolean, eager=True)
    for part in (part for column in grid.columns for part in column.parts() if rows):
        some = some | part.gather(places).is_not_null() if part is not None else some
    return set(places.filter(some))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says of a row whether it is figures, which lack something or not, or texts alone."""

    grid: Grid
    first: int
    fields: dict[int, OwnField]

    def aside(self, row: int) -> Aside | None:
        merged, faults = self.grid.merged, self.grid.faults
        tops = {i: merged.get((row, i), (row, i))[0] for i in self.fields}
        if any((row, i) in faults or self.first <= top != row for i, top in tops.items()):
            return None  # what is merged with the row above is its figure too
        cells = [(i, _shown(v)) for i, v in enumerate(self.grid.row(row)) if heading_text(v)]
        if row < self.first + HEAD and self._units(cells):
            return Aside(row, tuple(cells), units=True)
        over = self.grid.row(self.first - 1)
        more = [(i, text) for i, text in cells if plain(text) != plain(over[i])] or cells
        if row < self.first + HEAD and self._heads(row, more):
            return Aside(row, tuple(more), heads=True)
        says = bool(cells) and self._states_unit(cells)
        if not (says or (cells and self._note(cells))):
            return None
        held = {i for i, _text in cells}
        lacks = any(not f.nullable and i not in held for i, f in self.fields.items())
        sure = says or lacks or not all(map(self._is_text, held))
        return Aside(row, tuple(cells), sure=sure)

    def _is_text(self, at: int) -> bool:
        """Say whether anything can be written in a column."""
        field = self.fields.get(at)
        return field is None or (field.dtype == pl.String and not choice_words(field))

    def _units(self, said: Sequence[tuple[int, str]]) -> bool:
        """Say whether all cells are the units of their columns."""
        of = [(text, self._is_text(i)) for i, text in said if i in self.fields]
        known = [kinds_in(text) for text, free in of if not free]
        return any(known) and all(
            _UNIT.fullmatch(text) or (kinds_in(text) and not (free or text[-1].isdecimal()))
            for text, free in of
        )

    def _heads(self, row: int, said: Sequence[tuple[int, str]]) -> bool:
        """Say whether all cells are more of the headings above them: «(budsjett)»."""
        before = self.aside(row - 1) if row > self.first else None
        blank = row > self.first and not any(map(heading_text, self.grid.row(row - 1)))
        follows = row == self.first or blank or (before and (before.units or before.heads))
        if not follows or not any(i in self.fields and not self._is_text(i) for i, _text in said):
            return False
        return not self._states_unit(said) and all(
            any(map(str.isalpha, text))
            and not _NUMBER.fullmatch(text)
            and (text[0] in "([" or not self._names(i, text))
            for i, text in said
        )

    def _names(self, at: int, text: str) -> bool:
        """Say whether a text below a heading may be a value of the column, or a note."""
        words = map(plain, choice_words(self.fields[at]).values() if at in self.fields else ())
        own = plain(text) in words or (at in self.fields and self._is_text(at))
        return own or bool(_NOTE.search(text)) or len(text.split()) >= WORDS

    def _states_unit(self, said: Sequence[tuple[int, str]]) -> bool:
        """Say whether the cells together are a sentence of the unit: «Tall i | 1000 | kr»."""
        text = " ".join(t for _at, t in said)
        numbers = [i for i, t in said if _NUMBER.fullmatch(t)]
        lacks = any(not self._is_text(i) and i not in numbers for i in self.fields)
        found = money_in(text, alone=True) if lacks and " i " in text else []
        return bool(found) and all(s.clear for s in found)

    def _note(self, said: Sequence[tuple[int, str]]) -> bool:
        used = [(i, text) for i, text in said if i in self.fields]
        first = said[0][1]
        like = bool(_NOTE.search(first)) or len(first.split()) >= WORDS
        days = [text for _at, text in said if _DAY.fullmatch(text)]
        counted = any(_COUNTED.fullmatch(t) for i, t in used if not self._is_text(i))
        if (
            counted
            or any(_NUMBER.fullmatch(t) and t not in days for _at, t in said)
            or any(
                plain(text) in map(plain, choice_words(self.fields[i]).values()) for i, text in used
            )
        ):
            return False
        if len(used) != 1 or days:
            return like or not (used or days)
        at, text = used[0]
        if not self._is_text(at):
            return like or len(plain(text)) > WORDS
        required = any(not f.nullable and not self._is_text(i) for i, f in self.fields.items())
        return like or (required and at == min(self.fields))


def _shown(value: object) -> str:
    return value.strftime("%d.%m.%Y") if isinstance(value, dt.datetime) else heading_text(value)


def among(held: Sequence[Aside], figures: pl.Series) -> tuple[Aside, ...]:
    """Mark those that have figures both above and below them."""
    first, last = (int(figures[0]), int(figures[-1])) if len(figures) else (0, 0)
    return tuple(replace(one, among=first < one.row < last) for one in held)


def above(match: Match) -> list[str]:
    """Give the name of the sheet, and the texts above the headings that are no part of them."""
    rows = [match.grid.row(i) for i in rows_above(match)]
    return [match.grid.sheet, *(cell for row in rows for cell in row if isinstance(cell, str))]


def beside(match: Match) -> list[str]:
    """Give the texts beside the headings, in columns that are not the table's.

    What stands over texts is about them, unless it is a unit and nothing else: «Ansvar (T)».
    """
    cells, used = match.grid.row(match.row), set(match.assignment.found.values())
    texts = [(i, c) for i, c in enumerate(cells) if i not in used and isinstance(c, str)]
    alone = {c for _at, c in texts if any(s.clear for s in money_in(c, alone=True))}
    return [c for i, c in texts if c in alone or not _of_texts(match, i)]


def _of_texts(match: Match, at: int) -> bool:
    """Say whether most of what stands in a column is no number."""
    column = match.grid.columns[at].rows(match.row + 1)
    held = column.text.head(SAMPLE).drop_nulls().unique().to_list()
    return column.number is None and len(held) > 2 * sum(map(bool, map(_NUMBER.fullmatch, held)))


def notes(match: Match) -> list[str]:
    """Give the texts below the headings in columns that are not the table's.

    Where they are many, only those that may be of the unit are.
    """
    used, texts = set(match.assignment.found.values()), list[str]()
    for column in (c for i, c in enumerate(match.grid.columns) if i not in used):
        held = column.text.slice(match.row + 1).drop_nulls()
        if held.head(SAMPLE).n_unique() > FEW:
            held = held.filter(held.str.contains(_SCALE)).head(FEW)
        texts += held.unique(maintain_order=True).to_list()
    return texts


def scales(match: Match) -> list[str]:
    """Give what columns of units and scales say that are not the table's: «Skala: 1000»."""
    found = []
    for i, column in enumerate(match.assignment.columns):
        if column.field or not SAID.match(column.heading.casefold()):
            continue
        for part in match.grid.columns[i].rows(match.row + 1).parts():
            held = pl.Series() if part is None else part.drop_nulls()
            few = held.unique(maintain_order=True) if held.head(SAMPLE).n_unique() <= FEW else ()
            values = [heading_text(value) for value in few]
            # Numbers that aren't all powers of ten are codes.
            if all(_TENS.fullmatch(v) or not _NUMBER.fullmatch(v) for v in values):
                found += [f"{column.heading}: {value}" for value in values]
    return found


def per_row(match: Match) -> Iterator[tuple[int, list[str]]]:
    """Give the columns that are not the table's and say that the rows are in different units."""
    for i, column in enumerate(match.grid.columns):
        if i in match.assignment.found.values():
            continue
        held = column.text.slice(match.row + 1).drop_nulls()
        if held.head(SAMPLE).n_unique() > FEW:
            continue
        few = held.unique(maintain_order=True).to_list()
        for find in (money_in, _times_in):
            said = [find(text) for text in few]
            factors = {s.factor for of in said for s in of if s.clear or find is _times_in}
            if len(factors) > 1 and all(said):
                yield i, few


def _times_in(text: str) -> list[Said]:
    return measure_in(text, "time", heading=False)


def elsewhere(grids: Sequence[Grid], match: Match, file: str) -> tuple[str, ...]:
    """Give the name of the file in words, and the texts of the other sheets a person sees."""
    others = [g for g in grids if g.visible and g is not match.grid]
    texts = [cell for g in others for row in g.head() for cell in row if isinstance(cell, str)]
    stem = _JOINED.sub(" ", PurePath(file).stem)
    return (stem, *(g.sheet for g in others), *texts)
