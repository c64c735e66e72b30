"""The number of people ahead: the alternatives, and apart from them the uncertainty."""

from collections.abc import Mapping

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.digits import far_digits, two_digits, whole
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.timeline import ribbon, timeline, with_ends
from veivalg.content import Cell, Column, Exhibit, Interval, Mark, Role, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.norway.alternatives import ALTERNATIVES, MAIN
from veivalg.norway.quantities import quantity

ALL = (0, 105)


def _show(d: Demography) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits("M2", {"place": d.place.name}, note=d.own.caveat_for(ALL))


def alternatives(d: Demography) -> Exhibit | None:
    """Give SSB's alternatives as named lines: scenarios, never an interval."""
    totals = {c: by for c, by in d.own.alternatives_totals().items() if c in ALTERNATIVES}
    if not totals:
        return None
    official = d.own.source(d.last).producer == "SSB"
    names = {c: _(ALTERNATIVES[c].name) if official else d.projection_name for c in totals}
    main = names.get(MAIN, next(iter(names.values())))
    by_name = {names[c]: by for c, by in totals.items()}
    ends = {n: by[d.last] for n, by in by_name.items() if d.last in by}
    low, high = min(ends, key=lambda n: ends[n]), max(ends, key=lambda n: ends[n])
    several = len(ends) > 1
    return _show(d)(
        "alternativer",
        _("SSBs alternativer gir fra omtrent {low} til {high} innbyggere i {year}")
        if several
        else _("Framskrivingen gir omtrent {low} innbyggere i {year}"),
        _("Innbyggere, {place}, {a}–{b}, antall"),
        **timeline(
            {
                n: (Role.OWN if n == main else Role.SCENARIO, _path(d, by, scenario=n != main))
                for n, by in sorted(by_name.items(), key=lambda line: line[0] != main)
            },
            Column("persons", _("Innbyggere"), Unit.PERSONS, 0),
            Column("alternative", _("Alternativ")),
            people=True,
            projected_from=d.base + 1,
            y_title=_("innbyggere"),
            marks=(Mark(_("I dag"), x=d.base),),
        ),
        quantities={("persons", main): quantity("persons")},
        b=str(d.last),
        a=str(d.own.years[0]),
        year=str(d.last),
        low=_whole(d, ends[low]),
        high=_whole(d, ends[high]),
        low_name=low,
        high_name=high,
        alt=_(
            "I {year} er det {low} innbyggere i alternativet «{low_name}» og {high} i "
            "alternativet «{high_name}»."
        )
        if several
        else _("I {year} er det {low} innbyggere."),
        sources=(
            *sources_behind(d.own, [ALL], d.own.years),
            *(s for c in totals for s in sources_behind(d.own, [ALL], [d.last], c)),
        ),
        formula=_("Summen av innbyggere i alle aldre, år for år, i hvert alternativ"),
        uncertainty=_(
            "Linjene er alternativer uten sannsynlighet. Avstanden mellom dem er ikke et "
            "usikkerhetsintervall."
        ),
    )


def _path(d: Demography, by: Mapping[int, float], *, scenario: bool) -> dict[int, Cell]:
    """Give a line's values: those counted, then its own; a scenario starts where everyone is."""
    counted: dict[int, Cell] = {
        y: "–" if scenario and y < d.base else d.own.group(*ALL, y) for y in d.own.observed_years
    }
    return counted | {y: n for y, n in sorted(by.items()) if y <= d.last}


def _whole(d: Demography, value: float) -> str:
    return format_number(
        value, Unit.PERSONS, two_digits(value) if d.small else far_digits(value), word=False
    )


def total_uncertainty(d: Demography) -> Exhibit | None:
    """Give the 80 % interval of the total by SSB's record, apart from the scenarios."""
    rows: list[tuple[Cell, ...]] = []
    digits = 0
    for year in (d.base, *(y for y in MILESTONES if y > d.base)):
        value = d.own.group(0, 105, year)
        if value is not None:
            ends = d.total_interval(value, year) if year > d.base else Interval(value, value, "")
            rows.append((year, *map(whole, (value, ends.low, ends.high))))
            digits = min(digits, ends.decimals or 0)
    if len(rows) < 2:
        return None
    low, high = float(rows[-1][2] or 0), float(rows[-1][3] or 0)
    formula, uncertainty = _how_spread(d)
    return _show(d)(
        "usikkerhet",
        _("Folketallet i {year} er trolig mellom {low} og {high}"),
        _("Innbyggere, {place}, {a}–{b}, antall med 80 % intervall"),
        **ribbon(
            rows,
            Column("persons", _("Innbyggere"), Unit.PERSONS, digits),
            projected_from=d.base + 1,
            y_title=_("innbyggere"),
        ),
        quantities=with_ends(quantity("persons"), "persons"),
        a=str(d.base),
        b=str(rows[-1][0]),
        year=str(rows[-1][0]),
        low=format_number(low, Unit.PERSONS, digits, word=False),
        high=format_number(high, Unit.PERSONS, digits, word=False),
        alt=_(
            "I åtte av ti tilfeller ligger folketallet i {year} mellom {low} og {high}, om "
            "framskrivingene treffer som før."
        ),
        sources=sources_behind(d.own, [ALL], (d.base, *MILESTONES)),
        formula=formula,
        assumptions=d.assumptions(),
        uncertainty=uncertainty,
    )


def _how_spread(d: Demography) -> tuple[str, str]:
    """Say how the interval is made, and what it can carry."""
    if d.tested:
        return (
            _(
                "Tusen mulige framtider trekkes, med dødelighet, fruktbarhet og "
                "flytting. Båndet går "
                "fra den hundrede laveste til den hundrede høyeste, flyttet til hovedalternativet."
            ),
            _(
                "Spredningen er etterprøvd mot det som kom etter 2013–2025 i alle landets "
                "kommuner. Hvor treffsikker den var, står under etterprøving."
            ),
        )
    return (
        _(
            "Hovedalternativet ganger og delt på e opphøyd i 1,2816 × standardavviket. "
            "Standardavviket er 3,90 % etter fem år og vokser med tiden."
        ),
        _(
            "Båndet bygger på SSBs egen vurdering av tidligere framskrivinger (åtte av ti kommuner "
            "under 5 % avvik etter fem år). Hvor fort det vokser, er valgt."
        ),
    )
