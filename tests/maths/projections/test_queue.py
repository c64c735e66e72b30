import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.queue import erlang_b, erlang_c, fewest_places, offered_load, queue


@pytest.mark.parametrize(
    ("places", "blocked"), [(22, 0.1067), (24, 0.0661), (26, 0.0372), (28, 0.0188), (30, 0.0085)]
)
def test_blocking_for_twenty_wanted_places(places: int, blocked: float) -> None:
    assert erlang_b(20, places) == pytest.approx(blocked, abs=1e-4)


@pytest.mark.parametrize(("places", "waits", "waiting"), [(24, 0.2981, 1.49), (26, 0.1434, 0.478)])
def test_waiting_for_twenty_wanted_places(places: int, waits: float, waiting: float) -> None:
    found = queue(10, 2, places)
    assert found.waits == pytest.approx(waits, abs=1e-4)
    assert found.waiting == pytest.approx(waiting, abs=1e-3)
    assert found.mean_wait_weeks == pytest.approx(waiting / 10, abs=1e-4)


@pytest.mark.parametrize("places", [0, 19, 20])
def test_too_few_places_is_lacking_capacity_and_not_infinity(places: int) -> None:
    found = queue(10, 2, places)
    assert found.lacking and found.waiting is None and found.mean_wait_weeks is None
    assert found.waits == 1


def test_nobody_arriving_waits_for_nothing() -> None:
    found = queue(0, 2, 5)
    assert (found.blocked, found.waits, found.waiting, found.mean_wait_weeks) == (0, 0, 0, None)


def test_the_fewest_places_meet_the_limit_and_one_fewer_does_not() -> None:
    assert fewest_places(20, 0.05) == 26
    assert erlang_b(20, 25) > 0.05 >= erlang_b(20, 26)
    assert fewest_places(0, 0.05) == 1


@pytest.mark.parametrize("limit", [0, -0.1, 1.1])
def test_an_impossible_limit_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="blocked_at_most"):
        fewest_places(20, limit)


def test_negative_load_is_refused() -> None:
    with pytest.raises(ValueError, match="load"):
        erlang_b(-1, 3)
    with pytest.raises(ValueError, match="load"):
        fewest_places(-1)


@given(load=st.floats(0, 2000), places=st.integers(0, 3000))
def test_blocking_is_a_share_falls_with_places_and_is_at_most_waiting(
    load: float, places: int
) -> None:
    blocked = erlang_b(load, places)
    assert 0 <= blocked <= 1 and math.isfinite(blocked)
    assert erlang_b(load, places + 1) <= blocked
    assert erlang_c(load, places) >= blocked * (1 - 1e-12)
    assert 0 <= erlang_c(load, places) <= 1 + 1e-12


@given(load=st.floats(0, 500), more=st.floats(0, 100), places=st.integers(1, 600))
def test_more_demand_never_blocks_fewer(load: float, more: float, places: int) -> None:
    assert erlang_b(load + more, places) >= erlang_b(load, places) - 1e-12


@given(carried=st.floats(0, 200), spare=st.integers(1, 60))
def test_the_load_behind_those_seen_gives_back_those_seen_and_is_no_smaller(
    carried: float, spare: int
) -> None:
    places = math.ceil(carried) + spare
    load = offered_load(carried, places)
    assert load >= carried - 1e-9
    assert load * (1 - erlang_b(load, places)) == pytest.approx(carried, abs=1e-6)


@pytest.mark.parametrize("carried", [-1, 28, 30])
def test_no_load_fills_every_place_and_more(carried: float) -> None:
    with pytest.raises(ValueError, match="carried"):
        offered_load(carried, 28)
