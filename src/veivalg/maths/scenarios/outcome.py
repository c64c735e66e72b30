"""What a scenario leads to: one array a quantity, (draw, year)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Missing, Place, Unit
from veivalg.foundation.i18n import N_
from veivalg.maths.scenarios.model import Scenario

Draws = NDArray[np.float32]
"""Shape (draw, year)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something a scenario gives an answer on; ``lacking`` says that being above is the worry."""

    id: str
    label: str
    unit: Unit
    method: str
    lacking: bool = True


def _many(*rows: tuple[str, str, Unit, str]) -> dict[str, Quantity]:
    return {id: Quantity(id, label, unit, method) for id, label, unit, method in rows}


QUANTITIES: Mapping[str, Quantity] = _many(
    ("persons", N_("Innbyggere"), Unit.PERSONS, "M2"),
    ("persons_0_5", N_("Innbyggere 0–5 år"), Unit.PERSONS, "M2"),
    ("persons_6_15", N_("Innbyggere 6–15 år"), Unit.PERSONS, "M2"),
    ("persons_20_66", N_("Innbyggere 20–66 år"), Unit.PERSONS, "M2"),
    ("persons_67_79", N_("Innbyggere 67–79 år"), Unit.PERSONS, "M2"),
    ("persons_80", N_("Innbyggere 80 år og eldre"), Unit.PERSONS, "M2"),
    ("persons_90", N_("Innbyggere 90 år og eldre"), Unit.PERSONS, "M2"),
    ("need_index", N_("Demografisk behov for pleie og omsorg (i dag = 100)"), Unit.INDEX, "M3"),
    ("dementia", N_("Personer med demens"), Unit.PERSONS, "M8"),
    ("users_home", N_("Brukere av hjemmetjenester"), Unit.USERS, "M7"),
    ("users_long_stay", N_("Brukere med langtidsopphold i institusjon"), Unit.USERS, "M7"),
    ("users", N_("Brukere i alt"), Unit.USERS, "M7"),
    ("institution_needed", N_("Sykehjemsplasser som trengs"), Unit.PLACES, "M15"),
    ("institution_existing", N_("Sykehjemsplasser som finnes"), Unit.PLACES, "M15"),
    ("institution_gap", N_("Sykehjemsplasser som mangler"), Unit.PLACES, "M15"),
    ("dwellings_24h_needed", N_("Heldøgns boliger som trengs"), Unit.PLACES, "M15"),
    ("dwellings_24h_existing", N_("Heldøgns boliger som finnes"), Unit.PLACES, "M15"),
    ("dwellings_24h_gap", N_("Heldøgns boliger som mangler"), Unit.PLACES, "M15"),
    ("fte_home", N_("Årsverk i hjemmetjenester"), Unit.FTE, "M7"),
    ("fte_institution", N_("Årsverk i institusjon"), Unit.FTE, "M7"),
    ("fte_dwellings", N_("Årsverk i heldøgns boliger ut over dagens dekning"), Unit.FTE, "M7"),
    ("fte", N_("Årsverk i alt"), Unit.FTE, "M7"),
    ("fte_freed", N_("Årsverk frigjort med teknologi"), Unit.FTE, "M16"),
    (
        "fte_available",
        N_("Årsverk hvis like stor andel av 20–66-åringene arbeider i omsorg som i dag"),
        Unit.FTE,
        "M7",
    ),
    ("fte_lacking", N_("Årsverk som mangler i arbeidsmarkedet"), Unit.FTE, "M7"),
    ("employees", N_("Ansatte"), Unit.EMPLOYEES, "M7"),
    ("exits", N_("Ansatte som slutter i året"), Unit.EMPLOYEES, "M7"),
    ("hires", N_("Ansatte som må rekrutteres i året"), Unit.EMPLOYEES, "M7"),
    ("hires_per_young", N_("Rekruttering per innbygger 20–24 år"), Unit.SHARE, "M7"),
    ("cost_home", N_("Kostnad, hjemmetjenester"), Unit.MILLION_NOK, "M15"),
    ("cost_institution", N_("Kostnad, institusjon"), Unit.MILLION_NOK, "M15"),
    (
        "cost_dwellings",
        N_("Kostnad, heldøgns boliger ut over dagens dekning"),
        Unit.MILLION_NOK,
        "M15",
    ),
    ("cost_technology", N_("Kostnad, teknologi"), Unit.MILLION_NOK, "M16"),
    ("cost_capital", N_("Kapitalkostnad for byggetrinn"), Unit.MILLION_NOK, "M15"),
    ("cost", N_("Kostnad i alt"), Unit.MILLION_NOK, "M15"),
    (
        "cost_not_building",
        N_("Kostnad per år for å hjelpe på andre måter uten plassene"),
        Unit.MILLION_NOK,
        "M15",
    ),
)
"""Every quantity by id, in reading order. Money is NOK a year in fixed prices."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The answer of a scenario.

    Parameters
    ----------
    years
        1 January: the base year (today) and those after.
    arrays
        Quantity id → shape (draw, year), float32. One that can't be told is not there, and
        `missing` says why.
    need
        Sector → need index (draw, year), today = 100.
    """

    place: Place
    scenario: Scenario
    years: tuple[int, ...]
    arrays: Mapping[str, Draws]
    need: Mapping[str, Draws]
    missing: tuple[Missing, ...] = ()

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return int(next(iter(self.arrays.values())).shape[0])

    def __contains__(self, quantity: object) -> bool:
        """Say whether a quantity could be worked out."""
        return quantity in self.arrays

    def __getitem__(self, quantity: str) -> Draws:
        """Give a quantity, (draw, year); raises ``KeyError`` when it can't be told."""
        return self.arrays[quantity]

    def at(self, quantity: str, year: int) -> NDArray[np.float32]:
        """Give the draws of a quantity in one year."""
        found: NDArray[np.float32] = self.arrays[quantity][:, self.years.index(year)]
        return found

    def quantiles(
        self, quantity: str, levels: Sequence[float] = (0.1, 0.5, 0.9)
    ) -> NDArray[np.float64]:
        """Give quantiles by year, shape (level, year): each is the draw nearest to it."""
        by_year = np.sort(np.ascontiguousarray(self.arrays[quantity].T), axis=1)
        where = [round(level * (by_year.shape[1] - 1)) for level in levels]
        return by_year[:, where].T.astype(np.float64)
