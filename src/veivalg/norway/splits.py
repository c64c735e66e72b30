"""Municipalities that were a part of another, and since when their figures are their own.

A split is where one earlier code goes to several of today's (KLASS 131, ``data/code_history``).
The shares of the history are a fixed convention, not people: what each part was before it was
parted is not known, whatever a source gives for it (0, the whole, or a half).
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import polars as pl

from veivalg.foundation.i18n import N_
from veivalg.norway.codes import codes_then
from veivalg.norway.reference import reference

SPLIT = N_("kommunen er delt siden")
"""Why a figure of such a year is missing."""


@cache
def own_since() -> Mapping[str, int]:
    """Give each of today's municipalities that came of a split the first year of its own.

    Examples
    --------
    >>> own_since()["1580"], own_since()["1806"], "5503" in own_since()
    (2024, 2020, False)
    """
    found: dict[str, int] = {}
    for _then, now, weight, _start, end in reference("code_history").rows:
        if weight < 1 and end:
            found[now] = max(found.get(now, 0), int(end[:4]) + 1)
    return MappingProxyType(found)


@cache
def shares_until() -> Mapping[str, int]:
    """Give those that were nothing but a share of others → the first year they were not.

    A series recalculated to today's borders is no count of these at all; of the rest that came of
    a split it is a count but for a corner.

    Examples
    --------
    >>> dict(shares_until())
    {'1508': 2024, '1580': 2024}
    """
    return MappingProxyType(
        {
            code: first
            for code, first in own_since().items()
            if all(share.weight < 1 for share in codes_then(code, first - 1))
        }
    )


def split_since(code_now: str, year: int) -> bool:
    """Say whether today's municipality was a part of one that has been split after `year`.

    Examples
    --------
    >>> split_since("1508", 2023), split_since("1508", 2024)
    (True, False)
    """
    return year < own_since().get(code_now, 0)


def before_split(place: str = "municipality", year: str = "year") -> pl.Expr:
    """Give the same as `split_since` for the rows of a frame, from the names of its columns."""
    first = dict(own_since())
    since = pl.col(place).replace_strict(first, default=0, return_dtype=pl.Int32)
    return pl.col(year).cast(pl.Int32) < since
