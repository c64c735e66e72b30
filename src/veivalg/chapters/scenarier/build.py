"""From scenarios to a chapter: run them, compare them, tell the choices behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.chapters.common.periods import TARGET_YEAR
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.scenarier.exhibits import (
    SCENARIO,
    VALUE,
    explained_table,
    fans,
    lines,
    side_by_side,
    slug,
    waterfall,
)
from veivalg.chapters.scenarier.limits import chances, crossing_sentences
from veivalg.chapters.scenarier.model import FILLED, KEY, LIMITS, Compared, Run, figure, sources
from veivalg.chapters.scenarier.not_building import (
    cost_of_not_building,
    not_building,
    not_building_sentence,
)
from veivalg.content import (
    Block,
    Cell,
    Chapter,
    Column,
    Exhibit,
    Pivot,
    Section,
    Statement,
    Table,
    Unit,
    format_first,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.decompose import Explained, Waterfall
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES, Outcome
from veivalg.maths.scenarios.tipping import Crossing, crossing


@dataclass(frozen=True, slots=True)
class Runner:
    """How scenarios are run: directly for a report, from what is at hand for the page."""

    inputs: Callable[[Scenario], ScenarioInputs]
    run: Callable[[Scenario], Outcome]
    explain: Callable[[Scenario, int, Explained], Waterfall | None]


def compare(
    runner: Runner,
    scenarios: Sequence[Scenario],
    *,
    year: int = TARGET_YEAR,
    at: int = 0,
    limits: Mapping[str, float] | None = None,
    explained: Sequence[Explained] = (),
) -> Compared:
    """Run scenarios beside each other.

    Parameters
    ----------
    year
        The year told about; the last there is where the figures end before it.
    limits
        Quantity → limit to give the probability of; those that are known.
    explained
        What to take apart in waterfalls; takes a run a term.
    """
    inputs = runner.inputs(scenarios[at])
    year = min(max(year, inputs.years[0] + 1), inputs.years[-1])
    runs = tuple(
        Run(s, runner.run(s), runner.run(s.without_building()) if s.steps else None)
        for s in scenarios
    )
    return Compared(
        inputs,
        runs,
        year,
        at,
        tuple(_explained(runner, s, year, explained) for s in scenarios) if explained else (),
        tuple(_crossings(run.outcome, limits or {}) for run in runs),
    )


def _crossings(outcome: Outcome, limits: Mapping[str, float]) -> dict[str, Crossing]:
    found = {id: crossing(outcome, id, limit) for id, limit in limits.items()}
    return {id: crossed for id, crossed in found.items() if crossed is not None}


def _explained(
    runner: Runner, scenario: Scenario, year: int, explained: Sequence[Explained]
) -> dict[Explained, Waterfall]:
    found = {quantity: runner.explain(scenario, year, quantity) for quantity in explained}
    return {quantity: fall for quantity, fall in found.items() if fall is not None}


def first_limits(outcome: Outcome) -> dict[str, float]:
    """Give the limits asked about when nobody has chosen: 20 places, a tenth more årsverk, a fifth.

    The limit of årsverk is a tenth of today's, beyond what the same share of those aged 20–66
    gives: half the draws lack one årsverk almost at once. That of cost is today's cost and a
    fifth, to whole ten millions.
    """
    found = {id: limit for id, limit in LIMITS.items() if id in outcome}
    if "fte_lacking" in found:
        tenth = float(np.median(outcome["fte"][:, 0])) / 10
        found["fte_lacking"] = float(round(tenth, -1) if tenth >= 20 else max(round(tenth), 1))
    if "cost" in found:
        today = float(np.median(outcome["cost"][:, 0]))
        found["cost"] = round(today * 1.2 / 1e7) * 1e7
    return found


def findings(compared: Compared) -> tuple[Statement, ...]:
    """Say the three to six things that matter."""
    at = compared.at
    return present(
        (
            *(_compared(compared, q) for q in ("institution_needed", "fte", "cost")),
            *crossing_sentences(compared, at)[:2],
            not_building_sentence(compared, at),
        )
    )


def _compared(compared: Compared, id: str) -> Statement | None:
    """Say what the scenario in focus gives, and how far it lies from the first one."""
    quantity, at, key = QUANTITIES[id], compared.at, slug(QUANTITIES[id])
    own = figure(compared, at, id, f"{key}-her")
    if own is None or own.interval is None:
        return None
    words = {
        "label": _(quantity.label),
        "year": str(compared.year),
        "name": compared.names[at],
        "first": compared.names[0],
        "low": format_first(own.interval.low, own.interval.high, quantity.unit, own.decimals),
        "high": format_number(own.interval.high, quantity.unit, own.decimals),
    }
    base = figure(compared, 0, id, f"{key}-foerst") if at else None
    condition = (
        " " + _("Det gjelder hvis alle som trenger plass, får plass.") if (id in FILLED) else ""
    )
    if base is None or base.text() == own.text():
        text = _("{label} i {year}: {own} i «{name}», trolig mellom {low} og {high}.")
        return say(f"{key}-naa", fill(text, **words) + condition, {"own": own})
    text = _(
        "{label} i {year}: {own} i «{name}», trolig mellom {low} og {high}. I «{first}» er "
        "det {base}."
    )
    return say(f"{key}-naa", fill(text, **words) + condition, {"own": own, "base": base})


def sections(
    compared: Compared, shown: Sequence[str], *, every: bool = False
) -> tuple[Section, ...]:
    """Give the parts of the chapter.

    Parameters
    ----------
    shown
        What is drawn over time.
    every
        Tell the waterfall of every scenario, not only of the one in focus.
    """
    which = range(len(compared.runs)) if every else (compared.at,)
    over_time: list[Block | None] = []
    for id in shown:
        quantity = compared.named(id)
        if quantity is not None:
            over_time += [
                lines(compared, quantity) if len(compared.runs) > 1 else None,
                fans(compared, quantity),
            ]
    why: list[Block | None] = []
    for explained in ("users", "fte", "cost"):
        why += [waterfall(compared, i, explained) for i in which]
        why += [explained_table(compared, explained) if len(compared.runs) > 1 else None]
    build: list[Block | None] = []
    for i in which:
        build += [
            not_building_sentence(compared, i) if i != compared.at else None,
            not_building(compared, i),
            cost_of_not_building(compared, i),
        ]
    parts: tuple[tuple[str, str, Sequence[Block | None]], ...] = (
        ("side-om-side", _("Side om side"), [side_by_side(compared, KEY)]),
        ("over-tid", _("Over tid"), over_time),
        ("hvorfor", _("Hva endringen kommer av"), why),
        (
            "grenser",
            _("Når grensene passeres"),
            [*crossing_sentences(compared, compared.at)[2:], chances(compared)],
        ),
        ("ikke-bygge", _("Hva om vi ikke bygger?"), build),
        ("valg", _("Hva som er valgt"), [chosen(compared), building(compared)]),
    )
    made = [(id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts]
    return tuple(Section(id, title, blocks) for id, title, blocks in made if blocks)


def chosen(compared: Compared) -> Exhibit | None:
    """List the choices that differ from today in some scenario, each with today's value."""
    levers = compared.inputs.levers
    moved = [id for id in levers if any(id in run.scenario.settings for run in compared.runs)]
    rows: list[tuple[Cell, ...]] = []
    for id in moved:
        now = levers[id]
        label = f"{_(now.lever.label)}"
        rows.append((label, _("I dag"), now.text(now.today)))
        rows += [
            (label, name, now.text(value_of(levers, run.scenario, id)))
            for name, run in zip(compared.names, compared.runs, strict=True)
        ]
    if not rows:
        return None
    words = {"place": compared.place.name, "n": str(len(moved))}
    return Exhibit(
        "scenarier-valg",
        fill(_("Scenariene skiller seg fra i dag på {n} valg"), **words),
        fill(_("Det som er flyttet i minst ett scenario, {place}"), **words),
        fill(_("Tabellen viser {n} valg, hvor de står i dag og i hvert scenario."), **words),
        Table(
            (
                Column("lever", _("Valg")),
                Column(SCENARIO, _("Scenario")),
                Column(VALUE, _("Verdi")),
            ),
            tuple(rows),
            pivot=Pivot("lever", SCENARIO, VALUE),
        ),
        sources(compared),
        note=_("Alt annet står som i dag. Kildene står i regnearket og ved hvert valg på siden."),
    )


