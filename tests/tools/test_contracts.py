"""The contract on rooms refuses what it should: a contract that holds for anything is none."""

import tomllib
from pathlib import Path

import pytest
from grimp import ImportGraph
from tools.contracts import Rooms

ROOT = Path(__file__).parents[2]
ROOMS = ("report", "places", "schools", "common")


def _kept(*imports: tuple[str, str]) -> bool:
    graph = ImportGraph()
    graph.add_module("house")
    for room in ROOMS:
        graph.add_module(f"house.{room}")
        graph.add_module(f"house.{room}.model")
    for importer, imported in imports:
        graph.add_import(importer=f"house.{importer}.model", imported=f"house.{imported}.model")
    options = {"container": "house", "above": ["report"], "below": ["common"]}
    return Rooms("rooms", {"root_packages": ["house"]}, options).check(graph, verbose=False).kept


def test_rooms_may_know_what_is_below_and_be_known_from_above() -> None:
    assert _kept(("places", "common"), ("schools", "common"), ("report", "schools"))


@pytest.mark.parametrize(
    ("importer", "imported"),
    [("places", "schools"), ("common", "places"), ("schools", "report"), ("common", "report")],
)
def test_a_room_that_knows_another_is_refused(importer: str, imported: str) -> None:
    assert not _kept((importer, imported))


def test_a_way_round_through_what_is_shared_is_refused() -> None:
    assert not _kept(("places", "common"), ("common", "schools"))


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="attic"):
        Rooms("r", {}, {"container": "house", "below": ["attic"]}).check(_empty(), verbose=False)


def _empty() -> ImportGraph:
    graph = ImportGraph()
    graph.add_module("house")
    return graph


def test_nothing_is_excused() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert {"layers", "publish", "maths", "chapters", "sources", "rooms", "circles"} <= {
        contract["id"] for contract in contracts
    }
    assert not [c["id"] for c in contracts if "ignore_imports" in c]
