"""What the engine needs of a municipality: its people by draw, and its care services today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Missing, Place, Source
from veivalg.foundation.cache import Cache
from veivalg.maths.projections.dementia import likely, with_dementia
from veivalg.maths.projections.need import national_share
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.scenarios.columns import People, Weights, middle_draw, people, weights
from veivalg.maths.scenarios.levers import Levers
from veivalg.maths.scenarios.today import levers_now
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.start import Start, start
from veivalg.maths.service_model.start import columns as care_columns
from veivalg.norway.cost_keys import TOTAL, sectors, system_for

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
        Care as it was counted last; None is not known.
    base
        The same set against today's people.
    levers
        Every lever where the municipality stands.
    middle
        Column → factor by year that brings the middle of the draws to the projection.
    dementia
        The ends of the 80 % interval of those with dementia over its middle, (end, year).
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    people: People
    columns: Mapping[str, Weights]
    today: CareToday
    base: Start
    levers: Levers
    sources: tuple[Source, ...]
    caveat: str
    missing: tuple[Missing, ...]
    middle: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    dementia: NDArray[np.float32] | None = None

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return int(self.people["persons"].shape[0])

    def with_people(self, ensemble: Ensemble) -> ScenarioInputs:
        """Give the same municipality with another population, for population levers."""
        held = (ensemble.persons, self.columns)
        sums = _moved.get((), partial(people, *held), held)
        return replace(self, people=_moved_to(sums, self.middle), years=ensemble.years)


def scenario_inputs(
    ensemble: Ensemble,
    care: CareToday,
    norway: PopulationPath | None,
    chosen: Mapping[str, float],
    own: PopulationPath | None = None,
) -> ScenarioInputs:
    """Put together what the engine needs; what is not known is told in ``missing``.

    Parameters
    ----------
    care
        Care in the municipality today.
    norway
        The population of the country, for its age shares.
    chosen
        Assumption id → value a person has chosen.
    own
        The projection of the municipality that other chapters tell of: the middle of the draws is
        brought to it, so that one number of people has one value. None leaves the draws alone.

    Raises
    ------
    UsageError
        When a chosen value lies outside the limits of its lever.
    """
    columns = weights(
        care_columns(care).values(),
        system_for(ensemble.base_year),
        [*sectors(), TOTAL],
        national_share(norway),
    )
    sums = people(ensemble.persons, columns)
    middle = _to_middle(sums, columns, ensemble.years, own) if own else {}
    sums = _moved_to(sums, middle)
    base = start(care, sums)
    return ScenarioInputs(
        ensemble.place,
        ensemble.base_year,
        ensemble.years,
        sums,
        columns,
        care,
        base,
        levers_now(care, base, sums, ensemble.years, chosen),
        (*ensemble.sources, *care.sources),
        ensemble.caveat,
        care.missing,
        middle,
        _dementia(ensemble.years, own) if own else None,
    )


def _dementia(years: tuple[int, ...], own: PopulationPath) -> NDArray[np.float32] | None:
    """Give the ends over the middle by year; None where some year is not known by age."""
    ends: list[tuple[float, float]] = []
    for year in years:
        ages = own.ages(year)
        value = 0.0 if ages is None else float(np.nan_to_num(with_dementia(ages)).sum())
        if value <= 0:
            return None
        low, high = likely(own, value, year)
        ends.append((low / value, high / value))
    return np.array(ends, np.float32).T


def _to_middle(
    sums: People, columns: Mapping[str, Weights], years: tuple[int, ...], own: PopulationPath
) -> dict[str, NDArray[np.float32]]:
    """Give the factors that bring the middle draw of each column to the projection.

    The draws split an age group of SSB's by their own rates, and the projection by its own: one and
    a half per cent apart at 85 and over, where care is.
    """
    ages = [own.ages(year) for year in years]
    found: dict[str, NDArray[np.float32]] = {}
    for name, weight in columns.items():
        told = [np.nan if a is None else float((a * weight).sum()) for a in ages]
        (middle,) = middle_draw(sums[name]).astype(float)
        factor = np.divide(told, middle, out=np.ones(len(years)), where=middle > 0)
        found[name] = np.where(np.isfinite(factor), factor, 1.0).astype(np.float32)
    return found


def _moved_to(sums: People, factors: Mapping[str, NDArray[np.float32]]) -> People:
    """Give people by draw and year, each column times its factor by year."""
    return {name: v * factors[name] if name in factors else v for name, v in sums.items()}
