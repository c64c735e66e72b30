"""The tables and pictures of the plan."""

from collections.abc import Sequence

import numpy as np

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.timeline import YEAR, year_column
from veivalg.chapters.plan_innenfor_rammene.model import METHOD, few, sources, span
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_plain,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.explain import Resource
from veivalg.maths.optimise.formulate import HOME
from veivalg.maths.optimise.plans import front_rows, step_words
from veivalg.maths.optimise.problem import Array


def _show(answer: Answer) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(
        METHOD, {"place": answer.basis.place.name, "years": span(answer)}, sources(answer)
    )


def places(answer: Answer) -> Exhibit:
    """Give places by kind and year, and how many of them are in use."""
    solution, problem = answer.solution, answer.problem
    places, helped = solution.places, solution.helped
    placed = [(k, s) for k, s in enumerate(problem.services) if s.id in places]
    return _show(answer)(
        "planen",
        _("Plassene år for år, og hvor mange som er i bruk"),
        _(
            "Plasser i planen, og plasser i bruk i snittet av trekkene og i trekket med flest i "
            "bruk, {place}"
        ),
        (year_column(), *(column for _k, s in placed for column in _place_columns(s.id, s.label))),
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
        ),
    )


def _place_columns(id: str, label: str) -> tuple[Column, ...]:
    return (
        Column(f"places-{id}", _("{name}: plasser").format(name=label), Unit.PLACES),
        Column(f"used-{id}", _("i bruk i snitt"), Unit.PLACES),
        Column(f"most-{id}", _("i bruk på det meste"), Unit.PLACES),
    )


def home(answer: Answer) -> Exhibit:
    """Give users helped at home, equipment, and users without help by year."""
    solution, problem = answer.solution, answer.problem
    helped = solution.helped.mean(axis=0)
    lacking = solution.uncovered.mean(axis=0)
    home = [(k, s) for k, s in enumerate(problem.services) if s.id not in solution.places]
    columns = [year_column()]
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
    return _show(answer)(
        "hjemme",
        _("Hjelp hjemme, utstyr og de som står uten hjelp, år for år"),
        _("Brukere og utstyr, {place}, snitt av trekkene"),
        columns,
        rows,
        alt=_(
            "Brukere som får hjelp hjemme, utstyr i bruk og brukere uten hjelp etter hva de "
            "trenger."
        ),
        note=_(
            "Utstyr regnes i deler av en enhet og vises avrundet. Hvem som står uten hjelp, "
            "følger av vektene under «Antakelser». De er et valg."
        ),
    )


