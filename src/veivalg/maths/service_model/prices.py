"""A municipality's own prices: its accounts divided by what they paid for, else the price list.

Own accounts go before national figures, and these before an assumption. A price is of one year's
accounts and that year's counts; one whose denominator moved much is uncertain.
"""

from collections.abc import Mapping
from dataclasses import replace

from veivalg.content import Certainty
from veivalg.content.numbers import Unit, format_number, format_plain, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.maths.service_model.accounts import Booked
from veivalg.maths.service_model.counts import Counts
from veivalg.norway.aga import full_rate, zone_parts
from veivalg.norway.deflator import rise
from veivalg.norway.prices import Part, Price, price, price_list

MOVED = 0.20
"""A denominator that moves more than this from one year to the next makes a price uncertain."""
KNOWN_RATES = (2024, 2026)


def prices(
    booked: Booked | None,
    counts: Counts,
    before: tuple[Booked | None, Counts | None],
    inhabitants: float | None,
) -> dict[str, Price]:
    """Give the own prices of a year by id; one that can't be worked out is absent.

    Parameters
    ----------
    booked, counts
        Accounts and counts of the same year.
    before
        The same of the year before.
    inhabitants
        On 31 December of the accounts' year.
    """
    if booked is None:
        return {}
    made = _Made(booked, counts, *before)
    places, homes = _("institusjonsplasser"), _("boliger med heldøgns bemanning")
    made.divide("place", _("Utgift per institusjonsplass og år"), ("253",), places, "institution")
    made.divide(
        "premises", _("Lokaler per institusjonsplass og år"), ("261",), places, "institution"
    )
    made.divide("day", _("Utgift per oppholdsdøgn"), ("253", "261"), _("oppholdsdøgn"), "days")
    made.divide(
        "dwelling", _("Utgift per bolig med heldøgns bemanning og år"), ("257",), homes, "dwellings"
    )
    hours = _("tildelte timer i året, også i boliger")
    made.divide("hour", _("Utgift per tildelt time hjemmetjeneste"), ("258",), hours, "hours")
    users = _("brukere av hjemmetjenester")
    made.divide(
        "home_user", _("Utgift per bruker av hjemmetjenester"), ("258",), users, "users_home"
    )
    made.divide(
        "day_activity",
        _("Dagaktivitet og service per bruker av hjemmetjenester"),
        ("234",),
        users,
        "users_home",
    )
    if inhabitants:
        made.per("acute", _("Øyeblikkelig hjelp døgntilbud per innbygger"), ("256",), inhabitants)
    made.per_fte()
    return made.found


