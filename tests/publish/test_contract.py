"""One content, many formats: every chapter says the same numbers in all of them.

What a format shows is read back with `readback` and held against the numbers as they are stored in
the chapter, by the rules of reading below; nothing of ours writes an expectation. That a small
chapter is said exactly as it is typed is in `test_measured.py`. Word and PDF tell what matters most
of each chapter, and are held to it in `test_main_report.py`.
"""

from __future__ import annotations

import html as html_module
import re
from functools import cache

import pytest
from tests.made import WANTED, chapter_of, written
from tests.publish import readback
from tests.publish.readback import Grid, plain, squeezed

from veivalg.content import (
    Cell,
    Column,
    Exhibit,
    Figure,
    SourceKind,
    Statement,
    Unit,
    folded,
)
from veivalg.publish import formats
from veivalg.publish.csv import exhibit_csv

ELSEWHERE = ("json", "xlsx", "docx", "pdf")
"""Formats that hold sentences otherwise than all as running text, and have tests of their own."""
MARK = re.compile("Eksempel(?!kommunen)")
"""How it is said that figures are made up, where it isn't the name of the place that is."""


@cache
def spaced(name: str, format: str) -> str:
    return readback.text_of(written(name, format), format)


@cache
def text_of(name: str, format: str) -> str:
    return squeezed(spaced(name, format))


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("format", [f for f in formats() if f not in ELSEWHERE])
def test_every_statement_stands_in_every_format(name: str, format: str) -> None:
    text = text_of(name, format)
    for statement in chapter_of(name).statements():
        assert squeezed(statement.text()) in text, statement.id


@pytest.mark.parametrize("name", WANTED)
def test_every_bound_number_has_an_entry_on_the_page(name: str) -> None:
    text = text_of(name, "html")
    for figure in chapter_of(name).figures():
        assert squeezed(figure.text()) in text, figure.id
        assert squeezed(figure.label) in text, figure.id


# --- how a number is read -------------------------------------------------------------------------

PARTS = {Unit.SHARE: 0.01, Unit.POINTS: 0.01, Unit.MILLION_NOK: 1e6}
"""What one of what is written stands for, where it is not one."""


def says(
    text: str, value: Cell, unit: Unit | None, decimals: int | None = None, *, moved: bool = False
) -> bool:
    """Say whether a person who reads `text` reads `value`, to the digits that are written.

    A negative `decimals` says how far what is written has been rounded: −2 is to hundreds. Where
    it may be `moved` so that what is printed adds up, the last digit may be one off.
    """
    text = plain(text)
    if value is None:
        return text == "mangler"
    if isinstance(value, str):
        return text == plain(value)
    if unit is None or unit is Unit.YEAR:
        return text == str(value).removesuffix(".0")
    if (unit is Unit.SHARE) != text.endswith("%"):
        return False
    part = PARTS.get(unit, 1.0)
    if unit is Unit.MILLION_NOK and "mrd" in text:
        part = 1e9
    written = len(re.sub(r".*,|[^\d]", "", text)) if "," in text else min(decimals or 0, 0)
    slack = 1.5 if moved else 0.5
    return abs(readback.number(text) * part - value) <= part * (slack * 10**-written + 1e-9)


def turned(exhibit: Exhibit) -> tuple[list[Column], list[list[Cell]]]:
    """Give the table as a person reads it: turned, it has a row a label and a column a head."""
    table = exhibit.table
    if table.pivot is None:
        return list(table.columns), [list(row) for row in table.rows]
    rows, heads = table.pivot.rows, table.pivot.columns
    found = {(r[rows], r[heads]): r[table.pivot.values] for r in table.records()}
    labels = list(dict.fromkeys(label for label, _head in found))
    if table.column(rows).unit is Unit.YEAR:
        labels.sort(key=lambda year: float(year or 0))
    across = list(dict.fromkeys(head for _label, head in found))
    one = table.column(table.pivot.values)
    columns = [
        table.column(rows),
        *(Column(str(head), str(head), one.unit, one.decimals) for head in across),
    ]
    return columns, [[label, *(found.get((label, head)) for head in across)] for label in labels]


