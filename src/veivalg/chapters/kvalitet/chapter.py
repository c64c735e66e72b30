"""Chapter «kvalitet»: quality and coverage against own past, group and country (M18)."""

from __future__ import annotations

from veivalg.chapters.common.indicator_series import missing_series
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.kvalitet import exhibits as exhibits
from veivalg.chapters.kvalitet.model import METHOD, SERVICES, Measure, Model, build
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
    calculation,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import SERVICES as NAMES


def chapter(evidence: Evidence) -> Chapter:
    """Give the indicators of care, school, kindergarten, child welfare and health."""
    model = build(evidence)
    known = bool(model.known)
    return Chapter(
        id="kvalitet",
        title=_("Kvalitet og dekning"),
        municipality=evidence.place,
        period=model.period,
        lead=_(
            "Kapitlet viser kvalitet og dekning i fem tjenesteområder, mot kommunens egne fire "
            "siste år, KOSTRA-gruppen og landet."
        ),
        findings=_findings(model) or (_nothing(evidence, model),),
        sections=tuple(s for service in SERVICES if (s := _section(model, service))),
        missing=_missing(evidence, model),
        terms={
            _("dekning"): _("Hvor stor del av dem som kan ha bruk for en tjeneste, som får den."),
            _("for lite grunnlag"): _("Tallet hviler på færre enn 20, eller er skjermet."),
        },
        methods=(METHOD,),
        notes=value_notes(evidence, [m.entry.id for m in model.known]) if known else (),
    )


def _count(model: Model, id: str, label: str, measures: tuple[Measure, ...]) -> Figure:
    """Make a number of indicators a figure."""
    inputs = [f for m in measures if (f := m.figure(Role.OWN))] or [
        f for m in model.known if (f := m.figure(Role.OWN))
    ]
    return Figure(
        id,
        label,
        len(measures),
        Unit.COUNT,
        model.place,
        model.period,
        calculation(METHOD, _("Telling av indikatorer"), *inputs),
        inputs=tuple(inputs),
        method=METHOD,
    )


def _findings(model: Model) -> tuple[Statement, ...]:
    if not model.known:
        return ()
    return present(
        (_standing(model), _extreme(model, 1), _extreme(model, -1), _turned(model), _thin(model))
    )


def _standing(model: Model) -> Statement | None:
    better, weaker = model.judged(1), model.judged(-1)
    even = model.judged(0)
    if not better + weaker + even:
        return _listed(model)
    text = _(
        "{place} er bedre enn {other} på {better} av {all} tall om kvalitet og dekning, og "
        "svakere på {weaker}."
    )
    return say(
        "samlet",
        fill(text, place=model.place.name, other=model.other.name),
        {
            "better": _count(model, "tall-bedre", _("Tall der kommunen er bedre"), better),
            "weaker": _count(model, "tall-svakere", _("Tall der kommunen er svakere"), weaker),
            "all": _count(
                model, "tall-vurdert", _("Tall som kan vurderes"), better + weaker + even
            ),
        },
    )


def _listed(model: Model) -> Statement | None:
    text = _("Vi har {n} tall om kvalitet og dekning i {place}, men ingen å sammenlikne med.")
    return say(
        "samlet",
        fill(text, place=model.place.name),
        {"n": _count(model, "tall-kjent", _("Kjente tall"), model.known)},
    )


def _gap(measure: Measure, role: Role) -> float:
    """Give the difference to the group as a share of the group's value."""
    own, other = measure.value(Role.OWN), measure.value(role)
    return abs(own - other) / abs(other) if own is not None and other else 0.0


def _extreme(model: Model, sign: int) -> Statement | None:
    """Name the indicator furthest from the group on the good or the weak side."""
    found = model.judged(sign)
    if not found:
        return None
    one = max(found, key=lambda m: _gap(m, model.other_role))
    text = (
        _("Mest til det bedre skiller «{name}» seg ut: {own}, mot {theirs} i {other}.")
        if sign > 0
        else _("Mest til det svakere skiller «{name}» seg ut: {own}, mot {theirs} i {other}.")
    )
    return say(
        "best" if sign > 0 else "svakest",
        fill(text, name=one.entry.name, other=model.other.name),
        {"own": one.figure(Role.OWN), "theirs": one.figure(model.other_role)},
    )


def _turned(model: Model) -> Statement | None:
    if not any(m.trend is not None for m in model.known):
        return None
    text = _("Mot egne tall de fire årene før er {up} blitt bedre og {down} svakere.")
    return say(
        "utvikling",
        text,
        {
            "up": _count(model, "tall-opp", _("Tall som er blitt bedre"), model.turned(1)),
            "down": _count(model, "tall-ned", _("Tall som er blitt svakere"), model.turned(-1)),
        },
    )


def _thin(model: Model) -> Statement | None:
    if not model.thin:
        return None
    text = _(
        "For lite grunnlag for {n} av tallene: de er skjermet, ikke publisert eller hviler på "
        "for få. De er ikke med i vurderingen."
    )
    return say(
        "for-lite",
        text,
        {"n": _count(model, "tall-for-lite", _("Tall med for lite grunnlag"), model.thin)},
        caution=True,
    )


def _nothing(evidence: Evidence, model: Model) -> Statement:
    text = (
        _("For lite grunnlag: ingen av tallene om kvalitet i {place} kan vises.")
        if model.thin
        else _("Vi mangler tall om kvalitet og dekning i {place}.")
    )
    return Statement("ingen-tall", fill(text, place=evidence.place.name), {}, caution=True)


def _section(model: Model, service: str) -> Section | None:
    blocks: list[Block] = [
        e
        for e in (
            exhibits.overview(model, service),
            exhibits.shares(model, service),
            exhibits.relative(model, service),
        )
        if e is not None
    ]
    if not blocks:
        return None
    blocks += present(_one(m) for m in model.of(service) if m.known)
    return Section(service.replace("_", "-"), NAMES[service], tuple(blocks))


def _one(measure: Measure) -> Statement | None:
    """Say one indicator: own, group, country, four years, trend, and what it means."""
    own = measure.figure(Role.OWN)
    if own is None:
        return None
    figures: dict[str, Figure | None] = {"own": own}
    against = []
    for slot, role in (("group", Role.GROUP), ("country", Role.NORWAY)):
        other = measure.figure(role)
        if other is not None:
            figures[slot] = other
            against.append(
                _("{value} i {place}").format(
                    value=f"{{{slot}}}",
                    place=_("landet") if role is Role.NORWAY else other.place.name,
                )
            )
    text = _("{name}, {period}: {own}")
    if against:
        text += _(", mot {others}")
    text += "."
    mean = measure.mean
    if mean is not None and not measure.smoothed:
        figures["mean"] = mean
        text += " " + _("Snittet av fire år er {mean}.")
    text += " " + _("Utvikling: {trend}. Hva betyr dette? {plain}")
    slug = measure.entry.id.replace("_", "-")
    return say(
        slug,
        fill(
            text,
            name=measure.entry.name,
            period=measure.period,
            others=_(" og ").join(against),
            trend=exhibits.mark(measure),
            plain=measure.entry.plain,
        ),
        figures,
    )


def _missing(evidence: Evidence, model: Model) -> tuple[Missing, ...]:
    if model.known or model.thin:
        return missing_series(evidence, [m.series for m in model.measures])
    why = _("Ingen av tallene om kvalitet og dekning er hentet for {place}.")
    return (
        Missing(
            _("Kvalitet og dekning"),
            fill(why, place=evidence.place.name),
            how_to_get(evidence.place),
            table_name("indicators"),
        ),
    )
