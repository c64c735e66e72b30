"""Exhibits of the chapter «utvikling»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.chapters.utvikling.model import METHOD, Model
from veivalg.content import (
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
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.deflate import FACTORS, Growth, real
from veivalg.norway.deflator import deflator_source, growth_shares, price_growth

MAIN_SECTORS = ("care", "primary_school", "kindergarten", "health", "administration")
"""With «Andre» as many as there are colours that can be told apart."""


def money(value: float, model: Model) -> str:
    """Write kroner in millions without the minus."""
    return format_number(abs(value), Unit.MILLION_NOK, model.digits)


def signed(value: float, model: Model) -> str:
    """Write kroner in millions with their sign."""
    return format_number(value, Unit.MILLION_NOK, model.digits, sign=True)


def price_note(last: int) -> str:
    """Say what the prices are and which years are preliminary."""
    early = [str(y) for y, g in price_growth().items() if g.preliminary and y <= last]
    text = _("Regnet om med kommunal deflator (KDD/TBU).")
    if not early:
        return text
    return text + " " + _("Prisveksten er foreløpig for {years}.").format(years=", ".join(early))


def fixed_prices(model: Model) -> Exhibit | None:
    """Show net operating cost in all, in fixed prices and in each year's kroner."""
    change = model.change()
    if change is None:
        return None
    fixed, nominal = model.real(), model.total()
    names = (_("faste {year}-kroner").format(year=model.last), _("årets kroner"))
    rows: list[tuple[Cell, ...]] = [
        (year, name, series.get(year))
        for name, series in zip(names, (fixed, nominal), strict=True)
        for year in model.years
    ]
    words = {
        "place": model.place.name,
        "first": str(model.first),
        "last": str(model.last),
        "change": format_number(abs(change[1]), Unit.SHARE, 1),
        "money": money(change[0], model),
    }
    title = (
        _("I faste priser er utgiftene {change} høyere enn i {first}")
        if change[0] >= 0
        else _("I faste priser er utgiftene {change} lavere enn i {first}")
    )
    alt = (
        _("I faste priser er utgiftene {money} høyere i {last} enn i {first}.")
        if change[0] >= 0
        else _("I faste priser er utgiftene {money} lavere i {last} enn i {first}.")
    )
    return Exhibit(
        "utvikling-faste-priser",
        fill(title, **words),
        fill(_("Netto driftsutgifter i alt uten vann, avløp og renovasjon, {place}"), **words),
        fill(alt, **words),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("price", _("Priser")),
                Column("amount", _("Netto driftsutgifter"), Unit.MILLION_NOK, 0),
            ),
            tuple(rows),
            pivot=Pivot("year", "price", "amount"),
        ),
        unique([model.source, deflator_source()]),
        Chart(
            Shape.LINES,
            "year",
            "amount",
            "price",
            {names[0]: Role.OWN, names[1]: Role.PEER},
            zero=True,
            y_title=_("mill. kr"),
        ),
        formula=_("Faste priser = årets kroner × prisnivå i siste år ÷ prisnivå i året"),
        method=METHOD,
        note=price_note(model.last) + left_out_note(model),
    )


def left_out_note(model: Model) -> str:
    """Say which sectors are in no sum, or nothing."""
    if not model.left_out:
        return ""
    names = ", ".join(model.label(s) for s in model.left_out)
    return " " + _("Uten {names}, der tall er skjermet.").format(names=names)


def waterfall(model: Model) -> Exhibit | None:
    """Show the step from the first year's spending to the last's: people, prices, volume."""
    whole = model.whole
    if whole is None:
        return None
    ends = tuple(_("Utgifter i {year}").format(year=y) for y in (model.first, model.last))
    steps = part_names()
    rows: tuple[tuple[Cell, ...], ...] = (
        (ends[0], whole.start),
        (steps["demography"], whole.demography),
        (steps["price"], whole.price),
        (steps["volume"], whole.volume),
        (ends[1], whole.end),
    )
    most = max(FACTORS, key=lambda part: abs(whole.part(part)))
    words = {
        "place": model.place.name,
        "first": str(model.first),
        "last": str(model.last),
        "most": steps[most].lower(),
        "amount": money(whole.part(most), model),
        "up": _("løfter") if whole.part(most) >= 0 else _("senker"),
    }
    alt = "; ".join(
        f"{steps[part].lower()} "
        + format_number(whole.part(part), Unit.MILLION_NOK, model.digits, sign=True)
        for part in FACTORS
    )
    return Exhibit(
        "utvikling-bidrag",
        fill(_("Mest betyr {most}: det {up} utgiftene med {amount}"), **words),
        fill(_("Netto driftsutgifter i årets kroner, {place}, {first}–{last}"), **words),
        alt + ".",
        Table(
            (Column("step", _("Steg")), Column("amount", _("Beløp"), Unit.MILLION_NOK, 1, True)),
            rows,
        ),
        unique([model.calculated, *model.sources]),
        Chart(Shape.WATERFALL, "step", "amount", totals=ends, y_title=_("mill. kr")),
        formula=split_formula(),
        method=METHOD,
        note=split_note() + left_out_note(model),
    )


