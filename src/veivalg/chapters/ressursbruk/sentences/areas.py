"""What the chapter says of the six areas: gaps at equal need and equal employer's tax."""

import math
from collections.abc import Iterator

from veivalg.chapters.common.sentences import fill, join, listed, more_or_less, say, tell
from veivalg.chapters.common.written import in_words, percent
from veivalg.chapters.ressursbruk.model.areas import LARGE, Areas, names
from veivalg.chapters.ressursbruk.model.held import CARE, NAMES, Against
from veivalg.chapters.ressursbruk.sentences import turned
from veivalg.chapters.ressursbruk.sentences.gaps import say_gap, side
from veivalg.content import Figure, Statement
from veivalg.content.numbers import MANY_NOK, round_half_up
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import AreaGap, Gap, Total, Verdict, movers
from veivalg.norway.register import municipality


def area_name(area: str) -> str:
    """Give the name of an area as it stands inside a sentence."""
    name = _(NAMES[area])
    return name[:1].lower() + name[1:]


def incomparable(found: Gap) -> tuple[str, ...]:
    """Name whose year a gap rests on, where it turns sign and so can't be compared at all."""
    if found.verdict is not Verdict.ALIKE or not isinstance(found, AreaGap | Total):
        return ()
    return found.unsteady


def care(areas: Areas, against: Against) -> Statement | None:
    """Say what health and care cost beside a reference: the headline of the chapter."""
    found = against.gaps[CARE]
    if found.verdict is Verdict.NONE:
        return None
    label = _("Avvik, helse og omsorg")
    figures = gap_figures(areas, against, "helse-omsorg", label, found)
    words = {
        "place": areas.place.name,
        "name": against.name,
        "year": str(areas.year),
        "area": area_name(CARE),
        "group": _("gruppen") if against.id == "gruppe" else against.name,
    }
    if found.verdict is Verdict.ALIKE:
        return _alike(areas, found, figures, words, f"helse-omsorg-{against.id}")
    words["more"] = more_or_less(1 if found.verdict is Verdict.MORE else -1)
    text = _(
        "{place} bruker {value:a} {more} på {area} enn {name} ved samme behov og samme "
        "arbeidsgiveravgift ({low:au}–{high:au}; uten avgiftskorreksjon {untaxed:au})."
    )
    text, figures = ranged(text, figures)
    text = _with_people(areas, text, found.other_people, found, figures, words, "folketall-for")
    return say_gap(f"helse-omsorg-{against.id}", with_units(text, found), figures, words)


def _alike(
    areas: Areas, found: Gap, figures: dict[str, Figure | None], words: dict[str, str], id: str
) -> Statement | None:
    """Say that a gap is none to speak of, with both ends and why."""
    words |= {"side": side(found.value), "other": side(found.untaxed)}
    figures = {name: figures[name] for name in ("value", "untaxed")}
    if who := incomparable(found):
        text = _(
            "{place} kan ikke sammenliknes med {group} på {area}: avviket er {value:a} {side} i "
            "{year} (uten avgiftskorreksjon {untaxed:au} {other}), men skifter fortegn. Regnskapet "
            "til {who} flyttet seg over 30 prosent på et år."
        )
        return say_gap(id, with_units(text, found), figures, words, who=listed(names(who)))
    if found.value * found.untaxed < 0:
        words["turns"] = turned_by_tax(areas)
        text = fill(_("{place} bruker om lag som {group}: {turns} ({area}, {year})."), **words)
    else:
        text = _(
            "{place} bruker om lag som {group}: {value:a} {side} ved samme behov og samme "
            "arbeidsgiveravgift (uten avgiftskorreksjon {untaxed:au} {other}){but} ({area}, "
            "{year})."
        )
        words["but"] = but(areas, found, figures, words, id)
    other = found.other_people if isinstance(found, AreaGap | Total) else math.nan
    people = "folketall-for-sum" if isinstance(found, Total) else "folketall-for"
    text = _with_people(areas, text, other, found, figures, words, people)
    return say_gap(id, with_units(text, found), figures, words)


def turned_by_tax(areas: Areas) -> str:
    """Say that a gap lies on either side with and without tax corrected for, in one wording."""
    if areas.full:
        return _(
            "{value:a} {side} når lik arbeidsgiveravgift er regnet med, {untaxed:au} {other} uten"
        )
    return _("{value:a} {side} når lav arbeidsgiveravgift er regnet med, {untaxed:au} {other} uten")


