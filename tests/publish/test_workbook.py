"""The workbook of a report: formulas that give what is stored, names, charts, a tidy sheet."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from tests.publish.readback import workbook_data
from tests.reports import report_of
from tests.tiers import sized

from veivalg.content import Column, Figure, Place, Source, Table, Unit
from veivalg.publish import render
from veivalg.publish.native import Native, native
from veivalg.publish.xlsx.worked import defined_name, sum_of, worked_out

PLACES = ("5503", "1151", "0099")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""Tells LibreOffice to work out every formula anew when a workbook is opened."""
Values = dict[tuple[str, str], object]


@cache
def made(code: str) -> bytes:
    return render(report_of(code), "xlsx")


def cells_of(data: bytes, stored: bool) -> Iterator[tuple[tuple[str, str], object]]:
    """Give every cell that holds something outside the tidy sheet, which has no formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=stored, read_only=True)
    for sheet in (one for one in book.worksheets if one.title != "Data"):
        for row in sheet.iter_rows():
            yield from (
                ((sheet.title, cell.coordinate), cell.value)
                for cell in row
                if cell.value is not None
            )


def values_of(data: bytes) -> Values:
    return dict(cells_of(data, stored=True))


def formulas_of(data: bytes) -> dict[tuple[str, str], str]:
    found = cells_of(data, stored=False)
    return {where: str(value) for where, value in found if str(value).startswith("=")}


def opened_in_office(data: bytes, folder: Path) -> Values:
    """Give the values LibreOffice works out; skips where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "profil" / "user").mkdir(parents=True)
    (folder / "profil" / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    (folder / "bok.xlsx").write_bytes(data)
    profile = (folder / "profil").as_uri()
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "ut"), folder / "bok.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return values_of((folder / "ut" / "bok.xlsx").read_bytes())


@pytest.mark.parametrize("code", sized(PLACES[:2], PLACES))
def test_every_formula_gives_what_is_stored(code: str, tmp_path: Path) -> None:
    formulas, stored = formulas_of(made(code)), values_of(made(code))
    assert len(formulas) > {"5503": 400, "1151": 100, "0099": 400}[code]
    again = opened_in_office(made(code), tmp_path)
    for where in formulas:
        assert again[where] == pytest.approx(stored[where], rel=1e-9, abs=1e-9), where
    numbers = {where for where, value in stored.items() if isinstance(value, int | float)}
    assert all(again[where] == pytest.approx(stored[where], rel=1e-12) for where in numbers)


def test_a_changed_assumption_changes_what_is_worked_out_from_it(tmp_path: Path) -> None:
    """60 of 100 over 80 in a place, and what is lacking follows from the people and places."""
    report = report_of("5503")
    places = replace(report, chapters=tuple(c for c in report.chapters if c.id == "plasser"))
    data = render(replace(places, ranked=()), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, cell = next(iter(book.defined_names["dekning_hoy"].destinations))
    before, stored = formulas_of(data), values_of(data)
    where = next(w for w, f in before.items() if re.fullmatch(r"=B\d+\*dekning_hoy-B\d+", f))
    people, places = (stored[where[0], at] for at in re.findall(r"B\d+", before[where]))
    assert stored[where] == pytest.approx(people * stored[sheet, cell.replace("$", "")] - places)
    book[sheet][cell.replace("$", "")] = 0.6
    changed = io.BytesIO()
    book.save(changed)
    again = opened_in_office(changed.getvalue(), tmp_path)
    assert again[where] == pytest.approx(0.6 * people - places)


@pytest.mark.parametrize("code", PLACES)
def test_every_assumption_has_a_name_that_points_to_its_value(code: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(code)))
    used = {a.id: a for c in report_of(code).chapters for a in c.assumptions}
    assert len(used) > 20
    for one in used.values():
        (sheet, cell), *_more = book.defined_names[defined_name(one.id)].destinations
        row = book[sheet][cell.replace("$", "")].row
        assert book[sheet].cell(row, 1).value == one.label
    assert any("dekning_lav" in formula for formula in formulas_of(made("5503")).values())


@pytest.mark.parametrize("code", PLACES)
def test_the_first_sheet_is_a_tidy_excel_table_with_filters(code: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(code)))
    sheet = book.worksheets[0]
    assert sheet.title == "Data" and len(book.sheetnames) <= 25
    (table,) = sheet.tables.values()
    assert table.autoFilter is not None and table.ref == sheet.dimensions
    assert sheet.freeze_panes == "D2"
    heads = [cell.value for cell in sheet[1]]
    assert heads[:11] == [
        *("Kapittel", "Figur-id", "Navn", "Sted", "Periode", "Verdi", "Enhet", "Nedre", "Øvre"),
        *("Kilde", "Tabell"),
    ]
    for row in workbook_data(made(code)):
        for head in ("Verdi", "Nedre", "Øvre"):
            assert row[head] is None or isinstance(row[head], int | float), row
        assert row["Status"] and (row["Verdi"] is None) == (row["Status"] != "oppgitt"), row
        assert row["Kapittel"] and row["Navn"] and row["Sted"] and row["Kilde"], row


