"""Harstad's printed home care figures, and what must hold for any week (M10)."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.home_care import (
    HOUR_BINS,
    Zone,
    age_labels,
    ata,
    bin_labels,
    bins,
    by_bin,
    freed,
    over_full,
    weekly_hours,
)
from veivalg.own.examples import example_table

HOURS, ATA, USERS = 2183, 0.599, 610


def test_harstads_available_hours_and_the_fte_behind_them() -> None:
    """2,183 hours are 59.9 % of the hours of 102.7 FTE of 35.5 hours, or of 97.2 of 37.5."""
    for fte, weekly in ((102.7, 35.5), (97.2, 37.5)):
        zone = Zone("Harstad", HOURS, None, fte, weekly)
        assert zone.available == pytest.approx(3644.4, abs=2)
        assert ata([zone]) == pytest.approx(ATA, abs=5e-4)
    assert Zone("A", 1, None, 1).weekly == 35.5


def test_the_norm_is_a_weekly_one_and_a_yearly_one_would_give_another_number() -> None:
    """By a norm of 1,410 hours a year it would take 134.4 FTE to give what 102.7 give."""
    assert ata([Zone("Harstad", HOURS, None, 134.4, 1410 / 52)]) == pytest.approx(ATA, abs=5e-4)
    assert ata([Zone("Harstad", HOURS, None, 134.4)]) == pytest.approx(0.4575, abs=5e-4)


def test_ata_is_the_ratio_of_sums_and_not_the_mean_of_ratios() -> None:
    zones = [Zone("A", 90, None, 10, weekly=10), Zone("B", 100, None, 100, weekly=10)]
    assert ata(zones) == pytest.approx(190 / 1100)


def test_raising_ata_frees_the_share_of_the_staff_the_method_says() -> None:
    zone = Zone("A", 60, None, 10, weekly=10)
    assert freed(zone, 0.75) == pytest.approx(2.0)
    assert freed(zone, 0.5) == 0.0


def test_hours_lost_to_absence_are_not_available() -> None:
    assert Zone("A", 60, None, 10, weekly=10, absence=0.1).available == pytest.approx(90)


def test_more_hours_than_people_is_named_as_a_fault() -> None:
    assert over_full([Zone("A", 40, None, 1), Zone("B", 20, None, 1)]) == ("A",)


def test_labels_are_written_in_norwegian() -> None:
    assert bin_labels(HOUR_BINS) == ("0–1", "1–2,5", "2,5–10", "10–15", "15+")
    assert age_labels((0, 50, 67, 75, 80, 85, 90))[-2:] == ("85–89", "90+")


@given(st.lists(st.floats(0, 60), min_size=1, max_size=80))
def test_the_profile_keeps_every_user_and_every_hour(hours) -> None:
    made = by_bin(hours, bins(hours, HOUR_BINS), len(HOUR_BINS))
    assert sum(len(each) for each in made) == len(hours)
    assert sum(map(sum, made)) == pytest.approx(sum(hours))
    ends = [*HOUR_BINS[1:], float("inf")]
    for each, low, high in zip(made, HOUR_BINS, ends, strict=True):
        assert all(low <= own < high for own in each)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.sampled_from("xy"), st.floats(1, 90), st.integers(0, 13)
        ),
        min_size=1,
        max_size=60,
    )
)
def test_visits_add_up_to_the_hours_of_the_weeks(visits) -> None:
    ends = [("A", "x", date(2024, 1, day), 0.0, None, 80) for day in (1, 14)]
    frame = pl.DataFrame(
        [(u, z, date(2024, 1, 1 + d), m, None, 80) for u, z, m, d in visits] + ends,
        schema={
            "user": pl.String,
            "zone": pl.String,
            "date": pl.Date,
            "minutes": pl.Float64,
            "granted_minutes": pl.Float64,
            "age": pl.Int16,
        },
        orient="row",
    )
    made = weekly_hours(frame)
    assert made["hours"].sum() == pytest.approx(sum(v[2] for v in visits) / 60 / 2)
    assert made["granted"].null_count() == made.height


@pytest.fixture(scope="module")
def week() -> pl.DataFrame:
    """The made-up week, of the size the golden values are for."""
    made = example_table("home_care_visits")
    assert made is not None
    return weekly_hours(made.frame)


def test_the_example_has_the_golden_users_and_hours(week: pl.DataFrame) -> None:
    assert week["user"].n_unique() == USERS
    assert week["hours"].sum() == pytest.approx(HOURS)


def users_and_hours(week: pl.DataFrame) -> tuple[list[int], list[float]]:
    """Count users and add their hours up by hours a week."""
    every = week["hours"].to_list()
    made = by_bin(every, bins(every, HOUR_BINS), len(HOUR_BINS))
    return [len(each) for each in made], [sum(each) for each in made]


def test_in_the_example_more_than_half_have_little_and_get_a_seventh(week: pl.DataFrame) -> None:
    users, hours = users_and_hours(week)
    assert sum(users[:2]) / sum(users) == pytest.approx(0.54, abs=0.005)
    assert sum(hours[:2]) / sum(hours) == pytest.approx(0.14, abs=0.005)


def test_the_example_has_the_printed_hours_per_user_in_all_and_in_the_two_parts(
    week: pl.DataFrame,
) -> None:
    users, hours = users_and_hours(week)
    few, little = sum(users[:2]), sum(hours[:2])
    assert (few, round(little, 1)) == (329, 305.6)
    assert little / few == pytest.approx(0.93, abs=0.005)
    assert sum(hours[2:]) / sum(users[2:]) == pytest.approx(6.69, rel=0.005)
    assert sum(hours) / sum(users) == pytest.approx(3.579, abs=5e-4)


def test_the_example_has_the_golden_ata_in_all_and_in_its_small_zone(week: pl.DataFrame) -> None:
    staff = example_table("home_care_staff")
    assert staff is not None
    hours = dict(week.group_by("zone").agg(pl.col("hours").sum()).iter_rows())
    zones = [
        Zone(r["zone"], hours[r["zone"]], None, r["fte"], r["weekly_hours"])
        for r in staff.frame.iter_rows(named=True)
    ]
    assert len(zones) == 7
    assert ata(zones) == pytest.approx(ATA, abs=5e-4)
    assert ata([z for z in zones if z.name == "Sone C"]) == pytest.approx(0.31, abs=0.01)
