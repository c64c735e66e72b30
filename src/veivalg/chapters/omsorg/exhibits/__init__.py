"""Exhibits of the chapter «omsorg»."""

from collections.abc import Mapping

from veivalg.chapters.common.care import one_pool
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.sentences import join
from veivalg.chapters.common.timeline import panels, timeline
from veivalg.chapters.common.written import in_words, million, percent
from veivalg.chapters.omsorg import SPEC
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.counts import SHOWN, counted_in
from veivalg.maths.service_model.services import services
from veivalg.norway.kostra import functions

FIRST = 2015
THOUSANDS = 3
"""Decimals of millions as accounts are published: then gross less net is what is printed."""
"""The first year of accounts and of use that is shown."""
MILLION = 1_000_000
COUNTED, PLACED = {"long_stay", "short_stay", "home"}, {"long_stay", "short_stay", "dwellings"}
"""The services that SSB counts users of, and places of."""
SHARED = "253"
"""The function that long and short stays are both booked on."""


def show(found: CareToday, *tables: str) -> Exhibits:
    """Give what makes exhibits of some of the tables; of every table where none is named."""
    words = {"place": found.place.name, "year": str(found.accounts_year)}
    sources = tuple(found.by_table[name] for name in tables if name in found.by_table)
    return Exhibits(SPEC.methods[0], words, sources or found.sources)


def function_names() -> Mapping[str, str]:
    """Give code → what it is called; by its service where SSB's wording isn't confirmed."""
    moved = {s.function: f"{s.function} {s.label}" for s in services().values() if s.function}
    return moved | {f.code: f.label for f in functions() if f.title}


def services_today(found: CareToday) -> Exhibit | None:
    """Show each service with its users, places and what it follows ahead."""
    within = _("med i {function}").format(function=SHARED)
    named = [(services()[one.id], one) for one in found.services.values()]
    rows: list[tuple[Cell, ...]] = [
        (
            what.label,
            _or_dash(one.users, what.id in COUNTED),
            _or_dash(one.places, what.id in PLACED),
            *((one.gross, one.net) if what.function else (within, within)),
            what.why,
        )
        for what, one in named
    ]
    if not rows:
        return None
    priced = found.priced
    columns = (
        Column("service", _("Tjeneste")),
        Column("users", _("Brukere"), Unit.USERS, 0),
        Column("places", _("Plasser"), Unit.PLACES, 0),
        Column("gross", _("Brutto"), Unit.MILLION_NOK, 1),
        Column("net", _("Netto"), Unit.MILLION_NOK, 1),
        Column("why", _("Hva den følger framover")),
    )
    kept = [n for n in range(len(columns)) if priced or columns[n].key not in ("gross", "net")]
    return show(found, "care_users", "care_places", "accounts")(
        "omsorg-tjenester",
        _("Omsorgen i {place} er {count} tjenester som følger hver sin drivkraft"),
        _("Brukere, plasser og utgifter etter tjeneste, {place}, 31. desember")
        if priced
        else _("Brukere og plasser etter tjeneste, {place}, 31. desember"),
        [columns[n] for n in kept],
        [tuple(row[n] for n in kept) for row in rows],
        count=in_words(len(rows)),
        note=join(
            _(
                "Institusjonsplassene er én sum: korttidsplassene er med i plassene til "
                "langtidsopphold."
            ),
            one_pool() if {"long_stay", "short_stay"} <= found.services.keys() else "",
            _("Utgiften på en funksjon står på tjenesten den følger.") if priced else "",
            _nursing_homes(found),
            _crowded(found),
            _older(found),
        ),
    )


def _nursing_homes(found: CareToday) -> str:
    year = counted_in(found.counts, "institution")
    places = found.counts[year].nursing_home if year else None
    if places is None:
        return ""
    return _("{n} av institusjonsplassene er på sykehjem.").format(n=format_plain(places))


