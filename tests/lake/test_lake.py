"""What the lake promises."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.content import Source, SourceKind
from veivalg.foundation.errors import StoreError, TableError, UsageError
from veivalg.foundation.files import sweep
from veivalg.lake.lake import Lake


def test_an_empty_lake_creates_nothing_and_has_nothing(lake):
    assert lake.read("population") is None
    assert lake.catalogue() == ()
    assert not lake.folder.exists()


def test_what_is_stored_is_read_with_its_source_for_each_place(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    lake.put("population", "0", people("0", persons=7), replace(ssb, retrieved="2026-04-01"))
    found = lake.read("population", ["5503", "0", "1833"])
    assert set(found.frame["municipality"]) == {"5503", "0"}
    assert found.source("0").retrieved == "2026-04-01"
    assert found.source("5503").query == ssb.query


def test_the_stored_hash_is_that_of_the_file(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    (entry,) = lake.catalogue()
    assert entry.source.sha256 == hashlib.sha256(entry.path.read_bytes()).hexdigest()
    assert (entry.table, entry.partition, entry.places, entry.rows) == (
        "population",
        "5503",
        ("5503",),
        3,
    )
    assert pl.read_parquet_metadata(entry.path)["query"] == ssb.query


def test_a_new_version_replaces_the_old_and_leaves_its_file(lake, ssb, people):
    lake.put("population", "5503", people("5503", persons=1), ssb)
    old = lake.catalogue()[0].path
    lake.put("population", "5503", people("5503", persons=2), ssb)
    assert lake.read("population").frame["persons"].to_list() == [2, 2, 2]
    assert old.exists()
    assert lake.verify() == ()


def test_rows_that_break_the_schema_are_refused_and_nothing_changes(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    with pytest.raises(TableError):
        lake.put("population", "5503", people("5503", persons=-1), ssb)
    assert lake.read("population").frame["persons"].to_list() == [100] * 3


def test_a_partition_can_answer_for_places_without_rows(lake, ssb, people):
    lake.put("population", "x", people("5503").clear(), ssb, places=["2100"])
    assert lake.catalogue()[0].places == ("2100",)
    assert lake.read("population", ["2100"]) is None


def test_of_two_partitions_with_one_key_the_newest_wins_and_both_sources_are_named(
    lake, ssb, people
):
    lake.put("population", "a-5503", people("5503", persons=1), ssb)
    lake.put("population", "b-5503", people("5503", persons=2), replace(ssb, table="99999"))
    found = lake.read("population", ["5503"])
    assert found.frame["persons"].to_list() == [2, 2, 2]
    assert found.source("5503").table == "07459, 99999"


def test_constructed_stays_constructed_when_sources_are_joined(lake, ssb, people):
    lake.put("population", "a", people("5503"), ssb)
    marked = replace(ssb, table="99999", kind=SourceKind.CONSTRUCTED)
    lake.put("population", "b", people("5503", years=(2023,)), marked)
    assert lake.read("population").source("5503").kind is SourceKind.CONSTRUCTED


def test_another_lake_object_sees_a_change_at_once(lake, ssb, people):
    other = Lake(lake.folder)
    for persons in range(1, 6):
        lake.put("population", "5503", people("5503", persons=persons), ssb)
        assert other.read("population").frame["persons"][0] == persons


def test_two_processes_can_write_at_once(lake, ssb, people, tmp_path):
    script = tmp_path / "write.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nimport polars as pl\n"
        "from veivalg.content import Source\nfrom veivalg.lake.lake import Lake\n"
        "lake = Lake(Path(sys.argv[1]))\n"
        "for n in range(20):\n"
        "    code = sys.argv[2] + str(n).zfill(2)\n"
        "    for place in (code, 'same'):\n"
        "        frame = pl.DataFrame({'municipality': [place], 'year': [2024], 'sex': ['male'],"
        " 'age': [1], 'persons': [n]})\n"
        "        lake.put('population', place, frame, Source('s', 'SSB', 't'))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, str(script), str(lake.folder), prefix])
        for prefix in ("11", "22")
    ]
    assert [w.wait() for w in writers] == [0, 0]
    assert lake.verify() == ()
    assert len(lake.catalogue()) == 41
    assert lake.read("population", ["same"]).frame["persons"].to_list() == [19]


def test_what_several_places_stored_is_read_as_one_table(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    assert lake.read("population").frame.group_by("municipality").agg(
        pl.col("persons").sum()
    ).rows() == [("5503", 300)]
    lake.put("population", "1833", people("1833"), ssb)
    assert lake.read("population").frame["persons"].sum() == 600
    assert lake.read("care_users") is None


def test_temporary_files_of_dead_processes_are_swept_and_those_of_living_kept(lake, people, ssb):
    lake.put("population", "5503", people("5503"), ssb)
    folder = lake.folder / "tall" / "facts" / "population"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (folder / f".a.parquet.{dead.pid}.12345678.tmp").write_bytes(b"x")
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    kept = folder / f".a.parquet.{living.pid}.12345678.tmp"
    kept.write_bytes(b"x")
    assert sweep(lake.folder) == 1
    assert kept.exists()
    living.communicate(b"\n")


@pytest.mark.parametrize("partition", ["", "../x", "a/b", ".hidden"])
def test_a_partition_name_can_not_leave_the_folder(lake, ssb, people, partition):
    with pytest.raises(UsageError):
        lake.put("population", partition, people("5503"), ssb)


def test_an_unknown_table_is_refused(lake):
    with pytest.raises(UsageError, match="ingen tabell «bogus»"):
        lake.read("bogus")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=8))
def test_after_any_series_of_writes_each_partition_holds_its_last(tmp_path_factory, writes):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for name, persons in writes:
        row = {"municipality": [name], "year": [2024], "sex": ["male"], "age": [1]}
        frame = pl.DataFrame(row | {"persons": [persons]})
        lake.put("population", name, frame, Source("s", "SSB", "t"))
    frame = lake.read("population").frame
    assert dict(frame.select("municipality", "persons").iter_rows()) == dict(writes)


def test_a_missing_parquet_file_is_named_with_what_to_do(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    path: Path = lake.catalogue()[0].path
    path.unlink()
    with pytest.raises(StoreError, match=r"veivalg hent 5503 --paa-nytt") as caught:
        lake.read("population")
    assert str(path) in str(caught.value)
