"""Exhibits of the chapter «bemanning» on shift plans, reported FTE and weekends (M11)."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.bemanning.model import METHOD, Model
from veivalg.chapters.common.sentences import fill
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Pivot,
    Role,
    Shape,
    Source,
    SourceKind,
    Table,
    Unit,
)
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.staffing import (
    HOLIDAY,
    average_position,
    heads_needed,
    holiday_movement,
    places_reached,
    scale_disadvantage,
)
from veivalg.norway.reference import reference
from veivalg.norway.working_time import care_factors, weekly_hours
from veivalg.own.tables.staffing import KINDS

WEEKENDS = (2, 3, 4)


def fte(value: float | None, *, sign: bool = False) -> str:
    """Write FTE with one decimal and the word."""
    return format_number(value, Unit.FTE, 1, sign=sign)


def bare(value: float | None, decimals: int = 1) -> str:
    """Write a number without a word."""
    return format_number(value, Unit.COUNT, decimals)


def listed(names: Sequence[str]) -> str:
    """Write names as a list: «A, B og C»."""
    return (
        names[0]
        if len(names) == 1
        else fill(_("{some} og {last}"), some=", ".join(names[:-1]), last=names[-1])
    )


def reference_source(name: str) -> Source:
    """Give the source of reference figures of our own."""
    table = reference(name)
    return Source(
        f"referanse-{name}",
        table.source,
        table.title,
        kind=SourceKind.DOCUMENT,
        licence=table.licence,
        note=table.note,
    )


def compared(model: Model) -> Exhibit | None:
    """Show calculated and reported FTE and the deviation of every unit."""
    if not model.compared:
        return None
    whole = model.total
    rows: list[tuple[Cell, ...]] = [
        (
            c.name,
            _("vaktplanen") if c.name in model.by_plan else _("oppgitt"),
            c.calculated,
            c.reported,
            c.deviation,
        )
        for c in model.compared
    ]
    rows.append((_("Sum"), "", whole.calculated, whole.reported, whole.deviation))
    off = [c.name for c in model.compared if c.rounded_off]
    note = _(
        "Avviket er kalkulert minus rapportert. Under null har enheten flere årsverk enn kalkulert."
    )
    if off or whole.rounded_off:
        names = listed([*off, *([_("summen")] if whole.rounded_off else [])])
        note += " " + fill(
            _(
                "Avviket er regnet før avrunding: for {units} er det 0,1 fra "
                "forskjellen mellom tallene her."
            ),
            units=names,
        )
    note += _bridge(model)
    title = (
        fill(_("Enhetene har {n} mer enn kalkulert"), n=fte(-whole.deviation))
        if whole.deviation < 0
        else fill(_("Enhetene har {n} mindre enn kalkulert"), n=fte(whole.deviation))
    )
    return Exhibit(
        "bemanning-avvik",
        title,
        _("Kalkulerte og rapporterte årsverk på dag og kveld"),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("basis", _("Kalkulert av")),
                Column("calculated", _("Kalkulert"), Unit.COUNT, 1),
                Column("reported", _("Rapportert"), Unit.COUNT, 1),
                Column("deviation", _("Avvik"), Unit.COUNT, 1, sign=True),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.compared_sources,
        formula=_("Avvik = kalkulerte årsverk − rapporterte årsverk"),
        method=METHOD,
        note=note,
        uncertainty=_(
            "Kalkulerte årsverk er et anslag på hva driften krever. Forskjeller i "
            "brukernes behov og bygg er ikke med."
        ),
    )


def _bridge(model: Model) -> str:
    """Say why the sums of the tables of day and evening FTE are not the same."""
    stated = [c for c in model.compared if c.name not in model.by_plan]
    if not model.units or not stated:
        return ""
    return " " + fill(
        _(
            "Det er tre mål på dag og kveld, og de skal ikke være like: {calculated} er kalkulert, "
            "{reported} har enhetene rapportert, og {plan} er regnet av vaktplanene i tabellen om "
            "bemanningsfaktor. Her er det kalkulerte oppgitt for {n} av {all} enheter, ikke regnet "
            "av vaktplanen."
        ),
        calculated=fte(model.total.calculated),
        reported=bare(model.total.reported),
        plan=bare(sum(u.day_evening for u in model.units)),
        n=str(len(stated)),
        all=str(len(model.compared)),
    )


def chart_of_compared(model: Model) -> Exhibit | None:
    """Draw calculated and reported FTE by unit."""
    if not model.compared:
        return None
    calculated, reported = _("Kalkulert"), _("Rapportert")
    order = sorted(model.compared, key=lambda c: c.deviation)
    rows: list[tuple[Cell, ...]] = []
    for c in order:
        rows += [(c.name, reported, c.reported), (c.name, calculated, c.calculated)]
    most = order[0]
    title = (
        fill(
            _("{unit} har flest årsverk ut over det kalkulerte: {n}"),
            unit=most.name,
            n=bare(-most.deviation),
        )
        if most.deviation < 0
        else _("Ingen enhet har flere årsverk enn kalkulert")
    )
    return Exhibit(
        "bemanning-enheter",
        title,
        _("Årsverk på dag og kveld per enhet"),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("what", _("Mål")),
                Column("fte", _("Årsverk"), Unit.COUNT, 1),
            ),
            tuple(rows),
            pivot=Pivot("unit", "what", "fte"),
        ),
        model.compared_sources,
        Chart(
            Shape.BARS,
            "fte",
            "unit",
            "what",
            {reported: Role.OWN, calculated: Role.GROUP},
            zero=True,
        ),
        method=METHOD,
        note=_("Enhetene står etter avviket, med flest årsverk ut over det kalkulerte øverst."),
    )


def factors(model: Model) -> Exhibit | None:
    """Show what every shift plan comes to in FTE and FTE per place."""
    if not model.units:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            u.name,
            KINDS[u.kind],
            u.places,
            u.day_evening,
            u.night,
            u.net,
            u.factor_day_evening,
            u.factor,
        )
        for u in model.units
    ]
    places = sum(u.places for u in model.units)
    day, net = sum(u.day_evening for u in model.units), model.net
    rows.append(
        (
            _("Sum"),
            "",
            places,
            day,
            net - day,
            net,
            day / places if places else None,
            net / places if places else None,
        )
    )
    known = sorted((u for u in model.units if u.factor is not None), key=lambda u: u.factor or 0.0)
    title = _("Årsverk i grunnturnus per enhet")
    if len(known) > 1:
        title = fill(
            _("Bemanningsfaktoren går fra {low} på {first} til {high} på {last}"),
            low=bare(known[0].factor, 2),
            first=known[0].name,
            high=bare(known[-1].factor, 2),
            last=known[-1].name,
        )
    return Exhibit(
        "bemanning-faktor",
        title,
        _("Årsverk i grunnturnus og årsverk per plass"),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("kind", _("Type")),
                Column("places", _("Plasser"), Unit.COUNT),
                Column("day", _("Dag og kveld"), Unit.COUNT, 1),
                Column("night", _("Natt"), Unit.COUNT, 1),
                Column("net", _("I alt"), Unit.COUNT, 1),
                Column("factor_day", _("Per plass, dag og kveld"), Unit.COUNT, 2),
                Column("factor", _("Per plass, med natt"), Unit.COUNT, 2),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.plan_sources,
        method=METHOD,
        formula=_(
            "Årsverk = betalte timer per vakt × (5 × på vakt hverdag + 2 × på vakt helg) ÷ "
            "timer per uke i full stilling. Faktor = årsverk ÷ plasser"
        ),
        note=_("Grunnturnus: uten ferie, fravær og kurs. Leder og merkantilt er ikke med."),
    )


def scale(model: Model) -> Exhibit | None:
    """Show what the units use beyond a large unit of the same kind."""
    known = [
        (u, care_factors()[u.kind])
        for u in model.units
        if u.kind in care_factors() and u.places > 0
    ]
    if not known:
        return None
    known.sort(key=lambda pair: pair[0].places)
    rows: list[tuple[Cell, ...]] = [
        (
            u.name,
            KINDS[u.kind],
            u.places,
            u.factor_day_evening,
            ref,
            scale_disadvantage(u, ref),
            places_reached(u, ref),
        )
        for u, ref in known
    ]
    worst, factor = max(known, key=lambda p: scale_disadvantage(*p) / p[0].places)
    words = {
        "unit": worst.name,
        "n": bare(worst.places, 0),
        "reach": bare(places_reached(worst, factor), 0),
    }
    title = (
        fill(
            _("Folkene på {unit} ville rukket {reach} plasser i en stor enhet, og har {n}"), **words
        )
        if scale_disadvantage(worst, factor) > 0
        else _("Ingen enhet bruker mer per plass enn en stor enhet")
    )
    return Exhibit(
        "bemanning-skala",
        title,
        _("Skalaulempe: årsverk ut over en stor enhet av samme type"),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("kind", _("Type")),
                Column("places", _("Plasser"), Unit.COUNT),
                Column("factor", _("Per plass, dag og kveld"), Unit.COUNT, 2),
                Column("reference", _("Stor enhet"), Unit.COUNT, 2),
                Column("beyond", _("Årsverk ut over"), Unit.COUNT, 1, sign=True),
                Column("reach", _("Plasser folkene ville rukket"), Unit.COUNT, 1),
            ),
            tuple(rows),
        ),
        (*model.plan_sources, reference_source("care_factors")),
        method=METHOD,
        formula=_("Årsverk ut over = årsverk på dag og kveld − plasser × faktor i stor enhet"),
        uncertainty=_(
            "Faktorene er Oslos fra 2014. Om natt er med i dem, er ikke kjent. De er "
            "ikke en norm, og små enheter kan ikke alltid nå dem."
        ),
        note=_("Enhetene står etter antall plasser. Botilbud har ingen faktor å se mot."),
    )


def gross(model: Model) -> Exhibit | None:
    """Show how the basic roster becomes the FTE of the whole year."""
    if not model.units:
        return None
    moved = sum(holiday_movement(u) for u in model.units)
    c = model.choices
    whole = model.gross
    base = model.net + moved
    # Each share takes its part of the whole year.
    rows: list[tuple[Cell, ...]] = [
        (_("Grunnturnus"), model.net),
        (_("Helligdager bemannet som søndager"), moved),
        (_("Ferie, fem uker"), whole * HOLIDAY),
        (_("Fravær som dekkes"), whole * c.replaced.value),
        (_("Permisjon og kurs som dekkes"), whole * c.leave.value),
        (_("I alt"), whole),
    ]
    title = fill(
        _("{net} i grunnturnus krever {all} gjennom året"), net=fte(model.net), all=fte(whole)
    )
    return Exhibit(
        "bemanning-brutto",
        title,
        _("Fra grunnturnus til årsverk gjennom året"),
        title + ".",
        Table(
            (Column("step", _("Ledd")), Column("fte", _("Årsverk"), Unit.COUNT, 1, sign=True)),
            tuple(rows),
            total_row=True,
        ),
        model.plan_sources,
        Chart(Shape.WATERFALL, "step", "fte", totals=(_("Grunnturnus"), _("I alt"))),
        formula=fill(_("I alt = {base} ÷ (1 − ferie − fravær − permisjon)"), base=bare(base)),
        method=METHOD,
        assumptions=(c.replaced, c.leave),
        note=_("Ti helligdager på hverdager i året er lagt til grunn."),
    )


def weekends(model: Model) -> Exhibit | None:
    """Show heads and mean position for every second, third and fourth weekend."""
    duty = [u for u in model.units if u.weekend_duty > 0]
    if not duty:
        return None
    rows: list[tuple[Cell, ...]] = []
    sums = dict.fromkeys(WEEKENDS, 0)
    for u in duty:
        cells: list[Cell] = [u.name, u.weekend_duty, u.net]
        for k in WEEKENDS:
            people = heads_needed(k, u.weekend_duty)
            sums[k] += people
            cells += [people, average_position(u.net, people)]
        rows.append(tuple(cells))
    net = sum(u.net for u in duty)
    last: list[Cell] = [_("Sum"), sum(u.weekend_duty for u in duty), net]
    for k in WEEKENDS:
        last += [sums[k], average_position(net, sums[k])]
    rows.append(tuple(last))
    share = average_position(net, sums[3]) or 0.0
    title = (
        fill(
            _("Med helg hver tredje uke kan snittstillingen ikke være over {p}"),
            p=format_number(share, Unit.SHARE, 0),
        )
        if share < 1
        else _("Helgene hindrer ikke hele stillinger")
    )
    names = {2: _("hver annen"), 3: _("hver tredje"), 4: _("hver fjerde")}
    columns = [
        Column("unit", _("Enhet")),
        Column("duty", _("På vakt i helgen"), Unit.COUNT),
        Column("net", _("Årsverk"), Unit.COUNT, 1),
    ]
    for k in WEEKENDS:
        columns += [
            Column(f"heads{k}", fill(_("Ansatte, {every} helg"), every=names[k]), Unit.COUNT),
            Column(
                f"position{k}", fill(_("Stilling, {every} helg"), every=names[k]), Unit.SHARE, 0
            ),
        ]
    return Exhibit(
        "bemanning-helg",
        title,
        _("Ansatte som trengs for å fylle helgene, og snittstillingen"),
        title + ".",
        Table(tuple(columns), tuple(rows), total_row=True),
        model.plan_sources,
        formula=_(
            "Ansatte = helg hver … uke × på vakt en helgedag, rundet opp. Stilling = årsverk "
            "i grunnturnus ÷ ansatte"
        ),
        method=METHOD,
        note=_(
            "Antall ansatte er et regnestykke av planen, ikke en telling av personer. Over "
            "100 % betyr at hverdagene krever flere ansatte enn helgene."
        ),
    )


def hours(model: Model) -> Exhibit:
    """Show the weekly hours of full-time positions, and what is not confirmed."""
    rows: list[tuple[Cell, ...]] = [
        (w.label, w.hours, w.who, str(w.certainty)) for w in weekly_hours()
    ]
    how = _("37,5 − 15 minutter per nattetime − 10 minutter per søndagstime")
    rows.append((_("Tredelt turnus, den enkeltes"), "33,6–35,5", how, "ubekreftet"))
    title = _("Full stilling er 37,5, 35,5 eller 33,6 timer i uken")
    return Exhibit(
        "bemanning-timer",
        title,
        _("Timer per uke i full stilling"),
        title + ".",
        Table(
            (
                Column("label", _("Ordning")),
                Column("hours", _("Timer per uke"), Unit.COUNT, 1),
                Column("who", _("Hvem")),
                Column("sure", _("Sikkerhet")),
            ),
            tuple(rows),
        ),
        (reference_source("weekly_hours"),),
        method=METHOD,
        note=_(
            "En time som er både natt og søndag, teller én gang, som natt. Natt er 21–06 etter "
            "loven. Begge deler er ubekreftet for avtalen, og avtalens egen tekst går foran."
        ),
    )