def _crowded(found: CareToday) -> str:
    """Tell of more users than places in institutions: two counts that do not fit together.

    Only where all of them are known, and of one year.
    """
    stays = [s for id, s in found.services.items() if id in ("long_stay", "short_stay")]
    counted = [s.users for s in stays if s.users is not None]
    users, places = sum(counted), max((s.places or 0 for s in stays), default=0)
    names = ("institution", "users_long", "users_short")
    years = {counted_in(found.counts, name) for name in names}
    if len(counted) < len(stays) or len(years) > 1 or not places or users <= places:
        return ""
    year = next((y for y in years if y), 0)
    share = found.counts[year].occupancy if year in found.counts else None
    mean = _(
        " Det gjelder én dag, 31. desember {year}. Belegget er snittet gjennom året, {share}."
    ).format(year=year, share=format_number(share or 0.0, Unit.SHARE, 1))
    text = _(
        "Brukerne i institusjon ({users}) er flere enn plassene ({places}).{mean} De er talt i "
        "hver sin tabell, og tallene sier ikke hvorfor: noen kan ha plass i en annen kommune, "
        "eller dele plass. Spør enheten før tallene brukes."
    )
    said = mean if share is not None and share <= 1 else ""
    return text.format(users=format_plain(users), places=format_plain(places), mean=said)


def _older(found: CareToday) -> str:
    """Tell of what year a count is, where it is older than the others."""
    newest = max(found.counts, default=None)
    told = [
        _("{what} er fra {year}").format(what=_(label), year=year)
        for name, (id, field, label) in SHOWN.items()
        if id in found.services and getattr(found.services[id], field) is not None
        if (year := counted_in(found.counts, name)) is not None and year != newest
    ]
    return _("Eldre enn resten: {told}.").format(told=", ".join(told)) if told else ""


def _or_dash(value: float | None, counted: bool) -> Cell:
    return value if counted or value is not None else "–"


def coverage(found: CareToday) -> Exhibit | None:
    """Show users aged 80 and over per inhabitant as old, year by year."""
    lines = {
        _("Langtidsopphold i institusjon"): found.coverage,
        _("Hjemmetjenester"): found.coverage_home,
    }
    rows: list[tuple[Cell, ...]] = [
        (year, name, found.place.name, share)
        for name, years in lines.items()
        for year, share in sorted(years.items())
    ]
    if not rows:
        return None
    share = found.coverage or found.coverage_home
    first, last = min(share), max(share)
    words = {"a": percent(share[first]), "b": percent(share[last])}
    title = _("Av dem over 80 år bor {b} fast i institusjon, mot {a} i {first}")
    if not found.coverage:
        title = _("Av dem over 80 år har {b} hjemmetjenester, mot {a} i {first}")
    return show(found, "care_users", "population")(
        "omsorg-dekning",
        title,
        _("Andel av innbyggerne på 80 år og eldre som bruker tjenesten, {place}, 31. desember"),
        words=words | {"first": str(first)},
        **panels(rows, Column("service", _("Tjeneste")), {found.place.name: Role.OWN}),
        note=_("Nevneren er innbyggerne 1. januar året etter."),
    )


def accounts(found: CareToday) -> Exhibit | None:
    """Show the care functions, gross and net."""
    if not found.priced or found.net is None or found.gross is None:
        return None
    names = function_names()
    every = list(found.functions.values())
    bought = [f.bought for f in every]
    rows = [(names.get(f.code, f.code), f.net, f.gross, f.gross - f.net, f.bought) for f in every]
    total = (_("Sum"), found.net, found.gross, found.gross - found.net, sum(b or 0 for b in bought))
    shown = 4 if None in bought else 5
    largest = max(every, key=lambda f: f.net)
    return show(found, "accounts")(
        "omsorg-regnskap",
        _("Størst er {largest}: {net} av {whole}"),
        _("Driftsutgifter etter funksjon, {place} {year}, mill. kr"),
        (
            Column("function", _("Funksjon")),
            Column("net", _("Netto"), Unit.MILLION_NOK, THOUSANDS),
            Column("gross", _("Brutto"), Unit.MILLION_NOK, THOUSANDS),
            Column("difference", _("Brutto minus netto"), Unit.MILLION_NOK, THOUSANDS),
            Column("bought", _("Av brutto: kjøpt av andre"), Unit.MILLION_NOK, THOUSANDS),
        )[:shown],
        [row[:shown] for row in rows],
        total=total[:shown],
        terms={"difference": ("gross", "-net")},
        largest=names.get(largest.code, largest.code),
        net=million(largest.net),
        whole=million(found.net),
        chart=Chart(Shape.BARS, "net", "function", x_title=_("mill. kr netto")),
        note=_(
            "Konserntall i {level}. 241, 232 og 233 er helsetjenester og ikke med. "
            "Boligene selv (265) betales med husleie. Pensjonspremien er med, premieavviket ikke."
        ).format(level=found.price_level),
    )


