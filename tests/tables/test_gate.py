"""The gate for persons: nobody outside gets a row, and what comes out gives no few people back."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mypy import api as mypy

import veivalg
from veivalg.content import Source
from veivalg.gather.own_figures import OwnFigures
from veivalg.own.tables import own_tables
from veivalg.own.tables.base import OwnField
from veivalg.own.versions import OwnStore
from veivalg.tables import gate
from veivalg.tables.amounts import Amount
from veivalg.tables.gate import Answer, Persons, Tally, admit, query, release

ROOT = Path(veivalg.__file__).parent
ROWS = pl.DataFrame({"user": ["Kari-17", "Ola-23"], "age": [83, 47]})
SOURCES = {"*": Source("own", "Kommunen selv", "x")}

REVIEWED = {
    "veivalg.own.persons.absence._absence",
    "veivalg.own.persons.absence._small_units",
    "veivalg.own.persons.assistance._counted",
    "veivalg.own.persons.assistance._scored",
    "veivalg.own.persons.care_costs._costs",
    "veivalg.own.persons.high_cost._recipients",
    "veivalg.own.persons.home_care._totals",
    "veivalg.own.persons.home_care._week",
    "veivalg.own.persons.roster._roster",
    "veivalg.own.persons.schools._kindergartens",
    "veivalg.own.persons.schools._pupils",
    "veivalg.own.persons.technology._units",
}
"""Queries somebody has read with people in mind. Read a new one before its name is put here."""


def test_every_query_is_reviewed_and_where_queries_are_written() -> None:
    own_tables()
    for path in (ROOT / "own" / "persons").glob("*.py"):
        __import__(f"veivalg.own.persons.{path.stem}" if path.stem != "__init__" else ROOT.name)
    assert set(gate.queries) == REVIEWED
    with pytest.raises(PermissionError, match=r"veivalg\.own\.persons"):

        @query
        def mine(rows: dict[str, pl.DataFrame]) -> Answer:
            raise AssertionError(rows)


def test_what_a_chapter_holds_has_no_rows_to_give() -> None:
    people = admit("home_care_visits", ROWS, SOURCES)
    said = [repr(people), str(people), f"{people}"]
    found = [getattr(people, name) for name in dir(people) if name != "__abstractmethods__"]
    for value in (*said, *found):
        assert not isinstance(value, pl.DataFrame)
        text = re.sub("0x[0-9a-f]+", "", str(value))  # an address in memory may hold any digits
        assert "Kari" not in text and "83" not in text
    assert not hasattr(people, "__dict__") and set(Persons.__slots__) == {
        "__weakref__",
        "sources",
        "table",
    }
    for attempt in (iter, len, list, dict, pl.DataFrame, np.array([people]).astype):
        with pytest.raises((TypeError, ValueError)):
            attempt(people)  # type: ignore[operator]
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither copied nor sent"):
            attempt(people)
    with pytest.raises(AttributeError):
        people.frame = ROWS  # type: ignore[attr-defined]


def test_rows_are_let_go_with_the_last_who_holds_them() -> None:
    people = admit("home_care_visits", ROWS, SOURCES)
    before = len(gate._rows)
    del people
    assert len(gate._rows) == before - 1


SNIPPET = """
from veivalg.gather.evidence import Evidence
from veivalg.own.versions import OwnStore

def rows(evidence: Evidence, store: OwnStore) -> None:
    {line}
