"""Sick leave by unit and quarter, and which units are too small for their pay to be shown (M17)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.maths.services.absence import hidden_units
from veivalg.tables.gate import Answer, Persons, any_rows, query
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR, THRESHOLD
from veivalg.tables.together import Names, View, settled

TABLE = "absence"
Shares = tuple[float, float]
Quarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Absence:
    """Short and long sick leave as shares of the hours, in the newest four quarters.

    Parameters
    ----------
    first, last
        The first and the last (year, quarter).
    units
        The mean of the quarters of each unit; None when it ever has too few employees, and for as
        many others as it takes that the whole does not give it.
    quarters
        Of all units together, where the same ones stand behind each quarter.
    whole
        All together; None when too few work in all units.
    fte
        In the last quarter.
    """

    first: Quarter
    last: Quarter
    units: Mapping[str, Shares | None]
    quarters: Mapping[Quarter, Shares]
    whole: Shares | None
    fte: float


def absence(people: Persons | None) -> Absence | None:
    """Give the sick leave; None without any row."""
    if people is None or not any_rows(people):
        return None
    return Absence(**_absence([people]).facts)


def small_units(people: Persons | None, otherwise: Mapping[str, float]) -> frozenset[str]:
    """Name the units whose pay is hidden: fewer than five employees, and others they follow from.

    Parameters
    ----------
    otherwise
        Unit → how many there are at least, where no one has counted its employees.
    """
    found: frozenset[str] = _small_units([people], otherwise).facts["hidden"]
    return found


@query
def _small_units(
    rows: Mapping[str, pl.DataFrame], otherwise: Mapping[str, float], before: Sequence[Answer] = ()
) -> Answer:
    counted = _least(rows[TABLE]) if TABLE in rows else {}
    employees = {unit: counted.get(unit, n) for unit, n in otherwise.items()}
    former = frozenset[str]().union(*(one.facts["hidden"] for one in before))
    return Answer({}, {"hidden": hidden_units(employees, THRESHOLD) | (former & employees.keys())})


@query
def _absence(rows: Mapping[str, pl.DataFrame], before: Sequence[Answer] = ()) -> Answer:
    at = (pl.col("year").cast(pl.Int32) * 4 + pl.col("quarter") - 1).alias("at")
    frame = rows[TABLE].with_columns(at)
    frame = frame.filter(pl.col("at") > pl.col("at").max() - 4).sort("at")
    least = _least(frame)
    units = frame.partition_by("unit", as_dict=True)
    ends = (int(frame["at"][0]), int(frame["at"][-1]))
    means: dict[Hashable, Hashable] = {str(u): _mean(r) for (u,), r in units.items()}
    past = [one.kept for one in before if one.of == ends]
    view = View(means, lambda names: _enough(least, names), past)
    order = sorted(least, key=lambda unit: (least[unit], unit))
    hidden, told = settled(hidden_units(least, SMALLEST_DENOMINATOR), order, [view])
    quarters = frame.partition_by("at", as_dict=True, maintain_order=True)
    # The same units must stand behind every quarter, and enough people behind each.
    enough = told and sum(least.values()) >= SMALLEST_DENOMINATOR
    names = {at: divmod(int(at), 4) for (at,) in quarters}
    named = {at: (year, quarter + 1) for at, (year, quarter) in names.items()}
    last = frame.filter(pl.col("at") == pl.col("at").max())
    return Answer(
        {},
        {
            "first": min(named.values()),
            "last": max(named.values()),
            "units": {u: None if u in hidden else mean for u, mean in means.items()},
            "quarters": {
                named[at]: _mean(rows)
                for (at,), rows in quarters.items()
                if enough and rows["unit"].n_unique() == len(least)
            },
            "whole": _mean(frame) if enough else None,
            "fte": float(last["fte"].sum()),
        },
        of=ends,
        kept=view.told(hidden, whole=enough),
    )


def _enough(least: Mapping[str, float], names: Names) -> bool:
    """Say whether a mean of some units tells of no one of them and of few people."""
    return len(names) > 1 and sum(least[str(n)] for n in names) >= SMALLEST_DENOMINATOR


def _least(frame: pl.DataFrame) -> dict[str, float]:
    """Give the fewest employees each unit has had."""
    return dict(frame.group_by("unit").agg(pl.col("employees").min()).iter_rows())


def _mean(rows: pl.DataFrame) -> Shares:
    weight = float(rows["fte"].sum())
    if weight <= 0:
        return 0.0, 0.0
    short, long = (float((rows[c] * rows["fte"]).sum()) for c in ("short", "long"))
    return short / weight, long / weight