@pytest.mark.parametrize("code", PLACES)
def test_charts_are_native_and_draw_the_numbers_of_cells(code: str) -> None:
    exhibits = [e for c in report_of(code).chapters for e in c.exhibits()]
    drawn = {e.alt: n for e in exhibits if (n := native(e)) is not None}
    file, stored = zipfile.ZipFile(io.BytesIO(made(code))), values_of(made(code))
    charts = [n for n in file.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    assert len(charts) == sum(native(e) is not None for e in exhibits) > 10
    assert not [n for n in file.namelist() if n.endswith((".png", ".svg", ".emf"))]
    told = [text for n in file.namelist() if "drawings/drawing" in n for text in alts(file, n)]
    assert sorted(told) == sorted(e.alt for e in exhibits if native(e) is not None)
    shown = sorted(numbers for n in drawn.values() for numbers in series_of(n))
    found = []
    for name in charts:
        ranges = re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", file.read(name).decode())
        found += [tuple(cells(stored, one)) for one in ranges]
    assert len(found) == len(shown)
    for one in found:
        assert all(v is None or isinstance(v, int | float) for v in one), one
        numbers = [float(v) for v in one if v is not None]  # shares are fractions in cells
        alike = [v for v in shown if len(v) == len(numbers)]
        assert any(numbers == pytest.approx([x / by for x in v]) for v in alike for by in (1, 100))


def alts(file: zipfile.ZipFile, name: str) -> list[str]:
    root = ElementTree.fromstring(file.read(name))
    return [node.get("descr", "") for node in root.iter() if node.tag.endswith("}cNvPr")]


def series_of(drawn: Native) -> list[tuple[float, ...]]:
    return [tuple(v for v in series.values if v is not None) for series in drawn.series]


def cells(stored: Values, text: str) -> list[object]:
    sheet, _bang, area = text.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    assert left == right
    name = sheet.strip("'").replace("''", "'")
    letter = openpyxl.utils.get_column_letter(left)
    return [stored.get((name, f"{letter}{row}")) for row in range(top, bottom + 1)]


# --- what is worked out from what -----------------------------------------------------------------

PARTS = (Column("n", "Hva"), Column("a", "Finnes", Unit.PLACES), Column("b", "Trengs", Unit.PLACES))
GAP = Column("gap", "Mangler", Unit.PLACES)


def test_sums_and_stated_differences_are_formulas_and_what_does_not_add_up_is_not() -> None:
    rows = (("a", 1.5, 2.0, 0.5), ("b", 3.0, 7.0, 4.0), ("Sum", 4.5, 9.1, 4.6))
    table = Table((*PARTS, GAP), rows, total_row=True, terms={"gap": ("b", "-a")})
    found = worked_out(table)
    assert found[2, 1] == ("=SUM(", (0, 1), ":", (1, 1), ")")
    assert (2, 2) not in found
    assert [part for part in found[0, 3] if part] == ["=", (0, 2), "-", (0, 1)]


def test_a_formula_never_rests_on_itself() -> None:
    rows = tuple((n, a, b, b - a) for n, a, b in (("a", 1.5, 2.0), ("b", 3.1, 7.0), ("c", 5.0, 9)))
    columns = (*PARTS, GAP)
    stated = Table(columns, rows, terms={"a": ("b", "-gap"), "gap": ("b", "-a")})
    found = worked_out(stated)
    assert {at[1] for at in found} == {1}


def test_a_hidden_cell_takes_the_sum_with_it() -> None:
    rows = (("a", "skjermet", 2.0), ("b", 3.0, 7.0), ("Sum", 7.0, 9.0))
    found = worked_out(Table(PARTS, rows, total_row=True))
    assert set(found) == {(2, 2)}


def figure(id: str, value: float, unit: Unit, inputs: tuple[Figure, ...] = ()) -> Figure:
    source = Source("s", "SSB", "Tall")
    return Figure(id, id, value, unit, Place("5503", "Harstad"), "2026", source, inputs=inputs)


def test_a_number_is_worked_out_from_those_it_rests_on_only_where_they_give_it() -> None:
    people, places = figure("folk", 1510, Unit.PERSONS), figure("plasser", 241, Unit.PLACES)
    share = sum_of(figure("dekning", 241 / 1510, Unit.SHARE, (people, places)))
    assert share is not None and share.template == "{0}/{1}"
    assert [part.id for part in share.parts] == ["plasser", "folk"]
    assert sum_of(figure("dekning", 0.1596, Unit.SHARE, (people, places))) is None
    # 16 is 17 less 1, which says nothing where 17 is places and 1 is a year
    assert sum_of(figure("nedre", 16, Unit.FTE, (figure("endring", 17, Unit.FTE),))) is None


def test_names_are_such_as_a_spreadsheet_takes() -> None:
    assert defined_name("dekningsgrad-institusjon") == "dekningsgrad_institusjon"
    assert [defined_name(id) for id in ("ab1", "r", "2040")] == [
        *("antakelse_ab1", "antakelse_r", "antakelse_2040"),
    ]
