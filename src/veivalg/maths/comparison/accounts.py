"""From the tables of accounts, people and need to a ledger of one year (M4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from veivalg.foundation.errors import UsageError
from veivalg.maths.comparison.costs import LEDGER, NEUTRAL
from veivalg.maths.comparison.employer_tax import EffectiveRate, effective_rate
from veivalg.norway.aga import full_rate
from veivalg.norway.kostra import HOME, functions, known_art, sectors
from veivalg.tables.booked import in_use

NET, TAX, PENSION = "sum_net", "099", "090"
PAY, SICK_PAY = "sum_pay", "710"
"""SSB's AG16: pay with pension and tax, less the refund of sick pay. Art 710 comes positive."""
SCHOOL = ("202", "215", "222", "223")
"""The functions that pupils in private schools relieve."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the statistics don't hold, chosen by a person.

    Parameters
    ----------
    one_offs
        Sector → NOK of the own municipality that are not yearly cost.
    host_grant
        NOK; on services to people living at home (function 254, from 2024 on 258).
    private_share, private_share_others
        Share of pupils in private schools, own and in the others.
    high_pay_share
        Share of pay above the threshold of the extra tax of 2023–2024.
    """

    one_offs: Mapping[str, float] = field(default_factory=dict)
    host_grant: float = 0.0
    private_share: float = 0.0
    private_share_others: float = 0.0
    high_pay_share: float = 0.0


def service_sectors() -> tuple[str, ...]:
    """Give the sectors compared, in reading order."""
    return tuple(s.id for s in sectors() if s.compared)


def unplaced(rows: pl.DataFrame, year: int) -> dict[str, float]:
    """Give the net cost, NOK, of functions that are compared nowhere since no sector has them.

    Parameters
    ----------
    rows
        Of table ``accounts``, of one municipality.
    """
    known = [f.code for f in functions()]
    found = rows.filter(
        pl.col("year") == year,
        pl.col("scope") == "konsern",
        pl.col("art") == NET,
        ~pl.col("function").is_in(known),
        pl.col("amount") != 0,
    )
    return dict(found.select("function", "amount").sort("function").iter_rows())


def unknown_arts(rows: pl.DataFrame, year: int) -> dict[str, float]:
    """Give the amounts, NOK, on arts that the register doesn't have in a year.

    Parameters
    ----------
    rows
        Of table ``accounts``, of one municipality.
    """
    single = rows.filter(
        pl.col("year") == year,
        pl.col("scope") == "konsern",
        ~pl.col("art").str.starts_with("sum_"),
        pl.col("amount").fill_null(0) != 0,
    )
    summed = single.group_by("art").agg(pl.col("amount").sum()).sort("art")
    return {art: amount for art, amount in summed.iter_rows() if not known_art(art, year)}


def country_ledger(
    accounts: pl.DataFrame,
    inhabitants: Mapping[str, float],
    needs: pl.DataFrame,
    year: int,
    high_pay_share: float = 0.0,
) -> pl.DataFrame:
    """Make the part of the ledger of a year that is the same whoever is compared.

    Parameters
    ----------
    accounts
        Rows of table ``accounts``; those of the group («konsern») are used, of net cost and arts
        alike: arts of the treasury are not what net cost is made of. A municipality with rows has
        0 in a function without any, or where it was not in use; another null amount is unknown.
    inhabitants
        Code → persons on 31 December.
    needs
        Rows of table ``need_indices`` of one year.
    high_pay_share
        As in `Inputs`.

    Returns
    -------
    DataFrame
        A row for each municipality that has inhabitants and each function that any has; give it
        to `with_inputs`.
    """
    known = pl.DataFrame(
        [(f.code, s.id) for s in sectors() if s.compared for f in s.functions],
        schema=["function", "sector"],
        orient="row",
    )
    of_year = in_use(
        accounts.filter(
            pl.col("year") == year,
            pl.col("scope") == "konsern",
            pl.col("function").is_in(known["function"].to_list()),
            pl.col("municipality").is_in(list(inhabitants)),
        )
    )
    if of_year.is_empty():
        return pl.DataFrame(schema=dict(LEDGER))
    amounts = _amounts(of_year).join(known, on="function")
    people = pl.DataFrame(
        list(inhabitants.items()),
        schema={"municipality": pl.String, "inhabitants": pl.Float64},
        orient="row",
    )
    # In a known order, so that sums and ties fall out the same every time.
    frame = amounts.join(people, on="municipality").sort("municipality", "function")
    frame = _with_need(frame, needs)
    frame = _with_tax(frame, year, high_pay_share)
    return _with_pension(frame)


def with_inputs(country: pl.DataFrame, own: str, inputs: Inputs) -> pl.DataFrame:
    """Give the ledger of `country_ledger` with what a person has chosen for `own`.

    Everybody is brought to the employer's tax of `own`, as areas are: kroner are at the own rate.
    """
    if country.is_empty():
        return country.select(LEDGER)
    return _with_inputs(country, own, inputs).select(
        pl.col(name).cast(dtype) for name, dtype in LEDGER.items()
    )


