"""The compiled ensemble: M2's worked example, the NumPy reference, and what always holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maths.projections.ensemble import numpy_kernel
from tests.tiers import examples

from veivalg.maths.projections.ensemble.groups import BACKTEST, Groups, groups
from veivalg.maths.projections.ensemble.kernel import BLOCK, keys, parts_of, simulate
from veivalg.maths.projections.ensemble.rates import (
    AGES,
    BOYS,
    EnsembleError,
    Rates,
    Shocks,
    no_shocks,
)


def made(sizes: tuple[float, ...], steps: int, seed: int = 1, extra: bool = False) -> Rates:
    """Make municipalities of about the given number of persons in each cell under 75."""
    rng, age = np.random.default_rng(seed), np.arange(AGES)
    m = len(sizes)
    level = np.where(age < 75, 1.0, np.exp(-np.maximum(age - 75, 0) / 8))
    start = rng.poisson(np.array(sizes)[:, None, None] * level * np.ones((1, 2, 1)))
    die = np.minimum(0.5, np.exp(-10 + 0.095 * age)) * np.array([[0.9], [1.1]])
    churn = 0.03 + 0.2 * np.exp(-(((age - 24) / 6) ** 2))
    net = 0.004 - 0.03 * np.exp(-(((age - 21) / 3) ** 2)) * np.ones((2, 1))
    fertility = 0.11 * np.exp(-(((np.arange(15, 50) - 31) / 6) ** 2))
    cells = (m, steps, 2, AGES)
    return Rates(
        tuple(f"{n:04d}" for n in range(m)),
        2026,
        start.astype(np.float64),
        np.broadcast_to(1 - die, cells),
        np.broadcast_to(fertility, (m, steps, 35)),
        np.broadcast_to(net, cells),
        np.broadcast_to(churn, (m, 2, AGES)),
        rng.normal(0, 0.3, cells) if extra else None,
    )


def drawn(rates: Rates, draws: int, seed: int = 2) -> Shocks:
    rng, age = np.random.default_rng(seed), np.arange(AGES)
    flat = (len(rates.municipalities), draws, rates.steps)
    profile = np.stack([np.ones(AGES), np.exp(-(((age - 25) / 8) ** 2)), (age > 66) * 1.0])
    return Shocks(
        rng.normal(0, 0.05, flat[1:]),
        rng.normal(0, 0.1, flat),
        rng.normal(0, 0.004, (*flat, 3)),
        profile,
    )


def test_four_ages_are_projected_as_in_the_handbook() -> None:
    """M2's example with ages 0, 1, 2 and 3+, births from women 3+, to ±1e-3."""
    start = np.array([[[50, 52, 55, 300], [53, 54, 56, 290]]], float)
    die = np.array([[[[0.002, 0.001, 0.001, 0.010], [0.003, 0.001, 0.001, 0.012]]]])
    moves = np.array([[[[1, 0.5, 0.5, 2], [1, 0.5, 0.5, 1.5]]]])
    rates = Rates(
        ("5503",),
        2024,
        start,
        1 - die,
        np.full((1, 1, 1), 0.20),
        np.zeros((1, 1, 2, 4)),
        np.zeros((1, 2, 4)),
        moves,
        first_mother=3,
    )
    found = simulate(rates, no_shocks(1, 3, 1, 4), seed=1, chance=False, flows=True)
    after = found.persons[0, 1]
    assert after[0] == pytest.approx([35.3972, 50.45, 52.448, 353.45], abs=1e-3)
    assert after[1] == pytest.approx([37.2698, 53.447, 54.446, 343.348], abs=1e-3)
    assert after.sum() == pytest.approx(980.2559, abs=1e-3)
    assert found.flows is not None
    assert found.flows.births[0, :, 0] == pytest.approx([70.845] * 3, abs=1e-3)
    assert found.flows.moves[0, 0, 0] == pytest.approx(moves.sum(), abs=1e-2)
    numpy = numpy_kernel.simulate(rates, no_shocks(1, 3, 1, 4), seed=1, chance=False)
    assert numpy[0, 0, 1] == pytest.approx(after, abs=1e-3)


def test_without_chance_the_compiled_loops_equal_numpy() -> None:
    rates = made((3, 40), 6, extra=True)
    shocks = drawn(rates, BLOCK + 9)
    expected = numpy_kernel.simulate(rates, shocks, seed=1, chance=False)
    for place in range(2):
        part = slice(place, place + 1)
        found = simulate(rates.only(part), shocks.only(part), seed=1, chance=False).persons
        np.testing.assert_allclose(found, expected[place], rtol=2e-5, atol=2e-5)


def test_groups_are_sums_of_the_same_draws() -> None:
    rates = made((6,), 3)
    shocks = drawn(rates, 70)
    every = simulate(rates, shocks, seed=5).persons
    found = simulate(rates, shocks, seed=5, groups=groups())
    held = groups().membership()
    for n, name in enumerate(BACKTEST):
        np.testing.assert_array_equal(found.of("0000", name), every[..., held[n]].sum(axis=-1))


def test_a_group_of_one_sex_and_a_cell_in_no_group_are_right() -> None:
    part_of, member = parts_of(Groups.of("2-3", "3-4", ages=6))
    assert (part_of[:, [0, 1, 5]] == -1).all()
    assert member.shape == (2, 3)
    assert [Groups.of("7").groups[0].high, Groups.of("7-").groups[0].high] == [7, 105]


