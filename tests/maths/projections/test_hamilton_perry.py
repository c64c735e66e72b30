import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.hamilton_perry import (
    BOYS,
    CAP_HIGH,
    CAP_LOW,
    Rates,
    advance,
    children_per_woman,
    newborns_per_woman,
    project,
    rates,
    shrunk_ratios,
    within_step,
)


def flat(persons: float = 1000.0) -> np.ndarray:
    return np.full((2, 106), persons)


def test_a_small_cohort_takes_the_countrys_ratio_and_a_big_one_keeps_its_own() -> None:
    national = np.full((2, 106), 0.9)
    small = shrunk_ratios(flat(1), flat(1.3), national)
    big = shrunk_ratios(flat(100_000), flat(130_000), national)
    assert small[0, 20] == pytest.approx(0.902, abs=0.001)
    assert big[0, 20] == pytest.approx(1.3, abs=0.002)


def test_a_cohort_of_200_counts_as_much_as_the_country() -> None:
    ratio = shrunk_ratios(flat(200), flat(220), np.full((2, 106), 0.9))
    assert ratio[1, 30] == pytest.approx((1.1 + 0.9) / 2)


def test_ratios_are_capped_but_deaths_among_the_old_are_not() -> None:
    halved, tripled = shrunk_ratios(flat(1e6), flat(5e5)), shrunk_ratios(flat(1e6), flat(3e6))
    assert halved[0, 30] == CAP_LOW
    assert halved[0, 85] == pytest.approx(0.5, abs=0.001)
    assert tripled.max() == CAP_HIGH


def test_no_cohorts_at_all_give_ratios_that_are_numbers() -> None:
    assert np.isfinite(shrunk_ratios(flat(0), flat(0))).all()


def test_within_a_step_the_five_year_ratio_is_exact_and_the_old_die_late() -> None:
    change = np.tile(np.linspace(1.0, 0.1, 106), (2, 1))
    assert within_step(change, 5) == pytest.approx(change)
    assert within_step(change, 1)[0, 90] > change[0, 90] ** 0.2


def test_five_years_ahead_everyone_is_five_years_older_times_the_ratio() -> None:
    start = np.arange(212, dtype=float).reshape(2, 106) + 10
    change = np.full((2, 106), 0.9)
    ahead = advance(start, Rates(change, np.zeros(5)), 5)
    assert ahead[:, 5:105] == pytest.approx(start[:, :100] * 0.9)
    assert ahead[:, 105] == pytest.approx(start[:, 100:].sum(axis=1) * 0.9)


def test_without_deaths_moves_or_births_nobody_is_lost() -> None:
    ahead = project(flat(), 2026, 2050, Rates(np.ones((2, 106)), np.zeros(5)))
    assert ahead.sum(axis=(1, 2)) == pytest.approx(flat().sum())


def test_newborns_follow_the_number_of_women_and_the_known_share_of_boys() -> None:
    by = Rates(np.ones((2, 106)), children_per_woman(flat()))
    ahead = advance(flat(), by, 5)
    assert ahead[:, :5].sum() == pytest.approx(10_000)
    assert ahead[1, 0] / ahead[:, 0].sum() == pytest.approx(BOYS)


def test_the_two_latest_periods_count_alike() -> None:
    counts = {2016: flat(1e6), 2021: flat(1.1e6), 2026: flat(1.1e6)}
    found = rates(counts, 2026)
    assert found is not None
    assert found.change[0, 40] == pytest.approx(1.05, abs=0.001)


def test_one_count_alone_takes_the_countrys_rates_and_without_them_gives_none() -> None:
    country = Rates(np.full((2, 106), 0.95), np.full(5, 0.05))
    borrowed = rates({2026: flat(1)}, 2026, country)
    assert borrowed is not None
    assert borrowed.change is country.change
    assert rates({2026: flat(1)}, 2026) is None


@given(st.integers(0, 10_000), st.integers(0, 2**32 - 1))
def test_whatever_the_counts_a_projection_is_finite_and_never_negative(top: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = {y: random.integers(0, top + 1, (2, 106)).astype(float) for y in (2016, 2021, 2026)}
    by = rates(counts, 2026)
    assert by is not None
    ahead = project(counts[2026], 2026, 2050, by)
    assert np.isfinite(ahead).all()
    assert (ahead >= 0).all()


@given(st.integers(100, 10_000), st.integers(0, 2**32 - 1))
def test_a_cohort_never_moves_more_in_a_year_than_its_ratios_say(top: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = {y: random.integers(1, top + 1, (2, 106)).astype(float) for y in (2016, 2021, 2026)}
    by = rates(counts, 2026)
    assert by is not None
    years = np.concatenate([counts[2026][None], project(counts[2026], 2026, 2040, by)])
    moved = np.log(years[1:, :, 1:61] / years[:-1, :, :60])
    # A fifth of the ratio each year, and what is left over of it spread evenly.
    least, most = np.log(by.change[:, :61]).min() / 5, np.log(by.change[:, :61]).max() / 5
    assert moved.min() >= 2 * least - most - 1e-9
    assert moved.max() <= 2 * most - least + 1e-9


@given(st.integers(100, 10_000), st.integers(0, 2**32 - 1))
def test_newborns_change_from_year_to_year_just_as_the_women_do(top: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = {y: random.integers(1, top + 1, (2, 106)).astype(float) for y in (2016, 2021, 2026)}
    by = rates(counts, 2026)
    assert by is not None
    years = project(counts[2026], 2026, 2050, by)
    per_woman = years[:, :, 0].sum(axis=1) / years[:, 0, 15:50].sum(axis=1)
    assert per_woman == pytest.approx(newborns_per_woman(by))


def test_a_small_class_of_today_is_not_repeated_every_year() -> None:
    children = flat()
    children[:, 2] *= 1.5
    by = Rates(np.ones((2, 106)), children_per_woman(children))
    years = project(children, 2026, 2050, by)
    under_five = years[6:, :, :5].sum(axis=(1, 2))
    assert np.abs(np.diff(under_five) / under_five[:-1]).max() < 0.01
