"""Distances between municipalities, and how well the list of the nearest holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.foundation.errors import UsageError
from veivalg.maths.comparison.peers import Dimension, Peers, standardise

CODES = tuple(f"{i:04d}" for i in range(1, 31))
numbers = st.floats(-1e3, 1e3, allow_nan=False)
tables = arrays(float, (30, 2), elements=st.one_of(numbers, st.just(np.nan)))
plain = arrays(float, (30, 1), elements=numbers)


def space(need: np.ndarray, size: np.ndarray) -> Peers:
    return Peers(
        CODES, [Dimension("need", "Behov", 2.0, need), Dimension("size", "Størrelse", 1.0, size)]
    )


def spread_out(seed: int = 1) -> Peers:
    draw = np.random.default_rng(seed)
    return space(draw.normal(size=(30, 3)), draw.normal(size=(30, 1)))


@given(tables, plain)
def test_the_distance_is_the_same_both_ways_and_nought_to_itself(
    need: np.ndarray, size: np.ndarray
) -> None:
    peers = space(need, size)
    first, second = peers.distances("0001"), peers.distances("0002")
    assert first[1] == pytest.approx(second[0], nan_ok=True)
    assert first[0] == 0
    assert np.all(first[np.isfinite(first)] >= 0)


@given(tables, plain, st.integers(0, 2**31))
def test_between_none_and_all_of_the_nearest_stay(
    need: np.ndarray, size: np.ndarray, seed: int
) -> None:
    found = space(need, size).stability("0001", draws=20, seed=seed)
    assert 0 <= found.fewest <= found.kept <= found.of <= 10


def test_a_weight_of_nought_takes_a_dimension_out() -> None:
    peers = spread_out()
    only = Peers(CODES, peers.dimensions[1:])
    assert peers.distances("0001", {"need": 0}) == pytest.approx(only.distances("0001"))
    named = {p.dimension for n in peers.nearest("0001", {"need": 0}) for p in n.parts}
    assert named == {"size"}


def test_only_the_proportion_between_weights_counts() -> None:
    peers = spread_out()
    double = peers.distances("0004", {"need": 4.0, "size": 2.0})
    assert double == pytest.approx(peers.distances("0004"))


def test_the_nearest_come_first_and_the_municipality_is_not_its_own_peer() -> None:
    found = spread_out().nearest("0007")
    assert len(found) == 10
    assert [n.distance for n in found] == sorted(n.distance for n in found)
    assert "0007" not in {n.code for n in found}


def test_why_names_the_largest_contribution_first_and_the_shares_add_up() -> None:
    for near in spread_out().nearest("0003"):
        shares = [part.share for part in near.parts]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1)


def test_a_missing_dimension_leaves_the_distance_over_the_rest_and_says_so() -> None:
    draw = np.random.default_rng(3)
    need, size = draw.normal(size=(30, 1)), draw.normal(size=(30, 1))
    centrality = draw.normal(size=(30, 1))
    need[4] = np.nan
    peers = Peers(
        CODES,
        [
            Dimension("need", "Behov", 1, need),
            Dimension("size", "Størrelse", 1, size),
            Dimension("central", "Sentralitet", 1, centrality),
            Dimension("income", "Inntekt", 1, np.full((30, 1), np.nan)),
        ],
    )
    assert peers.lacking == ("income",)
    assert peers.known("0005") == ("size", "central")
    near = next(n for n in peers.nearest("0001", count=29) if n.code == "0005")
    assert near.missing == ("income", "need")
    z = standardise(np.hstack([size, centrality]))
    assert near.distance == pytest.approx(np.sqrt(((z[4] - z[0]) ** 2).mean()))


def test_one_shared_dimension_among_several_is_no_likeness() -> None:
    draw = np.random.default_rng(4)
    need = draw.normal(size=(30, 1))
    need[9] = np.nan
    found = space(need, draw.normal(size=(30, 1))).nearest("0001", count=29)
    assert "0010" not in {n.code for n in found}
    assert len(found) == 28


def test_a_far_lead_stays_whatever_the_weights() -> None:
    values = np.arange(30.0)[:, None] ** 3
    found = space(values, values).stability("0001")
    assert (found.kept, found.fewest, found.of) == (10, 10, 10)
    assert set(found.staying.values()) == {1.0}


def test_the_same_seed_gives_the_same_stability() -> None:
    peers = spread_out(8)
    assert peers.stability("0002") == peers.stability("0002")
    assert peers.stability("0002").kept < 10


@pytest.mark.parametrize("weights", [{"need": 0, "size": 0}, {"need": -1}, {"size": float("nan")}])
def test_weights_that_can_not_be_used_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        spread_out().nearest("0001", weights)


def test_a_column_where_all_are_alike_says_nothing() -> None:
    assert standardise(np.full((5, 1), 0.1)).ravel().tolist() == [0, 0, 0, 0, 0]
