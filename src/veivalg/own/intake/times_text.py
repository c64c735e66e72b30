"""Dates and times as people and systems write them, and as spreadsheets count them."""

import datetime as dt

import polars as pl

from veivalg.foundation.settings import today
from veivalg.own.foreign.raw import RawColumn

_ZONED = r"^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?(?: ?)([Zz]|[+-]\d\d(?::?\d\d)?)$"
"""A time that says its zone."""
_GAPS = ["", "-", "–", ".", ".."]
_FORMS = (
    (r"^\d{4}-\d{1,2}-\d{1,2}$", "%Y-%m-%d"),
    (r"^\d{1,2}\.\d{1,2}\.\d{4}$", "%d.%m.%Y"),
    (r"^\d{1,2}\.\d{1,2}\.\d{2}$", "%d.%m.%y"),
    (r"^\d{1,2}/\d{1,2}/\d{4}$", "%d/%m/%Y"),
    (r"^\d{1,2}/\d{1,2}/\d{2}$", "%d/%m/%y"),
    (r"^\d{1,2}-\d{1,2}-\d{4}$", "%d-%m-%Y"),
    (r"^\d{4}[./]\d{1,2}[./]\d{1,2}$", "%Y-%m-%d"),
    (r"^\d{8}$", "%Y%m%d"),
)
_NAMES = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_MONTHS = {name: n for n, name in enumerate(_NAMES, 1)}
AHEAD = 5
"""Years that a date with two figures for the year may lie ahead."""
_EPOCH = dt.date(1899, 12, 30)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
FIRST_SERIAL, LAST_SERIAL = _SERIAL = (10_000, 73_415)
"""Day numbers taken for dates: 1927–2100. A smaller number is rather a year or a count."""


def read_dates(raw: RawColumn) -> tuple[pl.Series, pl.Series]:
    """Give the dates and the cells that are none."""
    size = len(raw.text)
    found = pl.Series(values=[None], dtype=pl.Date).new_from_index(0, size)
    if raw.time is not None:
        found = raw.time.cast(pl.Date)
    text = raw.text
    if raw.number is not None:
        found, text = _serials(raw.number, found, text)
    written = _written(text)
    values = pl.select(pl.coalesce(found, written)).to_series()
    inside = values.is_between(_FIRST, _LAST).fill_null(False)
    trimmed = text.str.strip_chars()
    stands = trimmed.is_not_null() & ~trimmed.is_in(_GAPS)
    if raw.number is not None:
        stands = stands | raw.number.is_not_null()
    bad = (stands & values.is_null()) | (values.is_not_null() & ~inside)
    return values, bad.fill_null(False)


def day_of(serial: float) -> dt.date:
    """Give the date of a day number as spreadsheets count from 1900.

    Examples
    --------
    >>> day_of(45558)
    datetime.date(2024, 9, 23)
    """
    return _EPOCH + dt.timedelta(days=int(serial))


def _serials(number: pl.Series, found: pl.Series, text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Read day numbers as dates, and numbers like 20240923 as texts."""
    n = pl.col("n")
    held = pl.DataFrame({"n": number, "d": found, "t": text}).select(
        d=pl.when(n.is_between(*_SERIAL))
        .then(pl.lit(_EPOCH) + pl.duration(days=n.floor().cast(pl.Int64, strict=False)))
        .otherwise(pl.col("d"))
        .cast(pl.Date),
        t=pl.when((n >= 19_000_101) & (n <= 21_001_231) & (n == n.floor()))
        .then(n.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(pl.col("t")),
    )
    return held["d"], held["t"]


def _written(text: pl.Series) -> pl.Series:
    if text.null_count() == len(text):
        return pl.Series(values=[None], dtype=pl.Date).new_from_index(0, len(text))
    # Dates repeat: each distinct one is read once.
    distinct = text.drop_nulls().unique()
    t = pl.col("t")
    short = (
        t.str.strip_chars()
        .str.to_lowercase()
        .str.replace(r"^(man|tir|ons|tor|fre|lør|søn)[a-zøå]*\.?,? +", "")
        .str.replace(r"[t ] *(kl\.? *)?\d{1,2}[:.]\d{2}.*$", "")
    )
    frame = pl.DataFrame({"t": distinct}).with_columns(short.alias("t"))
    found = [
        pl.when(t.str.contains(pattern))
        .then(t.str.replace_all(r"[./]", "-") if form == "%Y-%m-%d" else t)
        .str.to_date(form, strict=False)
        for pattern, form in _FORMS
    ]
    dates = frame.select(_not_ahead(pl.coalesce(*found, _in_words()))).to_series()
    if distinct.str.contains(_ZONED).any():
        dates = pl.select(pl.coalesce(_zoned(distinct), dates)).to_series()
    return text.replace_strict(distinct, dates, default=None, return_dtype=pl.Date)


def _zoned(text: pl.Series) -> pl.Series:
    """Give the day here of times that say their zone: «2024-09-23T23:30:00Z» is the 24th."""
    parts = text.str.strip_chars().str.extract_groups(_ZONED).struct
    day, clock, seconds, zone = (parts.field(str(n)) for n in range(1, 5))
    zone = (
        zone.str.replace("(?i)^z$", "+0000").str.replace(":", "", literal=True).str.pad_end(5, "0")
    )
    held = day + " " + clock + seconds.fill_null(":00") + zone
    whole = held.str.to_datetime("%Y-%m-%d %H:%M:%S%z", time_unit="us", strict=False)
    return whole.dt.convert_time_zone("Europe/Oslo").dt.date()


def _not_ahead(date: pl.Expr) -> pl.Expr:
    """Take two figures of a year for the century that has been: «23.09.69» is no plan for 2069."""
    short = pl.col("t").str.contains(r"^\d{1,2}[./]\d{1,2}[./]\d{2}$")
    late = date.dt.year() > int(today()[:4]) + AHEAD
    return pl.when(short & late).then(date.dt.offset_by("-100y")).otherwise(date)


def _in_words() -> pl.Expr:
    """Read «23. september 2024»."""
    parts = pl.col("t").str.extract_groups(r"^(\d{1,2})\.? *([a-z]{3})[a-z]*\.? *(\d{4})$")
    day, word, year = (parts.struct.field(str(i)) for i in (1, 2, 3))
    month = word.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    joined = pl.concat_str(year, month, day, separator="-", ignore_nulls=False)
    return joined.str.to_date("%Y-%m-%d", strict=False)
