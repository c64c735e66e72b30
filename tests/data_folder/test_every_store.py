"""Every store of the program is in the backup or left out for a reason, and comes back the same."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.data_folder.conftest import tree
from tests.data_folder.filled import CODE, fill
from tests.data_folder.visits import TABLE

import veivalg
from veivalg.cli.main import run
from veivalg.desk.choices import Choices
from veivalg.foundation.layout import names
from veivalg.foundation.layout.backup import back_up, restore
from veivalg.foundation.layout.names import KEPT, MADE, OLD
from veivalg.own.mappings import Mappings
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

NOT_KEPT = {
    "layout.json": "is written anew where it is restored",
    "layout.lock": "holds nothing",
    "egne-tall.lock": "holds nothing",
    "logg": "what the program has done on this machine",
    "sikkerhetskopier": "copies themselves",
    "mellomlager": "is made again from the rest",
    "tilgang": "would bring back keys that have been changed",
}
"""What a backup leaves out, and why."""
WRITERS = {
    "cli/parts.py": "a file somebody asks for",
    "desk/log.py": "hendelser",
    "foundation/drawer.py": "mellomlager",
    "foundation/log.py": "logg",
    "foundation/events.py": "the logs of desk/log.py and own/versions.py",
    "foundation/layout/backup.py": "the backup itself, and what is restored",
    "foundation/layout/copies.py": "sikkerhetskopier",
    "foundation/layout/from_one.py": "what is moved",
    "foundation/layout/mark.py": "layout.json",
    "foundation/layout/opening.py": "layout.json",
    "foundation/layout/swap.py": "what is moved or restored",
    "jobs/backtest.py": "etterproving.json",
    "jobs/output.py": "a file somebody asks for",
    "lake/lake.py": "tall",
    "lake/names.py": "tall",
    "lake/snapshot.py": "tall",
    "own/intake/pseudonyms.py": "egne-tall",
    "own/leftovers.py": "reads the logs only",
    "own/mappings.py": "egne-tall",
    "own/readings.py": "tilgang",
    "own/versions.py": "egne-tall",
    "own/waiting.py": "outside the data folder",
    "sources/kartverket/boundaries.py": "grenser.geojson",
    "web/kit/keys.py": "tilgang",
    "web/kit/searching.py": "in memory only",
    "web/kit/token.py": "tilgang",
}
"""Every module that writes files that last, and where. A new one is either a store, which belongs
in `KEPT` and in `filled.py`, or is left out of the backup for a reason."""
WRITING = {
    "EventLog",
    "create",
    "create_engine",
    "sink_parquet",
    "write_atomic",
    "write_bytes",
    "write_mark",
    "write_new",
    "write_text",
}
DATABASES = {"sqlite3", "shelve", "dbm", "sqlalchemy"}
NO_STORE = {"foundation/files.py", "foundation/platform.py", "publish/pdf.py"}
"""Those that write for others, and the one that writes what Typst reads in a temporary folder."""


def writes(code: str) -> bool:
    """Say whether a module calls what writes a file, or has a store of its own."""
    if not any(word in code for word in (*WRITING, *DATABASES)):
        return False
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in WRITING:
                return True
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = {alias.name for alias in node.names} | {getattr(node, "module", "")}
            if named & DATABASES:
                return True
    return False


def test_every_module_that_writes_says_where() -> None:
    source = Path(veivalg.__file__).parent
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if writes(path.read_text("utf-8"))
    }
    unsaid = found - NO_STORE - WRITERS.keys()
    assert not unsaid, "say in WRITERS where these write, and see that a backup has it"
    assert WRITERS.keys() - found == set()


def test_the_rule_sees_a_new_store() -> None:
    for code in ("write_atomic(a, b)", "platform.create(a)", "import sqlite3", "EventLog(a, b)"):
        assert writes(code)
    assert not writes("x = read(a)\nfrom pathlib import Path")


def test_every_name_of_ours_is_kept_or_left_out_for_a_reason_and_documented(tmp_path: Path) -> None:
    every = {v for n, v in vars(names).items() if n.isupper() and isinstance(v, str)}
    every |= set(names.BOUNDARIES)
    assert every - NOT_KEPT.keys() == set(KEPT)
    there = {path.name for path in fill(tmp_path / "data").iterdir()}
    assert there <= {*every, *OLD}, "and nothing else is written"
    assert there >= {"tall", "egne-tall", "hendelser", "grenser.geojson", "etterproving.json"}
    page = (Path(__file__).parents[2] / "docs" / "datamappe.md").read_text("utf-8")
    stems = {name.split(".")[0] if name in names.BOUNDARIES else name for name in every & there}
    assert [name for name in stems if f"`{name}" not in page] == []


def answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Give what people are told of the folder, in the terminal and on pages."""
    told: dict[str, Any] = {}
    for words in (
        ["egne", "rana", "--json"],
        ["egne", "rana", "--tabell", "besok", "--json"],
        ["merknad", "rana", "--json"],
        ["lokalkunnskap", "rana", "--json"],
        ["status", "--json"],
    ):
        assert run([*words, "--data", str(folder)]) == 0
        told[" ".join(words)] = capsys.readouterr().out.replace(str(folder), "MAPPE")
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as site:
        for path in ("egne-tall", "egne-tall/besok", "velg"):
            told[path] = site.get(f"/kommune/{CODE}/{path}").text
    store = OwnStore(folder)
    held = store._rows(CODE, TABLE)
    told["rows"] = held and (held.frame.rows(), held.sources)
    told["before"] = [store._rows(CODE, TABLE, n).frame.rows() for n in (1, 2, 3)]
    told["headings"] = Mappings(store).of(CODE, TABLE)
    told["answers"] = Mappings(store).answers(CODE, TABLE, "f" * 16)
    told["peers"] = Choices(folder).peers(CODE)
    return told


def test_what_is_restored_is_the_same_to_the_byte_and_gives_the_same_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, new = fill(tmp_path / "data"), tmp_path / "ny"
    shutil.rmtree(folder / "sikkerhetskopier")  # which the page of a table tells of
    before = answers(folder, capsys)
    assert before["rows"][0][0][2] == "Sør" and before["answers"] == {"unit:minutes": "1"}
    assert json.loads(before["merknad rana --json"])[0]["text"] == "telles på nytt i juni"
    assert run(["sikkerhetskopi", "--ut", str(tmp_path / "k.zip"), "--data", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Loggen, mellomlageret og eldre kopier er ikke med" in said
    restore(tmp_path / "k.zip", new)
    kept = {n: c for n, c in tree(folder).items() if n.split("/")[0] in KEPT}
    kept = {n: c for n, c in kept.items() if n.split("/")[1:2] != [MADE[0]]}
    assert {n: c for n, c in tree(new).items() if n.split("/")[0] in KEPT} == kept
    assert len(kept) > 20
    assert answers(new, capsys) == before


def test_a_count_of_events_is_never_ahead_of_the_events_in_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "data")
    real, added = Path.read_bytes, []

    def meanwhile(path: Path) -> bytes:
        content = real(path)
        if path.parent.name == "valg" and not added:
            added.append(Choices(folder).save(CODE, ["5610"]))  # while the copy is taken
        return content

    monkeypatch.setattr(Path, "read_bytes", meanwhile)
    back_up(folder, tmp_path / "k.zip")
    monkeypatch.undo()
    assert added
    restore(tmp_path / "k.zip", tmp_path / "ny")
    assert Choices(tmp_path / "ny").log.read(CODE)[1] == ()