class _Made:
    """Prices as they are divided, each with its parts and how its denominator moved."""

    def __init__(
        self, booked: Booked, counts: Counts, earlier: Booked | None, past: Counts | None
    ) -> None:
        self.found: dict[str, Price] = {}
        self._booked, self._counts = booked, counts
        self._earlier, self._past = earlier, past

    def divide(self, id: str, label: str, codes: tuple[str, ...], what: str, count: str) -> None:
        """Divide functions, gross and net, by a count."""
        number = getattr(self._counts, count)
        past = getattr(self._past, count) if self._past else None
        self._put(id, label, codes, Part(what, number) if number else None, past)

    def per(self, id: str, label: str, codes: tuple[str, ...], inhabitants: float) -> None:
        """Divide functions by inhabitants."""
        self._put(id, label, codes, Part(_("innbyggere 31. desember"), inhabitants), None)

    def _put(
        self, id: str, label: str, codes: tuple[str, ...], number: Part | None, past: float | None
    ) -> None:
        functions = self._booked.functions
        if number is None or not set(codes) <= functions.keys():
            return
        name, doubt = "+".join(codes), self._doubt(codes, number.value, past)
        earlier = self._earlier.functions if self._earlier else {}
        for kind, word in (("gross", _("brutto")), ("net", _("netto"))):
            amount = sum(getattr(functions[code], kind) for code in codes)
            why, before = doubt, None
            if doubt and past and set(codes) <= earlier.keys():
                before = sum(getattr(earlier[code], kind) for code in codes) / past
                before *= rise(self._booked.year - 1, self._booked.year)
                why += " " + _("Året før var prisen {before} i {year}-kroner.").format(
                    before=format_number(before, Unit.NOK, 0), year=self._booked.year
                )
            made = self._price(
                f"{id}_{kind}",
                f"{label}, {word}",
                Part(_("funksjon {codes}, {word}").format(codes=name, word=word), amount),
                number,
                why,
            )
            self.found[made.id] = replace(made, past=before)

    def _price(self, id: str, label: str, top: Part, bottom: Part, doubt: str) -> Price:
        value = top.value / bottom.value
        return Price(
            id,
            label,
            value,
            "nok",
            self._booked.year,
            _("Kommunens regnskap {year} (SSB 12362) delt på {what}").format(
                year=self._booked.year, what=bottom.label
            ),
            Certainty.DERIVED,
            value,
            value,
            top,
            bottom,
            own=True,
            uncertain=doubt,
        )

    def _doubt(self, codes: tuple[str, ...], now: float, past: float | None) -> str:
        """Say why a price can't be trusted; empty when nothing is known against it."""
        if past and abs(now / past - 1) > MOVED:
            return _("antallet det deles på, gikk fra {past} til {now} på ett år.").format(
                past=format_plain(past), now=format_plain(now)
            )
        if codes in (("257",), ("258",)) and self._shifted(codes[0]):
            return _("utgifter er flyttet mellom 257 og 258. Se på summen av de to.")
        return ""

    def _shifted(self, code: str) -> bool:
        """Say whether a function moved much while 257 and 258 together did not."""
        if self._earlier is None or not {"257", "258"} <= self._earlier.functions.keys():
            return False
        now, past = self._booked.functions, self._earlier.functions
        if not {"257", "258"} <= now.keys():
            return False
        both = (now["257"].gross + now["258"].gross) / (past["257"].gross + past["258"].gross)
        return abs(now[code].gross / past[code].gross - 1) > MOVED >= abs(both - 1)

    def per_fte(self) -> None:
        """Divide all of care by årsverk, and pay by årsverk where accounts by art tell it."""
        if not self._counts.fte:
            return
        fte = Part(_("avtalte årsverk (SSB 14533)"), self._counts.fte)
        self.found["gross_per_fte"] = replace(
            self._price(
                "gross_per_fte",
                _("Brutto utgift per avtalt årsverk"),
                Part(_("omsorg i alt, brutto"), self._booked.gross),
                fte,
                "",
            ),
            note=_(
                "Det er ikke prisen på et årsverk: kjøp fra andre, bygg, varer, overtid og "
                "vikarer er med i utgiftene, men ikke i de avtalte årsverkene"
            ),
        )
        if self._booked.pay is not None:
            self.found["labour"] = replace(
                self._price(
                    "labour",
                    _("Lønn per avtalt årsverk i regnskapet"),
                    Part(
                        _("lønn, pensjon og arbeidsgiveravgift minus sykelønnsrefusjon"),
                        self._booked.pay,
                    ),
                    fte,
                    "",
                ),
                note=_("Overtid og ekstrahjelp er med"),
            )


UNSURE = {
    "place_net": N_("en institusjonsplass"),
    "dwelling_net": N_("en bolig med heldøgns bemanning"),
    "hour_gross": N_("en time hjemmetjeneste"),
}


def unsure(prices: Mapping[str, Price], *ids: str, tried: bool = False) -> str:
    """Say which prices can't be trusted, and why; empty where all can. A reader's own is one.

    Parameters
    ----------
    ids
        Those that a figure rests on, of `UNSURE`.
    tried
        Say too that they are tried from the price of the year before.
    """
    doubted = [(_(UNSURE[id]), prices[id]) for id in ids if id in prices and prices[id].uncertain]
    text = _("Prisen på {what} er usikker: {why}")
    told = [text.format(what=what, why=one.uncertain) for what, one in doubted]
    if tried and any(one.past is not None for _what, one in doubted):
        told.append(_("Derfor er også prisen året før prøvd."))
    return " ".join(told)


TRIED = {"place_net": 0.10, "dwelling_net": 0.10, "hour_gross": 0.15}
"""Own price → the share it is tried lower and higher by, where nothing is known against it."""


def tried_between(prices: Mapping[str, Price], id: str, value: float) -> tuple[float, float]:
    """Give the ends a price is tried between; one that is doubted is tried from last year's too.

    Parameters
    ----------
    id
        One of `TRIED`.
    value
        Where it stands: another than the municipality's is a reader's, and is not doubted.
    """
    part, past = TRIED[id], last_year(prices, id, value)
    ends = value * (1 - part), value * (1 + part)
    return ends if past is None else (min(past, *ends), max(past, *ends))


def last_year(prices: Mapping[str, Price], id: str, value: float) -> float | None:
    """Give the price of the year before where it is doubted; None where it stands, or is chosen."""
    own = prices.get(id)
    return own.past if own is not None and own.value == value else None


ALONE = {"place_net": N_("plassprisen"), "hour_gross": N_("timeprisen")}
"""Of `TRIED`, what one place is held against help at home by."""


