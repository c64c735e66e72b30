"""Whatever a file does to its reader, the program gives one sentence and reads the next."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.own.foreign.bombs import MAIN, ROWS, bombs, cells, workbook, worksheet
from tests.own.intake.broken import repack
from tests.tiers import sized

from veivalg.own.foreign import wire
from veivalg.own.foreign.pool import FILES, Limits, Pool, Worker, read_foreign
from veivalg.own.foreign.raw import Grid, RawColumn
from veivalg.own.foreign.telling import RefusedFileError

GOOD = workbook(worksheet(cells()))
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and signals are POSIX")


def told(_share: float, _text: str) -> None:
    return


def rows(grid: Grid) -> list[list[object]]:
    return [grid.row(i) for i in range(grid.height)]


def good() -> None:
    (grid,) = read_foreign(GOOD, "b.xlsx", told)
    assert rows(grid) == [list(row) for row in ROWS]


@POSIX
def test_a_bomb_gives_one_sentence_and_another_file_is_read_meanwhile():
    good()
    # A fiftieth of what `make proof` tries.
    for bomb in bombs(sized(4, 200)):
        seen: list[float] = []

        def other(seen: list[float] = seen) -> None:
            start = time.monotonic()
            good()
            seen.append(time.monotonic() - start)

        meanwhile = threading.Thread(target=other)
        meanwhile.start()
        with pytest.raises(RefusedFileError) as caught:
            read_foreign(bomb.content, bomb.name, told)
        meanwhile.join()
        assert any(said in caught.value.message for said in bomb.said), (bomb.kind, caught.value)
        assert caught.value.remedy and "\n" not in caught.value.message
        assert seen and seen[0] < 1, bomb.kind
    good()


def test_hidden_rows_formats_and_the_date_system_are_told():
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" '
        "formatCode='0.0 \"mill. kr\"'/></numFmts><cellStyleXfs><xf numFmtId='164'/>"
        "</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
    )
    sheet = worksheet(
        cells()
        .replace('<row r="3">', "<row r='3' hidden = 'true'>")
        .replace('<c r="D', '<c s="1" r="D')
    )
    content = workbook(sheet, styles=styles)
    (grid,) = read_foreign(content, "a.xlsx", told)
    assert grid.hidden_rows == {2}
    assert grid.formats == {3: '0.0 "mill. kr"'}
    assert not grid.date1904 and not grid.hidden_columns and not grid.blank_cells
    columns = "<cols><col min='2' max='2' hidden='1'/><col min='4' max='4' width='0.0'/></cols>"
    unseen = sheet.replace("<sheetData>", f"{columns}<sheetData>")
    blank = styles.replace('0.0 "mill. kr"', ";;;")
    (grid,) = read_foreign(workbook(unseen, styles=blank), "a.xlsx", told)
    assert grid.hidden_columns == {1, 3}
    assert grid.blank_cells == {(n, 3) for n in range(grid.height)}
    book = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    marked = book.replace(b"<workbookPr ", b"<workbookPr date1904='1' ")
    since = repack(content, {"xl/workbook.xml": marked})
    assert read_foreign(since, "a.xlsx", told)[0].date1904


def test_rows_that_are_written_are_seen_where_all_others_are_hidden_by_default() -> None:
    """So Excel writes it, and so do programs that hide the rows after the last."""
    hidden = worksheet(cells()).replace("<sheetData>", "<sheetFormatPr zeroHeight='1'/><sheetData>")
    (grid,) = read_foreign(workbook(hidden), "a.xlsx", told)
    assert not grid.hidden_rows
    some = hidden.replace('<row r="3">', '<row r="3" hidden="1">')
    (grid,) = read_foreign(workbook(some), "a.xlsx", told)
    assert grid.hidden_rows == {2}


def test_an_ods_is_read_with_the_empty_cells_and_rows_that_stand_after_it():
    row = (
        '<table:table-row{0}><table:table-cell office:value-type="string"><text:p>{1}</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="{2}"/>'
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    )
    unseen = ' table:visibility="filter"'
    rows_ = row.format("", "Båsmo", 33) + row.format(unseen, "Gruben", 41)
    end = (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet><table:table "
        f'table:name="Ark1">{rows_}{end}</table:table><table:named-expressions/>'
        "</office:spreadsheet></office:body></office:document-content>"
    )

    def ods(body: str) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as out:
            out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            out.writestr("content.xml", body)
            out.writestr("META-INF/manifest.xml", "<manifest/>")
        return target.getvalue()

    (grid,) = read_foreign(ods(content), "a.ods", told)
    assert rows(grid) == [["Båsmo", 33.0], ["Gruben", 41.0]]
    assert grid.hidden_rows == {1}
    far = content.replace('="16384"/>', '="16384"><text:p>x</text:p></table:table-cell>')
    with pytest.raises(RefusedFileError, match="for stort"):
        read_foreign(ods(far), "a.ods", told)


def record(kind: int, data: bytes = b"") -> bytes:
    """Give a record of a binary workbook: its kind, its length, what it holds."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(data)]) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_a_binary_workbook_is_read_and_one_with_macros_is_not():
    named = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Ark1"))
    since = record(153, struct.pack("<II", 1, 0) + wide(""))
    book = record(131) + since + record(143) + named + record(144) + record(132)
    looks = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide(";;;"))
    looks += record(626) + record(47, bytes(16)) + record(617, struct.pack("<I", 2))
    looks += b"".join(record(47, struct.pack("<HH", 0, n) + bytes(12)) for n in (0, 164))
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 1, 0, 1))
    sheet += record(60, struct.pack("<IIIIH", 2, 3, 2048, 0, 1)) + record(145)
    for row, (school, pupils) in enumerate((("Båsmo", 33.0), ("Gruben", 41.0))):
        sheet += record(0, struct.pack("<IIHBB", row, 0, 300, 0, 0x10 * row) + bytes(5))
        sheet += record(6, struct.pack("<II", 0, row) + wide(school))
        sheet += record(5, struct.pack("<IId", 1, 0, pupils))
    links = zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/_rels/workbook.xml.rels")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("xl/workbook.bin", book)
        out.writestr("xl/styles.bin", looks)
        out.writestr("xl/_rels/workbook.bin.rels", links.replace(b"sheet1.xml", b"sheet1.bin"))
        out.writestr("xl/worksheets/sheet1.bin", sheet + record(146) + record(130))
    (grid,) = read_foreign(target.getvalue(), "a.xlsb", told)
    assert rows(grid) == [["Båsmo", 33.0], ["Gruben", 41.0]]
    assert (grid.hidden_rows, grid.hidden_columns, grid.blank_cells) == ({1}, {2, 3}, {(1, 0)})
    assert grid.date1904
    with pytest.raises(RefusedFileError, match="makroer"):
        read_foreign(repack(target.getvalue(), {"xl/vbaProject.bin": b"x"}), "a.xlsb", told)