def _amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """Give net cost, tax, liable pay, pay without pension, and premium a function; absent is 0.

    Liable pay is AG16 + A710 − A099: table 12367 has no single art of pay.
    """
    art, amount = pl.col("art"), pl.col("amount")

    def whole(wanted: pl.Expr) -> pl.Expr:
        chosen = amount.filter(wanted)
        return pl.when(chosen.null_count() == 0).then(chosen.sum())

    summed = rows.group_by("municipality", "function").agg(
        whole(art == NET).alias("net"),
        whole(art == TAX).alias("tax"),
        whole(art == PAY).alias("ag16"),
        whole(art == SICK_PAY).alias("refund"),
        whole(art == PENSION).alias("pension"),
        (art == NET).any().alias("has_net"),
    )
    liable = pl.col("ag16") + pl.col("refund") - pl.col("tax")
    summed = summed.with_columns(
        liable.alias("pay"), (liable - pl.col("pension")).alias("pensionable")
    )
    detailed = rows.group_by("municipality").agg((art == PAY).any().alias("arts"))
    every = detailed.join(rows.select("function").unique(), how="cross")
    grid = every.join(summed, on=["municipality", "function"], how="left")
    there = pl.col("has_net").is_not_null()
    columns = ("net", "tax", "pay", "pensionable", "pension")
    grid = grid.with_columns(
        pl.when(there).then(pl.col(name)).otherwise(0.0).alias(name) for name in columns
    ).with_columns(pl.when(pl.col("has_net").fill_null(True)).then(pl.col("net")).alias("net"))
    # Without any art there is no telling pay from the rest.
    return grid.with_columns(pl.when("arts").then(pl.col(name)).alias(name) for name in columns[1:])


def _with_need(frame: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    keyed = [s.id for s in sectors() if s.has_need_key]
    indices = needs.filter(pl.col("sector").is_in(keyed), pl.col("index") > 0).select(
        "municipality", "sector", pl.col("index").alias("need_index")
    )
    return frame.join(
        indices, on=["municipality", "sector"], how="left", maintain_order="left"
    ).with_columns(pl.when(pl.col("sector").is_in(keyed)).then(pl.col("need_index")).otherwise(1.0))


def _with_tax(frame: pl.DataFrame, year: int, high_pay_share: float) -> pl.DataFrame:
    """Add the pay liable to tax, the rate paid on it and the full rate, which ranks are at."""
    both = pl.col("tax").is_not_null() & pl.col("pay").is_not_null()
    totals = frame.group_by("municipality").agg(
        pl.when(both.any()).then(pl.col(name).filter(both).sum()).alias(name)
        for name in ("tax", "pay")
    )
    rates = [
        (code, found.rate, found.extra)
        for code, tax, pay in totals.iter_rows()
        if (found := _rate(code, year, tax, pay, high_pay_share)) is not None
    ]
    table = pl.DataFrame(
        rates,
        schema={"municipality": pl.String, "tax_rate": pl.Float64, "extra": pl.Float64},
        orient="row",
    )
    rate = pl.col("tax_rate") + pl.col("extra")
    base = pl.when(pl.col("tax_rate") > 0).then(pl.col("tax") / rate).otherwise(pl.col("pay"))
    full = full_rate(year) if rates else None
    return frame.join(table, on="municipality", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("tax_rate").is_not_null()).then(base).alias("tax_base"),
        pl.lit(full, dtype=pl.Float64).alias("tax_to"),
    )


def _rate(
    code: str, year: int, tax: float | None, pay: float | None, high_pay_share: float
) -> EffectiveRate | None:
    try:
        return effective_rate(code, year, tax=tax, pay=pay, high_pay_share=high_pay_share)
    except UsageError:  # the rates of that year aren't among the reference data
        return None


def _with_pension(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the premium of each municipality over its pensionable pay, and that of all together."""
    sums = frame.group_by("municipality").agg(pl.col("pension", "pensionable").sum())
    sums = sums.filter(pl.col("pensionable") > 0)
    rates = sums.select(
        "municipality", (pl.col("pension") / pl.col("pensionable")).alias("pension_rate")
    )
    total = sums.sort("municipality").select(pl.col("pension", "pensionable").sum()).row(0)
    reference = total[0] / total[1] if total[1] else None
    return frame.join(rates, on="municipality", how="left", maintain_order="left").with_columns(
        pl.lit(reference, dtype=pl.Float64).alias("pension_reference")
    )


def _with_inputs(frame: pl.DataFrame, own: str, inputs: Inputs) -> pl.DataFrame:
    ours = pl.col("municipality") == own
    school = pl.col("function").is_in(SCHOOL)
    largest = (
        pl.col("net")
        .fill_null(0)
        .abs()
        .rank("ordinal", descending=True)
        .over("municipality", "sector")
        == 1
    )
    one_off = pl.col("sector").replace_strict(
        {s: float(v) for s, v in inputs.one_offs.items()},
        default=NEUTRAL["one_off"],
        return_dtype=pl.Float64,
    )
    at_home = next((f for f in reversed(HOME) if f in frame["function"]), "")
    share = pl.when(ours).then(inputs.private_share).otherwise(inputs.private_share_others)
    return frame.with_columns(
        pl.col("tax_rate").filter(ours).first().alias("tax_to"),
        pl.when(ours & largest).then(one_off).otherwise(0.0).alias("one_off"),
        pl.when(ours & (pl.col("function") == at_home))
        .then(inputs.host_grant)
        .otherwise(0.0)
        .alias("grant"),
        pl.when(school).then(share).otherwise(0.0).alias("private_share"),
    )


def inhabitants_of(groups: Iterable[pl.DataFrame], year: int) -> dict[str, float]:
    """Give persons by place on 1 January of `year`, the sum over ages; the first table wins.

    Parameters
    ----------
    groups
        Tables with ``municipality``, ``year`` and ``persons`` that together hold everyone once.
    """
    found: dict[str, float] = {}
    for frame in groups:
        sums = frame.filter(pl.col("year") == year).group_by("municipality")
        for code, persons in sums.agg(pl.col("persons").sum()).iter_rows():
            found.setdefault(code, float(persons))
    return found
