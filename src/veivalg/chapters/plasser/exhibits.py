"""Exhibits of the chapter «plasser»."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from veivalg.chapters.common.parts import (
    MILESTONES,
    fill,
    sources_behind,
    two_digits,
    unique,
    whole,
)
from veivalg.chapters.plasser.model import (
    AGED,
    DWELLINGS,
    INSTITUTION,
    METHOD,
    PRINTED_PLAN,
    PRINTED_TARGETS,
    Model,
    source_of,
)
from veivalg.content import (
    Assumption,
    Cell,
    Certainty,
    Chart,
    Column,
    Exhibit,
    Mark,
    Pivot,
    Role,
    Shape,
    Source,
    SourceKind,
    Table,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.projections.places import yearly_cost
from veivalg.maths.projections.queue import queue

YEAR = "year"
RISK = 0.05


def share(value: float | None, decimals: int = 1) -> str:
    """Write a share: «16,0 %»."""
    return format_number(value, Unit.SHARE, decimals)


def about(value: float | None) -> str:
    """Write a far year's count with two significant digits and no unit."""
    return format_number(value, Unit.COUNT, two_digits(value))


def millions(value: float) -> str:
    """Write NOK of a far year in millions with two significant digits."""
    return format_number(value, Unit.MILLION_NOK, two_digits(value / 1e6))


def _sources(model: Model, *items: str) -> tuple[Source, ...]:
    """Give what the need ahead is made from, and the documents that print `items`."""
    documents = (model.documents[item] for item in items if item in model.documents)
    return unique(
        [
            source_of(model, _("Plasser etter dekningsgrad")),
            model.sources["care_places"],
            *sources_behind(model.path, (AGED,), model.years),
            *documents,
        ]
    )


def _past_sources(model: Model) -> tuple[Source, ...]:
    """Give what coverage so far is made from."""
    years = [y for y in model.path.observed_years if y <= model.base_year]
    return unique(
        [
            source_of(model, _("Dekningsgrad til nå"), "-dekning"),
            *model.sources.values(),
            *sources_behind(model.path, (AGED,), years),
        ]
    )


def price_sources() -> tuple[Source, ...]:
    """Give the documents the prices are printed in."""
    return (
        Source(
            "harstad-enhetskostnad",
            _(
                "Harstad kommune: Tjenestegjennomgang helse, velferd og "
                "omsorg, delrapport 1 (Agenda Kaupang, desember 2024)"
            ),
            _("oppsummering, regnskap 2023"),
            kind=SourceKind.DOCUMENT,
        ),
        Source(
            "helsedirektoratet-dognpris",
            _("Helsedirektoratet"),
            _("døgnpris for utskrivningsklare pasienter 2024"),
            kind=SourceKind.DOCUMENT,
        ),
    )


def rate_names(model: Model) -> dict[str, float]:
    """Give the named scenarios: today's rate, the low and the high target."""
    c = model.choices
    named = {
        _rate_name(c.rate_low, _("Lavere: {rate}")): c.rate_low.value,
        _rate_name(c.rate_high, _("Høyere: {rate}")): c.rate_high.value,
    }
    return {_("Som i dag: {rate}").format(rate=share(model.rate)): model.rate or 0.0} | named


def _rate_name(target: Assumption, ours: str) -> str:
    """Name a target: the municipality's own, the reader's, or our example."""
    own = target.certainty is Certainty.PRINTED
    text = _("Ditt valg: {rate}") if target.changed else _("Mål: {rate}") if own else ours
    return text.format(rate=share(target.value))


