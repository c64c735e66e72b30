"""Exhibits of the six areas: gaps, order and best quarter, map, and what stands beside them."""

import math
from collections.abc import Iterator, Mapping

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.indicator_series import Series, unrevised
from veivalg.chapters.common.sentences import fill, join, listed
from veivalg.chapters.common.written import kroner, million, percent
from veivalg.chapters.ressursbruk.model.areas import CARE, METHOD, NAMES, Against, Areas, formula
from veivalg.chapters.ressursbruk.sentences.areas import area_name, incomparable, told
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Figure,
    Role,
    Shape,
    Source,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import AreaGap, Gap, Verdict
from veivalg.maths.comparison.area_order import Standing
from veivalg.norway.indicators import SERVICES
from veivalg.norway.register import municipalities, municipality

DOTS = Source("kartverket-midtpunkt", "Kartverket", "Kommunenes midtpunkt", licence="CC BY 4.0")

NEAR = 5
"""How many of the first, the last and the nearest on either side a list of the country has."""


def _show(areas: Areas) -> Exhibits:
    words = {"place": areas.place.name, "year": str(areas.year)}
    return Exhibits(METHOD, words, areas.all_sources, assumptions=(areas.share,))


def verdict(found: Gap, *, little: bool = False) -> str:
    """Write what may be said of a gap in a cell."""
    if isinstance(found, AreaGap) and found.near_zero:
        return _("netto utgift nær null")
    if incomparable(found):
        return _("kan ikke sammenliknes")
    if little:
        return _("sier lite")
    return {
        Verdict.MORE: _("merutgift"),
        Verdict.LESS: _("mindreutgift"),
        Verdict.ALIKE: _("om lag likt"),
        Verdict.NONE: _("ingen sammenlikning"),
    }[found.verdict]


def _cell(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def gaps(areas: Areas, against: Against) -> Exhibit | None:
    """Show the gap of every area: before correction, at equal need, and at the own rate of tax."""
    if not against.known:
        return None
    total = against.total
    little = {area for area, found in against.gaps.items() if areas.says_little(area, found)}
    rows = [
        (_(NAMES[area]), *_amounts(found, little=area in little))
        for area, found in against.gaps.items()
    ]
    clear = [
        (area, found)
        for area, found in against.gaps.items()
        if found.verdict in (Verdict.MORE, Verdict.LESS) and area not in little
    ]
    most = max(clear, key=lambda one: abs(one[1].value)) if clear else None
    return _show(areas)(
        f"omrader-{against.id}",
        _("{area} skiller seg klarest fra {name}: {kind} på {gap}")
        if most
        else _("Ingen av områdene skiller seg klart fra {name}"),
        _(
            "Netto driftsutgifter ved likt behov og lik arbeidsgiveravgift, {place} mot {name} "
            "{year}, mill. kr"
        ),
        (
            Column("area", _("Område")),
            Column("value", _("Avvik"), Unit.MILLION_NOK, 1, sign=True),
            Column("low", _("Fra"), Unit.MILLION_NOK, 1, sign=True),
            Column("high", _("Til"), Unit.MILLION_NOK, 1, sign=True),
            Column("untaxed", _("Uten avgiftskorreksjon"), Unit.MILLION_NOK, 1, sign=True),
            Column("raw", _("Uten korreksjoner"), Unit.MILLION_NOK, 1, sign=True),
            Column("verdict", _("Det som kan sies")),
        ),
        rows,
        total=(_("Sum"), *_amounts(total)) if total.verdict is not Verdict.NONE else None,
        name=against.name,
        area=_(NAMES[most[0]]) if most else "",
        kind=verdict(most[1]) if most else "",
        gap=million(abs(most[1].value)) if most else "",
        chart=Chart(Shape.RANGE, "value", "area", low="low", high="high", zero=True),
        formula=formula(),
        note=_gaps_note(areas, against),
        uncertainty=_(
            "Fra og til er avviket når lønn er 65 og 90 prosent av netto utgift. «Om lag likt» "
            "betyr at avviket skifter fortegn med lønnsandelen, uten avgiftskorreksjonen, året "
            "før, uten en kommune som skiller seg ut, eller med folketallet året før. «Sier lite» "
            "betyr at netto utgift er lav fordi tilskudd er ført der, eller flyttet seg over 30 "
            "prosent på et år."
        ),
    )


def _gaps_note(areas: Areas, against: Against) -> str:
    left = against.total.left_out
    unsure = [area_name(a) for a, g in against.gaps.items() if incomparable(g)]
    rest = {a: g for a, g in against.gaps.items() if not (incomparable(g) or g.near_zero)}
    little = [area_name(a) for a, g in rest.items() if areas.says_little(a, g)]
    alike = [
        area_name(a)
        for a, g in rest.items()
        if g.verdict is Verdict.ALIKE and area_name(a) not in little
    ]
    return join(
        fill(_("Om lag likt: {names}."), names=", ".join(alike)) if alike else "",
        fill(
            _(
                "Kan ikke sammenliknes: {names}. Regnskapet flyttet seg over 30 prosent på et "
                "år, og avviket skifter fortegn."
            ),
            names=", ".join(unsure),
        )
        if unsure
        else "",
        fill(_("Avviket sier lite: {names}."), names=", ".join(little)) if little else "",
        told(areas, against),
        fill(
            _("Summen er uten {names}: netto utgift er negativ eller nær null."),
            names=", ".join(area_name(a) for a in left),
        )
        if left and any(g.near_zero for g in against.gaps.values())
        else "",
        _(
            "Tilskudd til vertskommuner er ført utenfor områdene, så en vertskommune ser "
            "dyrere ut enn den er. Merutgift er ikke det samme som innsparing."
        ),
    )


def _amounts(found: Gap, *, little: bool = False) -> tuple[Cell, ...]:
    values = (found.value, found.low, found.high, found.untaxed, found.raw)
    return (*map(_cell, values), verdict(found, little=little))


def order(areas: Areas) -> Exhibit | None:
    """Show the place in the group's order of every area, and the gap to the best quarter."""
    group = areas.group
    if group is None or not group.known:
        return None
    rows: list[tuple[Cell, ...]] = []
    places = [(area, place) for area in NAMES if (place := areas.standing(area)) is not None]
    if not places:
        return None
    for area, place in places:
        ends = (place.position, place.low, place.high, place.of)
        quarters = (areas.quarter(area, taxed=taxed) for taxed in (True, False))
        rows.append((_(NAMES[area]), *ends, *(q.gap if q else None for q in quarters)))
    area, first = places[0]
    return _show(areas)(
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
        alt=_(
            "Tabell over plassen i {name} for hvert område. På {area} er den {rank} ({ends}) av "
            "{of}."
        ),
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
            told(areas, group),
        ),
    )


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
    own, untaxed = (sum(max(q.gap, 0.0) for q in found if q is not None) for found in both)
    text = _(
        "Avvikene over null er til sammen {own} ved egen sats og {untaxed} uten "
        "avgiftskorreksjon. Det er ikke et mål: ingen kommune er i beste fjerdedel på alt."
    )
    left = _("I summen er {areas} holdt utenfor, for avviket der sier lite.") if little else ""
    return fill(
        join(text, left),
        own=format_number(own, Unit.MILLION_NOK, 1),
        untaxed=format_number(untaxed, Unit.MILLION_NOK, 1),
        areas=listed([area_name(area) for area in little]),
    )


