"""Rows of several partitions come out sorted, each key once, whatever the keys are."""

from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.lake import combine
from veivalg.lake.combine import in_order

KEYS = ("municipality", "year", "indicator")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["5503", "0301", "EKG07", "0"]),
        st.integers(2000, 2003),
        st.sampled_from(["å", "a", "b_1", "Z"]),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=60,
)


@pytest.fixture(autouse=True, scope="module")
def every_number_of_rows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(combine, "FEW", 0)
        yield


def frame(rows: list[tuple[str, int, str, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=[*KEYS, "value"], orient="row")


@given(ROWS)
def test_the_first_row_of_each_key_stays_in_the_order_of_the_keys(rows) -> None:
    made = in_order(frame(rows), KEYS, once=True)
    expected = frame(rows).unique(KEYS, keep="first", maintain_order=True).sort(KEYS)
    assert made.equals(expected)


@given(ROWS)
def test_every_row_stays_where_keys_cannot_meet(rows) -> None:
    made = in_order(frame(rows), KEYS, once=False)
    assert made.equals(frame(rows).sort(KEYS, maintain_order=True))


def test_a_key_without_value_is_sorted_as_polars_does() -> None:
    rows = pl.DataFrame(
        {"municipality": ["1", None, "0"], "year": [1, 1, 1], "indicator": ["a"] * 3}
    )
    assert in_order(rows, KEYS, once=True).equals(rows.sort(KEYS))
