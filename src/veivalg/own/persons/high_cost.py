"""Recipients of costly services: how many, what they cost, and the state's grant for them (M9b)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.maths.services.high_cost import Recipient, deducted, grants
from veivalg.norway.high_cost_grant import GrantRule, grant_rules
from veivalg.tables.amounts import Amount, Shown, held, nothing
from veivalg.tables.gate import Answer, Persons, Release, Tally, any_rows, query

TABLE = "high_cost_users"
WITH, WITHOUT = "with", "without"
GRANTED, NOT_GRANTED = "granted", "not"


@dataclass(frozen=True, slots=True)
class Recipients:
    """Recipients of the newest year by disability and by whether they release a grant.

    ``release`` has the tables ``disability`` and ``grant``, and the amounts ``wages`` by
    disability. ``grants`` is the grant, likewise; None where the rules of the year are not known,
    and nothing in it where it would give back a count that is hidden.
    """

    year: int
    rule: GrantRule | None
    release: Release
    grants: Shown | None


def recipients(people: Persons | None) -> Recipients | None:
    """Give the recipients of the newest year; None without any."""
    if people is None or not any_rows(people):
        return None
    found = _recipients([people])
    year, made = found.facts["year"], found.tallies["recipients"]
    given = made.amounts.get("grants")
    counted = (*made.tables.values(), *found.tallies["terms"].tables.values())
    if given is not None and any(None in counts for counts in counted):
        given = nothing(["grants"], (WITH, WITHOUT))["grants"]
    return Recipients(year, grant_rules().get(year), made, given)


@query
def _recipients(rows: Mapping[str, pl.DataFrame]) -> Answer:
    frame = rows[TABLE]
    frame = frame.filter(pl.col("year") == pl.col("year").max())
    year = int(frame["year"][0])
    rule = grant_rules().get(year)
    people = [
        Recipient(r["age"], r["disability"] == "yes", r["wages"])
        for r in frame.iter_rows(named=True)
    ]
    given = grants(people, rule) if rule else [0.0] * len(people)
    counts, terms = np.zeros((2, 2)), np.zeros(4)
    for person, amount in zip(people, given, strict=True):
        of, has = 0 if person.disability else 1, 0 if amount > 0 else 1
        counts[of, has] += 1
        terms[3 if has else 2 if rule and deducted(person, rule) else of] += 1
    inside = [[p.disability for p in people], [not p.disability for p in people]]
    amounts = {"wages": _amount([p.wages for p in people], inside)}
    if rule:
        amounts["grants"] = _amount(given, inside)
        # The grant is a known share of the pay above a known limit: pay, grant and how many have it
        # together tell the pay of those with and those without, so it must bear being shown too.
        for name, has in ((GRANTED, True), (NOT_GRANTED, False)):
            paid = [
                p.wages if (amount > 0) == has else 0.0
                for p, amount in zip(people, given, strict=True)
            ]
            amounts[f"wages_{name}"] = _amount(paid, inside)
    tally = Tally(
        {"disability": (WITH, WITHOUT), "grant": (GRANTED, NOT_GRANTED)},
        counts,
        {"disability": ("disability",), "grant": ("grant",)},
        amounts,
    )
    # Pay less the grant is the public limit and the public deduction, so many times each: who reads
    # the sums works out how many there are of each. None may be few.
    kinds = {"term": (WITH, WITHOUT, "deduction", NOT_GRANTED)}
    known = Tally(kinds, terms, {"term": ("term",)})
    return Answer({"recipients": tally, "terms": known}, {"year": year}, of=year)


def _amount(each: Sequence[float], groups: Sequence[Sequence[bool]]) -> Amount:
    """Add amounts up by group, and count who has any."""
    parts = [[a for a, i in zip(each, inside, strict=True) if i] for inside in groups]
    holders: NDArray[np.float64] = np.array([float(sum(a > 0 for a in p)) for p in parts])
    return replace(held("disability", parts), holders=holders)
