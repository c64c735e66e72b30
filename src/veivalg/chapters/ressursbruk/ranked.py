"""What the chapter «ressursbruk» would have in an overview: the gap of each area."""

import math
from collections.abc import Iterator

from veivalg.chapters.common.sentences import fill, listed, more_or_less, tell
from veivalg.chapters.ressursbruk import SPEC
from veivalg.chapters.ressursbruk.model.areas import Areas, areas, names
from veivalg.chapters.ressursbruk.model.held import CARE, NAMES, Against
from veivalg.chapters.ressursbruk.sentences import turned
from veivalg.chapters.ressursbruk.sentences.areas import (
    area_name,
    but,
    gap_figures,
    incomparable,
)
from veivalg.chapters.ressursbruk.sentences.gaps import say_gap, side
from veivalg.content import Figure, Ranked, Statement, Theme, Track, Unit
from veivalg.content.numbers import MANY_NOK
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.area_gaps import AreaGap, Verdict

SURE = (Verdict.MORE, Verdict.LESS)
MUCH = 0.75
"""A gap that something that was tried makes smaller than this share of it is told with both."""


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give health and care, whatever its gap is, and each other area with a gap that is sure."""
    found = areas(evidence)
    return () if found is None else tuple(_each(found, found.first))


def _each(found: Areas, against: Against) -> Iterator[Ranked]:
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
            "arbeidsgiveravgift ({low:au}–{high:au})."
        )
        if abs(gap.value) >= MANY_NOK:
            text = text.replace("{low:au}–{high:au}", "{low:af}–{high:a}")
        text, figures = _ranged(text, figures)
        tried, least = _least(gap)
        if tried:
            how = turned.how(found, tried, gap)
            label = fill(_("Avvik {how}, {area}"), how=how, area=words["area"])
            words |= {"how": how[:1].upper() + how[1:], "then": side(least)}
            made = found.money(f"{slug}-{against.id}-minst", label, least, least, area)
            figures["least"] = made
            text += " " + _("{how} er det {least:a} {then}.")
        return say_gap(id, text, figures, words)
    words |= {"side": side(gap.value), "other": side(gap.untaxed), "group": against.name}
    if against.id == "gruppe":
        words["group"] = fill(_("gruppen ({name})"), name=against.name)
    if gap.value * gap.untaxed >= 0:
        kept = {"value": figures["value"]}
        words["but"] = but(found, gap, kept, words, f"{slug}-{against.id}")
        text = _(
            "{place} bruker om lag som {group} på {area} ved samme behov og samme "
            "arbeidsgiveravgift: {value:a} {side}{but}."
        )
        return say_gap(id, fill(text, but=words["but"]), kept, words)
    text = _(
        "{place} bruker om lag som {group} på {area} ved samme behov: {value:a} {side} når lik "
        "arbeidsgiveravgift er regnet med, {untaxed:a} {other} uten."
    )
    kept = {slot: figures[slot] for slot in ("value", "untaxed")}
    return say_gap(id, text, kept, words)


def _least(gap: AreaGap) -> tuple[str, float]:
    """Give what makes a gap much smaller when it is tried, with that gap; «» and the gap itself.

    Its range and what it is as booked are told as they are.
    """
    within = ("untaxed", "before_untaxed", "low_pay", "high_pay")
    tried = [t for t in gap.tried.items() if t[0] not in within and math.isfinite(t[1])]
    least = min(tried, key=lambda one: abs(one[1]), default=("", gap.value))
    return least if abs(least[1]) < MUCH * abs(gap.value) else ("", gap.value)


def _ranged(text: str, figures: dict[str, Figure | None]) -> tuple[str, dict[str, Figure | None]]:
    """Leave out a range whose ends are written alike, and the gap before tax is corrected."""
    low, high = figures["low"], figures["high"]
    if low is None or high is None or low.text() == high.text():
        return text.partition(" (")[0] + ".", {"value": figures["value"]}
    return text, {slot: figures[slot] for slot in ("value", "low", "high")}


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
