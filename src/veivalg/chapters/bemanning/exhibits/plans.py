"""Exhibits of the chapter «bemanning» on shift plans, reported FTE and weekends (M11)."""

from veivalg.chapters.bemanning.exhibits import bare, fte
from veivalg.chapters.bemanning.model import METHOD, Model
from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.sentences import fill, listed
from veivalg.chapters.common.written import percent
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Source,
    SourceKind,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.services import staffing
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


def _show(model: Model, *, compared: bool = False) -> Exhibits:
    """Give what makes the exhibits of plans, or of calculated against reported FTE."""
    return Exhibits(METHOD, {}, model.compared_sources if compared else model.plan_sources)


def _fte(key: str, title: str, *, sign: bool = False) -> Column:
    return Column(key, title, Unit.COUNT, 1, sign)


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
    return _show(model, compared=True)(
        "bemanning-avvik",
        _("Enhetene har {n} mer enn kalkulert")
        if whole.beyond > 0
        else _("Enhetene har {n} mindre enn kalkulert"),
        _("Kalkulerte og rapporterte årsverk på dag og kveld"),
        *by_column(
            model.compared,
            (Column("unit", _("Enhet")), lambda c: c.name),
            (
                Column("basis", _("Kalkulert av")),
                lambda c: _("vaktplanen") if c.name in model.by_plan else _("oppgitt"),
            ),
            (_fte("calculated", _("Kalkulert")), lambda c: c.calculated),
            (_fte("reported", _("Rapportert")), lambda c: c.reported),
            (_fte("beyond", _("Ut over kalkulert"), sign=True), lambda c: c.beyond),
        ),
        n=fte(abs(whole.beyond)),
        total=(_("Sum"), "", whole.calculated, whole.reported, whole.beyond),
        terms={"beyond": ("reported", "-calculated")},
        formula=_("Ut over kalkulert = rapporterte årsverk − kalkulerte årsverk"),
        note=_compared_note(model),
        uncertainty=_(
            "Kalkulerte årsverk er et anslag på hva driften krever. Forskjeller i "
            "brukernes behov og bygg er ikke med."
        ),
    )


def _compared_note(model: Model) -> str:
    """Say what is beyond the calculated, where a document prints another number, and why."""
    off = [(c.name, c.printed) for c in model.compared if c.rounded_off]
    off += [(_("summen"), model.total.printed)] if model.total.rounded_off else []
    note = _("Over null har enheten flere årsverk enn kalkulert, under null færre.")
    if off:
        printed = _(
            "Kilden oppgir avviket som kalkulert minus rapportert, regnet før avrunding: {told}. "
            "Her er det forskjellen mellom tallene i tabellen."
        )
        told = [_("{off} for {name}").format(off=bare(v, sign=True), name=n) for n, v in off]
        note += " " + fill(printed, told=listed(told))
    return note + _bridge(model)


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
        n=format_plain(len(stated)),
        all=format_plain(len(model.compared)),
    )


def chart_of_compared(model: Model) -> Exhibit | None:
    """Draw calculated and reported FTE by unit."""
    if not model.compared:
        return None
    calculated, reported = _("Kalkulert"), _("Rapportert")
    roles = {reported: Role.OWN, calculated: Role.GROUP}
    order = sorted(model.compared, key=lambda c: -c.beyond)
    most = order[0]
    return _show(model, compared=True)(
        "bemanning-enheter",
        _("{unit} har flest årsverk ut over det kalkulerte: {n}")
        if most.beyond > 0
        else _("Ingen enhet har flere årsverk enn kalkulert"),
        _("Årsverk på dag og kveld per enhet"),
        (Column("unit", _("Enhet")), Column("what", _("Mål")), _fte("fte", _("Årsverk"))),
        [
            (c.name, what, value)
            for c in order
            for what, value in ((reported, c.reported), (calculated, c.calculated))
        ],
        unit=most.name,
        n=bare(most.beyond),
        pivot=("unit", "what", "fte"),
        chart=Chart(Shape.BARS, "fte", "unit", "what", roles, zero=True),
        note=_("Enhetene med flest årsverk ut over det kalkulerte står øverst."),
    )


