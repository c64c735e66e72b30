from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.maths.comparison.cube import Cube
from veivalg.maths.comparison.index import Index, Item, Weights, index
from veivalg.maths.comparison.ranks import Rank, all_ranks, ends, rank, share_below

AREAS = ("cost", "quality", "quality", "finance")


def items(count: int) -> list[Item]:
    return [
        Item(
            f"i{n:03d}",
            -1 if n % 4 == 0 else 1,
            AREAS[n % 4],
            "finance" if n % 4 == 3 else f"s{n % 3}",
        )
        for n in range(count)
    ]


def country(
    places: int = 60,
    count: int = 36,
    years: int = 4,
    seed: int = 1,
    noise: float = 0.5,
    hidden: float = 0.0,
) -> tuple[Cube, np.ndarray]:
    """Make a country with a known true level per indicator and place."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(count, 1, places))
    values = level + noise * rng.normal(size=(count, years, places))
    values[rng.random((count, 1, places)).repeat(years, axis=1) < hidden] = np.nan
    names = tuple(f"i{n:03d}" for n in range(count))
    codes = tuple(f"{n:04d}" for n in range(places))
    return Cube(names, tuple(range(2020, 2020 + years)), codes, values), level[:, 0]


def made(**how: object) -> Index:
    cube, _level = country(**how)  # type: ignore[arg-type]
    return index(cube, items(len(cube.indicators)), draws=400)


def test_efficiency_is_half_cost_half_quality_and_the_total_a_third_of_each() -> None:
    main = made().main
    cost, quality, finance = (main[n].values for n in ("cost", "quality", "finance"))
    assert np.allclose(main["efficiency"].values, 0.5 * cost + 0.5 * quality)
    assert np.allclose(main["total"].values, (cost + quality + finance) / 3)


def test_the_score_is_the_mean_of_the_last_three_years() -> None:
    cube, _level = country()
    item = items(36)[0]
    z = [(v - v.mean()) / v.std() * item.sign for v in cube.values[0, 1:]]
    assert np.allclose(index(cube, items(36)).scores["i000"], np.mean(z, axis=0))


def test_rank_is_one_plus_the_number_that_are_better() -> None:
    made_index = made()
    total = made_index.main["total"]
    for place, code in enumerate(made_index.places):
        found = made_index.rank(total, code)
        assert found is not None
        assert found.position == 1 + (total.values > total.values[place]).sum()


@given(st.integers(0, 10_000), st.floats(0, 0.4))
@settings(max_examples=examples(15), deadline=None)
def test_every_rank_lies_in_its_interval_whatever_is_hidden(seed: int, hidden: float) -> None:
    made_index = made(seed=seed, hidden=hidden, places=25)
    for composite in made_index.main.values():
        position, low, high = made_index.ranks(composite)
        known = composite.known
        assert (low[known] >= 1).all() and (high[known] <= known.sum()).all()
        assert ((low <= position) & (position <= high)).all()
        assert (position[~known] == 0).all(), "what can't be ranked gets no rank"


def test_ranking_one_and_ranking_all_agree() -> None:
    made_index = made(hidden=0.2)
    total = made_index.main["total"]
    together = made_index.ranks(total)
    for place, code in enumerate(made_index.places):
        alone = made_index.rank(total, code)
        expected = (alone.position, alone.low, alone.high) if alone else (0, 0, 0)
        assert tuple(together[:, place]) == expected


def test_the_order_of_municipalities_does_not_move_any_rank() -> None:
    cube, _level = country()
    order = np.random.default_rng(4).permutation(len(cube.places))
    mixed = Cube(
        cube.indicators, cube.years, tuple(cube.places[i] for i in order), cube.values[:, :, order]
    )
    one, other = index(cube, items(36)), index(mixed, items(36))
    for name, composite in one.main.items():
        assert np.allclose(composite.values[order], other.main[name].values)
        assert (one.ranks(composite)[0][order] == other.ranks(other.main[name])[0]).all()


def test_the_same_seed_gives_the_same_interval_and_another_nearly_so() -> None:
    cube, _level = country()
    first, again, other = (index(cube, items(36), seed=s) for s in (6, 6, 7))
    a, b, c = (i.rank(i.main["total"], "0007") for i in (first, again, other))
    assert a == b
    assert a is not None and c is not None
    assert abs(a.low - c.low) <= 3 and abs(a.high - c.high) <= 3


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("noise", [0.3, 0.8, 1.5])
def test_eight_of_ten_true_ranks_lie_in_the_interval(noise: float, uneven: bool) -> None:
    """Whatever the size of chance, alike or not, and at the ends of the order as in its middle.

    Drawing chance around values that hold it already gave 79, 75 and 71 % (uneven: 68 % at 1.5).
    Nobody is taken to be steadier than the median municipality, so uneven chance gives some more.
    """
    inside: list[bool] = []
    first_and_last: list[bool] = []
    for seed in range(5):
        cube, level = country(places=120, seed=seed, noise=noise, count=24, years=3)
        if uneven:
            size = np.exp(0.5 * np.random.default_rng(seed).normal(size=120))
            cube = replace(cube, values=level[:, None] + size * (cube.values - level[:, None]))
        made_index = index(cube, items(24), draws=400)
        sure = Cube(cube.indicators, (2020,), cube.places, level[:, None, :])
        truth = index(sure, items(24), draws=1)
        for name in ("total", "cost", "efficiency"):
            values = truth.main[name].values
            true = 1 + (values[None, :] > values[:, None]).sum(axis=1)
            position, low, high = made_index.ranks(made_index.main[name])
            found = (low <= true) & (true <= high)
            inside += list(found)
            first_and_last += list(found[(position <= 24) | (position > 96)])
    assert 0.77 <= np.mean(inside) <= (0.85 if uneven else 0.83)
    assert np.mean(first_and_last) >= 0.72


def test_less_known_gives_a_wider_interval_that_still_holds_the_rank_with_all_known() -> None:
    """A third of the cells of every second municipality are suppressed."""
    cube, _level = country(places=120, count=48, noise=0.8)
    hidden = cube.values.copy()
    gone = np.random.default_rng(9).random((48, 1, 120)) < 1 / 3
    gone[:, :, ::2] = False
    hidden[np.broadcast_to(gone, hidden.shape)] = np.nan
    part = index(Cube(cube.indicators, cube.years, cube.places, hidden), items(48))
    position, low, high = part.ranks(part.main["total"])
    known, hurt = position > 0, gone[:, 0].any(axis=0)
    assert (known & hurt).sum() > 10 and (~known).sum() > 0
    assert (high - low)[known & hurt].mean() > 1.2 * (high - low)[known & ~hurt].mean()
    full = index(cube, items(48)).main["total"].values
    among = 1 + ((full[None, :] > full[:, None]) & known).sum(axis=1)
    assert ((low <= among) & (among <= high))[known & hurt].mean() >= 0.75


def test_a_municipality_with_under_sixty_per_cent_of_the_indicators_is_not_ranked() -> None:
    cube, _level = country()
    values = cube.values.copy()
    quality = [n for n, i in enumerate(items(36)) if i.area == "quality"]
    values[quality[: len(quality) // 2 + 1], :, 3] = np.nan
    made_index = index(Cube(cube.indicators, cube.years, cube.places, values), items(36))
    assert made_index.rank(made_index.main["quality"], "0003") is None
    assert made_index.rank(made_index.main["total"], "0003") is None
    assert made_index.rank(made_index.main["cost"], "0003") is not None


def test_one_year_without_small_numbers_gives_no_interval_and_so_no_rank() -> None:
    made_index = made(years=1)
    total = made_index.main["total"]
    assert total.known.all()
    assert made_index.rank(total, "0001") is None


def test_small_numbers_alone_give_an_interval_and_a_wider_one_for_the_small_place() -> None:
    cube, _level = country(years=1)
    errors = np.full(cube.values.shape, 0.02)
    errors[:, :, 5] = 1.0
    made_index = index(
        Cube(cube.indicators, cube.years, cube.places, cube.values, errors), items(36)
    )
    total = made_index.main["total"]
    small, large = made_index.rank(total, "0005"), made_index.rank(total, "0006")
    assert small is not None and large is not None
    assert small.high - small.low > large.high - large.low


def test_a_country_without_finances_has_efficiency_but_no_total() -> None:
    cube, _level = country()
    without = [i for i in items(36) if i.area != "finance"]
    main = index(cube, without).main
    assert "efficiency" in main
    assert "total" not in main


def test_all_weight_on_finance_gives_the_rank_of_finance() -> None:
    made_index = made()
    only = made_index.total(Weights(0, 0, 1))
    assert only is not None
    assert np.allclose(only.values, made_index.main["finance"].values)


def test_service_areas_weigh_by_the_shares_given() -> None:
    cube, _level = country()
    made_index = index(cube, items(36), Weights(services={"s0": 3.0, "s1": 1.0}))
    one, other = (made_index.parts["cost", s].values for s in ("s0", "s1"))
    assert np.allclose(made_index.main["cost"].values, (3 * one + other) / 4)


def test_as_of_an_earlier_year_later_figures_are_not_known() -> None:
    cube, _level = country(years=5)
    assert index(cube.until(2022), items(36)).years == (2020, 2021, 2022)


def test_a_rank_outside_its_interval_can_not_be_made() -> None:
    with pytest.raises(ValueError, match="not in"):
        Rank(5, 10, 6, 9)
    with pytest.raises(ValueError, match="not in"):
        Rank(5, 10, 1, 11)


def test_equal_values_share_the_better_place() -> None:
    values = np.array([1.0, 1.0, 0.0])
    draws = values.astype(np.float32) + np.random.default_rng(1).normal(size=(50, 3))
    assert all_ranks(values, draws.astype(np.float32))[0].tolist() == [1, 1, 3]


def test_no_draws_give_no_rank() -> None:
    assert rank(np.array([1.0, 2.0]), np.zeros((0, 2), np.float32), 0) is None


def test_the_ends_of_the_interval_leave_a_tenth_on_each_side() -> None:
    assert ends(1000) == (99, 899)
    assert ends(10) == (0, 8)


def test_a_score_of_078_is_above_78_per_cent_and_not_among_the_dearest_tenth() -> None:
    assert share_below(0.78) == pytest.approx(0.7823, abs=5e-5)
    assert share_below(1.2816) == pytest.approx(0.9, abs=1e-4)
    assert share_below(0) == 0.5


RANA = {
    "Totalplassering": (183, 140, -43),
    "Grunnskole": (231, 206, -25),
    "Pleie og omsorg": (300, 276, -24),
    "Barnevern": (310, 189, -121),
    "Barnehage": (135, 74, -61),
    "Helse": (183, 253, 70),
    "Sosial": (140, 84, -56),
    "Kultur": (44, 124, 80),
    "Miljø og ressurser": (55, 44, -11),
    "Saksbehandling": (304, 84, -220),
    "Vann, avløp og renovasjon": (56, 182, 126),
    "Økonomi": (15, 14, -1),
    "Kostnadsnivå": (20, 43, 23),
}


@pytest.mark.parametrize("sector", RANA)
def test_ranas_printed_changes_of_rank_are_the_later_minus_the_earlier(sector: str) -> None:
    earlier, later, change = RANA[sector]
    assert later - earlier == change