"""


TRIES = [
    ('print(evidence.persons["home_care_visits"].source())', ""),
    ('print(evidence.persons["home_care_visits"].frame)', "attr-defined"),
    ('print(list(evidence.persons["home_care_visits"]))', "call-overload|arg-type"),
    ('print(evidence.persons["home_care_visits"]["user"])', "index"),
    ('evidence.own["x"] = evidence.persons["x"]', "index"),
    ("own = dict(evidence.own); own['x'] = evidence.persons['x']", "assignment"),
    ('print(store.read("5503", "iplos_categories"))', ""),
    ('assert (t := store.read("5503", "x")); print(t.frame)', "union-attr"),
    ('print(store.difference("5503", "x", 1, 2).rows.added)', "union-attr"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give what mypy says of those who try, a file each, in lines."""
    folder = tmp_path_factory.mktemp("tries")
    for number, (line, _wrong) in enumerate(TRIES):
        (folder / f"tries_{number}.py").write_text(SNIPPET.format(line=line), encoding="utf-8")
    config, kept = ROOT.parents[1] / "pyproject.toml", ROOT.parents[1] / ".mypy_cache"
    files = map(str, sorted(folder.glob("*.py")))
    said, failed, _status = mypy.run(
        [*files, "--config-file", str(config), "--cache-dir", str(kept)]
    )
    assert not failed
    assert f"(checked {len(TRIES)} source files)" in said
    return said.splitlines()


@pytest.mark.parametrize("number", range(len(TRIES)), ids=[line for line, _wrong in TRIES])
def test_mypy_refuses_who_tries(number: int, told: list[str]) -> None:
    mine = [line for line in told if f"tries_{number}.py:" in line and ": error:" in line]
    _line, wrong = TRIES[number]
    assert bool(mine) is bool(wrong), told
    assert not wrong or any(f"[{code}]" in one for one in mine for code in wrong.split("|")), told


