"""Cells written another way than the field's, that can mean one thing: «jan», «202501», «25 min».

What stands beside a number is taken away where it is the field's own word. All else is left as it
is written, and is refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.findings import Collector, capped, shown
from veivalg.own.intake.headings import titles
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.times_text import read_dates
from veivalg.own.intake.unit_words import kind_of, money_in
from veivalg.own.tables import OwnField

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_PERIODS = (
    r"(?P<y>\d{4})[-./ ]?m?(?P<m>\d{2})",
    r"(?P<m>\d{1,2})[-./ ](?P<y>\d{4})",
    r"(?:(?P<m>\d{1,2})[-. ]+)?(?P<w>[a-zæøå]{3,})(?:[-./' ]*(?P<y>\d{4}|\d\d))?",
    r"(?P<y>\d{4})[-./ ]+(?P<w>[a-zæøå]{3,})",
)
"""A month as people and systems write it: «2025-01», «01.2025», «jan 2025», «01 januar»."""
_SCHOOL = re.compile(r"(?:skoleår(?:et)? )?(\d{4}|\d\d) ?[-/–] ?(\d{4}|\d\d)")
_HALF = re.compile(r"(h|v)(?:øst|aust|år)?(?:en)?\.? ?[-/]? ?(20\d\d|\d\d)")
YEAR = 4
_NUMBER = r"[-+\u2212]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_WORDED = re.compile(rf"({_NUMBER})\s*\.?\s*([a-zæøå]+[2²]?)\.?")
_MONEY = re.compile(rf"({_NUMBER})\s*(\D+)")
_LENGTH = re.compile(
    rf"(?:({_NUMBER}) ?(?:t|tim(?:e|er|ar)|h|hrs?)\.?)? ?"
    rf"(?:({_NUMBER}) ?(?:m|min|minutt(?:er)?)\.?)? ?(?:({_NUMBER}) ?(?:s|sek|sekund(?:er)?)\.?)?"
)
_ODD = r"[^\W\d_]"
_PERCENT = {"prosent", "pst", "pct"}
_LOOSE = {"år", "per", "pr", "av", "uke", "uken", "måned", "timer", "kr", "andel"}
"""Words of titles that are not what is counted."""


def spelled(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows with cells as the fields have them, where they can mean nothing else."""
    columns, said, years = dict(rows.columns), dict[str, str](), pl.Series(dtype=pl.Float64)
    for field in match.table.own_fields():
        raw = columns.get(field.name)
        if raw is None or not field.dtype.is_numeric():
            continue
        if field.name == "year":
            written = match.grid.formats.get(match.assignment.found["year"], "")
            columns["year"] = raw = _years(raw, field, written)
            years = read_numbers(raw, whole=True, unit="").values
        elif field.name == "month":
            columns["month"], of = months(raw)
            _agree(match, rows, of, years, found)
        elif kind_of(field.unit) == "kr":
            columns[field.name], said[field.name] = _money(raw)
        else:
            columns[field.name] = read = _read_as(raw, _ODD, partial(_own_word, field))
            if kind_of(field.unit) == "time" and read is not raw:
                said[field.name] = str(raw.text.filter(raw.text.str.contains(_ODD))[0])
    return replace(rows, columns=columns, said={name: s for name, s in said.items() if s})


def _read_as(raw: RawColumn, odd: str, read: Callable[[str], str | None]) -> RawColumn:
    """Give a column with the texts that are odd as they are read; None leaves one as it is."""
    texts = raw.text.filter(raw.text.str.contains(odd)).unique().to_list()
    new = {text: value for text in texts if (value := read(_small(text))) is not None}
    return replace(raw, text=_replaced(raw.text, new)) if new else raw


def _replaced(text: pl.Series, new: Mapping[str, str]) -> pl.Series:
    return text.replace(list(new), list(new.values()))


def _small(text: str) -> str:
    return " ".join(text.casefold().split())


