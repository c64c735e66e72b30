"""The tables and pictures of the best mix."""

from __future__ import annotations

import numpy as np

from veivalg.chapters.sammensetning.figures import METHOD, few, sources
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Pivot,
    Role,
    Shape,
    Table,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.explain import Resource
from veivalg.maths.optimise.formulate import HOME
from veivalg.maths.optimise.plans import front_rows, step_words


def places_table(answer: Answer) -> Exhibit:
    """Give places by kind and year, and how many of them are in use."""
    solution, problem = answer.solution, answer.problem
    places, helped = solution.places, solution.helped
    placed = [(k, s) for k, s in enumerate(problem.services) if s.id in places]
    columns = [Column("year", _("År"), Unit.YEAR)]
    for _k, service in placed:
        columns += [
            Column(
                f"places-{service.id}", _("{name}: plasser").format(name=service.label), Unit.PLACES
            ),
            Column(f"used-{service.id}", _("i bruk i snitt"), Unit.PLACES),
            Column(f"most-{service.id}", _("i bruk på det meste"), Unit.PLACES),
        ]
    rows = []
    for y, year in enumerate(problem.years):
        row: list[Cell] = [year]
        for k, service in placed:
            row += [
                float(places[service.id][y]),
                float(helped[:, y, k].mean()),
                float(helped[:, y, k].max()),
            ]
        rows.append(tuple(row))
    return Exhibit(
        "planen",
        _("Plassene år for år, og hvor mange som er i bruk"),
        _(
            "Plasser i planen, og plasser i bruk i snittet av trekkene og i trekket med flest i "
            "bruk, {place}"
        ).format(place=answer.basis.place.name),
        _("Planen: {steps}.").format(steps=step_words(solution)),
        Table(tuple(columns), tuple(rows)),
        sources(answer),
        method=METHOD,
        note=_(
            "Byggene er like i alle trekk, men behovet og årsverkene er det ikke. En plass kan "
            "derfor stå tom i mange trekk og trengs i andre. Bygg som bedrer målet med mindre "
            "enn grensen under «Antakelser», er tatt ut."
        ),
    )


def home_table(answer: Answer) -> Exhibit:
    """Give users helped at home, equipment, and users without help by year."""
    solution, problem = answer.solution, answer.problem
    helped = solution.helped.mean(axis=0)
    lacking = solution.uncovered.mean(axis=0)
    home = [(k, s) for k, s in enumerate(problem.services) if s.id not in solution.places]
    columns = [Column("year", _("År"), Unit.YEAR)]
    columns += [Column(f"users-{s.id}", s.label, Unit.USERS) for _k, s in home]
    columns += [Column(f"units-{t.id}", t.label, Unit.COUNT) for t in problem.technologies]
    columns += [
        Column("lacking-heavy", _("Uten plass eller bolig"), Unit.USERS),
        Column("lacking-home", _("Uten hjemmetjeneste"), Unit.USERS),
    ]
    light = np.array([n.id == HOME for n in problem.needs])
    pairs = np.stack([lacking[:, ~light].sum(axis=1), lacking[:, light].sum(axis=1)], axis=1)
    rows = [
        (
            year,
            *(float(helped[y, k]) for k, _s in home),
            *(float(units[y]) for units in solution.units),
            *(float(v) for v in pairs[y]),
        )
        for y, year in enumerate(problem.years)
    ]
    return Exhibit(
        "hjemme",
        _("Hjelp hjemme, utstyr og de som står uten hjelp, år for år"),
        _("Brukere og utstyr, {place}, snitt av trekkene").format(place=answer.basis.place.name),
        _(
            "Brukere som får hjelp hjemme, utstyr i bruk og brukere uten hjelp etter hva de "
            "trenger."
        ),
        Table(tuple(columns), tuple(rows)),
        sources(answer),
        method=METHOD,
        note=_(
            "Utstyr regnes i deler av en enhet og vises avrundet. Hvem som står uten hjelp, "
            "følger av vektene under «Antakelser». De er et valg."
        ),
    )


