"""Full disk, no permission, damaged files: one clear sentence, and nothing lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import orjson
import pytest

from veivalg.foundation.errors import StoreError
from veivalg.lake.lake import Lake


@pytest.fixture
def filled(lake, ssb, people):
    lake.put("population", "5503", people("5503"), ssb)
    lake.put("population", "1833", people("1833"), ssb)
    return lake


def _temporary(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.name.endswith(".tmp")]


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_full_disk_at_any_write_loses_nothing_and_leaves_nothing(
    filled, ssb, people, monkeypatch, after
):
    real, calls = os.write, []

    def write(handle, data):
        calls.append(1)
        if len(calls) > after:
            real(handle, bytes(data)[:10])  # the disk takes a little before it is full
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, bytes(data)[: max(1, len(data) // 2)] if after > 1 else data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StoreError, match="Disken er full") as caught:
        filled.put("population", "5503", people("5503", persons=5), ssb)
    monkeypatch.undo()
    assert "urørt" in caught.value.remedy
    assert filled.verify() == ()
    assert filled.read("population", ["5503"]).frame["persons"].to_list() == [100] * 3
    assert _temporary(filled.folder) == []


def test_a_quota_is_a_full_disk(filled, ssb, people, monkeypatch):
    def fsync(handle):
        raise OSError(errno.EDQUOT, "Quota exceeded")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError, match="Disken er full"):
        filled.put("population", "5503", people("5503", persons=5), ssb)


def test_a_folder_under_a_file_is_refused_in_one_sentence(tmp_path, ssb, people):
    (tmp_path / "fil").write_text("")
    lake = Lake(tmp_path / "fil" / "data")
    with pytest.raises(StoreError, match=r"Datamappen .* kan ikke brukes") as caught:
        lake.put("population", "5503", people("5503"), ssb)
    assert "Errno" not in str(caught.value)
    with pytest.raises(StoreError, match=r"Datamappen .* kan ikke brukes"):
        lake.read("population")


@pytest.mark.parametrize(
    ("code", "text"), [(errno.EACCES, "mangler tilgang"), (errno.EROFS, "skrivebeskyttet")]
)
def test_no_write_permission_says_so(filled, ssb, people, monkeypatch, code, text):
    def refuse(*arguments):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=text):
        filled.put("population", "5503", people("5503", persons=5), ssb)
    monkeypatch.undo()
    assert filled.verify() == ()


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "text"])
def test_a_damaged_parquet_file_is_named_and_the_rest_stays_readable(filled, damage):
    path = filled.entry("population", "5503").path
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "flip": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "cut": content[:middle],
            "empty": b"",
            "text": b"not parquet",
        }[damage]
    )
    with pytest.raises(StoreError, match="er skadet") as caught:
        filled.read("population")
    assert str(path) in caught.value.message
    assert "--paa-nytt" in caught.value.remedy
    assert filled.read("population", ["1833"]).frame.height == 3
    problems = []
    assert set(filled.read("population", unreadable=problems).frame["municipality"]) == {"1833"}
    assert [p.partition for p in problems] == ["5503"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"table": 1}', b"\xff\xfe"])
def test_a_damaged_catalogue_file_is_named_and_the_rest_stays_readable(filled, content):
    path = filled.folder / "tall" / "catalogue" / "population" / "5503.json"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="kan ikke leses") as caught:
        filled.read("population")
    assert str(path) in caught.value.message
    assert [e.partition for e in filled.catalogue()] == ["1833"]
    assert [p.path for p in filled.verify()] == [path]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("table", ["pupils", 1, None, ["population"]]),
        ("partition", ["1833", "../1833", None]),
        ("places", ["5503", None, {"5503": 1}, [5503], [["5503"]]]),
        ("rows", ["3", -1, None, 3.5, True, 1e300]),
        ("stored", [None, 20260101]),
        ("file", ["../../x.parquet", "/etc/passwd", "..", None, 5, ["a"]]),
        ("source", [None, [], "SSB", {"id": "x"}]),
        ("source.producer", [None, 5, ["SSB"]]),
        ("source.retrieved", [None, 20260301]),
        ("source.kind", ["ukjent", None]),
        ("source.caveats", ["x", [1], {"a": 1}, [{"text": "x"}]]),
        ("source.unrevised", ["2024", None, True]),
        ("source.sha256", [None, "x" * 64]),
        ("source.ukjent", ["x"]),
    ],
)
def test_a_catalogue_file_with_a_value_of_another_kind_is_told(filled, name, values):
    path = filled.folder / "tall" / "catalogue" / "population" / "5503.json"
    whole = path.read_bytes()
    for value in values:
        content = orjson.loads(whole)
        *inner, last = name.split(".")
        (content[inner[0]] if inner else content)[last] = value
        path.write_bytes(orjson.dumps(content))
        lake = Lake(filled.folder)
        problems = []
        assert set(lake.read("population", unreadable=problems).frame["municipality"]) == {"1833"}
        assert [p.partition for p in problems] == ["5503"], value
        assert "5503" in problems[0].error.message
    path.write_bytes(whole)
    assert Lake(filled.folder).verify() == ()
