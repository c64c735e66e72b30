"""The prices of care: those of the own accounts, held against others, and the price list."""

from collections.abc import Sequence

from veivalg.chapters.common.written import kroner, million, percent
from veivalg.chapters.omsorg.exhibits import MILLION, function_names, show
from veivalg.content import (
    Certainty,
    Column,
    Exhibit,
    Source,
    SourceKind,
    Unit,
    format_number,
    format_plain,
)
from veivalg.content.numbers import format_exact, unit_once
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.prices import in_year
from veivalg.norway.deflator import rise
from veivalg.norway.prices import Part, Price
from veivalg.norway.reference import reference


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
    return show(found, "accounts", "care_places", "care_users", "care_activity")(
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
    names = function_names()
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
    return show(found, "accounts")(
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
            "felles faktor, for døgnprisen holder begge. Døgnprisen i landet uten Oslo er "
            "ureviderte tall, og den er regnet om fra full til egen arbeidsgiveravgift."
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
            p.certainty.word,
        )
        for p in listed
    ]
    return show(found)(
        "omsorg-prisliste",
        _("{count} priser og satser er ikke kommunens egne, og {unsure} er usikre")
        if not own
        else _("{count} priser og satser er ikke av regnskapet, og {unsure} er usikre"),
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
