"""Exhibits of the chapter «helse»."""

from __future__ import annotations

from veivalg.chapters.common.booking import other_year
from veivalg.chapters.common.costs import all_sources
from veivalg.chapters.common.costs.words import million, need_year_note
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sentences import fill, join
from veivalg.chapters.common.sources import unique
from veivalg.chapters.helse.model import METHOD, Accounts, Areas, Row, total
from veivalg.content import (
    Assumption,
    Cell,
    Chart,
    Column,
    Exhibit,
    Pivot,
    Role,
    Shape,
    Source,
    Table,
    Unit,
)
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.norway.kostra import functions
from veivalg.own.tables.user_groups import FUNCTIONS, HEALTH_AREAS


def kroner(value: float | None) -> str:
    """Write kroner without decimals."""
    return format_number(value, Unit.NOK, 0)


def practice(switch: Assumption) -> str:
    """Say which practice the numbers follow."""
    return _("ført som hos andre") if switch.value >= 0.5 else _("som ført")


def _sources(found: Areas) -> tuple[Source, ...]:
    return unique([*found.sources, found.figure("x", "", 0.0, Unit.NOK, "").source])


def _corrected(found: Areas) -> str:
    if found.need is None:
        return _("Ikke behovskorrigert: behovsindeksen er ikke hentet.")
    text = _("Delt på innbyggere {when} og behovsindeksen for kommunehelse ({need}).")
    told = fill(text, when=january(found.when), need=format_number(found.need, Unit.RATIO, 3))
    return join(told, other_year(found.year, found.need_year))


def by_area(found: Areas, switch: Assumption) -> Exhibit:
    """Show every area as booked, as others book it, and at others."""
    usual = switch.value >= 0.5
    rows: list[tuple[Cell, ...]] = []
    for p in found.parts:
        own = p.usual if usual else p.booked
        gap = None if p.reference is None else own - p.reference
        rows.append((HEALTH_AREAS[p.area], p.amount, p.booked, p.usual, p.reference, gap))
    known = [(str(r[0]), float(r[5])) for r in rows if isinstance(r[5], float)]
    # An area without a mean is in what is booked, but can't be in the difference.
    mean = found.reference
    rows.append(
        (
            _("Sum"),
            found.amount,
            found.total(usual=False),
            found.total(usual=True),
            mean,
            None if mean is None else sum(gap for _area, gap in known),
        )
    )
    top = max(known, key=lambda pair: pair[1], default=None)
    title = (
        fill(_("Funksjon 241 koster {all} per innbygger"), all=kroner(found.total(usual=usual)))
        if top is None or top[1] <= 0
        else fill(
            _("Størst over snittet er {area}: {gap} per innbygger"),
            area=top[0].lower(),
            gap=kroner(top[1]),
        )
    )
    return Exhibit(
        "helse-omraader",
        title,
        fill(
            _("Netto driftsutgifter på funksjon 241 etter område, {year}, {practice}"),
            year=str(found.year),
            practice=practice(switch),
        ),
        title + ".",
        Table(
            (
                Column("area", _("Område")),
                Column("amount", _("Netto, mill. kr"), Unit.MILLION_NOK, 1),
                Column("booked", _("Som ført"), Unit.NOK, 0),
                Column("usual", _("Ført som hos andre"), Unit.NOK, 0),
                Column("reference", _("Snitt i andre kommuner"), Unit.NOK, 0),
                Column("gap", _("Forskjell"), Unit.NOK, 0, sign=True),
            ),
            tuple(rows),
            total_row=True,
        ),
        _sources(found),
        method=METHOD,
        assumptions=(switch,),
        formula=_(
            "Kroner per innbygger = netto ÷ innbyggere ÷ behovsindeksen. Forskjell = egen − "
            "snittet, etter valgt føring"
        ),
        note=join(
            _corrected(found),
            _(
                "Psykisk helse på 241 har ikke noe snitt: de fleste fører "
                "det på 254. Forskjellen i summen gjelder bare områdene "
                "med snitt."
            )
            if found.moved
            else "",
        ),
        uncertainty=_("Hva som føres under hvert område, varierer mellom kommuner."),
    )


def chart_of_areas(found: Areas, switch: Assumption) -> Exhibit | None:
    """Show our areas beside the mean of others."""
    usual = switch.value >= 0.5
    held = [p for p in found.parts if p.reference is not None]
    if not held:
        return None
    mean = _("Andre kommuner")
    rows: list[tuple[Cell, ...]] = []
    for p in held:
        rows.append((HEALTH_AREAS[p.area], found.place.name, p.usual if usual else p.booked))
        rows.append((HEALTH_AREAS[p.area], mean, p.reference))
    above = [
        HEALTH_AREAS[p.area].lower()
        for p in held
        if (p.usual if usual else p.booked) > (p.reference or 0.0)
    ]
    below = [
        HEALTH_AREAS[p.area].lower()
        for p in held
        if (p.usual if usual else p.booked) <= (p.reference or 0.0)
    ]
    title = join(
        fill(_("Over snittet: {areas}."), areas=", ".join(above)) if above else "",
        fill(_("Under: {areas}."), areas=", ".join(below)) if below else "",
    ).rstrip(".")
    return Exhibit(
        "helse-omraader-snitt",
        title,
        fill(
            _("Kroner per innbygger på funksjon 241, korrigert for behov, {year}"),
            year=str(found.year),
        ),
        title + ".",
        Table(
            (
                Column("area", _("Område")),
                Column("who", _("Hvem")),
                Column("amount", _("Kroner per innbygger"), Unit.NOK, 0),
            ),
            tuple(rows),
            pivot=Pivot("area", "who", "amount"),
        ),
        _sources(found),
        Chart(
            Shape.BARS,
            "amount",
            "area",
            "who",
            {found.place.name: Role.OWN, mean: Role.GROUP},
            zero=True,
        ),
        method=METHOD,
        assumptions=(switch,),
        note=_corrected(found),
        formula=_("Netto ÷ innbyggere ÷ behovsindeksen"),
    )


