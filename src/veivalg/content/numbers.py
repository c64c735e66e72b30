"""Numbers as Norwegians write them: `25 056`, `17,1 %`, `−427`. Rounded here and only here.

A number is written in a sentence, a table, two drawings and a trail, so the newest are kept, each
in the language it was written in.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from veivalg.foundation.i18n import N_, _, language

THIN = "\u202f"
MINUS = "\u2212"


class Unit(StrEnum):
    """Units a figure can have; the value is the word shown after the number."""

    PERSONS = N_("personer")
    PLACES = N_("plasser")
    USERS = N_("brukere")
    FTE = N_("årsverk")
    EMPLOYEES = N_("ansatte")
    NOK = N_("kr")
    MILLION_NOK = N_("mill. kr")
    SHARE = "%"
    POINTS = N_("prosentpoeng")
    RATIO = N_("per person")
    INDEX = N_("indeks")
    YEAR = N_("år")
    YEARS = N_("antall år")
    HOURS = N_("timer")
    DAYS = N_("døgn")
    DWELLINGS = N_("boliger")
    RANK = N_("plassering")
    COUNT = ""

    @property
    def word(self) -> str:
        """Give the unit as it is read, in the language in use."""
        return _(self.value) if self.value else ""


DECIMALS = {Unit.SHARE: 1, Unit.POINTS: 1, Unit.RATIO: 2, Unit.INDEX: 1, Unit.MILLION_NOK: 1}
MANY_NOK = 1_000_000_000
SCALE = {Unit.MILLION_NOK: 1_000_000}
ONE = {
    Unit.PERSONS: N_("person"),
    Unit.PLACES: N_("plass"),
    Unit.USERS: N_("bruker"),
    Unit.EMPLOYEES: N_("ansatt"),
    Unit.HOURS: N_("time"),
    Unit.DWELLINGS: N_("bolig"),
}
"""The word after the number 1, where it differs."""

_NO_WORD = {Unit.YEAR, Unit.YEARS, Unit.COUNT, Unit.INDEX, Unit.RATIO, Unit.RANK}


def round_half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round away from zero at the half, as Norwegian reports do.

    Examples
    --------
    >>> round_half_up(2.5), round_half_up(-0.25, 1)
    (Decimal('3'), Decimal('-0.3'))
    """
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def nearest(value: float) -> int:
    """Give the nearest whole number, away from zero at the half.

    Examples
    --------
    >>> nearest(2.5), nearest(-0.4)
    (3, 0)
    """
    return int(round_half_up(value))


