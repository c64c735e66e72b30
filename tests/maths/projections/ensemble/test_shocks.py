"""A draw's shocks follow from seed, municipality and draw number, and from nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from tests.maths.projections.ensemble.made_up import country

from veivalg.maths.projections.ensemble.components import components
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.rates import Rates
from veivalg.maths.projections.ensemble.shocks import LOCAL, SIZE, profiles, shocks


@pytest.fixture(scope="module")
def rates() -> Rates:
    return estimate(country(), 2026, horizon=6, components=components())


@pytest.mark.parametrize(("first", "draws"), [(0, 7), (95, 12), (230, 70)])
def test_a_block_of_draws_of_one_municipality_is_the_same_as_in_the_whole(
    rates: Rates, first: int, draws: int
) -> None:
    whole = shocks(rates, components(), draws=300, seed=3)
    part = shocks(rates.only(slice(1, 2)), components(), draws=draws, seed=3, first=first)
    block = slice(first, first + draws)
    assert np.array_equal(part.moves[0], whole.moves[1, block])
    assert np.array_equal(part.mortality[0], whole.mortality[1, block])
    assert np.array_equal(part.fertility[0], whole.fertility[1, block])


def test_another_seed_gives_other_shocks(rates: Rates) -> None:
    one, other = (shocks(rates, components(), draws=5, seed=s).moves for s in (1, 2))
    assert not np.array_equal(one, other)


def test_the_national_wave_is_shared_and_the_local_shocks_are_not(rates: Rates) -> None:
    moves = shocks(rates, components(), draws=400, seed=1).moves
    assert (moves[..., 0] == moves[:1, ..., 0]).all()
    together = np.corrcoef(moves[:, :, 0, 1])
    assert np.abs(together[~np.eye(len(together), dtype=bool)]).max() < 0.2


def test_the_sizes_are_those_given_and_wider_where_people_are_few(rates: Rates) -> None:
    spread = components().spread
    found = shocks(rates, components(), draws=4000, seed=1)
    people = rates.start.sum(axis=(1, 2))
    wider = (people / SIZE) ** -spread["size_power"]
    families = found.moves[:, :, 0, 1 + LOCAL.index("families")].std(axis=1)
    assert families == pytest.approx(spread["families_lasting"] * wider, rel=0.06)
    assert families[2] > families[0] > families[3]
    fertility = found.fertility[0].std(axis=0)
    assert fertility[-1] == pytest.approx(
        np.hypot(
            spread["fertility_yearly"] * np.sqrt(rates.steps), spread["fertility_local"] * wider[0]
        ),
        rel=0.06,
    )


def test_the_profiles_load_the_ages_they_are_named_for() -> None:
    wave, level, young, families, old = profiles()
    assert wave.argmax() == 26
    assert level[0] == 1 > level[60] > level[80] > 0
    assert set(np.flatnonzero(young)) == set(range(16, 30))
    assert families[0] == families[30] == 1
    assert not old[:56].any()
