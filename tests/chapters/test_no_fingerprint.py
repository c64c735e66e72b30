"""No fingerprint of a table about people is written: small counts could be tried against it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from attack import fingerprints
from tests.pdf import pages_of
from tests.tiers import sized

from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.report import make_report
from veivalg.cli.main import run
from veivalg.content import Report
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.own.examples import example_table
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore, own_source
from veivalg.publish import formats, render

CODE = "5503"
GUARDED = [name for name, table in own_tables().items() if table.guarded()]
OPEN = "health_costs"


def file_of(table: str) -> bytes:
    """Stand for the file somebody brought."""
    return f"the file of {table}\n".encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    store = OwnStore(made)
    for name in (*GUARDED, OPEN):
        rows = example_table(name)
        if rows is not None:
            sha256 = hashlib.sha256(file_of(name)).hexdigest()
            store.put(CODE, name, rows.frame, file=f"{name}.csv", sha256=sha256)
    return made


SHORT = ("docx", "pdf")
"""What tells where numbers are from in few words, and leaves the rest to page and workbook."""


@pytest.fixture(scope="module")
def secrets(folder: Path) -> set[str]:
    held = [p for n in GUARDED for p in folder.glob(f"egne-tall/{CODE}/{n}/*.parquet")]
    assert len(held) >= 9
    files = [file_of(name) for name in GUARDED]
    return fingerprints(*files, *(p.read_bytes() for p in held))


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return make_report(municipality(CODE), Lake(folder))


def everything(data: bytes) -> str:
    """Give all the text of a file, of every part of it where it is packed."""
    if data.startswith(b"%PDF"):
        return "".join(pages_of(data)).replace("\n", "")
    if data.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(data))
        return "".join(packed.read(n).decode("utf-8", "replace") for n in packed.namelist())
    return data.decode("utf-8")


@pytest.mark.parametrize("format", list(formats()))
def test_no_format_writes_a_fingerprint(report: Report, secrets: set[str], format: str) -> None:
    # Reading all pages of a PDF takes 19 CPU s: only the chapters that read own tables.
    own = {spec.id for spec in all_chapters() if {*spec.needs} & {*GUARDED, OPEN}}
    some = tuple(c for c in report.chapters if c.id in own)
    light = replace(report, chapters=some) if format == "pdf" else report
    text = everything(render(sized(light, report), format))
    if format not in SHORT:  # of nobody: it is still told
        assert hashlib.sha256(file_of(OPEN)).hexdigest()[:12] in text
    assert not [secret for secret in secrets if secret in text]


def test_no_source_of_people_has_a_fingerprint(folder: Path) -> None:
    store = OwnStore(folder)
    for name in GUARDED:
        version = store.current(CODE, name)
        if version is not None:
            told = own_source(own_tables()[name], CODE, version)
            held = store.read(CODE, name)
            assert told.sha256 == "" and held is not None and held.source().sha256 == ""


def test_the_terminal_tells_no_fingerprint(
    folder: Path, secrets: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = ""
    for name in ("", OPEN, *GUARDED):
        named = ["--tabell", own_tables()[name].template] if name else []
        assert run(["egne", CODE, *named, "--json", "--data", str(folder)]) == 0
        out = capsys.readouterr().out
        json.loads(out)
        said += out
    assert not [secret for secret in secrets if secret in said]
    assert hashlib.sha256(file_of(OPEN)).hexdigest() in said
