"""Exhibits of the chapter «omsorg»."""

from collections.abc import Mapping, Sequence

from veivalg.chapters.common.care import one_pool
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.sentences import join
from veivalg.chapters.common.timeline import panels, timeline
from veivalg.chapters.common.written import in_words, kroner, million, percent
from veivalg.chapters.omsorg import SPEC
from veivalg.content import (
    Cell,
    Certainty,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Source,
    SourceKind,
    Unit,
    format_number,
    format_plain,
)
from veivalg.content.numbers import format_exact, unit_once
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.counts import SHOWN, counted_in
from veivalg.maths.service_model.prices import in_year
from veivalg.maths.service_model.services import services
from veivalg.norway.deflator import rise
from veivalg.norway.kostra import functions
from veivalg.norway.prices import Part, Price
from veivalg.norway.reference import reference

FIRST = 2015
THOUSANDS = 3
"""Decimals of millions as accounts are published: then gross less net is what is printed."""
"""The first year of accounts and of use that is shown."""
MILLION = 1_000_000
COUNTED, PLACED = {"long_stay", "short_stay", "home"}, {"long_stay", "short_stay", "dwellings"}
"""The services that SSB counts users of, and places of."""
SHARED = "253"
"""The function that long and short stays are both booked on."""


def _show(found: CareToday, *tables: str) -> Exhibits:
    words = {"place": found.place.name, "year": str(found.accounts_year)}
    sources = tuple(found.by_table[name] for name in tables if name in found.by_table)
    return Exhibits(SPEC.methods[0], words, sources or found.sources)


