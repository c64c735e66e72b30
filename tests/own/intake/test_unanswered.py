"""Formulas nobody has worked out, and what is struck through: asked about or refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

HEAD = ("Enhet", "År", "Måned", "Regnskap", "Overtid, ekstrahjelp og innleie")
ROWS = [("Helse", 2025, month, 12_000_000 + month * 1371, 0) for month in (1, 2, 3)]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, content: bytes, answers: dict[str, str] | None = None) -> Intake:
    return read_file(content, "a.xlsx", code="1833", store=store, answers=answers)


def written(column: int, formula: str, answers: list[float | None], struck: int = 0) -> bytes:
    """Write a book as programs do: a formula, with the answer it is given, or 0 for one."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet, line = book.add_worksheet("A"), book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, HEAD)
    for n, (row, answer) in enumerate(zip(ROWS, answers, strict=True), 1):
        sheet.write_row(n, 0, row, line if n == struck else None)
        if formula:
            said = () if answer is None else (None, answer)
            sheet.write_formula(n, column, formula.format(row=n + 1), *said)
    book.close()
    return target.getvalue()


def test_formulas_that_no_program_has_worked_out_are_refused(store: OwnStore) -> None:
    got = read(store, written(3, "=12000000+B{row}", [None] * 3))
    assert got.frame is None and [f.cell for f in got.findings] == ["D2", "D3", "D4"]
    assert all("formel uten svar" in f.wrong for f in got.findings)


@pytest.mark.parametrize("answers", [[0, 0, 12e6], [12e6, 13e6, 14e6]])
def test_formulas_with_answers_are_read(answers: list[float | None], store: OwnStore) -> None:
    got = read(store, written(3, "=12000000+B{row}", answers))
    assert got.frame is not None and got.frame["amount"].to_list() == answers


def test_a_book_that_is_worked_out_may_have_nothing_for_an_answer(store: OwnStore) -> None:
    content = written(4, "=0*B{row}", [None] * 3)
    assert read(store, content).errors
    book = openpyxl.load_workbook(io.BytesIO(content))
    held = io.BytesIO()
    book.calculation.fullCalcOnLoad = False
    book.save(held)
    # The answers are put back as a spreadsheet program stores them.
    assert any("formel uten svar" in f.wrong for f in read(store, held.getvalue()).findings)
    worked = answered(held.getvalue())
    got = read(store, worked)
    assert got.frame is not None and got.frame["overtime"].to_list() == [0, 0, 0]


def answered(content: bytes) -> bytes:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(target, "w") as made:
        for part in given.namelist():
            data = given.read(part)
            if part.endswith("sheet1.xml"):
                assert b"</f><v></v>" in data or b"</f><v />" in data or b"</f><v/>" in data
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    data = data.replace(b"</f>" + empty, b"</f><v>0</v>")
            made.writestr(part, data)
    return target.getvalue()


def test_a_row_struck_through_is_asked_about(store: OwnStore) -> None:
    content = written(3, "", [None] * 3, struck=3)
    (question,) = read(store, content).questions
    assert question.id == "rows:hidden" and question.rows == (4,)
    got = read(store, content, {"rows:hidden": "drop"})
    assert got.frame is not None and got.frame["month"].to_list() == [1, 2]
    assert not read(store, written(3, "", [None] * 3)).questions


def open_document(struck: int) -> bytes:
    """Write the rows as LibreOffice does, one of them struck through."""
    spaces = ("office", "table", "text", "style")
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in spaces)
    line = '<style:text-properties style:text-line-through-style="{}"/></style:style>'
    styles = "".join(
        f'<style:style style:name="ce{n}" style:family="table-cell">{line.format(said)}'
        for n, said in ((1, "solid"), (2, "none"))
    )
    rows_ = ""
    for n, row in enumerate([HEAD, *ROWS]):
        rows_ += "<table:table-row>"
        for value in row:
            given = f'table:style-name="ce{1 if n == struck else 2}" office:value-type='
            number = f'"float" office:value="{value}"'
            given += '"string"' if isinstance(value, str) else number
            rows_ += f"<table:table-cell {given}><text:p>{value}</text:p></table:table-cell>"
        rows_ += "</table:table-row>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            f"<office:document-content{names}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet><table:table "
            f'table:name="A">{rows_}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def test_a_row_struck_through_in_an_open_document_is_asked_about(store: OwnStore) -> None:
    def opened(struck: int, answers: dict[str, str] | None = None) -> Intake:
        content = open_document(struck)
        return read_file(content, "a.ods", code="1833", store=store, answers=answers)

    (question,) = opened(3).questions
    assert question.id == "rows:hidden" and question.rows == (4,)
    got = opened(3, {"rows:hidden": "drop"})
    assert got.frame is not None and got.frame["month"].to_list() == [1, 2]
    assert not opened(-1).questions
