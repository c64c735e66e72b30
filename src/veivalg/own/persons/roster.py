"""The roster: how many employees each rule is broken for, positions, and the norm week (M11)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import combinations

import numpy as np
import polars as pl

from veivalg.maths.services.roster import Duties, Position, Shift, duties
from veivalg.maths.services.roster_rules import Violation, broken
from veivalg.maths.services.staffing import weekly_norm
from veivalg.norway.working_time import Agreement, limits
from veivalg.tables.amounts import held
from veivalg.tables.gate import Answer, Persons, Release, Tally, any_rows, query
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR, THRESHOLD

SHIFTS, PEOPLE = "roster_shifts", "roster_people"
BANDS = {"under 50": 0.0, "50-79": 0.495, "80-99": 0.795, "100": 0.995}
"""Positions as they are written in whole per cent, and their lower bounds."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it may be shown.

    Parameters
    ----------
    limits
        Employees who break each limit, and ``times`` it is broken.
    positions
        Employees by size of position; empty when fewer than twenty are known.
    position
        The mean position, likewise.
    norm
        The mean norm of the week by own night and Sunday hours; None for fewer than twenty.
    untried
        Whether somebody's position is not known.
    first, last
        The first and the last day, ISO.
    """

    limits: Release
    positions: Release
    position: float | None
    norm: float | None
    weeks: int
    untried: bool
    first: str
    last: str


def roster(shifts: Persons | None, people: Persons | None, agreed: Agreement) -> Roster | None:
    """Give the roster, or None when none is brought or fewer than five work in it."""
    if shifts is None or not any_rows(shifts):
        return None
    found = _roster([shifts, people], agreed)
    if not found.tallies["employees"].total:
        return None
    return Roster(
        found.tallies["limits"],
        found.tallies["positions"],
        _mean(found.tallies["position"]),
        _mean(found.tallies["norm"]),
        **found.facts,
    )


def _mean(release: Release) -> float | None:
    total = release.amounts["sum"].total
    return total / release.total if release.total and total is not None else None


@query
def _roster(rows: Mapping[str, pl.DataFrame], agreed: Agreement) -> Answer:
    frame = rows[SHIFTS]
    shifts, known = shifts_of(frame), _positions(rows.get(PEOPLE))
    own = duties(shifts, known)
    found = {each: broken(own, each) for each in Agreement}
    shares = [known[d.employee].share for d in own if d.employee in known]
    return Answer(
        {
            "employees": _all([1.0] * len(own)),
            "limits": _limits(found, agreed),
            "positions": _sizes(shares),
            "position": _all(shares, SMALLEST_DENOMINATOR),
            "norm": _all([_norm(d) for d in own], SMALLEST_DENOMINATOR),
        },
        {
            "weeks": own[0].weeks,
            "untried": len(shares) < len(own),
            "first": str(frame["date"].min()),
            "last": str(frame["date"].max()),
        },
        of=(frame["date"].min(), frame["date"].max()),
    )


def shifts_of(frame: pl.DataFrame) -> list[Shift]:
    """Give the rows of ``roster_shifts`` as shifts; one that ends before it begins ends next day.

    Examples
    --------
    >>> row = {"employee": "a", "unit": "A", "date": date(2025, 1, 6), "start": "22:00",
    ...        "end": "07.30", "kind": "ordinary", "break_minutes": None}
    >>> shifts_of(pl.DataFrame([row]))[0].hours
    9.5
    """
    found = []
    for row in frame.iter_rows(named=True):
        start, end = (_at(row["date"], row[c]) for c in ("start", "end"))
        if end <= start:
            end += timedelta(1)
        found.append(
            Shift(
                row["employee"], start, end, row["kind"], row["break_minutes"] or 0.0, row["unit"]
            )
        )
    return found


def _at(day: date, clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.strip().replace(".", ":").split(":")[:2])
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def _positions(people: pl.DataFrame | None) -> Mapping[str, Position]:
    rows = people.iter_rows(named=True) if people is not None else ()
    return {r["employee"]: Position(r["position"], r["weekly_hours"]) for r in rows}


def _limits(found: Mapping[Agreement, Sequence[Violation]], agreed: Agreement) -> Tally:
    """Count breaches and employees by limit; one employee may break many.

    A reader can ask again under another agreement. Where one to four employees are judged otherwise
    there, the difference between the answers would be them, and the limit is hidden under each.
    """
    ids = [limit.id for limit in limits(agreed).values()]
    broken = [[v.employee for v in found[agreed] if v.limit_id == id] for id in ids]
    employees = np.array([float(len(set(who))) for who in broken])
    few = np.array([_few_judged_otherwise(id, found) for id in ids], dtype=bool)
    times = held("limit", [list(map(float, Counter(who).values())) for who in broken])
    return Tally(
        {"limit": ids},
        employees,
        {"limit": ("limit",)},
        {"times": replace(times, holders=np.where(few, 1.0, employees))},
        apart=True,
        hidden=[((0,), (int(at),)) for at in np.flatnonzero(few)],
    )


def _few_judged_otherwise(id: str, found: Mapping[Agreement, Sequence[Violation]]) -> bool:
    """Say whether fewer than five break a limit otherwise under one agreement than another."""
    judged = [
        Counter(v.employee for v in violations if v.limit_id == id)
        for agreement, violations in found.items()
        if id in limits(agreement)
    ]
    differ = [
        sum(one[who] != other[who] for who in one.keys() | other.keys())
        for one, other in combinations(judged, 2)
    ]
    return any(0 < count < THRESHOLD for count in differ)


def _sizes(shares: Sequence[float]) -> Tally:
    lower = list(BANDS.values())
    counts = np.zeros(len(lower))
    for share in shares:
        counts[max(i for i, low in enumerate(lower) if share >= low)] += 1
    return Tally({"band": tuple(BANDS)}, counts, {"band": ("band",)}, least=SMALLEST_DENOMINATOR)


def _all(each: Sequence[float], least: int = 5) -> Tally:
    """Count everyone, and add up something of each."""
    amounts = {"sum": held("all", [each])}
    return Tally({"all": ("all",)}, np.array([float(len(each))]), {}, amounts, least)


def _norm(own: Duties) -> float:
    """Give the norm of an employee's week by own night and Sunday hours."""
    night, sunday = sum(s.night for s in own.shifts), sum(s.sunday_not_night for s in own.shifts)
    return weekly_norm(night / own.weeks, sunday / own.weeks)
