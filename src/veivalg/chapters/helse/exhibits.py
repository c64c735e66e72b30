"""Exhibits of the chapter «helse»."""

from veivalg.chapters.common.booking import not_corrected, other_year
from veivalg.chapters.common.costs import all_sources
from veivalg.chapters.common.costs.words import need_year_note
from veivalg.chapters.common.exhibits import Exhibits, exhibit
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sentences import fill, join
from veivalg.chapters.common.written import kroner, million
from veivalg.chapters.helse.model import METHOD, Accounts, Areas, Row, as_others, total
from veivalg.chapters.helse.sentences import practice
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.norway.kostra import ambulant, functions
from veivalg.own.tables.user_groups import FUNCTIONS, HEALTH_AREAS


def _show(found: Areas) -> Exhibits:
    """Give what makes the exhibits of areas, with what they share."""
    words = {"year": str(found.year), "practice": practice(found.chosen)}
    return Exhibits(METHOD, words, found.sources())


def _corrected(found: Areas) -> str:
    if found.need is None:
        return not_corrected()
    text = _("Delt på innbyggere {when} og behovsindeksen for kommunehelse ({need}).")
    index = format_number(found.need.index, Unit.RATIO, 3)
    told = fill(text, when=january(found.when), need=index)
    return join(told, other_year(found.year, found.need.year))


def by_area(found: Areas) -> Exhibit:
    """Show every area as booked, as others book it, and at others."""
    gaps, mean = found.gaps(), found.reference
    booked, usual = found.total(usual=False), found.total(usual=True)
    top = max(gaps, key=lambda area: gaps[area], default="")
    above = gaps.get(top, 0.0) > 0
    return _show(found)(
        "helse-omraader",
        _("Størst over snittet er {area}: {gap} per innbygger")
        if above
        else _("Funksjon 241 koster {all} per innbygger"),
        _("Netto driftsutgifter på funksjon 241 etter område, {year}, {practice}"),
        (
            Column("area", _("Område")),
            Column("amount", _("Netto, mill. kr"), Unit.MILLION_NOK, 1),
            Column("booked", _("Som ført"), Unit.NOK, 0),
            Column("usual", _("Ført som hos andre"), Unit.NOK, 0),
            Column("reference", _("Snitt i andre kommuner"), Unit.NOK, 0),
            Column("gap", _("Forskjell"), Unit.NOK, 0, sign=True),
        ),
        [
            (HEALTH_AREAS[p.area], p.amount, p.booked, p.usual, p.reference, gaps.get(p.area))
            for p in found.parts
        ],
        # An area without a mean is in what is booked, but can't be in the difference.
        total=(
            _("Sum"),
            found.amount,
            booked,
            usual,
            mean,
            None if mean is None else sum(gaps.values()),
        ),
        area=HEALTH_AREAS.get(top, "").lower(),
        gap=kroner(gaps.get(top)),
        all=kroner(usual if as_others(found.chosen) else booked),
        assumptions=(found.chosen,),
        formula=_(
            "Kroner per innbygger = netto ÷ innbyggere ÷ behovsindeksen. Forskjell = egen − "
            "snittet, etter valgt føring"
        ),
        note=join(
            _corrected(found),
            _(
                "Psykisk helse på 241 har ikke noe snitt: de fleste fører det på {home}. "
                "Forskjellen i summen gjelder bare områdene med snitt."
            ).format(home=ambulant(found.year))
            if found.moved
            else "",
        ),
        uncertainty=_("Hva som føres under hvert område, varierer mellom kommuner."),
    )


def chart_of_areas(found: Areas) -> Exhibit | None:
    """Show our areas beside the mean of others."""
    gaps = found.gaps()
    if not gaps:
        return None
    above = [HEALTH_AREAS[area].lower() for area, gap in gaps.items() if gap > 0]
    below = [HEALTH_AREAS[area].lower() for area, gap in gaps.items() if gap <= 0]
    own, mean = found.place.name, _("Andre kommuner")
    return _show(found)(
        "helse-omraader-snitt",
        join(
            fill(_("Over snittet: {areas}."), areas=", ".join(above)) if above else "",
            fill(_("Under: {areas}."), areas=", ".join(below)) if below else "",
        ).rstrip("."),
        _("Kroner per innbygger på funksjon 241, korrigert for behov, {year}"),
        (
            Column("area", _("Område")),
            Column("who", _("Hvem")),
            Column("amount", _("Kroner per innbygger"), Unit.NOK, 0),
        ),
        [
            (HEALTH_AREAS[p.area], who, amount)
            for p in found.parts
            if p.reference is not None
            for who, amount in ((own, found.own(p)), (mean, p.reference))
        ],
        pivot=("area", "who", "amount"),
        chart=Chart(
            Shape.BARS, "amount", "area", "who", {own: Role.OWN, mean: Role.GROUP}, zero=True
        ),
        assumptions=(found.chosen,),
        note=_corrected(found),
        formula=_("Netto ÷ innbyggere ÷ behovsindeksen"),
    )


