"""The paths of care as every chapter and page takes them: one population, one model, same draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from veivalg.chapters.common.care import care
from veivalg.chapters.common.choices import stored
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.sentences import turns
from veivalg.chapters.common.use_trend import Going
from veivalg.content import Assumption, Missing
from veivalg.content.numbers import format_exact
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, language
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import Ensemble, ScenarioInputs, scenario_inputs
from veivalg.maths.scenarios.levers import as_assumption
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.scenarios.population import resimulator
from veivalg.maths.scenarios.practice import DRIVERS
from veivalg.maths.scenarios.tried import rests_on
from veivalg.maths.service_model.drivers import TREND_LEAST, gone_on, trend
from veivalg.maths.service_model.flow import THREE, Practice, flow
from veivalg.maths.service_model.sensitivity import Sensitivity
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.start import Array, columns, start
from veivalg.maths.service_model.terms import Parts
from veivalg.norway.municipality import NORWAY

_as_today = Cache[Outcome | Missing]()
_steady = Cache["Steady | None"]()


@dataclass(frozen=True, slots=True)
class Steady:
    """The main path when care goes on as today: the middle population, nothing drawn.

    Parameters
    ----------
    years
        1 January: the base year (today) and those after, as far as people are projected.
    values
        Quantity id → year → value; what can't be told is not there.
    driver
        What places, årsverk and kroner follow.
    each
        Driver → year → årsverk, if places had followed it; those of the three that can be read.
    parts
        ``fte``, ``cost`` (net) and ``cost_gross`` by part of the service, (1, year); they add up.
    trend
        The yearly change in use of institutions of the last five years; None where it isn't known.
    trend_years
        Years it goes on for; then use holds.
    coverage
        Year → residents in long stay per inhabitant aged 80 and over, as counted.
    """

    years: tuple[int, ...]
    values: Mapping[str, Mapping[int, float]]
    driver: Driver
    trend: float | None
    trend_years: float
    each: Mapping[Driver, Mapping[int, float]]
    parts: Mapping[str, Parts]
    coverage: Mapping[int, float]

    def going(self, year: int) -> Going:
        """Give how use goes on changing until `year`; a trend nobody can read changes nothing."""
        lasting = 0.0 if self.trend is None else self.trend_years
        return Going(self.trend or 0.0, lasting, self.years[0], year)


def steady(evidence: Evidence) -> Steady | None:
    """Give users, places, hours, årsverk and kroner by year as everything goes on as today.

    The headline of every chapter; `as_today` gives the 80 % interval around it.

    Returns
    -------
    Steady or None
        None where nobody is counted.
    """
    return _steady.get(language(), lambda: _steadily(evidence), (evidence,))


def _steadily(evidence: Evidence) -> Steady | None:
    now, path = care(evidence), population_path(evidence, evidence.place)
    if path is None:
        return None
    ages = columns(now)
    years = [
        year
        for year in path.years
        if year >= now.base_year
        and all(path.group(*group, year) is not None for group in ages.values())
    ]
    if not years or years[0] != now.base_year:
        return None
    people = {
        name: np.array([[path.group(*group, year) or 0.0 for year in years]])
        for name, group in ages.items()
    }
    began = start(now, people)
    taken = along(evidence)
    chosen, lasting = DRIVERS[int(taken["driver"].value)], taken["trend-aar"].value
    use = trend(now.coverage) if began.users_long >= TREND_LEAST else None
    ahead = np.array([years]) - years[0]
    goes_on = Practice(
        driver=chosen,
        trend=gone_on(use.rate if use else 0.0, ahead, lasting),
        young=(1 + evidence.overrides.get("trend-yngre", 0.0)) ** ahead,
    )
    made = {
        driver: flow(began, people, replace(goes_on, driver=driver))
        for driver in DRIVERS
        if use is not None or driver in (chosen, DRIVERS[0], DRIVERS[1])
    }
    parts = made[chosen]
    found = parts.arrays
    if use is None:
        found.pop(THREE[Driver.TREND], None)
        made.pop(Driver.TREND, None)

    def by_year(row: Array) -> dict[int, float]:
        return dict(zip(years, np.broadcast_to(row, (1, len(years)))[0].tolist(), strict=True))

    return Steady(
        tuple(years),
        {id: by_year(row) for id, row in found.items()},
        chosen,
        use.rate if use else None,
        lasting,
        {d: by_year(flown.arrays["fte"]) for d, flown in made.items() if "fte" in flown.arrays},
        {"fte": parts.fte, "cost": parts.net, "cost_gross": parts.gross},
        now.coverage,
    )


def along(evidence: Evidence | None = None) -> dict[str, Assumption]:
    """Give the choices that go with every page by id, with what a person has chosen if anything.

    «driver» is which of the three numbers is followed, by its place in `DRIVERS`, and «trend-aar»
    how many years use of institutions goes on changing.

    Raises
    ------
    UsageError
        For a number between two whole ones.
    """
    made = (stored("driver"), as_assumption(LEVERS["trend_years"]))
    found = {one.id: evidence.assume(one) if evidence else one for one in made}
    for one in found.values():
        if one.value != int(one.value):
            name, value = one.label.partition(":")[0], format_exact(one.value)
            text = _("«{label}» kan ikke være {value}.").format(label=name, value=value)
            raise UsageError(text, _("Velg et helt tall."))
    return found


def as_today(evidence: Evidence) -> Outcome | Missing:
    """Give users, places, hours, årsverk and kroner by year when care goes on as today.

    With local knowledge in force, and what a person has chosen. ``found.at("fte", 2040)`` is the
    draws of a year, `found.quantiles` the 80 % interval; a quantity that can't be told isn't there.
    """
    return _as_today.get(language(), lambda: _run_as_today(evidence), (evidence,))


def _run_as_today(evidence: Evidence) -> Outcome | Missing:
    found = people(evidence, evidence.local_knowledge)
    return found if isinstance(found, Missing) else run(found[0], Scenario(_("Som i dag")))


def either_way(drawn: Outcome | None, id: str, year: int | None) -> bool:
    """Say whether a quantity may be both more and less than today in `year`."""
    if drawn is None or id not in drawn or year not in drawn.years:
        return False
    _middle, low, high = (v - drawn.middle(id, drawn.years[0]) for v in drawn.told(id, year))
    return turns(low, high)


def rests_today(evidence: Evidence, year: int) -> Mapping[str, Sensitivity]:
    """Give what the headlines of `year` rest on when care goes on as today."""
    found = people(evidence, evidence.local_knowledge)
    return {} if isinstance(found, Missing) else rests_on(found[0], Scenario(""), year)


def people(
    evidence: Evidence, overrides: Sequence[Override] = ()
) -> tuple[ScenarioInputs, Resimulate | None] | Missing:
    """Give the inputs of the engine with local knowledge in force, or say what is missing."""
    tables = PeopleTables.among(evidence.tables)
    ensemble = ensemble_for(tables, evidence.place, overrides=overrides)
    if ensemble is None:
        return Missing(
            _("Innbyggere etter ettårig alder mangler"),
            _("Uten dem kan ikke scenariene regnes."),
            how_to_get(evidence.place),
            table_name("population"),
        )
    return inputs_with(evidence, ensemble), resimulator(tables, ensemble)


def inputs_with(evidence: Evidence, ensemble: Ensemble) -> ScenarioInputs:
    """Give what the engine needs of the municipality, with the people of `ensemble`."""
    norway, own = population_path(evidence, NORWAY), population_path(evidence, evidence.place)
    known = None if getattr(ensemble, "overrides", ()) else own  # local knowledge moves the draws
    return scenario_inputs(ensemble, care(evidence), norway, evidence.overrides, known)
