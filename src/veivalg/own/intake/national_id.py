"""Cells of a column, or beside each other, that hold a national identity number."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import permutations

import polars as pl

from veivalg.foundation.national_id import (
    SPARE,
    Strictness,
    ascii_digits,
    holds_national_id,
    is_national_id,
    may_be_national_id,
    without_alike,
)
from veivalg.own.foreign.raw import RawColumn, repeated

_FEWER = r"\d[eE]\+?(0?9|10)|\d[. ]+(?i:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])"
"""Where few digits may be such a number: a power of ten, and a date with its month in letters."""
_ALIKE = r"[0-9][OoIl|]|[OoIl|][0-9]"
"""Letters may stand for digits where they stand by some."""
_MANY = rf"(?s)\p{{N}}(?:.*?\p{{N}}){{{SPARE - 1}}}"
_HARMLESS = (
    r"^(\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4})[ T]\d\d:\d\d(:\d\d)?$"
    r"|^\d{1,9}$|^[Pp]?[0-9A-Fa-f]{16,}$|^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
)
_PART = r"^\s*[\p{N}OoIl]{2,8}\s*$|^\s*\p{N}{1,2}[.,/_-]\p{N}{1,2}[.,/_-](\p{N}{2}){1,2}\s*$"
_DIGITS = r"^\s*[0-9]+\s*$"
_LENGTHS = {(6, 5), (8, 5), (2, 2, 2, 5), (2, 2, 4, 5)}
_FITTING = {2: ({6, 8}, {5}), 4: ({2}, {2}, {2, 4}, {5})}
"""How many digits there may be in each column, by how many columns a number is parted among."""
_MOST_PAIRS = 2_000


def rows_with_ids(text: pl.Series, number: pl.Series | None, kind: Strictness) -> list[int]:
    """Give the indices of the values that hold such a number.

    Parameters
    ----------
    text, number
        The same cells as text and as numbers; a cell is in one of them.
    kind
        What is taken for such a number. Whole numbers of ten digits, which have lost the zero in
        front, and numbers with five decimals, count only outside columns of numbers.
    """
    # Long enough first: it leaves few of a million cells for the patterns.
    long = text.to_frame("t").with_row_index("i").filter(pl.col("t").str.len_bytes() >= 7)
    t = pl.col("t").str
    possible = (t.contains(_MANY) & ~t.contains(_HARMLESS)) | t.contains(f"{_FEWER}|{_ALIKE}")
    distinct = repeated(long["t"])
    if distinct is None:
        likely = long.filter(possible)
    else:  # dates and codes repeat: each is looked at once
        asked = distinct.to_frame("t").filter(possible)["t"]
        likely = long.filter(pl.col("t").is_in(asked.implode()))
    found = [i for i, value in likely.iter_rows() if holds_national_id(value, kind)]
    if number is not None:
        low = 1e10 if kind is Strictness.NUMBERS else 1e9
        n = pl.col("n")
        held = number.to_frame("n").with_row_index("i")
        large = held.filter(n.is_between(low, 1e11) & (n == n.floor()))
        found += [i for i, value in large.iter_rows() if holds_national_id(str(int(value)), kind)]
        if kind is not Strictness.NUMBERS:
            parts = held.filter(n.is_between(1e4, 1e6) & (n != n.floor()))
            found += [i for i, value in parts.iter_rows() if _is_parted(value)]
    return sorted(found)


def _is_parted(number: float) -> bool:
    """Say whether a number with five decimals is one whose date stands before the comma."""
    whole, _point, part = str(number).partition(".")
    return is_national_id(whole.zfill(6) + part.ljust(5, "0"))


def all_may_be_ids(numbers: pl.Series) -> bool:
    """Say whether every number of a column has eleven digits and begins with a possible date."""
    held = numbers.drop_nulls().unique()
    if held.is_empty() or not held.is_between(1e9, 1e11).all():
        return False
    return all(float(n).is_integer() and may_be_national_id(f"{int(n):011d}") for n in held)


def beside(columns: Sequence[RawColumn], figures: frozenset[int]) -> set[tuple[int, int]]:
    """Give (row, column) of the cells that together hold such a number, in one row.

    A date and five digits may stand in any two columns; a date in three parts stands before the
    five. Two figures can be one by chance, once in four hundred. Where at least half of the
    different pairs of digits in the same columns are valid numbers, it is no chance, and all are
    given. Columns that are known to hold `figures` are left alone when nothing else is in the run.
    """
    parts = cache(lambda i: _parts(columns[i]))
    sizes = cache(lambda i: frozenset(parts(i).str.len_chars().drop_nulls().unique()))
    at = range(len(columns))
    cells: set[tuple[int, int]] = set()
    for run in (*permutations(at, 2), *zip(at, at[1:], at[2:], at[3:], strict=False)):
        # Texts first: most are no parts, and then the figures beside them are not gone through.
        places = sorted(enumerate(run), key=lambda place: place[1] in figures)
        fits = (not _FITTING[len(run)][n].isdisjoint(sizes(i)) for n, i in places)
        if figures.issuperset(run) or not all(fits):
            continue
        held = pl.DataFrame({str(i): parts(i) for i in run}).with_row_index("row").drop_nulls()
        pairs = held.drop("row").unique(maintain_order=True).head(_MOST_PAIRS)
        valid = sum(_joined(pair) for pair in pairs.iter_rows())
        if valid and 2 * valid >= len(pairs):
            cells |= {(row, at) for row in held["row"] for at in run}
    return cells


def _joined(parts: tuple[str, ...]) -> bool:
    if tuple(map(len, parts)) not in _LENGTHS:
        return False
    return holds_national_id(" ".join(parts), Strictness.NUMBERS)


def _parts(column: RawColumn) -> pl.Series:
    """Give the digits of what can be a part of such a number; a date as six of them."""
    text = column.text
    few = repeated(text)
    short = text if few is None else few
    short = short.filter(short.str.len_chars().is_between(2, 14))
    held = short.filter(short.str.contains(_PART)).unique()
    # Most are digits and nothing else; dates and digits of other scripts are few.
    digits = held.filter(held.str.contains(_DIGITS))
    other = held.filter(~held.str.contains(_DIGITS))
    parts = [digits.str.strip_chars(), pl.Series(values=map(_part, other), dtype=pl.String)]
    known = pl.concat([digits, other]), pl.concat(parts)
    found = [text.replace_strict(*known, default=None, return_dtype=pl.String)]
    if column.number is not None:
        n = column.number
        found.append(
            n.set((n != n.floor()) | ~n.is_between(10, 1e8), None).cast(pl.Int64).cast(pl.String)
        )
    if column.time is not None:
        found.append(column.time.dt.strftime("%d%m%y"))
    return pl.select(pl.coalesce(found)).to_series()


def _part(text: str) -> str:
    groups = re.findall("[0-9]+", without_alike(ascii_digits(text).strip()))
    if len(groups) == 3:  # a date
        return "".join(g.zfill(2)[-2:] for g in groups)
    return "".join(groups)
