"""The country without Oslo: as SSB publishes it, else the country less Oslo, which is told.

Oslo is municipality and county in one. SSB doesn't publish the country without it among unrevised
figures, and the embedded figures of everybody lack it. What isn't published is worked out: amounts
and people by subtraction, key figures from their two parts, or else weighted by what they are per.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from veivalg.content import Caveat, Source
from veivalg.foundation.i18n import _
from veivalg.norway.indicators import Indicator, Per, indicators
from veivalg.norway.municipality import NORWAY, OSLO, OSLO_GROUP, WITHOUT_OSLO
from veivalg.tables import TABLES, Sourced

MONEY = ("finances", "accounts", "area_accounts")
PEOPLE = ("population", "population_groups")
AMOUNTS = {
    **dict.fromkeys(MONEY, "amount"),
    **dict.fromkeys(PEOPLE, "persons"),
    "care_users": "users",
    "care_staff": "fte",
    "care_places": "places",
}
"""Table → the column that is subtracted."""
NEEDED = (NORWAY.code, OSLO_GROUP, OSLO, WITHOUT_OSLO)
"""The places whose rows are looked at."""
REVENUE, PER_REVENUE = "gross_revenue", "brutto driftsinntekter"
People = Callable[[], Sourced | None]


def with_country_without_oslo(name: str, found: Sourced | None, people: People) -> Sourced | None:
    """Add what is not published of the country without Oslo to the rows of a table.

    Parameters
    ----------
    people
        Gives table ``population_groups``, to weigh figures per inhabitant; asked for when needed.
    """
    if found is None or name not in (*AMOUNTS, "indicators"):
        return found
    rows = found.frame.filter(pl.col("municipality").is_in(NEEDED))
    if name == "indicators":
        made = list(_key_figures(found, rows, people))
    else:
        less = _subtracted(rows, name)
        told = _told(found.source(NORWAY.code), less, name) if less.height else None
        made = [(less, (WITHOUT_OSLO, told))] if told else []
    if not made:
        return found
    added, sources = pl.concat([frame for frame, _s in made]), dict(s for _f, s in made)
    keys = [f.name for f in TABLES[name].fields if f.key]
    kept = found.frame.join(added, on=keys, how="anti", maintain_order="left")
    return Sourced(pl.concat([kept, TABLES[name].typed(added)]), {**found.sources, **sources})


def _subtracted(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Subtract Oslo from the country where the country without it isn't there."""
    column = AMOUNTS[name]
    keys = [f.name for f in TABLES[name].fields if f.key and f.name != "municipality"]
    oslo = OSLO_GROUP if name in MONEY else OSLO
    known = rows.filter(pl.col(column).is_not_null())
    country, less, published = (
        known.filter(pl.col("municipality") == place) for place in (NORWAY.code, oslo, WITHOUT_OSLO)
    )
    both = country.join(less.select(*keys, less=column), on=keys, how="inner")
    made = both.join(published, on=keys, how="anti").with_columns(
        pl.lit(WITHOUT_OSLO).alias("municipality"), (pl.col(column) - pl.col("less")).alias(column)
    )
    return made.drop("less")


def _key_figures(
    found: Sourced, rows: pl.DataFrame, people: People
) -> Iterator[tuple[pl.DataFrame, tuple[str, Source]]]:
    by = {str(id): own for (id,), own in rows.partition_by("indicator", as_dict=True).items()}
    for entry in indicators():
        own = by.get(entry.id)
        if own is None:
            continue
        there = set(own["municipality"])
        oslo = next((p for p in (OSLO_GROUP, OSLO) if p in there), "")
        if not oslo or NORWAY.code not in there:
            continue
        base = found.source_of(NORWAY.code, entry.id, entry.table)
        if base.unrevised != found.source_of(oslo, entry.id, entry.table).unrevised:
            continue
        made = _figure(entry, own, oslo, _weights(entry, rows, people))
        if made.height:
            source = _told(base, made, "indicators")
            yield made, (f"{WITHOUT_OSLO}#{entry.id}", source)


def _figure(
    entry: Indicator, own: pl.DataFrame, oslo: str, weights: pl.DataFrame | None
) -> pl.DataFrame:
    """Work a key figure out in the years it isn't published: from its parts, else weighted."""
    known = own.filter(pl.col("value").is_not_null())
    country, less, published = (
        known.filter(pl.col("municipality") == place) for place in (NORWAY.code, oslo, WITHOUT_OSLO)
    )
    parts = ("value", "numerator", "denominator")
    both = country.join(
        less.select("year", **{f"{p}_less": pl.col(p) for p in parts}), on="year", how="inner"
    ).join(published, on="year", how="anti")
    if entry.per is Per.NONE:
        value, none = pl.col("value") - pl.col("value_less"), pl.lit(None, pl.Float64)
        made = both.with_columns(value=value, numerator=none, denominator=none)
    else:
        top, below = (pl.col(p) - pl.col(f"{p}_less") for p in parts[1:])
        if weights is not None:
            both = both.join(weights, on="year", how="left")
            n, less_n = pl.col("weight"), pl.col("weight_less")
            weighted = (pl.col("value") * n - pl.col("value_less") * less_n) / (n - less_n)
        else:
            weighted = pl.lit(None, pl.Float64)
        value = pl.coalesce(top / below, weighted)
        made = both.with_columns(value=value, numerator=top, denominator=below)
    made = made.filter(pl.col("value").is_not_null())
    return made.with_columns(municipality=pl.lit(WITHOUT_OSLO)).select(own.columns)


def _weights(entry: Indicator, rows: pl.DataFrame, people: People) -> pl.DataFrame | None:
    """Give ``year, weight, weight_less``: what the figure is per, of the country and of Oslo."""
    if entry.per is Per.INHABITANT and (counted := people()) is not None:
        # On 31 December there are those of 1 January after.
        sums = counted.frame.filter(pl.col("municipality").is_in([NORWAY.code, OSLO]))
        sums = sums.group_by("municipality", pl.col("year") - 1).agg(
            pl.col("persons").sum().cast(pl.Float64).alias("value")
        )
    elif entry.denominator == PER_REVENUE:
        sums = rows.filter(pl.col("indicator") == REVENUE)
        sums = sums.with_columns(pl.col("municipality").replace(OSLO_GROUP, OSLO)).unique(
            ["municipality", "year"]
        )
    else:
        return None
    country, less = (
        sums.filter(pl.col("municipality") == place).select("year", "value")
        for place in (NORWAY.code, OSLO)
    )
    return country.rename({"value": "weight"}).join(
        less.rename({"value": "weight_less"}), on="year", how="inner"
    )


def _told(source: Source, made: pl.DataFrame, name: str) -> Source:
    """Give the source of the country with that Oslo was taken out by us, and in which years."""
    if name in PEOPLE:  # one is in Oslo or not: nothing is estimated
        return replace(source, id=f"{source.id}-uten-oslo")
    years = sorted(made["year"].unique())
    text = (
        _("Landet uten Oslo er regnet som Norge minus Oslo for {years}.")
        if name not in (*MONEY, "indicators")
        else _(
            "Vi har ikke SSBs tall for landet uten Oslo for {years}. De utgis etter de ureviderte "
            "tallene. Her er det regnet som Norge minus KOSTRA-gruppe 13."
        )
    ).format(years=", ".join(map(str, years)))
    caveat = Caveat(text, (years[0],) if len(years) == 1 else ())
    return replace(source, id=f"{source.id}-uten-oslo", caveats=(*source.caveats, caveat))