def history(
    model: Model,
    others: Sequence[tuple[Role, str, dict[int, float]]],
    more: Sequence[Source] = (),
) -> Exhibit:
    """Show coverage over time: institution, residents, and with dwellings."""
    series = {
        _("Plasser i institusjon"): (Role.OWN, model.coverage_by_year(model.kinds[INSTITUTION])),
        _("Beboere på langtidsopphold"): (Role.PEER, model.coverage_by_year(model.residents)),
        _("Institusjon og bolig med bemanning"): (
            Role.SCENARIO,
            model.coverage_by_year(model.with_dwellings()),
        ),
    } | {name: (role, found) for role, name, found in others}
    shown = {name: pair for name, pair in series.items() if pair[1]}
    rows = tuple(
        sorted(
            ((y, name, v) for name, (_r, found) in shown.items() for y, v in found.items()),
            key=lambda row: row[0],
        )
    )
    residents = series[_("Beboere på langtidsopphold")][1]
    words = {"place": model.place.name, "now": share(model.rate), "end": str(model.base_year)}
    title = _("{place} har plass til {now} av dem på 80 år og eldre")
    if len(residents) > 1:
        first, last = min(residents), max(residents)
        words |= {"from": str(first), "a": share(residents[first]), "b": share(residents[last])}
        title = (
            _("Langtidsbeboere per innbygger 80 år og eldre: {b}, som i {from}")
            if words["a"] == words["b"]
            else _("Langtidsbeboere per innbygger 80 år og eldre: {b}, ned fra {a} i {from}")
            if residents[last] < residents[first]
            else _("Langtidsbeboere per innbygger 80 år og eldre: {b}, opp fra {a} i {from}")
        )
    return Exhibit(
        "dekningsgrad",
        fill(title, **words),
        fill(_("Plasser og beboere per innbygger 80 år og eldre, {place}, 1. januar"), **words),
        fill(
            _("Plassene i institusjon svarer til {now} av innbyggerne på 80 år og eldre."), **words
        ),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("series", _("Hva")),
                Column("rate", _("Per innbygger 80 år og eldre"), Unit.SHARE),
            ),
            rows,
            pivot=Pivot(YEAR, "series", "rate"),
        ),
        unique([*_past_sources(model), *more]),
        Chart(
            Shape.LINES, YEAR, "rate", "series", {n: r for n, (r, _f) in shown.items()}, zero=True
        ),
        formula=_(
            "Plasser (eller beboere) 31. desember ÷ innbyggere 80 år og eldre 1. januar året etter"
        ),
        method=METHOD,
        note=_break_note(model)
        + _(
            "Noen plasser og beboere er under 80 år; de er med i telleren, slik KOSTRA gjør. "
            "Institusjon er mer enn sykehjem, så tallet kan være høyere enn kommunens eget."
        ),
    )


def _break_note(model: Model) -> str:
    """Warn where dwellings jump by more than a third from one year to the next."""
    known = [v for _y, v in sorted(model.kinds.get(DWELLINGS, {}).items()) if v]
    jumps = any(abs(b / a - 1) > 1 / 3 for a, b in pairwise(known[-3:]))
    return (
        _(
            "Antall boliger har et brudd, så den samlede linjen bør ikke leses som en "
            "endring i tilbudet. "
        )
        if jumps
        else ""
    )


def needed(model: Model) -> Exhibit | None:
    """Show places needed by year in three named scenarios; the ribbon is the population's."""
    rows: list[tuple[Cell, ...]] = []
    names = rate_names(model)
    ends: dict[str, float | None] = {}
    for index, (name, rate) in enumerate(names.items()):
        need = model.needed(rate)
        ends[name] = need.get(model.target)
        for year, value in need.items():
            if value is not None:
                band = model.interval(value, year) if index == 0 else (None, None)
                rows.append((year, name, whole(value), *map(whole, band)))
    first = next(iter(names))
    value = ends[first]
    if value is None or len(model.years) < 2:
        return None
    extra = value - model.places
    low, high = model.interval(value, model.target)
    words = {
        "year": str(model.target),
        "extra": about(abs(extra)),
        "place": model.place.name,
        "more": _("flere") if extra >= 0 else _("færre"),
        "rate": share(model.rate),
        "low": about(low),
        "high": about(high),
        "need": about(value),
    }
    return Exhibit(
        "plasser-behov",
        fill(
            _("Med dagens dekningsgrad trengs {extra} {more} plasser i {year}")
            if abs(extra) >= 0.5
            else _("Med dagens dekningsgrad trengs like mange plasser i {year} som i dag"),
            **words,
        ),
        fill(_("Institusjonsplasser som trengs ved ulike dekningsgrader, {place}"), **words),
        fill(
            _("Med {rate} trengs omtrent {need} plasser i {year}, mellom {low} og {high}."), **words
        ),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("scenario", _("Dekningsgrad")),
                Column("places", _("Plasser"), Unit.PLACES),
                Column("low", _("Nedre"), Unit.PLACES),
                Column("high", _("Øvre"), Unit.PLACES),
            ),
            tuple(rows),
            pivot=Pivot(YEAR, "scenario", "places"),
        ),
        _sources(model, *PRINTED_TARGETS[:2]),
        Chart(
            Shape.LINES,
            YEAR,
            "places",
            "scenario",
            {n: Role.OWN if i == 0 else Role.SCENARIO for i, n in enumerate(names)},
            low="low",
            high="high",
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("plasser"),
            marks=(Mark(_("Plasser i dag"), y=model.places),),
        ),
        formula=_("Dekningsgrad × innbyggere 80 år og eldre"),
        method=METHOD,
        assumptions=(model.choices.rate_low, model.choices.rate_high),
        note=model.caveat,
        uncertainty=_(
            "Båndet er et 80 % intervall for antall innbyggere 80 år og eldre: {how}. "
            "De andre dekningsgradene er scenarier. Scenariorommet trekker også "
            "dekningsgrad og andre usikre forhold, og har derfor videre intervaller for "
            "de samme plassene."
        ).format(how=_how_spread(model)),
    )


