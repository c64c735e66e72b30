"""Exhibits of the scenarios: lines, fans, the table side by side, waterfalls and limits."""

from __future__ import annotations

import numpy as np

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.scenarier.model import (
    LEVELS,
    Compared,
    common,
    decimals,
    digits_of,
    ends,
    filled,
    notes,
    sources,
    span,
    tested,
)
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Mark,
    Pivot,
    Role,
    Shape,
    Table,
    Unit,
    format_first,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.decompose import LABELS, Explained, Waterfall
from veivalg.maths.scenarios.levers import Term
from veivalg.maths.scenarios.outcome import QUANTITIES, Quantity

YEAR, SCENARIO, VALUE = "year", "scenario", "value"


def meaning() -> str:
    """Say what ribbons and intervals are."""
    return _(
        "Det mørke båndet rommer 50 av 100 utfall, det lyse 80 av 100. Et scenario er et valg og "
        "har ingen sannsynlighet."
    )


def written(value: float, unit: Unit, *, word: bool = True) -> str:
    """Write a number with the digits it can bear."""
    return format_number(value, unit, decimals(value, unit), word=word)


def _year_column() -> Column:
    return Column(YEAR, _("År"), Unit.YEAR)


def side_by_side(compared: Compared, keys: tuple[str, ...]) -> Exhibit | None:
    """Put the scenarios beside each other in one year: median and 80 % interval."""
    rows: list[tuple[Cell, ...]] = []
    for id in keys:
        quantity = QUANTITIES[id]
        if not all(id in run.outcome for run in compared.runs):
            continue
        digits = common(compared, id)
        word = f", {quantity.unit.value}" if quantity.unit is Unit.MILLION_NOK else ""
        for name, run in zip(compared.names, compared.runs, strict=True):
            cell = span(run.outcome.at(id, compared.year), quantity.unit, digits)
            rows.append((f"{_(quantity.label)}{word}", name, cell))
    if not rows:
        return None
    words = {"year": str(compared.year), "place": compared.place.name}
    return Exhibit(
        "scenarier-side-om-side",
        fill(_("Scenariene side om side i {year}"), **words),
        fill(_("Midterste utfall, og i parentes hvor 80 av 100 utfall ligger, {place}"), **words),
        fill(
            _("Tabellen stiller {n} scenarier side om side i {year}."),
            n=str(len(compared.runs)),
            **words,
        ),
        Table(
            (
                Column("quantity", _("Størrelse")),
                Column(SCENARIO, _("Scenario")),
                Column(VALUE, _("Utfall")),
            ),
            tuple(rows),
            pivot=Pivot("quantity", SCENARIO, VALUE),
        ),
        sources(compared),
        uncertainty=_(
            "I parentes: 80 av 100 utfall ligger mellom endene. Et "
            "scenario er et valg og har ingen sannsynlighet."
        ),
        note=notes(filled(*keys), tested(), compared.inputs.caveat),
    )


def lines(compared: Compared, quantity: Quantity) -> Exhibit:
    """Draw the scenarios as named lines, each the middle outcome year by year."""
    rows = tuple(
        (year, name, float(value))
        for name, run in zip(compared.names, compared.runs, strict=True)
        for year, value in zip(
            run.outcome.years, np.median(run.outcome[quantity.id], axis=0), strict=True
        )
    )
    middles = [ends(run.outcome.at(quantity.id, compared.year))[0] for run in compared.runs]
    label = _(quantity.label)
    words = {
        "label": label,
        "year": str(compared.year),
        "place": compared.place.name,
        "first": compared.names[0],
    }
    digits = common(compared, quantity.id)
    said = "; ".join(
        f"{n}: {format_number(v, quantity.unit, digits)}"
        for n, v in zip(compared.names, middles, strict=True)
    )
    return Exhibit(
        f"scenarier-{slug(quantity)}",
        _range_title(quantity, compared.year, middles, common(compared, quantity.id)),
        fill(_("{label}, {place}, midterste utfall i hvert scenario"), **words) + _in(quantity),
        fill(_("I {year} er midterste utfall {said}."), said=said, **words),
        Table(
            (
                _year_column(),
                Column(SCENARIO, _("Scenario")),
                Column(VALUE, label, quantity.unit, _digits(quantity.unit)),
            ),
            rows,
            pivot=Pivot(YEAR, SCENARIO, VALUE),
        ),
        sources(compared),
        Chart(
            Shape.LINES,
            YEAR,
            VALUE,
            SCENARIO,
            {
                n: Role.OWN if i == compared.at else Role.SCENARIO
                for i, n in enumerate(compared.names)
            },
            projected_from=compared.base_year + 1,
            y_title=_unit_word(quantity.unit),
            zero=True,
            marks=_zero_mark(quantity),
        ),
        method=quantity.method,
        note=notes(filled(quantity.id), compared.inputs.caveat),
        uncertainty=_("Linjene er scenarier: de viser valg, ikke usikkerhet."),
    )