def holds(grid: Grid, exhibit: Exhibit) -> None:
    """Hold a table as it is read against the numbers of the exhibit, cell by cell."""
    columns, rows = turned(exhibit)
    told = " ".join([*grid.heads, exhibit.subtitle, exhibit.title]).casefold()
    assert len(grid.heads) == len(columns), exhibit.id
    for head, column in zip(grid.heads, columns, strict=True):
        assert head.startswith(plain(column.title)), (exhibit.id, head)
        assert column.unit is not Unit.MILLION_NOK or "mill" in told, (exhibit.id, head)
    kroner = [i for i, column in enumerate(columns) if column.unit is Unit.NOK]
    amounts = [abs(row[i]) for row in rows for i in kroner if isinstance(row[i], int | float)]
    long = max(amounts, default=0) >= 10_000_000  # eight digits are read in millions
    printed = [read for read in grid.rows if plain(read[0]) != "Avrunding"]
    assert len(printed) == len(rows), exhibit.id
    for read, row in zip(printed, rows, strict=True):
        for text, column, value in zip(read, columns, row, strict=True):
            moved = column.key in exhibit.table.terms
            unit, decimals = column.unit, column.decimals
            if long and unit is Unit.NOK:
                assert "(mill. kr)" in grid.heads[columns.index(column)]
                unit, decimals = Unit.MILLION_NOK, len(text.partition(",")[2])
            assert says(text, value, unit, decimals, moved=moved), (
                exhibit.id,
                column.key,
                text,
                value,
            )


@pytest.mark.parametrize(
    ("text", "value", "unit", "right"),
    [
        ("17,1 %", 0.171, Unit.SHARE, True),
        ("17,1 %", 1.71, Unit.SHARE, False),
        ("17,1", 0.171, Unit.SHARE, False),
        ("\u22122 %", -0.0249, Unit.SHARE, True),
        ("+3,0", 0.03, Unit.POINTS, True),
        ("412,3", 412_300_000, Unit.MILLION_NOK, True),
        ("412 300", 412_300_000, Unit.MILLION_NOK, False),
        ("1 434", 1434, Unit.PERSONS, True),
        ("1 434", 1435, Unit.PERSONS, False),
        ("2026", 2026, Unit.YEAR, True),
        ("2026", 2027, Unit.YEAR, False),
        ("mangler", None, Unit.PERSONS, True),
        ("0", None, Unit.PERSONS, False),
    ],
)
def test_a_number_is_read_as_a_person_would(
    text: str, value: Cell, unit: Unit, right: bool
) -> None:
    assert says(text, value, unit) is right


# --- every number of every chapter ----------------------------------------------------------------


GROUPED = re.compile(r"[+\u2212]?\d{1,3}(?: \d{3})+(?:,\d+)?(?: %| mrd)?")
BARE = re.compile(r"[+\u2212]?\d+(?:,\d+)?(?: %| mrd)?")
LARGE = re.compile(r"(\d+,\d+)–\d+,\d+ mrd")


@pytest.mark.parametrize("name", WANTED)
def test_every_number_of_a_sentence_is_read_in_it(name: str) -> None:
    for statement in chapter_of(name).statements():
        text = plain(statement.text())
        found = [one for pattern in (GROUPED, BARE) for one in pattern.findall(text)]
        found += [f"{one} mrd" for one in LARGE.findall(text)]
        for figure in statement.figures.values():
            if figure.value is None:
                assert "{" not in text, (statement.id, figure.id, text)
                continue
            assert any(_reads(one.strip(), figure) for one in found), (
                statement.id,
                figure.id,
                text,
                figure.value,
            )


