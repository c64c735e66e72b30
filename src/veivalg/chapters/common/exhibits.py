"""Exhibits in few lines: columns and rows once, sources from the cells, the texts filled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from veivalg.chapters.common.sentences import doubted, fill
from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Assumption,
    Cell,
    Chart,
    Column,
    Exhibit,
    Figure,
    Pivot,
    Quantity,
    Source,
    Table,
    Unit,
)
from veivalg.content.settled import Terms

Item = TypeVar("Item")
Entry = Cell | Figure
"""What stands in a cell: a value, or a figure, whose sources then become the exhibit's."""

Rows = Iterable[Sequence[Entry]]
Told = Mapping[tuple[str, ...], Quantity]
"""Key of a column, and texts that stand in the rows it is said of → what its cells are.

The year is that of the row where it is not given."""


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What the exhibits of a chapter share; each says only what is its own.

    Parameters
    ----------
    method
        The method they follow.
    words
        What is put into their slots: the place, the year.
    """

    method: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    note: str = ""
    assumptions: tuple[Assumption, ...] = ()
    uncertainty: str = ""

    def __call__(
        self,
        id: str,
        title: str,
        subtitle: str,
        columns: Sequence[Column],
        rows: Rows,
        *,
        words: Mapping[str, str] | None = None,
        alt: str = "",
        total: Sequence[Entry] | None = None,
        pivot: tuple[str, str, str] | None = None,
        sources: Iterable[Source] | None = None,
        chart: Chart | None = None,
        method: str | None = None,
        formula: str = "",
        note: str | None = None,
        uncertainty: str | None = None,
        assumptions: Iterable[Assumption] | None = None,
        quantities: Told | None = None,
        terms: Terms | None = None,
        either: bool = False,
        **more: str,
    ) -> Exhibit:
        """Make an exhibit; what is not given is what they share.

        Parameters
        ----------
        columns, rows
            The tidy table, in reading order. `by_column` gives both from a list of things.
        words, more
            What is put into the slots of `title`, `subtitle` and `alt`, beside what they share.
        alt
            The finding in words for one who can't see it; the title as a sentence when empty.
        total
            A last row that sums those above.
        pivot
            The keys of the columns that become rows, columns and values when a person reads it.
        sources
            Beside those of figures in the cells, which are added after them.
        quantities
            What the cells of a column are in the registry of quantities.
        terms
            Columns worked out from others: ``{"gap": ("need", "-places")}``.
        either
            Whether what the title states a direction of may go either way.
        """
        table = [*rows, total] if total is not None else list(rows)
        figures = (entry for row in table for entry in row if isinstance(entry, Figure))
        said = {**self.words, **(words or {}), **more}
        headline = doubted(fill(title, **said), either=either)
        given = self.sources if sources is None else sources
        return Exhibit(
            id,
            headline,
            fill(subtitle, **said),
            fill(alt, **said) or f"{headline}.",
            Table(
                tuple(columns),
                tuple(tuple(map(_cell, row)) for row in table),
                total is not None,
                Pivot(*pivot) if pivot else None,
                _told(columns, table, quantities or {}),
                terms or {},
            ),
            unique([*given, *(source for figure in figures for source in figure.sources())]),
            chart,
            formula,
            self.method if method is None else method,
            self.note if note is None else note,
            self.uncertainty if uncertainty is None else uncertainty,
            self.assumptions if assumptions is None else tuple(assumptions),
        )


exhibit = Exhibits()
"""Makes an exhibit that shares nothing with others."""


def _cell(entry: Entry) -> Cell:
    return entry.value if isinstance(entry, Figure) else entry


def _told(
    columns: Sequence[Column], rows: Sequence[Sequence[Entry]], said: Told
) -> dict[str, tuple[Quantity | None, ...]]:
    """Say by column what each cell is, from the figures in it or from what is said of it."""
    year = next((n for n, column in enumerate(columns) if column.unit is Unit.YEAR), None)

    def what(key: str, entry: Entry, row: Sequence[Entry]) -> Quantity | None:
        if isinstance(entry, Figure):
            return entry.quantity
        found = next(
            (q for (k, *w), q in said.items() if k == key and all(x in row for x in w)), None
        )
        if found is None or found.year is not None or year is None:
            return found
        return replace(found, year=int(float(str(row[year]))))

    told = {
        column.key: tuple(what(column.key, row[n], row) for row in rows)
        for n, column in enumerate(columns)
    }
    return {key: cells for key, cells in told.items() if any(cells)}


def by_column(
    items: Iterable[Item], *columns: tuple[Column, Callable[[Item], Entry]]
) -> tuple[tuple[Column, ...], list[tuple[Entry, ...]]]:
    """Give columns and rows of a list of things, from each column with what it holds of a thing.

    Examples
    --------
    >>> columns, rows = by_column(
    ...     ["Harstad", "Rana"],
    ...     (Column("name", "Navn"), lambda name: name),
    ...     (Column("letters", "Bokstaver"), len),
    ... )
    >>> rows
    [('Harstad', 7), ('Rana', 4)]
    """
    rows = [tuple(read(item) for _column, read in columns) for item in items]
    return tuple(column for column, _read in columns), rows
