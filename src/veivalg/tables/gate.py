"""The gate for persons (M18): the one way figures come out of a table about people.

Rows about people are let in with `admit`, and what a chapter then holds is `Persons`: which table
it is, and where it comes from. It has no rows to give. A `query` is a function from the rows to
counts of people by traits; the gate runs it, hides small counts and as many others as it takes that
no combination gives them back, shows a sum only where enough people share it, and gives a
`Release`. As in OpenSAFELY's ehrQL, every result passes this one exit.

Rows may have been shown before in former versions. The query is run on those too, the oldest first,
and what it may show of each follows from what it showed of those before.

Queries are written in `veivalg.own.persons` only, where each is read before it is let in: a query
sees the rows, and what it puts in ``facts`` is not protected.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from inspect import signature
from itertools import product
from operator import itemgetter
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.content import Source
from veivalg.foundation.cache import Cache
from veivalg.tables.amounts import Amount, Before, Shown, nothing, show
from veivalg.tables.disclosure import Axes, Cell, Counts, Former, Published, protect
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


Versions = Callable[[], Iterable[tuple[str, pl.DataFrame]]]
"""Former rows with when they were stored, oldest first; read when they are asked for."""
_rows: WeakKeyDictionary[Persons, pl.DataFrame] = WeakKeyDictionary()
_former: WeakKeyDictionary[Persons, Versions] = WeakKeyDictionary()


def admit(
    table: str, frame: pl.DataFrame, sources: Mapping[str, Source], former: Versions = tuple
) -> Persons:
    """Put rows about people behind the gate; `frame` is already checked against its schema.

    Parameters
    ----------
    former
        The versions that were in force before these rows first were.
    """
    persons = Persons(table, sources)
    _rows[persons], _former[persons] = frame, former
    return persons


def _former_states(people: Sequence[Persons]) -> Iterator[Mapping[str, pl.DataFrame]]:
    """Give former rows of some tables as they stood together, after each change, oldest first.

    Within a table the order is that of the versions, whatever the clock was.
    """
    rows: dict[str, pl.DataFrame] = {}
    for _at, table, frame in merge(*map(_changes, people), key=itemgetter(0)):
        rows[table] = frame
        if people[0].table in rows:
            yield dict(rows)


def _changes(one: Persons) -> Iterator[tuple[tuple[str, int], str, pl.DataFrame]]:
    latest = ""
    for number, (when, frame) in enumerate(_former[one]()):
        latest = max(latest, when)
        yield (latest, number), one.table, frame


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
    of
        What they are counts of, as a year: what was shown of another says nothing of them.
    kept
        What the query itself must know of what it showed, when it is asked of a later version: it
        is then given those answers of former versions as ``before``. It is shown to nobody.
    """

    tallies: Mapping[str, Tally]
    facts: Mapping[str, Any] = field(default_factory=dict)
    same: Sequence[Link] = ()
    of: Any = None
    kept: Any = None


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
        self._kept = Cache[Released]()
        self._looks_back = "before" in signature(function).parameters

    def __call__(
        self, people: Sequence[Persons | None], *args: Choices.args, **chosen: Choices.kwargs
    ) -> Released:
        """Count the people of these tables, and give what may be shown."""
        held = tuple(one for one in people if one is not None)

        def made() -> Released:
            now = {one.table: _rows[one] for one in held}
            if self._looks_back:
                answers: list[Answer] = []
                for rows in (*_former_states(held), now):
                    looking: Any = {**chosen, "before": tuple(answers)}
                    answers.append(self._function(rows, *args, **looking))
                return Released(release(answers[-1]), answers[-1].facts)
            answer = self._function(now, *args, **chosen)
            former = (self._function(rows, *args, **chosen) for rows in _former_states(held))
            before = [one for one in former if one.of == answer.of]
            return Released(release(answer, before), answer.facts)

        try:
            key = (tuple(one.table for one in held), args, tuple(chosen.items()))
            hash(key)
        except TypeError:  # asked with what has no key of its own
            return made()
        return self._kept.get(key, made, held) if held else made()


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


def release(answer: Answer, before: Sequence[Answer] = ()) -> dict[str, Release]:
    """Hide what must be hidden of counts that are already made, and give the rest.

    Parameters
    ----------
    before
        What the same question was answered with of the same before, oldest first.
    """
    shown: list[_Shown] = []
    for one in (*before, answer):
        shown.append(_shown(one, shown))
    now = shown[-1]
    return {n: _released(t, now.made[n], now.amounts[n]) for n, t in answer.tallies.items()}


@dataclass(frozen=True, slots=True)
class _Shown:
    """An answer, its counts with those hidden that were, None where nothing was shown, and sums."""

    answer: Answer
    made: Mapping[str, Published | None]
    amounts: Mapping[str, Mapping[str, Shown]]


