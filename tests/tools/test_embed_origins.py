"""The two origins give tables of the same shape."""

from importlib import import_module

import polars as pl
import pytest
from tools.embed_origins import (
    MAIN_GROUPS,
    MEMBERS,
    THREE,
    from_source,
    main_groups,
    population_tables,
)

from veivalg.content import Source
from veivalg.lake.lake import Lake
from veivalg.norway.ages import BANDS
from veivalg.norway.indicators import indicators
from veivalg.sources.embedded.figures import EMBEDDED_PLACES, by_band, embedded_tables
from veivalg.sources.report import FetchReport, TableReport
from veivalg.tables import TABLES

fetch_module = import_module("veivalg.sources.ssb.fetch")


def one_year_projection() -> pl.DataFrame:
    ages = pl.DataFrame({"age": range(106), "persons": [10.25] * 106})
    sexes = pl.DataFrame({"sex": ["female", "male"]})
    alternatives = pl.DataFrame({"alternative": ["MMMM", "LLML", "HHMH", "MMM0"]})
    return (
        ages.join(sexes, how="cross")
        .join(alternatives, how="cross")
        .with_columns(municipality=pl.lit("5503"), year=2030)
    )


def test_main_groups_are_sums_rounded_once() -> None:
    groups = TABLES["projection_groups"].validate(main_groups(one_year_projection()))
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
    bands = by_band(people)
    assert bands["persons"].sum() == 3 * 2 * 106
    assert bands.height == len(BANDS)


def test_a_group_with_a_member_lacking_is_refused() -> None:
    assert sorted(MEMBERS) == [f"EKG{number:02}" for number in range(1, 18)]
    people = one_year_projection().drop("alternative")
    with pytest.raises(SystemExit, match="EKG01"):
        population_tables(people)


NOT_FETCHED = {"need_indices", "printed_figures", "accounts", "area_accounts", "finances"}


class StandIn:
    """A fetch that answers with made-up people and the embedded care figures."""

    def __init__(self, constructed: bool = False) -> None:
        self.constructed = constructed

    def __call__(self, codes, lake: Lake, *, url: str, tables: tuple[str, ...]) -> FetchReport:
        source = Source("ssb", "SSB", "Prøve")
        people = one_year_projection().filter(pl.col("alternative") == "MMMM")
        for code in (*codes, "0"):
            row = people.with_columns(municipality=pl.lit(code), persons=pl.lit(2))
            lake.put("population", code, row.with_columns(year=pl.lit(2024)), source)
        if "projection" in tables:
            for code in codes:
                rows = one_year_projection().with_columns(municipality=pl.lit(code))
                lake.put("projection", code, rows, source)
                for name in (
                    "care_users",
                    "care_places",
                    "care_staff",
                    "care_hours",
                    "care_activity",
                ):
                    rows = embedded_tables()[name].frame.filter(pl.col("municipality") == code)
                    lake.put(name, code, rows, source)
        if "indicators" in tables:
            rows = embedded_tables()["indicators"].frame
            known = set(rows["indicator"])
            more = next(entry.id for entry in indicators() if entry.id not in known)
            other = rows.with_columns(indicator=pl.lit(more)).unique(["municipality", "year"])
            lake.put("indicators", "alle", pl.concat([rows, other]), source)
        return FetchReport((TableReport("07459", "Folkemengde", constructed=self.constructed),))


def test_the_live_source_gives_every_table_that_is_ssbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "fetch", StandIn())
    frames = from_source("http://127.0.0.1:1")
    assert set(frames) == set(embedded_tables()) - NOT_FETCHED
    groups = TABLES["population_groups"].validate(frames["population_groups"])
    assert set(groups["municipality"]) == {*EMBEDDED_PLACES, *MEMBERS}
    oldest = groups.filter(pl.col("age_from") == 90, pl.col("municipality") == "EKG05")
    assert oldest["persons"].to_list() == [16 * 2 * 2 * len(MEMBERS["EKG05"])]
    assert set(frames["projection_groups"]["municipality"]) == set(THREE)
    kept = set(frames["indicators"]["indicator"])
    assert kept == set(embedded_tables()["indicators"].frame["indicator"])
    assert frames["care_hours"].height == embedded_tables()["care_hours"].frame.height


def test_constructed_figures_are_never_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "fetch", StandIn(constructed=True))
    with pytest.raises(SystemExit, match="konstruerte tall"):
        from_source("http://127.0.0.1:1")
