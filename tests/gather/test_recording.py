"""What a chapter says it needs is what it reads, and damage to any of it is told in the chapter."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.gather.recording import Recording, Seen
from tests.tiers import sized
from tools.standin import Standin, StandinLimits
from tools.standin.__main__ import klass_of

from veivalg.chapters.common.registry import all_chapters, ranked_of, run_chapter
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.chapters.report import make_chapter
from veivalg.content import Place
from veivalg.desk.scenarios import Scenarios
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.own.intake import accept, read_file
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch
from veivalg.tables import TABLES

EVERY = ("5503", "1833", "5610", "0099")
EMBEDDED, PLACES = sized(("0099",), EVERY), sized(("5503", "5610"), EVERY)
BROUGHT = sized(("5503",), EVERY)
PEER = Place("1804", "Bodø")
IDS = tuple(spec.id for spec in all_chapters())
SAID = ": lagrede tall kan ikke leses"
WHOLE = {("budget_sectors", "Tar avrundingen"): "ja", ("monthly_accounts", "Måned"): 1}
MANY = {"home_care_visits": "visit", "roster_shifts": "shift"}
"""Tables that show nothing for one person, and their running number."""


def bring(folder: Path, code: str, name: str) -> None:
    """Store the example rows of a table's template as the municipality's own, for six people."""
    schema, path = own_tables()[name], folder / "egne.csv"
    fields = schema.own_fields()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f.title for f in fields])
        for row in schema.examples():
            whole = {f.name: WHOLE.get((name, f.title), row.get(f.name)) for f in fields}
            for number in range(1, 7 if schema.personal else 2):
                number_them = {MANY[name]: number} if name in MANY else {}
                people = {f.name: f"K{number}" for f in fields if f.pseudonym}
                writer.writerow((whole | number_them | people).values())
    store = OwnStore(folder)
    accept(read_file(path, path.name, code=code, store=store, table=name), store)


@pytest.fixture(scope="module")
def filled(tables, figures, tmp_path_factory) -> Lake:
    """A lake with what can be fetched, for the places and one to compare with."""
    lake = Lake(tmp_path_factory.mktemp("filled"))
    limits = Limits(window=0.4, pause=0.01, longest_pause=0.05)
    served = Standin(tables, limits=StandinLimits(window=0.4), klass=klass_of(figures))
    with served as standin:
        fetch([*PLACES, PEER.code], lake, url=standin.url, limits=limits)
    return lake


@pytest.fixture(scope="module")
def brought(tmp_path_factory) -> Lake:
    """A lake where every own table is brought."""
    lake = Lake(tmp_path_factory.mktemp("brought"))
    for code in BROUGHT:
        for name in own_tables():
            bring(lake.folder, code, name)
    return lake


def _situations(filled: Lake, brought: Lake) -> Iterator[Evidence]:
    for code in EMBEDDED:
        yield gather(municipality(code), peers=(PEER,))
    for code in PLACES:
        yield gather(municipality(code), filled, peers=(PEER,))
    for code in BROUGHT:
        saved = gather(municipality(code), brought)
        yield replace(saved, scenarios=tuple(Scenarios(brought.folder).current(code).values()))


@pytest.fixture(scope="module")
def seen(filled, brought) -> dict[str, Seen]:
    """What each chapter reads, in all situations together."""
    found = {id: Seen() for id in IDS}
    for evidence in _situations(filled, brought):
        for id in IDS:
            recording = Recording(evidence)
            run_chapter(id, recording)
            ranked_of(id, recording)
            found[id].needs |= recording.seen.needs
            found[id].national |= recording.seen.national
    return found


@pytest.mark.parametrize("spec", all_chapters(), ids=lambda spec: spec.id)
def test_a_chapter_needs_what_it_says(spec, seen) -> None:
    assert sorted(spec.needs) == sorted(seen[spec.id].needs)
    assert sorted(spec.national) == sorted(seen[spec.id].national)


def _damaged(tmp_path: Path, whole: Lake, tables: Iterable[str]) -> tuple[Lake, set[str]]:
    """Copy a lake and spoil every stored file of some tables; give which there were any of."""
    lake = Lake(tmp_path / "data")
    shutil.copytree(whole.folder, lake.folder)
    for snapshot in lake.folder.rglob("snapshots"):
        shutil.rmtree(snapshot)  # copies of whole tables, which are read first
    spoilt = set()
    for table in tables:
        own = OwnStore(lake.folder).folder.glob(f"*/{table}/*.parquet")
        for file in [*(e.path for e in lake.catalogue() if e.table == table), *own]:
            file.write_bytes(b"not parquet")
            spoilt.add(table)
    return lake, spoilt


def _told(lake: Lake) -> dict[str, set[str]]:
    """Give the tables each chapter says it can't read."""
    titles = {t.title: name for name, t in (TABLES | own_tables()).items()}
    found = {}
    for id in IDS:
        said = [m for m in make_chapter(id, municipality("5503"), lake).missing if SAID in m.what]
        assert all(m.why and m.how_to_get for m in said)
        found[id] = {titles[m.what.removesuffix(SAID)] for m in said}
    return found


def _expected(spec: ChapterSpec, spoilt: set[str]) -> set[str]:
    """Give what a chapter must tell; the country's groups are summed from its people by age."""
    made = spoilt | ({"population_groups"} if "population" in spoilt else set())
    return (spoilt & {*spec.needs}) | (made & {*spec.national})


@pytest.mark.parametrize("which", ["filled", "brought"])
def test_damage_is_told_in_every_chapter_that_needs_the_table(which, request, tmp_path) -> None:
    whole = request.getfixturevalue(which)
    lake, spoilt = _damaged(tmp_path, whole, {*TABLES, *own_tables()})
    assert len(spoilt) > 5
    told = _told(lake)
    for spec in all_chapters():
        assert told[spec.id] == _expected(spec, spoilt), spec.id


@pytest.mark.proof
@pytest.mark.parametrize("table", sorted({*TABLES, *own_tables()}))
def test_damage_to_one_table_is_told_and_the_chapters_are_made(
    table, filled, brought, tmp_path
) -> None:
    lake, spoilt = _damaged(tmp_path, filled if table in TABLES else brought, [table])
    told = _told(lake)
    for spec in all_chapters():
        assert told[spec.id] == _expected(spec, spoilt), spec.id


def test_damage_to_another_municipality_is_told_where_the_country_is_read(filled, tmp_path) -> None:
    lake, _none = _damaged(tmp_path, filled, [])
    own = {"5503", "0", municipality("5503").kostra_group}
    others = [
        e
        for e in lake.catalogue()
        if e.table == "accounts" and own.isdisjoint(e.places) and all(map(str.isdigit, e.places))
    ]
    assert others
    for entry in others:
        entry.path.write_bytes(b"not parquet")
    told = _told(lake)
    for spec in all_chapters():
        assert told[spec.id] == ({"accounts"} if "accounts" in spec.national else set()), spec.id