def _reads(text: str, figure: Figure) -> bool:
    """Say whether a number in a sentence is the figure, which may be told without its sign."""
    value, unit = figure.value, figure.unit
    assert value is not None
    if unit is Unit.SHARE:
        text = f"{text.removesuffix('%').strip()} %"  # «fra 12 til 14 %» has one mark for two
    if unit is Unit.YEAR:
        return text == str(int(value))
    return any(says(text, v, unit, figure.decimals) for v in (value, abs(value), -value))


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_the_workbook(name: str) -> None:
    chapter, sheets = chapter_of(name), readback.workbook_tables(written(name, "xlsx"))
    assert sheets.keys() == {f"{chapter.id}/{exhibit.id}" for exhibit in chapter.exhibits()}
    for exhibit in chapter.exhibits():
        sheet = sheets[f"{chapter.id}/{exhibit.id}"]
        columns, rows = turned(exhibit) if _turns(exhibit) else _as_stored(exhibit)
        assert len(sheet.rows) == len(rows), exhibit.id
        for cells, shown, row in zip(sheet.rows, sheet.shown, rows, strict=True):
            assert len(row) <= len(cells) <= len(row) + 1, exhibit.id
            status = str(cells[-1] or "") if len(cells) > len(row) else ""
            for cell, look, column, value in zip(cells, shown, columns, row, strict=False):
                assert _in_a_cell(cell, look, column, value), (exhibit.id, column.key, cell, value)
                if column.unit is not None and not isinstance(value, int | float):
                    assert (value or "mangler") in status and column.title in status
        for head, column in zip(sheet.heads, columns, strict=False):
            if column.unit is Unit.MILLION_NOK:
                assert "mill. kr" in head.casefold(), (exhibit.id, head)


def _turns(exhibit: Exhibit) -> bool:
    """Say whether a sheet is turned: when that loses no column."""
    pivot = exhibit.table.pivot
    keys = {column.key for column in exhibit.table.columns}
    return pivot is not None and {pivot.rows, pivot.columns, pivot.values} == keys


def _as_stored(exhibit: Exhibit) -> tuple[list[Column], list[list[Cell]]]:
    return list(exhibit.table.columns), [list(row) for row in exhibit.table.rows]


SCALED = {Unit.MILLION_NOK: 1e6, Unit.POINTS: 0.01}
"""What a number of a sheet is multiplied by to be as it is stored."""


def _in_a_cell(cell: object, look: str, column: Column, value: Cell) -> bool:
    """Say whether a cell of a sheet holds `value`: shares as fractions, money in millions.

    A cell of numbers holds a number or nothing; why there is none is told beside.
    """
    if value is None or (isinstance(value, str) and column.unit is not None):
        return cell is None
    if isinstance(value, str) and column.written and isinstance(cell, int | float):
        return cell * (100 if look.endswith("%") else 1) == pytest.approx(readback.number(value))
    if isinstance(value, str):
        return (cell or "") == value
    if (column.unit is Unit.SHARE) != look.endswith("%"):
        return False
    part = SCALED.get(column.unit or Unit.COUNT, 1.0)
    return isinstance(cell, int | float) and cell * part == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_json(name: str) -> None:
    data = readback.json_chapter(written(name, "json"))
    for exhibit, got in zip(chapter_of(name).exhibits(), data["exhibits"], strict=True):
        assert got["table"]["rows"] == [list(row) for row in exhibit.table.rows]
        units = [column["unit"] for column in got["table"]["columns"]]
        assert units == [None if c.unit is None else c.unit.value for c in exhibit.table.columns]