def _range_title(quantity: Quantity, year: int, middles: list[float], digits: int) -> str:
    low, high = min(middles), max(middles)
    label = _(quantity.label)
    least = format_first(low, high, quantity.unit, digits)
    most = format_number(high, quantity.unit, digits)
    if format_number(low, quantity.unit, digits) != most:
        return fill(
            _("{label} i {year}: fra {low} til {high}"),
            label=label,
            year=str(year),
            low=least,
            high=most,
        )
    return fill(_("{label} i {year}: {high}"), label=label, year=str(year), high=most)


def fans(compared: Compared, quantity: Quantity) -> Exhibit:
    """Draw each scenario's own uncertainty, a panel a scenario on one scale."""
    rows: list[tuple[Cell, ...]] = []
    for name, run in zip(compared.names, compared.runs, strict=True):
        found = run.outcome.quantiles(quantity.id, LEVELS)
        rows += [
            (year, name, *(float(v) for v in found[:, t]))
            for t, year in enumerate(run.outcome.years)
        ]
    middle, low, high = ends(compared.runs[compared.at].outcome.at(quantity.id, compared.year))
    unit, label = quantity.unit, _(quantity.label)
    shown = common(compared, quantity.id)
    words = {
        "name": compared.names[compared.at],
        "year": str(compared.year),
        "label": label,
        "low": format_first(low, high, unit, shown),
        "high": format_number(high, unit, shown),
        "middle": format_number(middle, unit, shown),
        "place": compared.place.name,
    }
    digits = _digits(unit)
    heads = (
        ("p10", _("Nedre, 80 %")),
        ("p25", _("Nedre, 50 %")),
        (VALUE, _("Midterste")),
        ("p75", _("Øvre, 50 %")),
        ("p90", _("Øvre, 80 %")),
    )
    columns = tuple(Column(key, title, unit, digits) for key, title in heads)
    return Exhibit(
        f"scenarier-usikkerhet-{slug(quantity)}",
        fill(_("«{name}» gir trolig mellom {low} og {high} i {year}"), **words),
        fill(_("{label}, {place}, hvert scenario med sin egen usikkerhet"), **words)
        + _in(quantity),
        fill(
            _(
                "I «{name}» ligger 80 av 100 utfall i {year} mellom {low} og {high}, det midterste "
                "er {middle}."
            ),
            **words,
        ),
        Table((_year_column(), Column(SCENARIO, _("Scenario")), *columns), tuple(rows)),
        sources(compared),
        Chart(
            Shape.PANELS,
            YEAR,
            VALUE,
            low="p10",
            high="p90",
            inner=("p25", "p75"),
            facet=SCENARIO,
            projected_from=compared.base_year + 1,
            zero=True,
            y_title=_unit_word(unit),
            marks=_zero_mark(quantity),
        ),
        method=quantity.method,
        uncertainty=meaning(),
        note=notes(filled(quantity.id), tested(), compared.inputs.caveat),
    )


def waterfall(compared: Compared, i: int, explained: Explained) -> Exhibit | None:
    """Show why a scenario ends where it does: the change from today, term by term.

    None where only one thing changes it: the table of terms tells that.
    """
    found = compared.waterfalls[i].get(explained) if compared.waterfalls else None
    if found is None or (len(compared.runs) > 1 and len(_moving(found)) < 2):
        return None
    quantity = QUANTITIES[explained]
    first, last = str(compared.base_year), str(found.year)
    tiny = 1e-9 * max(abs(found.start), 1.0)
    steps = [
        (_(LABELS[term]), value)
        for term, value in found.terms.items()
        if abs(value) > tiny or term is Term.DEMOGRAPHY
    ]
    rows = ((first, found.start), *steps, (last, found.start + sum(v for _n, v in steps)))
    words = {
        "name": compared.names[i],
        "label": _(quantity.label),
        "last": last,
        "first": first,
        "place": compared.place.name,
    }
    return Exhibit(
        f"scenarier-hvorfor-{explained}-{i + 1}",
        _waterfall_title(found, quantity, words),
        fill(
            _("{label} i «{name}», {place}, fra {first} til {last}, gjennomsnitt av utfallene"),
            **words,
        ),
        _waterfall_alt(steps, quantity, words),
        Table(
            (
                Column("step", _("Hva")),
                Column(
                    VALUE,
                    fill(_("{label}, og endringen fra ledd til ledd"), **words),
                    quantity.unit,
                    _digits(quantity.unit),
                ),
            ),
            rows,
        ),
        sources(compared),
        Chart(Shape.WATERFALL, "step", VALUE, totals=(first, last), zero=True),
        formula=_("Hvert ledd er endringen når bare det endres; samvirke er det de gjør sammen"),
        method=quantity.method,
        note=compared.inputs.caveat,
    )