@cache
def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def keys(tree: ast.Module) -> list[str]:
    """Give every way a module takes what opens the gate: by name, whole, or by a dot."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name == "veivalg.tables.gate"]
        elif isinstance(node, ast.ImportFrom) and node.module == "veivalg.tables":
            found += [a.name for a in node.names if a.name == "gate"]
        elif isinstance(node, ast.ImportFrom) and node.module == "veivalg.tables.gate":
            names = [a.name for a in node.names]
            found += [n for n in names if n in ("admit", "queries", "*") or n.startswith("_")]
        elif isinstance(node, ast.Attribute) and node.attr in ("admit", "_function"):
            found.append(node.attr)
    return found


def test_chapters_and_pages_hold_no_key_to_the_gate() -> None:
    allowed = {"veivalg.tables.gate", "veivalg.own.admission"}
    for path in ROOT.rglob("*.py"):
        module = ".".join(("veivalg", *path.relative_to(ROOT).with_suffix("").parts))
        if module not in allowed:
            assert not keys(read(path)), module


ASKING = {"read", "difference", "preview", "fault", "_before"}
"""Methods of the store that ask for stored rows. Read a new one before its name is put here."""


def test_who_asks_for_stored_rows_is_reviewed_and_sits_in_the_store() -> None:
    asking, reading = set(), set()
    for path in ROOT.rglob("*.py"):
        tree, name = read(path), path.relative_to(ROOT).as_posix()
        for function in ast.walk(tree):
            # What reads foreign files counts the rows of a sheet; it knows no store.
            foreign = name.startswith("own/foreign/")
            if isinstance(function, ast.FunctionDef) and "_rows" in dots(function) and not foreign:
                asking.add((name, function.name))
        if dots(tree) & {"read_parquet", "scan_parquet"}:
            reading.add(name)
    assert asking == {("own/versions.py", name) for name in ASKING}
    assert {n for n in reading if n.startswith(("own/", "web/", "chapters/", "gather/"))} == {
        "own/versions.py"
    }


def dots(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize(
    "text",
    [
        "from veivalg.tables.gate import admit",
        "from veivalg.tables.gate import _rows",
        "from veivalg.tables.gate import *",
        "from veivalg.tables.gate import queries",
        "from veivalg.tables import gate",
        "import veivalg.tables.gate as anything",
        "import veivalg\nveivalg.tables.gate.admit",
        "from veivalg.own.persons import home_care\nhome_care._week._function",
    ],
)
def test_every_key_is_seen(text: str) -> None:
    assert keys(ast.parse(text))


PERSONS = re.compile(
    r"\b(elev|barn|bruker|mottaker|ansatt|beboer|pasient|person)(e|er|en|et|ene|ne|a|s)?\b", re.I
)
NOBODY = {
    ("care_cost_references", "per_inhabitant"): "a rate of other municipalities",
    ("home_care_references", "ata"): "a share of time in other municipalities",
    ("home_care_totals", "hours"): "hours, behind the gate as they are",
    ("home_care_visits", "minutes"): "minutes, behind the gate as they are",
    ("interview_statements", "people"): "how many were asked, said of a role and not of a person",
    ("interviews", "people"): "how many were asked of a role; few of one stand with others",
    ("interviews", "people_to"): "how many were asked of a role; few of one stand with others",
    ("school_buildings", "capacity"): "room in a building, whoever is there",
    ("school_moves", "transport_cost"): "a price",
    ("staff_plan", "places"): "places of a unit, whoever lives there",
    ("staff_plan", "weekday"): "posts in a plan, whoever is on duty",
    ("staff_plan", "weekend"): "posts in a plan, whoever is on duty",
    ("technologies", "stock"): "with nobody",
}
"""Columns of numbers whose words name people, and why they count none who may be few."""


def names_people(field: OwnField) -> bool:
    """Say whether what is asked for is a number, in words that name people."""
    said = " ".join((field.title, field.unit, field.help, *field.aliases))
    return field.dtype.is_numeric() and bool(PERSONS.search(said))


def test_every_table_that_lists_or_counts_people_is_guarded() -> None:
    """It is read out of the columns: pseudonyms, and numbers whose words name people."""
    lists, counts = set(), set()
    for name, table in own_tables().items():
        fields = table.own_fields()
        lists |= {name} if any(f.pseudonym for f in fields) else set()
        asked = {(name, f.name) for f in fields if names_people(f)}
        counts |= {name} if asked - set(NOBODY) else set()
        marked = {(name, f.name) for f in fields if f.people}
        assert asked - set(NOBODY) <= marked and not marked & set(NOBODY)
    assert lists and counts
    assert {n for n, t in own_tables().items() if t.guarded()} >= lists | counts
    assert {n for n, t in own_tables().items() if t.personal} >= lists
    assert {n for n, t in own_tables().items() if t.counts_people()} >= counts
    known = {
        (n, f.name) for n, t in own_tables().items() for f in t.own_fields() if names_people(f)
    }
    assert set(NOBODY) <= known, "an exception nobody needs any more"


def test_no_evidence_gives_rows_of_a_guarded_table(tmp_path: Path) -> None:
    """Every table, brought as a municipality brings it, is asked for both ways."""
    store = OwnStore(tmp_path)
    for name, table in own_tables().items():
        store.put("1833", name, table.empty(), file="a.csv", sha256="x")
    found = OwnFigures("1833", tmp_path)
    for name, table in own_tables().items():
        assert (name in found.persons()) is table.guarded()
        assert (name in found.open()) is not table.guarded()


def _tally(counts: list[list[int]], **more: object) -> Tally:
    found = np.array(counts, dtype=float)
    rows, columns = found.shape
    return Tally(
        {"a": [f"a{i}" for i in range(rows)], "b": [f"b{i}" for i in range(columns)]},
        found,
        {"both": ("a", "b"), "a": ("a",), "b": ("b",)},
        **more,  # type: ignore[arg-type]
    )


def test_fewer_than_five_people_are_nowhere() -> None:
    made = release(Answer({"t": _tally([[2, 0], [0, 2]])}))["t"]
    assert made.total is None
    assert made.by("a") == {"a0": None, "a1": None}
    assert made.tables["both"] == [[None, None], [None, None]]


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=3), min_size=2, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_small_count_follows_from_a_release(counts: list[list[int]]) -> None:
    width = min(len(row) for row in counts)
    true = np.array([row[:width] for row in counts])
    made = release(Answer({"t": _tally(true.tolist())}))["t"]
    if made.total is None:
        return
    for (r, c), value in np.ndenumerate(true):
        if 0 < value < 5:
            assert made.tables["both"][r][c] is None
            assert len(_possible(made, true.shape, (r, c))) > 1


def _possible(made: gate.Release, shape: tuple[int, ...], cell: tuple[int, int]) -> set[int]:
    """Give the values a cell can have, by trying them all against what is shown."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    index = np.arange(int(np.prod(shape))).reshape(shape)
    known: list[tuple[np.ndarray, float]] = [(index.ravel(), float(made.total or 0))]
    for (r, c), i in np.ndenumerate(index):
        if (shown := made.tables["both"][r][c]) is not None:
            known.append((np.array([i]), shown))
    for axis, name in ((0, "a"), (1, "b")):
        for at, shown in enumerate(made.tables[name]):
            if shown is not None:
                known.append((index.take(at, axis).ravel(), shown))
    matrix = np.zeros((len(known), index.size))
    for row, (members, _value) in enumerate(known):
        matrix[row, members] = 1
    sums = np.array([value for _members, value in known])
    found = set()
    for tried in range(int(sums.max()) + 1):
        low, high = np.zeros(index.size), np.full(index.size, np.inf)
        low[index[cell]] = high[index[cell]] = tried
        answer = milp(
            np.zeros(index.size),
            constraints=LinearConstraint(matrix, sums, sums),
            bounds=Bounds(low, high),
            integrality=np.ones(index.size),
        )
        if answer.success:
            found.add(tried)
        if len(found) > 1:
            break
    return found