def factors(model: Model) -> Exhibit | None:
    """Show what every shift plan comes to in FTE and FTE per place."""
    if not model.units:
        return None
    places = sum(u.places for u in model.units)
    day, net, known = sum(u.day_evening for u in model.units), model.net, model.by_factor
    per_place = (day / places, net / places) if places else (None, None)
    (low, first), (high, last) = (known[0], known[-1]) if known else ((None, None), (None, None))
    return _show(model)(
        "bemanning-faktor",
        _("Bemanningsfaktoren går fra {low} på {first} til {high} på {last}")
        if len(known) > 1 and low != high
        else _("Årsverk i grunnturnus per enhet"),
        _("Årsverk i grunnturnus og årsverk per plass"),
        *by_column(
            model.units,
            (Column("unit", _("Enhet")), lambda u: u.name),
            (Column("kind", _("Type")), lambda u: KINDS[u.kind]),
            (Column("places", _("Plasser"), Unit.COUNT), lambda u: u.places),
            (_fte("day", _("Dag og kveld")), lambda u: u.day_evening),
            (_fte("night", _("Natt")), lambda u: u.night),
            (_fte("net", _("I alt")), lambda u: u.net),
            (
                Column("factor_day", _("Per plass, dag og kveld"), Unit.COUNT, 2),
                lambda u: u.factor_day_evening,
            ),
            (Column("factor", _("Per plass, med natt"), Unit.COUNT, 2), lambda u: u.factor),
        ),
        total=(_("Sum"), "", places, day, net - day, net, *per_place),
        terms={"night": ("net", "-day")},
        low=bare(low, 2),
        first=first.name if first else "",
        high=bare(high, 2),
        last=last.name if last else "",
        formula=_(
            "Årsverk = betalte timer per vakt × (5 × på vakt hverdag + 2 × på vakt helg) ÷ "
            "timer per uke i full stilling. Faktor = årsverk ÷ plasser"
        ),
        note=_("Grunnturnus: uten ferie, fravær og kurs. Leder og merkantilt er ikke med."),
    )


