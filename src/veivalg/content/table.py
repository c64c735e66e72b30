"""A tidy table, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from veivalg.content.numbers import DECIMALS, Unit
from veivalg.content.quantity import Quantity
from veivalg.content.settled import Printing, Terms, settled

LONG_NOK = 10_000_000
"""Kroner from which a table is read in millions."""
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key in rows, Norwegian title, unit, how to write it.

    ``written`` is for numbers of unlike units, which are texts with their unit in each cell.
    """

    key: str
    title: str
    unit: Unit | None = None
    decimals: int | None = None
    sign: bool = False
    written: bool = False

    @property
    def numeric(self) -> bool:
        """Say whether cells are numbers (right-aligned, tabular)."""
        return self.unit is not None or self.written

    @property
    def printing(self) -> Printing:
        """Give how its numbers are printed."""
        own = DECIMALS.get(self.unit or Unit.COUNT, 0)
        return Printing(self.key, self.unit, own if self.decimals is None else self.decimals)


@dataclass(frozen=True, slots=True)
class Pivot:
    """How a tidy table is turned for reading: one row a `rows` value, one column a `columns`."""

    rows: str
    columns: str
    values: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order they are read. ``None`` is missing and is written so.

    A column of ranks with key ``k`` must stand with its interval in ``k_low`` and ``k_high``.
    ``told`` says by column key what each of its cells is in the registry of quantities, and
    ``terms`` which columns are worked out from others: ``{"gap": ("need", "-places")}``.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_row: bool = False
    pivot: Pivot | None = None
    told: Mapping[str, tuple[Quantity | None, ...]] = field(default_factory=dict)
    terms: Terms = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a row that is not as wide as the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"row {row!r} has {len(row)} cells, {len(self.columns)} columns")
        for key, told in self.told.items():
            if self.column(key) and len(told) != len(self.rows):
                raise ValueError(f"{key!r} tells of {len(told)} cells of {len(self.rows)}")
        self._check_ranks()

    def _check_ranks(self) -> None:
        keys = {column.key for column in self.columns}
        for column in self.columns:
            if column.unit is not Unit.RANK or column.key.endswith(("_low", "_high")):
                continue
            ends = {f"{column.key}_low", f"{column.key}_high"}
            alone = self.pivot is not None or not ends <= keys
            ranked = [r for r in self.records() if isinstance(r[column.key], int | float)]
            if alone or any(r[end] is None for r in ranked for end in ends):
                raise ValueError(f"ranks in {column.key!r} stand without their interval")

    def records(self) -> list[dict[str, Cell]]:
        """Give the rows as dictionaries by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    def column(self, key: str) -> Column:
        """Give the column with this key; raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def cells(self, key: str) -> list[Cell]:
        """Give a column's cells, row by row; raises ``KeyError`` when there is no such column."""
        at = self.columns.index(self.column(key))
        return [row[at] for row in self.rows]

    def quantities(self) -> Iterator[tuple[Quantity, Cell]]:
        """Give each cell that is in the registry of quantities, with what it is."""
        for key, told in self.told.items():
            pairs = zip(told, self.cells(key), strict=True)
            yield from ((quantity, cell) for quantity, cell in pairs if quantity is not None)

    def readable(self) -> Table:
        """Give the table as a person reads it: turned as ``pivot`` says, in millions, adding up."""
        return self.turned()._in_millions()._settled()

    def turned(self) -> Table:
        """Give the table turned as ``pivot`` says, each number as it is."""
        if self.pivot is None:
            return self
        ways = self.cells(self.pivot.rows), self.cells(self.pivot.columns)
        labels, heads = (list(dict.fromkeys(way)) for way in ways)
        values = dict(zip(zip(*ways, strict=True), self.cells(self.pivot.values), strict=True))
        measure = self.column(self.pivot.values)
        first = self.column(self.pivot.rows)
        if first.unit is Unit.YEAR:
            labels.sort(key=lambda year: float(year or 0))
        columns = (
            first,
            *(Column(str(h), str(h), measure.unit, measure.decimals, measure.sign) for h in heads),
        )
        rows = tuple((label, *(values.get((label, h)) for h in heads)) for label in labels)
        return Table(columns, rows, self.total_row, terms=self.terms)

    def _in_millions(self) -> Table:
        """Give kroner in millions where amounts are too long to read; what is stored is the same.

        They have as many decimals as the smallest needs to be seen, at most three.
        """
        kroner = {i for i, column in enumerate(self.columns) if column.unit is Unit.NOK}
        cells = (row[i] for row in self.rows for i in kroner)
        sizes = [abs(v) for v in cells if isinstance(v, int | float) and v]
        if max(sizes, default=0) < LONG_NOK:
            return self
        digits = next((n for n in (1, 2) if min(sizes) >= 0.5 * 10 ** (6 - n)), 3)
        word = Unit.MILLION_NOK.word
        columns = tuple(
            replace(c, title=f"{c.title} ({word})", unit=Unit.MILLION_NOK, decimals=digits)
            if i in kroner
            else c
            for i, c in enumerate(self.columns)
        )
        return replace(self, columns=columns)

    def _settled(self) -> Table:
        """Give the table as it is printed: differences of printed ends, and a row of rounding."""
        if not (self.total_row or self.terms):
            return self
        how = [column.printing for column in self.columns]
        rows = settled(how, [list(row) for row in self.rows], self.total_row, self.terms)
        told = self.told
        if len(rows) > len(self.rows):
            told = {key: (*cells[:-1], None, *cells[-1:]) for key, cells in told.items()}
        return replace(self, rows=tuple(tuple(row) for row in rows), told=told)