def group_bars(areas: Areas) -> Exhibit | None:
    """Show every member of the group by its gap per inhabitant in health and care."""
    group = areas.group
    if group is None or not group.known:
        return None
    values = areas.per_inhabitant(CARE)
    known = sorted(((v, c) for c, v in values.items() if v is not None), reverse=True)
    rows: list[tuple[Cell, ...]] = [(municipality(c).name, v) for v, c in known]
    own = values.get(areas.place.code)
    return _show(areas)(
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
        note=told(areas, group),
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
        rows.append((areas.place.code, areas.place.name, *[None] * 5))
    everyone = {m.code: levels.get(m.code) if m.code in order else None for m in municipalities()}
    return _show(areas)(
        "omrader-kart",
        _placed(own)
        if own
        else _("Fra {low} til {high} per innbygger i landet; {place} er ikke med i rekkefølgen"),
        _(
            "Netto driftsutgifter til helse og omsorg per innbygger ved likt behov og 14,1 % "
            "arbeidsgiveravgift for alle, {year}, kr"
        ),
        _map_columns(),
        rows,
        sources=(*areas.all_sources, DOTS),
        words=_ends(own or next(iter(order.values()))),
        name=_("landet"),
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
            geometry={m.code: (((m.longitude, m.latitude),),) for m in municipalities()},
            beyond=everyone,
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
        told(areas, areas.country),
        _("Prikken står i midten av kommunen."),
    )


def _placed(place: Standing) -> str:
    """Give the title of an order; with an interval so wide that the place says nothing, the ends.

    Its words are those of `_ends`, and ``place``, ``name`` and ``area``.
    """
    if place.high - place.low > place.of / 2:
        return _("{place} kan være fra nummer {first} til {last} av {of} i {name} på {area}")
    return _("{place} er nummer {rank} ({ends}) av {of} i {name} på {area}; nummer 1 bruker minst")


def _ends(place: Standing) -> dict[str, str]:
    low, high = str(place.low), str(place.high)
    ends = low if low == high else f"{low}–{high}"
    rank, of = str(place.position), str(place.of)
    return {"rank": rank, "ends": ends, "first": low, "last": high, "of": of}


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


def tried(areas: Areas) -> Exhibit | None:
    """Show the gaps as they are with something else assumed: a member out, other people."""
    group = areas.group
    if group is None:
        return None
    rows = [row for area, found in group.gaps.items() for row in _variants(areas, area, found)]
    if not rows:
        return None
    most = max(rows, key=lambda row: abs((_number(row[2]) or 0) - (_number(row[3]) or 0)))
    return _show(areas)(
        "omrader-provd",
        _("{area}: avviket mot {name} er {plain} i hovedtallet, og {gap} {how}"),
        _("Avvik ved likt behov og lik arbeidsgiveravgift, {place} mot {name} {year}, mill. kr"),
        (
            Column("area", _("Område")),
            Column("how", _("Regnet")),
            Column("gap", _("Avvik"), Unit.MILLION_NOK, 1, sign=True),
            Column("plain", _("Avvik i hovedtallet"), Unit.MILLION_NOK, 1, sign=True),
        ),
        rows,
        name=group.name,
        area=str(most[0]),
        how=str(most[1]),
        gap=million(_number(most[2]), sign=True),
        plain=million(_number(most[3]), sign=True),
        note=_(
            "En kommune i gruppen er tatt ut når utgiften dens flytter seg over 30 prosent fra et "
            "år til det neste, eller når gruppen har under ti kommuner: da den som betyr mest. "
            "Er folketallet endret over 5 prosent siden behovsindeksen ble laget, er avviket vist "
            "med begge. Året før er vist der det er kjent, som mål på hvor mye avviket svinger."
        ),
    )


def _number(cell: Cell) -> float | None:
    return None if cell is None or isinstance(cell, str) else float(cell)


def _variants(areas: Areas, area: str, found: AreaGap) -> Iterator[tuple[Cell, ...]]:
    name = _(NAMES[area])
    for code, value in found.without.items():
        how = fill(_("uten {name}"), name=municipality(code).name)
        yield name, how, value, _cell(found.value)
    if not math.isnan(found.other_people):
        how = fill(_("med folketallet 1. januar {year}"), year=str(areas.year))
        yield name, how, found.other_people, _cell(found.value)
    if not math.isnan(found.before[0]):
        how = fill(_("med regnskapet for {year}"), year=str(areas.year - 1))
        yield name, how, found.before[0], _cell(found.value)


def beside(areas: Areas, found: list[Series], revenues: Mapping[Role, Figure]) -> Exhibit | None:
    """Show what belongs beside a gap: the year before, quality, coverage and income."""
    known = [a for a in (areas.group, areas.country) if a is not None and a.known]
    rows: list[tuple[Cell, ...]] = []
    for against in known[:1]:
        what = fill(_("Avvik mot {name}"), name=against.name)
        for area, gap in against.gaps.items():
            pairs = (areas.year, gap.value), (areas.year - 1, gap.before[0])
            if not math.isnan(gap.before[0]):
                shown = ((year, million(value, sign=True)) for year, value in pairs)
                rows += [(_(NAMES[area]), what, text, "", "", year) for year, text in shown]
    roles = (Role.OWN, Role.GROUP, Role.NORWAY)
    if Role.OWN in revenues:
        texts = [_written(f.value if (f := revenues.get(r)) else None, Unit.NOK) for r in roles]
        rows.append((_("Økonomi"), _("Driftsinntekter per innbygger"), *texts, areas.year))
    for one in found:
        entry = one.entry
        texts = [_written(one.value(role=r), entry.unit, entry.decimals) for r in roles]
        rows.append((SERVICES[entry.service], entry.name, *texts, one.year))
    if not rows:
        return None
    sources = [s for one in found for s in one.sources()]
    sources += [s for figure in revenues.values() for s in figure.sources()]
    group = areas.group is not None and areas.group.known
    columns = (
        Column("area", _("Område")),
        Column("what", _("Mål")),
        Column("own", areas.place.name, written=True),
        Column("group", areas.group.name if areas.group else "", written=True),
        Column("country", _("Landet"), written=True),
        Column("year", _("År"), Unit.YEAR),
    )
    return _show(areas)(
        "omrader-ved-siden",
        _("Avviket må leses sammen med kvalitet, dekning og inntekt"),
        _("Året før, kvalitet, dekning og inntekt, {place}"),
        columns if group else (*columns[:3], *columns[4:]),
        rows if group else [(*row[:3], *row[4:]) for row in rows],
        sources=(*areas.all_sources, *sources),
        n=str(len(rows)),
        alt=_("Tabell med {n} mål som hører sammen med avvikene."),
        note=join(
            _(
                "Driftsinntekter er hele regnskapet. For inntekter er landet uten Oslo. Der feltet "
                "er tomt, er tallet ikke hentet."
            ),
            _("Merutgift er ikke det samme som innsparing."),
            unrevised(found),
        ),
    )


def _written(value: float | None, unit: Unit, decimals: int | None = None) -> str:
    return "" if value is None else format_number(value, unit, decimals)
