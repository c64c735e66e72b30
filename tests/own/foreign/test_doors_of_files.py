"""What a file is, is seen before it is opened; what is no table is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from tests.own.intake.broken import sheets

from veivalg.own.foreign.delimited import as_utf8, read_delimited
from veivalg.own.foreign.raw import Builder
from veivalg.own.foreign.safety import Kind, inspect, member
from veivalg.own.foreign.sheet_scan import scan_xlsx
from veivalg.own.foreign.telling import RefusedFileError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
BOOK = sheets({"Ark1": [["Skole"]]})


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


def packed(*names: str, kind: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b" \r\n\t\0", "a.csv", "«a.csv» er tom."),
        (b"\xef\xbb\xbf" + b"\n" * 5_000, "a.csv", "«a.csv» er tom."),
        (b"Skole;Elever", "a.xlsx", "«a.xlsx» er skadet eller er ikke et regneark."),
        (b"\x7fELF\0\0", "a.csv", "«a.csv» er verken et regneark eller en tekstfil."),
        (stream("EncryptedPackage"), "a.xlsx", "«a.xlsx» er låst med passord."),
        (stream("_VBA_PROJECT"), "a.xls", "«a.xls» har makroer, og slike filer leses ikke."),
        (stream("WordDocument"), "a.doc", "«a.doc» er ikke et regneark."),
        (packed("xl/a.xml", "XL/A.xml"), "a.xlsx", "«a.xlsx» er skadet"),
        (packed("a.xml", kind=zipfile.ZIP_LZMA), "a.xlsx", "«a.xlsx» er skadet"),
        (packed("brev.docx"), "a.zip", "«a.zip» er en ZIP-fil, ikke et regneark."),
        (packed("xl/workbook.xml", "xl/workbook.bin"), "a.xlsx", "både en binær (XLSB)"),
    ],
)
def test_what_is_no_table_is_refused_before_it_is_opened(content, name, said) -> None:
    with pytest.raises(RefusedFileError) as caught:
        inspect(content, name)
    assert said in caught.value.message and caught.value.remedy


def test_what_begins_with_a_long_blank_is_a_file_all_the_same() -> None:
    assert inspect(b" " * 5_000 + b"Skole;Elever\n", "a.csv") is Kind.TEXT
    assert inspect(stream("Workbook"), "a.xls") is Kind.XLS
    assert inspect(BOOK, "a.xlsx") is Kind.XLSX


def test_a_part_that_is_not_there_is_empty() -> None:
    assert member(BOOK, "xl/finnes-ikke.xml", "a.xlsx") == b""
    assert member(BOOK, "xl/workbook.xml", "a.xlsx").startswith(b"<?xml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A;B\n1;\0\n", "«a.csv» er ikke en tekstfil."),
        (b"\xff\xfeA", "«a.csv» har tegn som ikke kan leses."),
        (";".join("A" * 501).encode(), "«a.csv» har 501 kolonner. Grensen er 500."),
    ],
)
def test_what_is_no_text_or_too_wide_is_refused(content, said) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read_delimited(content, "a.csv")
    assert caught.value.message == said


def test_ends_of_lines_are_one_kind_and_a_last_column_that_is_filled_is_kept() -> None:
    assert as_utf8(b"\xef\xbb\xbfA;B\r\n1;2\r3;4", "a.csv") == b"A;B\n1;2\n3;4"
    lines = b"A;B\n" * 60 + b"1;2;og et skilletegn for mye\n"
    grid = read_delimited(lines, "a.csv")
    assert grid.row(60) == ["1", "2", "og et skilletegn for mye"]
    assert [len(grid.columns), grid.height] == [3, 61]


def test_cells_are_texts_numbers_and_times_as_a_person_reads_them() -> None:
    built = Builder(1, 2)
    built.add([[True, 3], [False, dt.date(2025, 9, 2)], [dt.timedelta(hours=37, minutes=30), None]])
    built.add([[dt.time(7, 30), 2.5], ["", "x"], [None, dt.datetime(2025, 9, 2, 7, 30)]])
    empty, first, second = built.columns()
    assert first.text.to_list() == ["SANN", "USANN", "37:30:00", "07:30:00", None, None]
    assert (
        second.number is not None and second.number.to_list() == [3.0, None, None, 2.5] + [None] * 2
    )
    assert [second.cell(row) for row in (1, 4, 5)] == [
        dt.datetime(2025, 9, 2),
        "x",
        dt.datetime(2025, 9, 2, 7, 30),
    ]
    assert empty.text.null_count() == built.height == 6


def reworked(part: str, old: str, new: str) -> bytes:
    """Give a workbook with a text of one of its parts written another way, or without the part."""
    made = io.BytesIO()
    book = sheets({"Ark1": [["Skole", "Elever"], ["A", 17], ["B", 21]]})
    with zipfile.ZipFile(io.BytesIO(book)) as read, zipfile.ZipFile(made, "w") as archive:
        for name in read.namelist():
            text = read.read(name).decode()
            if name == part:
                assert old in text, text[:2000]
                text = text.replace(old, new)
            if name != part or new != "borte":
                archive.writestr(name, text)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", "<", "borte"),
        (SHEET, "<", "borte"),
        (SHEET, 'r="B2"', 'r="B0"'),
        (SHEET, 'r="B2"', 'r="B1048577"'),
        (SHEET, 'r="B2"', 'r="B12345678"'),
        (SHEET, 'r="B2"', 'r="B-2"'),
        (SHEET, 'r="B2"', 'r="ABCD2"'),
        (SHEET, 'r="B2"', 'r="XFE2"'),
        (SHEET, '<row r="2"', '<row r="to"'),
        (SHEET, '<c r="B2"', '<c r="XFD2"><v>1</v></c><c'),
        (SHEET, '<c r="B2"', '<c r="ÅÅ2"><f>1</f></c><c r="B2"'),
    ],
)
def test_a_place_that_is_in_no_sheet_is_damage(part: str, old: str, new: str) -> None:
    with pytest.raises(RefusedFileError) as caught:
        scan_xlsx(reworked(part, old, new), "a.xlsx")
    assert "a.xlsx" in caught.value.message


def test_cells_that_do_not_tell_their_place_stand_after_the_last() -> None:
    (scan,) = scan_xlsx(
        reworked(SHEET, '<c r="B2"', '<c t="e"><v>#N/A</v></c><c'), "a.xlsx"
    ).values()
    assert scan.faults == {(1, 1): "#N/A"}


def test_formulas_that_all_say_nothing_have_no_answer_until_the_file_is_opened() -> None:
    cells = '<c r="B2"><f>1-1</f><v>0</v></c><c r="C2"><f>2+2</f><v>4</v></c><c r="D2"'
    book = reworked(SHEET, '<c r="B2"', cells)
    assert scan_xlsx(book, "a.xlsx")["Ark1"].faults == {(1, 1): "formel uten svar"}
