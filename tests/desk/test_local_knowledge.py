"""Local knowledge is kept with who, why and when; what is removed stays in the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.chapters.report import make_chapter
from veivalg.cli.main import run
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.lake.lake import Lake
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.norway.register import municipality


def test_what_is_added_comes_back_and_what_is_removed_stays_in_the_log(tmp_path):
    store = LocalKnowledge(tmp_path)
    field = store.add(
        "5503",
        Kind.HOUSING,
        2029,
        120,
        who="Kari",
        why="vedtatt plan",
        settings={"andel_utenfra": 0.4},
    )
    firm = store.add("5503", Kind.EMPLOYER, 2030, 300, who="Ola", why="intensjonsavtale")
    assert store.of("5503") == (field, firm)
    store.remove("5503", field.id, who="Per", why="klagen førte fram")
    assert store.of("5503") == (firm,)
    logged = store.history("5503")[0]
    assert (logged.removed_by, logged.removed_why) == ("Per", "klagen førte fram")
    assert logged.recorded and logged.removed and logged.settings == {"andel_utenfra": 0.4}
    assert store.of("1833") == ()


def test_nothing_is_kept_or_removed_without_who_and_why(tmp_path):
    store = LocalKnowledge(tmp_path)
    for who, why in (("", "plan"), ("Kari", " "), ("K" * 81, "plan")):
        with pytest.raises(UsageError):
            store.add("5503", Kind.HOUSING, 2029, 120, who=who, why=why)
    assert not store.folder.exists()
    with pytest.raises(UsageError, match="finnes ikke"):
        store.remove("5503", "0" * 12, who="Per", why="feil")


def test_a_damaged_file_stops_the_projection_and_is_named(tmp_path):
    store = LocalKnowledge(tmp_path)
    store.add("5503", Kind.HOUSING, 2029, 120, who="Kari", why="plan")
    path = next((store.folder / "5503" / "lokalkunnskap").iterdir())
    for content in (b"{", b"[]", path.read_bytes().replace(b"120.0", b'"mye"')):
        path.write_bytes(content)
        with pytest.raises(StoreError, match=path.name):
            store.of("5503")


def test_the_terminal_adds_lists_and_removes(tmp_path, capsys):
    def told(*arguments: str) -> str:
        assert run(["lokalkunnskap", "Harstad", *arguments, "--data", str(tmp_path)]) == 0
        return capsys.readouterr().out

    assert "ingen lokalkunnskap" in told()
    added = told(
        "--legg-til",
        "boligfelt",
        "--aar",
        "2029",
        "--antall",
        "120",
        "--hvem",
        "Kari",
        "--hvorfor",
        "vedtatt plan",
        "--sett",
        "andel_utenfra=0,4",
    )
    assert "120 boliger" in added and "+101 personer" in added
    id = added.split()[1].rstrip(":")
    assert "vedtatt plan" in told() and "personer_per_bolig" in told()
    assert "andel_kvinner" not in told()
    told(
        "--legg-til",
        "boligfelt",
        "--aar",
        "2031",
        "--antall",
        "9",
        "--hvem",
        "Kari",
        "--hvorfor",
        "plan",
    )
    assert told().count("andel_utenfra = ") == 2
    told("--fjern", id, "--hvem", "Per", "--hvorfor", "trukket")
    second = told().split()[0]
    told("--fjern", second, "--hvem", "Per", "--hvorfor", "trukket")
    assert "ingen lokalkunnskap" in told() and "trukket" in told("--alt")
    assert run(["lokalkunnskap", "Harstad", "--legg-til", "slott", "--data", str(tmp_path)]) == 2


def test_a_damaged_piece_is_told_where_it_counts_and_stops_no_chapter(tmp_path: Path) -> None:
    LocalKnowledge(tmp_path).add("5503", Kind.HOUSING, 2030, 120, who="Kari", why="plan")
    (event,) = tmp_path.glob("hendelser/5503/lokalkunnskap/*.json")
    event.write_text("{")
    told = {}
    for id in ("scenarier", "dokumenter"):
        made = make_chapter(id, municipality("5503"), Lake(tmp_path))
        told[id] = [m for m in made.missing if m.what.startswith("Lokalkunnskap")]
    assert not told["dokumenter"]
    (missing,) = told["scenarier"]
    assert str(event) in missing.how_to_get


@pytest.mark.parametrize("amount", [-1, -120, 0])
def test_fewer_than_no_dwellings_can_not_be_built(tmp_path: Path, amount: float) -> None:
    knowledge = LocalKnowledge(tmp_path)
    with pytest.raises(UsageError, match="boliger"):
        knowledge.add("5503", Kind.HOUSING, 2028, amount, who="Kari", why="Planen")
    assert knowledge.of("5503") == ()
