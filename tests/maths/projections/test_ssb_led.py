"""SSB-led draws: SSB's figures exactly in the middle, our spread around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.ensemble import ssb_led
from veivalg.maths.projections.ensemble.ssb_led import BANDS, Target
from veivalg.maths.projections.raking import disjoint

YEARS = (2026, 2027, 2028)
MEAN = np.linspace(160, 0.02, 106) * np.array([[0.97], [1.03]])


def futures(seed: int = 0, draws: int = 401) -> np.ndarray:
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(0, 0.05, (draws, len(YEARS), 1, 1)))
    return rng.poisson(MEAN * level).astype(np.float32)


def by_age(seed: int = 1) -> Target:
    rng = np.random.default_rng(seed)
    cells = {y: (MEAN * rng.uniform(0.7, 1.4, (2, 106))).round(1) for y in YEARS}
    return Target("MMMM", 2026, cells=cells)


@given(
    arrays(np.float64, (7, 2, 5), elements=st.integers(0, 500)),
    arrays(np.float64, (2, 5), elements=st.integers(0, 500)),
)
def test_raking_reproduces_the_alternative_exactly_and_makes_nobody_negative(draws, target):
    raked = ssb_led.rake(draws, target)
    assert np.allclose(raked.mean(axis=0), target, rtol=1e-12, atol=1e-9)
    assert (raked >= 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_median_of_every_age_group_is_what_ssb_projects(seed):
    target, draws = by_age(seed), futures(seed)
    led = ssb_led.apply(draws.copy(), *ssb_led.factors(draws, YEARS, target))
    for t, year in enumerate(YEARS[1:], 1):
        for lo, hi in BANDS:
            median = np.median(led[:, t, :, lo : hi + 1].sum(axis=(1, 2), dtype=np.float64))
            assert median == pytest.approx(target.cells[year][:, lo : hi + 1].sum(), rel=1e-5)
    assert (led[:, 0] == draws[:, 0]).all(), "the counted year is left alone"
    middle = np.median(led[:, 1].sum(axis=(1, 2)))
    assert middle == pytest.approx(target.cells[2027].sum(), rel=0.01)


def test_each_sex_and_age_keeps_close_to_ssb_on_average():
    target, draws = by_age(), futures()
    led = ssb_led.apply(draws.copy(), *ssb_led.factors(draws, YEARS, target))
    cells = target.cells[2028]
    assert np.allclose(led[:, 2].mean(axis=0), cells, rtol=0.02, atol=0.5)


def test_where_only_coarse_groups_are_known_they_are_followed():
    groups = {
        (0, 105): 9000.0,
        (0, 19): 3000.0,
        (20, 64): 4500.0,
        (65, 105): 1500.0,
        (80, 105): 400.0,
    }
    target = Target("MMMM", 2026, groups=dict.fromkeys(YEARS, groups))
    draws = futures()
    led = ssb_led.apply(draws.copy(), *ssb_led.factors(draws, YEARS, target))
    for (lo, hi), wanted in disjoint(groups).items():
        median = np.median(led[:, 2, :, lo : hi + 1].sum(axis=(1, 2), dtype=np.float64))
        assert median == pytest.approx(wanted, rel=1e-5)


def test_the_relative_spread_of_a_group_is_ours():
    draws, target = futures(), Target("LLML", 2026, groups={y: {(0, 105): 5000.0} for y in YEARS})
    led = ssb_led.apply(draws.copy(), *ssb_led.factors(draws, YEARS, target))
    before, after = (a[:, 1].sum(axis=(1, 2), dtype=np.float64) for a in (draws, led))
    assert after.std() / after.mean() == pytest.approx(before.std() / before.mean(), rel=1e-4)


def test_a_projection_that_was_not_known_yet_is_refused():
    with pytest.raises(UsageError, match="ikke kjent i 2025"):
        ssb_led.factors(futures(), (2025, 2026, 2027), by_age())
    with pytest.raises(UsageError, match="mangler for 2029"):
        ssb_led.factors(futures(), (2027, 2028, 2029), by_age())