def test_a_sum_over_few_is_hidden_with_another_so_that_the_total_does_not_give_it() -> None:
    hours = Amount("a", np.array([3.0, 40.0, 90.0]), [[2, 1], [5, 5], [4, 4]])
    made = release(Answer({"t": _tally([[2, 0], [6, 6], [20, 20]], amounts={"hours": hours})}))["t"]
    shown = made.amounts["hours"]
    assert shown.by == {"a0": None, "a1": None, "a2": 90.0}
    assert (shown.hidden, shown.rest, shown.total) == (("a0", "a1"), 43.0, 133.0)


def test_the_sum_of_two_small_ones_is_hidden_with_a_third() -> None:
    hours = Amount("a", np.array([3.0, 4.0, 90.0]), [[2, 1], [2, 2], [4, 4]])
    made = release(Answer({"t": _tally([[2, 0], [2, 0], [20, 20]], amounts={"hours": hours})}))["t"]
    assert made.amounts["hours"].hidden == ("a0", "a1", "a2")
    assert made.amounts["hours"].total == 97.0


def test_a_sum_that_is_mostly_of_one_is_hidden() -> None:
    wages = Amount("a", np.array([100.0, 100.0]), [[80, 1], [10, 10]])
    made = release(Answer({"t": _tally([[20, 0], [0, 20]], amounts={"wages": wages})}))["t"]
    assert made.amounts["wages"].by == {"a0": None, "a1": None}
    assert made.amounts["wages"].total == 200.0


def test_an_unknown_sum_is_no_sum() -> None:
    hours = Amount("a", np.array([np.nan, 90.0]), [[np.nan], [4, 4]])
    shown = release(Answer({"t": _tally([[9, 9], [9, 9]], amounts={"h": hours})}))["t"].amounts["h"]
    assert (shown.by, shown.total) == ({"a0": None, "a1": 90.0}, None)


def test_what_is_hidden_in_one_table_is_hidden_in_the_other_of_the_same_people() -> None:
    zones = _tally([[30, 3], [30, 9]])
    whole = Tally({"b": ["b0", "b1"]}, np.array([60.0, 12.0]), {"b": ("b",)})
    made = release(Answer({"z": zones, "w": whole}, same=[(("z", "b"), ("w", "b"))]))
    assert made["w"].tables["b"] == made["z"].tables["b"]