def booking(found: Areas) -> Exhibit | None:
    """Show the way from function 241 as booked to as others book it."""
    if not found.moved:
        return None
    first, last = _("241 som ført"), _("241 som hos andre")
    step = _("{area} → {function}")
    return _show(found)(
        "helse-foring",
        _("{amount} er ført på 241, men et annet sted i de fleste kommuner"),
        _("Netto driftsutgifter på funksjon 241, {year}, mill. kr"),
        (Column("step", _("Steg")), Column("amount", _("Mill. kr"), Unit.MILLION_NOK, 1)),
        (
            (first, found.amount),
            *(
                (fill(step, area=HEALTH_AREAS[area], function=FUNCTIONS[function]), -amount)
                for area, function, amount in found.moved
            ),
            (last, found.amount - found.moved_amount),
        ),
        amount=million(found.moved_amount),
        chart=Chart(Shape.WATERFALL, "step", "amount", totals=(first, last)),
        formula=_("Som hos andre = som ført − det andre fører på andre funksjoner"),
        note=_(
            "Det som flyttes, er ikke borte: omsorg blir like mye dyrere. Samlet for helse og "
            "omsorg er tallet det samme."
        ),
    )


def by_function(found: Accounts) -> Exhibit:
    """Show the functions of health and care against the reference, as booked and as others."""
    names, gap, costs = {f.code: f.label for f in functions()}, found.gap, found.costs
    health = total(_("Helse i alt"), found.sector("health"))
    care = total(_("Pleie og omsorg i alt"), found.sector("care"))
    millions = Unit.MILLION_NOK
    return exhibit(
        "helse-funksjoner",
        _("Funksjon 241 har for lite grunnlag til å ses mot {name}")
        if gap is None
        else _("{place} bruker {gap} mer enn {name} på funksjon 241 ved likt behov")
        if gap >= 0
        else _("{place} bruker {gap} mindre enn {name} på funksjon 241 ved likt behov"),
        _("Netto driftsutgifter per innbygger etter funksjon, {year}, korrigert"),
        (
            Column("function", _("Funksjon")),
            Column("own", _("Som ført"), Unit.NOK, 0),
            Column("usual", _("Ført som hos andre"), Unit.NOK, 0),
            Column("reference", found.held.title, Unit.NOK, 0),
            Column("gap", _("Avvik som ført, mill. kr"), millions, 1, sign=True),
            Column("usual_gap", _("Avvik ført som hos andre, mill. kr"), millions, 1, sign=True),
        ),
        (
            *(_cells(row, names[row.function]) for row in found.sector("health")),
            *map(_cells, (health, care, total(_("Helse og omsorg i alt"), [health, care]))),
        ),
        year=str(costs.year),
        place=costs.place.name,
        name=found.held.name,
        gap=million(None if gap is None else abs(gap)),
        sources=all_sources(costs),
        method=METHOD,
        assumptions=(found.chosen, found.moved, *costs.choices.switches.values()),
        formula=_(
            "Avvik = (egen − referansen) × behovsindeksen × innbyggere. Ført som hos andre: "
            "beløpet flyttes fra 241 til {home}"
        ).format(home=ambulant(costs.year)),
        note=join(
            need_year_note(costs),
            _(
                "Lønnsdelen av det som flyttes, er ikke justert for arbeidsgiveravgift. Helse og "
                "omsorg har hver sin behovsindeks, så kroner per innbygger i alt endres litt når "
                "noe flyttes. Avviket i kroner er det samme."
            ),
        ),
        uncertainty=_("Ulik føring mellom kommuner kan være mer enn det som er kjent her."),
    )


def _cells(row: Row, name: str = "") -> tuple[Cell, ...]:
    return (name or row.function, row.own, row.usual, row.reference, row.gap, row.usual_gap)