def but(
    areas: Areas, found: Gap, figures: dict[str, Figure | None], words: dict[str, str], id: str
) -> str:
    """Say what turns the sign of a gap, with the gap it gives unless that is told by itself."""
    if found.turned is None:
        return ""
    tried, value = found.turned
    words |= {"how": turned.how(areas, tried, found), "then": side(value)}
    if tried == "people":
        return fill(_(", men ikke {how}"), **words)
    label = fill(_("Avvik {how}"), **words)
    earlier = tried.startswith("before") and isinstance(found, AreaGap)
    figures["turned"] = areas.money(f"{id}-snudd", label, value, found.value, before=earlier)
    return fill(_(", men {how} er det {turned:a} {then}"), **words)


def with_units(text: str, found: Gap) -> str:
    """Let all the numbers of a gap of milliards stand in them, as the first does."""
    return text.replace(":au}", ":aum}") if abs(found.value) >= MANY_NOK else text


def ranged(text: str, figures: dict[str, Figure | None]) -> tuple[str, dict[str, Figure | None]]:
    """Leave out a range whose ends are written alike."""
    low, high = figures["low"], figures["high"]
    if low is None or high is None or low.text() != high.text():
        return text, figures
    kept = {name: one for name, one in figures.items() if name not in ("low", "high")}
    return text.replace("{low:au}–{high:au}; ", ""), kept


def gap_figures(
    areas: Areas, against: Against, id: str, label: str, found: Gap, area: str = CARE
) -> dict[str, Figure | None]:
    """Give a gap, both its ends and what it is before employer's tax is corrected for."""
    low, high = sorted((found.low, found.high), key=abs)
    made = {
        "value": (found.value, label),
        "low": (low, fill(_("{what}, det minste"), what=label)),
        "high": (high, fill(_("{what}, det største"), what=label)),
        "untaxed": (found.untaxed, fill(_("{what}, uten avgiftskorreksjon"), what=label)),
    }
    return {
        name: areas.money(
            f"{id}-{against.id}-{name}", f"{text}, {against.name}", value, found.value, area
        )
        for name, (value, text) in made.items()
    }


def moved(areas: Areas) -> Iterator[Statement | None]:
    """Say of the municipality's own areas which moved so much in a year that the gap is unsure."""
    code = areas.place.code
    for area in NAMES:
        earlier = areas.years.get((area, areas.year - 1))
        # Of a cost that grants make low, its being low is told, and not that it moved.
        if earlier is None or areas.first.gaps[area].little:
            continue
        if not movers(areas.now(area), earlier, {code}):
            continue
        was = float(earlier.amounts[earlier.index(code)])
        label, own = _(NAMES[area]), areas.own(area)
        slug = area.lower()
        figures: dict[str, Figure | None] = {
            "was": areas.money(f"{slug}-for", label, was, min(was, own)),
            "now": areas.money(f"{slug}-na", label, own, min(was, own)),
        }
        text = _(
            "{area}: netto utgift gikk fra {was} i {before} til {now} i {year}. Avviket for ett år "
            "sier da lite."
        )
        words = {"area": label, "before": str(areas.year - 1), "year": str(areas.year)}
        yield say(f"flyttet-{slug}", text, figures, words, caution=True)


def otherwise(areas: Areas, against: Against) -> Iterator[Statement | None]:
    """Say what the gap in health and care is without a member, or with other people."""
    found = against.gaps[CARE]
    if found.verdict is Verdict.NONE or against.id == "landet" or incomparable(found):
        return  # of one that can't be compared, nothing more is told than that
    among = _("i gruppen") if against.id == "gruppe" else _("blant de valgte")
    plain = areas.money("provd-hovedtall", _("Avvik, helse og omsorg"), found.value)
    for code, value in found.without.items():
        name = municipality(code).name
        label = fill(_("Avvik uten {name}, helse og omsorg"), name=name)
        text = _("Uten {name} {among} er det {value:a} {side}, mot {plain:a} {other} med.")
        words = {"name": name, "among": among, "side": side(value), "other": side(found.value)}
        made = areas.money(f"uten-{code}", label, value, found.value)
        yield say_gap(f"uten-{code}", text, {"value": made, "plain": plain}, words, caution=True)
    if math.isnan(found.other_people):
        return
    year = str(areas.year)
    text = _(
        "Folketallet er endret mer enn 5 prosent siden behovsindeksen ble laget. Med folketallet "
        "1. januar {year} er helse og omsorg {value:a} {side}, mot {plain:a} {other} nå."
    )
    label = fill(_("Avvik med folketallet 1. januar {year}"), year=year)
    words = {"year": year, "side": side(found.other_people), "other": side(found.value)}
    made = areas.money("folketall-for", label, found.other_people, found.value)
    yield say_gap("folketall", text, {"value": made, "plain": plain}, words, caution=True)
    whole = against.total
    if whole.verdict is not Verdict.NONE:
        text = _("Områdene til sammen er da {value:a} {side}, mot {plain:a} {other} nå.")
        words = {"side": side(whole.other_people), "other": side(whole.value)}
        label = fill(_("Områdene til sammen med folketallet 1. januar {year}"), year=year)
        figures: dict[str, Figure | None] = {
            "value": areas.money("folketall-for-sum", label, whole.other_people, whole.value),
            "plain": areas.money("provd-sum", _("Områdene til sammen"), whole.value),
        }
        yield say_gap("folketall-sum", text, figures, words, caution=True)


