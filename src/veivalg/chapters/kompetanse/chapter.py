"""Chapter «kompetanse»: who works in care, and what education they have."""

from __future__ import annotations

from veivalg.chapters.common.indicator_series import Series, missing_series
from veivalg.chapters.common.missing import how_to_get, missing_table
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.sentences import fill, present, rises, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.kompetanse import exhibits as exhibits
from veivalg.chapters.kompetanse.model import ALL, EDUCATED, HEALTH, METHOD, Model, build, label
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


def chapter(evidence: Evidence) -> Chapter:
    """Give årsverk in care by occupation over time and the share with health education."""
    model, educated = build(evidence)
    return Chapter(
        id="kompetanse",
        title=_("Kompetanse"),
        municipality=evidence.place,
        period=december(model.year) if model else str(educated.year or ""),
        lead=_(
            "Kapitlet viser hvilke yrker som gir omsorgen, hvor mange som har helseutdanning, "
            "og hvordan det endrer seg."
        ),
        findings=_findings(model, educated) or (_nothing(evidence),),
        sections=_sections(model, educated),
        missing=_missing(evidence, model, educated),
        terms={
            _("avtalte årsverk"): _("Stillingene de ansatte har avtale om, regnet om til heltid."),
            _("helsefagarbeider"): _("Fagarbeider med videregående opplæring i helsefag."),
            _("vernepleier"): _(
                "Helsepersonell med høgskoleutdanning, særlig for personer med "
                "funksjonsnedsettelse."
            ),
        },
        methods=(METHOD,),
        notes=value_notes(evidence, [EDUCATED]),
    )


def _findings(model: Model | None, educated: Series) -> tuple[Statement, ...]:
    if model is None:
        return present((_educated(educated),))
    return present(
        (
            _all(model),
            _educated(educated),
            _nurses(model),
            _assistants(model),
            _health(model),
            _compared(model),
        )
    )


def _all(model: Model) -> Statement | None:
    own = model.own
    first, last = own.figure(ALL, model.first), own.figure(ALL, model.year)
    words = {"place": own.place.name, "last": str(model.year), "first": str(model.first)}
    if model.first == model.year:
        text = _("{place} hadde {b} i omsorgstjenesten ved utgangen av {last}.")
        return say("arsverk", fill(text, **words), {"b": last})
    text = _("{place} hadde {b} i omsorgstjenesten ved utgangen av {last}, mot {a:u} i {first}.")
    return say("arsverk", fill(text, **words), {"a": first, "b": last})


def _educated(one: Series) -> Statement | None:
    last = one.figure()
    if one.own is None or last is None:
        return None
    known = sorted((y, v) for y, v in one.own.values.items() if v is not None)
    figures: dict[str, Figure | None] = {"b": last}
    text = _("{b} av de brukerrettede årsverkene hadde helseutdanning i {last}{others}.")
    if len(known) > 1:
        figures["a"] = one.figure(known[0][0])
        text = _(
            "Andelen av de brukerrettede årsverkene med helseutdanning {verb} fra {a} i "
            "{first} til {b} i {last}{others}."
        )
    beside = []
    for role in (Role.GROUP, Role.NORWAY):
        figure = one.figure(role=role)
        if figure is not None:
            figures[role.value] = figure
            beside.append(f"{{{role.value}}} {_('i')} {figure.place.name}")
    others = f", {_('mot')} {' og '.join(beside)}" if beside else ""
    text = fill(
        text,
        verb=rises(known[-1][1] - known[0][1]),
        first=str(known[0][0]),
        last=str(known[-1][0]),
        others=others,
    )
    return say("utdanning", text, figures)