def bridge(found: CareToday) -> Exhibit | None:
    """Show what lies between gross and net, function by function."""
    names = function_names()
    rows = [
        (names.get(f.code, f.code), term.label, term.amount)
        for f in found.functions.values()
        for term in f.terms
    ]
    if not rows:
        return None
    largest = max(
        (f for f in found.functions.values() if f.gross), key=lambda f: 1 - f.net / f.gross
    )
    return show(found, "accounts")(
        "omsorg-bro",
        _("Andre betaler mest av {function}: {share} av brutto")
        if largest.net < largest.gross
        else _("Netto er ikke lavere enn brutto i noen funksjon"),
        _("Fra brutto til netto etter funksjon, {place} {year}, mill. kr"),
        (
            Column("function", _("Funksjon")),
            Column("line", _("Hva det er")),
            Column("amount", _("Beløp"), Unit.MILLION_NOK, THOUSANDS),
        ),
        rows,
        total=(_("Brutto minus netto"), "", sum(float(row[2]) for row in rows)),
        function=names.get(largest.code, largest.code),
        share=percent(1 - largest.net / largest.gross, 0),
        note=_(
            "Linjene deles etter art når regnskapet er hentet med arter. Se på dette før brutto "
            "sammenliknes med andre kommuner."
        ),
    )


def at_home(found: CareToday) -> Exhibit | None:
    """Show help at home and in dwellings over the break of 2024: the sum of 254, 257 and 258."""
    years = {y: net for y, (_gross, net) in sorted(found.at_home.items()) if y >= FIRST}
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    return show(found, "accounts")(
        "omsorg-hjemme",
        _("Hjelp hjemme og i boliger kostet {b} i {last}, mot {a} i {first}"),
        _("Netto driftsutgifter på funksjon 254, fra 2024 257 og 258 samlet, {place}, løpende kr"),
        a=million(years[first]),
        b=million(years[last]),
        first=str(first),
        last=str(last),
        **timeline(
            {found.place.name: (Role.OWN, years)},
            Column("net", _("Netto"), Unit.MILLION_NOK, 1),
            zero=True,
            y_title=_("mill. kr"),
        ),
        note=_(
            "257 og 258 vises bare som sum over tid: utgifter flyttes mellom dem fra år til år."
        ),
    )


def labour(found: CareToday) -> Exhibit | None:
    """Show how årsverk are split on services; None where no split may be shown."""
    fte = found.fte
    if fte is None or not found.labour.shown:
        return None
    shares = [(s, s.labour_share) for s in found.services.values() if s.labour_share]
    rows = [(services()[s.id].label, fte * share, share) for s, share in shares]
    if not rows:
        return None
    most = max(rows, key=lambda row: row[1])
    return show(found, "accounts", "care_staff")(
        "omsorg-arsverk",
        _("Flest årsverk har {service}: {n}"),
        _("Avtalte årsverk delt etter lønnsutgiftene på funksjonen, {place} {year}"),
        (
            Column("service", _("Tjeneste")),
            Column("fte", _("Årsverk"), Unit.FTE, 0),
            Column("share", _("Andel"), Unit.SHARE, 1),
        ),
        rows,
        service=most[0],
        n=format_number(most[1], Unit.FTE, 0),
        chart=Chart(Shape.BARS, "fte", "service", x_title=_("årsverk")),
        note=_("SSB har ikke årsverk etter funksjon: delingen er vår."),
    )