def _exact(value: float | Decimal) -> Decimal:
    """Give the number a person sees written: 0.0295 is 2.95 %, not 2.9499999999999997 %."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def format_plain(value: float | Decimal, decimals: int = 0, *, sign: bool = False) -> str:
    """Write a bare number with thin spaces, comma and true minus.

    Examples
    --------
    >>> format_plain(25056).replace(THIN, " "), format_plain(-0.04, 1), format_plain(3, sign=True)
    ('25 056', '0,0', '+3')
    """
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,f}".replace(",", THIN).replace(".", ",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def format_short(value: float, most: int) -> str:
    """Write a number with at most so many decimals, and none that say nothing.

    Examples
    --------
    >>> format_short(1.75, 2), format_short(75.0, 2)
    ('1,75', '75')
    """
    text = format_plain(value, most)
    return text.rstrip("0").rstrip(",") if "," in text else text


def format_exact(value: float, digits: int = 15) -> str:
    """Write a number as it was given, in so many digits and without thousands.

    Examples
    --------
    >>> format_exact(1234567.25), format_exact(-0.1)
    ('1234567,25', '−0,1')
    """
    return f"{value:.{digits}g}".replace("-", MINUS).replace(".", ",")


def format_field(value: float) -> str:
    """Write a number as a Norwegian spreadsheet reads it: a comma, and up to ten decimals.

    Examples
    --------
    >>> format_field(0.171), format_field(-1234.0)
    ('0,171', '-1234')
    """
    return typed(f"{round_half_up(value, 10):f}".rstrip("0").rstrip("."))


def typed(text: str) -> str:
    """Give a number in text with the comma Norwegians type, and nothing else changed."""
    return text.replace(".", ",")


def decimals_of(value: float, most: int = 10) -> int:
    """Give how many decimals a number needs, at most `most`."""
    return len(format_short(value, most).partition(",")[2])


def format_size(size: int) -> str:
    """Write how large a file is.

    Examples
    --------
    >>> format_size(20_000)
    '20 kB'
    """
    return f"{format_plain(size / 1024)} kB"


def presented(value: float, unit: Unit) -> float:
    """Give `value` in the scale it is shown in: shares as per cent, kroner in millions."""
    return float(_scaled(value, unit))


def _scaled(value: float, unit: Unit) -> Decimal:
    if unit is Unit.SHARE or unit is Unit.POINTS:
        return _exact(value) * 100
    return _exact(value) / SCALE.get(unit, 1)


def format_number(
    value: float | None,
    unit: Unit,
    decimals: int | None = None,
    *,
    sign: bool = False,
    word: bool = True,
) -> str:
    """Write `value` (stored as fraction, NOK or count) with its unit.

    From a thousand millions on, kroner stand in milliards («mrd. kr») where the word does too.
    Years carry no thousands space. ``None`` is written «mangler».

    Examples
    --------
    >>> format_number(0.171, Unit.SHARE).replace(THIN, " "), format_number(2030, Unit.YEAR)
    ('17,1 %', '2030')
    """
    return _written(value, unit, decimals, sign, word, language())


def _written(
    value: float | None, unit: Unit, decimals: int | None, sign: bool, word: bool, language: str
) -> str:
    if value is None:
        return _("mangler")
    if unit is Unit.YEAR:
        return str(int(value))
    digits = DECIMALS.get(unit, 0) if decimals is None else decimals
    if word and unit is Unit.MILLION_NOK and abs(value) >= MANY_NOK:
        billions = _exact(value) / MANY_NOK
        digits = digits if abs(billions) >= 10 else 2
        return f"{format_plain(billions, digits, sign=sign)}{THIN}{_('mrd. kr')}"
    text = format_plain(_scaled(value, unit), digits, sign=sign)
    if not word or unit in _NO_WORD:
        return text
    name = _(ONE[unit]) if unit in ONE and text.lstrip(f"+{MINUS}") == "1" else unit.word
    return f"{text}{THIN}{name}"


def format_billions(value: float, *, word: bool = True) -> str:
    """Write kroner in milliards whatever their size, beside others that stand so.

    Examples
    --------
    >>> format_billions(686e6).replace(THIN, " "), format_billions(-1.05e9, word=False)
    ('0,69 mrd. kr', '−1,05')
    """
    text = format_plain(_exact(value) / MANY_NOK, 2)
    return f"{text}{THIN}{_('mrd. kr')}" if word else text


_LOOSE = re.compile(r" (?:(?<=\d )(?=%|(?:kr|mill|mrd)\b)|(?:(?<=mill\. )|(?<=mrd\. ))(?=kr\b))")
"""A space a line may be broken at between a number and its unit."""


def kept_together(text: str, loose: Callable[[re.Match[str]], bool] = bool) -> str:
    """Keep a number on a line with its unit, where a text is written: «1 %», «20 mill. kr».

    Parameters
    ----------
    loose
        Which of the spaces found are of text that is read.

    Examples
    --------
    >>> len(kept_together("1 % av 20 mill. kr").split(" "))
    3
    """
    return _LOOSE.sub(lambda found: THIN if loose(found) else found[0], text)


def unit_once(first: str, last: str) -> str:
    """Leave out the unit of the first of two written numbers where the last has the same."""
    unit = re.search(rf"[{THIN} ]\D+$", first)
    return first.removesuffix(unit[0]) if unit and last.endswith(unit[0]) else first


def format_together(
    values: Sequence[float], unit: Unit, decimals: int | None = None
) -> tuple[str, ...]:
    """Write numbers told side by side, the unit at the last: «mellom 40 og 80 plasser».

    Kroner stand in milliards only where all of them do: nobody subtracts millions from milliards.

    Examples
    --------
    >>> [format_together((low, 1.42e9), Unit.MILLION_NOK, 0)[0] for low in (1.14e9, 9.1e8)]
    ['1,14', '910']
    >>> format_together((9.1e8, 1.42e9), Unit.MILLION_NOK, 0)[1].replace(THIN, " ")
    '1 420 mill. kr'
    """
    if unit is Unit.MILLION_NOK and all(abs(v) >= MANY_NOK for v in values):
        texts = [format_number(v, unit, decimals) for v in values]
        return (*(unit_once(text, texts[-1]) for text in texts[:-1]), texts[-1])
    texts = [format_number(v, unit, decimals, word=False) for v in values]
    if unit is Unit.MILLION_NOK:
        return (*texts[:-1], f"{texts[-1]}{THIN}{unit.word}")
    return (*texts[:-1], format_number(values[-1], unit, decimals))


def format_date(text: str) -> str:
    """Write an ISO date (or the date of an ISO time) as Norwegians do; other text is kept.

    Examples
    --------
    >>> format_date("2026-03-01"), format_date("2026-03-16T07:00:00Z"), format_date("våren 2026")
    ('1.3.2026', '16.3.2026', 'våren 2026')
    """
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day}.{day.month}.{day.year}"
