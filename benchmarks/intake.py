"""A million visits from CSV, checked and added up; 50,000 rows of XLSX, beside others' readers."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import xlsxwriter

from benchmarks.measure import Row, median
from benchmarks.reports import command, row, trees
from veivalg.maths.services.home_care import weekly_hours
from veivalg.own.intake import read_file
from veivalg.own.versions import OwnStore

VISITS, LINES, SEED = 1_000_000, 50_000, 20_260_305
CSV_TARGET, XLSX_TARGET, PAIRED_TARGET = 10.0, 6.0, 1.15
PAIRS = 5


def visits(n: int) -> pl.DataFrame:
    """Make visits as a system writes them: dates and decimals as Norwegian text."""
    chance = np.random.default_rng(SEED)
    days = [f"{dt.date(2024, 9, 2) + dt.timedelta(d):%d.%m.%Y}" for d in range(28)]
    return pl.DataFrame(
        {
            "Besøk nr.": np.arange(1, n + 1),
            "Bruker-ID": [f"B{u}" for u in chance.integers(1000, 1610, n)],
            "Sone": chance.choice(["Nord", "Sør", "Øst", "Vest"], n),
            "Dato": chance.choice(days, n),
            "Minutter hos bruker": [f"{m:.1f}".replace(".", ",") for m in chance.uniform(5, 60, n)],
            "Minutter etter vedtak": chance.integers(5, 60, n),
            "Alder": chance.integers(30, 99, n),
        }
    )


def workbook(rows: pl.DataFrame) -> bytes:
    """Write the rows as XLSX, numbers as numbers."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("Besøk")
    sheet.write_row(0, 0, rows.columns)
    minutes = rows.columns.index("Minutter hos bruker")
    for i, row in enumerate(rows.iter_rows(), 1):
        for j, value in enumerate(row):
            sheet.write(i, j, float(value.replace(",", ".")) if j == minutes else value)
    book.close()
    return target.getvalue()


def measure(rounds: int = 3) -> list[Row]:
    """Measure ours, then others reading the same bytes in the same run (without any check)."""
    made = visits(VISITS)
    text = made.write_csv(separator=";").encode("cp1252")
    book = workbook(made.head(LINES))
    with tempfile.TemporaryDirectory() as folder:
        store = OwnStore(Path(folder))

        def csv() -> None:
            found = read_file(text, "besøk.csv", code="5503", store=store)
            assert found.frame is not None and found.frame.height == VISITS
            weekly_hours(found.frame)

        def xlsx() -> None:
            found = read_file(book, "besøk.xlsx", code="5503", store=store)
            assert found.frame is not None and found.frame.height == LINES

        ours_text, ours_book = _timed(csv, rounds), _timed(xlsx, rounds)
    rows = [
        Row("1 000 000 besøk fra CSV, kontrollert og regnet ut", ours_text, "s", CSV_TARGET),
        Row("50 000 rader XLSX, kontrollert", ours_book, "s", XLSX_TARGET),
    ]
    return [*rows, paired(text), *_others(text, book, ours_text, ours_book)]


def paired(text: bytes) -> Row:
    """Read the file by the command line into an empty data folder, turn by turn with 0.1.0.

    The first of each is thrown away: it writes bytecode.
    """
    found: tuple[list[tuple[float, float]], ...] = ([], [])
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "besøk.csv"
        file.write_bytes(text)
        for turn in range(PAIRS + 1):
            for n, tree in enumerate(trees()):
                folder = Path(name) / f"{n}-{turn}"
                folder.mkdir()
                found[n].append(command(tree, folder, "importer", str(file), "--kommune", "5503"))
    return row(
        "1 000 000 besøk fra CSV, «veivalg importer»", found[0][1:], found[1][1:], PAIRED_TARGET
    )


def _others(text: bytes, book: bytes, ours_text: float, ours_book: float) -> list[Row]:
    taken = _timed(lambda: _openpyxl(book), 1)
    rows = [_beside("openpyxl, samme XLSX, bare lest", taken, ours_book)]
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        return rows
    taken = _timed(lambda: pandas.read_excel(io.BytesIO(book), engine="openpyxl"), 1)
    rows.append(_beside("pandas, samme XLSX, bare lest", taken, ours_book))
    taken = _timed(
        lambda: pandas.read_csv(io.BytesIO(text), sep=";", decimal=",", encoding="cp1252"), 1
    )
    return [*rows, _beside("pandas, samme CSV, bare lest", taken, ours_text)]


def _beside(name: str, taken: float, ours: float) -> Row:
    return Row(name, taken, "s", note=f"{taken / ours:.1f} × vår".replace(".", ","))


def _openpyxl(book: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(book), read_only=True, data_only=True).active
    assert sheet is not None
    assert sum(1 for _row in sheet.iter_rows(values_only=True)) == LINES + 1


def _timed(call: Callable[[], object], rounds: int) -> float:
    taken = []
    for _round in range(rounds):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken)


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row.cells()))
