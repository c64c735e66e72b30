"""Printed sums are checked, and the difference is reported with where it is."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.foundation.errors import TableConsistencyError
from veivalg.maths.projections.indicators import check_total
from veivalg.sources.embedded.figures import embedded_tables


def harstad(year: int) -> tuple[list[float], float]:
    printed = embedded_tables()["printed_figures"].frame.filter(
        (pl.col("municipality") == "5503")
        & (pl.col("year") == year)
        & pl.col("item").str.contains(r"^population_(\d|total)")
    )
    total = printed.filter(pl.col("item") == "population_total")["value"][0]
    return printed.filter(pl.col("item") != "population_total")["value"].to_list(), total


def test_harstads_printed_sum_for_2024_is_62_too_small_and_it_says_where() -> None:
    parts, total = harstad(2024)
    with pytest.raises(TableConsistencyError, match="Harstad 2024, kapittel 3") as error:
        check_total(parts, total, "Harstad 2024, kapittel 3.1")
    assert error.value.difference == 62
    assert "+62" in error.value.message


@pytest.mark.parametrize(
    ("year", "total"), [(2025, 25093), (2030, 25000), (2040, 24781), (2050, 24318)]
)
def test_harstads_other_printed_sums_are_right(year: int, total: int) -> None:
    parts, printed = harstad(year)
    check_total(parts, printed, f"Harstad {year}")
    assert sum(parts) == printed == total


@given(st.lists(st.integers(0, 10**6), min_size=1), st.integers(-100, 100))
def test_the_difference_is_parts_minus_whole(parts: list[int], shift: int) -> None:
    if shift == 0:
        check_total(parts, sum(parts), "her")
        return
    with pytest.raises(TableConsistencyError) as error:
        check_total(parts, sum(parts) + shift, "her")
    assert error.value.difference == -shift