def scale(model: Model) -> Exhibit | None:
    """Show what the units use beyond a large unit of the same kind."""
    large = care_factors()
    units = [u for u in model.units if u.kind in large and u.places > 0]
    if not units:
        return None

    def beyond(u: staffing.Unit) -> float:
        return scale_disadvantage(u, large[u.kind])

    def reach(u: staffing.Unit) -> float:
        return places_reached(u, large[u.kind])

    units.sort(key=lambda u: u.places)
    worst = max(units, key=lambda u: beyond(u) / u.places)
    return _show(model)(
        "bemanning-skala",
        _("Bemanningen på {unit} tilsvarer {reach} plasser i en stor enhet; {unit} har {n}")
        if beyond(worst) > 0
        else _("Ingen enhet bruker mer per plass enn en stor enhet"),
        _("Skalaulempe: årsverk ut over en stor enhet av samme type"),
        *by_column(
            units,
            (Column("unit", _("Enhet")), lambda u: u.name),
            (Column("kind", _("Type")), lambda u: KINDS[u.kind]),
            (Column("places", _("Plasser"), Unit.COUNT), lambda u: u.places),
            (
                Column("factor", _("Per plass, dag og kveld"), Unit.COUNT, 2),
                lambda u: u.factor_day_evening,
            ),
            (Column("reference", _("Stor enhet"), Unit.COUNT, 2), lambda u: large[u.kind]),
            (_fte("beyond", _("Årsverk ut over"), sign=True), beyond),
            (_fte("reach", _("Plasser i en stor enhet")), reach),
        ),
        unit=worst.name,
        n=bare(worst.places, 0),
        reach=bare(reach(worst), 0),
        sources=(*model.plan_sources, reference_source("care_factors")),
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
    moved, whole, c = sum(holiday_movement(u) for u in model.units), model.gross, model.choices
    base, start, end = bare(model.net + moved), _("Grunnturnus"), _("I alt")
    return _show(model)(
        "bemanning-brutto",
        _("{net} i grunnturnus krever {all} gjennom året"),
        _("Fra grunnturnus til årsverk gjennom året"),
        (Column("step", _("Ledd")), _fte("fte", _("Årsverk"), sign=True)),
        # Each share takes its part of the whole year.
        [
            (start, model.net),
            (_("Helligdager bemannet som søndager"), moved),
            (_("Ferie, fem uker"), whole * HOLIDAY),
            (_("Fravær som dekkes"), whole * c.replaced.value),
            (_("Permisjon og kurs som dekkes"), whole * c.leave.value),
        ],
        total=(end, whole),
        net=fte(model.net),
        all=fte(whole),
        chart=Chart(Shape.WATERFALL, "step", "fte", totals=(start, end)),
        formula=fill(_("I alt = {base} ÷ (1 − ferie − fravær − permisjon)"), base=base),
        assumptions=(c.replaced, c.leave),
        note=_("Ti helligdager på hverdager i året er lagt til grunn."),
    )


def weekends(model: Model) -> Exhibit | None:
    """Show heads and mean position for every second, third and fourth weekend."""
    duty = model.duty
    if not duty:
        return None
    names = {2: _("hver annen"), 3: _("hver tredje"), 4: _("hver fjerde")}
    net = sum(u.net for u in duty)
    heads = {k: sum(heads_needed(k, u.weekend_duty) for u in duty) for k in WEEKENDS}
    share = average_position(net, heads[3]) or 0.0
    columns = [
        Column("unit", _("Enhet")),
        Column("duty", _("På vakt i helgen"), Unit.COUNT),
        _fte("net", _("Årsverk")),
    ]
    for k in WEEKENDS:
        people = fill(_("Ansatte, {every} helg"), every=names[k])
        position = fill(_("Stilling, {every} helg"), every=names[k])
        columns.append(Column(f"heads{k}", people, Unit.COUNT))
        columns.append(Column(f"position{k}", position, Unit.SHARE, 0))

    def cells(name: str, duty: float, net: float, heads: dict[int, int]) -> tuple[Cell, ...]:
        found = ((heads[k], average_position(net, heads[k])) for k in WEEKENDS)
        return (name, duty, net, *(cell for pair in found for cell in pair))

    return _show(model)(
        "bemanning-helg",
        _("Med helg hver tredje uke kan snittstillingen ikke være over {p}")
        if share < 1
        else _("Helgene hindrer ikke hele stillinger"),
        _("Ansatte som trengs for å fylle helgene, og snittstillingen"),
        columns,
        [
            cells(
                u.name,
                u.weekend_duty,
                u.net,
                {k: heads_needed(k, u.weekend_duty) for k in WEEKENDS},
            )
            for u in duty
        ],
        total=cells(_("Sum"), sum(u.weekend_duty for u in duty), net, heads),
        p=percent(share, 0),
        formula=_(
            "Ansatte = helg hver … uke × på vakt en helgedag, rundet opp. Stilling = årsverk "
            "i grunnturnus ÷ ansatte"
        ),
        note=_(
            "Antall ansatte er et regnestykke av planen, ikke en telling av personer. Over "
            "100 % betyr at hverdagene krever flere ansatte enn helgene."
        ),
    )


def hours(model: Model) -> Exhibit:
    """Show the weekly hours of full-time positions, and what is not confirmed."""
    how = _("37,5 − 15 minutter per nattetime − 10 minutter per søndagstime")
    return _show(model)(
        "bemanning-timer",
        _("Full stilling er 37,5, 35,5 eller 33,6 timer i uken"),
        _("Timer per uke i full stilling"),
        (
            Column("label", _("Ordning")),
            Column("hours", _("Timer per uke"), Unit.COUNT, 1),
            Column("who", _("Hvem")),
            Column("sure", _("Sikkerhet")),
        ),
        [
            *((_(w.label), w.hours, _(w.who), w.certainty.word) for w in weekly_hours()),
            (_("Tredelt turnus, den enkeltes"), _("33,6–35,5"), how, _("usikkert")),
        ],
        sources=(reference_source("weekly_hours"),),
        note=_(
            "En time som er både natt og søndag, teller én gang, som natt. Natt er 21–06 etter "
            "loven. Begge deler er usikkert for avtalen, og avtalens egen tekst går foran."
        ),
    )
