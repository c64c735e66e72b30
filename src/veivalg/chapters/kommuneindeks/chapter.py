"""Chapter «kommuneindeks»: cost, quality and finance against all municipalities (M6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from veivalg.chapters.common.missing import table_name
from veivalg.chapters.common.printed import named_once
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.kommuneindeks import exhibits as exhibits
from veivalg.chapters.kommuneindeks.model import METHOD, Model, build, choices, names
from veivalg.chapters.kommuneindeks.printed import quoted
from veivalg.content import (
    Block,
    Chapter,
    Exhibit,
    Figure,
    Missing,
    Section,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.grades import LEAST_SHARE
from veivalg.maths.comparison.index import COST, FINANCE, QUALITY, TOTAL
from veivalg.maths.comparison.ranks import Rank
from veivalg.norway.indicators import SERVICES, indicator

Tried = Sequence[tuple[str, Rank]]


def chapter(evidence: Evidence) -> Chapter:
    """Give index values, ranks with intervals, what other weights do, and grades 1–6."""
    model = build(evidence)
    tried = exhibits.weighings(model) if model else []
    return Chapter(
        id="kommuneindeks",
        title=_("Kommuneindeks"),
        municipality=evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet plasserer kommunen blant alle landets kommuner på kostnader, kvalitet og "
            "finanser, og viser hvor sikker plasseringen er."
        ),
        findings=_findings(model, tried) if model else (_nothing(evidence),),
        sections=_sections(evidence, model, tried),
        missing=_missing(evidence, model),
        assumptions=(model.choices if model else choices(evidence)).all(),
        terms={
            _("standardavvik"): _(
                "Hvor mye kommunene vanligvis skiller seg fra snittet. Omtrent "
                "to av tre ligger mindre enn ett standardavvik unna."
            ),
            _("effektivitet"): _("Kostnader og kvalitet sett sammen, der begge teller likt."),
            _("for lite grunnlag"): _("Så få tall er kjent at en plassering ville vært gjetning."),
        },
        methods=(METHOD,),
    )


def _findings(model: Model, tried: Tried) -> tuple[Statement, ...]:
    said = present(
        (
            _total(model),
            _parts(model),
            _services(model),
            _weights(model, tried),
            _thin(model),
            _uncorrected(model),
        )
    )
    return said or (_too_few(model),)


def _of(model: Model, rank: Rank) -> Figure:
    return Figure(
        "antall-plassert",
        _("Kommuner med plassering"),
        rank.of,
        Unit.COUNT,
        model.place,
        model.period,
        model.source,
        method=METHOD,
    )


def _total(model: Model) -> Statement | None:
    composite = model.composites.get(TOTAL)
    rank = model.rank(composite)
    value = model.value(composite) if composite else None
    if rank is None or value is None:
        return None
    text = _(
        "{place} er nummer {rank} av {of} kommuner samlet. Indeksen er {value:+} "
        "standardavvik fra snittet, der pluss er bedre."
    )
    return say(
        "samlet",
        fill(text, place=model.place.name),
        {
            "rank": model.rank_figure("plass-samlet", _("Plassering samlet"), rank),
            "of": _of(model, rank),
            "value": model.score_figure("indeks-samlet", _("Indeks samlet"), value),
        },
    )


def _parts(model: Model) -> Statement | None:
    words = {
        COST: _("{rank} på lave kostnader"),
        QUALITY: _("{rank} på kvalitet"),
        FINANCE: _("{rank} på finanser"),
    }
    found = {area: rank for area in words if (rank := model.rank(model.composites.get(area)))}
    if not found:
        return None
    pieces = [words[area].replace("{rank}", f"{{{area}}}") for area in found]
    last = pieces.pop()
    listed = _("{first} og {last}") if pieces else "{last}"
    text = fill(listed, first=", ".join(pieces), last=last)
    figures = {
        area: model.rank_figure(
            f"plass-{area}", _("Plassering: {name}").format(name=names()[area].lower()), rank
        )
        for area, rank in found.items()
    }
    return say("deler", fill(_("Kommunen er nummer {list}."), list=text), figures)


def _services(model: Model) -> Statement | None:
    found = [
        (rank, service)
        for service in model.index.services
        if (rank := model.rank(model.index.efficiency(service)))
    ]
    if len(found) < 2:
        return None
    best = min(found, key=lambda p: p[0].position / p[0].of)
    worst = max(found, key=lambda p: p[0].position / p[0].of)
    text = _(
        "Mest for pengene gir {best}, der kommunen er nummer {a}. Minst gir {worst}, der den "
        "er nummer {b}. Kostnader og kvalitet teller likt."
    )
    figures = {
        slot: model.rank_figure(
            f"plass-{service.replace('_', '-')}",
            _("Plassering: {name}").format(name=SERVICES[service].lower()),
            rank,
        )
        for slot, (rank, service) in (("a", best), ("b", worst))
    }
    return say(
        "tjenester",
        fill(text, best=SERVICES[best[1]].lower(), worst=SERVICES[worst[1]].lower()),
        figures,
    )


def _weights(model: Model, tried: Tried) -> Statement | None:
    if len(tried) < 3:
        return None
    best = min(tried, key=lambda p: p[1].position)
    worst = max(tried, key=lambda p: p[1].position)
    if best[1].position == worst[1].position:
        return None
    text = _("Vektene avgjør mye: «{first}» gir nummer {a} og «{last}» nummer {b}.")
    figures = {
        "a": model.rank_figure("plass-vekt-best", _("Beste plassering med andre vekter"), best[1]),
        "b": model.rank_figure(
            "plass-vekt-svakest", _("Svakeste plassering med andre vekter"), worst[1]
        ),
    }
    return say("vekter", fill(text, first=best[0].lower(), last=worst[0].lower()), figures)


def _thin(model: Model) -> Statement | None:
    """Say which indices others have and the municipality has too few figures for."""
    lacking = [names()[id].lower() for id, c in model.composites.items() if model.rank(c) is None]
    if not lacking:
        return None
    limit = Figure(
        "minst-kjent",
        _("Minste andel kjente tall for en plassering"),
        LEAST_SHARE,
        Unit.SHARE,
        model.place,
        model.period,
        model.source,
        0,
    )
    text = _(
        "For lite grunnlag til en plassering av {place}: {list}. Mindre enn {limit} av "
        "tallene i et område er kjent, eller ingenting viser hvor sikre de er."
    )
    return say(
        "for-lite",
        fill(text, place=model.place.name, list=", ".join(lacking)),
        {"limit": limit},
        caution=True,
    )


def _uncorrected(model: Model) -> Statement | None:
    """Say that costs are left out where they could not be corrected for need."""
    raw = model.country.uncorrected
    if not raw:
        return None
    text = _(
        "Kostnadene rangeres ikke på {list}, fordi behovsindeksen mangler for de fleste "
        "kommuner. Uten den ville plasseringen vist behovet, ikke ressursbruken."
    )
    listed = ", ".join(SERVICES[indicator(id).service].lower() for id in raw)
    return Statement("ukorrigert", fill(text, list=listed), {}, caution=True)


def _too_few(model: Model) -> Statement:
    known = model.country.counted
    figures = {
        "n": Figure(
            "kommuner-med-tall",
            _("Kommuner med nok tall"),
            known,
            Unit.COUNT,
            model.place,
            model.period,
            model.source,
        ),
        "of": Figure(
            "kommuner-i-landet",
            _("Kommuner i landet"),
            model.of,
            Unit.COUNT,
            model.place,
            model.period,
            model.source,
        ),
    }
    text = _(
        "En plassering krever tall fra minst halvparten av kommunene. Nå har {n} av {of} nok "
        "tall, så ingen plassering vises."
    )
    return Statement("for-fa", text, figures, caution=True)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler nøkkeltall om kommunene, så {place} kan ikke plasseres ennå.")
    return Statement("ingen-tall", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(evidence: Evidence, model: Model | None, tried: Tried) -> tuple[Section, ...]:
    found: list[Section] = []

    def section(id: str, title: str, *made: Exhibit | None) -> None:
        blocks: tuple[Block, ...] = tuple(b for b in made if b is not None)
        if blocks:
            found.append(Section(id, title, blocks))

    if model is not None and model.composites:
        section(
            "plassering",
            _("Plassering og indeks"),
            exhibits.ranks(model),
            exhibits.scores(model),
            exhibits.pulls(model),
        )
        section("tjenester", _("Tjenesteområdene"), exhibits.services(model))
        section("vekter", _("Hva vektene betyr"), exhibits.weights(model, tried))
        section("andre", _("Sammenliknbare kommuner"), exhibits.others(model))
        section("utvikling", _("Utvikling"), exhibits.history(model))
        section("karakterer", _("Karakterer fra 1 til 6"), exhibits.barometer(model))
    said = tuple(named_once(quoted(evidence)))
    if said:
        found.append(Section("trykt", _("Det dokumentene skriver"), said))
    return tuple(found)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    how = _("Hent hele landet med «veivalg hent --alle».")
    if model is None:
        why = _("Indeksen sammenlikner med hele landet, og ingen tall er hentet.")
        return (Missing(_("Nøkkeltall for alle kommuner"), why, how, table_name("indicators")),)
    found = []
    for area, name in names().items():
        known = model.country.ranked(area)
        if area not in model.composites:
            why = _("{n} av {of} kommuner har nok tall; minst halvparten må ha det.").format(
                n=known, of=model.of
            )
            found.append(
                Missing(
                    _("Indeks: {name}").format(name=name.lower()),
                    why,
                    how,
                    table_name("indicators"),
                )
            )
    return (*found, *_left_out(model, how)) if model.composites else tuple(found)


def _left_out(model: Model, how: str) -> Iterator[Missing]:
    """Say what is not in the index: indicators of a few, costs not corrected, one-legged areas."""
    few = [indicator(id).name for id in model.index.left_out]
    if few:
        yield Missing(
            _("Ikke med i indeksen: {list}").format(list="; ".join(few)),
            _(
                "Tallene er kjent for færre enn halvparten av kommunene, og ville bare "
                "rangert de få "
                "mot hverandre."
            ),
            how,
            table_name("indicators"),
        )
    if model.country.uncorrected:
        yield Missing(
            _("Kostnader korrigert for utgiftsbehov"),
            _(
                "Behovsindeksen er kjent for færre enn halvparten av kommunene, så kostnadene er "
                "ikke med i kostnader, effektivitet eller samlet."
            ),
            _("Last ned «Grønt hefte» og les det inn med «veivalg importer-gront-hefte FIL»."),
            table_name("need_indices"),
        )
    parts = model.index.parts
    lame = [
        SERVICES[s].lower()
        for s in model.index.services
        if not all((area, s) in parts for area in (COST, QUALITY))
    ]
    if lame and parts:
        yield Missing(
            _("Effektivitet i {list}").format(list=", ".join(lame)),
            _("Enten kostnader eller kvalitet er kjent for færre enn halvparten av kommunene."),
            how,
            table_name("indicators"),
        )