def _occupation(model: Model, id: str, occupation: str) -> Statement | None:
    """Say how many work in an occupation, what share they are, and the change."""
    own, year = model.own, model.year
    figures: dict[str, Figure | None] = {
        "n": own.figure(occupation, year),
        "share": own.share_figure(
            f"andel-{id}", label(occupation), own.share(occupation, year), year, occupation
        ),
    }
    then = own.value(occupation, model.first)
    if model.first == year or then is None:
        text = _("{who}: {n}, {share} av alle.")
        return say(id, fill(text, who=label(occupation)), figures)
    now = own.value(occupation, year)
    inputs = tuple(f for y in (model.first, year) if (f := own.figure(occupation, y)) is not None)
    figures["change"] = Figure(
        f"endring-{id}",
        _("Endring i årsverk"),
        None if now is None else now - then,
        Unit.FTE,
        own.place,
        f"{model.first}–{year}",
        calculation(METHOD, _("Endring i årsverk"), *inputs),
        0,
        formula=_("Siste år − første år"),
        inputs=inputs,
        method=METHOD,
    )
    text = _("{who}: {n}, {share} av alle. Endringen fra {first} er {change:+}.")
    return say(id, fill(text, who=label(occupation), first=str(model.first)), figures)


def _nurses(model: Model) -> Statement | None:
    return _occupation(model, "sykepleiere", "nurse")


def _assistants(model: Model) -> Statement | None:
    return _occupation(model, "medarbeidere", "care_assistant")


def _health(model: Model) -> Statement | None:
    share = model.own.health_share(model.year)
    figure = model.own.share_figure(
        "andel-helseyrker", _("Andel i helseyrker"), share, model.year, *HEALTH
    )
    text = _(
        "Sykepleiere, spesialsykepleiere, vernepleiere og helsefagarbeidere er til sammen "
        "{share} av årsverkene."
    )
    return say("helseyrker", text, {"share": figure})


def _compared(model: Model) -> Statement | None:
    """Set the share of nurses beside those compared with, in the newest year both are known."""
    figures: dict[str, Figure | None] = {}
    for staff in (model.own, *model.others):
        year = staff.years[-1]
        figure = staff.share_figure(
            "andel-sykepleiere-mot", label("nurse"), staff.share("nurse", year), year, "nurse"
        )
        if figure is not None:
            figures[f"place_{staff.place.code}"] = figure
    own = figures.pop(f"place_{model.own.place.code}", None)
    if own is None or not figures:
        return None
    beside = f" {_('og')} ".join(
        f"{{{slot}}} {_('i')} {f.place.name}" for slot, f in figures.items() if f
    )
    text = fill(
        _("Sykepleiere er {own} av årsverkene i {place}, mot {others}."),
        place=model.own.place.name,
        others=beside,
    )
    return say("sammenlikning", text, {"own": own, **figures})


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler tall om ansatte i omsorg i {place}, så kompetansen kan ikke vises ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(model: Model | None, educated: Series) -> tuple[Section, ...]:
    parts: list[tuple[str, str, list[Block | None]]] = [
        ("utdanning", _("Helseutdanning"), [exhibits.education(educated)]),
        (
            "yrker",
            _("Yrker i omsorgstjenesten"),
            [exhibits.by_occupation(model), exhibits.over_time(model)] if model else [],
        ),
    ]
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _missing(evidence: Evidence, model: Model | None, educated: Series) -> tuple[Missing, ...]:
    found = list(missing_series(evidence, [educated]))
    if model is None:
        return (missing_table(evidence, "care_staff", _("Årsverk etter yrke")), *found)
    hidden = model.hidden()
    if hidden:
        found.append(
            Missing(
                _("Årsverk for noen yrker"),
                _("Tallet er skjermet eller ikke oppgitt: {names}.").format(
                    names=", ".join(label(o) for o in hidden)
                ),
                _("Bruk kommunens egne tall."),
                "care_staff",
            )
        )
    if not model.others:
        found.append(
            Missing(
                _("Yrker i KOSTRA-gruppen og landet"),
                _("Årsverk etter yrke er ikke hentet for gruppen eller landet."),
                how_to_get(evidence.place),
                "care_staff",
            )
        )
    return tuple(found)