def mix(answer: Answer) -> Exhibit:
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
    return _show(answer)(
        "fordeling",
        _("I {year} er {share} % av brukerne uten hjelp med disse rammene og vektene"),
        _("Brukere etter hvor de får hjelp, {place}, snitt av trekkene"),
        (
            year_column(),
            Column("way", _("Måte å få hjelp på")),
            Column("users", _("Brukere"), Unit.USERS),
        ),
        rows,
        year=str(problem.years[-1]),
        share=format_plain(100 * share),
        pivot=(YEAR, "way", "users"),
        chart=Chart(Shape.COLUMNS, YEAR, "users", "way", stacked=True, zero=True),
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


def worth(answer: Answer) -> Exhibit:
    """Give what one more of each is worth, beside what is found by solving again."""
    shares = {b.resource: b.share for b in answer.binding}
    per, years = answer.person_years, answer.problem.years
    worth = [_clean(item.measure / per) or 0.0 for item in answer.worth]
    best = max(worth, default=0.0)
    most = next((i.resource for i, w in zip(answer.worth, worth, strict=True) if w == best), None)
    return _show(answer)(
        "verdi",
        _("Mest hjelper {what} mer hvert år")
        if most is not None and best > 0.005
        else _("Ingen av rammene er brukt opp"),
        _("Verdien av én til når byggeplanen ligger fast, i brukere med heldøgns behov per år"),
        *by_column(
            answer.worth,
            (Column("what", _("Én til, hvert år")), lambda i: resource_name(answer, i.resource)),
            (
                Column("binding", _("Brukt opp"), Unit.SHARE, 0),
                lambda i: float(shares[i.resource].mean()),
            ),
            (Column("first", _("Fra")), lambda i: _first(years, shares[i.resource])),
            (Column("users", _("Skyggepris"), Unit.USERS, 2), lambda i: _clean(i.measure / per)),
            (
                Column("more", _("Med én til"), Unit.USERS, 2),
                lambda i: _clean(i.measure_more / per),
            ),
            (
                Column("less", _("Med én mindre"), Unit.USERS, 2),
                lambda i: _clean(i.measure_less / per),
            ),
            (
                Column("cost", _("Spart"), Unit.MILLION_NOK, 2),
                lambda i: _clean(i.cost_more / len(years)),
            ),
        ),
        what=_lower(resource_name(answer, most)) if most else "",
        note=_(
            "«Brukt opp» er andelen av år og trekk, og «Fra» det første året det gjelder minst "
            "halvparten av trekkene. Skyggeprisen er flere som får hjelp per år. Den gjelder "
            "for små endringer og ligger mellom de to tallene som er regnet på nytt. «Spart» er "
            "hvor mye billigere planen blir per år med én til når ingen mister hjelp."
        ),
    )


def _first(years: Sequence[int], used: Array) -> str:
    """Give the first year a limit is used up in at least half of the draws."""
    found = (str(y) for y, share in zip(years, used, strict=True) if share >= 0.5)
    return next(found, _("aldri"))


def _clean(value: float) -> float | None:
    """Give a worth free of the solver's rounding; None where there is none."""
    return None if np.isnan(value) else max(float(round_half_up(value, 6)), 0.0)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def front(answer: Answer) -> Exhibit:
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
            (i, float(round_half_up(cost / 1e6, 3)), name, value, gap)
            for name, value in ((mean, usual), (worst, bad))
        ]
    (_first_plan, dear, few_left, _bad), (_last_plan, cheap, many, _worst) = points[0], points[-1]
    return _show(answer)(
        "front",
        _(
            "Mindre penger gir flere uten hjelp: {dear} mill. kr i året lar {few} stå udekket, "
            "{cheap} lar {many}"
        ),
        _(
            "Udekket behov (brukere med heldøgns behov) mot kostnad i mill. kr per år, {place}, "
            "{years}"
        ),
        (
            Column("point", _("Punkt"), Unit.COUNT),
            Column("cost", _("Mill. kr per år"), Unit.COUNT, 0),
            Column("which", _("Trekk")),
            Column("lacking", _("Udekket behov"), Unit.USERS, 1),
            Column("gap", _("Høyst fra den billigste"), Unit.SHARE, 1),
        ),
        rows,
        dear=format_plain(dear / 1e6),
        few=format_plain(few_left, few(few_left)),
        cheap=format_plain(cheap / 1e6),
        many=format_plain(many, few(many)),
        chart=Chart(
            Shape.LINES,
            "cost",
            "lacking",
            "which",
            roles={mean: Role.OWN, worst: Role.PEER},
            zero=True,
            x_title=_("mill. kr per år"),
            y_title=_("udekket behov"),
        ),
        note=_(
            "Udekket behov er regnet om til brukere med heldøgns behov, med vektene under "
            "«Antakelser». Linjene er to mål på de samme planene, ikke et intervall. "
            "«Høyst fra den billigste» er bevist."
        ),
    )


def check(answer: Answer) -> Exhibit | None:
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
    off = abs(check.measure - solution.measure) / max(check.measure, 1e-9)
    return _show(answer)(
        "proving",
        _("Planen er laget for {few} trekk og prøvd på {all}"),
        _("Udekket behov per år (brukere med heldøgns behov) og kostnad, {years}"),
        (
            Column("which", _("Trekk")),
            Column("draws", _("Antall"), Unit.COUNT),
            Column("mean", _("Udekket behov, snitt"), Unit.USERS, 1),
            Column("tail", _("Udekket behov, verste tidel"), Unit.USERS, 1),
            Column("cost", _("Kostnad per år"), Unit.MILLION_NOK, 0),
        ),
        rows,
        few=format_plain(solution.problem.draws),
        all=format_plain(answer.problem.draws),
        off=format_plain(100 * off, 1),
        alt=_(
            "Målet på udekket behov er {off} % annerledes i alle trekkene enn i dem planen er "
            "laget for."
        ),
        note=_("Bygg og utstyr ligger fast, og hvert av trekkene løses for seg."),
    )


def limits(answer: Answer) -> Exhibit:
    """Give the limits the plan keeps, by year."""
    million = {"money", "investment"}
    rows = [
        (
            year,
            f"{limit.label} ({_('mill. kr')})" if limit.kind.value in million else limit.label,
            float(value) / (1e6 if limit.kind.value in million else 1.0)
            if np.isfinite(value)
            else None,
        )
        for limit in answer.problem.limits
        for year, value in zip(answer.problem.years, limit.values, strict=True)
    ]
    return _show(answer)(
        "grensene",
        _("Dette må planen holde seg innenfor"),
        _("Grensene år for år, {place}"),
        (year_column(), Column("limit", _("Grense")), Column("value", _("Verdi"), Unit.COUNT, 0)),
        rows,
        alt=_("Grensene planen må holde, år for år."),
        pivot=(YEAR, "limit", "value"),
        note=_("«Mangler» betyr at året ikke har noen grense."),
    )
