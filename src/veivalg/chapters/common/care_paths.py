"""The paths of care as every chapter and page takes them: one population, one model, same draws."""

from collections.abc import Sequence

from veivalg.chapters.common.care import care
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.population import population_path
from veivalg.content import Missing
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _, language
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import Ensemble, ScenarioInputs, scenario_inputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.scenarios.population import resimulator
from veivalg.norway.municipality import NORWAY

_as_today = Cache[Outcome | Missing]()


def as_today(evidence: Evidence) -> Outcome | Missing:
    """Give users, places, hours, årsverk and kroner by year when care goes on as today.

    With local knowledge in force, and what a person has chosen. ``found.at("fte", 2040)`` is the
    draws of a year, `found.quantiles` the 80 % interval; a quantity that can't be told isn't there.
    """
    return _as_today.get(language(), lambda: _run_as_today(evidence), (evidence,))


def _run_as_today(evidence: Evidence) -> Outcome | Missing:
    found = people(evidence, evidence.local_knowledge)
    return found if isinstance(found, Missing) else run(found[0], Scenario(_("Som i dag")))


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
    return scenario_inputs(
        ensemble, care(evidence), population_path(evidence, NORWAY), evidence.overrides
    )