def part_names() -> Mapping[str, str]:
    """Give what the three parts of growth are called."""
    return {
        "demography": _("Flere eller færre med behov"),
        "price": _("Prisvekst"),
        "volume": _("Mer eller mindre per innbygger med behov"),
    }


def split_formula() -> str:
    """Give how growth is split, in words."""
    return _(
        "Utgift = innbyggere med behov × prisnivå × volum per innbygger med behov. Hvert "
        "bidrag er snittet over de seks rekkefølgene faktorene kan endres i (Shapley), så "
        "bidragene summerer til veksten."
    )


def split_note() -> str:
    """Give what the parts can and can't say."""
    return _(
        "Behovet følger aldersgruppene i delkostnadsnøkkelen for 2026; sektorer uten nøkkel "
        "følger folketallet. Prisveksten er den samme for alle sektorer. «Mer eller mindre "
        "per innbygger» rommer derfor alt annet: standard, dekning, nye oppgaver, "
        "effektivitet og lønn som avviker fra snittet."
    )


def by_sector(model: Model) -> Exhibit | None:
    """Show the parts of growth by sector, with a sum row."""
    if not model.parts or model.whole is None:
        return None
    ordered = sorted(model.parts.items(), key=lambda item: -item[1].volume)
    rows = tuple(_row(model.label(sector), growth) for sector, growth in ordered)
    top, bottom = ordered[0], ordered[-1]
    words = {
        "place": model.place.name,
        "first": str(model.first),
        "last": str(model.last),
        "top": model.label(top[0]),
        "bottom": model.label(bottom[0]),
        "a": signed(top[1].volume, model),
        "b": signed(bottom[1].volume, model),
    }
    title = (
        _("{top} har økt mest utover behov og priser: {a}")
        if top[1].volume > 0
        else _("Ingen sektor har økt mer enn behov og priser")
    )
    return Exhibit(
        "utvikling-sektorer",
        fill(title, **words),
        fill(_("Vekst i netto driftsutgifter etter årsak, {place}, {first}–{last}"), **words),
        fill(
            _("Volum per innbygger med behov: høyest i {top}, {a}; lavest i {bottom}, {b}."),
            **words,
        ),
        Table(
            (
                Column("sector", _("Sektor")),
                Column("growth", _("Vekst"), Unit.MILLION_NOK, 1, True),
                Column("demography", _("Demografi"), Unit.MILLION_NOK, 1, True),
                Column("price", _("Priser"), Unit.MILLION_NOK, 1, True),
                Column("volume", _("Volum"), Unit.MILLION_NOK, 1, True),
            ),
            (*rows, _row(_("Sum"), model.whole)),
            total_row=True,
        ),
        unique([model.calculated, *model.sources]),
        None,
        formula=split_formula(),
        method=METHOD,
        note=split_note() + left_out_note(model),
    )


def _row(label: str, growth: Growth) -> tuple[Cell, ...]:
    return label, growth.total, growth.demography, growth.price, growth.volume


def profile(model: Model) -> Exhibit:
    """Show each large sector's share of net operating cost over time, stacked."""
    shown = [s for s in MAIN_SECTORS if s in model.spending]
    rows: list[tuple[Cell, ...]] = []
    for year in model.years:
        shares = {s: model.share(s, year) for s in shown}
        known = [v for v in shares.values() if v is not None]
        if len(known) < len(shares):
            continue
        rows += [(year, model.label(s), v) for s, v in shares.items()]
        rows.append((year, _("Andre"), 1 - sum(known)))
    change = {
        s: (model.share(s, model.last) or 0) - (model.share(s, model.first) or 0) for s in shown
    }
    grown = max(change, key=lambda s: change[s])
    words = {
        "place": model.place.name,
        "sector": model.label(grown),
        "first": str(model.first),
        "last": str(model.last),
        "a": format_number(model.share(grown, model.first), Unit.SHARE, 1),
        "b": format_number(model.share(grown, model.last), Unit.SHARE, 1),
    }
    return Exhibit(
        "utvikling-profil",
        fill(_("{sector} har økt sin del mest: fra {a} til {b}"), **words)
        if change[grown] > 0.0005
        else _("Ingen av de store sektorene har økt sin del"),
        fill(_("Andel av netto driftsutgifter etter sektor, {place}"), **words),
        fill(_("{sector} går fra {a} i {first} til {b} i {last}."), **words),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("sector", _("Sektor")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
            pivot=Pivot("year", "sector", "share"),
        ),
        (model.source,),
        Chart(
            Shape.COLUMNS, "year", "share", "sector", stacked=True, zero=True, y_title=_("andel")
        ),
        formula=_("Sektorens netto driftsutgifter ÷ netto driftsutgifter i alt"),
        method=METHOD,
    )


