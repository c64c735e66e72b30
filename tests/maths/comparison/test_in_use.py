"""Help at home over the break of 2024: 254 to 2023, then 257 and 258; nothing falls out."""

from itertools import pairwise

import polars as pl
import pytest

from veivalg.chapters.utvikling.model import by_sector
from veivalg.content import Source
from veivalg.maths.comparison.accounts import Inputs, country_ledger, unplaced, with_inputs
from veivalg.maths.comparison.service_costs import service_costs
from veivalg.maths.service_model.accounts import booked_by_year
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES, Sourced
from veivalg.tables.booked import in_use

NOT_THERE, HIDDEN = "ikke mulig å oppgi", "skjermet"


def table(*rows: tuple[int, str, float | None, str | None], art: str = "sum_net") -> pl.DataFrame:
    """Make accounts of Harstad: year, function, NOK, and why it is missing."""
    names = ["municipality", "year", "scope", "function", "art", "amount", "reason"]
    whole = [("5503", y, "konsern", f, art, a, why) for y, f, a, why in rows]
    return TABLES["accounts"].validate(
        pl.DataFrame(whole, schema=names, orient="row", infer_schema_length=None).cast(
            {"reason": pl.String, "amount": pl.Float64}
        )
    )


BROKEN = (
    (2023, "253", 300e6, None),
    (2023, "254", 400e6, None),
    (2023, "257", None, "mangler"),
    (2023, "258", None, NOT_THERE),
    (2024, "253", 310e6, None),
    (2024, "254", None, "mangler"),
    (2024, "257", 235e6, None),
    (2024, "258", 185e6, None),
)
"""254, 257 and 258 as SSB lists all functions in all years."""


def test_a_function_not_in_use_is_no_unknown_amount() -> None:
    kept = in_use(table(*BROKEN)).select("year", "function").rows()
    assert kept == [(2023, "253"), (2023, "254"), (2024, "253"), (2024, "257"), (2024, "258")]


def test_a_hidden_amount_of_a_function_in_use_is_unknown() -> None:
    assert in_use(table((2024, "257", None, HIDDEN))).height == 1
    assert in_use(table((2024, "259", None, HIDDEN))).height == 1  # not in the register


def test_an_amount_is_kept_though_the_function_is_out_of_use() -> None:
    assert in_use(table((2025, "254", 1e6, None)))["amount"].to_list() == [1e6]


def test_half_of_care_does_not_vanish_from_2024() -> None:
    care = by_sector(table(*BROKEN))["care"]
    assert care == {2023: 700e6, 2024: 730e6}


def test_care_per_inhabitant_is_known_on_both_sides_of_the_break() -> None:
    names = ["municipality", "year", "age_from", "age_to", "persons"]
    people = TABLES["population_groups"].validate(
        pl.DataFrame(
            [("5503", 2024, 0, 105, 25_000), ("5503", 2025, 0, 105, 25_000)],
            schema=names,
            orient="row",
        )
    )
    made = service_costs(table(*BROKEN), people, ["care"]).sort("year")
    assert made.select("year", "value").rows() == [(2023, 28_000.0), (2024, 29_200.0)]


@pytest.mark.parametrize(("year", "function"), [(2023, "254"), (2024, "258")])
def test_the_host_grant_is_taken_from_help_in_peoples_own_homes(year: int, function: str) -> None:
    need = pl.DataFrame(
        schema={"municipality": pl.String, "sector": pl.String, "index": pl.Float64}
    )
    country = country_ledger(table(*BROKEN), {"5503": 25_000.0}, need, year)
    made = with_inputs(country, "5503", Inputs(host_grant=7e6))
    assert made.filter(pl.col("grant") != 0).select("function", "grant").rows() == [(function, 7e6)]
    assert made["net"].sum() == {2023: 700e6, 2024: 730e6}[year]


def test_prices_rest_on_years_in_which_every_function_is_known() -> None:
    source = {"*": Source("ssb", "SSB", "Regnskap")}

    def both(*rows: tuple[int, str, float | None, str | None]) -> Sourced:
        return Sourced(
            pl.concat([table(*rows, art=art) for art in ("sum_gross", "sum_net")]), source
        )

    found = booked_by_year(both(*BROKEN))
    assert {f: b.gross for f, b in found[2024].functions.items()} == {
        "253": 310e6,
        "257": 235e6,
        "258": 185e6,
    }
    hidden = both((2024, "253", 310e6, None), (2024, "257", None, HIDDEN))
    assert booked_by_year(hidden) == {}


def test_money_on_an_unknown_function_is_told() -> None:
    rows = table((2024, "253", 310e6, None), (2024, "259", 12e6, None), (2024, "998", 0.0, None))
    assert unplaced(rows, 2024) == {"259": 12e6}
    assert unplaced(rows, 2023) == {}


@pytest.mark.parametrize(
    ("place", "net", "gross"), [("5503", 821.0, 927.3), ("1833", 773.2, 911.3)]
)
def test_care_of_2025_is_what_the_accounts_say(place: str, net: float, gross: float) -> None:
    """234, 253, 256, 257, 258 and 261 of the accounts that come with us, million kroner."""
    table = embedded_tables()["accounts"].frame.filter(pl.col("municipality") == place)
    for art, expected in (("sum_net", net), ("sum_gross", gross)):
        care = by_sector(table.filter(pl.col("art") == art))["care"]
        assert care[2025] == pytest.approx(expected * 1e6, abs=0.05e6)
        years = [care[y] for y in range(2015, 2026)]
        assert all(later / before > 0.9 for before, later in pairwise(years))
