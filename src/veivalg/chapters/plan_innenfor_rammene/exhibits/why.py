"""Why: the front, what binds and is worth, whether the plan holds, and the limits."""

from collections.abc import Sequence

import numpy as np

from veivalg.chapters.common.exhibits import by_column
from veivalg.chapters.common.timeline import YEAR, year_column
from veivalg.chapters.plan_innenfor_rammene.exhibits import show
from veivalg.chapters.plan_innenfor_rammene.model import money_word, plain
from veivalg.chapters.plan_innenfor_rammene.sentences.worth import LEAST_WORTH, goal, measured
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.explain import Resource
from veivalg.maths.optimise.plans import BOUGHT, Point, digits, front_points
from veivalg.maths.optimise.problem import Kind

LEAST_KRONER = 5_000.0
"""NOK a year; less is written as 0,00 million."""


def resource_name(answer: Answer, resource: Resource) -> str:
    """Say what «one more» is."""
    if resource.kind == "staff":
        return _("Ett årsverk")
    if resource.kind == "money":
        return _("Én million til drift")
    name = answer.problem.service(resource.id).label
    return _("Én plass ({name})").format(name=_lower(name))


def worth(answer: Answer) -> Exhibit:
    """Give how much one more of each helps, found by solving again, and what it saves."""
    shares = {b.resource: float(b.share.mean()) for b in answer.binding}
    helped = {i.resource: _clean(i.measure / answer.person_years) for i in answer.worth}
    worth_it = [i for i in answer.worth if (helped[i.resource] or 0.0) >= LEAST_WORTH]
    first = worth_it[0].resource if worth_it else None
    what = resource_name(answer, first) if first else ""
    n = format_plain((helped[first] or 0.0) if first else 0.0, 2)
    saved = (
        (
            (
                Column("cost", _("Sparer"), Unit.MILLION_NOK, 2),
                lambda i: _clean(i.cost / len(answer.problem.years)),
            ),
        )
        if answer.basis.priced
        and any(i.cost / len(answer.problem.years) >= LEAST_KRONER for i in worth_it)
        else ()
    )
    return show(answer)(
        "verdi",
        _("{what} mer hvert år hjelper like mye som hjelp til {n} med heldøgns behov")
        if worth_it
        else _("Ingenting her hjelper flere: ingen av rammene holder planen tilbake"),
        _(
            "Hva hjelper én til hvert år? Brukere med heldøgns behov i snitt per år, når byggene "
            "ligger fast, {place} {years}"
        ),
        *by_column(
            worth_it or answer.worth,
            (Column("what", _("Én til hvert år")), lambda i: resource_name(answer, i.resource)),
            (Column("more", _("Hjelper så mange"), Unit.USERS, 2), lambda i: helped[i.resource]),
            (Column("binding", _("Brukt opp"), Unit.SHARE, 0), lambda i: shares[i.resource]),
            *saved,
        ),
        what=what,
        n=n,
        note=(_example(what, n) if worth_it else "")
        + _(
            "«Brukt opp» er hvor ofte alt er i bruk, av alle år og trekk. {saved}{measured}"
        ).format(
            saved=_("«Sparer» er hvor mye billigere planen blir i året når ingen mister hjelp. ")
            if saved
            else "",
            measured=measured(answer),
        ),
    )


def _example(what: str, n: str) -> str:
    """Give the first row as a sentence, so that the unit is understood; the rows don't rank."""
    return _(
        "Eksempel: {what} mer hvert år, med ellers like rammer, gjør det udekkede behovet så mye "
        "mindre som om {n} flere med heldøgns behov fikk hjelp, alle år. Radene har ulik enhet og "
        "kan ikke rangeres: ett årsverk, én plass og én million koster ikke det samme. "
    ).format(what=_lower(what), n=n)


def _clean(value: float) -> float | None:
    """Give a worth free of the solver's rounding; None where there is none."""
    return None if np.isnan(value) else max(float(round_half_up(value, 6)), 0.0)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def front(answer: Answer) -> Exhibit | None:
    """Give the front between cost and uncovered need, doing nothing its last point."""
    points = front_points(answer)
    if not points:
        return None
    first, unit = points[0], money_word(answer)
    title = (
        _(
            "{name}: {few} udekket for {dear} {unit} i året. Ingenting bygges eller kjøpes: "
            "{many} for {cheap}"
        )
        if len(points) > 1
        else _("Ingen plan innenfor rammene dekker mer enn «ingenting bygges eller kjøpes»")
    )
    return show(answer)(
        "front",
        title,
        _("Udekket behov {practice}, i snitt per år, mot {unit} per år, {place}"),
        (
            Column("cost", _("Per år ({unit})").format(unit=unit), Unit.COUNT, 0),
            Column("which", _("Trekk")),
            Column("point", _("Plan")),
            Column("lacking", _("Udekket behov"), Unit.USERS, _digits(points)),
            Column("otherwise", _("Å dekke resten på annen måte"), Unit.COUNT, 0),
            Column("total", _("I alt"), Unit.COUNT, 0),
            Column("gap", _("Høyst fra den billigste"), Unit.SHARE, 1),
        ),
        _front_rows(points),
        terms={"total": ("cost", "otherwise")},
        dear=format_plain(first.cost / 1e6),
        cheap=format_plain(points[-1].cost / 1e6),
        name=point_name(first, 1),
        few=plain(first.lacking),
        many=plain(points[-1].lacking),
        unit=unit,
        chart=_front_chart(unit),
        note=_(
            "Regnet i trekkene planen er laget for, i snitt over årene. Linjene viser to sider av "
            "de samme planene, ikke et intervall. {goal} Her er hver udekket bruker talt som én. "
            "«Høyst fra den billigste» er bevist. Det som ikke er dekket, må kommunen dekke på "
            "annen måte: «I alt» er summen med det."
        ).format(goal=goal(answer))
        + _why_fewer_at_worst(points)
        + _why_cheaper(points),
    )