def published_profile(shares: Sequence[Series], place: str) -> Exhibit | None:
    """Show the shares that SSB publishes, where the accounts are not known: small multiples."""
    known = [s for s in shares if s.own is not None and s.own.newest is not None]
    if not known:
        return None
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    roles: dict[str, Role] = {}
    for one in known:
        rows += [(year, sector_name(one), name, value) for year, name, value in one.rows()]
        sources += one.sources()
        roles |= one.roles()
    widest = max(known, key=lambda one: abs(ends(one)[3] - ends(one)[1]))
    first, start, last, end = ends(widest)
    words = {
        "place": place,
        "sector": sector_name(widest),
        "first": str(first),
        "last": str(last),
        "a": format_number(start, Unit.SHARE, 1),
        "b": format_number(end, Unit.SHARE, 1),
    }
    title = (
        _("{sector} er {b} av utgiftene i {last}")
        if first == last
        else _("{sector} har endret sin del mest: fra {a} til {b}")
    )
    return Exhibit(
        "utvikling-profil",
        fill(title, **words),
        fill(_("Andel av netto driftsutgifter etter sektor, {place}"), **words),
        fill(_("{sector} går fra {a} i {first} til {b} i {last}."), **words),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("sector", _("Sektor")),
                Column("place", _("Sted")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
        ),
        unique(sources),
        Chart(
            Shape.PANELS,
            "year",
            "share",
            "place",
            roles,
            facet="sector",
            zero=True,
            y_title=_("andel"),
        ),
        method=METHOD,
        note=_(
            "Andelene er slik SSB publiserer dem. De dekker ikke alle sektorer og summerer "
            "ikke til 100 %."
        ),
    )


def ends(one: Series) -> tuple[int, float, int, float]:
    """Give the first and last known year of the municipality with their values."""
    known = sorted((y, v) for y, v in (one.own.values if one.own else {}).items() if v is not None)
    return known[0][0], known[0][1], known[-1][0], known[-1][1]


def sector_name(one: Series) -> str:
    """Give the sector an indicator's name starts with."""
    return one.entry.name.partition(",")[0].partition(":")[0]


def per_inhabitant(one: Series, from_accounts: bool = False) -> Exhibit | None:
    """Show the cost of care per inhabitant in fixed prices against group and Norway."""
    if one.own is None or one.year is None:
        return None
    base = max(y for line in one.lines for y in line.values)
    lines = {line.place.name: real(line.values, growth_shares(), base) for line in one.lines}
    rows = tuple(
        (year, name, value)
        for name, values in lines.items()
        for year, value in sorted(values.items())
    )
    own = {y: v for y, v in lines[one.place.name].items() if v is not None}
    if len(own) < 2:
        return None  # one year is no development
    first, last = min(own), max(own)
    share = own[last] / own[first] - 1 if own[first] > 0 else 0.0
    words = {
        "first": str(first),
        "last": str(last),
        "place": one.place.name,
        "base": str(base),
        "change": format_number(abs(share), Unit.SHARE, 1),
        "now": format_number(own[last], Unit.NOK, 0),
    }
    title = (
        _("Pleie og omsorg koster {change} mer per innbygger enn i {first}")
        if share >= 0
        else _("Pleie og omsorg koster {change} mindre per innbygger enn i {first}")
    )
    others = [
        f"{name} {format_number(v, Unit.NOK, 0)}"
        for name, values in lines.items()
        if name != one.place.name and (v := values.get(last)) is not None
    ]
    alt = fill(_("{place} har {now} i {last}."), **words)
    return Exhibit(
        "utvikling-per-innbygger",
        fill(title, **words),
        fill(
            _("Netto driftsutgifter til pleie og omsorg per innbygger, faste {base}-kroner"),
            **words,
        ),
        f"{alt} {', '.join(others)}." if others else alt,
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("place", _("Sted")),
                Column("value", _("Kroner per innbygger"), Unit.NOK, 0),
            ),
            rows,
            pivot=Pivot("year", "place", "value"),
        ),
        unique([*one.sources(), deflator_source()]),
        Chart(Shape.LINES, "year", "value", "place", one.roles(), y_title=_("kr per innbygger")),
        formula=_("Kroner per innbygger × prisnivå i siste år ÷ prisnivå i året"),
        method=METHOD,
        note=price_note(base)
        + " "
        + _("Ikke korrigert for behov.")
        + " "
        + (
            _(
                "Beløpene er fra regnskapet, som resten av kapitlet. SSBs nøkkeltall for omsorg "
                "(tabell 12209) er avgrenset litt annerledes."
            )
            if from_accounts
            else _("Beløpene er SSBs nøkkeltall (tabell 12209).")
        ),
    )
