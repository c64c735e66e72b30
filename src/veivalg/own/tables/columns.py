"""The kinds of columns a person fills in; each says in one place what such a column is.

Every kind takes name (English, stored), title, where it has one a unit, help and example, and then
by name what is particular to the column (`OwnField`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.own.tables.base import OwnField

Bound = float | None
Whole = type[pl.Int8] | type[pl.Int16] | type[pl.Int32] | type[pl.Int64]


def text(name: str, title: str, help: str, example: str, **more: Any) -> OwnField:
    """Give a column of words or codes."""
    return OwnField(name, pl.String, title, help=help, example=example, **more)


def choice(name: str, title: str, choices: Words, help: str, example: str, **more: Any) -> OwnField:
    """Give a column with one of some words: code → Norwegian word."""
    allowed = tuple(choices)
    return text(name, title, help, example, choices=choices, allowed=allowed, **more)


def number(
    name: str,
    title: str,
    unit: str,
    help: str,
    example: str,
    *,
    low: Bound = 0,
    high: Bound = None,
    **more: Any,
) -> OwnField:
    """Give a column of numbers, not under 0 unless said."""
    return OwnField(
        name, pl.Float64, title, unit, low=low, high=high, help=help, example=example, **more
    )


def share(name: str, title: str, help: str, example: str, **more: Any) -> OwnField:
    """Give a column of shares, 0 to 1."""
    return number(name, title, "andel", help, example, high=1, **more)


def whole(
    name: str,
    title: str,
    unit: str,
    help: str,
    example: str,
    *,
    low: Bound = 0,
    high: Bound = None,
    dtype: Whole = pl.Int32,
    **more: Any,
) -> OwnField:
    """Give a column of whole numbers, not under 0 unless said."""
    return OwnField(
        name, dtype, title, unit, low=low, high=high, help=help, example=example, **more
    )


def year(name: str, title: str, help: str, example: str, **more: Any) -> OwnField:
    """Give a column of years from 2000 to 2100, unless said."""
    bounds = {"low": 2000, "high": 2100} | more
    return whole(name, title, "", help, example, dtype=pl.Int16, **bounds)


def day(name: str, title: str, help: str, example: str, **more: Any) -> OwnField:
    """Give a column of dates."""
    return OwnField(name, pl.Date, title, help=help, example=example, **more)
