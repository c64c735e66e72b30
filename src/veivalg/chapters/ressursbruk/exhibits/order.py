"""Exhibits of the six areas on who is cheaper: order, best quarter, the group and the map."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from veivalg.chapters.common.sentences import fill, join, listed
from veivalg.chapters.common.written import kroner, percent
from veivalg.chapters.ressursbruk.exhibits.areas import show
from veivalg.chapters.ressursbruk.model.areas import Areas, names
from veivalg.chapters.ressursbruk.model.held import CARE, NAMES, Against
from veivalg.chapters.ressursbruk.sentences.areas import area_name, told
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Table,
    Unit,
    format_number,
    format_plain,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_order import Standing
from veivalg.norway.borders import BORDERS, borders
from veivalg.norway.register import municipalities, municipality

NEAR = 5
"""How many of the first, the last and the nearest on either side a list of the country has."""


def order(areas: Areas) -> Exhibit | None:
    """Show the place in the group's order of every area, and the gap to the best quarter."""
    group = areas.group
    if group is None or not group.known:
        return None
    rows: list[tuple[Cell, ...]] = []
    places = [(area, place) for area in NAMES if (place := areas.standing(area)) is not None]
    if not places:
        return None
    out = [area for area in NAMES if areas.place.code in areas.left_out(area, group.members).all]
    for area, place in sorted(
        [*places, *((area, None) for area in out)], key=lambda one: list(NAMES).index(one[0])
    ):
        ends = (place.position, place.low, place.high, place.of) if place else (_out(), "", "", "")
        quarters = (areas.quarter(area, taxed=taxed) for taxed in (True, False))
        rows.append((_(NAMES[area]), *ends, *(q.gap if q else "" for q in quarters)))
    area, first = places[0]
    return show(areas)(
        "omrader-rekkefolge",
        _placed(first),
        _(
            "Plass i rekkefølgen ved likt behov og 14,1 % arbeidsgiveravgift for alle, og avvik "
            "til beste fjerdedel i mill. kr ved egen sats ({rate}), {place} {year}"
        ),
        (
            Column("area", _("Område")),
            Column("rank", _("Plassering"), Unit.RANK),
            Column("rank_low", _("Fra"), Unit.RANK),
            Column("rank_high", _("Til"), Unit.RANK),
            Column("of", _("Av kommuner"), Unit.COUNT),
            *_quarter_columns(),
        ),
        rows,
        name=group.name,
        area=area_name(area),
        rate=percent(areas.rate.rate),
        words=_ends(first),
        alt=_("Tabell over plassen i {name} for hvert område. På {area} er den {rank} av {of}."),
        note=join(
            _(
                "Fra og til er plassen når lønnsandelen endres fra 65 til 90 prosent, og med "
                "regnskapet året før der det er kjent."
            ),
            _(
                "Beste fjerdedel er nivået til den kommunen som har en fjerdedel av gruppen foran "
                "seg, når alle er regnet om til kommunens egen sats."
            ),
            _above_quarter(areas, group),
            *(unranked(areas, area, group) for area in NAMES),
            _both_counts(areas, group),
            told(areas, group),
        ),
    )


def _out() -> str:
    """Write the place of one that is in no order: it is known, but says nothing."""
    return _("ikke med")


def _quarter_columns() -> Iterator[Column]:
    for key, title in (
        ("quarter", _("Avvik til beste fjerdedel, egen sats")),
        ("quarter_untaxed", _("Avvik til beste fjerdedel, uten avgiftskorreksjon")),
    ):
        yield Column(key, title, Unit.MILLION_NOK, 1, sign=True)


def _above_quarter(areas: Areas, group: Against) -> str:
    """Tell what the gaps to the best quarter make, with and without tax, and that it is no goal."""
    little = [area for area, found in group.gaps.items() if areas.says_little(area, found)]
    kept = [area for area in NAMES if area not in little]
    both = [[areas.quarter(area, taxed=taxed) for area in kept] for taxed in (True, False)]
    above = [[q.gap for q in found if q is not None and q.gap > 0] for found in both]
    totals = [sum(gaps) for gaps in above]
    text = _(
        "Avvikene over null er til sammen {own} ved egen sats og {untaxed} uten "
        "avgiftskorreksjon. Det er ikke et mål: ingen kommune er i beste fjerdedel på alt."
    )
    left = _("I summen er {areas} holdt utenfor, for avviket der sier lite.") if little else ""
    shown = [1e6 * sum(float(round_half_up(gap / 1e6, 1)) for gap in gaps) for gaps in above]
    exact, added = ([format_number(n, Unit.MILLION_NOK, 1) for n in s] for s in (totals, shown))
    off = _("Tallene i kolonnene gir {a} og {b}, for hvert er avrundet.") if added != exact else ""
    return fill(
        join(text, off, left),
        own=exact[0],
        untaxed=exact[1],
        a=added[0],
        b=added[1],
        areas=listed([area_name(area) for area in little]),
    )


