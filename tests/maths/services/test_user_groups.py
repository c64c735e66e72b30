"""Harstad's printed figures by user group, and what must hold of any split of a deviation (M9)."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.cost_protection import protect_costs
from veivalg.maths.services.high_cost import Recipient, grant
from veivalg.maths.services.user_groups import (
    MERGED,
    Cost,
    Pair,
    coverage,
    gap,
    lmdi,
    lmdi_by_unit,
    log_mean,
    off,
    per_target,
    shapley,
    shares,
)
from veivalg.norway.high_cost_grant import grant_rules
from veivalg.own.examples import example_table
from veivalg.own.printed import printed_table

INSTITUTION = Pair(0.1748, 0.1748 * 1.44, 0.150, 0.150 * 1.30)
DWELLING = Pair(0.0765, 0.0765 * 0.73, 0.070, 0.070 * 0.75)
amount = st.floats(1e-3, 1e9, allow_nan=False)
side = st.one_of(st.just(0.0), amount)
pairs = st.builds(Pair, side, side, side, side)


def _printed(name: str) -> float:
    table = printed_table("5503", "care_cost_references").frame
    return table.filter(pl.col("municipality") == name)["per_inhabitant"].sum()


def test_harstads_children_cost_2961_kroner_less_with_all_rows() -> None:
    assert (_printed("Harstad"), _printed("Snittet av 14 kommuner")) == (3507, 6468)
    assert per_target(16_945_824, 4832) == pytest.approx(3507)
    # 14.3 million more to as many children is the mean of the fourteen.
    assert per_target(16_945_824 + 14_307_552, 4832) == pytest.approx(6468)
    assert per_target(16_945_824, 4832, need=1.1) == pytest.approx(3188.2, abs=0.05)


def test_the_shares_of_the_example_are_73_20_and_7() -> None:
    costs = example_table("care_costs").frame
    sums = dict(costs.group_by("group").agg(pl.col("gross").sum()).iter_rows())
    found = {g: round(s, 6) for g, s in shares(sums).items()}
    assert found == {"other": 0.73, "disability": 0.20, "mental_health": 0.07}


def test_harstads_places_times_unit_cost_are_3_3_and_2_9_per_cent_over() -> None:
    assert coverage(237.4, 1358) == pytest.approx(0.1748, abs=5e-5)
    assert gap(0.1748 * 1358 * 1.44, 0.404 * 819) == pytest.approx(0.033, abs=5e-4)
    assert gap(0.0765 * 1358 * 0.73, 0.09 * 819) == pytest.approx(0.029, abs=5e-4)
    assert not off(341.8, 330.9) and off(111, 100) and not off(110, 100)


def test_the_shapley_example_of_the_method() -> None:
    one, other = shapley(INSTITUTION), shapley(DWELLING)
    assert [round(x, 6) for x in (one.volume, one.price, one.total)] == [
        0.033976,
        0.022736,
        0.056712,
    ]
    assert [round(x, 6) for x in (other.volume, other.price)] == [0.00481, -0.001465]
    assert round(other.total, 6) == 0.003345


def test_the_lmdi_example_of_the_method() -> None:
    found = lmdi([INSTITUTION, DWELLING])
    parts = (found.volume, found.mix, found.price, found.total)
    assert [round(x, 6) for x in parts] == [0.036754, 0.002045, 0.021258, 0.060057]


@given(pairs)
def test_the_two_parts_of_a_service_sum_to_its_deviation(pair) -> None:
    size = max(pair.cost, pair.cost0)
    if not pair.empty:
        size *= max(pair.volume / pair.volume0, pair.volume0 / pair.volume)
    assert shapley(pair).total == pytest.approx(pair.change, abs=1e-9 * max(size, 1e-6))


@given(st.lists(pairs, max_size=8))
def test_the_three_parts_sum_to_the_deviation_of_all(services) -> None:
    found = lmdi(services)
    size = sum(max(p.cost, p.cost0) for p in services) + 1e-6
    assert found.total == pytest.approx(sum(p.change for p in services), abs=1e-9 * size)


@given(st.lists(st.tuples(st.sampled_from(["places", "hours", "users"]), pairs), max_size=8))
def test_splitting_by_unit_keeps_the_sum(services) -> None:
    size = sum(max(p.cost, p.cost0) for _u, p in services) + 1e-6
    whole = sum(p.change for _u, p in services)
    assert lmdi_by_unit(services).total == pytest.approx(whole, abs=1e-9 * size)


@given(amount, amount)
def test_the_logarithmic_mean_lies_between_the_two(a, b) -> None:
    assert min(a, b) * (1 - 1e-9) <= log_mean(a, b) <= max(a, b) * (1 + 1e-9)


def test_one_service_has_no_mix_and_a_service_others_lack_is_all_volume() -> None:
    assert lmdi([INSTITUTION]).mix == pytest.approx(0, abs=1e-15)
    found = lmdi([INSTITUTION, Pair(5.0, 10.0, 0.0, 0.0)])
    assert found.total == pytest.approx(INSTITUTION.change + 10.0)
    assert lmdi([Pair(5.0, 10.0, 0.0, 0.0)]).volume == 10.0
    assert shapley(Pair(0.0, 0.0, 4.0, 8.0)).volume == -8.0


def test_the_grant_of_2023_and_of_2020() -> None:
    rule = grant_rules()[2023]
    assert grant(Recipient(40, True, 3_000_000), rule) == pytest.approx(448_000)
    assert grant(Recipient(40, False, 3_000_000), rule) == pytest.approx(1_113_600)
    assert grant(Recipient(40, False, 3_000_000), grant_rules()[2020]) == pytest.approx(1_256_000)


def test_the_deduction_is_from_16_years_and_the_grant_to_67() -> None:
    rule = grant_rules()[2023]
    assert grant(Recipient(15, True, 3_000_000), rule) == pytest.approx(1_113_600)
    assert grant(Recipient(67, False, 3_000_000), rule) > 0
    assert grant(Recipient(68, False, 3_000_000), rule) == 0
    assert grant(Recipient(40, False, 1_608_000), rule) == 0


@pytest.mark.parametrize("year", [2017, 2021, 2022, 2024, 2025])
def test_a_year_without_known_rules_has_none(year) -> None:
    assert year not in grant_rules()


def _cost(service: str, gross: float, volume: float | None, unit: str = "users") -> Cost:
    return Cost("disability", service, "18-66", gross, None, volume, unit)


def test_a_service_to_three_is_merged_until_no_small_one_is_most_of_it() -> None:
    rows = [
        _cost("carer_pay", 900, 3),
        _cost("support_contact", 200, 40),
        _cost("work_activity", 5000, 30),
    ]
    shown = protect_costs(rows)[0]
    merged = next(c for c in shown.costs if c.service == MERGED)
    # 900 of 1 100 is more than three quarters, so that the next service is needed too.
    assert merged.gross == 6100 and merged.volume is None
    assert set(merged.services) == {"carer_pay", "support_contact", "work_activity"}


def test_a_group_too_small_to_hide_anything_in_is_hidden_with_the_next_smallest() -> None:
    rows = [
        _cost("carer_pay", 900, 3),
        Cost("other", "dwelling", "all", 5e6, None, 80, "places"),
        Cost("mental_health", "dwelling", "all", 2e6, None, 20, "places"),
    ]
    shown = protect_costs(rows)[0]
    assert shown.hidden == {"disability", "mental_health"} and shown.total == 7_000_900


def test_two_groups_of_one_person_each_take_the_third_with_them() -> None:
    rows = [
        Cost("other", "long_stay", "all", 270.5e6, None, 200, "places"),
        Cost("disability", "dwelling", "all", 4.1e6, None, 1, "places"),
        Cost("mental_health", "dwelling", "all", 2.3e6, None, 1, "places"),
    ]
    shown = protect_costs(rows)[0]
    assert shown.hidden == {"other", "disability", "mental_health"} and not shown.costs
    assert shown.total == 276_900_000  # of 202 people: it gives nothing back


def test_a_service_in_hours_to_nobody_knows_how_many_is_merged() -> None:
    hours = Cost("other", "personal_assistance", "all", 3_456_000, None, 2500, "hours")
    aged = Cost("other", "long_stay", "all", 270.5e6, None, 200, "places")
    (merged,) = protect_costs([hours, aged])[0].costs
    assert merged.service == MERGED and merged.volume is None and merged.gross == 273_956_000
    known = replace(hours, users=6)
    assert protect_costs([known, aged])[0].costs == (known, aged)
    nothing = replace(hours, gross=0.0, volume=None, unit=None)
    assert protect_costs([nothing, aged])[0].costs == (nothing, aged)


@given(
    st.lists(
        st.tuples(st.floats(1, 1e6), st.one_of(st.none(), st.integers(0, 30))),
        min_size=1,
        max_size=8,
    )
)
def test_no_volume_of_one_to_four_people_is_shown_and_no_krone_is_lost(rows) -> None:
    costs = [_cost(f"s{i}", gross, n) for i, (gross, n) in enumerate(rows)]
    shown = protect_costs(costs)[0]
    small = [gross for gross, n in rows if n is None or 0 < n < 5]  # nobody knows is few
    assert not any(c.volume is not None and 0 < c.volume < 5 for c in shown.costs)
    assert sum(c.volume is None and c.service != MERGED for c in shown.costs) == 0
    if not shown.hidden:
        assert math.isclose(sum(c.gross for c in shown.costs), sum(c.gross for c in costs))
        merged = [c for c in shown.costs if c.service == MERGED]
        assert bool(merged) == bool(small)
        assert all(gross <= 0.75 * merged[0].gross + 1e-6 for gross in small)
        assert not merged or sum(sorted(small)[-2:]) <= 0.85 * merged[0].gross + 1e-6
    else:
        assert shown.total is None