def _own_word(field: OwnField, text: str) -> str | None:
    """Read a number with the field's own word behind it: «33 elever», «1. trinn», «1 t 5 min»."""
    kind = kind_of(field.unit)
    if kind == "time":
        return _clock(text)
    hit = _WORDED.fullmatch(text)
    if hit is None:
        return None
    number, word = hit[1], hit[2].replace("²", "2")
    if kind == "share":
        return f"{number} %" if word in _PERCENT else None
    named = " ".join((*titles(field), *(() if field.unit else field.aliases))).casefold()
    own = {*re.findall(r"[^\W\d_]+", named)} - _LOOSE | {"stk", field.unit.replace("²", "2")}
    own |= {"kvm"} if "m2" in own else set()
    return number if {word, *(f"{word}{end}" for end in ("er", "e", "r", "trinn"))} & own else None


def _clock(text: str) -> str | None:
    """Give a length of time as a clock writes it, where it is whole seconds: «25 min» is 0:25:00.

    Examples
    --------
    >>> [_clock(t) for t in ("25 min", "1 t 5 min", "7,5 timer", "1,234 timer", "7 dager")]
    ['0:25:00', '1:05:00', '7:30:00', None, None]
    """
    hit = _LENGTH.fullmatch(text)
    if hit is None or not any(hit.groups()) or re.search(r"[.,]\d{3}(?!\d)", text):
        return None
    held = (re.sub(r"\s", "", part or "0").replace(",", ".") for part in hit.groups())
    seconds = sum(Decimal(n) * by for n, by in zip(held, (3600, 60, 1), strict=True))
    if seconds < 0 or seconds != int(seconds) or seconds >= 10**5 * 3600:
        return None
    minutes, left = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}"


def _money(raw: RawColumn) -> tuple[RawColumn, str]:
    """Give amounts without the unit that every cell states, and the unit: «12,1 mill.»."""
    rest = [part for part in raw.parts()[1:] if part is not None]
    if any(part.null_count() < len(part) for part in rest) or not raw.text.str.contains(_ODD).any():
        return raw, ""
    texts = [t for t in raw.text.unique().drop_nulls() if t.strip(" .–-")]
    hits = {text: _MONEY.fullmatch(text.strip()) for text in texts}
    units = {_small(hit[2]) if hit else "" for hit in hits.values()}
    said = {s.factor for unit in units for s in money_in(unit, heading=True) if s.clear} - {1.0}
    clear = all(any(s.clear for s in money_in(unit, heading=True)) for unit in units)
    if len(said) != 1 or not clear:
        return raw, ""
    new = {text: hit[1] for text, hit in hits.items() if hit}
    return replace(raw, text=_replaced(raw.text, new)), min(units)


def _years(raw: RawColumn, field: OwnField, written: str) -> RawColumn:
    """Give years: of dates that show a year or are its first or last day, and of school years."""
    named = " ".join((*titles(field), *field.aliases)).casefold()
    if "skoleår" in named:
        raw = _read_as(raw, r"\d\D+\d|[^\W\d]", _school)
    if raw.time is None:
        return raw
    day = raw.time.dt.month() * 100 + raw.time.dt.day()
    shown = re.fullmatch(r"(?i)[^dhms]*y{2,4}[^dhms]*", written) is not None
    return _dated(raw, raw.time.dt.year(), day.is_in([101, 1231]) | shown)


def _dated(raw: RawColumn, value: pl.Series, where: pl.Series) -> RawColumn:
    """Give a column with numbers for some of its days."""
    none = pl.Series(values=[None], dtype=pl.Float64).new_from_index(0, len(value))
    number = raw.number if raw.number is not None else none
    held = pl.DataFrame({"n": number, "t": raw.time, "v": value.cast(pl.Float64), "w": where})
    held = held.select(
        n=pl.when("w").then("v").otherwise("n"), t=pl.when(~pl.col("w")).then(pl.col("t"))
    )
    return replace(raw, number=held["n"], time=held["t"])


def _school(text: str) -> str | None:
    """Give the year a school year starts: «2024/2025», «24/25», «H2024» and «vår 2025» are 2024."""
    if half := _HALF.fullmatch(text):
        return str(int(half[2] if len(half[2]) == YEAR else f"20{half[2]}") - (half[1] == "v"))
    hit = _SCHOOL.fullmatch(text)
    if hit is None or (int(hit[1]) + 1 - int(hit[2])) % 100 or len(hit[1]) < len(hit[2]):
        return None
    return hit[1] if len(hit[1]) == len(hit[2]) == 4 or len(hit[1]) == 4 else f"20{hit[1]}"


