"""A generated country whose accounts have pay, pension and employer's tax by art."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import polars as pl
from national_evidence import MADE, national_evidence

from veivalg.content import Place
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.norway.aga import rate, zone_parts
from veivalg.norway.register import municipalities, municipality
from veivalg.tables import TABLES, Sourced

PAY, PENSION_SHARE = 0.6, 0.15
"""Pay as a share of net cost, and pension as a share of pay."""
Change = Callable[[pl.DataFrame], pl.DataFrame]


def _rate(code: str) -> float:
    try:
        return rate(code, 2024)
    except UsageError:  # a split municipality: as if pay were spread evenly over its parts
        parts = zone_parts(code, 2024)
        return sum(p.rate for p in parts) / len(parts)


@cache
def _with_arts() -> Sourced:
    """Add arts to the sums of the whole group."""
    net = national_evidence("1833").country["accounts"].frame.filter(pl.col("year") >= 2023)
    rates = {m.code: _rate(m.code) for m in municipalities()}
    pay = pl.col("amount") * PAY
    tax = pay * (1 + PENSION_SHARE) * pl.col("municipality").replace_strict(rates)
    premium = pay * PENSION_SHARE
    parts = {"sum_pay": pay + premium + tax, "090": premium, "099": tax}
    arts = [net.with_columns(art=pl.lit(art), amount=amount) for art, amount in parts.items()]
    return Sourced(TABLES["accounts"].validate(pl.concat([net, *arts])), {"*": MADE})


def cost_evidence(
    code: str,
    overrides: Mapping[str, float] | None = None,
    *,
    changed: Change | None = None,
    without: tuple[str, ...] = (),
    peers: tuple[str, ...] = (),
) -> Evidence:
    """Give a municipality in that country; `changed` is applied to the accounts of all."""
    base = national_evidence(code, overrides, without=without)
    whole = _with_arts()
    if changed is not None:
        whole = replace(whole, frame=TABLES["accounts"].validate(changed(whole.frame)))
    own = whole.frame.filter(pl.col("municipality") == code)
    tables = {n: t for n, t in base.tables.items() if n != "accounts"}
    country = {n: t for n, t in base.country.items() if n != "accounts"}
    if "accounts" not in without:
        tables["accounts"] = Sourced(own, {"*": MADE})
        country["accounts"] = whole
    places = tuple(Place(c, municipality(c).name) for c in peers)
    return replace(base, tables=tables, country=country, peers=places)


def suppress_a_third(accounts: pl.DataFrame) -> pl.DataFrame:
    """Hide every third amount, as small municipalities' are."""
    hidden = pl.struct("municipality", "function").hash(seed=7) % 3 == 0
    return accounts.with_columns(
        amount=pl.when(~hidden).then(pl.col("amount")),
        reason=pl.when(hidden).then(pl.lit("skjermet")),
    )
