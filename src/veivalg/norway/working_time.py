"""Working time in care: the limits a roster is tried against, weekly hours, and care factors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from veivalg.content import Certainty
from veivalg.norway.reference import reference


class Agreement(StrEnum):
    """What the roster is agreed under; it decides which limits hold."""

    LAW = "law"
    INDIVIDUAL = "individual"
    UNION = "union"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a roster rule («R3») with the section it stands in."""

    id: str
    rule: str
    label: str
    value: float
    unit: str
    section: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Hours a week of a full-time position, who has them, and how sure that is."""

    id: str
    label: str
    hours: float
    who: str
    source: str
    certainty: Certainty


@cache
def limits(agreement: Agreement) -> Mapping[str, Limit]:
    """Give the limits by id under an agreement; the law's where the agreement has none.

    Examples
    --------
    >>> limits(Agreement.LAW)["daily_rest"].value, limits(Agreement.UNION)["daily_rest"].value
    (11, 8)
    """
    found: dict[str, Limit] = {}
    for e in reference("working_time").entries():
        if e["agreement"] in (Agreement.LAW, agreement):
            own = e["agreement"] == agreement
            if own or e["id"] not in found:
                found[e["id"]] = Limit(
                    e["id"],
                    e["rule"],
                    e["label"],
                    e["limit"],
                    e["unit"],
                    e["section"],
                    Certainty(e["certainty"]),
                )
    return found


@cache
def weekly_hours() -> tuple[WeeklyHours, ...]:
    """Give the weekly hours there are in the tariff agreement, longest first."""
    return tuple(
        WeeklyHours(
            e["id"], e["label"], e["hours"], e["who"], e["source"], Certainty(e["certainty"])
        )
        for e in reference("weekly_hours").in_force()
    )


@cache
def care_factors() -> Mapping[str, float]:
    """Give FTE per place by kind of place, to see one's own against; not every kind has one.

    Examples
    --------
    >>> care_factors()["ordinary"]
    0.71
    """
    return {e["kind"]: e["factor"] for e in reference("care_factors").in_force()}
