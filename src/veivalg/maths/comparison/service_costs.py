"""Net cost per inhabitant by service of all municipalities, as booked and at the full tax (M4)."""

from collections.abc import Collection

import polars as pl

from veivalg.maths.comparison.accounts import NET, TAX, country_ledger, inhabitants_of
from veivalg.maths.comparison.costs import RAW, Correction, correct
from veivalg.maths.comparison.cube import WINDOW
from veivalg.norway.indicators import indicators
from veivalg.norway.kostra import sector
from veivalg.norway.register import municipalities
from veivalg.tables import TABLES, Sourced
from veivalg.tables.booked import in_use

SCOPE, TABLE = "konsern", "12362"
HIDDEN = "skjermet"
_NO_NEED = pl.DataFrame(
    schema={"municipality": pl.String, "sector": pl.String, "index": pl.Float64}
)
_KEYS = ("municipality", "year", "service")


def service_costs(
    accounts: pl.DataFrame, people: pl.DataFrame, services: Collection[str]
) -> pl.DataFrame:
    """Give net operating cost per inhabitant of each service, as booked.

    Parameters
    ----------
    accounts
        Rows of table ``accounts``.
    people
        Rows of table ``population_groups``; on 31 December there are those of 1 January after.
    services
        Sectors of `veivalg.norway.kostra`.

    Returns
    -------
    DataFrame
        ``municipality, year, service, value, numerator, denominator``: kr per inhabitant, NOK and
        persons. An unknown amount in a function makes the value null.
    """
    sectors = {f.code: s for s in services for f in sector(s).functions}
    inhabitants = people.group_by("municipality", pl.col("year").cast(pl.Int64) - 1).agg(
        pl.col("persons").sum().cast(pl.Float64).alias("denominator")
    )
    wanted = accounts.filter(
        pl.col("scope") == SCOPE, pl.col("art") == NET, pl.col("function").is_in(list(sectors))
    )
    return (
        in_use(wanted)
        .with_columns(pl.col("function").replace_strict(sectors).alias("service"))
        .group_by("municipality", pl.col("year").cast(pl.Int64), "service")
        .agg(
            pl.when(pl.col("amount").null_count() == 0)
            .then(pl.col("amount").sum())
            .alias("numerator")
        )
        .join(inhabitants, on=["municipality", "year"])
        .with_columns((pl.col("numerator") / pl.col("denominator")).alias("value"))
        .select(*_KEYS, "value", "numerator", "denominator")
    )


def derived_indicators(accounts: Sourced, people: Sourced) -> Sourced:
    """Give the indicators of the register that are made from the accounts, as booked.

    Returns
    -------
    Sourced
        Rows of table ``indicators``; the sources are those of the accounts.
    """
    ids = {i.service: i.id for i in indicators() if i.functions}
    made = service_costs(accounts.frame, people.frame, ids).select(
        "municipality",
        "year",
        pl.col("service").replace_strict(ids).alias("indicator"),
        "value",
        "numerator",
        "denominator",
        reason=pl.when(pl.col("value").is_null()).then(pl.lit(HIDDEN)),
    )
    sources = {
        f"{place}#{TABLE}": accounts.source_of(place, TABLE)
        for place in made["municipality"].unique()
    }
    return Sourced(TABLES["indicators"].validate(made), sources)


def with_derived(published: Sourced | None, derived: Sourced) -> Sourced:
    """Add derived indicators to the published ones; none of them is published."""
    if published is None:
        return derived
    own = set(derived.frame["indicator"].unique())
    kept = published.frame.filter(~pl.col("indicator").is_in(list(own)))
    return Sourced(pl.concat([kept, derived.frame]), {**derived.sources, **published.sources})


def tax_factors(accounts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Give how much dearer each service would be at the full employer's tax (M4).

    Only years with tax by function in the accounts can tell; the newest are enough, for
    `at_full_tax` gives the others the nearest.

    Returns
    -------
    DataFrame
        ``municipality, year, service, factor``; 1 where the full rate is paid.
    """
    codes, found = {m.code for m in municipalities()}, []
    years = sorted(accounts.filter(pl.col("art") == TAX)["year"].unique())[-WINDOW:]
    recent = accounts.filter(pl.col("year").is_in(years))
    for year in years:
        inhabitants = {p: n for p, n in inhabitants_of([people], year + 1).items() if p in codes}
        made = country_ledger(recent, inhabitants, _NO_NEED, year)
        if made.is_empty():
            continue
        even, raw = pl.col(Correction.EMPLOYER_TAX), pl.col(RAW)
        whole = pl.when(even.null_count() == 0, raw.sum() > 0).then(even.sum() / raw.sum())
        found.append(
            correct(made, {Correction.EMPLOYER_TAX})
            .group_by(
                "municipality",
                pl.lit(year, pl.Int64).alias("year"),
                pl.col("sector").alias("service"),
            )
            .agg(whole.alias("factor"))
        )
    return (
        pl.concat(found)
        if found
        else pl.DataFrame(
            schema={
                "municipality": pl.String,
                "year": pl.Int64,
                "service": pl.String,
                "factor": pl.Float64,
            }
        )
    )


def at_full_tax(costs: pl.DataFrame, factors: pl.DataFrame, least: float) -> pl.DataFrame | None:
    """Give the costs of `service_costs` at the full employer's tax.

    A year without tax in the accounts takes the factor of the nearest year that has it: rates and
    the share of pay in a service move little from year to year.

    Parameters
    ----------
    least
        Share of the municipalities whose factor must be known; with fewer the answer is None, for
        then nobody is corrected. A municipality whose factor is unknown has no cost.
    """
    known = factors.drop_nulls("factor").sort("year")
    places = costs.drop_nulls("value")["municipality"].n_unique()
    if not places or known["municipality"].n_unique() < least * places:
        return None
    joined = costs.sort("year").join_asof(
        known, on="year", by=["municipality", "service"], strategy="nearest", check_sortedness=False
    )
    return joined.with_columns(
        pl.col("value") * pl.col("factor"), pl.col("numerator") * pl.col("factor")
    ).drop("factor")
