"""What a reader sees in a data folder today, in the form of ``expected_0_1_0.json``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from veivalg.content import Source
from veivalg.desk.choices import Choices
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.lake.entry import Entry
from veivalg.lake.lake import Lake
from veivalg.lake.names import FUNCTIONS, read_names
from veivalg.own.intake.pseudonyms import pseudonym, salt
from veivalg.own.mappings import Mappings
from veivalg.own.versions import OwnStore
from veivalg.sources.kartverket.boundaries import boundary_file, read_boundaries

CODES = ("5503", "1833", "5610")
TABLES = {
    "1833/pupils",
    "5503/home_care_staff",
    "5503/home_care_visits",
    "5503/pupils",
    "5610/pupils",
}


def source_of(source: Source) -> dict[str, Any]:
    """Give a source as version 0.1.0 knew it: whose it is is told since."""
    return {name: value for name, value in asdict(source).items() if name != "own"}


def entry_of(entry: Entry) -> dict[str, Any]:
    """Give an entry of the catalogue as version 0.1.0 knew it."""
    return {**asdict(entry), "path": entry.path.name, "source": source_of(entry.source)}


def plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    return json.loads(json.dumps(value, default=str))


def own(folder: Path) -> dict[str, Any]:
    store = OwnStore(folder)
    found = {}
    for key in sorted(TABLES):
        code, table = key.split("/")
        history = store.versions(code, table)
        rows = {
            str(v.number): store._rows(code, table, v.number).frame.write_json()
            for v in history
            if v.facts and (store.folder / code / table / v.facts).exists()
        }
        current = store._rows(code, table)
        found[key] = {
            "versions": [asdict(v) for v in history],
            "can_undo": store.can_undo(code, table),
            "rows": rows,
            "current": current.frame.write_json() if current else None,
            "source": source_of(current.source("*")) if current else None,
            "headings": Mappings(store).of(code, table),
        }
    return plain(found)


def desk(folder: Path) -> dict[str, Any]:
    notes, knowledge, scenarios = Notes(folder), LocalKnowledge(folder), Scenarios(folder)
    return plain(
        {
            code: {
                "notes": [asdict(n) for n in notes.history(code)],
                "note_lines": [n.line() for n in notes.of(code)],
                "peers": Choices(folder).peers(code),
                "knowledge": [asdict(o) for o in knowledge.history(code)],
                "in_force": [o.line() for o in knowledge.of(code)],
                "scenario_events": [asdict(e) for e in scenarios.history(code)],
                "scenarios": scenarios.current(code),
            }
            for code in CODES
        }
    )


def lake(folder: Path) -> dict[str, Any]:
    held = Lake(folder)
    rows = {}
    for table in ("population", "care_places"):
        read = held.read(table)
        rows[table] = {
            "height": read.frame.height,
            "hash": str(read.frame.hash_rows(seed=7).sum()),
            "sources": {place: source_of(source) for place, source in sorted(read.sources.items())},
        }
    people = held.read("population").frame
    sums = people.group_by("municipality").agg(pl.col("persons").sum()).sort("municipality")
    return plain(
        {
            "catalogue": [entry_of(e) for e in held.catalogue()],
            "rows": rows,
            "persons": dict(sums.rows()),
            "names": read_names(folder, FUNCTIONS),
            "outline": read_boundaries(boundary_file(folder))["5503"],
        }
    )


def everything(folder: Path) -> dict[str, Any]:
    """Give all of it but links, which need a server."""
    others = {p.name: p.read_text("utf-8") for p in folder.glob("*.txt")}
    secret = salt(folder / "egne-tall")
    return {
        "own": own(folder),
        "desk": desk(folder),
        "lake": lake(folder),
        "pseudonym": pseudonym("B1003", "5503", secret),
        "others": others,
    }


def as_today(expected: dict[str, Any]) -> dict[str, Any]:
    """Give what version 0.1.0 saw, as it is to be seen today.

    Two programs could give their versions of a table the same number in 0.1.0; they are then
    numbered in the order 0.1.0 listed them. A source of a table about people tells no fingerprint
    of its file, which hidden counts could be tried against. 0.1.0 knew no mandatory notes of a
    source, nor years that hadn't been revised. All else is equal.
    """
    wanted = json.loads(json.dumps({k: expected[k] for k in everything_keys()}), object_hook=_today)
    twice = wanted["own"]["5503/pupils"]
    assert [v["number"] for v in twice["versions"]] == [1, 2, 2]
    twice["versions"][2]["number"] = 3
    twice["rows"]["3"] = twice["current"]
    twice["source"] |= {"id": "own-5503-pupils-3", "query": "samtidig.csv, versjon 3"}
    for table in ("1833/pupils", "5503/home_care_visits", "5503/pupils", "5610/pupils"):
        assert len(wanted["own"][table]["source"]["sha256"]) == 64
        wanted["own"][table]["source"]["sha256"] = ""
    return wanted


def _today(read: dict[str, Any]) -> dict[str, Any]:
    is_source = {"producer", "sha256"} <= read.keys()
    return {**read, "caveats": [], "unrevised": 0} if is_source else read


def everything_keys() -> tuple[str, ...]:
    return ("own", "desk", "lake", "pseudonym", "others")
