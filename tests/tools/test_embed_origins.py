"""The two origins give tables of the same shape."""

import polars as pl
import pytest
from tools.embed_origins import MAIN_GROUPS, MEMBERS, by_bands, main_groups, population_tables

from veivalg.norway.ages import BANDS
from veivalg.tables import PopulationGroups, ProjectionGroups


def one_year_projection() -> pl.DataFrame:
    ages = pl.DataFrame({"age": range(106), "persons": [10.25] * 106})
    sexes = pl.DataFrame({"sex": ["female", "male"]})
    alternatives = pl.DataFrame({"alternative": ["MMMM", "LLML", "HHMH", "MMM0"]})
    return (
        ages.join(sexes, how="cross").join(alternatives, how="cross")
        .with_columns(municipality=pl.lit("5503"), year=2030)
    )  # fmt: skip


def test_main_groups_are_sums_rounded_once() -> None:
    groups = ProjectionGroups.validate(main_groups(one_year_projection()))
    middle = groups.filter(pl.col("alternative") == "MMMM")
    found = {(a, b): n for a, b, n in middle.select("age_from", "age_to", "persons").rows()}
    assert set(found) == set(MAIN_GROUPS.values())
    assert found[(0, 19)] == 410
    assert found[(80, 105)] == 533
    others = groups.filter(pl.col("alternative") != "MMMM")
    assert set(others["alternative"]) == {"LLML", "HHMH"}
    assert set(others["age_to"]) == {105} and set(others["age_from"]) == {0}


def test_bands_hold_everyone_once() -> None:
    people = one_year_projection().filter(pl.col("alternative") == "MMMM")
    people = people.with_columns(persons=pl.lit(3))
    bands = PopulationGroups.validate(by_bands(people))
    assert bands["persons"].sum() == 3 * 2 * 106
    assert bands.height == len(BANDS)


def test_a_group_with_a_member_lacking_is_refused() -> None:
    assert sorted(MEMBERS) == ["EKG05", "EKG09"]
    people = one_year_projection().drop("alternative")
    with pytest.raises(SystemExit, match="EKG05"):
        population_tables(people)