def building(compared: Compared) -> Exhibit | None:
    """List the building steps of every scenario."""
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            step.name,
            step.year,
            step.places.get("institution"),
            step.places.get("dwellings_24h"),
            step.cost or None,
            step.grant_share,
        )
        for name, run in zip(compared.names, compared.runs, strict=True)
        for step in run.scenario.steps
    ]
    if not rows:
        return None
    return Exhibit(
        "scenarier-byggetrinn",
        fill(_("{n} byggetrinn i scenariene"), n=str(len(rows))),
        fill(_("Plasser som åpner 1. januar i året, {place}"), place=compared.place.name),
        fill(_("Tabellen viser {n} byggetrinn med år, plasser og kostnad."), n=str(len(rows))),
        Table(
            (
                Column(SCENARIO, _("Scenario")),
                Column("step", _("Byggetrinn")),
                Column("year", _("Åpner"), Unit.YEAR),
                Column("institution", _("Sykehjemsplasser"), Unit.PLACES),
                Column("dwellings", _("Heldøgns boliger"), Unit.PLACES),
                Column("cost", _("Kostnad"), Unit.MILLION_NOK, 1),
                Column("grant", _("Tilskudd"), Unit.SHARE, 0),
            ),
            tuple(rows),
        ),
        sources(compared),
    )


def scenario_chapter(
    compared: Compared, shown: Sequence[str], *, title: str, lead: str, every: bool = False
) -> Chapter:
    """Put a comparison together as a chapter; what could not be worked out is told once."""
    missing = {m.what: m for m in compared.inputs.missing}
    for run in compared.runs:
        missing |= {m.what: m for m in run.outcome.missing}
    return Chapter(
        "scenarier",
        title,
        compared.place,
        fill(_("1. januar {year}"), year=str(compared.base_year)),
        lead,
        findings(compared),
        sections(compared, shown, every=every),
        tuple(missing.values()),
        terms={
            _("scenario"): _(
                "Et sett med valg. Det sier hva som skjer hvis valgene blir gjort, "
                "ikke hvor sannsynlig det er at de blir gjort."
            ),
            _("årsverk"): _("Arbeidet til én person i full stilling i ett år."),
        },
        methods=("M2", "M7", "M15", "M16", "M18"),
    )