def _why_fewer_at_worst(points: Sequence[Point]) -> str:
    """Say why a cheaper plan may have fewer uncovered at the worst; empty where none has."""
    worst = [round_half_up(p.worst, _digits(points)) for p in points if not p.idle]
    if worst == sorted(worst):
        return ""
    return _(
        " Hvert punkt er den billigste planen som holder målet på et visst nivå. Et billigere "
        "punkt kan derfor ha færre udekket i den verste tidelen, når det har flere i snitt."
    )


def _why_cheaper(points: Sequence[Point]) -> str:
    """Say why a plan may cost less than doing nothing; empty where none with equipment does."""
    *plans, last = points
    cheap = [p for p in plans if p.shown[0] < last.shown[0] and (p.plan.units >= BOUGHT).any()]
    if not last.idle or not cheap:
        return ""
    return _(
        " «Ingenting bygges eller kjøpes» har heller ikke nytt utstyr, som frigjør arbeidstid. "
        "Derfor kan et punkt med utstyr koste mindre, også når det bygger."
    )


def _digits(points: Sequence[Point]) -> int:
    """Give the decimals of the uncovered: one where any mean is under ten."""
    return max(digits(point.lacking) for point in points)


def _lines() -> tuple[str, str]:
    """Name the two measures of a plan."""
    return _("Snitt av trekkene"), _("Den verste tidelen av trekkene")


def _idle(name: str) -> str:
    return _("{name}: ingenting bygges eller kjøpes").format(name=name)


def _front_rows(points: Sequence[Point]) -> list[tuple[Cell, ...]]:
    """Give a row for each point and measure; building nothing is a series of its own."""
    return [
        (
            float(round_half_up(point.cost / 1e6, 3)),
            _idle(name) if point.idle else name,
            point_name(point, i),
            value,
            point.otherwise / 1e6,
            point.total / 1e6,
            _gap(point),
        )
        for i, point in enumerate(points, start=1)
        for name, value in zip(_lines(), (point.lacking, point.worst), strict=True)
    ]


def _front_chart(unit: str) -> Chart:
    mean, worst = _lines()
    return Chart(
        Shape.LINES,
        "cost",
        "lacking",
        "which",
        roles={mean: Role.OWN, worst: Role.PEER, _idle(mean): Role.OWN, _idle(worst): Role.PEER},
        zero=True,
        x_title=_("{unit} per år").format(unit=unit),
        y_title=_("udekket behov"),
    )


def point_name(point: Point, number: int) -> str:
    """Name a point of the front: the plan is the first, building nothing the last."""
    if point.idle:
        return _("Ingenting bygges eller kjøpes")
    return (_("Punkt {n} (planen)") if point.chosen else _("Punkt {n}")).format(n=number)


def _gap(point: Point) -> float | None:
    proof = point.plan.cost_proof
    return None if proof is None or np.isnan(proof.gap) else proof.gap


def check(answer: Answer) -> Exhibit | None:
    """Give the plan in the draws it was made for beside those that are shown."""
    check, solution = answer.check, answer.solution
    if check is None:
        return None
    per = answer.person_years
    usual, bad = answer.heavy(solution)
    table = (
        (_("Trekkene planen er laget for"), solution.problem.draws, usual, bad),
        (_("Trekkene som vises"), answer.problem.draws, check.mean / per, check.tail / per),
    )
    off = abs(check.measure - solution.measure) / max(check.measure, 1e-9)
    return show(answer)(
        "proving",
        _("Planen er laget for {few} trekk og prøvd på {all}"),
        _("Udekket behov per år, vektet: brukere med heldøgns behov, {place}, {years}"),
        (
            Column("draws", _("Trekk")),
            Column("count", _("Antall"), Unit.COUNT),
            Column("mean", _("Snitt av trekkene"), Unit.USERS, 1),
            Column("worst", _("Den verste tidelen"), Unit.USERS, 1),
        ),
        table,
        few=format_plain(solution.problem.draws),
        all=format_plain(answer.problem.draws),
        off=format_number(off, Unit.SHARE, 1),
        alt=_(
            "Målet på udekket behov er {off} annerledes i trekkene som vises enn i dem planen er "
            "laget for."
        ),
        note=_("Bygg og utstyr ligger fast, og hvert av trekkene løses for seg."),
    )


def limits(answer: Answer) -> Exhibit:
    """Give the limits the plan keeps, by year."""
    million = {Kind.MONEY: _("mill. kr"), Kind.INVESTMENT: _("mill. kr, alle år til sammen")}
    table = [
        (
            year,
            f"{limit.label} ({million[limit.kind]})" if limit.kind in million else limit.label,
            float(value) / (1e6 if limit.kind in million else 1.0) if np.isfinite(value) else None,
        )
        for limit in answer.problem.limits
        if limit.kind is not Kind.KEPT
        for year, value in zip(answer.problem.years, limit.values, strict=True)
    ]
    none = any(value is None for _year, _limit, value in table)
    return show(answer)(
        "grensene",
        _("Dette må planen holde seg innenfor"),
        _("Grensene år for år, {place}"),
        (year_column(), Column("limit", _("Grense")), Column("value", _("Verdi"), Unit.COUNT, 0)),
        table,
        alt=_("Grensene planen må holde, år for år."),
        pivot=(YEAR, "limit", "value"),
        note=(_("«Mangler» betyr at året ikke har noen grense. ") if none else "")
        + _("Plassene som finnes, holdes i bruk av dem de er ment for, så lenge de trengs."),
    )
