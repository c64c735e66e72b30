"""What a text says of when, held against the rows: what they bear out is understood, and no more.

«1. tertial» above months 1 to 4 says what the rows do; «Q1–Q4» above them says that they are
something else than months.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.foundation.settings import today
from veivalg.own.intake import units
from veivalg.own.intake.period_words import own_period, said_periods
from veivalg.own.intake.recognise import Match
from veivalg.own.tables import OwnField

_MONTHS = (
    r"jan(?:uar)?|feb(?:ruar)?|mars?|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|des(?:ember)?"
)
_FIRST = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_TO = r"\s*(?:[-–—/]|\bog\b|\btil\b|\bt\.?\s?o\.?\s?m\.?)\s*"
_YEAR = r"(?:\s?(?:19|20)\d\d)?"
_ISO = (
    r"20\d\d[-._ ](?:0[1-9]|1[0-2])[-._ ](?:[0-2]\d|3[01])|20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
)
_DAY = (
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:(?:19|20)?\d\d)?|\d\d[-_ ]\d\d[-_ ]20\d\d|\d{1,2}/\d{1,2}/20\d\d"
    rf"|\d{{1,2}}\.?\s?(?:{_MONTHS})\b\.?{_YEAR}"
)
_TIME = r"(?:[ T_,-]*(?:kl\.?\s?)?(?:\d{1,2}[.:]\d\d(?:[.:]\d\d)?Z?|\d{4}(?:\d\d)?))?"
_DATE = rf"(?<![\d.])(?:{_ISO}|{_DAY})(?!\d)"
_DATES = re.compile(rf"(?i)({_DATE}){_TO}({_DATE})")
_AS_OF = re.compile(rf"(?i)\bpe?r\.?\s+({_DATE})")
_PERIOD = re.compile(
    rf"(?i)\bperioden?(?:\s*:)?(?: fra)?\s+(\d{{1,2}})(?:{_TO}(\d{{1,2}}))?(?![\d.])"
)
_YEAR_LONG = re.compile(r"(?i)\b(?:hele|heile)\s+året(?:\s+20\d\d)?\b")
_LABEL = re.compile(r"(?i)\b(?:periode|tidsrom)(?:n|met)?\b\W*")
_OTHER = " ukjenttid "
"""What stands for days or months from and to that the rows don't bear out: no word explains it."""
_ONE_DATE = re.compile(rf"(?i){_DATE}{_TIME}(?!\d)|\bkl\.?\s?\d{{1,2}}[.:]?\d\d|\b\d{{1,2}}:\d\d\b")
_DAYS_OF = re.compile(rf"(?i)\b\d{{1,2}}\.?{_TO}\d{{1,2}}\.\s?({_MONTHS})\b\.?")
_NUMBERED = re.compile(
    r"(?<!\d)20\d\d(?:[-._/]|\s?[mM])?(0[1-9]|1[0-2])(?:\s*[-–]\s*20\d\d[-._/]?(0[1-9]|1[0-2]))?(?!\d)"
    r"|(?<![\d.])(0?[1-9]|1[0-2])[./-](?=20\d\d\b)"
)
_NAMED = re.compile(rf"(?i)\b({_MONTHS})\b\.?(?:{_YEAR}{_TO}({_MONTHS})\b\.?)?")
_SIZE = {"k": 3, "q": 3, "t": 4, "h": 6}
_PART = r"kvartal(?:et)?|kvt?\b\.?|tertial(?:et)?|halvår(?:et)?"
_ORDER = {"første": 1, "andre": 2, "tredje": 3, "fjerde": 4}
_PARTS = (
    re.compile(
        rf"(?i)(?<!\d)([1-4]|{'|'.join(_ORDER)})\.?(?:{_TO}([1-4])\.?)?\s*((?:{_PART}))(?:srapport)?"
    ),
    re.compile(rf"(?i)\b((?:{_PART}|[qkth]))\s?([1-4])(?:{_TO}(?:[qkth]\s?)?([1-4]))?(?![\d\w])"),
)
_WHOLE = re.compile(r"(?i)(kvartal|tertial|halvår)(?:svis|s(?=\w)|et|ene)?(?=(s?rapport)?)")
_WEEKS = re.compile(
    rf"(?i)\b(?:uke(?:r|ne)?|veke|u)\.?\s?(\d{{1,2}})(?:{_TO}(?:uke\s)?(\d{{1,2}}))?\b"
)
_SEASON = re.compile(
    r"(?i)\b(?:høst|haust|vår)(?:en|semester(?:et)?)?\b|\b[hv](?=\s?(?:20)?\d\d\b)"
)
_WITH_YEAR = re.compile(r"\s*'?(?:20)?\d\d(?!\d)")
_SPAN = re.compile(
    r"(?i)(?<!\d)(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?(?!\d|[ -]?(?:kr|priser)\w*\b)"
)
_PAIR = re.compile(r"(?<!\d)(\d\d)\s?[/–-]\s?(\d\d)(?!\d)")
WORKING, WEEK = 4, 7
"""Days from the first to the last of a working week, and those a week has."""
RECENT = 5
"""Years from today that two digits are one of, where the rows have none."""
_SHORT = re.compile(r"(?<!\d)(?<!\d[.,/ ])'?(\d\d)(?=[^\w.,/]*$)")


