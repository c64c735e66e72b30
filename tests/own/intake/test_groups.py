"""A row of groups above the headings: «2024» over «Regnskap», «Budsjett» over «Beløp»."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

Cells = list[list[object]]
UNITS = (("Oppvekst", 12000371, 11000911), ("Helse", 13001371, 12500911))
ROWS: Cells = [[unit, 2025, m, a + m, b + m] for unit, a, b in UNITS for m in (1, 2)]
HEADS = ["Enhet", "År", "Måned"]
NO_YEAR: Cells = [[row[0], *row[2:]] for row in ROWS]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(
    store: OwnStore, rows: Cells, answers: dict[str, str] | None = None, merge: tuple[str, ...] = ()
) -> Intake:
    held, book = io.BytesIO(), openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    book.save(held)
    return read_file(held.getvalue(), "a.xlsx", code="1833", store=store, answers=answers)


def asked(got: Intake) -> dict[str, list[str]]:
    return {q.id: [o.value for o in q.options] for q in got.questions}


@pytest.mark.parametrize(
    ("groups", "heads", "column"),
    [
        ([None, None, None, "Regnskap", "Budsjett"], ["Beløp", "Beløp"], 3),
        ([None, None, None, "Budsjett", "Regnskap"], ["Beløp", "Beløp"], 4),
        (["Nøkler", None, None, "Tall", None], ["Beløp", "Avvik"], 3),
        ([None, None, None, 2025, None], ["Regnskap", "Budsjett"], 3),
        ([None, None, None, "Beløp", None], ["Regnskap", "Avvik"], 3),
        ([None, None, None, "Tall", None], ["Regnskap (kr)", "Avvik (kr)"], 3),
    ],
)
@pytest.mark.parametrize("merged", [False, True])
def test_a_column_is_known_by_its_group_and_its_heading(
    groups: list[object], heads: list[object], column: int, merged: bool, store: OwnStore
) -> None:
    merge = tuple(
        cells for cells, at in (("A1:C1", 0), ("D1:E1", 3)) if groups[at] and not groups[at + 1]
    )
    if groups[0] and not merged:
        return  # the text above the first column is a title where it stands over that alone
    got = read(store, [groups, [*HEADS, *heads], *ROWS], merge=merge if merged else ())
    assert got.frame is not None and not got.questions
    assert got.frame["amount"].to_list() == [row[column] for row in ROWS]


@pytest.mark.parametrize("groups", [["I fjor"], ["Budsjett", "Avvik"], ["Kvinner"], ["2024"]])
def test_a_group_that_says_something_else_is_asked_about(
    groups: list[object], store: OwnStore
) -> None:
    rows: Cells = [[None, None, None, *groups], [*HEADS, "Beløp", "Merknad"]]
    rows += [[*row[:4], "ok"] for row in ROWS]
    got = read(store, rows)
    assert asked(got) == {"heading:amount": ["yes", "no"]}
    assert f"«Beløp ({groups[0]})»" in got.questions[0].text


@pytest.mark.parametrize(
    ("above", "heads", "merge"),
    [
        ([None, None, 2024, 2025], ["Regnskap", "Regnskap"], ()),
        ([None, None, "Regnskap", None], ["2024", "2025"], ()),
        ([None, None, "Regnskap", None], [2024, 2025], ("C1:D1",)),
    ],
)
def test_the_year_is_read_from_either_row(
    above: list[object], heads: list[object], merge: tuple[str, ...], store: OwnStore
) -> None:
    rows: Cells = [above, ["Enhet", "Måned", *heads], *NO_YEAR]
    first = read(store, rows, merge=merge)
    assert first.frame is None and asked(first)["heading:amount"] == [
        "regnskap2024",
        "regnskap2025",
    ]
    said = {"heading:amount": "regnskap2025", "heading:year": "2025"}
    got = read(store, rows, said, merge=merge)
    assert got.frame is not None and set(got.frame["year"]) == {2025}
    assert got.frame["amount"].to_list() == [row[4] for row in ROWS]


@pytest.mark.parametrize(
    "above",
    [
        ["Regnskap 2025"],
        [None, None, None, "Tall i hele kroner"],
        [None, None, None, "Dato: 1.2.2026"],
        [None, None, None, "Rana kommune"],
    ],
)
def test_a_title_right_above_the_headings_is_no_group(above: list[object], store: OwnStore) -> None:
    got = read(store, [above, [*HEADS, "Beløp"], *[row[:4] for row in ROWS]])
    assert got.frame is not None and not got.questions
    assert [c.heading for c in got.columns] == [*HEADS, "Beløp"]


def test_headings_that_are_repeated_below_a_group_are_no_rows(store: OwnStore) -> None:
    heads: list[object] = [*HEADS, "Beløp", "Beløp"]
    rows: Cells = [[None, None, None, "Regnskap", "Budsjett"], heads, *ROWS[:2], heads, *ROWS[2:]]
    got = read(store, rows)
    assert got.frame is not None and got.frame.height == len(ROWS)
