"""Exhibits of the six areas: gaps, what else was tried, and what stands beside them."""

import math
from collections.abc import Iterator, Mapping

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.indicator_series import Series, countries, unrevised
from veivalg.chapters.common.sentences import fill, join, listed
from veivalg.chapters.common.written import million
from veivalg.chapters.ressursbruk.model.areas import METHOD, Areas, formula
from veivalg.chapters.ressursbruk.model.held import NAMES, Against
from veivalg.chapters.ressursbruk.sentences import turned
from veivalg.chapters.ressursbruk.sentences.areas import area_name, incomparable, told
from veivalg.content import Cell, Chart, Column, Exhibit, Figure, Role, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import AreaGap, Gap, Verdict
from veivalg.norway.indicators import SERVICES
from veivalg.norway.municipality import country_without_oslo
from veivalg.norway.register import municipality


def show(areas: Areas) -> Exhibits:
    """Give what makes the exhibits of areas, with what they share."""
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
        (_starred(_(NAMES[area]), found), *_amounts(found, little=area in little))
        for area, found in against.gaps.items()
    ]
    clear = [
        (area, found)
        for area, found in against.gaps.items()
        if found.verdict in (Verdict.MORE, Verdict.LESS) and area not in little
    ]
    most = max(clear, key=lambda one: abs(one[1].value)) if clear else None
    return show(areas)(
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
        total=(_starred(_("Sum"), total), *_amounts(total))
        if total.verdict is not Verdict.NONE
        else None,
        name=against.name,
        area=_(NAMES[most[0]]) if most else "",
        kind=verdict(most[1]) if most else "",
        gap=million(abs(most[1].value)) if most else "",
        chart=Chart(Shape.RANGE, "value", "area", low="low", high="high", zero=True),
        formula=formula(chosen=against.id == "valgte"),
        note=_gaps_note(areas, against),
        uncertainty=join(
            _(
                "Fra og til er laveste og høyeste avvik når lønn er 65–90 prosent av netto "
                "utgift. «Om lag likt» betyr at avviket skifter fortegn med lønnsandelen, uten "
                "avgiftskorreksjonen, året før, uten en kommune som skiller seg ut, eller med "
                "folketallet året før. For summen betyr det også at fortegnet snur uten et "
                "område med lav netto utgift."
            ),
            _("«Sier lite» er forklart i merknaden.")
            if any(row[-1] == _("sier lite") for row in rows)
            else "",
        ),
    )


def _starred(name: str, found: Gap) -> str:
    """Mark a name in table and chart where the gap beside it can't be compared."""
    return f"{name} *" if incomparable(found) else name


def _gaps_note(areas: Areas, against: Against) -> str:
    left = against.total.left_out
    unsure = [area_name(a) for a, g in against.gaps.items() if incomparable(g)]
    rest = {a: g for a, g in against.gaps.items() if not (incomparable(g) or g.near_zero)}
    little = [area_name(a) for a, g in rest.items() if areas.says_little(a, g)]
    alike: list[tuple[str, Gap]] = [
        (area_name(a), g)
        for a, g in rest.items()
        if g.verdict is Verdict.ALIKE and area_name(a) not in little
    ]
    whole = against.total
    if whole.verdict is Verdict.ALIKE and not (whole.only_little or incomparable(whole)):
        alike.append((_("summen"), whole))
    return join(
        _("Snittet er Veivalgs eget, av kommunene som er valgt.") if against.id == "valgte" else "",
        *turned.alike(areas, alike),
        fill(
            _(
                "* Kan ikke sammenliknes: {names}. Regnskapet flyttet seg over 30 prosent på et "
                "år, og avviket skifter fortegn."
            ),
            names=", ".join(unsure),
        )
        if unsure
        else "",
        *_little(areas, rest),
        told(areas, against),
        fill(
            _("Summen er uten {names}: netto utgift er negativ eller nær null."),
            names=", ".join(area_name(a) for a in left),
        )
        if left and any(g.near_zero for g in against.gaps.values())
        else "",
        fill(
            _("Uten {names} skifter summen fortegn: netto utgift der er lav."),
            names=listed([area_name(a) for a in against.total.little]),
        )
        if against.total.rests_on_little
        else "",
        _(
            "Tilskudd til vertskommuner er ført utenfor områdene, så en vertskommune ser "
            "dyrere ut enn den er. Merutgift er ikke det samme som innsparing."
        ),
    )


def _little(areas: Areas, gaps: Mapping[str, AreaGap]) -> Iterator[str]:
    """Say of which areas a gap says little, and why: one reason each."""
    low = [area_name(a) for a, g in gaps.items() if g.little]
    moved = [area_name(a) for a, g in gaps.items() if not g.little and areas.says_little(a, g)]
    if low:
        yield fill(_("Avviket sier lite, for netto utgift er lav: {names}."), names=", ".join(low))
    if moved:
        text = _(
            "Avviket sier lite, for netto utgift flyttet seg over 30 prosent på et år: {names}."
        )
        yield fill(text, names=", ".join(moved))


