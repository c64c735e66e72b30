"""Chapter «scenarier»: saved scenarios side by side, or the ready-made ones (M2, M7, M15, M18)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.common.sentences import fill, led
from veivalg.chapters.scenarier import SPEC
from veivalg.chapters.scenarier.build import Runner, compare, first_limits, scenario_chapter
from veivalg.chapters.scenarier.model import MOST
from veivalg.chapters.scenarier.people import people
from veivalg.content import Chapter, Missing, Statement
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.scenarios.decompose import Explained, waterfall
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import check
from veivalg.maths.scenarios.model import Scenario, from_dict
from veivalg.maths.scenarios.presets import opening, presets

SHOWN = ("institution_needed", "fte", "cost")
EXPLAINED: tuple[Explained, ...] = ("users", "fte", "cost")


def chapter(evidence: Evidence) -> Chapter:
    """Put the scenarios that are saved for the municipality side by side.

    Without any the ready-made ones are shown that the scenario room opens with.
    """
    known: tuple[Override, ...] = evidence.local_knowledge
    found = people(evidence, known)
    if isinstance(found, Missing):
        return _nothing(evidence, found)
    inputs, resimulate = found
    chosen, left_out = _chosen(evidence, inputs)
    runner = _runner(evidence, known, inputs, resimulate)
    first = runner.run(chosen[0])
    compared = compare(
        runner,
        chosen,
        at=len(chosen) - 1 if evidence.scenarios else 1,
        limits=first_limits(first),
        explained=EXPLAINED,
    )
    lead = (
        _("Kapitlet viser {n} scenarier som er lagret for {place}, side om side.")
        if evidence.scenarios
        else _(
            "Kapitlet viser {n} ferdige scenarier for {place}, side om side. Lag egne i "
            "scenariorommet på nettsiden, så kommer de hit når de lagres."
        )
    )
    told = fill(lead, n=str(len(chosen)), place=evidence.place.name)
    made = scenario_chapter(compared, SHOWN, title=_(SPEC.title), lead=led(told), every=True)
    return replace(made, missing=(*left_out, *made.missing))


def _chosen(
    evidence: Evidence, inputs: ScenarioInputs
) -> tuple[tuple[Scenario, ...], tuple[Missing, ...]]:
    """Give the scenarios to tell about, today first, and those that can't be run."""
    everything = tuple(o.id for o in evidence.local_knowledge)
    if not evidence.scenarios:
        return tuple(replace(p.scenario, overrides=everything) for p in opening(inputs)), ()
    found: list[Scenario] = []
    out: list[Missing] = []
    for content in evidence.scenarios:
        try:
            scenario = from_dict(content)
            check(inputs.levers, scenario)
            found.append(scenario)
        except UsageError as error:
            name = str(content.get("name", ""))
            out.append(
                Missing(fill(_("Scenariet «{name}»"), name=name), error.message, error.remedy)
            )
    today = presets(inputs)[0].scenario
    others = [s for s in found if s.name != today.name][-(MOST - 1) :]
    return (replace(today, overrides=everything), *others), tuple(out)


def _runner(
    evidence: Evidence,
    known: tuple[Override, ...],
    inputs: ScenarioInputs,
    resimulate: Resimulate | None,
) -> Runner:
    """Run with the local knowledge each scenario says is in force."""

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
    )


def _nothing(evidence: Evidence, missing: Missing) -> Chapter:
    text = fill(
        _("Scenariene kan ikke regnes for {place} før befolkningen er hentet."),
        place=evidence.place.name,
    )
    return Chapter(
        "scenarier",
        _(SPEC.title),
        evidence.place,
        "",
        _("Kapitlet stiller scenarier side om side."),
        (Statement("ingen-tall", text),),
        (),
        (missing,),
        methods=("M2", "M7", "M15", "M16", "M18"),
    )
