"""Exhibits of the chapter «utvikling»."""

from collections.abc import Sequence

from veivalg.chapters.common.exhibits import Exhibits, by_column, exhibit
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.timeline import YEAR, panels, timeline, year_column
from veivalg.chapters.utvikling.model import METHOD, Model
from veivalg.chapters.utvikling.model.words import (
    left_out_note,
    part_names,
    sector_name,
    services,
    split_formula,
)
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.deflate import FACTORS, real
from veivalg.norway.deflator import deflator_source, growth_shares, price_growth

MAIN_SECTORS = ("care", "primary_school", "kindergarten", "health", "administration")
"""With «Andre» as many as there are colours that can be told apart."""


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(
        METHOD, {"place": model.place.name, "first": str(model.first), "last": str(model.last)}
    )


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
    """Show net operating cost of the services, in fixed prices and in each year's kroner."""
    change = model.change()
    if change is None:
        return None
    nominal, higher = model.total(), change[0] >= 0
    lines = {
        _("faste {year}-kroner").format(year=model.last): (Role.OWN, model.real()),
        _("årets kroner"): (Role.PEER, nominal),
    }
    return _show(model)(
        "utvikling-faste-priser",
        _("I faste priser er utgiftene til tjenestene {change} høyere enn i {first}")
        if higher
        else _("I faste priser er utgiftene til tjenestene {change} lavere enn i {first}"),
        services() + ", {place}",
        **timeline(
            {n: (r, {y: values.get(y) for y in model.years}) for n, (r, values) in lines.items()},
            Column("amount", _("Netto driftsutgifter til tjenestene"), Unit.MILLION_NOK, 1),
            Column("price", _("Priser")),
            gaps=True,
            zero=True,
            y_title=_("mill. kr"),
        ),
        change=format_number(abs(change[1]), Unit.SHARE, 1),
        money=money(change[0], model),
        alt=_("I faste priser er utgiftene til tjenestene {money} høyere i {last} enn i {first}.")
        if higher
        else _("I faste priser er utgiftene til tjenestene {money} lavere i {last} enn i {first}."),
        sources=(model.source, deflator_source()),
        formula=_("Faste priser = årets kroner × prisnivå i siste år ÷ prisnivå i året"),
        note=price_note(model.last) + left_out_note(model),
    )