def _how_spread(model: Model) -> str:
    if model.tested:
        return _("åtte av ti av tusen mulige framtider, etterprøvd mot det som kom")
    return _(
        "gjennomsnittlig feil har vært 4,8 % etter fem år, og spredningen vokser med tiden "
        "og er større i små kommuner"
    )


def reached(model: Model) -> Exhibit:
    """Tell in which year a number of extra places is needed, at each rate."""
    extras = dict.fromkeys((model.choices.extra_low.value, model.choices.extra_high.value))
    rows: list[tuple[Cell, ...]] = []
    for name, rate in rate_names(model).items():
        for extra in extras:
            year = model.reached(rate, extra)
            label = _("{n} flere plasser").format(n=format_number(extra, Unit.COUNT))
            never = _("ikke innen {year}").format(year=model.years[-1])
            rows.append((name, label, str(year) if year else never))
    extra = model.choices.extra_low.value
    low = model.reached(model.choices.rate_low.value, extra)
    words = {
        "n": format_number(extra, Unit.COUNT),
        "rate": share(model.choices.rate_low.value),
        "year": str(low or ""),
        "last": str(model.years[-1]),
        "place": model.place.name,
    }
    title = (
        _("Med {rate} dekning trengs {n} flere plasser først i {year}")
        if low
        else _("Med {rate} dekning trengs ikke {n} flere plasser innen {last}")
    )
    return Exhibit(
        "plasser-naar",
        fill(title, **words),
        fill(_("Første år behovet er så mange plasser over dagens, {place}"), **words),
        fill(title, **words) + ".",
        Table(
            (
                Column("scenario", _("Dekningsgrad")),
                Column("extra", _("Flere enn i dag")),
                Column(YEAR, _("År")),
            ),
            tuple(rows),
        ),
        _sources(model, *PRINTED_TARGETS),
        formula=_(
            "Første år da dekningsgrad × innbyggere 80 år og eldre minus plasser i dag når tallet"
        ),
        method=METHOD,
        assumptions=(
            model.choices.rate_low,
            model.choices.rate_high,
            model.choices.extra_low,
            model.choices.extra_high,
        ),
        note=model.caveat,
    )


