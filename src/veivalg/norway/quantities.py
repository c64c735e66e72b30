"""The registry of quantities: one name, one unit and one level of interval for each thing told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from veivalg.content import End, Quantity, Unit
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Registered:
    """A quantity as the registry has it, before it is of a year.

    Parameters
    ----------
    label
        Its one name, Norwegian.
    decimals
        Those of a counted number; a number of a far year has two significant digits.
    level
        How likely the outcome is to lie within its interval.
    simulated
        Whether a scenario gives an answer on it.
    """

    id: str
    label: str
    unit: Unit
    method: str
    decimals: int
    level: float
    simulated: bool


@cache
def registry() -> Mapping[str, Registered]:
    """Give every quantity by id, in reading order."""
    return {
        e["id"]: Registered(
            e["id"],
            e["label"],
            Unit[e["unit"].upper()],
            e["method"],
            e["decimals"],
            e["level"],
            e["simulated"],
        )
        for e in reference("quantities").in_force()
    }


def quantity(
    id: str, year: int | None = None, scenario: str = "", end: End = End.MIDDLE
) -> Quantity:
    """Say what a number is.

    Parameters
    ----------
    year
        1 January of the year for what is counted, the year itself for what is spent or done in it.
    scenario
        The name of what is tried; empty is the way it is done today.

    Raises
    ------
    KeyError
        When the registry has no such quantity.

    Examples
    --------
    >>> quantity("fte", 2040).line()
    'Årsverk i omsorgstjenesten, 2040'
    """
    found = registry()[id]
    return Quantity(id, found.label, found.unit, year, scenario, end, found.level)