def test_what_stands_far_down_in_a_large_sheet_is_heard():
    many = [*ROWS, *((f"Skole {i}", 2025, 1, 7) for i in range(40_000))]
    hidden = '<row r="39000" hidden="1">'
    sheet = worksheet(cells(many).replace('<row r="39000">', hidden))
    odd = sheet.replace('<c r="D39500"><v>7</v></c>', '<c r="D39500"><f>1+1</f></c>')
    (grid,) = read_foreign(workbook(odd), "a.xlsx", told)
    assert grid.hidden_rows == {38_999}
    assert grid.faults == {(39_499, 3): "formel uten svar"}
    assert grid.height == 40_003


def test_a_process_is_replaced_after_fifty_files_and_none_is_left():
    pool = Pool()
    pool.read(GOOD, "a.xlsx", told)
    (first,) = pool.processes()
    for _i in range(FILES - 2):
        pool.read(b"A;B\n1;2\n", "a.csv", told)
    assert pool.processes() == [first]
    pool.read(GOOD, "a.xlsx", told)
    assert pool.processes() == []
    pool.read(GOOD, "a.xlsx", told)
    (second,) = pool.processes()
    assert second != first
    pool.close()
    for process in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@POSIX
def test_a_killed_process_gives_one_sentence_and_a_new_one():
    pool = Pool()
    pool.read(GOOD, "a.xlsx", told)
    (first,) = pool.processes()

    def kill(_share: float, _text: str) -> None:
        os.kill(first, signal.SIGKILL)

    large = workbook(worksheet(cells([*ROWS, *((f"S {i}", 1, 1, i) for i in range(20_000))])))
    with pytest.raises(RefusedFileError, match=r"«a\.xlsx» ble avbrutt"):
        pool.read(large, "a.xlsx", kill)
    assert first not in pool.processes()
    assert pool.read(GOOD, "a.xlsx", told)[0].height == 3
    os.kill(pool.processes()[0], signal.SIGKILL)  # while it waits: nobody need hear of it
    pool._idle[0].process.wait(5)
    assert pool.read(GOOD, "a.xlsx", told)[0].height == 3
    pool.close()


