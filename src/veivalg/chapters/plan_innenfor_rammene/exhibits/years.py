"""The plan year by year: places, help at home and who is uncovered."""

import numpy as np

from veivalg.chapters.common.timeline import YEAR, year_column
from veivalg.chapters.plan_innenfor_rammene.exhibits import show
from veivalg.chapters.plan_innenfor_rammene.model import (
    TOLD,
    counted,
    practised,
    uncovered_by_year,
    unmet_decimals,
)
from veivalg.content import Cell, Chart, Column, Exhibit, Shape, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.plans import step_words
from veivalg.maths.optimise.problem import Service


def places(answer: Answer) -> Exhibit | None:
    """Give places by kind and year, and how many of them are in use."""
    solution, check = answer.solution, answer.check
    if check is None:
        return None
    problem, places, helped = check.problem, solution.places, check.helped
    placed = [(k, s) for k, s in enumerate(problem.services) if places.get(s.id, np.zeros(1)).any()]
    closed = {s.id: check.closed(s.id).mean(axis=0) for _k, s in placed if s.ward > 0}
    closing = {id: tuple(values.tolist()) for id, values in closed.items() if values.max() >= TOLD}
    return show(answer)(
        "planen",
        _("Plassene år for år, og hvor mange som er i bruk"),
        _(
            "Plasser i planen, og plasser i bruk i snittet av trekkene og i trekket med flest i "
            "bruk, {place}"
        ),
        (year_column(), *(c for _k, s in placed for c in _place_columns(s, s.id in closing))),
        [
            (
                year,
                *(
                    float(value)
                    for k, service in placed
                    for value in (
                        places[service.id][y],
                        helped[:, y, k].mean(),
                        helped[:, y, k].max(),
                        *closing.get(service.id, ())[y : y + 1],
                    )
                ),
            )
            for y, year in enumerate(problem.years)
        ],
        steps=step_words(solution),
        alt=_("Planen: {steps}."),
        note=_(
            "Byggene er like i alle trekk, men behovet og årsverkene er det ikke. En plass kan "
            "derfor stå tom i mange trekk og trengs i andre. Bygg som bedrer målet med mindre "
            "enn grensen under «Antakelser», er tatt ut."
        )
        + ((closing and _(" Plasser i avdelinger som kan stenges, er regnet uten drift.")) or ""),
    )


def _place_columns(service: Service, closing: bool) -> tuple[Column, ...]:
    """Give the columns of a service; places in closed wards where any can close."""
    id, name = service.id, service.label
    found = (
        Column(f"places-{id}", _("{name}: plasser").format(name=name), Unit.PLACES),
        Column(f"used-{id}", _("i bruk i snitt"), Unit.PLACES),
        Column(f"most-{id}", _("i bruk på det meste"), Unit.PLACES),
    )
    closed = Column(f"closed-{id}", _("i stengte avdelinger i snitt"), Unit.PLACES)
    return (*found, closed) if closing else found


def home(answer: Answer) -> Exhibit | None:
    """Give users helped at home, equipment, and uncovered need by year."""
    solution, check = answer.solution, answer.check
    if check is None:
        return None
    problem, helped = check.problem, check.helped.mean(axis=0)
    lacking, decimals = uncovered_by_year(answer, check), unmet_decimals(answer)
    home = [(k, s) for k, s in enumerate(problem.services) if s.places is None]
    columns = [year_column()]
    columns += [Column(f"users-{s.id}", s.label, Unit.USERS) for _k, s in home]
    columns += [Column(f"units-{t.id}", t.label, Unit.COUNT) for t in problem.technologies]
    columns += [
        Column("lacking-heavy", _("Mangler plass eller bolig"), Unit.USERS, decimals),
        Column("lacking-home", _("Mangler hjemmetjeneste"), Unit.USERS, decimals),
    ]
    table = [
        (
            year,
            *(float(helped[y, k]) for k, _s in home),
            *(float(units[y]) for units in solution.units),
            *(lacking[y][id] for id in ("tungt", "lett")),
        )
        for y, year in enumerate(problem.years)
    ]
    return show(answer)(
        "hjemme",
        _("Hjelp hjemme, utstyr og udekket behov, år for år"),
        _("Brukere og utstyr, {place}, snitt av trekkene"),
        columns,
        table,
        alt=_(
            "Brukere som får hjelp hjemme, utstyr i bruk og udekket behov etter hva som mangler."
        ),
        note=_(
            "Utstyr regnes i deler av en enhet og vises avrundet. Hvem som er udekket, følger av "
            "vektene under «Antakelser». De er et valg."
        ),
    )


def mix(answer: Answer) -> Exhibit | None:
    """Give who is helped where, and who is not, over time."""
    check = answer.check
    if check is None:
        return None
    problem, helped = check.problem, check.helped.mean(axis=0)
    by_year = uncovered_by_year(answer, check)
    without = _("Udekket {practice}").format(practice=practised(answer))
    table: list[tuple[Cell, ...]] = []
    for y, year in enumerate(problem.years):
        table += [
            (year, s.label, float(helped[y, k]))
            for k, s in enumerate(problem.services)
            if helped[:, k].max() > 0.05
        ]
        table.append((year, without, by_year[y]["udekket"]))
    told = by_year[-1]
    return show(answer)(
        "fordeling",
        _("I {year} er behovet til {n} udekket, og {heavy} av dem mangler plass eller bolig")
        if told["udekket"]
        else _("I {year} er hele behovet {practice} dekket innenfor rammene"),
        _("Brukere etter hvor de får hjelp, {place}, snitt av trekkene"),
        (
            year_column(),
            Column("way", _("Måte å få hjelp på")),
            Column("users", _("Brukere"), Unit.USERS, unmet_decimals(answer)),
        ),
        table,
        n=counted(answer, told["udekket"]),
        heavy=counted(answer, told["tungt"]) if told["tungt"] else _("ingen"),
        pivot=(YEAR, "way", "users"),
        chart=Chart(Shape.COLUMNS, YEAR, "users", "way", stacked=True, zero=True),
        note=_(
            "Hvem som er udekket, er et valg: én som mangler heldøgns tilbud, teller som {heavy} "
            "som mangler hjemmetjeneste. Brukere av hjemmetjeneste er regnet om til brukere med så "
            "mange timer som snittet i dag."
        ).format(heavy=format_plain(answer.means["vekt-heldogn"].value)),
    )
