"""Values that look like a Norwegian national identity number: found, refused and never repeated.

Two control digits, both by weights modulo 11 (Forskrift til folkeregisterloven § 2-2-3). A D-number
has 40 added to the day; help numbers and test numbers have 40, 65 or 80 added to the month.
"""

import re
from enum import Enum

import polars as pl

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MONTHS = frozenset(m + added for added in (0, 40, 65, 80) for m in range(1, 13))
_DAYS = frozenset(d + added for added in (0, 40) for d in range(1, 32))
PATTERN = r"\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-\u00a0\u202f]?\d{5}"
_CANDIDATE = re.compile(rf"(?<!\d){PATTERN}(?!\d)")
_NOT_DIGIT = re.compile(r"\D")
_GAP = r"[ .\-\u2010-\u2015\u2212\u00a0\u202f]?"
_WRITTEN = re.compile(rf"(?<!\d)(?:\d{{6}}|\d{{2}}\.\d{{2}}\.\d{{2}}){_GAP}\d{{5}}(?!\d)")
_SHORT = re.compile(r"\d{5}[ \-\u00a0\u202f]?\d{5}")
_RANDOM = re.compile(r"P?[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Pseudonyms, hashes and UUIDs: their digits mean nothing, also eleven in a row."""


class Strictness(Enum):
    """What is taken for such a number in a column.

    In ``NUMBERS`` only numbers whose control digits are right: an amount in kroner has eleven
    digits too. In ``TEXT`` any eleven digits that begin with a possible date, for a mistyped number
    points at a person all the same. In ``IDS`` also ten digits that have lost the zero in front.
    """

    NUMBERS = 0
    TEXT = 1
    IDS = 2


def may_be_national_id(digits: str) -> bool:
    """Say whether eleven digits begin with a possible date, whatever their control digits.

    Examples
    --------
    >>> may_be_national_id("01010112345"), may_be_national_id("99010112345")
    (True, False)
    """
    if len(digits) != 11 or not digits.isascii() or not digits.isdecimal():
        return False
    return int(digits[:2]) in _DAYS and int(digits[2:4]) in _MONTHS


def is_national_id(digits: str) -> bool:
    """Say whether eleven digits are a valid fødselsnummer or D-number.

    Examples
    --------
    >>> is_national_id("01010012356"), is_national_id("01010012345")
    (True, False)
    """
    if not may_be_national_id(digits):
        return False
    numbers = [int(d) for d in digits]
    first = -sum(w * n for w, n in zip(_FIRST, numbers, strict=False)) % 11
    second = -sum(w * n for w, n in zip(_SECOND, numbers, strict=False)) % 11
    return numbers[9] == first and numbers[10] == second


def holds_national_id(text: str, kind: Strictness = Strictness.TEXT) -> bool:
    """Say whether a text has such a number anywhere in it, also with a space after the date."""
    if any(is_national_id(_NOT_DIGIT.sub("", m)) for m in _CANDIDATE.findall(text)):
        return True
    # No amount begins with a zero and ten more digits.
    if kind is Strictness.NUMBERS and not text.lstrip().startswith("0"):
        return False
    whole = text.strip()
    if _SHORT.fullmatch(whole):
        lost = "0" + _NOT_DIGIT.sub("", whole)
        return may_be_national_id(lost) if kind is Strictness.IDS else is_national_id(lost)
    found = (m for m in _WRITTEN.finditer(text) if may_be_national_id(_NOT_DIGIT.sub("", m[0])))
    return any(not _RANDOM.fullmatch(_word(text, m)) for m in found)


def _word(text: str, match: re.Match[str]) -> str:
    """Give the whole run of letters, digits and dashes a match stands in."""
    start, end = match.span()
    while start and (text[start - 1].isalnum() or text[start - 1] == "-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "-"):
        end += 1
    return text[start:end]


def rows_with_ids(text: pl.Series, number: pl.Series | None, kind: Strictness) -> list[int]:
    """Give the indices of the values that hold such a number.

    Parameters
    ----------
    text, number
        The same cells as text and as numbers; a cell is in one of them.
    kind
        What is taken for such a number. Whole numbers of ten digits, which have lost the zero in
        front, count only outside columns of numbers.
    """
    # Long enough first: it leaves few of a million cells for the patterns.
    long = text.to_frame("t").with_row_index("i").filter(pl.col("t").str.len_bytes() >= 10)
    likely = long.filter(pl.col("t").str.count_matches(r"\d") >= 10)
    found = [i for i, t in likely.iter_rows() if holds_national_id(t, kind)]
    if number is not None:
        low = 1e10 if kind is Strictness.NUMBERS else 1e9
        large = number.to_frame("n").with_row_index("i").filter(pl.col("n").is_between(low, 1e11))
        found += [
            i
            for i, n in large.iter_rows()
            if float(n).is_integer() and holds_national_id(str(int(n)), kind)
        ]
    return sorted(found)


def all_may_be_ids(numbers: pl.Series) -> bool:
    """Say whether every number of a column has eleven digits and begins with a possible date."""
    held = numbers.drop_nulls().unique()
    if held.is_empty() or not held.is_between(1e9, 1e11).all():
        return False
    return all(float(n).is_integer() and may_be_national_id(f"{int(n):011d}") for n in held)
