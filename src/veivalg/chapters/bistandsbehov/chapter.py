"""Chapter «bistandsbehov»: how much help users need, from the published categories (M12).

The categories are read, never computed from scores: the method behind the official composite is
not public, and it is not a plain mean.
"""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.chapters.bistandsbehov import exhibits as exhibits
from veivalg.chapters.bistandsbehov import own as brought
from veivalg.chapters.bistandsbehov.model import (
    BY_AGE,
    EVERY,
    HEAVY,
    METHOD,
    SERVICES,
    service_name,
)
from veivalg.chapters.common.indicator_series import Series, all_series, missing_series
from veivalg.chapters.common.printed import named_once, printed
from veivalg.chapters.common.sentences import fill, present, rises, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.content import Assumption, Block, Chapter, Figure, Role, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

PRINTED = {
    "home_0_66": ("extensive_need_home_0_66", "need_home_heavy_0_66"),
    "home_67": ("extensive_need_home_67_plus", None),
    "short": ("extensive_need_short_stay", None),
    "long": ("extensive_need_long_stay", "need_institution_heavy"),
}
"""Slot → printed item and the indicator that gives the same, where one is published."""

PRINT_YEAR = 2023
TOLERANCE = 0.0005
"""A printed share with one decimal is reproduced when it is within half of the last digit."""


def chapter(evidence: Evidence) -> Chapter:
    """Give the published shares of users with little, medium and extensive need of help."""
    found = all_series(evidence, EVERY)
    year = max((s.year for s in found.values() if s.year), default=None)
    return Chapter(
        id="bistandsbehov",
        title=_("Bistandsbehov"),
        municipality=evidence.place,
        period=_("31. desember {year}").format(year=year) if year else "",
        lead=_(
            "Kapitlet viser hvor mye hjelp brukerne av omsorgstjenestene trenger, etter "
            "kategoriene som er publisert."
        ),
        findings=_findings(found, evidence) or (_nothing(evidence),),
        sections=_sections(evidence, found),
        missing=missing_series(evidence, [found[id] for id in EVERY]),
        assumptions=_assumptions(evidence),
        terms={
            _("IPLOS"): _("Registeret kommunene bruker når de vurderer hva en person klarer selv."),
            _("omfattende bistandsbehov"): _(
                "Personen trenger hjelp til det meste, og ofte at "
                "hjelperen er til stede hele tiden."
            ),
            _("middels til stort bistandsbehov"): _(
                "Personen trenger hjelp til deler av det daglige. Hjelperen kan komme og gå."
            ),
            _("noe eller avgrenset bistandsbehov"): _(
                "Personen trenger litt hjelp, for eksempel til husarbeid."
            ),
        },
        methods=(METHOD, "M18"),
        notes=value_notes(evidence, EVERY),
    )


def _assumptions(evidence: Evidence) -> tuple[Assumption, ...]:
    own = brought.own_need(evidence)
    return own.cuts if own is not None and own.computed else ()


def _own(evidence: Evidence, found: Mapping[str, Series]) -> brought.Own | None:
    """Give the own figures; what is made up only where nothing is published."""
    own = brought.own_need(evidence)
    published = any(s.year for s in found.values())
    return None if own is not None and own.made_up and published else own


def _findings(found: Mapping[str, Series], evidence: Evidence) -> tuple[Statement, ...]:
    own = _own(evidence, found)
    return present(
        (
            brought.finding(evidence, own) if own is not None else None,
            *(_heavy(found, service) for service in SERVICES),
            _ages(found),
            _trend(found),
            _compared(found),
        )
    )


def _heavy(found: Mapping[str, Series], service: str) -> Statement | None:
    """Say how many of a service's users need extensive help, and how many need little."""
    heavy, light = (found[SERVICES[service][level]] for level in ("heavy", "light"))
    own = heavy.figure()
    if own is None:
        return None
    words = {"service": service_name(service), "year": str(heavy.year), "place": heavy.place.name}
    less = light.figure(heavy.year)
    if less is None:
        text = _("{service}: {heavy} har omfattende bistandsbehov i {place} i {year}.")
        return say(f"behov-{service}", fill(text, **words), {"heavy": own})
    text = _(
        "{service}: {heavy} har omfattende bistandsbehov i {place} i {year}, og {light} har "
        "noe eller avgrenset."
    )
    return say(f"behov-{service}", fill(text, **words), {"heavy": own, "light": less})


def _ages(found: Mapping[str, Series]) -> Statement | None:
    young, old = (found[id] for id in BY_AGE.values())
    year = young.year
    text = _(
        "Av dem som får tjenester hjemme, har {young} under 67 år og {old} på 80 år og eldre "
        "omfattende bistandsbehov i {year}."
    )
    return say(
        "alder", fill(text, year=str(year)), {"young": young.figure(), "old": old.figure(year)}
    )