def waterfall(model: Model) -> Exhibit | None:
    """Show the step from the first year's spending to the last's: people, prices, volume."""
    whole = model.whole
    if whole is None:
        return None
    bars = tuple(_("Utgifter i {year}").format(year=y) for y in (model.first, model.last))
    steps = part_names()
    most = max(FACTORS, key=lambda part: abs(whole.part(part)))
    parts = (f"{steps[part].lower()} {signed(whole.part(part), model)}" for part in FACTORS)
    return _show(model)(
        "utvikling-bidrag",
        _("Mest betyr {most}: det {up} utgiftene med {amount}"),
        services() + _(", i årets kroner, {place}, {first}–{last}"),
        (Column("step", _("Steg")), Column("amount", _("Beløp"), Unit.MILLION_NOK, 1, True)),
        [
            (bars[0], whole.start),
            *((steps[part], whole.part(part)) for part in FACTORS),
            (bars[1], whole.end),
        ],
        most=steps[most].lower(),
        amount=money(whole.part(most), model),
        up=_("løfter") if whole.part(most) >= 0 else _("senker"),
        alt="; ".join(parts) + ".",
        sources=(model.calculated, *model.sources),
        chart=Chart(Shape.WATERFALL, "step", "amount", totals=bars, y_title=_("mill. kr")),
        formula=split_formula(),
        note=split_note() + left_out_note(model),
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
    (top, most), (bottom, least) = ordered[0], ordered[-1]
    whole = model.whole
    return _show(model)(
        "utvikling-sektorer",
        _("{top} har økt mest utover behov og priser: {a}")
        if most.volume > 0
        else _("Ingen sektor har økt mer enn behov og priser"),
        _("Vekst i netto driftsutgifter til tjenestene etter årsak, {place}, {first}–{last}"),
        *by_column(
            ordered,
            (Column("sector", _("Sektor")), lambda item: model.label(item[0])),
            (_growth("growth", _("Vekst")), lambda item: item[1].total),
            (_growth("price", _("Priser")), lambda item: item[1].price),
            (_growth("real", _("I faste priser")), lambda item: item[1].real),
            (_growth("demography", _("Demografi")), lambda item: item[1].demography),
            (_growth("volume", _("Volum")), lambda item: item[1].volume),
        ),
        top=model.label(top),
        bottom=model.label(bottom),
        a=signed(most.volume, model),
        b=signed(least.volume, model),
        alt=_("Volum per innbygger med behov: høyest i {top}, {a}; lavest i {bottom}, {b}."),
        total=(_("Sum"), whole.total, whole.price, whole.real, whole.demography, whole.volume),
        terms={"real": ("growth", "-price"), "volume": ("real", "-demography")},
        sources=(model.calculated, *model.sources),
        formula=split_formula(),
        note=split_note() + left_out_note(model),
    )


def _growth(key: str, title: str) -> Column:
    return Column(key, title, Unit.MILLION_NOK, 1, True)


def profile(model: Model) -> Exhibit | None:
    """Show each large sector's share of net operating expenditure in all over time, stacked."""
    shown = [s for s in MAIN_SECTORS if s in model.spending]
    rows: list[tuple[Cell, ...]] = []
    for year in model.years:
        shares = {s: model.share(s, year) for s in shown}
        known = [v for v in shares.values() if v is not None]
        if len(known) < len(shares):
            continue
        rows += [(year, model.label(s), v) for s, v in shares.items()]
        rows.append((year, _("Andre"), 1 - sum(known)))
    if not {model.first, model.last} <= {row[0] for row in rows}:
        return None
    change = {
        s: (model.share(s, model.last) or 0) - (model.share(s, model.first) or 0) for s in shown
    }
    grown = max(change, key=lambda s: change[s])
    return _show(model)(
        "utvikling-profil",
        _("{sector} har økt sin del mest: fra {a} til {b}")
        if change[grown] > 0.0005
        else _("Ingen av de store sektorene har økt sin del"),
        _("Andel av netto driftsutgifter i alt etter sektor, {place}"),
        (year_column(), Column("sector", _("Sektor")), Column("share", _("Andel"), Unit.SHARE, 1)),
        rows,
        sector=model.label(grown),
        a=format_number(model.share(grown, model.first), Unit.SHARE, 1),
        b=format_number(model.share(grown, model.last), Unit.SHARE, 1),
        alt=_("{sector} går fra {a} i {first} til {b} i {last}."),
        pivot=(YEAR, "sector", "share"),
        sources=(model.source,),
        chart=Chart(
            Shape.COLUMNS,
            YEAR,
            "share",
            "sector",
            # A sixth fill is too near the first in black and white: the rest is light.
            {model.label(s): Role.PEER for s in shown} | {_("Andre"): Role.THEN},
            stacked=True,
            zero=True,
            y_title=_("andel"),
        ),
        formula=_("Sektorens netto driftsutgifter ÷ netto driftsutgifter i alt"),
        note=_(
            "Netto driftsutgifter i alt er SSBs sum av alle funksjoner. «Andre» er resten: andre "
            "tjenester, gebyrtjenester, pensjon og fellesutgifter og funksjon 285 og 290. En "
            "engangspost der senker de andre andelene det året. Grunnskole er med "
            "voksenopplæring (213), som SSBs nøkkeltall ikke har med."
        ),
    )


def published_profile(shares: Sequence[Series], place: str) -> Exhibit | None:
    """Show the shares that SSB publishes, where the accounts are not known: small multiples."""
    known = [s for s in shares if s.own is not None and s.own.newest is not None]
    if not known:
        return None
    widest = max(known, key=lambda one: abs(one.ends[3] - one.ends[1]))
    first, start, last, end = widest.ends
    return exhibit(
        "utvikling-profil",
        _("{sector} er {b} av utgiftene i {last}")
        if first == last
        else _("Ingen av andelene er endret siden {first}")
        if format_number(start, Unit.SHARE, 1) == format_number(end, Unit.SHARE, 1)
        else _("{sector} har endret sin del mest: fra {a} til {b}"),
        _("Andel av netto driftsutgifter i alt etter sektor, {place}"),
        **panels(
            [(y, sector_name(one), name, v) for one in known for y, name, v in one.rows()],
            Column("sector", _("Sektor")),
            {name: role for one in known for name, role in one.roles().items()},
        ),
        place=place,
        sector=sector_name(widest),
        first=str(first),
        last=str(last),
        a=format_number(start, Unit.SHARE, 1),
        b=format_number(end, Unit.SHARE, 1),
        alt=_("{sector} går fra {a} i {first} til {b} i {last}."),
        sources=(s for one in known for s in one.sources()),
        method=METHOD,
        note=_(
            "Andelene er slik SSB publiserer dem. De dekker ikke alle sektorer og summerer "
            "ikke til 100 %. Grunnskole er uten voksenopplæring (213)."
        ),
    )


def per_inhabitant(one: Series, from_accounts: bool = False) -> Exhibit | None:
    """Show the cost of care per inhabitant in fixed prices against group and Norway."""
    if one.own is None or one.year is None:
        return None
    base = max(y for line in one.lines for y in line.values)
    lines = {line.place.name: real(line.values, growth_shares(), base) for line in one.lines}
    own = {y: v for y, v in lines[one.place.name].items() if v is not None}
    if len(own) < 2:
        return None  # one year is no development
    first, last = min(own), max(own)
    share = own[last] / own[first] - 1 if own[first] > 0 else 0.0
    others = [
        f"{name} {format_number(v, Unit.NOK, 0)}"
        for name, values in lines.items()
        if name != one.place.name and (v := values.get(last)) is not None
    ]
    alt, roles = _("{place} har {now} i {last}."), one.roles()
    return exhibit(
        "utvikling-per-innbygger",
        _("Pleie og omsorg koster {change} mer per innbygger enn i {first}")
        if share >= 0
        else _("Pleie og omsorg koster {change} mindre per innbygger enn i {first}"),
        _("Netto driftsutgifter til pleie og omsorg per innbygger, faste {base}-kroner"),
        **timeline(
            {n: (roles[n], dict(sorted(values.items()))) for n, values in lines.items()},
            Column("value", _("Kroner per innbygger"), Unit.NOK, 0),
            gaps=True,
            y_title=_("kr per innbygger"),
        ),
        first=str(first),
        last=str(last),
        place=one.place.name,
        base=str(base),
        change=format_number(abs(share), Unit.SHARE, 1),
        now=format_number(own[last], Unit.NOK, 0),
        alt=f"{alt} {', '.join(others)}." if others else alt,
        sources=(*one.sources(), deflator_source()),
        formula=_("Kroner per innbygger × prisnivå i siste år ÷ prisnivå i året"),
        method=METHOD,
        note=price_note(base)
        + " "
        + _("Ikke korrigert for behov.")
        + " "
        + (
            _("Beløpene er fra regnskapet, som resten av kapitlet.")
            if from_accounts
            else _("Beløpene er SSBs nøkkeltall (tabell 12209).")
        ),
    )
