"""Chance in a cell against NumPy's binomial and Poisson, within Monte Carlo error."""

from __future__ import annotations

import numpy as np
import pytest
from tests.maths.projections.ensemble import numpy_kernel

from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.rates import MAX_PROFILES, Rates, no_shocks

DRAWS = 60_000


def one_cell(persons: float, die: float, net: float, churn: float, extra: float = 0.0) -> Rates:
    """Make a place where only 40-year-old men live, a year ahead."""
    ages = 60
    start = np.zeros((1, 2, ages))
    start[0, 1, 40] = persons
    cells = (1, 1, 2, ages)
    more = np.zeros(cells)
    more[0, 0, 1, 41] = extra
    return Rates(
        ("0001",),
        2026,
        start,
        np.full(cells, 1 - die),
        np.zeros((1, 1, 35)),
        np.full(cells, net),
        np.full((1, 2, ages), churn),
        more,
    )


@pytest.mark.parametrize(
    "case",
    [
        (1, 0.003, 0.0, 0.06),
        (1, 0.4, 0.0, 0.05),
        (2, 0.01, 0.02, 0.3),
        (3, 0.1, -0.05, 0.1),
        (5, 0.02, 0.01, 0.05),
        (8, 0.3, 0.0, 0.02),
        (8, 0.9, 0.0, 0.0),
        (8, 0.01, 0.1, 0.4),
        (9, 0.001, 0.0, 0.02),
        (9, 0.005, 0.01, 0.03),
        (9, 0.3, 0.0, 0.1),
        (12, 0.01, 0.0, 0.06),
        (30, 0.01, 0.02, 0.1),
        (30, 0.001, 0.0, 0.01),
        (200, 0.02, -0.01, 0.2),
        (4000, 0.005, 0.01, 0.1),
        (3, 0.01, 0.0, 0.1, 2.5),
        (3, 0.01, 0.0, 0.1, 14.0),
        (0, 0.1, 0.0, 0.1, 0.4),
        (5, 0.01, 0.0, 0.1, -1.5),
        (40, 0.01, 0.0, 0.1, -6.0),
        (8, 1.0, 0.0, 0.0),
        (20, 0.0, -1.0, 0.0),
        (20, 0.0, 0.0, 0.0),
        (9, 0.35, 0.0, 0.1),
    ],
)
def test_a_cell_has_the_mean_variance_and_share_of_zero_of_the_exact_distribution(
    case: tuple[float, ...],
) -> None:
    rates = one_cell(*case)
    found = simulate(rates, no_shocks(1, DRAWS, 1, 60), seed=4).persons[:, 1, 1, 41]
    found = found.astype(np.float64)
    rng = np.random.default_rng(8)
    persons, extra = case[0], case[4] if len(case) > 4 else 0.0
    leave, come = numpy_kernel.leave_and_come(
        np.array(persons), *(np.array(x) for x in (*case[1:4], extra))
    )
    mean = persons * (1 - leave) + come
    variance = persons * leave * (1 - leave) + come
    exact = persons - rng.binomial(int(persons), leave, 400_000) + rng.poisson(come, 400_000)
    assert found.mean() == pytest.approx(mean, abs=4.5 * np.sqrt(variance / DRAWS) + 1e-5 * mean)
    spread = np.sqrt(max(((exact - exact.mean()) ** 4).mean() - variance**2, 0) / DRAWS)
    assert found.var() == pytest.approx(variance, abs=4.5 * spread + 0.01 * variance + 1e-5)
    share = (exact == 0).mean()
    error = 4.5 * np.sqrt(share * (1 - share) * (1 / DRAWS + 1 / 400_000)) + 1e-4
    assert (found == 0).mean() == pytest.approx(share, abs=error)
    assert (found >= 0).all()


@pytest.mark.parametrize(
    ("persons", "die", "net", "churn"),
    [
        (1, 0.05, 0.0, 0.2),
        (4, 0.05, 0.02, 0.2),
        (8, 0.2, 0.0, 0.3),
        (8, 0.6, 0.0, 0.1),
    ],
)
def test_with_eight_persons_or_fewer_every_number_is_as_likely_as_it_should_be(
    persons: int, die: float, net: float, churn: float
) -> None:
    found = simulate(one_cell(persons, die, net, churn), no_shocks(1, DRAWS, 1, 60), seed=3)
    leave, come = numpy_kernel.leave_and_come(
        *(np.array(float(x)) for x in (persons, die, net, churn, 0))
    )
    rng = np.random.default_rng(2)
    many = 2_000_000
    exact = persons - rng.binomial(persons, leave, many) + rng.poisson(come, many)
    for number in range(persons + 4):
        share = (exact == number).mean()
        error = 4.5 * np.sqrt(share * (1 - share) / DRAWS * 1.04) + 1e-4
        assert (found.persons[:, 1, 1, 41] == number).mean() == pytest.approx(share, abs=error)