def mix_chart(answer: Answer) -> Exhibit:
    """Give who is helped where, and who is not, over time."""
    solution, problem = answer.solution, answer.problem
    helped, lacking = solution.helped.mean(axis=0), solution.uncovered.sum(axis=2).mean(axis=0)
    without = _("Uten hjelp")
    rows: list[tuple[Cell, ...]] = []
    for y, year in enumerate(problem.years):
        rows += [
            (year, s.label, float(helped[y, k]))
            for k, s in enumerate(problem.services)
            if helped[:, k].max() > 0.05
        ]
        rows.append((year, without, float(lacking[y])))
    share = lacking[-1] / max(float(helped[-1].sum() + lacking[-1]), 1e-9)
    title = _("I {year} er {share} % av brukerne uten hjelp med disse rammene og vektene").format(
        year=problem.years[-1], share=f"{100 * share:.0f}"
    )
    columns = (
        Column("year", _("År"), Unit.YEAR),
        Column("way", _("Måte å få hjelp på")),
        Column("users", _("Brukere"), Unit.USERS),
    )
    return Exhibit(
        "fordeling",
        title,
        _("Brukere etter hvor de får hjelp, {place}, snitt av trekkene").format(
            place=answer.basis.place.name
        ),
        title + ".",
        Table(columns, tuple(rows), pivot=Pivot("year", "way", "users")),
        sources(answer),
        Chart(Shape.COLUMNS, "year", "users", "way", stacked=True, zero=True),
        method=METHOD,
        note=_(
            "Hvem som står uten hjelp, er et valg: én uten heldøgns tilbud teller som {heavy} "
            "uten hjemmetjeneste. Andre vekter gir en annen fordeling. Brukere av "
            "hjemmetjeneste er regnet om til brukere med så mange timer som snittet i dag, og "
            "beboere i heldøgns boliger er holdt utenfor."
        ).format(heavy=format_plain(answer.means["vekt-heldogn"].value)),
    )


def resource_name(answer: Answer, resource: Resource) -> str:
    """Say what «one more» is."""
    if resource.kind == "staff":
        return _("Ett årsverk")
    if resource.kind == "money":
        return _("Én million til drift")
    name = answer.problem.service(resource.id).label
    return _("Én plass: {name}").format(name=_lower(name))


def worth_table(answer: Answer) -> Exhibit:
    """Give what one more of each is worth, beside what is found by solving again."""
    shares = {b.resource: b.share for b in answer.binding}
    years, rows = answer.problem.years, []
    for item in answer.worth:
        used = shares[item.resource]
        first = next(
            (str(y) for y, share in zip(years, used, strict=True) if share >= 0.5), _("aldri")
        )
        per = answer.person_years
        rows.append(
            (
                resource_name(answer, item.resource),
                float(used.mean()),
                first,
                _clean(item.measure / per),
                _clean(item.measure_more / per),
                _clean(item.measure_less / per),
                _clean(item.cost_more / len(years)),
            )
        )
    columns = (
        Column("what", _("Én til, hvert år")),
        Column("binding", _("Brukt opp"), Unit.SHARE, 0),
        Column("first", _("Fra")),
        Column("users", _("Skyggepris"), Unit.USERS, 2),
        Column("more", _("Med én til"), Unit.USERS, 2),
        Column("less", _("Med én mindre"), Unit.USERS, 2),
        Column("cost", _("Spart"), Unit.MILLION_NOK, 2),
    )
    best = max(rows, key=lambda row: float(row[3] or 0), default=None)
    title = _("Ingen av rammene er brukt opp")
    if best is not None and float(best[3] or 0) > 0.005:
        title = _("Mest hjelper {what} mer hvert år").format(what=_lower(str(best[0])))
    return Exhibit(
        "verdi",
        title,
        _("Verdien av én til når byggeplanen ligger fast, i brukere med heldøgns behov per år"),
        title + ".",
        Table(columns, tuple(rows)),
        sources(answer),
        method=METHOD,
        note=_(
            "«Brukt opp» er andelen av år og trekk, og «Fra» det første året det gjelder minst "
            "halvparten av trekkene. Skyggeprisen er flere som får hjelp per år. Den gjelder "
            "for små endringer og ligger mellom de to tallene som er regnet på nytt. «Spart» er "
            "hvor mye billigere planen blir per år med én til når ingen mister hjelp."
        ),
    )


