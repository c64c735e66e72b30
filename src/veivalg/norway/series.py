"""Make a series whole: counts under earlier municipality codes, added to today's municipalities."""

from __future__ import annotations

from typing import Any

import polars as pl

from veivalg.foundation.errors import TableError
from veivalg.foundation.i18n import _
from veivalg.norway.codes import codes_now, codes_then

_PARTS = "__parts"


def whole_series(
    frame: pl.DataFrame, value: str, *, code: str = "municipality", year: str = "year"
) -> pl.DataFrame:
    """Recode counts to today's municipalities by adding the (weighted) parts.

    Parameters
    ----------
    frame
        Rows with `code`, `year`, `value` and any number of key columns, under the codes of the time
        (a table that is already recoded is whole and must not come here). Rows
        whose code isn't four digits (Norway, counties, KOSTRA groups) pass unchanged. A column
        ``reason`` (why a value is missing) is kept.
    value
        A column of counts. Rates, shares and means can't be added: recode their numerator and
        denominator and divide again.

    Returns
    -------
    polars.DataFrame
        The same columns. A sum is missing when any of its parts is missing; a municipality-year is
        left out when a code that made it up has no rows at all, since half a sum is no sum. Where a
        year stands both under the code then in force and under a later one, the former counts.

    Raises
    ------
    TableError
        When a code has never been a municipality's; ``problems`` lists them.

    Examples
    --------
    >>> frame = pl.DataFrame({"municipality": ["1901", "1915"], "year": [2010, 2010], "n": [7, 2]})
    >>> whole_series(frame, "n").rows()
    [('5503', 2010, 9.0)]
    """
    four = pl.col(code).str.contains(r"^\d{4}$")
    others, ours = frame.filter(~four), frame.filter(four)
    mapping = _mapping(ours.select(code, year).unique(), code, year)
    today = ours.join(mapping, on=[code, year]).drop(code).rename({"__now": code})
    complete = _complete(mapping, year).rename({"__now": code})
    keys = [c for c in frame.columns if c not in (value, "reason")]
    summed = (
        today.join(complete, on=[code, year], how="semi")
        .group_by(keys, maintain_order=True)
        .agg(_sum(value), *_reasons(frame))
    )
    plain = others.with_columns(pl.col(value).cast(pl.Float64))
    return pl.concat([plain, summed.select(frame.columns)])


def _sum(value: str) -> pl.Expr:
    weighted = (pl.col(value) * pl.col("__weight")).sum()
    return pl.when(pl.col(value).is_null().any()).then(None).otherwise(weighted).alias(value)


def _reasons(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col("reason").drop_nulls().first()] if "reason" in frame.columns else []


def _mapping(present: pl.DataFrame, code: str, year: str) -> pl.DataFrame:
    """Give code, year → today's code and weight, with codes reported ahead of time left out."""
    rows, unknown = [], []
    for then, when in present.rows():
        shares = codes_now(then, when)
        in_force = bool(shares)
        shares = shares or codes_now(then)
        if not shares:
            unknown.append(then)
        rows += [(then, when, s.code_now, s.weight, in_force) for s in shares]
    if unknown:
        raise TableError(
            _("Tabellen har kommunenummer som aldri har vært i bruk: {codes}.").format(
                codes=", ".join(sorted(set(unknown)))
            ),
            _("Kontroller kolonnen med kommunenummer."),
            tuple(sorted(set(unknown))),
        )
    types: dict[str, Any] = {
        code: pl.String,
        year: present.schema[year],
        "__now": pl.String,
        "__weight": pl.Float64,
        "__in_force": pl.Boolean,
    }
    mapping = pl.DataFrame(rows, schema=types, orient="row")
    best = pl.col("__in_force") == pl.col("__in_force").max().over("__now", year)
    return mapping.filter(best)


def _complete(mapping: pl.DataFrame, year: str) -> pl.DataFrame:
    """Give today's code and year where every code that made it up then is present."""
    found = mapping.group_by("__now", year).agg(
        pl.len().alias(_PARTS), pl.col("__in_force").all().alias("__all")
    )
    needed = [
        not in_force or parts >= len(codes_then(now, when))
        for now, when, parts, in_force in found.rows()
    ]
    return found.filter(pl.Series(needed, dtype=pl.Boolean)).select("__now", year)
