"""The scenarios a report tells of: those saved for the municipality, or the ready-made ones."""

from dataclasses import dataclass, replace

from veivalg.chapters.common.care_paths import people
from veivalg.chapters.common.missing import how_to_get
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.scenarier.model import MOST, Runner
from veivalg.content import Missing
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.scenarios.decompose import waterfall
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import check
from veivalg.maths.scenarios.model import Scenario, from_dict
from veivalg.maths.scenarios.presets import opening, presets, unset
from veivalg.maths.scenarios.tried import rests_on


@dataclass(frozen=True, slots=True)
class Asked:
    """What to tell of, how it is run, and the saved scenarios that can't be run."""

    scenarios: tuple[Scenario, ...]
    runner: Runner
    left_out: tuple[Missing, ...]
    saved: bool


def asked(evidence: Evidence) -> Asked | Missing:
    """Give the scenarios to tell about, today first, or say what is missing."""
    found = people(evidence, evidence.local_knowledge)
    if isinstance(found, Missing):
        return found
    chosen, left_out = _chosen(evidence, found[0])
    return Asked(chosen, _runner(evidence, *found), left_out, bool(evidence.scenarios))


def _chosen(
    evidence: Evidence, inputs: ScenarioInputs
) -> tuple[tuple[Scenario, ...], tuple[Missing, ...]]:
    """Give the scenarios to tell about, today first, and those that can't be run."""
    everything = tuple(o.id for o in evidence.local_knowledge)
    if not evidence.scenarios:
        shown = tuple(replace(p.scenario, overrides=everything) for p in opening(inputs))
        why = _("Valgene i det er andeler av brukerne av hjemmetjenester, og de er ikke kjent.")
        how = how_to_get(evidence.place)
        lacking = (p.name for p in presets(inputs) if unset(inputs, p))
        return shown, tuple(Missing(_scenario(name), why, how) for name in lacking)
    found: list[Scenario] = []
    out: list[Missing] = []
    for content in evidence.scenarios:
        try:
            scenario = from_dict(content)
            check(inputs.levers, scenario)
            found.append(scenario)
        except UsageError as error:
            name = str(content.get("name", ""))
            out.append(Missing(_scenario(name), error.message, error.remedy))
    today = presets(inputs)[0].scenario
    others = [s for s in found if s.name != today.name][-(MOST - 1) :]
    return (replace(today, overrides=everything), *others), tuple(out)


def _scenario(name: str) -> str:
    return fill(_("Scenariet «{name}»"), name=name)


def _runner(evidence: Evidence, inputs: ScenarioInputs, resimulate: Resimulate | None) -> Runner:
    """Run with the local knowledge each scenario says is in force."""
    known: tuple[Override, ...] = evidence.local_knowledge

    def of(scenario: Scenario) -> tuple[ScenarioInputs, Resimulate | None]:
        used = tuple(o for o in known if o.id in scenario.overrides)
        if used == known:
            return inputs, resimulate
        found = people(evidence, used)
        return (inputs, resimulate) if isinstance(found, Missing) else found

    return Runner(
        lambda s: of(s)[0],
        lambda s: run(of(s)[0], s, resimulate=of(s)[1]),
        lambda s, year, quantity: waterfall(of(s)[0], s, year, quantity, resimulate=of(s)[1]),
        lambda s, year: rests_on(of(s)[0], s, year, resimulate=of(s)[1]),
    )