def booking(found: Areas) -> Exhibit | None:
    """Show the way from function 241 as booked to as others book it."""
    if not found.moved:
        return None
    first, last = _("241 som ført"), _("241 som hos andre")
    rows: list[tuple[Cell, ...]] = [(first, found.amount)]
    rows += [
        (fill(_("{area} → {function}"), area=HEALTH_AREAS[a], function=FUNCTIONS[f]), -amount)
        for a, f, amount in found.moved
    ]
    rows.append((last, found.amount - found.moved_amount))
    title = fill(
        _("{amount} er ført på 241, men et annet sted i de fleste kommuner"),
        amount=million(found.moved_amount),
    )
    return Exhibit(
        "helse-foring",
        title,
        fill(_("Netto driftsutgifter på funksjon 241, {year}, mill. kr"), year=str(found.year)),
        title + ".",
        Table(
            (Column("step", _("Steg")), Column("amount", _("Mill. kr"), Unit.MILLION_NOK, 1)),
            tuple(rows),
        ),
        _sources(found),
        Chart(Shape.WATERFALL, "step", "amount", totals=(first, last)),
        formula=_("Som hos andre = som ført − det andre fører på andre funksjoner"),
        method=METHOD,
        note=_(
            "Det som flyttes, er ikke borte: omsorg blir like mye dyrere. Samlet for helse og "
            "omsorg er tallet det samme."
        ),
    )


def by_function(found: Accounts, switch: Assumption) -> Exhibit:
    """Show the functions of health and care against the reference, as booked and as others."""
    names = {f.code: f.label for f in functions()}
    health, care = found.sector("health"), found.sector("care")
    both = total("", [health, care])
    inside = found.held.comparison.rows.filter(found.held.comparison.rows["sector"] == "health")[
        "function"
    ].to_list()
    rows = [_row(names[r.function], r) for r in found.rows if r.function in inside]
    rows += [
        _row(_("Helse i alt"), health),
        _row(_("Pleie og omsorg i alt"), care),
        _row(_("Helse og omsorg i alt"), both),
    ]
    main = next((r for r in found.rows if r.function == "241"), None)
    gap = None if main is None else main.usual_gap if switch.value >= 0.5 else main.gap
    words = {
        "place": found.model.place.name,
        "name": found.held.in_text,
        "gap": million(abs(gap) if gap is not None else None),
    }
    text = (
        _("Funksjon 241 har for lite grunnlag til å ses mot {name}")
        if gap is None
        else _("{place} bruker {gap} mer enn {name} på funksjon 241 ved likt behov")
        if gap >= 0
        else _("{place} bruker {gap} mindre enn {name} på funksjon 241 ved likt behov")
    )
    title = fill(text, **words)
    return Exhibit(
        "helse-funksjoner",
        title,
        fill(
            _("Netto driftsutgifter per innbygger etter funksjon, {year}, korrigert"),
            year=str(found.model.year),
        ),
        title + ".",
        Table(
            (
                Column("function", _("Funksjon")),
                Column("own", _("Som ført"), Unit.NOK, 0),
                Column("usual", _("Ført som hos andre"), Unit.NOK, 0),
                Column("reference", found.held.name, Unit.NOK, 0),
                Column("gap", _("Avvik som ført, mill. kr"), Unit.MILLION_NOK, 1, sign=True),
                Column(
                    "usual_gap",
                    _("Avvik ført som hos andre, mill. kr"),
                    Unit.MILLION_NOK,
                    1,
                    sign=True,
                ),
            ),
            tuple(rows),
        ),
        all_sources(found.model),
        method=METHOD,
        assumptions=(switch, found.moved, *found.model.choices.switches.values()),
        formula=_(
            "Avvik = (egen − referansen) × behovsindeksen × innbyggere. Ført som hos andre: "
            "beløpet flyttes fra 241 til 254"
        ),
        note=join(
            need_year_note(found.model),
            _(
                "Lønnsdelen av det som flyttes, er ikke justert for arbeidsgiveravgift. Helse og "
                "omsorg har hver sin behovsindeks, så kroner per innbygger i alt endres litt når "
                "noe flyttes. Avviket i kroner er det samme."
            ),
        ),
        uncertainty=_("Ulik føring mellom kommuner kan være mer enn det som er kjent her."),
    )


def _row(name: str, row: Row) -> tuple[Cell, ...]:
    return (name, row.own, row.usual, row.reference, row.gap, row.usual_gap)