def total(areas: Areas, against: Against) -> Statement | None:
    """Say what the areas make together; one near zero isn't netted against the rest."""
    found = against.total
    if found.verdict is Verdict.NONE:
        return None
    count = len(NAMES) - len(found.left_out)
    label = _("Avvik, områdene til sammen")
    figures = gap_figures(areas, against, "omrader", label, found)
    words = {
        "place": areas.place.name,
        "group": _("gruppen") if against.id == "gruppe" else against.name,
        "name": against.name,
        "year": str(areas.year),
        "area": fill(_("{n} områder til sammen"), n=in_words(count)),
        "n": in_words(count),
    }
    if found.verdict is Verdict.ALIKE:
        if found.rests_on_little and not incomparable(found) and found.value * found.untaxed > 0:
            return _rests_on_little(areas, against, figures, words)
        return _alike(areas, found, figures, words, "omrader-til-sammen")
    words["more"] = more_or_less(1 if found.verdict is Verdict.MORE else -1)
    text = _(
        "På {n} områder til sammen har {place} en {more}utgift på {value:a} mot {name} "
        "({low:au}–{high:au}; uten avgiftskorreksjon {untaxed:au})."
    )
    text, figures = ranged(text, figures)
    text = _with_people(areas, text, found.other_people, found, figures, words, "folketall-for-sum")
    text = _with_little(areas, against, text, figures, words)
    return say_gap("omrader-til-sammen", with_units(text, found), figures, words)


def _with_people(
    areas: Areas,
    text: str,
    value: float,
    found: Gap,
    figures: dict[str, Figure | None],
    words: dict[str, str],
    id: str,
) -> str:
    """Let a headline give the gap with the other count of people, too, where they differ much."""
    if math.isnan(value):
        return text
    label = fill(_("Avvik med folketallet 1. januar {year}"), year=str(areas.year))
    if id.endswith("sum"):
        label = fill(
            _("Områdene til sammen med folketallet 1. januar {year}"), year=str(areas.year)
        )
    figures["people"] = areas.money(id, label, value, found.value)
    words["people_side"] = side(value)
    return text + " " + _("Med folketallet 1. januar {year} er det {people:a} {people_side}.")


def _rests_on_little(
    areas: Areas, against: Against, figures: dict[str, Figure | None], words: dict[str, str]
) -> Statement | None:
    """Say of a sum that it is none to speak of: without what says little it turns sign."""
    text = _(
        "På {n} områder til sammen bruker {place} om lag som {group}: {value:a} {side} ved samme "
        "behov og samme arbeidsgiveravgift (uten avgiftskorreksjon {untaxed:au} {other}){but}."
    )
    words["other"] = side(against.total.untaxed)
    figures, found = {name: figures[name] for name in ("value", "untaxed")}, against.total
    words["side"], words["but"] = side(found.value), ""
    if not found.only_little:
        words["but"] = but(areas, found, figures, words, "omrader-til-sammen")
    text = _with_little(areas, against, text, figures, words)
    return say_gap("omrader-til-sammen", with_units(text, against.total), figures, words)


def _with_little(
    areas: Areas,
    against: Against,
    text: str,
    figures: dict[str, Figure | None],
    words: dict[str, str],
) -> str:
    """Say of a sum what the areas with little net cost of their own make of it."""
    gaps, found = against.gaps, against.total
    if math.isnan(found.without_little):
        return text
    made = sum(gaps[a].value for a in found.little)
    # As the printed ends subtract: those who read both see the third.
    step = 1e6 if abs(found.value) >= LARGE else 1e5
    rest = step * float(round_half_up(found.value / step) - round_half_up(made / step))
    named = listed([area_name(a) for a in found.little])
    figures["made"] = areas.money(
        "sum-lave", fill(_("Avvik, {areas}"), areas=named), made, found.value
    )
    figures["rest"] = areas.money(
        "sum-uten-lave", fill(_("Områdene til sammen uten {areas}"), areas=named), rest, found.value
    )
    words |= {"low_areas": named, "rest_side": side(rest)}
    return (
        text
        + " "
        + _(
            "Netto utgift til {low_areas} er så lav at avviket der ({made:+}) sier lite. Holdes "
            "det utenfor, er det {rest:a} {rest_side} til sammen."
        )
    )