def of_last_year(
    prices: Mapping[str, Price], place: float, hour: float
) -> tuple[str, float, float] | None:
    """Give place and hour with what is doubted as it was last year, and which; None where none is.

    A price that nothing is known against stays: both are in the kroner of the accounts' year.

    Examples
    --------
    >>> of_last_year({}, 1.259e6, 739.0) is None
    True
    """
    values = {"place_net": place, "hour_gross": hour}
    past = {id: last_year(prices, id, value) for id, value in values.items()}
    changed = {id: value for id, value in past.items() if value is not None}
    if not changed:
        return None
    found = {**values, **changed}
    named = _(" og ").join(_(ALONE[id]) for id in changed)
    return named, found["place_net"], found["hour_gross"]


def end_text(own: Price | None, value: float, text: str) -> str:
    """Write an end that a price is tried at: that of the year before is named."""
    before = own is not None and own.past == value
    return _("{price} (året før)").format(price=text) if before else text


def misfit(labour: Price) -> str:
    """Say why årsverk can't be priced by pay per årsverk; empty when they can."""
    low, high = price("labour_low").value, price("labour_high").value
    if low <= labour.value <= high:
        return ""
    return _(
        "Regnskap og årsverk passer ikke sammen: lønn per avtalt årsverk er {value} mill. kr, "
        "utenfor {low}–{high}. Derfor vises ingen kroner av årsverk"
    ).format(
        value=format_plain(labour.value / 1e6, 2),
        low=format_plain(low / 1e6, 2),
        high=format_plain(high / 1e6, 2),
    )


def employers_tax(code: str, year: int) -> tuple[float, str]:
    """Give the rate of employer's tax of a municipality, and what it is taken as.

    The highest of its parts where it has several: no statistics tell where its pay is earned.
    """
    known = min(max(year, KNOWN_RATES[0]), KNOWN_RATES[1])
    try:
        parts = zone_parts(code, known)
    except UsageError:
        return full_rate(known), _("sone I, siden kommunens sone ikke er kjent")
    part = max(parts, key=lambda p: p.rate)
    return part.rate, _("sone {zone}").format(zone=part.zone)


def new_fte(code: str, year: int, booked: Booked | None, rates: Mapping[str, Price]) -> Price:
    """Give what one more årsverk costs: pay, pension and employer's tax at the own zone.

    The pension premium is the municipality's own where accounts by art tell it.
    """
    pay, pension = rates["new_fte_pay"], rates["pension_share"]
    share, told = pension.value, pension.source
    if booked and booked.pay is not None and booked.pension and booked.tax is not None:
        liable = booked.pay + (booked.refunded or 0.0) - booked.tax
        share, told = booked.pension / (liable - booked.pension), _("kommunens regnskap")
    tax, zone = employers_tax(code, year)

    def cost(wage: float) -> float:
        return wage * (1 + share) * (1 + tax)

    return Price(
        "new_fte",
        _("Et nytt årsverk: lønn, pensjon og arbeidsgiveravgift"),
        cost(pay.value),
        "nok",
        pay.year,
        _("{pay}; pensjon {pension} ({told}); arbeidsgiveravgift {tax} ({zone})").format(
            pay=pay.source,
            pension=format_number(share, Unit.SHARE),
            told=told,
            tax=format_number(tax, Unit.SHARE),
            zone=zone,
        ),
        pay.certainty,
        cost(pay.low),
        cost(pay.high),
    )


def scaled(one: Price, by: float, year: int, told: str) -> Price:
    """Give a price times `by`, in the kroner of a year; `told` says in its source what was done."""
    return Price(
        one.id,
        one.label,
        one.value * by,
        one.unit,
        year,
        f"{one.source}; {told}" if told else one.source,
        one.certainty,
        one.low * by,
        one.high * by,
    )


def in_year(one: Price, year: int) -> Price:
    """Give a price in the kroner of the accounts' year, by the municipal deflator."""
    by = rise(one.year or year, year)
    return one if by == 1.0 else scaled(one, by, year, _("i {year}-kroner").format(year=year))


def rates_chosen(
    chosen: Mapping[str, float],
    own: Mapping[str, tuple[float, str]] | None = None,
    year: int | None = None,
) -> dict[str, Price]:
    """Give the price list with own values and their sources, and those a person has chosen.

    Parameters
    ----------
    year
        Of the accounts: what a source prices is brought to its kroner. A guess is of no year, and
        what is printed in a document stands as printed.
    """
    listed = {id: _of_year(one, year) for id, one in price_list().items()}
    found = {**listed, **{id: listed[id].measured(*told) for id, told in (own or {}).items()}}
    return {id: one.chosen(chosen[id]) if id in chosen else one for id, one in found.items()}


def _of_year(one: Price, year: int | None) -> Price:
    if year is None or Unit[one.unit.upper()] is not Unit.NOK:
        return one
    if one.certainty is not Certainty.FOUND or one.year in (None, year):
        return one
    made = in_year(one, year)
    value, low, high = (float(round_half_up(v)) for v in (made.value, made.low, made.high))
    return replace(made, value=value, low=low, high=high)
