"""What the chapter «ressursbruk» would have in an overview: the gap of each area."""

import math
from collections.abc import Iterator, Mapping

from veivalg.chapters.common.sentences import fill, listed, more_or_less, tell
from veivalg.chapters.ressursbruk import SPEC
from veivalg.chapters.ressursbruk.model import beside as measures_beside
from veivalg.chapters.ressursbruk.model import revenues
from veivalg.chapters.ressursbruk.model.areas import Areas, areas, names
from veivalg.chapters.ressursbruk.model.held import CARE, NAMES, Against
from veivalg.chapters.ressursbruk.sentences import turned
from veivalg.chapters.ressursbruk.sentences.areas import (
    area_name,
    but,
    gap_figures,
    incomparable,
    ranged,
    turned_by_tax,
    with_units,
)
from veivalg.chapters.ressursbruk.sentences.beside import beside
from veivalg.chapters.ressursbruk.sentences.gaps import say_gap, side
from veivalg.content import Figure, Ranked, Statement, Theme, Track, Unit
from veivalg.content.numbers import MANY_NOK
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.area_gaps import AreaGap, Verdict, direction

SURE = (Verdict.MORE, Verdict.LESS)
MUCH = 0.75
"""A gap that something that was tried makes smaller than this share of it is told with both."""


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give health and care, whatever its gap is, and each other area with a gap that is sure."""
    found = areas(evidence)
    if found is None:
        return ()
    around = measures_beside(evidence), revenues(evidence, found)
    aside = {less: beside(found, *around, less=less) for less in (False, True)}
    return tuple(_each(found, found.first, aside))


def _each(
    found: Areas, against: Against, aside: Mapping[bool, Statement | None]
) -> Iterator[Ranked]:
    for area, gap in against.gaps.items():
        told = gap.verdict in SURE and not found.says_little(area, gap)
        said = _said(found, against, area, gap, told=told)
        if said is None or not (told or area == CARE):
            continue
        unsure = bool(incomparable(gap))
        yield Ranked(
            f"{SPEC.id}-{area.lower()}",
            Theme.COST,
            said,
            abs(_least(gap)[1]) if told else 0.0,
            _("Avviket i kroner i regnskapsåret, eller et annet den forteller når det er minst"),
            _("Usikkert") if unsure else _("Beregnet"),
            _passed(told=told, unsure=unsure),
            str(found.year),
            SPEC.id,
            f"utstilling-{SPEC.id}-omrader-{against.id}",
            _track(found, area, gap, said),
            beside=aside[told and gap.verdict is Verdict.LESS] if said.figures else None,
            always=area == CARE,
            name=_(NAMES[area]),
        )


def _said(
    found: Areas, against: Against, area: str, gap: AreaGap, *, told: bool
) -> Statement | None:
    if gap.verdict is Verdict.NONE:
        return None
    slug = "helse-omsorg" if area == CARE else area.lower()
    label = fill(_("Avvik, {area}"), area=area_name(area))
    figures = gap_figures(found, against, slug, label, gap, area)
    words = {"place": found.place.name, "name": against.name, "area": area_name(area)}
    id = f"{slug}-rangert"
    if who := incomparable(gap):
        text = _(
            "{place} kan ikke sammenliknes med {name} på {area}: regnskapet til {who} flyttet seg "
            "over 30 prosent på et år."
        )
        told_of = listed(names(who))
        return tell(
            id, text, place=found.place.name, name=against.name, area=words["area"], who=told_of
        )
    if told:
        words["more"] = more_or_less(gap.value)
        text = _(
            "{place} bruker {value:a} {more} på {area} enn {name} ved samme behov og samme "
            "arbeidsgiveravgift ({low:au}–{high:au}; uten avgiftskorreksjon {untaxed:au}{before})."
        )
        text, figures = ranged(text, figures)
        tried, least = _least(gap)
        words["before"] = _before(found, area, gap, figures, words, told_apart=tried == "before")
        text = fill(text, before=words["before"])
        if tried:
            how = turned.how(found, tried, gap)
            label = fill(_("Avvik {how}, {area}"), how=how, area=words["area"])
            words |= {"how": how[:1].upper() + how[1:], "then": side(least)}
            earlier, named = tried.startswith("before"), f"{slug}-{against.id}-minst"
            figures["least"] = found.money(named, label, least, least, area, before=earlier)
            text += " " + _("{how} er det {least:a} {then}.")
        if abs(gap.value) >= MANY_NOK:
            text = with_units(text, gap).replace("{least:a}", "{least:am}")
        return say_gap(id, text, figures, words)
    words |= {"side": side(gap.value), "other": side(gap.untaxed), "group": against.name}
    if against.id == "gruppe":
        words["group"] = fill(_("gruppen ({name})"), name=against.name)
    kept = {slot: figures[slot] for slot in ("value", "untaxed")}
    if gap.value * gap.untaxed >= 0:
        words["but"] = but(found, gap, kept, words, f"{slug}-{against.id}")
        again = gap.turned is not None and gap.turned[0].startswith("before")
        words["before"] = _before(found, area, gap, kept, words, told_apart=again)
        text = _(
            "{place} bruker om lag som {group} på {area} ved samme behov og samme "
            "arbeidsgiveravgift: {value:a} {side} (uten avgiftskorreksjon {untaxed:au} "
            "{other}{before}){but}."
        )
        text = fill(text, but=words["but"], before=words["before"])
        return say_gap(id, with_units(text, gap), kept, words)
    words["before"] = _before(found, area, gap, kept, words).replace("; ", " (", 1)
    words |= {"turns": turned_by_tax(found), "end": ")" if words["before"] else ""}
    text = _("{place} bruker om lag som {group} på {area} ved samme behov: {turns}{before}{end}.")
    return say_gap(id, with_units(fill(text, **words), gap), kept, words)


def _before(
    found: Areas,
    area: str,
    gap: AreaGap,
    figures: dict[str, Figure | None],
    words: dict[str, str],
    *,
    told_apart: bool = False,
) -> str:
    """Say what the gap was the year before, inside the parenthesis; «» where it is told apart."""
    was = gap.before[0]
    if told_apart or math.isnan(was):
        return ""
    year = str(found.year - 1)
    label = fill(_("Avvik i {year}, {area}"), year=year, area=area_name(area))
    id = "helse-omsorg-for" if area == CARE else f"{area.lower()}-avvik-for"
    figures["was"] = found.money(id, label, was, area=area, before=True)
    apart = gap.steady if gap.rests_on_moved else None  # «18, 22» would be read as one number
    plain = gap.verdict in SURE and direction(was) == direction(gap.value) and apart is None
    text = _("; året før {was:au}") if plain else _("; året før {was:au} {was_side}")
    words["was_side"] = side(was)
    if apart is not None:
        without, kept = turned.without(apart.members), apart.before[0]
        label = f"{label}, {without}"
        figures["kept"] = found.money(f"{id}-uten", label, kept, was, area, before=True)
        words |= {"without": without, "kept_side": side(kept)}
        text += _(", {kept:au} {kept_side} {without}")
    return text


def _least(gap: AreaGap) -> tuple[str, float]:
    """Give what makes a gap much smaller when it is tried, with that gap; «» and the gap itself.

    Its range and what it is as booked are told as they are.
    """
    within = ("untaxed", "before_untaxed", "low_pay", "high_pay")
    tried = [t for t in gap.tried.items() if t[0] not in within and math.isfinite(t[1])]
    least = min(tried, key=lambda one: abs(one[1]), default=("", gap.value))
    return least if abs(least[1]) < MUCH * abs(gap.value) else ("", gap.value)


def _passed(*, told: bool, unsure: bool) -> str:
    if unsure:
        return _("Sammenlikningen hviler på et år som avviker")
    if told:
        return _(
            "Fortegnet er det samme med lønnsandel fra 0,65 til 0,90, med året før, med "
            "folketallet året før der det er endret mye, og uten hver av dem som flyttet seg mye"
        )
    return _("Fortegnet snur når noe annet antas, så det er ingen forskjell å regne med")


def _track(found: Areas, area: str, gap: AreaGap, said: Statement) -> Track | None:
    earlier = gap.before[0]
    if math.isnan(earlier):
        return None
    label = fill(_("Avvik, {area}"), area=_(NAMES[area]).lower())
    years, values = (found.year - 1, found.year), (float(earlier), float(gap.value))
    digits = next((f.decimals for f in said.figures.values()), None)
    return Track(label, found.place, Unit.MILLION_NOK, years, values, decimals=digits)
