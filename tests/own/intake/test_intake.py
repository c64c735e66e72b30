"""Files are recognised, read and mapped; what goes in comes out again the same."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import stat
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.own.intake.broken import PERSON, good_rows, sheets, text, titles
from tests.tiers import examples, sized

from veivalg.foundation.errors import UsageError
from veivalg.own.examples import example_names, example_table
from veivalg.own.foreign import safety
from veivalg.own.intake import (
    RefusedFileError,
    UnknownTableError,
    accept,
    find_table,
    read_file,
    template,
)
from veivalg.own.intake.rows import example_rows
from veivalg.own.mappings import Mappings
from veivalg.own.printed import printed_names, printed_table
from veivalg.own.tables import own_table, own_tables
from veivalg.own.versions import OwnStore

PLACES = ("5503", "1833", "5610")
KNOWN = {("0099", name): example_table(name) for name in example_names()}
KNOWN |= {
    (code, name): printed_table(code, name) for code in PLACES for name in printed_names(code)
}
PUPILS = [["Skole", "Skoleår", "Trinn", "Elever"], ["Båsmo", 2025, 1, 33], ["Gruben", 2025, 2, 40]]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


@pytest.mark.parametrize("name", list(own_tables()))
def test_every_template_is_known_again_and_its_example_row_does_not_count(name, store):
    table = own_table(name)
    read = read_file(template(table), f"{table.template}.xlsx", code="1833", store=store)
    assert read.table is table and read.rows == 0
    said = [f.wrong for f in read.findings]
    assert any("ingen rader" in s for s in said)
    assert sum("eksemplet fra malen" in s for s in said) == len(table.examples())


@pytest.mark.parametrize("name", list(own_tables()))
def test_every_example_row_passes_its_own_table_cell_by_cell(name, store):
    table = own_table(name)
    for row in example_rows(table):
        for field in table.fields:
            assert row[field.name] is not None or field.nullable, field.name


@pytest.mark.parametrize(("code", "name"), KNOWN)
def test_what_is_exported_and_read_in_again_is_the_same(code, name, store):
    frame = KNOWN[code, name].frame.head(400)
    table = own_table(name)
    hidden = [f.name for f in table.own_fields() if f.pseudonym]
    first = read_file(template(table, frame), "a.xlsx", code=code, store=store, table=name)
    # A cut of a table can break its own rules; then its cells are still to be the same.
    if first.frame is None:
        pytest.skip("the cut breaks a rule of the whole table")
    shown = [c for c in frame.columns if c not in hidden]
    assert first.frame.select(shown).equals(frame.select(shown))
    second = read_file(template(table, first.frame), "b.xlsx", code=code, store=store, table=name)
    assert second.frame.equals(first.frame)  # pseudonyms too


def _kept(text: str) -> str:
    """Give a text as it is stored: composed, without braces and the sign of a lost letter."""
    told = unicodedata.normalize("NFC", "".join(c for c in text if c not in "{}¿"))
    return " ".join(told.split())


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
ROW = st.tuples(
    WORD.map(lambda t: _kept(f"S{t}")),
    st.none() | st.integers(0, 3000),
    st.none() | st.floats(0, 500, allow_nan=False, allow_subnormal=False),
    st.none() | st.floats(0, 1e12, allow_nan=False, allow_subnormal=False),
)


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5, unique_by=lambda r: r[0]))
def test_any_rows_exported_and_read_in_again_are_the_same(tmp_path_factory, rows):
    table = own_table("school_buildings")
    frame = pl.DataFrame(rows, schema={f.name: f.dtype for f in table.fields}, orient="row")
    store = OwnStore(tmp_path_factory.getbasetemp())
    read = read_file(
        template(table, frame),
        "a.xlsx",
        code="1833",
        store=store,
        table=table.name,
        # One krone a year for a school is asked about, the letter in «S¼r», and a row of only «S:».
        answers={"unit:*": "1", "letters:lost": "keep", "rows:notes": "row"},
    )
    assert read.frame is not None, read.findings
    assert read.frame.drop("school").equals(frame.drop("school"))
    assert [" ".join(s.split()) for s in frame["school"]] == read.frame["school"].to_list()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter_and_encoding_is_read(delimiter, encoding, store):
    read = read_file(text(PUPILS, delimiter, encoding), "a.csv", code="1833", store=store)
    assert read.frame.row(0) == ("Båsmo", 2025, 1, 33)


@pytest.mark.parametrize(
    "kind", ["xls", *(pytest.param(k, marks=pytest.mark.proof) for k in ("ods", "xlsm"))]
)
def test_a_workbook_saved_by_libreoffice_is_read(kind, store, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    # Writer may be there without Calc: the conversion then ends well and writes no file.
    calc = office and list(Path(office).resolve().parent.glob("libsc*lo.so"))
    if not calc:
        pytest.skip("LibreOffice Calc is not here")
    (tmp_path / "a.xlsx").write_bytes(sheets({"Elever": PUPILS}))
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/p",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    read = read_file(tmp_path / f"a.{kind}", f"a.{kind}", code="1833", store=store)
    assert read.frame.rows() == [("Båsmo", 2025, 1, 33), ("Gruben", 2025, 2, 40)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 234,5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("-5", -5.0),
        ("−5", -5.0),
        ("5-", -5.0),
        ("(5)", -5.0),
        ("kr 5 000,-", 5000.0),
        ("0.345", 0.345),
        ("1e3", 1000.0),
        ("1\u00a0234", 1234.0),
        (",5", 0.5),
        ("5 000 kr", 5000.0),
        ("'7", 7.0),
    ],
)
def test_numbers_are_read_as_people_write_them(written, value, store):
    rows = [["År", "Sektor", "Tiltak", "Innsparing"], [2027, "A", "B", written]]
    given = {"unit:amount": "1"}  # five kroner is no measure
    read = read_file(sheets({"A": rows}), "a.xlsx", code="1833", store=store, answers=given)
    assert read.frame["amount"].to_list() == [value]


@pytest.mark.parametrize(
    "written",
    [
        "23.9.2024",
        "23.09.24",
        "2024-09-23",
        "2024-09-23 08:15",
        "23/9/2024",
        "23. september 2024",
        "20240923",
        45558,
        dt.datetime(2024, 9, 23, 8, 15),
        "man. 23.09.2024",
        "2024-09-23T08:15:00",
    ],
)
def test_dates_are_read_as_people_and_systems_write_them(written, store):
    table = own_table("home_care_visits")
    row = good_rows(table)[0]
    row[3] = written
    target = io.BytesIO(sheets({"A": [titles(table)]}))
    book = openpyxl.load_workbook(target)
    book["A"].append(row)
    book.save(target := io.BytesIO())
    read = read_file(target.getvalue(), "a.xlsx", code="1833", store=store)
    assert read.frame["date"].to_list() == [dt.date(2024, 9, 23)], read.findings


def test_shares_are_read_from_percentages_and_decimals_alike(store):
    head = [
        "Sone",
        "Utøvende årsverk",
        "Timer per uke i full stilling",
        "Fravær uten vikar (andel)",
    ]
    rows = [["A", "10", "35:30", "17,1 %"], ["B", "10", "35,5", "0,171"], ["C", "10", "35,5", "-"]]
    read = read_file(text([head, *rows]), "a.csv", code="1833", store=store)
    assert read.frame["absence"].to_list() == [pytest.approx(0.171), 0.171, None]
    assert read.frame["weekly_hours"].to_list() == [35.5] * 3


def test_choices_are_known_by_word_or_code_whatever_the_case(store):
    head = ["Virksomhet", " BUDSJETT I BASISÅRET ", "Kostra-vekt *", "takes_rounding"]
    rows = [["A", 1, 0, " JA "], ["B", 1, 0, "no"], ["C", 1, 0, "Nei"]]
    read = read_file(
        sheets({"Ark": [["Rana"], [], head, *rows, ["Sum", 3, 0, None]]}),
        "a.xlsx",
        code="1833",
        store=store,
        answers={"unit:budget": "1"},
    )
    assert read.frame["takes_rounding"].to_list() == ["yes", "no", "no"]
    assert [(f.row, f.warning) for f in read.findings] == [(7, True)]


def test_braces_and_control_characters_never_come_in(store):
    rows = [PUPILS[0], ["  Bå\u202esmo\x07 {x} \n skole ", 2025, 1, 3]]
    read = read_file(
        text([rows[0]]) + b'"B\xc3\xa5\x07 {x} \n skole";2025;1;3\n',
        "a.csv",
        code="1833",
        store=store,
    )
    assert read.frame["school"].to_list() == ["Bå (x) skole"]


def test_a_renamed_column_is_asked_for_once_and_then_remembered(store):
    content = text([["Skole", "Skoleår", "Trinn", "Antall barn"], *PUPILS[1:]])
    asked = read_file(content, "a.csv", code="1833", store=store)
    assert asked.needs_mapping and [f.name for f in asked.missing] == ["pupils"]
    assert asked.frame is None
    told = read_file(
        content,
        "a.csv",
        code="1833",
        store=store,
        table="pupils",
        mapping={"pupils": "Antall barn"},
    )
    assert Mappings(store).of("1833", "pupils") == {}  # not before it is accepted
    accept(told, store, who="Kari")
    again = read_file(content, "a.csv", code="1833", store=store)
    assert again.ok and {c.how for c in again.columns} == {"title", "alias", "remembered"} - (
        {"alias"} if all(c.how != "alias" for c in again.columns) else set()
    )
    assert read_file(content, "a.csv", code="5503", store=store).needs_mapping  # not elsewhere
    assert Mappings(store).forget("1833", "pupils")
    with pytest.raises(UsageError):
        read_file(content, "a.csv", code="1833", store=store, table="pupils", mapping={"x": "y"})


def test_the_sheet_that_fits_is_read_and_others_are_named(store):
    book = sheets({"Om": [["Hei"]], "Elever": PUPILS, "I fjor": PUPILS})
    read = read_file(book, "a.xlsx", code="1833", store=store)
    assert read.ok and read.sheet == "Elever" and read.other_sheets == ("Om", "I fjor")
    assert [f.wrong for f in read.findings] == [
        "Arket «I fjor» passer også til tabellen, men er ikke lest."
    ]


@pytest.mark.parametrize("beside", ["(Tall i hele kroner)", "Merknad fra rektor"])
def test_what_stands_between_headings_and_their_repeat_is_read_whatever_stands_beside(
    store, beside
):
    heads = ["Skole", "Skoleår", "Trinn", "Elever"]
    above = [[f"Skole {i}", 2025, 1, 20 + i] for i in range(6)]
    below = [[f"Skole {i}", 2025, 1, 30 + i] for i in range(6, 9)]
    rows = [[*heads, None, beside], *above, heads, *below]
    read = read_file(sheets({"Ark": rows}), "a.xlsx", code="1833", store=store, table="pupils")
    assert read.frame is not None
    assert sorted(read.frame["pupils"].to_list()) == [*range(20, 26), *range(36, 39)]


def test_a_file_that_fits_nothing_says_what_is_nearest(store):
    with pytest.raises(UnknownTableError) as caught:
        read_file(text([["Skole", "Farge"], ["a", "b"]]), "a.csv", code="1833", store=store)
    assert caught.value.candidates and caught.value.problems


def test_persons_get_pseudonyms_by_a_salt_of_this_machine_only(store, tmp_path):
    table = own_table("home_care_visits")
    content = sheets({"A": [titles(table), *good_rows(table)]})
    first = read_file(content, "a.xlsx", code="1833", store=store).frame["user"].to_list()
    same = read_file(content, "a.xlsx", code="1833", store=store).frame["user"].to_list()
    other = read_file(content, "a.xlsx", code="5503", store=store).frame["user"].to_list()
    elsewhere = read_file(content, "a.xlsx", code="1833", store=OwnStore(tmp_path / "b"))
    assert first == same and len(set(first)) == 3
    assert not {*first} & {*other, *elsewhere.frame["user"]}
    salt = tmp_path / "egne-tall" / "salt"
    assert len(salt.read_bytes()) == 32
    if os.name == "posix":
        assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    stored = accept(read_file(content, "a.xlsx", code="1833", store=store), store)
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert stored.rows == 3 and b"B1042" not in everything


def test_the_marked_copy_has_every_finding_in_its_cell_and_no_person(store):
    rows = [
        ["Rana"],
        PUPILS[0],
        ["Båsmo", 2025, 1, "tolv"],
        [PERSON, 2025, 99, 3],
        ["Gruben", 2025, 3, 7],
    ]
    read = read_file(
        sheets({"Mine tall": rows, "Annet": [["x"]]}), "a.xlsx", code="1833", store=store
    )
    book = openpyxl.load_workbook(io.BytesIO(read.marked_copy()))
    assert book.sheetnames == ["Mine tall", "Annet", "Feil"]
    sheet = book["Mine tall"]
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment}
    assert marked == {f.cell for f in read.findings} == {"D3", "A4", "C4"}
    assert "ikke et tall" in sheet["D3"].comment.text
    assert sheet["D3"].value == "tolv" and sheet["D5"].value == 7
    assert sheet["A4"].value == "[fjernet]"
    assert sum(1 for _row in book["Feil"].iter_rows()) == 1 + len(read.findings)


def test_a_thousand_findings_are_listed_and_the_rest_counted(store):
    rows = [PUPILS[0], *[[f"S{i}", 2025, 1, "x"] for i in range(3000)]]
    read = read_file(text(rows), "a.csv", code="1833", store=store)
    assert (len(read.findings), read.errors) == (1000, 3000)
    assert read.findings[0].row == 2


def test_a_file_over_the_limit_is_refused_before_it_is_read(store, tmp_path, monkeypatch):
    monkeypatch.setattr(safety, "MAX_BYTES", 100)
    path = tmp_path / "stor.csv"
    path.write_bytes(b"x" * 101)
    with pytest.raises(RefusedFileError, match="Grensen"):
        read_file(path, "stor.csv", code="1833", store=store)


def test_progress_ends_at_one_and_never_goes_back(store):
    seen: list[float] = []
    read_file(
        sheets({"A": PUPILS}),
        "a.xlsx",
        code="1833",
        store=store,
        progress=lambda share, _text: seen.append(share),
    )
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_a_template_is_found_by_any_of_its_names_and_a_slip_gets_a_proposal():
    assert find_table("elever") is find_table("pupils") is find_table("ELEVER PER SKOLE OG TRINN")
    with pytest.raises(UsageError, match="elever"):
        find_table("elver")


def test_a_template_has_lists_units_instructions_and_codes():
    book = openpyxl.load_workbook(io.BytesIO(template("sektorrammer")))
    guide, sheet, codes = (book[name] for name in book.sheetnames)
    assert guide.title == "Veiledning" and codes.title == "Koder"
    assert "Budsjett i basisåret (kr)" in [c.value for c in sheet[2]]
    (listed,) = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert "D3" in listed.sqref and listed.formula1.startswith("'Koder'!")
    assert [codes["A2"].value, codes["B2"].value] == ["ja", "yes"]
    said = " ".join(str(c.value) for row in guide.iter_rows() for c in row)
    assert all(line in said for line in own_table("budget_sectors").instructions)


def test_very_many_rows_are_checked_to_the_last_and_the_marked_copy_keeps_the_place(store):
    n = sized(100_000, 1_000_000)
    lines = "".join(f"{i};1\n" for i in range(n))
    content = f"Skole;Plass til\n{lines}siste;mange\n".encode()
    read = read_file(content, "a.csv", code="1833", store=store, table="school_buildings")
    assert [(f.cell, f.row) for f in read.findings] == [(f"B{n + 2}", n + 2)]
    book = CalamineWorkbook.from_filelike(io.BytesIO(read.marked_copy()))
    rows = book.get_sheet_by_name("a").to_python(skip_empty_area=False)
    assert rows[n + 1][:2] == ["siste", "mange"]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def _ods(rows: str, manifest: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def test_an_ods_is_read(store):
    def cell(value: object) -> str:
        kind = 'string"' if isinstance(value, str) else f'float" office:value="{value}"'
        return (
            f'<table:table-cell office:value-type="{kind}><text:p>{value}</text:p>'
            "</table:table-cell>"
        )

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in PUPILS
    )
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    read = read_file(_ods(rows + empty), "a.ods", code="1833", store=store)
    assert read.frame.rows() == [("Båsmo", 2025, 1, 33), ("Gruben", 2025, 2, 40)]


CELL = '<table:table-cell office:value-type="float" office:value="1"{more}/>'


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            '<table:table-row table:number-rows-repeated="1048576">'
            + CELL.format(more=' table:number-columns-repeated="16384"')
            + "</table:table-row>",
            "for stort",
        ),
        (
            "<table:table-row "
            'table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
            '<table:table-row><table:table-cell table:number-columns-repeated="1000"/>'
            + CELL.format(more="")
            + "</table:table-row>",
            "for stort",
        ),
        (
            "<table:table-row>"
            + CELL.format(more=" table:formula='of:=WEBSERVICE(&quot;http://x.no&quot;)'").replace(
                "'", '"'
            )
            + "</table:table-row>",
            "henter noe utenfra",
        ),
    ],
)
def test_an_ods_that_swells_or_calls_out_is_refused(rows, said, store):
    with pytest.raises(RefusedFileError, match=said):
        read_file(_ods(rows), "a.ods", code="1833", store=store)


def test_a_locked_ods_is_refused(store):
    content = _ods("", '<manifest:encryption-data manifest:checksum="x"/>')
    with pytest.raises(RefusedFileError, match="passord"):
        read_file(content, "a.ods", code="1833", store=store)


VISITS = own_table("home_care_visits")
WRONG = "01010112345"  # a possible date, and control digits that are wrong


def _visits(value: object) -> list[list[object]]:
    rows = good_rows(VISITS)
    at = titles(VISITS).index("Bruker-ID")
    return [titles(VISITS), [*rows[0][:at], value, *rows[0][at + 1 :]], *rows[1:]]


@pytest.mark.parametrize(
    "value",
    [
        WRONG,
        "010101 12345",
        "010101-12345",
        "010101\u00a012345",
        "01.01.01 12345",
        "B01010112345",
        "Ola 010101 12345",
        "41010112345",
        "01410112345",
        "01660112345",
        "01810112345",
        "1015000070",
        "10150 00070",
        "1010112345",
        1015000070,
        41010112345,
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_may_be_a_national_id_is_refused_among_ids_and_shown_nowhere(value, form, store):
    rows = _visits(value)
    content = sheets({"A": rows}) if form == "xlsx" else text(rows)
    read = read_file(content, f"a.{form}", code="1833", store=store)
    assert read.table is VISITS and read.frame is None and read.errors == 1
    assert "fødselsnummer" in read.findings[0].wrong and str(value) not in repr(read)
    book = openpyxl.load_workbook(io.BytesIO(read.marked_copy()))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not any(str(value) in f"{c.value} {c.comment and c.comment.text}" for c in cells)
    assert any(c.value == "[fjernet]" for c in cells)


@pytest.mark.parametrize(
    "value",
    [
        "B1042",
        "99010112345",
        "01130112345",
        "010101123456",
        "4930345678",
        1042,
        "P01010112345abcdef0123456",
        "0f01010112345678",
        "3f2b1a90-aaaa-4bbb-8ccc-a01010112345",
    ],
)
def test_other_codes_are_not_taken_for_national_ids(value, store):
    read = read_file(sheets({"A": _visits(value)}), "a.xlsx", code="1833", store=store)
    assert not any("fødselsnummer" in f.wrong for f in read.findings), value


@pytest.mark.parametrize("amount", [10101012345, 1015000070, "10101012345", "1015000070"])
def test_amounts_in_columns_of_numbers_are_not_refused(amount, store):
    table = own_table("monthly_accounts")
    at = next(i for i, f in enumerate(table.own_fields()) if f.dtype == pl.Float64)
    rows = [list(r) for r in good_rows(table)]
    rows[0][at] = amount
    beside = [
        [*titles(table), "Saldo"],
        *[[*r, n] for r, n in zip(rows, (amount, 1250, 31, *[7] * len(rows)), strict=False)],
    ]
    for content, name in ((sheets({"A": beside}), "a.xlsx"), (text(beside), "a.csv")):
        read = read_file(content, name, code="1833", store=store, table="monthly_accounts")
        assert not any("fødselsnummer" in f.wrong for f in read.findings)


def test_a_code_with_a_zero_in_front_is_refused_also_among_numbers(store):
    rows = [[*PUPILS[0], "Saldo"], *[[*r, n] for r, n in zip(PUPILS[1:], (WRONG, 7), strict=True)]]
    read = read_file(text(rows), "a.csv", code="1833", store=store)
    assert [f.cell for f in read.findings if "fødselsnummer" in f.wrong] == ["E2"]


def test_a_cell_that_names_a_person_is_told_of_once_and_its_row_shows_no_key(store):
    rows = [PUPILS[0], [WRONG, 2025, 1, 3], [WRONG, 2025, 1, 4], ["Gruben", 2025, 1, 7]]
    read = read_file(text(rows), "a.csv", code="1833", store=store)
    assert {f.cell for f in read.findings} == {"A2", "A3"} and WRONG not in repr(read)


def test_where_few_columns_fit_the_tables_are_listed_for_a_person_to_choose(store):
    rows = [["Rapport", "Aar", "Slag"], ["Plan for skole", 2024, "plan"]]
    with pytest.raises(UnknownTableError) as caught:
        read_file(text(rows), "a.csv", code="1833", store=store)
    assert {"documents", "document_statements"} <= set(caught.value.candidates)
    assert len(caught.value.problems) > 1
