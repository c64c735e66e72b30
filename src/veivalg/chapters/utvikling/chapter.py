"""Chapter «utvikling»: ten years in fixed prices, and what growth is made of (M13)."""

from collections.abc import Iterator, Mapping

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.indicator_series import Series, all_series
from veivalg.chapters.common.printed import Documents, documents, named_once
from veivalg.chapters.common.sentences import present
from veivalg.chapters.common.value_notes import one_off_notes
from veivalg.chapters.utvikling import SPEC, exhibits, sentences
from veivalg.chapters.utvikling.model import Model, build
from veivalg.chapters.utvikling.model.care import PUBLISHED, SHARE, SHARES, Care, care_of
from veivalg.chapters.utvikling.model.missing import missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give spending in fixed prices, growth split into its parts, and the service profile."""
    model = build(evidence)
    shares = all_series(evidence, (*SHARES, PUBLISHED))
    care = care_of(evidence, model, shares)
    return frame(
        SPEC,
        evidence.place,
        period=f"{model.first}–{model.last}" if model else str(shares[SHARE].year or ""),
        lead=_(
            "Kapitlet viser hva kommunen bruker penger på over tid når prisveksten er trukket "
            "fra, og hvor mye av veksten som følger av befolkningen."
        ),
        findings=_findings(model, shares, care),
        nothing=sentences.nothing(evidence.place.name),
        sections=_sections(model, shares, care, documents(evidence)),
        missing=missing(evidence, model, care),
        notes=one_off_notes(evidence),
    )


def _findings(
    model: Model | None, shares: Mapping[str, Series], care: Care
) -> Iterator[Statement | None]:
    own = sentences.profile(model) if model else None
    published = [] if model else list(sentences.published(shares))
    yield from published
    if model is not None:
        yield sentences.real_growth(model)
        yield sentences.split(model)
        yield sentences.sectors(model)
        yield sentences.last_year(model)
        yield own
    told = {f.text() for s in (own, *published[:1]) if s for f in s.figures.values()}
    yield sentences.care_compared(care, told)


def _span(shares: Mapping[str, Series]) -> tuple[int, int] | None:
    """Give the first and the last year of the municipality's published share of care."""
    one = shares[SHARE]
    if one.own is None or one.own.newest is None:
        return None
    first, _start, last, _end = one.ends
    return first, last


def _sections(
    model: Model | None, shares: Mapping[str, Series], care: Care, printed: Documents
) -> Iterator[Section | None]:
    yield section(
        "priser",
        _("Utgifter i faste priser"),
        exhibits.fixed_prices(model) if model else sentences.prices_alone(_span(shares)),
        exhibits.per_inhabitant(care.per_inhabitant, care.from_accounts),
    )
    if model is not None:
        parts = exhibits.waterfall(model), exhibits.by_sector(model)
        yield section("bidrag", _("Hva veksten består av"), *parts)
    published = exhibits.published_profile([shares[id] for id in SHARES], printed.place.name)
    yield section(
        "profil",
        _("Hva pengene går til"),
        (None if model is None or model.left_out else exhibits.profile(model)) or published,
    )
    yield section(
        "trykt",
        _("Trykte tall"),
        *named_once(present([sentences.printed_growth(printed)])),
        sentences.print_check(printed, model),
    )
