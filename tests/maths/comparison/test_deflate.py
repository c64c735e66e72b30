import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.comparison.deflate import (
    FACTORS,
    Growth,
    Level,
    chain,
    growth_between,
    real,
    split_growth,
    total_growth,
)
from veivalg.norway.deflator import deflator_source, growth_shares, price_growth

GROWTHS = st.lists(st.floats(-0.2, 0.5), min_size=2, max_size=12)
MONEY = st.floats(-1e9, 1e10, allow_nan=False)
POSITIVE = st.floats(0.01, 1e5)
LEVELS = st.builds(Level, MONEY, POSITIVE, st.floats(0.2, 5))


def test_the_chain_of_2014_to_2023_is_the_product_of_the_published_growth() -> None:
    levels = chain(growth_shares(), 2015)
    product = 1.026 * 1.024 * 1.031 * 1.032 * 1.010 * 1.044 * 1.067 * 1.043
    assert levels[2023] == pytest.approx(product, rel=1e-12)
    assert levels[2015] == 1
    assert levels[2014] == pytest.approx(1 / 1.024)


def test_the_series_has_no_holes_and_only_the_last_two_years_are_preliminary() -> None:
    assert list(price_growth()) == list(range(2014, 2027))
    assert [y for y, g in price_growth().items() if g.preliminary] == [2025, 2026]
    assert "foreløpige" in deflator_source().note


@given(GROWTHS, st.data())
def test_a_series_in_the_base_years_prices_is_itself_and_leads_back(
    growth: list[float], data: st.DataObject
) -> None:
    rates = {2010 + i: g for i, g in enumerate(growth)}
    base = data.draw(st.sampled_from(list(rates)))
    nominal = {y: 100.0 + y for y in rates}
    fixed = real(nominal, rates, base)
    levels = chain(rates, base)
    assert fixed[base] == nominal[base]
    for year, value in fixed.items():
        assert value is not None
        assert value * levels[year] == pytest.approx(nominal[year])


@given(GROWTHS, st.data())
def test_real_growth_is_the_same_in_the_prices_of_any_year(
    growth: list[float], data: st.DataObject
) -> None:
    rates = {2010 + i: g for i, g in enumerate(growth)}
    one, other = (data.draw(st.sampled_from(list(rates))) for _ in range(2))
    nominal: dict[int, float | None] = {y: 50.0 + 3 * y for y in rates}
    first, last = min(rates), max(rates)
    shares = [growth_between(real(nominal, rates, base), first, last) for base in (one, other)]
    assert shares[0] is not None and shares[1] is not None
    assert shares[0][1] == pytest.approx(shares[1][1])


def test_a_year_without_value_or_price_is_none() -> None:
    fixed = real({2009: 1.0, 2013: 1.0, 2014: None, 2015: 1.0}, growth_shares(), 2015)
    assert fixed == {2009: None, 2013: pytest.approx(1.024 * 1.031), 2014: None, 2015: 1.0}
    assert chain({}, 2015) == {}
    assert chain({2012: 0.1}, 2020) == {}


def test_a_hole_in_the_growth_ends_the_chain() -> None:
    assert list(chain({2011: 0.1, 2012: 0.1, 2014: 0.1}, 2012)) == [2010, 2011, 2012]


@given(LEVELS, LEVELS)
def test_the_parts_sum_to_the_change_exactly(start: Level, end: Level) -> None:
    growth = split_growth(start, end)
    scale = max(abs(start.spending), abs(end.spending), *(abs(growth.part(f)) for f in FACTORS), 1)
    assert sum(growth.part(f) for f in FACTORS) == pytest.approx(growth.total, abs=1e-9 * scale)


@given(LEVELS, LEVELS)
def test_the_split_of_the_way_back_is_the_split_turned(start: Level, end: Level) -> None:
    there, back = split_growth(start, end), split_growth(end, start)
    scale = max(abs(there.part(f)) for f in FACTORS) + 1
    for factor in FACTORS:
        assert there.part(factor) == pytest.approx(-back.part(factor), abs=1e-9 * scale)


@given(LEVELS, st.floats(0.5, 2))
def test_when_only_one_factor_moves_it_gets_the_whole_change(start: Level, by: float) -> None:
    for factor, end in (
        ("demography", Level(start.spending * by, start.need * by, start.price)),
        ("price", Level(start.spending * by, start.need, start.price * by)),
        ("volume", Level(start.spending * by, start.need, start.price)),
    ):
        growth = split_growth(start, end)
        scale = abs(start.spending) + 1
        assert growth.part(factor) == pytest.approx(growth.total, abs=1e-9 * scale)


@given(LEVELS, LEVELS, POSITIVE)
def test_the_unit_of_need_does_not_matter(start: Level, end: Level, unit: float) -> None:
    turned = split_growth(
        Level(start.spending, start.need * unit, start.price),
        Level(end.spending, end.need * unit, end.price),
    )
    plain = split_growth(start, end)
    # Parts are differences of products: the largest of them and spending set how fine a float is.
    parts = [abs(plain.part(factor)) for factor in FACTORS]
    scale = max(abs(start.spending), abs(end.spending), *parts, 1)
    for factor in FACTORS:
        assert turned.part(factor) == pytest.approx(plain.part(factor), abs=1e-9 * scale)


def test_sectors_sum_to_the_total() -> None:
    parts = [Growth(10, 16, 1, 2, 3), Growth(5, 4, -2, 1, 0)]
    assert total_growth(parts) == Growth(15, 20, -1, 3, 3)
    assert total_growth([]) is None


def test_need_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Level(100.0, 0.0, 1.0)
