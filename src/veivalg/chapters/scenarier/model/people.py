"""The people and services that scenarios are run on, for the report and for the page."""

from collections.abc import Sequence

from veivalg.chapters.common.care import care
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.population import population_path
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.scenarios.engine import Resimulate
from veivalg.maths.scenarios.inputs import Ensemble, ScenarioInputs, scenario_inputs
from veivalg.maths.scenarios.population import resimulator
from veivalg.norway.municipality import NORWAY


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