def group_bars(areas: Areas) -> Exhibit | None:
    """Show every member of the group by its gap per inhabitant in health and care."""
    group = areas.group
    if group is None or not group.known:
        return None
    out = areas.left_out(CARE, group.members).all
    values = {c: v for c, v in areas.per_inhabitant(CARE).items() if c not in out}
    known = sorted(((v, c) for c, v in values.items() if v is not None), reverse=True)
    rows: list[tuple[Cell, ...]] = [(municipality(c).name, v) for v, c in known]
    own = values.get(areas.place.code)
    return show(areas)(
        "omrader-medlemmer",
        _("Fra {low} til {high} per innbygger mot {name}")
        if own is None
        else _("Fra {low} til {high} per innbygger mot {name}; {place} har {own}"),
        _(
            "Avvik i helse og omsorg per innbygger ved likt behov og kommunens egen sats for "
            "arbeidsgiveravgift, kommunene i {name} {year}, kr"
        ),
        (
            Column("name", _("Kommune")),
            Column("value", _("Avvik per innbygger"), Unit.NOK, 0, sign=True),
        ),
        rows,
        name=group.name,
        low=kroner(known[-1][0], sign=True),
        high=kroner(known[0][0], sign=True),
        own=kroner(own, sign=True),
        alt=_("Kommunene i {name} etter avvik, fra {low} til {high} per innbygger."),
        chart=Chart(Shape.BARS, "value", "name", roles={areas.place.name: Role.OWN}),
        note=join(unranked(areas, CARE, group), told(areas, group)),
    )


def country_map(areas: Areas) -> Exhibit | None:
    """Show all municipalities by cost at equal need and equal tax, the own one with its rank."""
    order, levels = areas.order(CARE, areas.country.members), areas.levels
    own = order.get(areas.place.code)
    ranked = sorted(order, key=lambda c: (order[c].position, c))
    if not ranked:
        return None
    rows = [_listed(order, levels, code) for code in _near(ranked, areas.place.code)]
    if own is None:
        rows.append((areas.place.code, areas.place.name, _out(), *[""] * 4))
    everyone = {m.code: levels.get(m.code) if m.code in order else None for m in municipalities()}
    return show(areas)(
        "omrader-kart",
        _placed(own)
        if own
        else _("Fra {low} til {high} per innbygger i {name}; {place} er ikke med i rekkefølgen"),
        _(
            "Netto driftsutgifter til helse og omsorg per innbygger ved likt behov og 14,1 % "
            "arbeidsgiveravgift for alle, {year}, kr"
        ),
        _map_columns(),
        rows,
        sources=(*areas.all_sources, BORDERS),
        words=_ends(own or next(iter(order.values()))),
        name=areas.country.name,
        area=area_name(CARE),
        low=kroner(levels[ranked[0]]),
        high=kroner(levels[ranked[-1]]),
        alt=_(
            "Kart over {of} kommuner, fra {low} til {high} per innbygger. Tabellen har de fem "
            "laveste, de fem høyeste og de nærmeste."
        ),
        chart=Chart(
            Shape.MAP,
            "code",
            "value",
            "name",
            {areas.place.code: Role.OWN},
            geometry=borders(),
            beyond=everyone,
            names={m.code: m.name for m in municipalities()},
            ranking=_ranking(areas, order, ranked),
        ),
        note=_map_note(areas),
    )


def _map_columns() -> tuple[Column, ...]:
    return (
        Column("code", _("Nr.")),
        Column("name", _("Kommune")),
        Column("rank", _("Plassering"), Unit.RANK),
        Column("rank_low", _("Fra"), Unit.RANK),
        Column("rank_high", _("Til"), Unit.RANK),
        Column("of", _("Av kommuner"), Unit.COUNT),
        Column("value", _("Per innbygger"), Unit.NOK, 0),
    )


def _map_note(areas: Areas) -> str:
    return join(
        _(
            "Kartet har alle kommunene. Tabellen har de fem laveste, de fem høyeste og de "
            "nærmeste. Fra og til er plassen når lønnsandelen endres fra 65 til 90 prosent, og "
            "med regnskapet året før. Lite brukt er ikke det samme som godt drevet."
        ),
        _("Oslo er ikke med i rekkefølgen, for kommunen er også fylke."),
        unranked(areas, CARE, areas.country),
        _both_counts(areas, areas.country),
        told(areas, areas.country),
    )


def _ranking(areas: Areas, order: Mapping[str, Standing], ranked: list[str]) -> tuple[str, ...]:
    """Give what stands beside the map: the highest, the own one, the lowest, and the group."""

    def line(code: str) -> str:
        name, value = municipality(code).name, kroner(areas.levels[code])
        return _("Nr. {rank} {name}: {value}").format(
            rank=format_plain(order[code].position), name=name, value=value
        )

    own = areas.place.code
    listed_ = dict.fromkeys(c for c in (ranked[0], own, ranked[-1]) if c in order)
    lines = [line(code) for code in listed_]
    place = areas.standing(CARE)
    if place is not None and areas.group is not None:
        text = _("I {name}: nr. {rank} av {of}")
        lines.append(fill(text, name=areas.group.name, **_ends(place)))
    return (_("Nr. 1 bruker minst:"), *lines)


