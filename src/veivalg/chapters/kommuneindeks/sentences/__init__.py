"""What the chapter «kommuneindeks» says."""

from collections.abc import Sequence
from dataclasses import replace

from veivalg.chapters.common.sentences import fill, listed, say, tell
from veivalg.chapters.kommuneindeks.model import Model, names
from veivalg.content import Place, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.grades import LEAST_SHARE
from veivalg.maths.comparison.index import COST, FINANCE, QUALITY, TOTAL, Composite
from veivalg.maths.comparison.ranks import Rank
from veivalg.norway.indicators import SERVICES, indicator
from veivalg.norway.municipality import EXAMPLE

Tried = Sequence[tuple[str, Rank]]
"""A weighing by name, and the rank it gives."""


def nothing(place: Place) -> Statement:
    """Say that there are no figures to rank by, or that the place is in no ranking."""
    text = (
        _("{place} er ikke med i noen rangering, for tallene mangler.")
        if place.code == EXAMPLE.code
        else _("Vi mangler nøkkeltall om kommunene, så {place} kan ikke plasseres ennå.")
    )
    return tell("ingen-tall", text, place=place.name, lacking=True)


def total(model: Model) -> Statement | None:
    """Say where the municipality ranks in all."""
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
        text,
        {
            "rank": model.rank_figure("plass-samlet", _("Plassering samlet"), rank),
            "of": model.figures(
                "antall-plassert", _("Kommuner med plassering"), rank.of, Unit.COUNT
            ),
            "value": model.score_figure("indeks-samlet", _("Indeks samlet"), value),
        },
        place=model.place.name,
    )


def parts(model: Model) -> Statement | None:
    """Say where it ranks on cost, quality and finances."""
    words = {
        COST: _("{rank} når kostnadene rangeres fra lavest"),
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
    return say("deler", _("Kommunen er nummer {list}."), figures, list=text)


def services(model: Model) -> Statement | None:
    """Name the services with most and least for the money."""
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
        "tjenester", text, figures, best=SERVICES[best[1]].lower(), worst=SERVICES[worst[1]].lower()
    )


def weights(model: Model, tried: Tried) -> Statement | None:
    """Say how far other weights move the rank."""
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
    return say("vekter", text, figures, first=best[0].lower(), last=worst[0].lower())


def thin(model: Model) -> Statement | None:
    """Say which indices others have and the municipality has too few figures for."""
    lacking = [names()[id].lower() for id, c in _unranked(model) if not model.has(c)]
    if not lacking:
        return None
    limit = replace(model.figures, method="")(
        "minst-kjent",
        _("Minste andel kjente tall for en plassering"),
        LEAST_SHARE,
        Unit.SHARE,
        decimals=0,
    )
    text = _(
        "For lite grunnlag til en plassering av {place}: {list}. Mindre enn {limit} av "
        "tallene i et område er kjent."
    )
    return say(
        "for-lite",
        text,
        {"limit": limit},
        place=model.place.name,
        list=", ".join(lacking),
        caution=True,
    )


def unsure(model: Model) -> Statement | None:
    """Say which indices are known without anything that tells how sure a rank would be."""
    found = [names()[id].lower() for id, c in _unranked(model) if model.has(c)]
    if not found:
        return None
    text = _(
        "{place} er ikke plassert på {list}. Tallene er kjent, men ingen spredning mellom år viser "
        "hvor sikker en plassering ville vært. En karakter sier bare "
        "avstanden fra snittet."
    )
    names_of = listed(found)
    return tell("usikker-plassering", text, place=model.place.name, list=names_of, lacking=True)


def _unranked(model: Model) -> list[tuple[str, Composite]]:
    return [(id, c) for id, c in model.composites.items() if model.rank(c) is None]


def uncorrected(model: Model) -> Statement | None:
    """Say that costs are left out where they could not be corrected for need."""
    raw = model.country.uncorrected
    if not raw:
        return None
    text = _(
        "Kostnadene rangeres ikke på {list}, fordi behovsindeksen mangler for de fleste "
        "kommuner. Uten den ville plasseringen vist behovet, ikke ressursbruken."
    )
    listed = ", ".join(SERVICES[indicator(id).service].lower() for id in raw)
    return tell("ukorrigert", text, list=listed, lacking=True)


def too_few(model: Model) -> Statement:
    """Say that too few municipalities have figures for a rank."""
    made, known = replace(model.figures, method=""), model.country.counted
    figures = {
        "n": made("kommuner-med-tall", _("Kommuner med nok tall"), known, Unit.COUNT),
        "of": made("kommuner-i-landet", _("Kommuner i landet"), model.of, Unit.COUNT),
    }
    text = _(
        "En plassering krever tall fra minst halvparten av kommunene. Nå har {n} av {of} nok "
        "tall, så ingen plassering vises."
    )
    return Statement("for-fa", text, figures, caution=True)
