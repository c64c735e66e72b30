"""The people and services that scenarios are run on, for the report and for the page."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.common.parts import how_to_get, table_name
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.scenarios.engine import Resimulate
from veivalg.maths.scenarios.inputs import ScenarioInputs, scenario_inputs
from veivalg.maths.scenarios.population import resimulator


def people(
    evidence: Evidence, overrides: Sequence[Override] = ()
) -> tuple[ScenarioInputs, Resimulate | None] | Missing:
    """Give the inputs of the engine with local knowledge in force, or say what is missing."""
    ensemble = ensemble_for(evidence, evidence.place, overrides=overrides)
    if ensemble is None:
        return Missing(
            _("Innbyggere etter ettårig alder mangler"),
            _("Uten dem kan ikke scenariene regnes."),
            how_to_get(evidence.place),
            table_name("population"),
        )
    return scenario_inputs(evidence, ensemble), resimulator(evidence, ensemble)
