"""What the engine needs of a municipality: its people by draw, and its care services today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Missing, Place, Source
from veivalg.foundation.cache import Cache
from veivalg.maths.projections.need import national_share
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.workforce import split_fte, weigh
from veivalg.maths.scenarios.columns import People, Weights, ages_name, people, weights
from veivalg.maths.scenarios.levers import Levers
from veivalg.maths.scenarios.services import OLD, Base, Followed
from veivalg.maths.scenarios.today import Today, levers_now, read
from veivalg.maths.service_model.usage import Usage
from veivalg.norway.cost_keys import TOTAL, sectors, system_for
from veivalg.tables import Sourced

_moved = Cache[People]()
"""Populations of scenarios with movers: other levers then don't add up the people again."""


class Ensemble(Protocol):
    """People in many draws; `projections.ensemble.local.LocalEnsemble` is one."""

    @property
    def place(self) -> Place:
        """Whose population."""

    @property
    def base_year(self) -> int:
        """The newest year counted."""

    @property
    def years(self) -> tuple[int, ...]:
        """The base year and those after."""

    @property
    def persons(self) -> NDArray[np.float32]:
        """Shape (draw, year, 2, 106)."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures are from."""

    @property
    def caveat(self) -> str:
        """What a reader must know."""


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioInputs:
    """All the engine works on.

    Parameters
    ----------
    people
        Column → (draw, year): sums over sexes and ages by `columns`.
    columns
        Column → weight by sex and age, (2, 106).
    today
        Services as they were counted last; None is not known.
    base
        The same in the form the arithmetic needs.
    levers
        Every lever where the municipality stands.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    people: People
    columns: Mapping[str, Weights]
    today: Today
    base: Base
    levers: Levers
    sources: tuple[Source, ...]
    caveat: str
    missing: tuple[Missing, ...]

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return int(self.people["persons"].shape[0])

    def with_people(self, ensemble: Ensemble) -> ScenarioInputs:
        """Give the same municipality with another population, for population levers."""
        held = (ensemble.persons, self.columns)
        sums = _moved.get((), partial(people, *held), held)
        return replace(self, people=sums, years=ensemble.years)


def scenario_inputs(
    ensemble: Ensemble,
    care: Mapping[str, Sourced],
    norway: PopulationPath | None,
    chosen: Mapping[str, float],
) -> ScenarioInputs:
    """Put together what the engine needs; what is not known is told in ``missing``.

    Parameters
    ----------
    care
        Name → rows of the municipality, of the tables in `today.TABLES`; one without is absent.
    norway
        The population of the country, for its age shares.
    chosen
        Assumption id → value a person has chosen.

    Raises
    ------
    UsageError
        When a chosen value lies outside the limits of its lever.
    """
    today = read(ensemble.place, care, chosen)
    groups = {g.basis for used in today.used.values() for g in used.groups}
    columns = weights(
        groups, system_for(ensemble.base_year), [*sectors(), TOTAL], national_share(norway)
    )
    sums = people(ensemble.persons, columns)
    base = _base(today, sums)
    return ScenarioInputs(
        ensemble.place,
        ensemble.base_year,
        ensemble.years,
        sums,
        columns,
        today,
        base,
        levers_now(today, base, sums, ensemble.years, care.get("accounts"), chosen),
        (*ensemble.sources, *today.sources),
        ensemble.caveat,
        today.missing,
    )


def _base(today: Today, sums: People) -> Base:
    """Put today's services against today's people."""
    start = {name: float(values[0, 0]) for name, values in sums.items()}
    old = start["persons_80"] or None
    home, long_stay = (_followed(today, s, start) for s in ("home_services", "long_stay"))
    split: tuple[float | None, float | None] = (None, None)
    beds = today.institution
    if beds is None and "long_stay" in today.used:
        beds = today.used["long_stay"].total
    if today.fte is not None and beds:
        split = split_fte(today.fte, beds, today.per_place)
    return Base(
        home=home,
        long_stay=long_stay,
        rate_institution=_per(today.institution, old),
        rate_dwellings=_per(today.dwellings, old),
        institution=today.institution,
        dwellings=today.dwellings,
        fte_institution=split[0],
        fte_home=split[1],
        weighted_home=_weighted(today.used.get("home_services"), today),
        users_long=today.used["long_stay"].total if "long_stay" in today.used else 0.0,
        per_place=today.per_place,
        sick_leave=today.value["sick_leave"],
        attendance=today.value["attendance"],
    )


def _per(places: float | None, persons: float | None) -> float | None:
    return places / persons if places is not None and persons else None


def _weighted(used: Usage | None, today: Today) -> float:
    """Give users of home services today, weighted with hours (M7)."""
    if used is None:
        return 0.0
    return weigh({(g.low, g.high): g.users for g in used.groups}, today.hours)


def _followed(
    today: Today, service: str, start: Mapping[str, float]
) -> tuple[Followed, ...] | None:
    """Give users per person by age group; None when a group has users and nobody to follow."""
    used = today.used.get(service)
    if used is None or not used.total:
        return None
    found: list[Followed] = []
    for group in used.groups:
        column = ages_name(*group.basis)
        if not start[column]:
            if group.users:
                return None
            continue
        hours = weigh({(group.low, group.high): 1.0}, today.hours)
        found.append(Followed(column, group.users / start[column], hours, group.high >= OLD))
    return tuple(found)