@dataclass(frozen=True, slots=True)
class Held:
    """What the rows are of: years, months and weeks, as far as their columns say.

    ``steady`` figures are the same whichever month they are told in: pupils, a budget of a year.
    ``weekly`` hours are of a week by the name of their field alone, and not by their heading.
    """

    years: frozenset[int]
    months: frozenset[int]
    weeks: frozenset[int]
    steady: bool
    weekly: bool
    school: bool
    dated: bool
    of_week: bool


def held(match: Match, typed: Mapping[str, pl.Series], of: Iterable[OwnField], ahead: bool) -> Held:
    """Give what the rows are of.

    Parameters
    ----------
    of
        The figures the file has.
    ahead
        Whether they are of a year to come.
    """
    used, columns, of = match.assignment.found, match.assignment.columns, [*of]
    dates = [typed[n] for n in typed if n in used and typed[n].dtype in (pl.Date, pl.Datetime)]
    days = {day for column in dates for day in column.unique().drop_nulls()}
    months, years = {day.month for day in days}, {day.year for day in days}
    weeks = {day.isocalendar().week for day in days}
    for name, size, into in (("month", 1, months), ("quarter", 3, months), ("year", 1, years)):
        for n in typed[name].unique().drop_nulls() if name in used else ():
            into |= set(range((int(n) - 1) * size + 1, int(n) * size + 1))
    hours = [columns[used[f.name]].heading for f in of if own_period(f) == "uke"]
    weekly = not all("uke" in said_periods(heading) for heading in hours)
    money = any(units.family(f) == "kr" for f in of)
    school = any("skoleår" in f.title.casefold() for f in match.table.own_fields())
    steady = ahead or not (money or weekly)
    kept = (frozenset(years), frozenset(months), frozenset(weeks))
    return Held(
        *kept, steady=steady, weekly=weekly, school=school, dated=bool(dates), of_week=bool(hours)
    )


def without_when(text: str, rows: Held) -> str:
    """Give a text without the days, months, weeks and years that the rows bear out."""
    whole = text
    steps: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
        (_DATES, lambda m: _dates(rows, m[1], m[2])),
        (_PERIOD, lambda m: bool(rows.months) and _span(rows, int(m[1]), int(m[2] or m[1]))),
        (_AS_OF, lambda m: _as_of(rows, _month(m[1]))),
        (_ONE_DATE, lambda _m: True),
        (_DAYS_OF, lambda m: _single(rows, _name(m[1]))),
        (_NUMBERED, lambda m: _numbered(rows, m)),
        (_NAMED, lambda m: _span(rows, _name(m[1]), _name(m[2] or m[1]))),
        (_PARTS[0], lambda m: _part(rows, m[3], m[1], m[2] or m[1])),
        (_PARTS[1], lambda m: _part(rows, m[1], m[2], m[3] or m[2])),
        (_WHOLE, lambda m: _bare(rows, _SIZE[m[1][0].casefold()], bool(m[2]))),
        (_YEAR_LONG, lambda _m: rows.steady or _span(rows, 1, 12)),
        (_WEEKS, lambda m: _weeks(rows, int(m[1]), int(m[2] or m[1]))),
        (_SEASON, lambda m: _season(rows, m)),
        (_SPAN, lambda m: _years(rows, m[0])),
        (_PAIR, lambda m: int(m[2]) == (int(m[1]) + 1) % 100 and _short(rows, int(m[1]))),
        (_SHORT, lambda m: _short(rows, int(m[1]))),
    )
    for pattern, fits in steps:
        text = pattern.sub(lambda m, fits=fits: " " if fits(m) else _left(m), text)  # type: ignore[misc]
    return text if text == whole else _LABEL.sub(" ", text)


