"""Net operating cost made comparable: a chain of corrections, each a switch with its own effect.

Method M4. The unit of work is a *ledger*: one row a municipality and KOSTRA function of one year.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Correction(StrEnum):
    """The corrections in the order they are made; the value is the column they leave behind."""

    ONE_OFFS = "one_offs"
    HOST_GRANT = "host_grant"
    EMPLOYER_TAX = "employer_tax"
    PENSION = "pension"
    PRIVATE_SCHOOLS = "private_schools"
    NEED = "need"


RAW = "raw"
ALL = frozenset(Correction)
LEDGER: Mapping[str, type[pl.DataType]] = {
    "municipality": pl.String,
    "function": pl.String,
    "sector": pl.String,
    "inhabitants": pl.Float64,
    "net": pl.Float64,
    "one_off": pl.Float64,
    "grant": pl.Float64,
    "tax_base": pl.Float64,
    "tax_rate": pl.Float64,
    "tax_to": pl.Float64,
    "pensionable": pl.Float64,
    "pension_rate": pl.Float64,
    "pension_reference": pl.Float64,
    "private_share": pl.Float64,
    "need_index": pl.Float64,
}
"""Columns of a ledger.

``net``, ``one_off`` (entries that are not yearly cost), ``grant`` (host-municipality grant),
``tax_base`` and ``pensionable`` (pay) are NOK; rates and ``private_share`` (pupils in private
schools, of all pupils) are shares; ``need_index`` has the country = 1. Missing is null.
``tax_to`` is the rate everybody is brought to: the own one for kroner, the full one for ranks.
"""
NEUTRAL: Mapping[str, float] = {
    "one_off": 0.0,
    "grant": 0.0,
    "tax_base": 0.0,
    "tax_rate": 0.0,
    "tax_to": 0.0,
    "pensionable": 0.0,
    "pension_rate": 0.0,
    "pension_reference": 0.0,
    "private_share": 0.0,
    "need_index": 1.0,
}
"""What each input is when its correction should do nothing."""
USES: Mapping[Correction, tuple[str, ...]] = {
    Correction.ONE_OFFS: ("one_off",),
    Correction.HOST_GRANT: ("grant",),
    Correction.EMPLOYER_TAX: ("tax_base", "tax_rate", "tax_to"),
    Correction.PENSION: ("pensionable", "pension_rate", "pension_reference"),
    Correction.PRIVATE_SCHOOLS: ("private_share",),
    Correction.NEED: ("need_index",),
}
"""The inputs of each correction."""


def correct(frame: pl.DataFrame, on: Collection[Correction] = ALL) -> pl.DataFrame:
    """Add the net cost (NOK) after each correction, in order; ``raw`` is before all of them.

    A correction that is off leaves the amount as it was, to the last bit. One that is on and lacks
    an input makes the amount null: see `even_out`.

    Parameters
    ----------
    frame
        A ledger.
    on
        The corrections to make.

    Examples
    --------
    >>> row = {"municipality": "5503", "function": "254", "sector": "care", "net": 125.0}
    >>> row |= {"inhabitants": 1.0, **NEUTRAL, "need_index": 1.25}
    >>> rows = pl.DataFrame([row], schema=dict(LEDGER))
    >>> correct(rows)["need"].item(), correct(rows, ())["need"].item()
    (100.0, 125.0)
    """
    frame, before = frame.with_columns(pl.col("net").alias(RAW)), pl.col(RAW)
    for correction in Correction:
        after = _after(correction, before) if correction in on else before
        frame = frame.with_columns(after.alias(correction.value))
        before = pl.col(correction.value)
    return frame


def _after(correction: Correction, before: pl.Expr) -> pl.Expr:
    match correction:
        case Correction.ONE_OFFS:
            return before - pl.col("one_off")
        case Correction.HOST_GRANT:
            return before - pl.col("grant")
        case Correction.EMPLOYER_TAX:
            return before + pl.col("tax_base") * (pl.col("tax_to") - pl.col("tax_rate"))
        case Correction.PENSION:
            above = pl.col("pension_rate") - pl.col("pension_reference")
            return before - pl.col("pensionable") * above
        case Correction.PRIVATE_SCHOOLS:
            return before / (1 - pl.col("private_share"))
        case Correction.NEED:
            return before / pl.col("need_index")


def unknown(frame: pl.DataFrame, on: Collection[Correction] = ALL) -> dict[Correction, set[str]]:
    """Give for each correction that is on the functions where an input is missing."""
    found = {
        correction: set(
            frame.filter(pl.any_horizontal(pl.col(USES[correction]).is_null()))["function"]
        )
        for correction in Correction
        if correction in on
    }
    return {correction: functions for correction, functions in found.items() if functions}


def even_out(
    frame: pl.DataFrame, own: str, on: Collection[Correction] = ALL
) -> tuple[pl.DataFrame, dict[Correction, set[str]]]:
    """Compare like with like: what can't be corrected for `own` is corrected for nobody.

    Returns
    -------
    frame
        The ledger with the inputs of such corrections neutral, function by function.
    flags
        Correction → functions left uncorrected («ikke behovskorrigert» for need).
    """
    flags = unknown(frame.filter(pl.col("municipality") == own), on)
    for correction, functions in flags.items():
        frame = neutral(frame, correction, functions)
    return frame, flags


def neutral(
    frame: pl.DataFrame, correction: Correction, functions: Collection[str]
) -> pl.DataFrame:
    """Let a correction do nothing for some functions, whoever they belong to."""
    inside = pl.col("function").is_in(sorted(functions))
    return frame.with_columns(
        pl.when(inside).then(NEUTRAL[name]).otherwise(pl.col(name)).alias(name)
        for name in USES[correction]
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step from raw to corrected for one municipality, NOK; ``correction`` None is the start."""

    correction: Correction | None
    effect: float
    total: float


def steps(frame: pl.DataFrame, on: Collection[Correction] = ALL) -> tuple[Step, ...]:
    """Give raw cost and the effect of each correction that is on, summed over the rows (NOK).

    The effects add up to the last total less the raw one. Give a ledger of one municipality
    without gaps (`even_out`).
    """
    sums = correct(frame, on).select(pl.col(RAW, *Correction).sum()).row(0, named=True)
    total = sums[RAW]
    found = [Step(None, total, total)]
    for correction in Correction:
        if correction in on:
            found.append(Step(correction, sums[correction] - total, sums[correction]))
        total = sums[correction]
    return tuple(found)
