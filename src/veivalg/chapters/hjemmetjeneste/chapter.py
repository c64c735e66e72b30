"""Chapter «hjemmetjeneste»: time with users, who gets the hours, what more ATA frees (M10)."""

from __future__ import annotations

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.hjemmetjeneste import exhibits as exhibits
from veivalg.chapters.hjemmetjeneste.model import METHOD, Model, build, few_hours, target
from veivalg.content import Block, Chapter, Missing, Section, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.home_care import ata, over_full
from veivalg.tables.gate import any_rows


def chapter(evidence: Evidence) -> Chapter:
    """Give ATA by zone and in all, the profiles, and what raising ATA frees."""
    model = build(evidence)
    return Chapter(
        id="hjemmetjeneste",
        title=_("Hjemmetjenesten"),
        municipality=evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet viser hvor stor del av tiden som går til brukerne, hvordan timene er "
            "fordelt, og hva det gir å heve ATA-tiden."
        ),
        findings=_findings(model) if model else (_nothing(evidence),),
        sections=_sections(model) if model else (),
        missing=_missing(evidence, model),
        assumptions=(model.target if model else target(evidence),),
        terms={
            _("ATA-tid"): _(
                "Ansikt-til-ansikt-tid: andelen av tiden det er folk til, som går til brukerne."
            ),
            _("utøvende årsverk"): _("Årsverk som gjør besøk, uten ledere og kontor."),
        },
        methods=(METHOD,),
    )


def _nothing(evidence: Evidence) -> Statement:
    """Say why there is nothing: no visits brought, or visits to so few that all is hidden."""
    if not any_rows(evidence.persons.get("home_care_visits")):
        return nothing_own(evidence, "home_care_visits")
    text = _("Færre enn fem brukere har besøk, så alle tall om dem er skjermet.")
    return Statement("faa-brukere", text, {}, caution=True)


def _findings(model: Model) -> tuple[Statement, ...]:
    return present(
        [
            example_note(model.hours, model.staff),
            _time(model),
            _without_people(model),
            _uneven(model),
            _few(model),
            _gain(model),
            _granted(model),
            _fault(model),
            _unstaffed(model),
        ]
    )


def _time(model: Model) -> Statement | None:
    hours, fte = model.hours_with_users(), model.people()
    if fte is None:
        return say("timer", _("Brukerne får {hours} i uken."), {"hours": hours})
    text = _("{ata} av tiden det er folk til, går til brukerne: {hours} i uken med {fte}.")
    share = model.calculated(
        "ata",
        _("ATA-tid"),
        model.ata,
        Unit.SHARE,
        _("Timer hos brukerne ÷ (årsverk × timer per uke)"),
    )
    return say("tid", text, {"ata": share, "hours": hours, "fte": fte})


def _without_people(model: Model) -> Statement | None:
    """Say why there is no ATA: no people, or people in zones of other names."""
    if model.zones:
        return None
    if model.unmatched:
        text = _(
            "Sonenavnene er ikke like: {visits} i timene, {staff} i årsverkene. Derfor er "
            "ATA-tiden ikke regnet ut. Bruk samme navn i begge filene."
        )
        said = fill(text, visits=", ".join(model.without_staff), staff=", ".join(model.unmatched))
    else:
        said = _("Årsverk mangler, så ATA-tiden er ikke regnet ut.")
    return Statement("uten-aarsverk", said, {}, caution=True)


def _uneven(model: Model) -> Statement | None:
    if len(model.zones) < 2:
        return None
    order = sorted(model.zones, key=lambda z: ata([z]) or 0.0)
    low, high = order[0], order[-1]
    formula = _("Timer ÷ timer det er folk til, i sonen")
    text = fill(
        _("ATA-tiden er lavest i {low} ({lowest}) og høyest i {high} ({highest})."),
        low=low.name,
        high=high.name,
    )
    return say(
        "ujevn",
        text,
        {
            "lowest": model.calculated(
                "ata-lavest", _("Laveste ATA-tid"), ata([low]), Unit.SHARE, formula
            ),
            "highest": model.calculated(
                "ata-hoyest", _("Høyeste ATA-tid"), ata([high]), Unit.SHARE, formula
            ),
        },
    )


def _few(model: Model) -> Statement | None:
    few = few_hours(model.week) if model.week is not None else None
    if few is None:
        return None
    text = _("{users} av brukerne får under 2,5 timer i uken. De får {hours} av timene.")
    return say(
        "smaa",
        text,
        {
            "users": model.calculated(
                "smaa-brukere",
                _("Brukere under 2,5 timer"),
                few[0],
                Unit.SHARE,
                _("Brukere under 2,5 timer ÷ alle brukere"),
            ),
            "hours": model.calculated(
                "smaa-timer",
                _("Timer til dem"),
                few[1],
                Unit.SHARE,
                _("Timer til dem ÷ alle timer"),
            ),
        },
    )


def _gain(model: Model) -> Statement | None:
    if model.freed <= 0:
        return None
    text = _("Heves ATA-tiden til {aim:0} i sonene som ligger under, frigjøres {fte}.")
    return say(
        "gevinst",
        text,
        {
            "aim": model.calculated(
                "ata-maal",
                _("ATA-tid sonene heves til"),
                model.target.value,
                Unit.SHARE,
                _("Valgt forutsetning"),
                model.target,
            ),
            "fte": model.calculated(
                "frigjort",
                _("Årsverk frigjort"),
                model.freed,
                Unit.FTE,
                _("Årsverk × (1 − ATA nå ÷ ATA hevet til)"),
                model.target,
                decimals=1,
            ),
        },
    )


def _granted(model: Model) -> Statement | None:
    if not model.granted:
        return None
    text = _("Det leveres {share} av timene som er vedtatt.")
    return say(
        "vedtak",
        text,
        {
            "share": model.calculated(
                "levert-av-vedtatt",
                _("Leverte av vedtatte timer"),
                sum(z.hours for z in model.every) / model.granted,
                Unit.SHARE,
                _("Leverte timer ÷ vedtatte timer"),
            ),
        },
    )


def _fault(model: Model) -> Statement | None:
    names = over_full(model.zones)
    if not names:
        return None
    text = _(
        "{zones} har flere timer hos brukerne enn det er folk til. Se etter besøk med to "
        "ansatte som er ført én gang, eller årsverk som mangler."
    )
    return Statement("feil", fill(text, zones=", ".join(names)), {}, caution=True)


def _unstaffed(model: Model) -> Statement | None:
    if not model.zones or not model.without_staff:
        return None
    text = _("{zones} har besøk, men ingen årsverk, og er ikke med.")
    return Statement(
        "uten-aarsverk", fill(text, zones=", ".join(model.without_staff)), {}, caution=True
    )


def _sections(model: Model) -> tuple[Section, ...]:
    week = model.week
    profile: list[Block | None] = (
        []
        if week is None
        else [
            exhibits.hour_profile(model, week),
            exhibits.zones_by_hours(model, week),
            exhibits.ages(model, week),
        ]
    )
    found: list[tuple[str, str, list[Block | None]]] = [
        (
            "ata",
            _("Tid hos brukerne"),
            [exhibits.by_zone(model), exhibits.chart_of_zones(model)] if model.zones else [],
        ),
        ("profil", _("Hvem får timene"), profile),
        (
            "gevinst",
            _("Hva mer ATA-tid gir"),
            [exhibits.gain(model) if model.zones else None, exhibits.decided(model)],
        ),
    ]
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    names = [n for n in ("home_care_visits", "home_care_staff") if not evidence.has_own(n)]
    return tuple(missing_own(evidence, name) for name in names)
