"""Chapter «hjemmetjeneste»: time with users, who gets the hours, what more ATA frees (M10)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned, nothing_own
from veivalg.chapters.common.printed import documents
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.common.zones import brought
from veivalg.chapters.hjemmetjeneste import SPEC, exhibits, sentences
from veivalg.chapters.hjemmetjeneste.model import Model, build, target
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give ATA by zone and in all, the profiles, and what raising ATA frees."""
    model = build(evidence)
    nothing = (
        sentences.few_users() if brought(evidence) else nothing_own(evidence, "home_care_visits")
    )
    return frame(
        SPEC,
        evidence.place,
        period=model.own.period if model else "",
        lead=_(
            "Kapitlet viser hvor stor del av tiden som går til brukerne, hvordan timene er "
            "fordelt, og hva det gir å heve ATA-tiden."
        ),
        findings=_findings(model) if model else (),
        nothing=nothing,
        sections=[
            *(_sections(model) if model else ()),
            section("trykt", _("Trykte tall"), sentences.printed(documents(evidence))),
        ],
        missing=missing_owned(evidence, "home_care_visits", "home_care_staff"),
        assumptions=(model.target if model else target(evidence),),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(model.own.hours, model.own.staff)
    yield sentences.time(model)
    yield sentences.without_people(model)
    yield sentences.uneven(model)
    yield sentences.few(model)
    yield sentences.gain(model)
    yield sentences.granted(model)
    yield sentences.fault(model)
    yield sentences.unstaffed(model)


def _sections(model: Model) -> Iterator[Section | None]:
    if model.own.zones:
        zones = exhibits.by_zone(model), exhibits.chart_of_zones(model)
        yield section("ata", _("Tid hos brukerne"), *zones)
    if model.own.week is not None:
        yield section(
            "profil",
            _("Hvem får timene"),
            exhibits.hour_profile(model, model.own.week),
            exhibits.zones_by_hours(model, model.own.week),
            exhibits.ages(model, model.own.week),
        )
    yield section(
        "gevinst",
        _("Hva mer ATA-tid gir"),
        exhibits.gain(model) if model.own.zones else None,
        exhibits.decided(model),
    )