def test_cells_years_and_draws_do_not_follow_each_other() -> None:
    """Correlation between neighbouring cells, years and draws is what chance allows."""
    cells = (1, 6, 2, 60)
    rates = Rates(
        ("0001",),
        2026,
        np.full((1, 2, 60), 30.0),
        np.full(cells, 0.9),
        np.zeros((1, 6, 35)),
        np.zeros(cells),
        np.full((1, 2, 60), 0.2),
    )
    draws = 8_000
    persons = simulate(rates, no_shocks(1, draws, 6, 60), seed=6).persons.astype(np.float64)
    change = persons[:, 1:, :, 7:59] - 0.9 * persons[:, :-1, :, 6:58]
    change /= np.sqrt(persons[:, :-1, :, 6:58])
    change -= change.mean(axis=0)
    change /= change.std(axis=0)
    limit = 8 / np.sqrt(draws)  # the largest of a thousand; squares spread wider
    for one, other in (
        (change[..., 1:], change[..., :-1]),
        (change[:, 1:], change[:, :-1]),
        (change[:, :, 0], change[:, :, 1]),
        (change[1:], change[:-1]),
        (change[1:] ** 2, change[:-1] ** 2 - 1),
    ):
        assert np.abs((one * other).mean(axis=0)).max() < limit
    total = change.sum(axis=(2, 3)).var(axis=0) / (2 * 52)
    assert total == pytest.approx(np.ones(6), abs=0.05)


def test_a_municipality_has_the_moments_of_numpys_own_simulation() -> None:
    """Five years with deaths, births and moves: group by group, mean and spread."""
    age = np.arange(106)
    level = np.where(age < 75, 9.0, 9 * np.exp(-np.maximum(age - 75, 0) / 8))
    cells = (1, 5, 2, 106)
    die = np.minimum(0.5, np.exp(-10 + 0.095 * age))
    rates = Rates(
        ("5610",),
        2026,
        np.broadcast_to(np.round(level), (1, 2, 106)),
        np.broadcast_to(1 - die, cells),
        np.full((1, 5, 35), 0.05),
        np.full(cells, 0.002),
        np.full((1, 2, 106), 0.08),
    )
    draws = 4000
    shocks = no_shocks(1, draws, 5)
    assert shocks.moves.shape[-1] <= MAX_PROFILES
    ours = simulate(rates, shocks, seed=1).persons.astype(np.float64)[:, 5]
    numpy = numpy_kernel.simulate(rates, shocks, seed=1)[0, :, 5]
    for low, high in ((0, 0), (0, 5), (6, 15), (16, 66), (67, 79), (80, 89), (90, 105), (0, 105)):
        a = ours[:, :, low : high + 1].sum(axis=(1, 2))
        b = numpy[:, :, low : high + 1].sum(axis=(1, 2))
        assert a.mean() == pytest.approx(b.mean(), abs=4.5 * b.std() * np.sqrt(2 / draws))
        assert a.std() == pytest.approx(b.std(), rel=4.5 / np.sqrt(draws))


def test_known_deaths_have_the_right_mean_and_spread() -> None:
    for persons in (6.0, 40.0):
        rates = one_cell(persons, 0.1, 0.01, 0.2)
        found = simulate(rates, no_shocks(1, DRAWS, 1, 60), seed=2, flows=True).flows
        assert found is not None
        deaths, moves = found.deaths[0, :, 0], found.moves[0, :, 0]
        spread = np.sqrt(persons * 0.09)
        assert deaths.mean() == pytest.approx(persons * 0.1, abs=4.5 * spread / np.sqrt(DRAWS))
        assert deaths.std() == pytest.approx(spread, rel=0.03)
        assert moves.mean() == pytest.approx(persons * 0.9 * 0.01, abs=0.05)
