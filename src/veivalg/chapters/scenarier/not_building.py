"""«Hva om vi ikke bygger?»: who lacks a place, and what it costs against building (M15)."""

from __future__ import annotations

import numpy as np

from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import fill, say
from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE, YEAR
from veivalg.chapters.scenarier.model import (
    Compared,
    Run,
    common,
    decimals,
    digits_of,
    notes,
    source_of,
    sources,
)
from veivalg.content import (
    Chart,
    Column,
    Exhibit,
    Figure,
    Pivot,
    Role,
    Shape,
    Statement,
    Table,
    Unit,
    format_first,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.model import PLACE_KINDS
from veivalg.maths.scenarios.not_building import HOME, NotBuilding
from veivalg.maths.scenarios.not_building import not_building as against_building
from veivalg.maths.scenarios.outcome import QUANTITIES, Draws, Outcome

LEAST = 0.5
"""Fewer places than this are none."""


def lacking(outcome: Outcome) -> Draws | None:
    """Give people without a place, nursing home and staffed dwelling together, (draw, year).

    Places to spare of one kind help nobody who needs the other.
    """
    kinds = [k for k in PLACE_KINDS if f"{k}_gap" in outcome]
    if not kinds:
        return None
    found: Draws = np.sum([np.maximum(outcome[f"{k}_gap"], 0) for k in kinds], axis=0)
    return found


def not_building(compared: Compared, i: int) -> Exhibit | None:
    """Show places lacking with and without the building steps of a scenario."""
    run = compared.runs[i]
    if run.bare is None:
        return None
    names = {_("Med byggetrinn"): lacking(run.outcome), _("Uten byggetrinn"): lacking(run.bare)}
    years = run.outcome.years
    rows = tuple(
        (year, name, float(np.median(found[:, t])))
        for name, found in names.items()
        if found is not None
        for t, year in enumerate(years)
    )
    if not rows:
        return None
    built, bare = (
        next(v for y, n, v in rows if n == name and y == compared.year) for name in names
    )
    digits = digits_of(Unit.PLACES, bare, built)
    words = {
        "year": str(compared.year),
        "place": compared.place.name,
        "name": compared.names[i],
        "bare": format_number(bare, Unit.PLACES, digits, word=False),
        "built": format_number(built, Unit.PLACES, digits, word=False),
    }
    return Exhibit(
        f"scenarier-ikke-bygge-{i + 1}",
        fill(
            _("Uten å bygge mangler {bare} plasser i {year} i «{name}», med byggetrinn {built}"),
            **words,
        ),
        fill(_("Plasser som mangler i «{name}», {place}, sykehjem og heldøgns bolig"), **words),
        fill(_("Uten byggetrinnene mangler {bare} plasser i {year}, med dem {built}."), **words),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column(SCENARIO, _("Bygging")),
                Column(VALUE, _("Plasser som mangler"), Unit.PLACES, 0),
            ),
            rows,
            pivot=Pivot(YEAR, SCENARIO, VALUE),
        ),
        sources(compared),
        Chart(
            Shape.LINES,
            YEAR,
            VALUE,
            SCENARIO,
            dict.fromkeys(names, Role.SCENARIO),
            projected_from=compared.base_year + 1,
            zero=True,
            y_title=Unit.PLACES.value,
        ),
        formula=_(
            "Plasser som trengs minus plasser som finnes, for sykehjem og heldøgns bolig hver for "
            "seg; ledige plasser av ett slag dekker ikke det andre. Midterste utfall."
        ),
        method="M15",
        note=compared.inputs.caveat,
    )


