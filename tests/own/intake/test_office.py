"""What LibreOffice itself makes of each template, in each format, is read as it was filled in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.own.intake.office import KINDS, program, saved
from tests.tiers import FULL, sized

from veivalg.own.intake import read_file, template
from veivalg.own.tables import OwnField, OwnTable, own_tables
from veivalg.own.versions import OwnStore

FIRST = 3
"""The row under the headings of a template, as Excel counts."""
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "budget_sectors": {"takes_rounding": "ja"},  # one row takes the rounding
    "monthly_accounts": {"month": "1"},  # a year begins in January
}
SOME = ("absence", "home_care_visits", "budget_sectors", "technologies")
TABLES = own_tables() if FULL else {name: own_tables()[name] for name in SOME}
WAYS = sized((("mal", "ods"), ("csv", "xls")), [(s, k) for s in ("mal", "csv") for k in KINDS])
"""Filled in on our template, or typed in an empty sheet; and the format it is saved in."""


def typed(field: OwnField, text: str) -> str:
    """Give what a Norwegian types: a comma, and per cent for a share."""
    if field.unit.startswith("andel") and text:
        return f"{float(text) * 100:g}%".replace(".", ",")
    return text.replace(".", ",") if field.dtype.is_numeric() else text


def meant(field: OwnField, text: str) -> object:
    """Give what a text is in the field's own terms."""
    if text == "":
        return None
    if field.choices:
        return next(code for code, word in field.choices.items() if word == text)
    if field.dtype == pl.Date:
        return dt.date.fromisoformat(text)
    return float(text) if field.dtype.is_numeric() else text


def row_of(name: str, table: type[OwnTable]) -> dict[str, str]:
    """Give a row to fill in."""
    return {**table.examples()[0], **OTHERWISE.get(name, {})}


def on_template(name: str, table: type[OwnTable], folder: Path) -> Path:
    """Write over the example of our template, and delete its mark."""
    row, fields = row_of(name, table), table.own_fields()
    book = openpyxl.load_workbook(io.BytesIO(template(table)))
    page = book.worksheets[1]
    for i, field in enumerate(fields, 1):
        value = row[field.name] if field.choices else meant(field, row[field.name])
        page.cell(FIRST, i).value = value
    page.cell(FIRST, len(fields) + 1).value = None
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def by_hand(name: str, table: type[OwnTable], folder: Path) -> Path:
    """Write what is typed in an empty sheet: the headings, and a row of texts."""
    row, fields = row_of(name, table), table.own_fields()
    lines = ([f.title for f in fields], [typed(f, row[f.name]) for f in fields])
    path = folder / f"{name}.csv"
    path.write_text("".join(";".join(line) + "\r\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.skipif(program() is None, reason="LibreOffice (soffice) is not on this machine")
@pytest.mark.parametrize(("way", "kind"), WAYS)
def test_what_libreoffice_saves_is_read_as_it_was_filled_in(
    way: str, kind: str, tmp_path: Path
) -> None:
    make = {"mal": on_template, "csv": by_hand}[way]
    files = saved([make(n, t, tmp_path) for n, t in TABLES.items()], kind, tmp_path / "kontor")
    store = OwnStore(tmp_path / "data")
    for name, table in TABLES.items():
        row = row_of(name, table)
        # The headings of some tables are enough for more than one: then a person names it.
        read = read_file(files[name], files[name].name, code="0099", store=store, table=name)
        told = [f.line() for f in read.findings], [q.text for q in read.questions]
        assert read.frame is not None and read.frame.height == 1, (name, told)
        for field in table.own_fields():
            if field.pseudonym:
                continue
            got, wanted = read.frame[field.name][0], meant(field, row[field.name])
            same = pytest.approx(wanted, rel=1e-12) if isinstance(wanted, float) else wanted
            assert got == same, (name, field.name)


@pytest.mark.skipif(program() is None, reason="LibreOffice (soffice) is not on this machine")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hidden_is_asked_about_in_every_format_libreoffice_saves(
    kind: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Enhet", "År", "Måned", "Regnskap"])
    for i, name in enumerate(("Skole", "Helse", "Kultur", "Teknisk")):
        page.append([name, 2026, 1, 2_000_001 * 3**i])
    page.column_dimensions["D"].hidden = True
    page.row_dimensions[3].hidden = True
    page.cell(5, 1).number_format = page.cell(5, 2).number_format = ";;;"
    path = tmp_path / "tall.xlsx"
    book.save(path)
    file = saved([path], kind, tmp_path / "kontor")["tall"]
    store = OwnStore(tmp_path / "data")
    asked = read_file(file, file.name, code="0099", store=store)
    assert {q.id: q.rows for q in asked.questions} == {"hidden:amount": (), "rows:hidden": (3, 5)}
    answers = {"hidden:amount": "keep", "rows:hidden": "drop"}
    read = read_file(file, file.name, code="0099", store=store, answers=answers)
    assert read.frame is not None and read.frame["unit"].to_list() == ["Skole", "Kultur"]
