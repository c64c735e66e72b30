"""Values that look like a Norwegian national identity number: found, refused and never repeated.

Two control digits, both by weights modulo 11 (Forskrift til folkeregisterloven § 2-2-3). A D-number
has 40 added to the day; help numbers and test numbers have 40, 65 or 80 added to the month.
"""

from __future__ import annotations

import re

import polars as pl

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MONTHS = frozenset(m + added for added in (0, 40, 65, 80) for m in range(1, 13))
_DAYS = frozenset(d + added for added in (0, 40) for d in range(1, 32))
PATTERN = r"\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-\u00a0\u202f]?\d{5}"
_CANDIDATE = re.compile(rf"(?<!\d){PATTERN}(?!\d)")
_NOT_DIGIT = re.compile(r"\D")


def is_national_id(digits: str) -> bool:
    """Say whether eleven digits are a valid fødselsnummer or D-number.

    Examples
    --------
    >>> is_national_id("01010012356"), is_national_id("01010012345")
    (True, False)
    """
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit():
        return False
    if int(digits[:2]) not in _DAYS or int(digits[2:4]) not in _MONTHS:
        return False
    numbers = [int(d) for d in digits]
    first = -sum(w * n for w, n in zip(_FIRST, numbers, strict=False)) % 11
    second = -sum(w * n for w, n in zip(_SECOND, numbers, strict=False)) % 11
    return numbers[9] == first and numbers[10] == second


def holds_national_id(text: str) -> bool:
    """Say whether a text has such a number anywhere in it, also with a space after the date."""
    return any(is_national_id(_NOT_DIGIT.sub("", m)) for m in _CANDIDATE.findall(text))


def rows_with_ids(text: pl.Series, number: pl.Series | None, *, short: bool) -> list[int]:
    """Give the indices of the values that hold such a number.

    Parameters
    ----------
    text, number
        The same cells as text and as numbers; a cell is in one of them.
    short
        Also take whole numbers of ten digits, which have lost the zero in front. Only for columns
        that hold texts: an amount in kroner has ten digits too.
    """
    # Long enough first: it leaves few of a million cells for the pattern.
    long = text.to_frame("t").with_row_index("i").filter(pl.col("t").str.len_bytes() >= 11)
    likely = long.filter(pl.col("t").str.contains(PATTERN))
    found = [i for i, t in likely.iter_rows() if holds_national_id(t)]
    if number is not None:
        low = 1e8 if short else 1e9
        found += [
            i
            for i, n in number.to_frame("n").with_row_index("i").filter(
                pl.col("n").is_between(low, 1e11)
            ).iter_rows()
            if float(n).is_integer() and is_national_id(f"{int(n):011d}")
            and (short or n >= 1e10)
        ]  # fmt: skip
    return sorted(found)