@pytest.mark.parametrize("name", WANTED)
def test_every_field_of_every_exhibit_is_the_same_in_csv(name: str) -> None:
    chapter = chapter_of(name)
    for exhibit in chapter.exhibits():
        grid = readback.csv_grid(exhibit_csv(exhibit, chapter))
        assert len(grid.rows) == len(exhibit.table.rows), exhibit.id
        for fields, row in zip(grid.rows, exhibit.table.rows, strict=True):
            assert len(fields) >= len(row), exhibit.id
            for field, column, value in zip(fields, exhibit.table.columns, row, strict=False):
                if isinstance(value, int | float):
                    part = SCALED.get(column.unit or Unit.COUNT, 1.0)
                    read = float(field.replace(",", ".")) * part
                    assert read == pytest.approx(value, rel=1e-9, abs=part * 1e-10)
                else:
                    assert field.removeprefix("'") == (value or "").removeprefix("'")


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_html(name: str) -> None:
    grids = readback.html_grids(written(name, "html"))
    (topic,) = folded([chapter_of(name)])
    order = [*(e for _c, e in topic.shown), *topic.more(topic.chapters[0])]
    for exhibit, grid in zip(order, grids, strict=True):
        holds(grid, exhibit)


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_markdown(name: str) -> None:
    grids = readback.markdown_grids(written(name, "md"))
    # After the exhibits come the tables of assumptions and of sources.
    assert len(grids) >= len(list(chapter_of(name).exhibits()))
    for exhibit, grid in zip(chapter_of(name).exhibits(), grids, strict=False):
        holds(grid, exhibit)


@pytest.mark.parametrize("name", WANTED)
def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(name: str) -> None:
    text = written(name, "html").decode()
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    targets = {html_module.unescape(t) for t in re.findall(r'\shref="#([^"]+)"', text)}
    assert targets <= {html_module.unescape(i) for i in ids}


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("format", ["html", "md"])
def test_no_format_shows_nan_or_infinity(name: str, format: str) -> None:
    assert not re.search(
        r"(?<![A-Za-zæøå])(nan|NaN|inf|Infinity|None)(?![A-Za-zæøå])", spaced(name, format)
    )


def _is_made_up(statement: Statement) -> bool:
    kinds = {s.kind for f in statement.figures.values() for s in f.sources()}
    return SourceKind.CONSTRUCTED in kinds


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("format", ["html", "md"])
def test_a_sentence_is_marked_exactly_when_its_figures_are_constructed(
    name: str, format: str
) -> None:
    text = text_of(name, format)
    titles = tuple(s.title for s in chapter_of(name).sections if MARK.match(s.title))
    for statement in chapter_of(name).statements():
        after = {
            bool(MARK.match(text[m.end() :].lstrip("–")))
            and not (statement is chapter_of(name).findings[0] and titles)  # a heading, not a mark
            for m in re.finditer(re.escape(squeezed(statement.text())), text)
        }
        assert after, statement.id
        assert after == {_is_made_up(statement)}, statement.id


@pytest.mark.parametrize("name", WANTED)
def test_the_box_is_marked_only_when_all_its_sentences_with_figures_are(name: str) -> None:
    told = [s for s in chapter_of(name).findings if s.figures]
    every = bool(told) and all(map(_is_made_up, told))
    assert bool(re.search("Detviktigste–" + MARK.pattern, text_of(name, "md"))) == every
    (topic,) = folded([chapter_of(name)])
    first = [s for _c, s in topic.findings if s.figures]
    every = bool(first) and all(map(_is_made_up, first))
    assert bool(re.search("Detviktigste" + MARK.pattern, text_of(name, "html"))) == every


def test_the_examples_have_boxes_with_both_real_and_constructed_sentences() -> None:
    boxes = [{_is_made_up(s) for s in chapter_of(n).findings if s.figures} for n in WANTED]
    assert {True, False} in boxes and {True} in boxes and {False} in boxes


@pytest.mark.parametrize("name", WANTED)
def test_markdown_tells_once_at_the_top_that_something_is_constructed(name: str) -> None:
    text = written(name, "md").decode()
    assert text.count("Noen av tallene her er laget for å prøve Veivalg") <= 1
    assert "## Sammendrag\n\n#" not in text.replace("## Sammendrag\n\n###", "")