@settings(max_examples=examples(12), deadline=None)
@given(
    size=st.sampled_from([0.0, 0.7, 3.0, 9.0, 60.0]),
    seed=st.integers(0, 2**40),
    die=st.floats(0, 1),
    net=st.floats(-1.5, 0.5),
    churn=st.floats(0, 1.5),
    extra=st.booleans(),
)
def test_people_are_conserved_and_never_negative(
    size: float, seed: int, die: float, net: float, churn: float, extra: bool
) -> None:
    """Start − deaths + births + net moves = end; nobody dies or moves out who wasn't there."""
    rates = made((size,), 3, seed=seed % 1000, extra=extra)
    rates = replace(
        rates,
        survive=np.full(rates.survive.shape, 1 - die),
        net=np.full(rates.net.shape, net),
        churn=np.full(rates.churn.shape, churn),
    )
    shocks = no_shocks(1, 20, 3) if die == 1 else drawn(rates, 20)
    found = simulate(rates, shocks, seed=seed, flows=True)
    persons, flows = found.persons, found.flows
    assert flows is not None
    assert (persons >= 0).all()
    assert (persons == np.floor(persons)).all()
    total = persons.sum(axis=(2, 3), dtype=np.float64)
    births, deaths, moves = flows.births[0], flows.deaths[0], flows.moves[0]
    np.testing.assert_array_equal(total[:, :-1] - deaths + births + moves, total[:, 1:])
    assert (births >= 0).all()
    assert (deaths >= 0).all()
    assert (deaths <= total[:, :-1] + births).all()
    if die == 1:
        np.testing.assert_array_equal(deaths, total[:, :-1] + births)


@settings(max_examples=examples(8), deadline=None)
@given(low=st.integers(15, 49), seed=st.integers(0, 2**31))
def test_only_women_of_15_to_49_give_birth(low: int, seed: int) -> None:
    """Births follow the mean of the cohort's start and end; men, girls and the old have none."""
    rates = made((50,), 1)
    start = np.zeros_like(rates.start)
    start[0, 1] = 500
    start[0, 0, :14] = 500
    start[0, 0, 49:] = 500
    still = replace(rates, net=np.zeros_like(rates.net), churn=np.zeros((1, 2, AGES)))
    nobody = simulate(replace(still, start=start), no_shocks(1, 30, 1), seed=seed, flows=True)
    assert nobody.flows is not None
    assert nobody.flows.births.sum() == 0
    start[0, 0, low - 1] = 1000
    some = simulate(
        replace(still, start=start, survive=np.ones_like(rates.survive)),
        no_shocks(1, 30, 1),
        seed=seed,
        chance=False,
        flows=True,
    )
    assert some.flows is not None
    assert some.flows.births[0, 0, 0] == pytest.approx(
        1000 * rates.fertility[0, 0, low - 15], rel=1e-5
    )
    assert some.persons[0, 1, 1, 0] / some.flows.births[0, 0, 0] == pytest.approx(BOYS, rel=1e-5)


def test_the_same_seed_gives_the_same_bytes_however_it_is_spread() -> None:
    """One thread, two threads, municipalities one by one, and fewer draws."""
    rates = made((1, 4, 30), 4)
    shocks = drawn(rates, 2 * BLOCK + 50)
    one = simulate(rates, shocks, seed=9, groups=groups(), threads=1).persons
    two = simulate(rates, shocks, seed=9, groups=groups(), threads=2).persons
    assert one.tobytes() == two.tobytes()
    for place in (2, 0, 1):
        part = slice(place, place + 1)
        alone = simulate(rates.only(part), shocks.only(part), seed=9, groups=groups()).persons
        assert alone[0].tobytes() == one[place].tobytes()
    fewer = replace(
        shocks,
        mortality=shocks.mortality[:40],
        fertility=shocks.fertility[:, :40],
        moves=shocks.moves[:, :40],
    )
    few = simulate(rates, fewer, seed=9, groups=groups()).persons
    np.testing.assert_array_equal(few, one[:, :40])
    other = simulate(rates, shocks, seed=10, groups=groups()).persons
    assert (other != one).mean() > 0.5


def test_keys_belong_to_seed_municipality_and_draw() -> None:
    kept = [keys(seed, code, 0, 5000) for seed in (1, 2) for code in ("0301", "5503")]
    streams = np.concatenate(kept, axis=1).astype(np.uint64)
    assert len(np.unique(streams[0] + (streams[1] << np.uint64(32)))) == 20_000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"survive": np.full((1, 2, 2, AGES), 1.2)}, "survive"),
        ({"fertility": np.full((1, 2, 35), np.nan)}, "fertility"),
        ({"start": np.full((1, 2, 3), 1.0)}, "skal ha"),
        ({"municipalities": ("0000", "0000")}, "to ganger"),
    ],
)
def test_impossible_rates_are_refused_by_name(change: dict[str, object], message: str) -> None:
    with pytest.raises(EnsembleError, match=message):
        replace(made((5,), 2), **change)  # type: ignore[arg-type]


def test_shocks_for_other_years_are_refused() -> None:
    rates = made((5,), 2)
    with pytest.raises(EnsembleError, match="trekningene"):
        simulate(rates, no_shocks(1, 10, 3), seed=1)
    with pytest.raises(EnsembleError, match="én kommune om gangen"):
        simulate(made((5, 5), 2), no_shocks(2, 10, 2), seed=1)
    with pytest.raises(EnsembleError, match="passer ikke sammen"):
        Shocks(np.zeros((3, 2)), np.zeros((1, 4, 2)), np.zeros((1, 4, 2, 0)), np.zeros((0, 106)))
    with pytest.raises(EnsembleError, match="kan ikke leses"):
        Groups.of("gamle")