def _trend(found: Mapping[str, Series]) -> Statement | None:
    for id in HEAVY:
        one = found[id]
        known = sorted(
            (y, v) for y, v in (one.own.values if one.own else {}).items() if v is not None
        )
        if len(known) < 2:
            continue
        (first, start), (last, end) = known[0], known[-1]
        text = _(
            "Andelen med omfattende bistandsbehov ({service}) {verb} fra {a} i {first} til "
            "{b} i {last}."
        )
        words = {
            "service": exhibits.short_name(id),
            "verb": rises(end - start),
            "first": str(first),
            "last": str(last),
        }
        return say(
            "utvikling", fill(text, **words), {"a": one.figure(first), "b": one.figure(last)}
        )
    return None


def _compared(found: Mapping[str, Series]) -> Statement | None:
    """Set extensive need beside group and Norway for each service, same year."""
    parts: list[str] = []
    figures: dict[str, Figure | None] = {}
    for id in HEAVY:
        here = {
            f"{id}_{role.value}": f
            for role in (Role.GROUP, Role.NORWAY)
            if (f := found[id].figure(role=role)) is not None
        }
        if here and found[id].year is not None:
            figures |= here
            beside = f" {_('og')} ".join(
                f"{{{n}}} {_('i')} {f.place.name}" for n, f in here.items()
            )
            parts.append(f"{exhibits.short_name(id)} {beside}")
    if not parts:
        return None
    text = _("Til sammenlikning er andelen med omfattende bistandsbehov: {parts}.")
    return say("sammenlikning", text.replace("{parts}", "; ".join(parts)), figures)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler tall om bistandsbehov i {place}. De er ikke publisert eller ikke hentet.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _printed(evidence: Evidence) -> Statement | None:
    figures = {slot: printed(evidence, item, PRINT_YEAR) for slot, (item, _id) in PRINTED.items()}
    first = figures["home_0_66"]
    if first is None:
        return None
    text = _(
        "«{document}» skriver for 2023 at {home_0_66:0} under 67 år med tjenester hjemme "
        "hadde omfattende bistandsbehov, rundt {home_67:0} på 67 år og eldre, {short:0} på "
        "korttidsopphold og {long} på langtidsopphold."
    )
    return say("trykt", fill(text, document=first.source.producer), figures)


def _checked(evidence: Evidence) -> list[Statement | None]:
    """Set each printed share beside the published one of the same year, where both are known."""
    found: list[Statement | None] = []
    for slot, (item, id) in PRINTED.items():
        theirs = printed(evidence, item, PRINT_YEAR)
        if theirs is None or theirs.value is None or id is None:
            continue
        ours = all_series(evidence, (id,))[id].figure(PRINT_YEAR)
        if ours is None or ours.value is None:
            continue
        decimals = 3 if slot == "long" else 2
        same = abs(theirs.value - ours.value) <= 0.5 * 10**-decimals + 1e-9
        text = (
            _("Trykt tall gjengitt: {what} er {ours} i {year} også i statistikken.")
            if same
            else _(
                "Trykt tall avviker: {what} er {ours} i {year} i statistikken, mot {theirs} "
                "i dokumentet. Nevneren kan være en annen."
            )
        )
        figures = {"ours": ours} if same else {"ours": ours, "theirs": theirs}
        found.append(
            say(
                f"trykt-{slot.replace('_', '-')}",
                fill(text, what=exhibits.short_name(id), year=str(PRINT_YEAR)),
                figures,
                caution=not same,
            )
        )
    return found


def _caution() -> Statement:
    return Statement(
        "forbehold",
        _(
            "Vurderingene er skjønn og gjøres av mange, så like personer kan havne i ulike "
            "kategorier. Svikt i hukommelse og vurderingsevne fanges dårligere opp enn kroppslige "
            "behov. Kategoriene leses slik de er publisert; vi regner dem ikke ut."
        ),
        {},
        caution=True,
    )


def _sections(evidence: Evidence, found: Mapping[str, Series]) -> tuple[Section, ...]:
    shown, own = exhibits.categories(found), _own(evidence, found)
    head = _("Eksempel (KONSTRUERT)") if own and own.made_up else _("Kommunens egne tall")
    parts: list[tuple[str, str, list[Block | None]]] = [
        (
            "kategorier",
            _("Hvor mye hjelp brukerne trenger"),
            [shown, exhibits.ages(found), _caution() if shown else None],
        ),
        ("egne", head, [*brought.exhibits(own)] if own is not None else []),
        ("utvikling", _("Utviklingen og sammenlikningen"), [exhibits.history(found)]),
        (
            "trykt",
            _("Trykte tall"),
            [*named_once(present([_printed(evidence)])), *_checked(evidence)],
        ),
    ]
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)