def _amounts(found: Gap, *, little: bool = False) -> tuple[Cell, ...]:
    values = (found.value, found.low, found.high, found.untaxed, found.raw)
    return (*map(_cell, values), verdict(found, little=little))


def tried(areas: Areas) -> Exhibit | None:
    """Show the gaps as they are with something else assumed: a member out, other people."""
    group = areas.group
    if group is None:
        return None
    rows = [row for area, found in group.gaps.items() for row in _variants(areas, area, found)]
    if not rows:
        return None
    # A year before that rests on a member that moved is shown, and is no headline.
    unsteady = {
        (_(NAMES[a]), _year_before(areas)) for a, g in group.gaps.items() if g.rests_on_moved
    }
    told = [row for row in rows if row[:2] not in unsteady]
    most = max(told, key=lambda row: abs((_number(row[2]) or 0) - (_number(row[3]) or 0)))
    return show(areas)(
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
            "med begge. Året før er vist der det er kjent, som mål på hvor mye avviket svinger, "
            "også uten dem som er tatt ut fordi utgiften flytter seg."
        ),
    )


def _number(cell: Cell) -> float | None:
    return None if cell is None or isinstance(cell, str) else float(cell)


def _year_before(areas: Areas) -> str:
    return fill(_("med regnskapet for {year}"), year=str(areas.year - 1))


def _variants(areas: Areas, area: str, found: AreaGap) -> Iterator[tuple[Cell, ...]]:
    name = _(NAMES[area])
    for code, value in found.without.items():
        how = fill(_("uten {name}"), name=municipality(code).name)
        yield name, how, value, _cell(found.value)
    if not math.isnan(found.other_people):
        how = fill(_("med folketallet 1. januar {year}"), year=str(areas.year))
        yield name, how, found.other_people, _cell(found.value)
    if not math.isnan(found.before[0]):
        how = _year_before(areas)
        yield name, how, found.before[0], _cell(found.value)
        if found.steady and found.rests_on_moved:
            how = f"{how} {turned.without(found.moved)}"
            yield name, how, found.steady.before[0], _cell(found.value)


def beside(areas: Areas, found: list[Series], revenues: Mapping[Role, Figure]) -> Exhibit | None:
    """Show what belongs beside a gap: the year before, quality, coverage and income."""
    rows: list[tuple[Cell, ...]] = []
    for against in areas.held[:1]:
        what = fill(_("Avvik mot {name}"), name=against.name)
        for area, gap in against.gaps.items():
            unsure = incomparable(gap) or gap.near_zero
            about = f"{what} ({verdict(gap)})" if unsure else what
            pairs = [(about, gap.value, gap.before[0])]
            if gap.steady and gap.rests_on_moved:
                without = f"{what} {turned.without(gap.moved)}"
                pairs.append((without, gap.steady.value, gap.steady.before[0]))
            for text, now, before in pairs:
                shown = ((areas.year, now), (areas.year - 1, before))
                if not math.isnan(gap.before[0]):
                    written = ((year, million(value, sign=True)) for year, value in shown)
                    rows += [(_(NAMES[area]), text, cell, "", "", year) for year, cell in written]
    roles = (Role.OWN, Role.GROUP, Role.NORWAY)
    if Role.OWN in revenues:
        texts = [_written(f.value if (f := revenues.get(r)) else None, Unit.NOK) for r in roles]
        rows.append((_("Økonomi"), _("Driftsinntekter per innbygger"), *texts, areas.year))
    for one in found:
        entry = one.entry
        texts = [_written(one.value(role=r), entry.unit, entry.decimals) for r in roles]
        if texts[-1] and one.held(country_without_oslo()) is None:
            texts[-1] = f"{texts[-1]} ({countries([one])[0].name})"
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
        Column("country", _("Landet uten Oslo"), written=True),
        Column("year", _("År"), Unit.YEAR),
    )
    return show(areas)(
        "omrader-ved-siden",
        _("Avviket må leses sammen med kvalitet, dekning og inntekt"),
        _("Året før, kvalitet, dekning og inntekt, {place}"),
        columns if group else (*columns[:3], *columns[4:]),
        rows if group else [(*row[:3], *row[4:]) for row in rows],
        sources=(*areas.all_sources, *sources),
        n=str(len(rows)),
        alt=_("Tabell med {n} mål som hører sammen med avvikene."),
        note=join(
            _("Driftsinntekter er hele regnskapet."),
            _("Der det ikke står et tall, er det ikke kjent."),
            _("Merutgift er ikke det samme som innsparing."),
            unrevised(found),
        ),
    )


def _written(value: float | None, unit: Unit, decimals: int | None = None) -> str:
    return "" if value is None else format_number(value, unit, decimals)
