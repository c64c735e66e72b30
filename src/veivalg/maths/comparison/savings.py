"""Deviation from a reference and theoretical savings potential (M4, steps 7 and 8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl

from veivalg.maths.comparison.costs import ALL, USES, Correction, correct, even_out, neutral

SMALL = 1_000_000.0
"""NOK: a function that costs less is shown and not ranked."""
LEAST_MEMBERS = 3
"""A group level resting on fewer municipalities than this says nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A municipality against a reference, function by function.

    ``rows`` has ``function, sector, own, reference`` (kr per inhabitant, corrected), ``members``
    (how many the reference rests on), ``savings`` (NOK, above 0 when the municipality spends more
    than the reference at equal need) and ``ranked``. ``flags`` names the functions that a
    correction had to be left out for, for all.
    """

    rows: pl.DataFrame
    flags: dict[Correction, set[str]]

    def sectors(self) -> pl.DataFrame:
        """Sum the functions of each sector; a gap in one function is a gap in the sector."""

        def whole(name: str) -> pl.Expr:
            return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)

        return self.rows.group_by("sector", maintain_order=True).agg(
            whole("own"), whole("reference"), pl.col("members").min(), whole("savings")
        )

    def total(self) -> Total:
        """Add the sectors that are known, positive and negative parts apart."""
        sectors = self.sectors()
        return add_up(sectors["savings"].to_list())


@dataclass(frozen=True, slots=True)
class Total:
    """Sum over sectors, NOK: ``positive`` + ``negative`` = ``net``; ``lacking`` were not known."""

    positive: float
    negative: float
    lacking: int

    @property
    def net(self) -> float:
        """Give the sum of both parts."""
        return self.positive + self.negative


def add_up(savings: Iterable[float | None]) -> Total:
    """Add potentials, the positive and the negative apart.

    Examples
    --------
    >>> add_up([2.0, -0.5, None]).net
    1.5
    """
    values = list(savings)
    known = [v for v in values if v is not None]
    return Total(
        sum(v for v in known if v > 0), sum(v for v in known if v < 0), len(values) - len(known)
    )


def compare(
    frame: pl.DataFrame,
    own: str,
    members: Collection[str],
    on: Collection[Correction] = ALL,
    *,
    weighted: bool = True,
    least: int = LEAST_MEMBERS,
) -> Comparison:
    """Compare `own` with a group of municipalities, each function by itself.

    Parameters
    ----------
    frame
        A ledger with `own` and the members.
    members
        Codes of the group; `own` counts in its level when it is one of them, as a group's level
        does everywhere (`veivalg.maths.comparison.area_gaps`).
    weighted
        The level of the group is cost over need-weighted inhabitants; else the plain mean of the
        members' levels.
    least
        Fewer members with figures than this give no level. Give 1 for a chosen municipality.

    Returns
    -------
    Comparison
        Functions of `own` with net null have no potential; members with a gap in a function are
        not in its level. A correction that can't be made for `own`, or for `least` of the members
        that have figures, is made for nobody, and is flagged.
    """
    others = list(dict.fromkeys(members))
    even, flags = _like_with_like(frame, own, others, on, least)
    done = correct(even, on).with_columns(
        level=pl.col(Correction.NEED) / pl.col("inhabitants"),
        # Net cost before need, and the inhabitants a country of average need would have.
        amount=pl.col(Correction.PRIVATE_SCHOOLS),
        weight=(pl.col("need_index") if Correction.NEED in on else pl.lit(1.0))
        * pl.col("inhabitants"),
    )
    known = pl.col("level").is_not_null() & (pl.col("inhabitants") > 0)
    level = pl.col("amount").sum() / pl.col("weight").sum() if weighted else pl.col("level").mean()
    reference = (
        done.filter(pl.col("municipality").is_in(others) & known)
        .group_by("function")
        .agg(level.alias("reference"), pl.len().cast(pl.Int64).alias("members"))
    )
    enough = pl.col("members") >= least
    rows = (
        done.filter(pl.col("municipality") == own)
        .join(reference, on="function", how="left", maintain_order="left")
        .with_columns(pl.col("members").fill_null(0))
        .with_columns(reference=pl.when(enough).then(pl.col("reference")))
        .select(
            "function",
            "sector",
            pl.col("level").alias("own"),
            "reference",
            "members",
            ((pl.col("level") - pl.col("reference")) * pl.col("weight")).alias("savings"),
            (pl.col("net").abs() >= SMALL).fill_null(False).alias("ranked"),
        )
    )
    return Comparison(rows, flags)


def _like_with_like(
    frame: pl.DataFrame, own: str, others: Collection[str], on: Collection[Correction], least: int
) -> tuple[pl.DataFrame, dict[Correction, set[str]]]:
    """Leave out for all what can't be corrected for `own` or for enough of the others."""
    even, flags = even_out(frame, own, on)
    members = even.filter(pl.col("municipality").is_in(list(others)) & pl.col("net").is_not_null())
    for correction in on:
        inputs = pl.all_horizontal(pl.col(USES[correction]).is_not_null())
        counts = members.group_by("function").agg(pl.len(), inputs.sum().alias("known"))
        thin = set(counts.filter(pl.col("known") < least, pl.col("len") >= least)["function"])
        if thin:
            even = neutral(even, correction, thin)
            flags[correction] = flags.get(correction, set()) | thin
    return even, flags
