"""Gathering: the lake first, the embedded figures for the rest, groups only when whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from veivalg.chapters.report import make_chapter
from veivalg.content import Place, Source, SourceKind
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import NORWAY
from veivalg.norway.register import municipalities, municipality
from veivalg.sources.embedded.figures import embedded_tables

FETCHED = Source("ssb-07459-test", "SSB", "Folkemengde", table="07459", retrieved="2026-11-01")


def people(code: str, persons: int, year: int = 2026) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "municipality": [code] * 212,
            "year": [year] * 212,
            "sex": ["female", "male"] * 106,
            "age": [a for a in range(106) for _ in range(2)],
            "persons": [persons] * 212,
        }
    )


def test_the_first_run_has_figures_for_harstad_without_any_lake():
    evidence = gather(municipality("5503"))
    assert evidence.rows("population", evidence.place) is not None
    assert evidence.rows("care_places", evidence.place) is not None
    assert evidence.today == ""


def test_every_municipality_has_its_main_figures_without_any_lake():
    evidence = gather(municipality("1151"))
    people = evidence.rows("population", evidence.place)
    assert people.frame.filter(pl.col("year") == 2026)["persons"].sum() == 219
    for name in ("area_accounts", "finances"):
        known = evidence.tables[name].frame
        assert set(known["municipality"]) == {"1151", "EKG16", "0", "EAKUO"}
        assert evidence.country[name].frame["municipality"].n_unique() == 357 + 17 + 2


def test_a_table_without_the_municipality_still_has_norway():
    evidence = gather(municipality("1151"))
    assert evidence.rows("care_users", evidence.place) is None
    assert evidence.rows("population", NORWAY) is not None


def test_fetched_rows_replace_the_embedded_ones_and_bring_their_own_source(tmp_path):
    lake = Lake(tmp_path)
    lake.put("population", "5503", people("5503", 7), FETCHED)
    table = gather(municipality("5503"), lake).tables["population"]
    own = table.frame.filter(pl.col("municipality") == "5503", pl.col("year") == 2026)
    assert own["persons"].unique().to_list() == [7]
    assert table.source("5503").retrieved == "2026-11-01"
    assert table.source("0") != table.source("5503")


def test_the_group_is_summed_only_when_every_member_is_there(tmp_path):
    lake = Lake(tmp_path)
    own = municipality("5503")
    members = [m.code for m in municipalities() if m.kostra_group == own.kostra_group]
    lake.put("population", "nesten-alle", pl.concat(people(c, 1) for c in members[1:]), FETCHED)
    before = gather(own, lake).tables["population_groups"].source(own.kostra_group)
    assert before.retrieved != "2026-11-01"
    lake.put("population", "den-siste", people(members[0], 1), FETCHED)
    groups = gather(own, lake).tables["population_groups"]
    summed = groups.frame.filter(
        (pl.col("municipality") == own.kostra_group) & (pl.col("year") == 2026)
    )
    assert summed["persons"].sum() == 212 * len(members)
    assert f"sum av {len(members)} kommuner" in groups.source(own.kostra_group).title


def test_a_group_with_a_constructed_member_is_marked_constructed(tmp_path):
    lake = Lake(tmp_path)
    own = municipality("5503")
    members = [m.code for m in municipalities() if m.kostra_group == own.kostra_group]
    made_up = Source("x", "SSB", "Folkemengde", retrieved="2026-11-01", kind=SourceKind.CONSTRUCTED)
    lake.put("population", "alle", pl.concat(people(c, 1) for c in members), made_up)
    groups = gather(own, lake).tables["population_groups"]
    assert groups.source(own.kostra_group).kind is SourceKind.CONSTRUCTED


def test_a_fetch_never_shortens_the_municipalitys_own_history(tmp_path):
    lake = Lake(tmp_path)
    before = gather(municipality("5503")).tables["population"]
    lake.put("population", "5503", people("5503", 7), FETCHED)
    after = gather(municipality("5503"), lake).tables["population"]
    assert set(after.frame["year"]) == set(before.frame["year"])
    assert "2016–2025 er innebygde tall" in after.source("5503").note


def test_a_damaged_file_costs_its_own_rows_and_is_told(tmp_path):
    lake = Lake(tmp_path)
    lake.put("population", "5503", people("5503", 7), FETCHED)
    for file in (tmp_path / "tall" / "facts").rglob("*.parquet"):
        file.write_bytes(b"ikke Parquet")
    evidence = gather(municipality("5503"), Lake(tmp_path))
    own = evidence.rows("population", evidence.place)
    assert own is not None and own.frame["persons"].max() > 7
    assert "--paa-nytt" in evidence.damaged["population"]


def test_a_damaged_table_is_the_first_thing_a_chapter_says_is_missing(tmp_path):
    lake = Lake(tmp_path)
    lake.put("population", "5503", people("5503", 7), FETCHED)
    for file in (tmp_path / "tall" / "facts").rglob("*.parquet"):
        file.write_bytes(b"ikke Parquet")
    chapter = make_chapter("befolkning", municipality("5503"), Lake(tmp_path))
    assert "kan ikke leses" in chapter.missing[0].what
    assert chapter.findings


def test_a_table_is_read_only_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, read = Lake(tmp_path), []
    stored = embedded_tables()["care_users"].frame.filter(pl.col("municipality") == "5503")
    lake.put("care_users", "5503", stored, FETCHED)
    ordinary = lake.read
    monkeypatch.setattr(
        lake, "read", lambda name, *a, **k: read.append(name) or ordinary(name, *a, **k)
    )
    evidence = gather(municipality("5503"), lake)
    assert read == []
    assert evidence.table("care_users") is not None
    assert evidence.table("care_users") is evidence.table("care_users")
    assert read == ["care_users"]


def test_what_is_embedded_alone_is_worked_out_once_until_something_is_fetched(tmp_path):
    lake, here = Lake(tmp_path), municipality("5503")
    embedded = gather(here).tables["population"]
    assert gather(here, lake).tables["population"] is embedded
    assert gather(here, peers=(Place("1804", "Bodø"),)).tables["population"] is not embedded
    lake.put("population", "5503", people("5503", 7), FETCHED)
    fetched = gather(here, lake)
    assert (fetched.rows("population", fetched.place).frame["persons"] == 7).any()
    assert gather(here).tables["population"] is embedded


def test_a_municipality_alone_in_its_group_is_never_held_against_itself():
    assert gather(municipality("0301")).group is None
    assert gather(municipality("5503")).group.code == "EKG09"