def _dates(rows: Held, first: str, last: str) -> bool:
    """Say whether the days from one to another are those of the rows; a week is of any hours."""
    years = [re.findall(r"(?:19|20)\d\d", day) for day in (first, last)]
    if years[0] and years[1] and years[0] != years[1]:
        return True
    days = [_day(day) for day in (first, last)]
    if rows.of_week and not rows.weeks and all(days) and _month(first) == _month(last):
        return WORKING <= days[1] - days[0] < WEEK
    return _span(rows, _month(first), _month(last))


def _season(rows: Held, said: re.Match[str]) -> bool:
    """Say whether a half of a school year is that of the rows; of spring, the year must be told."""
    if not rows.school:
        return rows.steady and not (rows.years or rows.months or rows.weeks)
    return said[0][0] in "hH" or bool(_WITH_YEAR.match(said.string, said.end()))


def _years(rows: Held, text: str) -> bool:
    """Say whether years may be those of days; those of a column are held against it elsewhere."""
    said = {int(y) for y in re.findall(r"(?:19|20)\d\d", text)}
    return not rows.dated or bool(said & rows.years)


def _month(date: str) -> int:
    """Give the month of a day as it is written; 0 where there is none."""
    if named := re.search(rf"(?i){_MONTHS}", date):
        return _name(named[0])
    digits = re.findall(r"\d+", date)
    compact = digits[0][4:6] if len(digits[0]) == len("20250101") else digits[1]
    return int(compact) if 1 <= int(compact) <= 12 else 0


def _day(date: str) -> int:
    """Give the day of the month of a date as it is written in numbers; else 0."""
    digits = [int(n) for n in re.findall(r"\d+", date)]
    return (digits[2] if digits[0] > 31 else digits[0]) if digits[1:] else 0


def _name(month: str) -> int:
    return _FIRST.index(month[:3].casefold()) + 1


def _numbered(rows: Held, said: re.Match[str]) -> bool:
    first = int(said[1] or said[3])
    return _span(rows, first, int(said[2] or first))


def _left(said: re.Match[str]) -> str:
    """Give what is left of days or months the rows don't bear out, so that no more is taken of it.

    A month alone in six digits may be the number of a run.
    """
    run = said[0].isdecimal() and said.re is _NUMBERED
    return _OTHER if said.re in (_DATES, _NUMBERED, _YEAR_LONG) and not run else said[0]


def _as_of(rows: Held, month: int) -> bool:
    """Say whether figures may be those so many months give: told then, or the month after."""
    return rows.steady if not rows.months else month % 12 in {m % 12 for m in _last(rows)}


def _last(rows: Held) -> set[int]:
    return {max(rows.months), max(rows.months) + 1}


def _single(rows: Held, month: int) -> bool:
    return rows.steady if not rows.months else month == max(rows.months)


def _span(rows: Held, first: int, last: int) -> bool:
    """Say whether the months of a text are those of the rows; one alone is the last of them."""
    if not rows.months or first == last:
        return _single(rows, last)
    return min(rows.months) >= first and max(rows.months) == last


def _part(rows: Held, kind: str, first: str, last: str) -> bool:
    """Say whether quarters and the like are those the months of the rows are in."""
    size = _SIZE[kind[0].casefold()]
    low, high = (_ORDER.get(n.casefold()) or int(n) for n in (first, last))
    if high * size > 12 or not rows.months:
        return high * size <= 12 and rows.steady
    inside = rows.months <= set(range((low - 1) * size + 1, high * size + 1))
    return (inside and low == high) or max(rows.months) == high * size


def _bare(rows: Held, size: int, report: bool) -> bool:
    """Say whether months can't be so many parts of a year, and are whole ones or of a report."""
    last = max(rows.months, default=0)
    apart = any(month % size for month in rows.months) and last > 12 // size
    return apart and (report or last % size == 0)


def _weeks(rows: Held, first: int, last: int) -> bool:
    """Say whether weeks are those of the days; hours of a week are of any one."""
    if rows.weeks:
        return rows.weeks <= set(range(first, last + 1))
    return first == last and rows.of_week


def _short(rows: Held, year: int) -> bool:
    """Say whether two digits are the year of the rows, or where none has any, of late."""
    whole = 2000 + year
    if rows.years:
        return whole in rows.years or (rows.school and whole - 1 in rows.years)
    return abs(whole - int(today()[:4])) <= RECENT
