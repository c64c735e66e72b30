"""Which missing amounts of accounts are unknown, and which stand where nothing is booked."""

from collections.abc import Mapping

import polars as pl

from veivalg.norway.kostra import functions

NOT_IN_USE = "ikke mulig å oppgi"
"""SSB's «.»: the function was not in use that year, so nothing is booked on it."""


def in_use(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out the amounts that are missing because nothing is booked on the function.

    That is where SSB says so, and where the function isn't in use that year (`Function.used`): the
    rest of the missing amounts are unknown. An amount is kept whatever its year, and a function
    that isn't in the register counts as in use.

    Parameters
    ----------
    rows
        Of table ``accounts``.
    """
    unknown = used() & (pl.col("reason") != NOT_IN_USE).fill_null(True)
    return rows.filter(pl.col("amount").is_not_null() | unknown)


def used() -> pl.Expr:
    """Say whether ``function`` is in use in ``year``; one that isn't in the register always is."""
    first = {f.code: f.first for f in functions()}
    last = {f.code: f.last for f in functions() if f.last is not None}

    def of(years: Mapping[str, int], default: int) -> pl.Expr:
        return pl.col("function").replace_strict(years, default=default, return_dtype=pl.Int64)

    return pl.col("year").cast(pl.Int64).is_between(of(first, 0), of(last, 9999))
