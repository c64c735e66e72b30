"""The gate for persons (M18): the one way figures come out of a table about people.

Rows about people are let in with `admit`, and what a chapter then holds is `Persons`: which table
it is, and where it comes from. It has no rows to give. A `query` is a function from the rows to
counts of people by traits; the gate runs it, hides small counts and as many others as it takes that
no combination gives them back, shows a sum only where enough people share it, and gives a
`Release`. As in OpenSAFELY's ehrQL, every result passes this one exit.

Queries are written in `veivalg.own.persons` only, where each is read before it is let in: a query
sees the rows, and what it puts in ``facts`` is not protected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.content import Source
from veivalg.tables.amounts import Amount, Shown, nothing, show
from veivalg.tables.disclosure import Axes, Cell, Counts, Published, protect
from veivalg.tables.small_numbers import THRESHOLD

HOME = "veivalg.own.persons."
"""Where a query may be written."""

Choices = ParamSpec("Choices")
Link = tuple[tuple[str, str], tuple[str, str]]


class Persons:
    """A table about people, without its rows: they are behind the gate.

    Parameters
    ----------
    table
        The name of the table.
    sources
        As for `Sourced`.
    """

    __slots__ = ("__weakref__", "sources", "table")

    table: str
    sources: Mapping[str, Source]

    def __init__(self, table: str, sources: Mapping[str, Source]) -> None:
        self.table = table
        self.sources = sources

    def source(self, place: str = "*") -> Source:
        """Give the source of the rows; raises ``KeyError`` when nothing is known."""
        return self.sources[place] if place in self.sources else self.sources["*"]

    def __repr__(self) -> str:
        return f"Persons({self.table!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("rows about people are neither copied nor sent")


_rows: WeakKeyDictionary[Persons, pl.DataFrame] = WeakKeyDictionary()


def admit(table: str, frame: pl.DataFrame, sources: Mapping[str, Source]) -> Persons:
    """Put rows about people behind the gate; `frame` is already checked against its schema."""
    persons = Persons(table, sources)
    _rows[persons] = frame
    return persons


def any_rows(persons: Persons | None) -> bool:
    """Say whether there is any row at all."""
    return persons is not None and _rows[persons].height > 0


@dataclass(frozen=True)
class Tally:
    """People by some traits, as a query counts them; it goes to the gate and no further.

    Parameters
    ----------
    traits
        Trait → its values in order: one axis of ``counts`` each.
    counts
        People by every trait. Nobody is counted twice, except as said under ``apart``.
    tables
        Name → the traits it keeps. All are protected together, and against the total of people,
        which is always taken to be known.
    amounts
        What → a sum over the people by one trait.
    least
        With fewer people than this, nothing at all is shown.
    apart
        Whether one person may be in several cells, as of rules each may break. Then there are no
        totals to work anything out from.
    hidden
        Cells to hide whatever their count, as where the answer to another question a reader may
        ask differs by few people.
    """

    traits: Mapping[str, Sequence[str]]
    counts: Counts
    tables: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    least: int = THRESHOLD
    apart: bool = False
    hidden: Sequence[Cell] = ()

    def axes(self, kept: Sequence[str]) -> Axes:
        """Give the axes of some traits."""
        names = list(self.traits)
        return tuple(names.index(name) for name in kept)


@dataclass(frozen=True)
class Answer:
    """What a query gives to the gate.

    Parameters
    ----------
    tallies
        Name → people counted.
    facts
        What is no count and needs no protection: the first and the last day.
    same
        Tables (tally, table) that count the same people by the same traits, or nearly so: a cell
        hidden in one is hidden in the other.
    """

    tallies: Mapping[str, Tally]
    facts: Mapping[str, Any] = field(default_factory=dict)
    same: Sequence[Link] = ()


@dataclass(frozen=True)
class Release:
    """What came out: counts and sums as they may be shown, None where one is hidden.

    ``total`` is None when there are too few people for anything to be shown.
    """

    traits: Mapping[str, Sequence[str]]
    tables: Mapping[str, Any]
    kept: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, Shown]
    total: float | None

    def by(self, table: str) -> dict[str, Any]:
        """Give a table by the values of its first trait: a count each, or a list of counts."""
        return dict(zip(self.traits[self.kept[table][0]], self.tables[table], strict=True))


@dataclass(frozen=True)
class Released:
    """Every release of one query, and what it says beside them."""

    tallies: Mapping[str, Release]
    facts: Mapping[str, Any]


class Query(Generic[Choices]):
    """A function from rows about people to counts of them; to call it is to pass the gate."""

    def __init__(
        self, function: Callable[Concatenate[Mapping[str, pl.DataFrame], Choices], Answer]
    ) -> None:
        self._function = function
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.__doc__ = function.__doc__

    def __call__(
        self, people: Sequence[Persons | None], *args: Choices.args, **chosen: Choices.kwargs
    ) -> Released:
        """Count the people of these tables, and give what may be shown."""
        rows = {one.table: _rows[one] for one in people if one is not None}
        answer = self._function(rows, *args, **chosen)
        return Released(release(answer), answer.facts)


queries: dict[str, Query[Any]] = {}
"""Every query there is, by where it is written."""


def query(
    function: Callable[Concatenate[Mapping[str, pl.DataFrame], Choices], Answer],
) -> Query[Choices]:
    """Let a function see rows about people: table name → rows. What it counts is protected.

    Raises
    ------
    PermissionError
        When it is written anywhere but in `veivalg.own.persons`.
    """
    if not function.__module__.startswith(HOME):
        raise PermissionError(f"a query in {function.__module__}: they are written in {HOME}*")
    found = Query(function)
    queries[found.name] = found
    return found


def release(answer: Answer) -> dict[str, Release]:
    """Hide what must be hidden of counts that are already made, and give the rest."""
    hidden: dict[str, set[Cell]] = {name: set(t.hidden) for name, t in answer.tallies.items()}
    while True:
        made = {name: _protected(t, hidden[name]) for name, t in answer.tallies.items()}
        before = {name: set(cells) for name, cells in hidden.items()}
        for name, published in made.items():
            hidden[name] |= published.hidden if published is not None else set()
        for one, other in answer.same:
            _spread(answer, hidden, one, other)
            _spread(answer, hidden, other, one)
        if hidden == before or not answer.same:
            return {name: _released(t, made[name]) for name, t in answer.tallies.items()}


def _spread(
    answer: Answer, hidden: dict[str, set[Cell]], one: tuple[str, str], other: tuple[str, str]
) -> None:
    axes, into = (answer.tallies[n].axes(answer.tallies[n].tables[t]) for n, t in (one, other))
    hidden[other[0]] |= {(into, where) for at, where in hidden[one[0]] if at == axes}


def _protected(tally: Tally, hidden: set[Cell]) -> Published | None:
    """Give the tables of a tally with small counts hidden; None when all is to be hidden."""
    axes = [tally.axes(kept) for kept in tally.tables.values()]
    if tally.apart:
        return protect(tally.counts, axes, THRESHOLD, hidden)
    if 0 < tally.counts.sum() < tally.least:
        return None
    return protect(tally.counts, [*axes, ()], THRESHOLD, hidden, known=[()])


def _released(tally: Tally, made: Published | None) -> Release:
    axes = {name: tally.axes(kept) for name, kept in tally.tables.items()}
    total = None if made is None or tally.apart else float(tally.counts.sum())
    shown = made.shown() if made is not None else {}
    tables = {n: shown[at] if made is not None else _nothing(tally, at) for n, at in axes.items()}
    # Amounts by the same trait are hidden in the same places.
    amounts: dict[str, Shown] = {}
    for trait in dict.fromkeys(a.trait for a in tally.amounts.values()):
        own = {what: a for what, a in tally.amounts.items() if a.trait == trait}
        values = tally.traits[trait]
        if made is None:
            amounts |= nothing(own, values)
        else:
            amounts |= show(own, _along(tally, trait), values, tally.apart)
    return Release(tally.traits, tables, tally.tables, amounts, total)


def _along(tally: Tally, trait: str) -> NDArray[np.float64]:
    """Give people by one trait."""
    (axis,) = tally.axes((trait,))
    gone = tuple(a for a in range(tally.counts.ndim) if a != axis)
    return np.asarray(tally.counts.sum(axis=gone), dtype=float)


def _nothing(tally: Tally, axes: Axes) -> Any:
    return np.full([tally.counts.shape[a] for a in axes], None, dtype=object).tolist()