def programme(model: Model) -> Exhibit | None:
    """Show need at today's rate against places with and without the building programme."""
    planned = sum(o.places for o in model.openings(homes=True))
    need = model.needed(model.rate or 0.0)
    lines: list[tuple[str, Role, dict[int, float | None] | dict[int, float]]] = [
        (_("Behov ved dagens dekningsgrad"), Role.OWN, need),
        (_("Institusjonsplasser uten bygging"), Role.GROUP, model.available(build=False)),
    ]
    if planned:
        lines += [
            (_("Med nye sykehjemsplasser"), Role.SCENARIO, model.available(build=True)),
            (_("Med boligplassene regnet med"), Role.PEER, model.available(build=True, homes=True)),
        ]
    gap = model.lacking(model.rate or 0.0, build=False).get(model.target)
    beds = model.lacking(model.rate or 0.0, build=True).get(model.target)
    built = model.lacking(model.rate or 0.0, build=True, homes=True).get(model.target)
    if gap is None or beds is None or built is None:
        return None
    rows = tuple(
        (y, name, whole(values[y]))
        for name, _r, values in lines
        for y in model.years
        if values[y] is not None
    )
    opening = int(model.choices.opening.value)
    words = {
        "gap": about(gap),
        "beds": about(beds),
        "built": about(built),
        "year": str(model.target),
        "place": model.place.name,
    }
    homes = model.choices.new_homes.value
    title = (
        _(
            "Med planen mangler {beds} sykehjemsplasser i {year}, {built} om boligplassene "
            "regnes med"
        )
        if homes and gap >= 0.5
        else _("Uten bygging mangler {gap} plasser i {year}, med planen mangler {beds}")
        if planned and gap >= 0.5
        else _("Uten bygging mangler {gap} plasser i {year}")
        if gap >= 0.5
        else _("Dagens plasser holder til {year}")
    )
    marks = (Mark(_("Nye plasser åpner"), x=opening),) if planned else ()
    return Exhibit(
        "plasser-plan",
        fill(title, **words),
        fill(_("Behov ved dagens dekningsgrad og plasser, {place}"), **words),
        fill(title, **words) + ".",
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("series", _("Hva")),
                Column("places", _("Plasser"), Unit.PLACES),
            ),
            rows,
            pivot=Pivot(YEAR, "series", "places"),
        ),
        _sources(model, *PRINTED_PLAN),
        Chart(
            Shape.LINES,
            YEAR,
            "places",
            "series",
            {name: role for name, role, _v in lines},
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("plasser"),
            marks=marks,
        ),
        formula=_("Plasser i dag + plasser som er åpnet"),
        method=METHOD,
        note=(
            _(
                "Plasser i bokollektiv og bolig er ikke institusjonsplasser og er ikke med i "
                "dekningsgraden. "
            )
            if homes
            else ""
        )
        + model.caveat,
        assumptions=(model.choices.new_beds, model.choices.new_homes, model.choices.opening),
    )


def gaps(model: Model) -> Exhibit | None:
    """Give places lacking without building, by rate and year, as a table."""
    years = [y for y in MILESTONES if y in model.years]
    rows = tuple(
        (name, str(y), whole(model.lacking(rate, build=False).get(y)))
        for name, rate in rate_names(model).items()
        for y in years
    )
    if not rows:
        return None
    target = model.choices.rate_high
    gap = model.lacking(target.value, build=False).get(model.target)
    words = {
        "rate": share(target.value),
        "year": str(model.target),
        "gap": about(gap),
        "place": model.place.name,
    }
    title = (
        _("Også med {rate} dekning mangler {gap} plasser i {year} uten bygging")
        if gap and gap >= 0.5
        else _("Med {rate} dekning er det nok plasser i {year} uten bygging")
    )
    return Exhibit(
        "plasser-mangel",
        fill(title, **words),
        fill(_("Plasser som mangler uten bygging, {place}, etter dekningsgrad"), **words),
        fill(title, **words) + ".",
        Table(
            (
                Column("scenario", _("Dekningsgrad")),
                Column(YEAR, _("År")),
                Column("lacking", _("Mangler"), Unit.PLACES),
            ),
            rows,
            pivot=Pivot("scenario", YEAR, "lacking"),
        ),
        _sources(model, *PRINTED_TARGETS[:2]),
        formula=_("Plasser som trengs minus plasser i dag, minst 0"),
        method=METHOD,
        assumptions=(model.choices.rate_low, target),
        note=model.caveat,
    )