def cost_of_not_building(compared: Compared, i: int) -> Exhibit | None:
    """Put the yearly cost of not building beside that of building, at milestones."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    if "cost_not_building" not in bare:
        return None
    found = against_building(compared.inputs, run.scenario, run.outcome, bare)
    if found is None:
        return None
    years = sorted({y for y in (*MILESTONES, compared.year) if y in bare.years})
    parts = _built(found) if run.bare else _unbuilt(found)
    rows = tuple(
        (y, label, float(np.median(draws[:, bare.years.index(y)])))
        for label, draws in parts
        for y in years
    )
    title, alt = _told(compared, i, found, parts[-1][1])
    words = {"place": compared.place.name, "name": compared.names[i]}
    return Exhibit(
        f"scenarier-pris-ikke-bygge-{i + 1}",
        title,
        fill(_("Kostnad per år i faste priser, «{name}», {place}, midterste utfall"), **words),
        alt,
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("part", _("Hva")),
                Column(VALUE, _("Kostnad per år"), Unit.MILLION_NOK, 1),
            ),
            rows,
            pivot=Pivot(YEAR, "part", VALUE),
        ),
        sources(compared),
        method="M15",
        formula=_(
            "Personer uten plass × kostnaden ved å hjelpe dem hjemme, mot personer som får "
            "plass × driften av plassen, pluss renter og avdrag"
        ),
        note=notes(
            _("Hver rad er midterste utfall for seg, så radene summerer ikke alltid helt."),
            _price_note(run),
            compared.inputs.caveat,
        ),
    )


def _built(found: NotBuilding) -> list[tuple[str, Draws]]:
    home, total = found.ways[HOME], found.building()
    paid = np.broadcast_to(found.capital, home.shape)
    return [
        (_("Ikke bygge: hjelpe hjemme"), home),
        (_("Bygge: drift av plassene som blir brukt"), found.running),
        (_("Bygge: renter og avdrag"), paid),
        (_("Bygge: hjelpe dem hjemme som fortsatt mangler plass"), found.ways_built[HOME]),
        (_("Bygge i alt"), total),
        (_("Forskjell: bygge minus ikke bygge"), total - home),
    ]


def _unbuilt(found: NotBuilding) -> list[tuple[str, Draws]]:
    home = found.ways[HOME]
    return [
        (_("Ikke bygge: hjelpe hjemme"), home),
        (_("Plasser til alle: drift av plassene som mangler, uten byggekostnad"), found.places),
        (_("Forskjell: plasser minus ikke bygge"), found.places - home),
    ]


def _told(compared: Compared, i: int, found: NotBuilding, difference: Draws) -> tuple[str, str]:
    """Give title and description: the difference in the year, and what it is worth in all."""
    unit = Unit.MILLION_NOK
    more = float(np.median(difference[:, found.years.index(compared.year)]))
    worth, low, high = (float(np.quantile(found.worth[HOME], q)) for q in (0.5, 0.1, 0.9))
    digits, far = decimals(more, unit), digits_of(unit, worth)
    words = {
        "n": format_number(abs(more), unit, digits),
        "year": str(compared.year),
        "name": compared.names[i],
        "last": str(found.years[-1]),
        "worth": format_number(worth, unit, far),
        "low": format_first(low, high, unit, far),
        "high": format_number(high, unit, far),
    }
    if compared.runs[i].bare is None:
        text = (
            _(
                "I «{name}» koster plasser til alle {n} mer enn å hjelpe hjemme i {year}, før "
                "byggekostnad"
            )
            if more > 0
            else _(
                "I «{name}» koster plasser til alle {n} mindre enn å hjelpe "
                "hjemme i {year}, før byggekostnad"
            )
        )
        return fill(text, **words), fill(text, **words) + "."
    text = (
        _("Å bygge koster {n} mer enn å la være i {year} i «{name}»; nåverdi {worth}")
        if more > 0
        else _("Å bygge koster {n} mindre enn å la være i {year} i «{name}»; nåverdi {worth}")
    )
    alt = _(
        "Nåverdien av å bygge er {worth} til og med {last}, trolig mellom {low} og {high}. "
        "Under null betyr at det koster mer å bygge enn å hjelpe hjemme."
    )
    return fill(text, **words), fill(text, **words) + ". " + fill(alt, **words)


def _price_note(run: Run) -> str:
    """Say what building costs are left out, and what the present value counts."""
    if run.bare is None:
        return ""
    note = _(
        "Nåverdien er det som spares ved å bygge, minus drift, renter og avdrag, hvert år i "
        "framskrivingen. Under null er det dyrere å bygge."
    )
    if any(step.cost == 0 for step in run.scenario.steps):
        note += " " + _("Byggekostnaden er ikke satt inn for alle byggetrinn, og mangler her.")
    return note


def not_building_sentence(compared: Compared, i: int) -> Statement | None:
    """Say what lacks and what it costs when nothing is built; the price is of all that is named."""
    run = compared.runs[i]
    gaps = {kind: _bare_figure(compared, i, run, f"{kind}_gap") for kind in PLACE_KINDS}
    figures: dict[str, Figure | None] = {
        kind: gap for kind, gap in gaps.items() if gap and (gap.value or 0.0) >= LEAST
    }
    match tuple(figures):
        case ("institution", "dwellings_24h"):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {institution} i sykehjem og "
                "{dwellings_24h} i heldøgns bolig i {year}."
            )
        case ("institution",):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {institution} i sykehjem i {year}."
            )
        case ("dwellings_24h",):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {dwellings_24h} i heldøgns bolig "
                "i {year}."
            )
        case _none:
            return None
    cost = _bare_figure(compared, i, run, "cost_not_building")
    if cost is not None:
        text += " " + _(
            "Å hjelpe alle som mangler plass, på andre måter koster da {cost} i året, "
            "i faste priser."
        )
        figures["cost"] = cost
    words = {"place": compared.place.name, "year": str(compared.year), "name": compared.names[i]}
    return say(f"ikke-bygge-{i + 1}", fill(text, **words), figures)


def _bare_figure(compared: Compared, i: int, run: Run, id: str) -> Figure | None:
    bare = run.bare or run.outcome
    if id not in bare:
        return None
    quantity = QUANTITIES[id]
    value = float(np.median(bare.at(id, compared.year)))
    return Figure(
        f"uten-bygging-{id.replace('_', '-')}-{i + 1}",
        fill(_("{label} uten byggetrinn, {name}"), label=_(quantity.label), name=compared.names[i]),
        value,
        quantity.unit,
        compared.place,
        str(compared.year),
        source_of(quantity),
        decimals=common(compared, id),
        method=quantity.method,
        formula=_("Midterste utfall"),
    )
