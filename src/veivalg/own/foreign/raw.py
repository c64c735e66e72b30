"""Cells as they stand in the file, column by column: text, number or time, with their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from veivalg.own.foreign.seen import Scan

HEAD = 40
"""Rows from the top in which headings are looked for."""


_FIRST = 1_000


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column; a cell stands in ``text`` or in one of the others, and is null in the rest.

    ``number`` and ``time`` are None when no cell is of that kind.
    """

    text: pl.Series
    number: pl.Series | None = None
    time: pl.Series | None = None

    def rows(self, start: int) -> RawColumn:
        """Give the cells from row `start` on."""
        return RawColumn(*(s.slice(start) if s is not None else None for s in self.parts()))  # type: ignore[arg-type]

    def one(self, row: int) -> RawColumn:
        """Give a column of one cell."""
        return RawColumn(*(s.slice(row, 1) if s is not None else None for s in self.parts()))  # type: ignore[arg-type]

    def take(self, keep: pl.Series) -> RawColumn:
        """Give the cells where `keep` is true."""
        return RawColumn(*(s.filter(keep) if s is not None else None for s in self.parts()))  # type: ignore[arg-type]

    def parts(self) -> tuple[pl.Series | None, ...]:
        """Give text, number and time."""
        return self.text, self.number, self.time

    def cell(self, row: int) -> object:
        """Give one cell as text, float or datetime; None when it is empty."""
        for part in self.parts():
            if part is not None and (value := part[row]) is not None:
                return value
        return None

    def filled(self) -> pl.Series:
        """Say of every cell whether anything stands in it."""
        held = self.text.is_not_null() & (self.text != "")
        for part in (self.number, self.time):
            if part is not None:
                held = held | part.is_not_null()
        return held.fill_null(False)


@dataclass(frozen=True, slots=True)
class Grid(Scan):
    """A sheet: its columns from A and its rows from 1, with nothing left out.

    Parameters
    ----------
    merged
        Cells that are hidden behind a merged one → the merged one, (row, column) from 0.
    delimited
        The cells come from delimited text, where a stray delimiter makes a row too wide.
    """

    sheet: str
    visible: bool
    columns: tuple[RawColumn, ...]
    height: int
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    delimited: bool = False

    def without(self, columns: Collection[int]) -> Grid:
        """Give the sheet with columns empty."""
        empty = RawColumn(_nothing(self.height))
        held = tuple(empty if i in columns else c for i, c in enumerate(self.columns))
        return replace(self, columns=held)

    def row(self, index: int) -> list[object]:
        """Give the cells of a row."""
        return [c.cell(index) for c in self.columns]

    def head(self) -> list[list[object]]:
        """Give the rows headings are looked for in."""
        return [self.row(i) for i in range(min(HEAD, self.height))]


def _nothing(height: int) -> pl.Series:
    return pl.Series(values=[None], dtype=pl.String).new_from_index(0, height)


def is_ascii(text: pl.Series) -> bool:
    """Say whether all texts have ASCII only, which most do, and then need no look for the rest."""
    return not (text.str.len_bytes() != text.str.len_chars()).any()


def repeated(text: pl.Series) -> pl.Series | None:
    """Give the different texts of a column where they are few; None where most stand once.

    What is asked of the texts is then asked of each once. The first thousand are looked at before
    all are: to find that a million texts are different costs more than what is asked of them.
    """
    first = text.head(_FIRST)
    if first.n_unique() * 2 > len(first):
        return None
    found = text.drop_nulls().unique()
    return found if len(found) * 4 <= len(text) else None


class Builder:
    """Puts rows of Python values together to columns, piece by piece to keep memory low."""

    def __init__(self, left: int, width: int) -> None:
        self._left, self._width = left, width
        self._pieces: list[list[RawColumn]] = []
        self._height = 0

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows, all `width` long."""
        self._pieces.append([_column(values) for values in zip(*rows, strict=True)])
        self._height += len(rows)

    def columns(self) -> tuple[RawColumn, ...]:
        """Give the columns, with the empty ones to the left."""
        empty = RawColumn(_nothing(self._height))
        found = [empty] * self._left if self._height else []
        for i in range(self._width):
            found.append(_joined([piece[i] for piece in self._pieces]))
        return tuple(found)

    @property
    def height(self) -> int:
        """Give the number of rows."""
        return self._height


def _joined(pieces: Iterable[RawColumn]) -> RawColumn:
    held = list(pieces)

    def part(which: int, dtype: pl.DataType) -> pl.Series | None:
        series = [p.parts()[which] for p in held]
        if which and all(s is None for s in series):
            return None
        filled = [
            s if s is not None else pl.Series(values=[None] * len(p.text), dtype=dtype)
            for s, p in zip(series, held, strict=True)
        ]
        return pl.concat(filled)

    text = part(0, pl.String())
    assert text is not None
    return RawColumn(text, part(1, pl.Float64()), part(2, pl.Datetime("us")))


def _column(values: Sequence[object]) -> RawColumn:
    kinds = set(map(type, values))
    text = (
        pl.Series(values=[_text(v) for v in values], dtype=pl.String)
        if kinds - {float, int}
        else _nothing(len(values))
    )
    number = time = None
    if kinds & {float, int}:
        number = pl.Series(
            values=[float(v) if type(v) in (float, int) else None for v in values],  # type: ignore[arg-type]
            dtype=pl.Float64,
        )
    if kinds & {dt.datetime, dt.date}:
        time = pl.Series(values=[_time(v) for v in values], dtype=pl.Datetime("us"))
    return RawColumn(text, number, time)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "SANN" if value else "USANN"
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S")
    if value is None or isinstance(value, float | int | dt.date):
        return None
    return str(value)


def _time(value: object) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return None
