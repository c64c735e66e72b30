"""Ordinary files give no questions: the example of every table, as a person's CSV or Excel file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.own.intake.test_units import sheet
from tests.tiers import FULL

from veivalg.own.examples import example_names, example_table
from veivalg.own.intake import read_file
from veivalg.own.tables import OwnTable, own_table
from veivalg.own.versions import OwnStore

MOST = 4_000 if FULL else 400
"""Rows of an example that are tried: whole units, from the top."""


def rows(table: type[OwnTable], frame: pl.DataFrame) -> list[list[object]]:
    """Give the headings and the rows as a person fills them in."""
    fields = table.own_fields()
    found: list[list[object]] = [[f.title for f in fields]]
    for row in frame.iter_rows(named=True):
        found.append([f.choices.get(v, v) if (v := row[f.name]) else v for f in fields])
    return found


def written(value: object) -> str:
    """Write a cell as Norwegian systems do."""
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", example_names())
def test_an_ordinary_file_is_read_without_a_question(name: str, form: str, tmp_path: Path) -> None:
    table, made = own_table(name), example_table(name)
    assert made is not None
    held = rows(table, made.frame.head(MOST))
    content = (
        sheet(held)
        if form == "xlsx"
        else "\n".join(
            ";".join(f'"{c}"' if ";" in c else c for c in map(written, row)) for row in held
        ).encode()
    )
    read = read_file(content, f"a.{form}", code="0099", store=OwnStore(tmp_path), table=name)
    assert not read.questions, [q.text for q in read.questions]
    assert read.frame is not None, [f.line() for f in read.findings]
    assert read.frame.height == len(held) - 1