def _moving(found: Waterfall) -> tuple[Term, ...]:
    """Give the terms large enough to be seen: a thousandth of where it started, or more."""
    least = 1e-3 * max(abs(found.start), 1.0)
    return tuple(term for term, value in found.terms.items() if abs(value) >= least)


def _waterfall_title(found: Waterfall, quantity: Quantity, words: dict[str, str]) -> str:
    change = found.end - found.start
    text = (
        _("{label} går i gjennomsnitt fra {from} til {to} i «{name}»")
        if abs(change) > 0
        else _("{label} er uendret i «{name}»")
    )
    digits = digits_of(quantity.unit, found.start, found.end)
    return fill(
        text,
        **words,
        **{
            "from": format_first(found.start, found.end, quantity.unit, digits),
            "to": format_number(found.end, quantity.unit, digits),
        },
    )


def _waterfall_alt(
    steps: list[tuple[str, float]], quantity: Quantity, words: dict[str, str]
) -> str:
    parts = "; ".join(
        f"{name} {format_number(v, quantity.unit, decimals(v, quantity.unit), sign=True)}"
        for name, v in steps
    )
    return fill(_("Endringen fra {first} til {last} i «{name}»: {parts}."), parts=parts, **words)


def explained_table(compared: Compared, explained: Explained) -> Exhibit | None:
    """Put the terms of every scenario's waterfall beside each other."""
    if not compared.waterfalls or any(explained not in w for w in compared.waterfalls):
        return None
    quantity = QUANTITIES[explained]
    rows: list[tuple[Cell, ...]] = []
    terms = [
        t
        for t in Term
        if any(abs(w[explained].terms.get(t, 0.0)) > 1e-9 for w in compared.waterfalls)
    ]
    for name, falls in zip(compared.names, compared.waterfalls, strict=True):
        found = falls[explained]
        rows.append((str(compared.base_year), name, found.start))
        rows += [(_(LABELS[t]), name, found.terms.get(t, 0.0)) for t in terms]
        rows.append((str(found.year), name, found.end))
    words = {"label": _(quantity.label), "year": str(compared.year), "place": compared.place.name}
    return Exhibit(
        f"scenarier-ledd-{explained}",
        fill(_("Hva som endrer «{label}» i hvert scenario"), **words),
        fill(_("Ledd fra i dag til {year}, {place}, gjennomsnitt av utfallene"), **words)
        + _in(quantity),
        fill(_("Tabellen viser leddene i endringen for hvert scenario fram til {year}."), **words),
        Table(
            (
                Column("step", _("Ledd")),
                Column(SCENARIO, _("Scenario")),
                Column(VALUE, _(quantity.label), quantity.unit, _digits(quantity.unit)),
            ),
            tuple(rows),
            pivot=Pivot("step", SCENARIO, VALUE),
        ),
        sources(compared),
        method=quantity.method,
    )


def slug(quantity: Quantity) -> str:
    """Give a quantity's id as it stands in ids of exhibits."""
    return quantity.id.replace("_", "-")


def _digits(unit: Unit) -> int | None:
    return 1 if unit is Unit.MILLION_NOK else 0 if unit is not Unit.SHARE else None


def _in(quantity: Quantity) -> str:
    """Name the unit at the end of a subtitle, where a turned table leaves it unsaid."""
    return f", {quantity.unit.value}" if quantity.unit is Unit.MILLION_NOK else ""


def _unit_word(unit: Unit) -> str:
    return "" if unit in (Unit.INDEX, Unit.SHARE) else unit.value


def _zero_mark(quantity: Quantity) -> tuple[Mark, ...]:
    return (Mark(_("dekket"), y=0.0),) if quantity.id.endswith("_gap") else ()
