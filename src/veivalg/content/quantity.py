"""What a number tells, so that one thing has one name and one value wherever it stands."""

from dataclasses import dataclass
from enum import StrEnum

from veivalg.content.numbers import Unit
from veivalg.foundation.i18n import _


class End(StrEnum):
    """Which part of a quantity a number is."""

    MIDDLE = ""
    LOW = "nedre"
    HIGH = "øvre"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number's place in the registry of quantities.

    Numbers of one place with the same address are the same number: they have one name, one value
    and one interval, in every chapter and format.

    Parameters
    ----------
    id, name, unit
        As the registry has them.
    year
        The year the number is of; flows are of the year, and stocks of 1 January. None for what
        has no year, such as a price.
    scenario
        The name of what is tried; empty is the way it is done today.
    level
        How likely the outcome is to lie between the ends of its interval.
    """

    id: str
    name: str
    unit: Unit
    year: int | None = None
    scenario: str = ""
    end: End = End.MIDDLE
    level: float = 0.8

    @property
    def address(self) -> str:
        """Give what tells it from every other number of the place.

        Examples
        --------
        >>> Quantity("fte", "Årsverk", Unit.FTE, 2040, "Mer hjemme", End.LOW).address
        'fte/2040/Mer hjemme/nedre'
        """
        parts = (self.id, "" if self.year is None else str(self.year), self.scenario, self.end)
        return "/".join(parts).rstrip("/")

    def line(self) -> str:
        """Write it for a reader: «Årsverk i omsorgstjenesten, 2040, Mer hjemme»."""
        year = "" if self.year is None else str(self.year)
        end = {End.LOW: _("nedre ende"), End.HIGH: _("øvre ende")}.get(self.end, "")
        return ", ".join(part for part in (_(self.name), year, self.scenario, end) if part)
