"""The code history: nothing is lost and nothing counted twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.norway.codes import code_years, codes_now, codes_then, known_codes
from veivalg.norway.register import municipalities

YEARS = st.integers(1940, 2030)
OLD = st.sampled_from(sorted(known_codes()))
NOW = st.sampled_from([m.code for m in municipalities()])


@given(OLD, YEARS)
def test_weights_of_a_code_sum_to_one(code: str, year: int) -> None:
    assert sum(s.weight for s in codes_now(code)) == pytest.approx(1)
    in_force = codes_now(code, year)
    assert not in_force or sum(s.weight for s in in_force) == pytest.approx(1)


@given(NOW)
def test_todays_code_is_itself_today(code: str) -> None:
    assert [(s.code_then, s.weight) for s in codes_then(code, 2026)] == [(code, 1.0)]
    assert [s.code_now for s in codes_now(code)] == [code]


@given(NOW, YEARS)
def test_there_and_back_is_the_same(code: str, year: int) -> None:
    for share in codes_then(code, year):
        assert share in codes_now(share.code_then, year)


def test_harstad_is_followed_through_three_renumberings() -> None:
    def then(year: int) -> list[str]:
        return [s.code_then for s in codes_then("5503", year)]

    assert then(2012) == ["1901", "1915"]
    assert then(2013) == then(2019) == ["1903"]
    assert then(2020) == then(2023) == ["5402"]
    assert then(2024) == ["5503"]


def test_a_split_shares_by_fixed_weights() -> None:
    snillfjord = {s.code_now: s.weight for s in codes_now("1613", 2015)}
    assert snillfjord == {"5055": 0.35, "5056": 0.35, "5059": 0.3}


def test_unknown_codes_and_years_give_nothing() -> None:
    assert codes_now("9999") == ()
    assert codes_then("5503", 1930) == ()
    assert codes_now("5503", 2010) == ()
    assert code_years("9999") is None
    assert code_years("5503") == (2024, None)
