"""What the chapter «okonomi» would have in an overview: the result, and fund and debt together."""

from veivalg.chapters.common.periods import plan_span
from veivalg.chapters.common.ranking import DEBT_YEARS, FUND_YEARS
from veivalg.chapters.common.sentences import cautious, fill, say
from veivalg.chapters.okonomi import SPEC
from veivalg.chapters.okonomi.model import Model, aim, build, moved_area
from veivalg.chapters.okonomi.sentences import result_gap
from veivalg.content import Figure, Ranked, Role, Statement, Theme, Track, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.finance import DEBT, FUND, RESULT


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give the result against its target, and what is set aside and owed against theirs."""
    model = build(evidence)
    result = _result(model, moved_area(evidence, model))
    return tuple(one for one in (result, _balance(model)) if one is not None)


def _result(model: Model, moved: dict[str, Figure | None]) -> Ranked | None:
    one, money = model.series[RESULT], model.gap(RESULT)
    text = _("Netto driftsresultat var {value} av driftsinntektene i {year}{others}")
    figures: dict[str, Figure | None] = {"value": one.figure()}
    others = _others(model, RESULT, figures, _(", mot {other} i {name}"))
    if money is not None:
        figures["gap"] = result_gap(model)
        text += (
            _(". Det er {gap:a} under målet på {aim}.")
            if money > 0
            else _(". Det er {gap:a} over målet på {aim}.")
        )
    else:
        text += _(". Målet er {aim}.")
    if moved:
        figures |= moved
        text += " " + _(
            "Men netto utgift til {area} gikk fra {was:a} til {now:a} på et år. Sjekk føringen."
        )
        area = next(f.label for f in moved.values() if f)
        text = fill(text, area=area[:1].lower() + area[1:])
    said = _say(model, "resultat-rangert", text, figures, RESULT, others)
    said = cautious(said, when=bool(moved))
    if said is None:
        return None
    return Ranked(
        f"{SPEC.id}-resultat",
        Theme.ECONOMY,
        said,
        None if money is None else 0.0 if moved else abs(money),
        _("Avstanden fra netto driftsresultat til målet, i kroner i året"),
        _("Usikkert") if moved else _("Regnskap"),
        _("Et område flyttet seg over 30 prosent på et år")
        if moved
        else _("Tallet er regnskapsført"),
        one.year_text,
        SPEC.id,
        _shown(RESULT),
        _track(model, RESULT),
        always=bool(moved),
        name=model.target(RESULT).label,
    )


def _balance(model: Model) -> Ranked | None:
    newest = max((model.series[id].year or 0 for id in (FUND, DEBT)), default=0)
    known = [id for id in (FUND, DEBT) if newest and model.series[id].year == newest]
    if not known:
        return None
    figures: dict[str, Figure | None] = {id: model.series[id].figure() for id in known}
    first, last = known[0], known[-1]
    aside = _(" ({name}: {other})") if len(known) > 1 else _(", mot {other} i {name}")
    others = _others(model, DEBT, figures, aside) if DEBT in known else ""
    text = {
        (FUND, DEBT): _(
            "Disposisjonsfondet var {reserve_fund} og netto lånegjeld {net_debt}{others} av "
            "driftsinntektene i {year}. Målene er {aim} og {most}."
        ),
        (FUND,): _(
            "Disposisjonsfondet var {reserve_fund} av driftsinntektene i {year}. Målet er {aim}."
        ),
        (DEBT,): _(
            "Netto lånegjeld var {net_debt} av driftsinntektene i {year}{others}. Målet er {aim}."
        ),
    }[tuple(known)]
    said = _say(model, "fond-gjeld-rangert", text, figures, first, others, last)
    if said is None:
        return None
    years = {FUND: FUND_YEARS, DEBT: DEBT_YEARS}
    gaps = [(model.gap(id), years[id]) for id in known]
    lacking = [max(gap, 0.0) / n for gap, n in gaps if gap is not None]
    far = max(known, key=lambda id: (model.short(id) or 0.0) / years[id])
    yearly = sum(lacking) if lacking else None
    return Ranked(
        f"{SPEC.id}-fond-gjeld",
        Theme.ECONOMY,
        said,
        yearly,
        _("Det som mangler til målene: fondet bygd opp på ti år, gjelden nedbetalt på 25"),
        _("Regnskap"),
        _("Tallene er regnskapsført"),
        model.series[first].year_text,
        SPEC.id,
        _shown(far),
        _track(model, far),
        _to_targets(model, known, yearly) if yearly else None,
        name=_("Fond og gjeld"),
    )


def _shown(id: str) -> str:
    """Give where a key figure is drawn over time with its target."""
    return f"utstilling-{SPEC.id}-okonomi-{id.replace('_', '-')}"


def _to_targets(model: Model, known: list[str], yearly: float) -> Statement | None:
    """Say what reaching the targets takes each year of the økonomiplan."""
    figure = model.figures(*known)(
        "avstand-per-ar",
        _("Det som mangler til målene, fordelt på årene de nås på"),
        yearly,
        Unit.MILLION_NOK,
        _("Avstand for fondet ÷ 10 + avstand for gjelden ÷ 25, der målet ikke er nådd"),
    )
    year = model.series[known[0]].year or 0
    text = _(
        "Nås målene på 10 år (fond) og 25 år (gjeld), tar det {yearly} i året i økonomiplanen "
        "{span}."
    )
    return say("fond-gjeld-rangert-fram", text, {"yearly": figure}, span=plan_span(year + 1))


def _others(model: Model, id: str, figures: dict[str, Figure | None], text: str) -> str:
    """Give in `text` what the group, or else the country, had, and put it in the figures."""
    for role in (Role.GROUP, Role.NORWAY):
        other = model.series[id].figure(role=role)
        if other is not None:
            figures["other"] = other
            return fill(text, name=other.place.name)
    return ""


def _say(
    model: Model,
    id: str,
    text: str,
    figures: dict[str, Figure | None],
    first: str,
    others: str,
    last: str = "",
) -> Statement | None:
    words = {
        "year": str(model.series[first].year),  # a sentence marks what will be revised itself
        "aim": aim(model.target(first)),
        "most": aim(model.target(last or first)),
    }
    return say(id, text.replace("{others}", others), figures, words)


def _track(model: Model, id: str) -> Track | None:
    one = model.series[id]
    known = sorted((y, v) for y, v in (one.own.values if one.own else {}).items() if v is not None)
    if len(known) < 2:
        return None
    years, values = zip(*known, strict=True)
    return Track(model.target(id).label, model.place, one.entry.unit, years, values)
