"""The papers a municipality decides by say what the code does: limits, modes, places and doors."""

from __future__ import annotations

import ast
import os
import re
import stat
from pathlib import Path

import pytest

import veivalg
from veivalg.foundation import drawer, log, platform
from veivalg.foundation.layout import names
from veivalg.own.foreign import pool, safety
from veivalg.own.intake import pseudonyms
from veivalg.own.tables import own_tables
from veivalg.sources.http.limits import Limits
from veivalg.tables.small_numbers import THRESHOLD
from veivalg.web.kit import token
from veivalg.web.kit.guard import HEADERS, LOOPBACK, POLICY
from veivalg.web.rooms.own import pages

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "veivalg"
FILES = ("SECURITY.md", "docs/personvern.md", "docs/maler/ros.md", "docs/maler/dpia.md")
TEXT = {name: (ROOT / name).read_text("utf-8") for name in FILES}
SECURITY, PRIVACY, ROS, DPIA = TEXT.values()
TO_FILL = "Fylles ut av kommunen"


def rows(text: str, heading: str) -> list[list[str]]:
    """Give the cells of the first table under a heading, without its head."""
    part = text[text.index(f"\n## {heading}") :]
    found = re.search(r"^\|.*\|\n\|[-|]+\|\n((?:\|.*\|\n?)+)", part, re.M)
    assert found is not None, heading
    return [[c.strip() for c in line.strip("|").split("|")] for line in found[1].splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_every_file_and_test_a_paper_names_is_there(name: str) -> None:
    text, home = TEXT[name], (ROOT / name).parent
    for path in re.findall(r"`((?:tests|docs|requirements|tools)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (home / link).exists(), link


def test_every_door_names_a_test_that_shows_it() -> None:
    doors = rows(SECURITY, "Dørene")
    assert len(doors) >= 15
    for door, done, shown in doors:
        named = re.findall(r"`(tests/[\w/]+\.py)`", shown)
        assert door and done and named, door
        for path in named:
            assert "def test_" in (ROOT / path).read_text("utf-8"), path


def test_the_limits_told_are_the_limits_kept() -> None:
    whole = " ".join(SECURITY.split())
    reading = pool.Limits()
    assert f"høyst {reading.memory // 2**30} GB minne og {reading.seconds} sekunder" in whole
    assert f"byttes etter {pool.FILES} filer" in whole
    inflated = safety.MAX_INFLATED // 2**20
    assert f"Høyst {safety.MAX_BYTES // 2**20} MB, og {inflated} MB utpakket" in whole
    assert pages.LARGEST == safety.MAX_BYTES
    assert f"Svar over {Limits().answer // 1_000_000} MB leses ikke" in whole
    assert f"1–{THRESHOLD - 1} skjermes" in SECURITY and f"1–{THRESHOLD - 1} skjermes" in PRIVACY
    assert f"høyst {reading.memory // 2**30} GB minne og {reading.seconds} sekunder" in ROS
    assert log.KEPT + 1 == 4 and "fire filer på høyst 1 MB" in PRIVACY
    assert log.LARGEST == 1_000_000
    assert f"høyst {drawer.LARGEST:.0f} MB" in PRIVACY
    assert Limits().patience == 60 and "innen et minutt" in ROS


def test_the_pages_are_closed_as_the_papers_say() -> None:
    assert {"127.0.0.1", "localhost", "::1"} == LOOPBACK
    assert "default-src 'self'" in POLICY and "frame-ancestors 'none'" in POLICY
    assert "unsafe-inline" not in POLICY.partition("style-src-attr")[0]
    assert HEADERS["content-security-policy"] == POLICY


def test_a_pseudonym_is_made_as_the_papers_say(tmp_path: Path) -> None:
    secret = pseudonyms.salt(tmp_path / names.OWN)
    assert f"tilfeldig salt på {len(secret)} byte" in PRIVACY
    first = pseudonyms.pseudonym("B1", "5503", secret)
    assert first != pseudonyms.pseudonym("B1", "5503", bytes(32))
    assert f"`{names.OWN}/{pseudonyms.SALT_FILE}`" in PRIVACY


@pytest.mark.skipif(not platform.is_posix(), reason="file modes are POSIX's")
def test_files_and_folders_are_closed_as_the_papers_say_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder, file = tmp_path / "ny", tmp_path / "ny" / "fil"
        platform.make_folder(folder)
        os.close(platform.create(file))
    finally:
        os.umask(before)
    modes = [f"{stat.S_IMODE(p.stat().st_mode):04o}" for p in (file, folder)]
    assert modes == ["0600", "0700"]
    for text in TEXT.values():
        assert set(re.findall(r"\b0[67]\d\d\b", text)) <= set(modes)
    assert "0600" in PRIVACY and "0700" in SECURITY


def test_the_token_is_as_long_as_the_papers_say() -> None:
    assert f"token på {token.LENGTH} tilfeldige byte" in SECURITY


def test_every_place_in_the_data_folder_is_told_of() -> None:
    told = " ".join(row[1] for row in rows(PRIVACY, "Hva som lagres, hvor og hvor lenge"))
    # Official figures, boundaries and the back-test are about nobody.
    about_nobody = {"FIGURES", "BACKTEST", "MARK", "LOCK", "OWN_LOCK"}
    for name, value in vars(names).items():
        if name.isupper() and isinstance(value, str) and name not in about_nobody:
            assert f"`{value}/" in told, name


def test_the_tables_of_people_are_all_listed_and_no_other() -> None:
    told = {row[0].strip("`"): row[1:] for row in rows(PRIVACY, "Opplysninger om personer")}
    guarded = {t.template: t for t in own_tables().values() if t.guarded()}
    assert told.keys() == guarded.keys()
    for name, (title, kind, field) in told.items():
        table = guarded[name]
        hidden = [f.title for f in table.own_fields() if f.pseudonym]
        assert title == table.title and kind == ("en person" if table.personal else "et antall")
        assert field == (", ".join(hidden) or "–")
    for name in ("besok", "funksjonsskaar", "ressurskrevende"):
        assert f"`{name}`" in DPIA and guarded[name].personal


def test_the_program_calls_out_only_to_the_places_that_are_told_of() -> None:
    outward = {"httpx2", "requests", "urllib.request", "http.client", "smtplib", "ftplib"}
    callers, hosts = set(), set()
    for file in SOURCE.rglob("*.py"):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            names_ = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names_ += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if outward & set(names_):
                callers.add(file.relative_to(SOURCE).parts[0])
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                hosts |= set(
                    re.findall(
                        r"^https://([\w.]+)/\S*api|^https://(ws\.[\w.]+)/", str(node.value.value)
                    )
                )
    assert callers == {"sources"}
    called = {host for pair in hosts for host in pair if host}
    assert called == {row[0].strip("`") for row in rows(PRIVACY, "Ingenting forlater maskinen")}


def test_the_version_that_is_mended_is_this_one() -> None:
    minor = ".".join(veivalg.__version__.split(".")[:2])
    told = dict(rows(SECURITY, "Versjoner som rettes"))
    assert told[minor] == "ja"


def test_the_templates_have_the_usual_parts_and_leave_what_only_the_municipality_knows() -> None:
    for part in ("Om analysen", "Systemet", "Verdier", "Uønskede hendelser", "Tiltak"):
        assert re.search(rf"^## \d\. {part}", ROS, re.M), part
    for part in (
        "Systematisk beskrivelse av behandlingen",
        "Nødvendighet og proporsjonalitet",
        "De registrertes rettigheter",
        "Risiko for de registrerte",
    ):
        assert re.search(rf"^## \d\. {part}", DPIA, re.M), part
    assert ROS.count(TO_FILL) >= 15 and DPIA.count(TO_FILL) >= 15
    events = [row for row in rows(ROS, "4. Uønskede hendelser") if TO_FILL not in row[1]]
    assert all(row[2] and row[3] for row in events), "a measure, and what is left to weigh"
    assert all(row[4] == row[5] == "" for row in events), "how likely, only the municipality knows"
