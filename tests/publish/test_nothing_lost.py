"""Nothing that was told before chapters were folded is lost: it is in the report, or beside it.

`told_before.txt` is what the reports of three municipalities told before: every bound number by
its id, and every exhibit with its columns and rows. A value's id is its exhibit, row and column. A
row is a hash of what tells it from the others, so that a list of eight thousand is short.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.publish.readback import workbook_data, workbook_tables
from tests.reports import report_of

from veivalg.publish import render

PLACES = ("5503", "1151", "0099")
BEFORE = Path(__file__).with_name("told_before.txt")
MOVED = "temaene står i ny rekkefølge: samme utsagn, i tabellen til sitt tema"
SYNTHESIS = "opptellingen av utsagn er erstattet av hva flere sier og er uenige om"
RENAMED = "nøkkelen som var «ubekreftet», er «usikker»: samme rader under et annet navn"
GONE: dict[str, str] = {
    **{f"{code} behov behov-varianter": RENAMED for code in ("5503", "1151", "0099")},
    **{f"5503 dokumenter dokumenter-tema-{n}": MOVED for n in (1, 2, 3, 5, 6, 7, 9, 11, 12)},
    **{f"0099 dokumenter dokumenter-tema-{n}": MOVED for n in (2, 3, 4)},
    **{f"5503 dokumenter {id}": SYNTHESIS for id in ("flest-tiltak", "flest-utfordringer")},
    **{f"5503 dokumenter {id}": SYNTHESIS for id in ("intervjuer", "utsagn")},
    **{f"0099 dokumenter {id}": SYNTHESIS for id in ("flest-utfordringer", "utsagn")},
}
"""What is told no more, «5503 befolkning endring» or a part of it, and why."""
KEYED = (None, "år")
"""Units of columns that tell rows apart: words and years."""


@dataclass(frozen=True)
class Ids:
    """What a report tells: numbers by id, and columns and rows of every exhibit."""

    figures: Mapping[str, frozenset[str]]
    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[str, ...]]


def row_ids(columns: list[str], keys: list[str], rows: list[list[object]]) -> tuple[str, ...]:
    """Give each row the hash of its cells in `keys`, numbered where several have the same."""
    at = [columns.index(key) for key in keys if key in columns]
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        text = "|".join(_plain(row[i]) for i in at)
        seen[text] = seen.get(text, 0) + 1
        digest = hashlib.sha256(f"{text}|{seen[text]}".encode()).digest()
        found.append(base64.b64encode(digest[:3]).decode())
    return tuple(found)


def _plain(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, int | float) else " ".join(str(cell).split())


def keys_of(table: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """Give the first columns of words and years that tell the rows apart."""
    columns = [c["key"] for c in table["columns"]]
    named = [c["key"] for c in table["columns"] if c["unit"] in KEYED]
    for most in range(1, len(named)):
        if len({row_ids(columns, named[:most], [row])[0] for row in table["rows"]}) == len(
            table["rows"]
        ):
            return named[:most]
    return named


def before() -> Iterator[tuple[str, str, list[str]]]:
    """Give what was told: place, where, and the fields that follow."""
    for line in BEFORE.read_text("utf-8").splitlines():
        place, where, *fields = line.split("\t")
        yield place, where, fields


@cache
def data_of(code: str) -> dict[str, Any]:
    """Give the report of a municipality as other programs read it."""
    return dict(orjson.loads(render(report_of(code), "json")))


@cache
def in_json(code: str) -> Ids:
    """Give what the report of a municipality tells to other programs."""
    figures, columns, rows = {}, {}, {}
    keys = {where: f[0].split() for place, where, f in before() if place == code and len(f) > 1}
    for chapter in data_of(code)["chapters"]:
        figures[chapter["chapter"]] = frozenset(f["id"] for f in chapter["figures"])
        for one in chapter["exhibits"]:
            where = f"{chapter['chapter']}/{one['id']}"
            columns[where] = tuple(c["key"] for c in one["table"]["columns"])
            rows[where] = row_ids(list(columns[where]), keys.get(where, []), one["table"]["rows"])
    return Ids(figures, columns, rows)


def lost(code: str, now: Ids) -> set[str]:
    """Give what was told and is not: «befolkning», id of number or exhibit, and what of it."""
    found = set()
    for place, where, fields in before():
        if place != code:
            continue
        if len(fields) == 1:
            gone = set(fields[0].split()) - now.figures.get(where, frozenset())
            found |= {f"{where} {id}" for id in gone}
        elif where not in now.columns:
            found.add(where.replace("/", " "))
        else:
            columns, rows = fields[1].split(), fields[2]
            named = where.replace("/", " ")
            found |= {f"{named} {key}" for key in set(columns) - set(now.columns[where])}
            told = [rows[i : i + 4] for i in range(0, len(rows), 4)]
            found |= {f"{named} rad {row}" for row in set(told) - set(now.rows[where])}
    return found


@pytest.mark.parametrize("code", PLACES)
def test_nothing_that_was_told_is_lost(code: str) -> None:
    gone = lost(code, in_json(code))
    excused = {name.removeprefix(f"{code} ") for name in GONE if name.startswith(code)}
    unexplained = {g for g in gone if not any(f"{g} ".startswith(f"{e} ") for e in excused)}
    assert not unexplained
    assert all(any(f"{g} ".startswith(f"{e} ") for g in gone) for e in excused)


def test_a_lost_number_exhibit_column_or_row_is_seen() -> None:
    now = in_json("1151")
    chapter = next(c for c, ids in now.figures.items() if ids)
    few = {**now.figures, chapter: frozenset(list(now.figures[chapter])[1:])}
    where = next(w for w, rows in now.rows.items() if len(rows) > 2)
    assert lost("1151", Ids(few, now.columns, now.rows)) - lost("1151", now)
    less = {**now.rows, where: now.rows[where][1:]}
    assert lost("1151", Ids(now.figures, now.columns, less)) - lost("1151", now)
    thin = {**now.columns, where: now.columns[where][1:]}
    assert lost("1151", Ids(now.figures, thin, now.rows)) - lost("1151", now)
    none = {w: c for w, c in now.columns.items() if w != where}
    assert lost("1151", Ids(now.figures, none, now.rows)) - lost("1151", now)


SCALES = {"mill. kr": 1e6, "prosentpoeng": 0.01}
"""What a number of the workbook is multiplied by to be as other programs have it, by unit."""


def told(row: dict[str, Any]) -> list[float]:
    """Give value and ends of a row of «Data» as other programs have them."""
    by = SCALES.get(row["Enhet"], 1.0)
    return [float(f"{row[h] * by:.9g}") for h in ("Verdi", "Nedre", "Øvre") if row[h] is not None]


def dated(row: dict[str, Any]) -> list[float]:
    """Give the year of a row of «Data»."""
    return [float(row["Periode"])] if str(row["Periode"]).isdigit() else []


def numbers(exhibit: dict[str, Any]) -> list[float]:
    """Give the numbers of an exhibit."""
    units = [column["unit"] for column in exhibit["table"]["columns"]]
    return [
        float(f"{cell:.9g}")
        for row in exhibit["table"]["rows"]
        for cell, unit in zip(row, units, strict=True)
        if isinstance(cell, int | float) and unit is not None
    ]


@pytest.mark.parametrize("code", PLACES)
def test_the_workbook_holds_every_number_of_the_report(code: str) -> None:
    """Each number of a sentence and each cell of a table is a number in «Data», and no more is."""
    made = render(report_of(code), "xlsx")
    bound, cells = {}, {}
    for row in workbook_data(made):
        if row["Tabell"] == "Tall i teksten":
            bound[row["Figur-id"]] = row
        else:
            cells.setdefault(row["Figur-id"], []).append(row)
    tables = workbook_tables(made)
    for chapter in data_of(code)["chapters"]:
        for figure in chapter["figures"]:
            row = bound[f"{chapter['chapter']}/{figure['id']}"]
            want = [figure["value"]] if figure["value"] is not None else []
            if figure["interval"] is not None:
                want += [figure["interval"]["low"], figure["interval"]["high"]]
            assert told(row) == [float(f"{v:.9g}") for v in want], figure["id"]
        for exhibit in chapter["exhibits"]:
            where = f"{chapter['chapter']}/{exhibit['id']}"
            assert where in tables, where
            # numbers of unlike units are words with their unit to other programs, and numbers here
            rows = cells.get(where, [])
            have = Counter(v for row in rows for v in (*told(row), *dated(row)))
            lost = Counter(numbers(exhibit)) - have
            assert not lost, (where, lost)
            assert not [row for row in rows if row["Verdi"] == 0 and row["Status"] != "oppgitt"]


@pytest.mark.parametrize("code", PLACES)
def test_pages_and_workbook_each_hold_every_number_and_exhibit(
    code: str,
) -> None:
    """On a page each stands open or under «Flere figurer»; the workbook has all of them too."""
    pages = unpacked(code)
    made = render(report_of(code), "xlsx")
    sheet = {str(row["Figur-id"]) for row in workbook_data(made)} | {*workbook_tables(made)}
    now = data_of(code)["chapters"]
    for chapter in now:
        for kind, ids in (("tall", chapter["figures"]), ("utstilling", chapter["exhibits"])):
            for one in ids:
                assert f"{kind}-{chapter['chapter']}-{one['id']}" in pages, one["id"]
                assert f"{chapter['chapter']}/{one['id']}" in sheet, one["id"]


def unpacked(code: str) -> set[str]:
    """Give every id on the reading pages of a municipality, as they are written to files."""
    with zipfile.ZipFile(io.BytesIO(render(report_of(code), "nettmappe"))) as folder:
        texts = [folder.read(name).decode() for name in folder.namelist()]
    return {id for text in texts for id in re.findall(r' id="([^"]+)"', text)}