def months(raw: RawColumn) -> tuple[RawColumn, pl.Series]:
    """Give months as numbers, and the year that stands with each."""
    texts = raw.text.filter(~raw.text.str.contains(r"^\s*\d{1,2}\s*$")).drop_nulls().unique()
    days = dict(zip(texts, read_dates(RawColumn(texts))[0], strict=True))
    read = {t: m for t in texts if (m := month_of(_small(t)) or _edge(days[t]))}
    of = pl.Series(values=[None], dtype=pl.Float64).new_from_index(0, len(raw.text))
    if read:
        with_year = [float(y) if y else None for _month, y in read.values()]
        of = raw.text.replace_strict(list(read), with_year, default=None, return_dtype=pl.Float64)
        raw = replace(raw, text=_replaced(raw.text, {t: str(m) for t, (m, _y) in read.items()}))
    if raw.time is not None:
        first, last = raw.time.dt.day() == 1, raw.time.dt.offset_by("1d").dt.day() == 1
        of = pl.select(pl.coalesce(raw.time.dt.year().cast(pl.Float64), of)).to_series()
        raw = _dated(raw, raw.time.dt.month(), (first | last).fill_null(False))
    if raw.number is not None:
        n = pl.col("n")
        long = n.is_between(1900_01, 2100_12) & (n % 100).is_between(1, 12)
        held = pl.DataFrame({"n": raw.number, "of": of}).select(
            n=pl.when(long).then(n % 100).otherwise(n),
            of=pl.when(long).then(n // 100).otherwise("of"),
        )
        raw, of = replace(raw, number=held["n"]), held["of"]
    return raw, of


def _edge(day: object) -> tuple[int, int] | None:
    """Give month and year of the first or last day of a month."""
    held = pl.Series(values=[day], dtype=pl.Date)
    edge = held.dt.day().item() == 1 or held.dt.offset_by("1d").dt.day().item() == 1
    return (held.dt.month().item(), held.dt.year().item()) if edge else None


def month_of(text: str) -> tuple[int, int | None] | None:
    """Give the month a text says, and its year where it says one; None when it is no month.

    Examples
    --------
    >>> [month_of(t) for t in ("jan.", "202501", "01.2025", "mars 25", "02 januar", "kvartal 1")]
    [(1, None), (1, 2025), (1, 2025), (3, 2025), None, None]
    """
    for form in _PERIODS:
        hit = re.fullmatch(rf"(?:{form})\.?", re.sub(r"(?<=[a-zæøå])\.", " ", text).strip())
        if hit is None:
            continue
        said = hit.groupdict()
        word, year = said.get("w") or "", said.get("y") or ""
        named = [n for n, name in enumerate(MONTHS, 1) if word and name.startswith(word[:9])]
        named += [9] if word == "sept" else []
        held = {*named[:1], *([int(said["m"])] if said.get("m") else [])}
        if len(held) != 1 or (word and not named) or not 1 <= min(held) <= 12:
            return None
        return min(held), int(year if len(year) == 4 else f"20{year}") if year else None
    return None


def _agree(match: Match, rows: Rows, of: pl.Series, years: pl.Series, found: Collector) -> None:
    """Refuse rows whose period is of another year than the column of years says."""
    if not len(years):
        return
    at = match.assignment.found["month"]
    heading = match.assignment.columns[at].heading
    wrong = (of != years).fill_null(False).arg_true().to_list()
    for i in capped(wrong):
        text = _("Perioden er i {year}, men kolonnen for år sier {other}.")
        text = text.format(year=int(of[i]), other=int(years[i]))
        value, row = shown(rows.columns["month"].cell(i)), int(rows.numbers[i])
        mend = _("Rett den av dem som er feil.")
        found.cell(match.grid, row, at, text, mend, heading=heading, value=value)
