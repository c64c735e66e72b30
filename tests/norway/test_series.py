"""A series for a renumbered municipality is whole, and never half a sum."""

import os
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.foundation.errors import TableError
from veivalg.norway.codes import codes_now, known_codes
from veivalg.norway.register import municipalities
from veivalg.norway.series import whole_series

STATISTICS = Path(
    os.environ.get("VEIVALG_STATISTICS", Path(__file__).parents[3] / "shared" / "statistics")
)


def series(*rows: tuple[str, int, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["municipality", "year", "users"], orient="row")


def test_harstads_series_is_whole_across_its_codes() -> None:
    parts = series(
        ("1901", 2012, 900),
        ("1915", 2012, 30),
        ("1903", 2013, 940),
        ("5402", 2020, 950),
        ("5503", 2024, 960),
    )
    whole = whole_series(parts, "users").sort("year")
    assert whole["municipality"].unique().to_list() == ["5503"]
    assert whole["users"].to_list() == [930, 940, 950, 960]


def test_a_year_with_one_part_lacking_is_left_out() -> None:
    assert whole_series(series(("1901", 2012, 900)), "users").is_empty()


def test_a_missing_part_makes_the_sum_missing_with_its_reason() -> None:
    parts = series(("1901", 2012, 900), ("1915", 2012, None)).with_columns(
        reason=pl.Series([None, "skjermet"])
    )
    assert whole_series(parts, "users").row(0) == ("5503", 2012, None, "skjermet")


def test_a_split_municipality_is_shared_by_its_weights() -> None:
    whole = whole_series(series(("1507", 2021, 100)), "users").sort("municipality")
    assert whole.rows() == [("1508", 2021, 50), ("1580", 2021, 50)]


def test_figures_under_both_old_and_new_code_are_not_counted_twice() -> None:
    both = series(("5402", 2023, 100), ("5503", 2023, 101))
    assert whole_series(both, "users").rows() == [("5503", 2023, 100)]
    assert whole_series(series(("5503", 2023, 101)), "users").rows() == [("5503", 2023, 101)]


def test_norway_and_groups_pass_unchanged() -> None:
    rows = series(("0", 2012, 5), ("EKG09", 2012, 6))
    assert whole_series(rows, "users").sort("municipality").rows() == rows.rows()


def test_a_code_that_never_was_is_refused() -> None:
    with pytest.raises(TableError, match="9876") as error:
        whole_series(series(("9876", 2012, 1), ("5503", 2024, 1)), "users")
    assert error.value.problems == ("9876",)


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(1965, 2026), st.randoms(use_true_random=False))
def test_with_every_code_of_a_year_present_nothing_is_lost(year: int, random: Random) -> None:
    codes = [c for c in sorted(known_codes()) if codes_now(c, year)]
    rows = series(*[(c, year, random.randint(0, 1000)) for c in codes])
    whole = whole_series(rows, "users")
    assert whole["users"].sum() == pytest.approx(rows["users"].sum())
    assert whole["municipality"].is_unique().all()


@pytest.mark.statistics
def test_todays_population_is_unchanged_by_recoding() -> None:
    path = STATISTICS / "population.parquet"
    if not path.exists():
        pytest.skip("Statistikkmappen (VEIVALG_STATISTICS) finnes ikke.")
    people = pl.read_parquet(path).filter(pl.col("year") == 2026, pl.col("age") == 80)
    whole = whole_series(people, "persons")
    keys = ["municipality", "sex"]
    assert whole.sort(keys)["persons"].to_list() == people.sort(keys)["persons"].to_list()
    assert whole["municipality"].n_unique() == len(municipalities()) + 1
