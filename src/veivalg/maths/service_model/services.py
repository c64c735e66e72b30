"""The care services as reference data, and each as it was counted last."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference

CARE = ("234", "253", "256", "257", "258", "261")
"""KOSTRA functions that are care, as the model sets itself to them from 2024 (254 to 2023)."""


class Driver(StrEnum):
    """What places follow where a choice stands: the three are always shown together."""

    AGE = "age"
    COVERAGE = "coverage"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Service:
    """A care service.

    Parameters
    ----------
    functions
        KOSTRA functions its cost is booked on.
    function
        The one whose kroner it moves; empty where its cost can't be told from another's.
    follows
        ``users`` by age, ``residents`` (a number), ``places`` of institutions, ``home`` (users of
        home services), ``inhabitants``, ``queue`` (its own) or ``constant``.
    why
        Why it follows that, for «Om tallene».
    """

    id: str
    label: str
    unit: str
    functions: tuple[str, ...]
    function: str
    follows: str
    why: str


@kept_by_language
def services() -> Mapping[str, Service]:
    """Give the services by id.

    Examples
    --------
    >>> [s.id for s in services().values() if s.function == "257"]
    ['dwellings']
    """
    return {
        e["id"]: Service(
            e["id"],
            _(e["label"]),
            e["unit"],
            tuple(e["functions"]),
            e["function"],
            e["follows"],
            _(e["why"]),
        )
        for e in reference("care_services").in_force()
    }


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Users of a service in an age group.

    Parameters
    ----------
    low, high
        Ages, both included; 105 is open.
    users
        Users today.
    follows
        Ages of the population they move with.
    by_number
        Whether they follow a number of users, not the population (under 67).
    hidden
        Whether the number is spread by the group's rates: never shown, nor what shows it.
    """

    low: int
    high: int
    users: float
    follows: tuple[int, int]
    by_number: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ServiceToday:
    """A service as it was counted last; None is not known.

    Parameters
    ----------
    users
        Persons; a service counted in places only has none.
    places
        Places; of ``long_stay`` all places of institutions, short stays with them: one pool.
    hours
        Hours with users a year.
    gross, net
        NOK a year of the accounts' year, purchases with them; of the function the service moves.
    bought
        NOK of ``gross`` that is bought from others; None where arts aren't known.
    labour_share
        Its share of all årsverk in care; None where no split may be used.
    """

    id: str
    users: float | None = None
    groups: tuple[AgeGroup, ...] = ()
    places: float | None = None
    hours: float | None = None
    gross: float | None = None
    net: float | None = None
    bought: float | None = None
    labour_share: float | None = None