def _clean(value: float) -> float | None:
    """Give a worth free of the solver's rounding; None where there is none."""
    return None if np.isnan(value) else max(round(float(value), 6), 0.0)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def front_chart(answer: Answer) -> Exhibit:
    """Give the front between cost and uncovered need."""
    mean, worst = _("Snitt av trekkene"), _("Den verste tidelen av trekkene")
    points = front_rows(answer)
    rows: list[tuple[Cell, ...]] = []
    for i, (plan, cost, usual, bad) in enumerate(points, start=1):
        gap = (
            None
            if plan.cost_proof is None or np.isnan(plan.cost_proof.gap)
            else (plan.cost_proof.gap)
        )
        rows += [
            (i, round(cost / 1e6, 3), name, value, gap)
            for name, value in ((mean, usual), (worst, bad))
        ]
    columns = (
        Column("point", _("Punkt"), Unit.COUNT),
        Column("cost", _("Mill. kr per år"), Unit.COUNT, 0),
        Column("which", _("Trekk")),
        Column("lacking", _("Udekket behov"), Unit.USERS, 1),
        Column("gap", _("Høyst fra den billigste"), Unit.SHARE, 1),
    )
    first, last = points[0], points[-1]
    title = _(
        "Mindre penger gir flere uten hjelp: {dear} mill. kr i året lar {few} stå udekket, "
        "{cheap} lar {many}"
    ).format(
        dear=format_plain(first[1] / 1e6),
        few=format_plain(first[2], few(first[2])),
        cheap=format_plain(last[1] / 1e6),
        many=format_plain(last[2], few(last[2])),
    )
    return Exhibit(
        "front",
        title,
        _(
            "Udekket behov (brukere med heldøgns behov) mot kostnad i mill. kr per år, {place}, "
            "{years}"
        ).format(place=answer.basis.place.name, years=_span(answer)),
        title + ".",
        Table(columns, tuple(rows)),
        sources(answer),
        Chart(
            Shape.LINES,
            "cost",
            "lacking",
            "which",
            roles={mean: Role.OWN, worst: Role.PEER},
            zero=True,
            x_title=_("mill. kr per år"),
            y_title=_("udekket behov"),
        ),
        method=METHOD,
        note=_(
            "Udekket behov er regnet om til brukere med heldøgns behov, med vektene under "
            "«Antakelser». Linjene er to mål på de samme planene, ikke et intervall. "
            "«Høyst fra den billigste» er bevist."
        ),
    )


def check_table(answer: Answer) -> Exhibit | None:
    """Give the plan in the draws it was made for beside all draws."""
    check, solution = answer.check, answer.solution
    if check is None:
        return None
    per, years = answer.person_years, len(answer.problem.years)
    usual, bad = answer.heavy(solution)
    rows = (
        (
            _("Trekkene planen er laget for"),
            solution.problem.draws,
            usual,
            bad,
            solution.cost / years,
        ),
        (
            _("Alle trekkene"),
            answer.problem.draws,
            check.mean / per,
            check.tail / per,
            check.cost / years,
        ),
    )
    columns = (
        Column("which", _("Trekk")),
        Column("draws", _("Antall"), Unit.COUNT),
        Column("mean", _("Udekket behov, snitt"), Unit.USERS, 1),
        Column("tail", _("Udekket behov, verste tidel"), Unit.USERS, 1),
        Column("cost", _("Kostnad per år"), Unit.MILLION_NOK, 0),
    )
    off = abs(check.measure - solution.measure) / max(check.measure, 1e-9)
    title = _("Planen er laget for {few} trekk og prøvd på {all}").format(
        few=solution.problem.draws, all=format_plain(answer.problem.draws)
    )
    return Exhibit(
        "proving",
        title,
        _("Udekket behov per år (brukere med heldøgns behov) og kostnad, {years}").format(
            years=_span(answer)
        ),
        _(
            "Målet på udekket behov er {off} % annerledes i alle trekkene enn i dem planen er "
            "laget for."
        ).format(off=f"{100 * off:.1f}".replace(".", ",")),
        Table(columns, rows),
        sources(answer),
        method=METHOD,
        note=_("Bygg og utstyr ligger fast, og hvert av trekkene løses for seg."),
    )


def limits_table(answer: Answer) -> Exhibit:
    """Give the limits the plan keeps, by year."""
    rows = []
    million = {"money", "investment"}
    for limit in answer.problem.limits:
        for year, value in zip(answer.problem.years, limit.values, strict=True):
            shown = value / 1e6 if limit.kind.value in million else value
            unit = _("mill. kr") if limit.kind.value in million else ""
            name = f"{limit.label} ({unit})" if unit else limit.label
            rows.append((year, name, float(shown) if np.isfinite(shown) else None))
    columns = (
        Column("year", _("År"), Unit.YEAR),
        Column("limit", _("Grense")),
        Column("value", _("Verdi"), Unit.COUNT, 0),
    )
    return Exhibit(
        "grensene",
        _("Dette må planen holde seg innenfor"),
        _("Grensene år for år, {place}").format(place=answer.basis.place.name),
        _("Grensene planen må holde, år for år."),
        Table(columns, tuple(rows), pivot=Pivot("year", "limit", "value")),
        sources(answer),
        method=METHOD,
        note=_("«Mangler» betyr at året ikke har noen grense."),
    )


def _span(answer: Answer) -> str:
    return f"{answer.problem.years[0]}–{answer.problem.years[-1]}"