@POSIX
@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(memory=1 << 21), "mer enn 2 MB minne"),
        (Limits(seconds=0), "for lang tid å lese"),
    ],
)
def test_a_limit_gives_its_own_sentence(limits: Limits, said: str):
    # What is measured from outside, as where the system keeps no limit itself.
    free = Limits(seconds=limits.seconds)
    worker = Worker(free)
    worker._limits = limits
    lines = b"A;B\n" + b"1;2\n" * 3_000_000
    with pytest.raises(RefusedFileError, match=said):
        worker.read(lines, "a.csv", ("values",), told)
    assert worker.process.returncode is not None


def test_an_answer_that_is_cut_off_or_too_large_or_of_another_shape_is_none():
    head, parts = wire.pack(read_foreign(GOOD, "a.xlsx", told)[0])
    whole = io.BytesIO()
    wire.send(whole, head, parts)
    data = whole.getvalue()
    got, pieces = wire.receive(io.BytesIO(data))
    assert rows(wire.unpack(got, pieces)) == [list(row) for row in ROWS]
    for cut in (0, 3, 10, len(data) // 2, len(data) - 1):
        with pytest.raises(wire.LostError):
            wire.receive(io.BytesIO(data[:cut]))
    with pytest.raises(wire.LostError):
        wire.receive(io.BytesIO(data), most=100)
    with pytest.raises(wire.LostError):
        wire.receive(io.BytesIO(b"\xff\xff\xff\xff" + data[4:]))
    for changed in ({"height": 7}, {"height": -1}, {"width": 10**9}, {"width": 1}, {"formats": 1}):
        with pytest.raises(wire.LostError):
            wire.unpack({**head, **changed}, parts)
    for broken in (parts[1:], [parts[0][:100], *parts[1:]], [b"x" * 99, *parts[1:]]):
        with pytest.raises(wire.LostError):
            wire.unpack(head, broken)


def test_a_long_column_of_few_texts_is_sent_as_numbers_and_comes_back_as_it_was() -> None:
    texts = pl.Series(values=["Nord", None, "Sør", ""] * 5_000)
    different = pl.Series(values=[f"B{i}" for i in range(len(texts))])
    columns = (RawColumn(texts), RawColumn(different))
    head, parts = wire.pack(Grid("Ark", True, columns, len(texts)))
    assert len(parts[0]) + len(parts[1]) < 20 * len(texts)  # 16 a cell of the one that differs
    back = wire.unpack(head, parts).columns
    assert [c.text.to_list() for c in back] == [texts.to_list(), different.to_list()]
    for known in (
        b"",
        parts[1][:100],
        wire._packed(pl.DataFrame({"column": [0], "text": ["Nord"]})),
    ):
        with pytest.raises(wire.LostError):
            wire.unpack(head, [parts[0], known, *parts[2:]])


def test_a_process_that_is_made_ready_is_the_one_that_reads() -> None:
    pool = Pool()
    pool.ready()
    pool.ready()
    (made,) = pool.processes()
    pool.read(b"A;B\n1;2\n", "a.csv", told)
    assert pool.processes() == [made]
    pool.close()


def test_the_process_imports_no_more_than_reading_needs():
    code = (
        "import sys, veivalg.own.foreign.worker; "
        "print([m for m in ('numba', 'scipy', 'starlette', 'pydantic', 'fastapi', 'docx', "
        "'xlsxwriter', 'httpx2', 'numpy', 'veivalg.own.intake') if m in sys.modules])"
    )
    path = {**os.environ, "PYTHONPATH": str(Path(wire.__file__).parents[3])}
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=path, check=True
    )
    assert said.stdout.strip() == "[]"


def test_nothing_is_started_before_it_is_needed_and_nothing_is_left_at_the_end():
    code = (
        "from veivalg.own.foreign.pool import POOL, read_foreign\n"
        "assert POOL.processes() == []\n"
        "read_foreign(b'A;B\\n1;2\\n', 'a.csv', lambda s, t: None)\n"
        "print(*POOL.processes())"
    )
    path = {**os.environ, "PYTHONPATH": str(Path(wire.__file__).parents[3])}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        env=path,
        check=True,
    )
    assert said.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.stdout), 0)
