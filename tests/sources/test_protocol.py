"""Sources are found by their folders and all fetched the same way."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

import veivalg.sources
from veivalg.foundation.errors import UsageError
from veivalg.norway.register import municipalities
from veivalg.sources import all_sources, fetch, find_source
from veivalg.sources.protocol import Asked

SHARED = {"http"}


def test_every_folder_is_a_source_and_called_by_its_name() -> None:
    root = Path(veivalg.sources.__file__).parent
    folders = {f.parent.name for f in root.glob("*/__init__.py")} - SHARED
    assert {source.id for source in all_sources()} == folders
    assert all(source.title for source in all_sources())
    with pytest.raises(UsageError, match="finnes ingen kilde"):
        find_source("finnes-ikke")


def test_those_with_an_order_are_fetched_together(standin, lake, fast) -> None:
    report = fetch(["5503"], lake, Asked(url=standin.url, limits=fast, tables=["07459"]))
    assert [t.table for t in report.tables] == ["07459"]
    assert report.ok and report.notes == ()
    assert lake.read("population", ["5503"]) is not None


def test_klass_is_asked_when_all_municipalities_are_fetched(standin, lake, fast) -> None:
    names = {m.code: m.official_name for m in municipalities()} | {"9901": "Nykommune"}
    standin.klass = orjson.dumps({"codes": [{"code": c, "name": n} for c, n in names.items()]})
    asked = Asked(url=standin.url, limits=fast)
    klass, everyone = find_source("klass"), [m.code for m in municipalities()]
    assert klass.fetch(["5503"], lake, asked).notes == ()
    assert klass.fetch(everyone, lake, asked).notes[0] == "Ny kommune i KLASS: 9901 Nykommune."
    standin.klass = b"<html>"
    assert "ikke sammenliknet med KLASS" in klass.fetch(everyone, lake, asked).notes[0]


def test_a_stopped_fetch_asks_nobody_else(standin, lake, fast) -> None:
    everyone = [m.code for m in municipalities()]
    report = fetch(everyone, lake, Asked(url=standin.url, limits=fast, stop=lambda: True))
    assert report.stopped and report.notes == ()


def test_a_source_that_needs_a_file_says_so(lake) -> None:
    with pytest.raises(UsageError, match="kan ikke hentes over nettet"):
        find_source("kdd").fetch((), lake, Asked())


def test_what_is_embedded_is_there_without_being_fetched(lake) -> None:
    report = find_source("embedded").fetch(["5503", "1151"], lake, Asked())
    assert {t.unchanged for t in report.tables} == {("5503",)}
    assert not lake.folder.exists()