def netted(against: Against) -> Statement | None:
    """Say which areas are left out of the sum, and why."""
    near = [area_name(a) for a, g in against.gaps.items() if g.near_zero]
    if not near:
        return None
    return tell(
        "omrader-utelatt",
        _(
            "Netto utgift til {areas} er negativ eller nær null, fordi tilskudd er ført der. Den "
            "er ikke trukket fra på andre områder."
        ),
        areas=listed(near),
    )


def quarter(areas: Areas) -> Statement | None:
    """Say in how many areas the municipality is in the best quarter, never the sum as a goal."""
    if areas.group is None:
        return None
    counted = [a for a, found in areas.group.gaps.items() if not areas.says_little(a, found)]
    found = {area: areas.quarter(area) for area in counted}
    compared = [area_name(a) for a, q in found.items() if q is not None]
    if not compared:
        return None
    # Where the sign turns with what is assumed, the place in the order says nothing.
    sure = {a for a, gap in areas.group.gaps.items() if gap.verdict is Verdict.LESS}
    first = [a for a, q in found.items() if a in sure and q is not None and q.gap <= 0]
    best, unsure = [area_name(a) for a in first], [a for a in first if _may_be_worse(areas, a)]
    text = (
        _(
            "{place} er i beste fjerdedel av {name} på {areas}; ingen kommune er i beste fjerdedel "
            "på alt."
        )
        if best and not unsure
        else _(
            "{place} er i beste fjerdedel av {name} på {areas}, men det er usikkert for {unsure}: "
            "plassen kan være så langt bak som {last}. Ingen kommune er i beste fjerdedel på alt."
        )
        if best
        else _(
            "{place} er ikke i beste fjerdedel av {name} på noen av områdene; ingen kommune er i "
            "beste fjerdedel på alt."
        )
        if len(compared) == len(areas.group.gaps)
        else _(
            "{place} er ikke i beste fjerdedel av {name} på {areas}. Avviket for {left} kan ikke "
            "brukes til å si noe om det."
        )
    )
    return tell(
        "beste-fjerdedel",
        text,
        place=areas.place.name,
        name=areas.group.name,
        areas=listed(best or compared),
        left=listed([n for a in areas.group.gaps if (n := area_name(a)) not in compared]),
        unsure=listed([area_name(a) for a in unsure]),
        last=listed([str(place.high) for a in unsure if (place := areas.standing(a))]),
    )


def _may_be_worse(areas: Areas, area: str) -> bool:
    """Say whether the place in the order may as well lie outside the best quarter."""
    place, quarter = areas.standing(area), areas.quarter(area)
    return place is not None and quarter is not None and place.high > quarter.position


def told(areas: Areas, against: Against) -> str:
    """Give what must be known of a comparison: need year, who is outside, which rate."""
    outside = names({c for g in against.gaps.values() for c in g.outside} & against.members)
    return join(
        fill(
            _(
                "Innbyggere er per 1. januar {next}, behovsindeksen er for {need} og regnskapet "
                "for {year}."
            ),
            next=str(areas.year + 1),
            need=str(areas.need_year),
            year=str(areas.year),
        ),
        fill(
            _(
                "Uten sektorindekser: {names}. Slike er med i det ukorrigerte snittet, men ikke i "
                "det korrigerte og ikke i rekkefølgen."
            ),
            names=", ".join(outside),
        )
        if outside
        else "",
        fill(
            _("Lønnsandelen er kjent fra regnskapet etter art for {n} kommuner i gruppen."),
            n=str(areas.told_wages),
        )
        if areas.told_wages
        else "",
        _rate(areas),
    )


def _rate(areas: Areas) -> str:
    """Say which rate of employer's tax was taken, where there was a choice."""
    if not areas.rate.chosen:
        return ""
    parts = areas.rate.parts
    rate = percent(areas.rate.rate)
    if len(parts) > 1:
        return fill(
            _("Kommunen har flere avgiftssoner. Det er regnet med {rate} (sone {zone}, {part})."),
            rate=rate,
            zone=parts[0].zone,
            part=parts[0].part,
        )
    return fill(
        _("Kommunen er i sone Ia. Det er regnet med {rate}, satsen når fribeløpet er brukt opp."),
        rate=rate,
    )
