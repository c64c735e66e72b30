"""Net cost per inhabitant by service, as booked and at the full employer's tax."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.content import Source
from veivalg.maths.comparison.figures import Figures
from veivalg.maths.comparison.service_costs import (
    at_full_tax,
    derived_indicators,
    service_costs,
    tax_factors,
    with_derived,
)
from veivalg.norway.indicators import indicator
from veivalg.tables import TABLES, Sourced

HARSTAD, OSLO = "5503", "0301"  # zones IV (5,1 %) and I (14,1 %)
PAY, NET, REFUND = 600e6, 900e6, 25e6


def accounts(places: tuple[str, ...], arts_from: int, years: tuple[int, ...]) -> pl.DataFrame:
    """Give care's net cost, and pay and tax from a year on, at the rate of each place."""
    rate = {HARSTAD: 0.051, OSLO: 0.141, "0": 0.13}
    rows = [
        (place, year, "konsern", "254", art, amount, None)
        for place in places
        for year in years
        for art, amount in (
            ("sum_net", NET),
            ("sum_pay", PAY * (1 + rate[place]) - REFUND),
            ("710", REFUND),
            ("099", PAY * rate[place]),
        )
        if art == "sum_net" or year >= arts_from
    ]
    names = ["municipality", "year", "scope", "function", "art", "amount", "reason"]
    return TABLES["accounts"].validate(
        pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None).cast(
            {"reason": pl.String}
        )
    )


def people(places: tuple[str, ...], years: tuple[int, ...]) -> pl.DataFrame:
    rows = [(p, y + 1, 0, 105, 25_000) for p in places for y in years]
    names = ["municipality", "year", "age_from", "age_to", "persons"]
    return TABLES["population_groups"].validate(pl.DataFrame(rows, schema=names, orient="row"))


def value(frame: pl.DataFrame, place: str, year: int) -> float:
    row = frame.filter(
        pl.col("municipality") == place, pl.col("year") == year, pl.col("service") == "care"
    )
    return float(row["value"].item())


@pytest.fixture
def both() -> tuple[pl.DataFrame, pl.DataFrame]:
    places, years = (HARSTAD, OSLO, "0"), (2022, 2024)  # the country is in the tables too
    return accounts(places, 2024, years), people(places, years)


def test_the_full_tax_adds_what_the_reduced_rate_saves_and_nothing_where_it_is_full(both) -> None:
    booked = service_costs(*both, ["care"])
    even = at_full_tax(booked, tax_factors(*both), 0.5)
    assert even is not None
    assert value(booked, HARSTAD, 2024) == value(booked, OSLO, 2024) == NET / 25_000
    added = PAY * (0.141 - 0.051) / 25_000
    assert value(even, HARSTAD, 2024) == pytest.approx(NET / 25_000 + added)
    assert value(even, OSLO, 2024) == pytest.approx(NET / 25_000)


def test_a_year_without_tax_in_the_accounts_takes_the_nearest_years_share(both) -> None:
    even = at_full_tax(service_costs(*both, ["care"]), tax_factors(*both), 0.5)
    assert even is not None
    assert value(even, HARSTAD, 2022) == pytest.approx(value(even, HARSTAD, 2024))


def test_accounts_without_tax_correct_nobody() -> None:
    places, years = (HARSTAD, OSLO), (2022, 2024)
    ledger, population = accounts(places, 9999, years), people(places, years)
    factors = tax_factors(ledger, population)
    assert factors.is_empty()
    assert at_full_tax(service_costs(ledger, population, ["care"]), factors, 0.5) is None


def test_the_explorer_has_the_costs_that_are_made_from_the_accounts(both) -> None:
    ledger, population = (
        Sourced(f, {"*": Source("ssb-12362", "SSB", "Regnskap", "12362")}) for f in both
    )
    figures = Figures(with_derived(None, derived_indicators(ledger, population)))
    care = indicator("net_cost_care_pi")
    assert figures.value(care.id, 2024, HARSTAD) == pytest.approx(NET / 25_000)
    assert figures.newest(care.id) == 2024
    source = figures.source(care, HARSTAD)
    assert source is not None and source.table == "12362"