def group_map(areas: Areas) -> Exhibit | None:
    """Show where those the municipality is compared with lie, by what they spend at equal need."""
    bars = group_bars(areas)
    group = areas.group
    if bars is None or group is None:
        return None
    out = areas.left_out(CARE, group.members).all
    values = areas.per_inhabitant(CARE)
    shown = {c: None if c in out else v for c, v in values.items()}
    known = sorted(((v, c) for c, v in shown.items() if v is not None), reverse=True)
    own, grey = areas.place.code, {c for c, v in shown.items() if v is None}
    rows: list[tuple[Cell, ...]] = [(c, municipality(c).name, v) for v, c in known]
    codes = dict.fromkeys(c for c in (known[0][1], own, known[-1][1]) if shown.get(c) is not None)
    ranking = (f"{municipality(c).name}: {kroner(shown[c], sign=True)}" for c in codes)
    return replace(
        bars,
        id="omrader-kart-gruppen",
        title=fill(
            _("{place} og {count} av de {every} den sammenliknes med i {name}")
            if grey - {own}
            else _("{place} og de {every} den sammenliknes med i {name}"),
            place=areas.place.name,
            count=format_plain(len(shown.keys() - grey - {own})),
            every=format_plain(len(shown.keys() - {own})),
            name=group.name,
        ),
        alt=fill(_("Kart over kommunene i {name}. {said}."), name=group.name, said=bars.title),
        note=join(_grey(areas, group, grey), told(areas, group)),
        table=Table((Column("code", _("Nr.")), *bars.table.columns), tuple(rows)),
        sources=(*bars.sources, BORDERS),
        chart=Chart(
            Shape.MAP,
            "code",
            "value",
            "name",
            {own: Role.OWN},
            geometry=borders(),
            beyond=shown,
            names={c: municipality(c).name for c in shown},
            ranking=tuple(ranking),
        ),
    )


def _grey(areas: Areas, group: Against, codes: set[str]) -> str:
    """Say who of a group has no colour on its map, each with the reason."""
    out = areas.left_out(CARE, group.members)
    moved, little = codes & set(out.moved), codes & set(out.little)
    reasons = (
        (moved, _("{names}, der netto utgift flyttet seg over 30 prosent på et år")),
        (little - moved, _("{names}, der netto utgift er negativ eller svært lav")),
        (codes - moved - little, _("{names}, der avviket ikke kan regnes ut")),
    )
    told = [fill(text, names=listed(names(few))) for few, text in reasons if few]
    return fill(_("Uten farge på kartet: {told}."), told="; ".join(told)) if told else ""


def _placed(place: Standing) -> str:
    """Give the title of an order; with an interval so wide that the place says nothing, the ends.

    Its words are those of `_ends`, and ``place``, ``name`` and ``area``.
    """
    if place.high - place.low > place.of / 2:
        return _("{place} kan være fra nummer {first} til {last} av {of} i {name} på {area}")
    return _("{place} er nummer {rank} av {of} i {name} på {area}; nummer 1 bruker minst")


def _ends(place: Standing) -> dict[str, str]:
    low, high, rank = map(format_plain, (place.low, place.high, place.position))
    placed = rank if low == high else f"{rank} ({low}–{high})"
    return {"rank": placed, "first": low, "last": high, "of": format_plain(place.of)}


def _near(ranked: list[str], own: str) -> list[str]:
    """Give the first and the last of an order, and those nearest the own one."""
    at = ranked.index(own) if own in ranked else None
    near = [] if at is None else ranked[max(at - NEAR, 0) : at + NEAR + 1]
    return sorted({*ranked[:NEAR], *near, *ranked[-NEAR:]}, key=ranked.index)


def _listed(
    order: Mapping[str, Standing], levels: Mapping[str, float], code: str
) -> tuple[Cell, ...]:
    s = order[code]
    return code, municipality(code).name, s.position, s.low, s.high, s.of, levels[code]


def unranked(areas: Areas, area: str, against: Against) -> str:
    """Say who are in no order of an area because their comparison doesn't hold, and why."""
    out = areas.left_out(area, against.members)
    what = area_name(area)
    return join(
        fill(
            _(
                "Ikke med i rekkefølgen på {area}: {names}. Netto utgift flyttet seg over 30 "
                "prosent på et år, så kommunen kan ikke sammenliknes."
            ),
            area=what,
            names=listed(names(out.moved)),
        )
        if out.moved
        else "",
        fill(
            _(
                "Ikke med i rekkefølgen på {area}: {names}. Netto utgift er negativ eller så lav "
                "at avviket sier lite."
            ),
            area=what,
            names=listed(names(out.little)),
        )
        if out.little
        else "",
    )


def _both_counts(areas: Areas, against: Against) -> str:
    """Say whose place is reckoned with both counts of people."""
    changed = set(areas.people_changed) & against.members
    text = _(
        "Folketallet er endret over 5 prosent siden behovsindeksen ble laget: {names}. Fra og til "
        "er plassen med begge folketallene."
    )
    return fill(text, names=listed(names(changed))) if changed else ""
