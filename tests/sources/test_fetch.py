"""What a fetch promises, over real HTTP against the stand-in."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
import pytest
from tests.conftest import serving
from tools.standin.figures import YEARS

from veivalg.content import SourceKind
from veivalg.foundation.errors import UsageError
from veivalg.lake.lake import Lake
from veivalg.sources.ssb.fetch import fetch
from veivalg.tables import TABLES

ALL_TABLES = {
    "population",
    "projection",
    "care_users",
    "care_places",
    "care_staff",
    "care_hours",
    "care_activity",
    "indicators",
    "accounts",
    "area_accounts",
    "finances",
}


@pytest.fixture(scope="module")
def once(tables, figures, fast, tmp_path_factory):
    """Fetch Harstad once: the stand-in that was asked, what was told, and the folder it filled."""
    with serving(tables, figures) as start:
        standin, folder = start(), tmp_path_factory.mktemp("once") / "data"
        yield standin, fetch(["5503"], Lake(folder), url=standin.url, limits=fast), folder


@pytest.fixture
def fetched(once, lake):
    """Give what the fetch told; the lake of the test is a copy of what it filled."""
    shutil.copytree(once[2], lake.folder)
    return once[1]


@pytest.fixture
def asked(once):
    """Give the stand-in that was asked, as it was."""
    cubes = dict(once[0].cubes)
    yield once[0]
    once[0].cubes.update(cubes)


def test_a_fetch_fills_every_table_for_the_municipality_and_norway(fetched, lake):
    assert fetched.ok
    assert {e.table for e in lake.catalogue()} == ALL_TABLES
    assert set(lake.read("population").frame["municipality"]) == {"5503", "0"}
    assert lake.verify() == ()


def test_fetched_population_is_what_the_source_holds(fetched, lake, figures):
    frame = lake.read("population", ["5503"]).frame
    own = figures.population[list(figures.names).index("5503")]
    assert frame.height == len(YEARS) * 2 * 106
    for year, sex, age in [(2005, 0, 0), (2015, 1, 67), (2026, 0, 105)]:
        name = ("female", "male")[sex]
        found = frame.filter(year=year, sex=name, age=age)["persons"].item()
        assert found == own[YEARS.index(year), sex, age]
    assert frame["persons"].sum() == own.sum()


def test_all_nine_alternatives_come_with_one_year_age_to_2050(fetched, lake):
    frame = lake.read("projection", ["5503"]).frame
    assert frame["alternative"].n_unique() == 9
    assert (frame["year"].min(), frame["year"].max()) == (2026, 2050)
    assert frame.height == 9 * 25 * 2 * 106


def test_a_series_is_whole_though_the_municipality_has_been_renumbered(fetched, lake):
    users = lake.read("care_users", ["5503"]).frame.filter(
        service="home_services", age_from=0, age_to=105
    )
    assert users["year"].to_list() == list(range(2015, 2026))
    assert users["users"].null_count() == 0


def test_users_aged_67_to_79_are_the_rest_where_the_source_lacks_them(fetched, lake):
    frame = lake.read("care_users", ["5503"]).frame.filter(service="home_services", year=2024)
    by_age = dict(zip(frame["age_from"].to_list(), frame["users"].to_list(), strict=True))
    wide = {(a, b): u for a, b, u in frame.select("age_from", "age_to", "users").iter_rows()}
    assert wide[(67, 79)] == wide[(0, 105)] - wide[(0, 66)] - wide[(80, 105)]
    assert len(by_age) == 3


def test_shielded_figures_are_missing_with_the_reason_and_never_zero(standin, lake, fast):
    fetch(["1151"], lake, url=standin.url, limits=fast, tables=["care_users", "care_staff"])
    users = lake.read("care_users", ["1151"]).frame
    assert users["users"].null_count() == users.height
    long_stay = users.filter(pl.col("service") == "long_stay", pl.col("year") == 2010)
    assert set(long_stay["reason"]) == {"skjermet"}
    assert set(lake.read("care_staff", ["1151"]).frame["reason"]) == {"mangler"}


def test_every_stored_table_has_provenance(fetched, lake, asked):
    for entry in lake.catalogue():
        source = entry.source
        assert source.producer == "SSB"
        assert source.table in source.query
        assert source.query.startswith(asked.url)
        assert len(source.retrieved) == 10
        assert source.licence == "CC BY 4.0"
        assert len(source.sha256) == 64
        assert source.updated


def test_the_query_in_the_source_gives_the_figures_of_that_place_alone(fetched, lake):
    import httpx2

    source = lake.read("population", ["5503"]).source("5503")
    answer = httpx2.get(source.query).json()
    assert answer["dimension"]["Region"]["category"]["label"] == {"K-5503": "Harstad - Hárstták"}
    assert sum(answer["value"]) == lake.read("population", ["5503"]).frame["persons"].sum()


def test_constructed_figures_are_marked_and_never_pass_as_official(fetched, lake):
    assert all(e.source.kind is SourceKind.CONSTRUCTED for e in lake.catalogue())
    assert ", Eksempel" in lake.read("projection", ["5503"]).source("5503").line()
    assert all(t.constructed for t in fetched.tables)
    assert "eksempeltall" in fetched.tables[0].line()


def test_unchanged_tables_are_not_fetched_again(fetched, asked, lake, fast):
    before = asked.data_calls()
    again = fetch(["5503"], lake, url=asked.url, limits=fast)
    assert asked.data_calls() == before
    assert all(t.unchanged and not t.fetched for t in again.tables)


def test_a_table_with_a_new_date_is_fetched_again(fetched, asked, lake, fast):
    cube = asked.cubes["07459"]
    asked.cubes["07459"] = replace(cube, updated="2027-02-24T07:00:00Z")
    again = fetch(["5503"], lake, url=asked.url, limits=fast)
    assert [t.table for t in again.tables if t.fetched] == ["07459"]
    assert lake.read("population", ["5503"]).source("5503").updated.startswith("2027")


def test_paa_nytt_fetches_also_what_is_unchanged(fetched, asked, lake, fast):
    before = asked.data_calls()
    fetch(["5503"], lake, url=asked.url, limits=fast, again=True, tables=["07459"])
    assert asked.data_calls() == before + 2


def test_only_what_is_lacking_is_fetched_when_more_municipalities_are_asked_for(
    fetched, asked, lake, fast
):
    report = fetch(["5503", "1833"], lake, url=asked.url, limits=fast, tables=["population"])
    assert report.tables[0].fetched == ("1833",)
    assert set(report.tables[0].unchanged) == {"5503", "0"}


def test_a_damaged_file_is_fetched_again_by_itself(fetched, asked, lake, fast):
    lake.entry("population", "07459-5503").path.write_bytes(b"damaged")
    report = fetch(["5503"], lake, url=asked.url, limits=fast, tables=["07459"])
    assert report.tables[0].fetched == ("5503",)
    assert lake.verify() == ()


def test_progress_is_told_call_by_call_in_norwegian(standin, lake, fast):
    seen = []
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"], progress=seen.append)
    assert seen[-1].done == seen[-1].calls == 2
    assert seen[-1].cells == 2 * len(YEARS) * 2 * 106
    assert seen[-1].message == "Henter tabell 07459 folkemengde"


def test_a_fetch_that_is_stopped_keeps_what_it_has_and_goes_on_later(standin, lake, fast):
    calls = []

    def stop() -> bool:
        return len(calls) > 2

    first = fetch(["5503"], lake, url=standin.url, limits=fast, stop=stop, progress=calls.append)
    assert first.stopped
    assert not first.ok
    assert "stoppet" in first.lines()[-1]
    rest = fetch(["5503"], lake, url=standin.url, limits=fast)
    assert rest.ok
    assert {e.table for e in lake.catalogue()} == ALL_TABLES


def test_places_a_table_does_not_know_are_named_and_the_rest_is_fetched(asked, lake, fast):
    report = fetch(["1108", "5503"], lake, url=asked.url, limits=fast, tables=["14746"])
    assert report.tables[0].lacking == ("1108",)
    assert set(report.tables[0].fetched) == {"0", "5503"}


def test_an_unknown_table_is_refused_with_the_choices(standin, lake, fast):
    with pytest.raises(UsageError, match="Velg blant") as caught:
        fetch(["5503"], lake, url=standin.url, limits=fast, tables=["99999"])
    assert "07459" in caught.value.remedy


def test_every_stored_frame_holds_its_schema(fetched, lake):
    for name in ALL_TABLES:
        TABLES[name].validate(lake.read(name).frame)


@pytest.mark.statistics
def test_harstad_is_whole_from_2005_with_the_real_figures(serve, statistics_tables, lake, fast):
    standin = serve(served=statistics_tables)
    report = fetch(["5503"], lake, url=standin.url, limits=fast)
    assert report.ok
    frame = lake.read("population", ["5503"]).frame
    assert frame.filter(year=2024)["persons"].sum() == 25_056
    aged = frame.filter(pl.col("year") == 2024, pl.col("age") >= 90)
    assert aged["persons"].sum() == 228
    norway = lake.read("population", ["0"])
    assert norway.frame.filter(year=2026)["persons"].sum() == 5_627_400
    assert norway.source("0").kind is SourceKind.OFFICIAL
    assert frame["year"].n_unique() == 22


@pytest.mark.statistics
def test_the_constructed_projection_agrees_with_ssbs_known_groups(
    serve, statistics_tables, lake, fast
):
    standin = serve(served=statistics_tables)
    fetch(["1833"], lake, url=standin.url, limits=fast, tables=["14746"])
    frame = lake.read("projection", ["1833"]).frame
    total = frame.group_by("alternative", "year").agg(pl.col("persons").sum())
    main = total.filter(alternative="MMMM", year=2050)["persons"].item()
    low = total.filter(alternative="LLML", year=2050)["persons"].item()
    high = total.filter(alternative="HHMH", year=2050)["persons"].item()
    from tools.standin.__main__ import statistics_folder

    known = pl.read_parquet(statistics_folder() / "projection_2026_north.parquet").filter(
        municipality="1833", year=2050, age_group="total"
    )
    expected = dict(known.select("alternative", "persons").iter_rows())
    for got, name in ((main, "MMMM"), (low, "LLML"), (high, "HHMH")):
        assert got == pytest.approx(expected[name], rel=0.002)
    assert lake.read("projection", ["1833"]).source("1833").kind is SourceKind.CONSTRUCTED