def _names() -> Mapping[str, str]:
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
    return _show(found, "care_users", "care_places", "accounts")(
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
    return _show(found, "care_users", "population")(
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
    names = _names()
    every = list(found.functions.values())
    bought = [f.bought for f in every]
    rows = [(names.get(f.code, f.code), f.net, f.gross, f.gross - f.net, f.bought) for f in every]
    total = (_("Sum"), found.net, found.gross, found.gross - found.net, sum(b or 0 for b in bought))
    shown = 4 if None in bought else 5
    largest = max(every, key=lambda f: f.net)
    return _show(found, "accounts")(
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
    names = _names()
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
    return _show(found, "accounts")(
        "omsorg-bro",
        _("Andre betaler mest av {function}: {share} av brutto"),
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
    return _show(found, "accounts")(
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


def _parts(part: Part | None, money: bool) -> str:
    if part is None:
        return _("oppgitt i kilden")
    value = million(part.value) if money else format_plain(part.value)
    return f"{part.label}: {value}"


def _written(one: Price, value: float | None = None) -> str:
    """Write a price to three digits or more, and a rate exactly."""
    amount, unit = one.value if value is None else value, Unit[one.unit.upper()]
    if unit is Unit.NOK:
        large = amount >= MILLION
        return format_number(amount, Unit.MILLION_NOK, 3) if large else kroner(amount)
    if unit is Unit.SHARE:
        return percent(amount)
    return f"{format_exact(amount)} {unit.word}".strip()


def own_prices(found: CareToday) -> Exhibit | None:
    """Show every price made of the municipality's own accounts, and what was divided by what."""
    own = [p for p in found.prices.values() if p.own and p.numerator]
    if not own:
        return None
    year = found.accounts_year or 0
    rows = [
        (
            _("{label} (usikker)").format(label=p.label) if p.uncertain else p.label,
            _written(p),
            *(("", "") if was is None else (_written(was), _written(in_year(was, year)))),
            f"{_parts(p.numerator, money=True)} ÷ {_parts(p.denominator, money=False)}",
        )
        for p, was in ((p, found.before.get(p.id)) for p in own)
    ]
    doubtful, past = [p for p in own if p.uncertain], _("{past}, i {year}-kroner")
    title = _("{count} priser er regnet av kommunens eget regnskap")
    if doubtful:
        title = _("{count} priser er regnet av kommunens eget regnskap, og {unsure} er usikre")
    return _show(found, "accounts", "care_places", "care_users", "care_activity")(
        "omsorg-priser",
        title,
        _("Egne priser, {place}, {year} og året før"),
        (
            Column("price", _("Pris")),
            Column("value", past.format(past=year, year=year), written=True),
            Column("before", past.format(past=year - 1, year=year - 1), written=True),
            Column("lifted", past.format(past=year - 1, year=year), written=True),
            Column("made", _("Regnet av")),
        ),
        rows,
        count=format_plain(len(own)),
        unsure=format_plain(len(doubtful)),
        note=_(
            "En pris er usikker når antallet det deles på, endrer seg over 20 prosent på et år. "
            "Utgift per plass er 253 uten lokaler (261); kapital er en egen linje i scenariene. "
            "Prisene året før er løftet {rise} med kommunal deflator til det siste årets kroner."
        ).format(rise=percent(rise(year - 1, year) - 1))
        + _doubts(doubtful),
    )


def _doubts(doubtful: Sequence[Price]) -> str:
    """Say which prices are uncertain, those of one reason together; empty where none is."""
    why: dict[str, list[str]] = {}
    for one in doubtful:
        first = one.uncertain.split(". ")[0].rstrip(".")  # the year before stands in its column
        why.setdefault(first, []).append(f"{one.label[:1].lower()}{one.label[1:]}")
    text = _(" Usikker, for {why}: {names}.")
    return "".join(text.format(why=w, names="; ".join(names)) for w, names in why.items())


def factors(found: CareToday) -> Exhibit | None:
    """Show how each function was met, and its price against one known from elsewhere."""
    names = _names()
    rows = [
        (
            names.get(code, code),
            one.modelled_gross,
            one.modelled_net,
            _used(one.used),
            _against(one.independent),
            _said(one.ratio, one.finding),
        )
        for code, one in found.factors.items()
    ]
    if not rows:
        return None
    odd = [one for one in found.factors.values() if one.finding]
    title = _("Modellen i dag er lik regnskapet for hver funksjon")
    if odd:
        title = _("Modellen i dag er lik regnskapet, men {count} er langt fra prisen andre oppgir")
    return _show(found, "accounts")(
        "omsorg-faktorer",
        title,
        _("Modellert i dag og prisen mot en pris som er kjent fra et annet sted, {place} {year}"),
        (
            Column("function", _("Funksjon")),
            Column("gross", _("Modellert brutto"), Unit.MILLION_NOK, 1),
            Column("net", _("Modellert netto"), Unit.MILLION_NOK, 1),
            Column("used", _("Prisen som brukes")),
            Column("other", _("Pris fra et annet sted")),
            Column("factor", _("Faktor, og det som kan sies")),
        ),
        rows,
        count=_functions(len(odd)),
        note=_(
            "Faktoren er prisen som brukes, delt på den andre. Utenfor 0,8–1,25 er den et funn å "
            "undersøke. Modellen tilpasses aldri: den starter i regnskapet. 253 og 261 har én "
            "felles faktor, for døgnprisen holder begge. Landets døgnpris er ureviderte tall, og "
            "den er regnet om fra full til egen arbeidsgiveravgift."
        )
        + _from_elsewhere(found),
    )


def _functions(count: int) -> str:
    return _("én funksjon") if count == 1 else _("{n} funksjoner").format(n=format_plain(count))


def _used(one: Price | None) -> str:
    return f"{one.label}: {_written(one)}" if one else ""


def _against(other: Price | None) -> str:
    return f"{other.label}: {_written(other)}" if other else _("ingen kjent pris")


def _from_elsewhere(found: CareToday) -> str:
    """Say where the prices from elsewhere are from, each once."""
    known = {o.label: o.source for f in found.factors.values() if (o := f.independent) is not None}
    return "".join(f" {label}: {source.rstrip('.')}." for label, source in known.items())


def _said(ratio: float | None, finding: str) -> str:
    if ratio is None:
        return _("kan ikke prøves")
    text = _("{ratio}: funn, utenfor 0,8–1,25") if finding else _("{ratio}: innenfor 0,8–1,25")
    return text.format(ratio=format_plain(ratio, 2))


def listed_prices(found: CareToday) -> Exhibit:
    """Show the price list: what the accounts can't tell, and the rates that are reckoned with.

    A rate of the municipality's own that isn't of its accounts, as the share of time with users,
    stands here with where it is from.
    """
    listed = [p for p in found.prices.values() if not (p.own and p.numerator)]
    own = sum(p.own for p in listed)
    unsure = [p for p in listed if p.certainty is Certainty.UNVERIFIED]
    rows = [
        (
            p.label,
            _written(p),
            _span(p),
            "" if p.year is None else str(p.year),
            p.source,
            _(p.certainty.value),
        )
        for p in listed
    ]
    return _show(found)(
        "omsorg-prisliste",
        _("{count} priser og satser er ikke kommunens egne, og {unsure} er ubekreftet")
        if not own
        else _("{count} priser og satser er ikke av regnskapet, og {unsure} er ubekreftet"),
        _("Prislisten som gjelder når kommunens eget regnskap ikke gir prisen, {place}"),
        (
            Column("price", _("Pris eller sats")),
            Column("value", _("Verdi"), written=True),
            Column("span", _("Prøves mellom"), written=True),
            Column("year", _("År")),
            Column("source", _("Kilde")),
            Column("certainty", _("Hvor sikker")),
        ),
        rows,
        count=format_plain(len(listed)),
        unsure=format_plain(len(unsure)),
        sources=(*(found.sources if own else ()), _list_source()),
        note=_(
            "Egne tall går foran nasjonale, og nasjonale foran en antakelse. Hver pris står ett "
            "sted og kan endres der den brukes."
        ),
    )


def _span(one: Price) -> str:
    low, high = (_written(one, end) for end in (one.low, one.high))
    return high if low == high else f"{low if one.low < 0 else unit_once(low, high)}–{high}"


def _list_source() -> Source:
    table = reference("prices")
    return Source(
        "prisliste",
        table.producer,
        table.title,
        licence=table.licence,
        kind=SourceKind.ASSUMPTION,
        note=table.note,
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
    return _show(found, "accounts", "care_staff")(
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