def _shown(answer: Answer, before: Sequence[_Shown]) -> _Shown:
    hidden: dict[str, set[Cell]] = {name: set(t.hidden) for name, t in answer.tallies.items()}
    while True:
        made = {
            name: _protected(name, t, hidden[name], before) for name, t in answer.tallies.items()
        }
        known = {name: set(cells) for name, cells in hidden.items()}
        for name, published in made.items():
            hidden[name] |= published.hidden if published is not None else set()
        for one, other in answer.same:
            _spread(answer, hidden, one, other)
            _spread(answer, hidden, other, one)
        if hidden == known or not answer.same:
            break
    amounts = {n: _amounts(n, t, made[n], before) for n, t in answer.tallies.items()}
    return _Shown(answer, made, amounts)


def _amounts(
    name: str, tally: Tally, made: Published | None, before: Sequence[_Shown]
) -> dict[str, Shown]:
    """Give the sums of a tally as they may be shown; those by one trait are hidden alike."""
    found: dict[str, Shown] = {}
    for trait in dict.fromkeys(a.trait for a in tally.amounts.values()):
        own = {what: a for what, a in tally.amounts.items() if a.trait == trait}
        values = tally.traits[trait]
        if made is None:
            found |= nothing(own, values)
            continue
        former = []
        for one in before:
            was = one.answer.tallies.get(name)
            if was is not None and one.made.get(name) is not None and trait in was.traits:
                sums = {what: a for what, a in was.amounts.items() if a.trait == trait}
                counts = _along(was, trait)
                former.append(Before(sums, counts, was.traits[trait], one.amounts[name]))
        found |= show(own, _along(tally, trait), values, tally.apart, former)
    return found


def _spread(
    answer: Answer, hidden: dict[str, set[Cell]], one: tuple[str, str], other: tuple[str, str]
) -> None:
    axes, into = (answer.tallies[n].axes(answer.tallies[n].tables[t]) for n, t in (one, other))
    hidden[other[0]] |= {(into, where) for at, where in hidden[one[0]] if at == axes}


def _protected(
    name: str, tally: Tally, hidden: set[Cell], before: Sequence[_Shown]
) -> Published | None:
    """Give the tables of a tally with small counts hidden; None when all is to be hidden."""
    axes = [tally.axes(kept) for kept in tally.tables.values()]
    former = _formers(name, tally, before)
    if tally.apart:
        return protect(tally.counts, axes, THRESHOLD, hidden, former=former)
    if 0 < tally.counts.sum() < tally.least:
        return None
    made = protect(tally.counts, [*axes, ()], THRESHOLD, hidden, [()], former)
    return made if made.safe or not former else None


def _formers(name: str, tally: Tally, before: Sequence[_Shown]) -> list[Former]:
    """Give what was shown of a tally before; a count with the same traits and value is the same."""
    names = {key: at for at, key in enumerate(_keys(tally))}
    own: dict[tuple[Any, ...], int] = {}
    found = []
    for one in before:
        was, published = one.answer.tallies.get(name), one.made.get(name)
        if was is None or published is None or list(was.traits) != list(tally.traits):
            continue
        places = [
            names[key] if key in names else own.setdefault(key, tally.counts.size + len(own))
            for key in _keys(was)
        ]
        found.append(Former(np.array(places, dtype=np.int64).reshape(was.counts.shape), published))
    return found


def _keys(tally: Tally) -> list[tuple[Any, ...]]:
    """Give what each finest count is known by: its traits, and its value."""
    values = tally.counts.ravel().tolist()
    return [(*at, v) for at, v in zip(product(*tally.traits.values()), values, strict=True)]


def _released(tally: Tally, made: Published | None, amounts: Mapping[str, Shown]) -> Release:
    axes = {name: tally.axes(kept) for name, kept in tally.tables.items()}
    total = None if made is None or tally.apart else float(tally.counts.sum())
    shown = made.shown() if made is not None else {}
    tables = {n: shown[at] if made is not None else _nothing(tally, at) for n, at in axes.items()}
    return Release(tally.traits, tables, tally.tables, amounts, total)


def _along(tally: Tally, trait: str) -> NDArray[np.float64]:
    """Give people by one trait."""
    (axis,) = tally.axes((trait,))
    gone = tuple(a for a in range(tally.counts.ndim) if a != axis)
    return np.asarray(tally.counts.sum(axis=gone), dtype=float)


def _nothing(tally: Tally, axes: Axes) -> Any:
    return np.full([tally.counts.shape[a] for a in axes], None, dtype=object).tolist()
