"""Exhibits in few lines: columns and rows once, sources from the cells, the texts filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.content import Assumption, Cell, Chart, Column, Exhibit, Figure, Pivot, Source, Table

Item = TypeVar("Item")
Entry = Cell | Figure
"""What stands in a cell: a value, or a figure, whose sources then become the exhibit's."""

Rows = Iterable[Sequence[Entry]]


def exhibit(
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
    sources: Iterable[Source] = (),
    chart: Chart | None = None,
    method: str = "",
    formula: str = "",
    note: str = "",
    uncertainty: str = "",
    assumptions: Iterable[Assumption] = (),
    **more: str,
) -> Exhibit:
    """Make an exhibit.

    Parameters
    ----------
    columns, rows
        The tidy table, in reading order. `by_column` gives both from a list of things.
    words, more
        What is put into the slots of `title`, `subtitle` and `alt`.
    alt
        The finding in words for one who can't see it; the title as a sentence when empty.
    total
        A last row that sums those above.
    pivot
        The keys of the columns that become rows, columns and values when a person reads it.
    sources
        Beside those of figures in the cells, which are added after them.
    """
    table = [*rows, total] if total is not None else list(rows)
    under = (
        s for row in table for entry in row if isinstance(entry, Figure) for s in entry.sources()
    )
    said = {**(words or {}), **more}
    headline = fill(title, **said)
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
        ),
        unique([*sources, *under]),
        chart,
        formula,
        method,
        note,
        uncertainty,
        tuple(assumptions),
    )


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What the exhibits of a chapter share; each says only what is its own.

    Parameters
    ----------
    method
        The method they follow, unless one says otherwise.
    words
        What is put into their slots unless one says otherwise: the place, the year.
    sources, note
        Those of an exhibit that gives none.
    """

    method: str
    words: Mapping[str, str]
    sources: tuple[Source, ...] = ()
    note: str = ""

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
        uncertainty: str = "",
        assumptions: Iterable[Assumption] = (),
        **more: str,
    ) -> Exhibit:
        """Make an exhibit; see `exhibit`."""
        return exhibit(
            id,
            title,
            subtitle,
            columns,
            rows,
            words={**self.words, **(words or {}), **more},
            alt=alt,
            total=total,
            pivot=pivot,
            sources=self.sources if sources is None else sources,
            chart=chart,
            method=self.method if method is None else method,
            formula=formula,
            note=self.note if note is None else note,
            uncertainty=uncertainty,
            assumptions=assumptions,
        )


def _cell(entry: Entry) -> Cell:
    return entry.value if isinstance(entry, Figure) else entry


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