def cost(model: Model) -> Exhibit | None:
    """Show what it costs a year to help those without a place in other ways."""
    gap = model.lacking(model.rate or 0.0, build=False).get(model.target)
    if gap is None or gap < 0.5:
        return None
    place = yearly_cost(gap, model.choices.place_cost.value)
    ways = {name: yearly_cost(gap, each) for name, (each, _prices) in model.ways().items()}
    ordered = sorted(ways.items(), key=lambda pair: pair[1])
    rows: list[tuple[Cell, ...]] = [(_("Institusjonsplasser"), place, 0.0)]
    rows += [(name, value, value - place) for name, value in ordered]
    words = {
        "gap": about(gap),
        "year": str(model.target),
        "place": model.place.name,
        "a": millions(ordered[0][1]),
        "b": millions(ordered[-1][1]),
        "c": millions(place),
    }
    return Exhibit(
        "alternativkostnad",
        fill(_("Å klare seg uten {gap} plasser koster fra {a} til {b} i året i {year}"), **words),
        fill(
            _("Drift per år for dem som ikke får plass i {year}, {place}, mill. kr, antakelser"),
            **words,
        ),
        fill(_("Plassene ville kostet {c} i året; andre måter koster fra {a} til {b}."), **words),
        Table(
            (
                Column("way", _("Måte")),
                Column("cost", _("Per år"), Unit.MILLION_NOK, 0),
                Column("difference", _("Mot plass"), Unit.MILLION_NOK, 0, sign=True),
            ),
            tuple(rows),
        ),
        unique([*_sources(model), *price_sources()]),
        Chart(Shape.BARS, "cost", "way"),
        formula=_("Plasser som mangler × kostnad per person og år"),
        method=METHOD,
        assumptions=(
            model.choices.place_cost,
            model.choices.dwelling_cost,
            model.choices.home_hours,
            model.choices.hour_cost,
            model.choices.day_price,
        ),
        note=_(
            "Alle beløp er antakelser i dagens kroner. Investering, tilskudd og husleie er "
            "ikke med, og alternativene gir ikke samme tjeneste."
        ),
    )


def short_stay(model: Model) -> Exhibit | None:
    """Show the share turned away by number of short-term places."""
    now, fewest, arrivals = model.queue(), model.fewest(), model.choices.arrivals
    if now is None or fewest is None or arrivals is None:
        return None
    counts = sorted(
        {
            now.places,
            fewest,
            *(now.places + step for step in (-4, -2, 2, 4, 8) if now.places + step > 0),
        }
    )
    rows: list[tuple[Cell, ...]] = []
    for n in counts:
        found = queue(arrivals.value, model.choices.stay.value, n)
        label = _("{n} plasser").format(n=n) + (_(" (i dag)") if n == now.places else "")
        never = _("køen vokser")
        rows.append(
            (
                label,
                found.blocked,
                never if found.lacking else found.waits,
                never if found.waiting is None else found.waiting,
                found.occupancy,
            )
        )
    words = {
        "n": str(now.places),
        "blocked": share(now.blocked, 0),
        "fewest": str(fewest),
        "place": model.place.name,
    }
    title = (
        _("Etter antakelsene er {n} korttidsplasser nok: {blocked} møter fullt")
        if now.blocked <= RISK
        else _(
            "Etter antakelsene møter {blocked} fullt med {n} korttidsplasser; {fewest} gir "
            "høyst 5 %"
        )
    )
    return Exhibit(
        "korttid",
        fill(title, **words),
        fill(
            _("Andel av nye brukere som møter fullt, etter antall korttidsplasser, {place}"),
            **words,
        ),
        fill(title, **words) + ".",
        Table(
            (
                Column("places", _("Plasser")),
                Column("blocked", _("Møter fullt"), Unit.SHARE, 0),
                Column("waits", _("Må vente"), Unit.SHARE, 0),
                Column("waiting", _("Personer som venter i snitt"), Unit.COUNT, 1),
                Column("used", _("Plasser i bruk"), Unit.SHARE, 0),
            ),
            tuple(rows),
        ),
        _queue_sources(model),
        Chart(Shape.BARS, "blocked", "places"),
        formula=_(
            "Erlangs formler med belastning = nye brukere per uke × uker per opphold. "
            "Belastningen er løst slik at de som får plass, er så mange som SSB teller."
        ),
        method=METHOD,
        assumptions=(model.choices.stay, arrivals),
        note=_(
            "Der det står «køen vokser», er det ikke plass nok når alle venter. Tallene "
            "forutsetter at behovet kommer jevnt fordelt, og at de som møter fullt, får hjelp "
            "et annet sted."
        ),
    )


def _queue_sources(model: Model) -> tuple[Source, ...]:
    users = [model.sources["care_users"]] if model.short_residents is not None else []
    return unique(
        [source_of(model, _("Kø for korttidsplasser"), "-ko"), model.sources["care_places"], *users]
    )
