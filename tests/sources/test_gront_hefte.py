"""Grønt hefte: tables found by heading, checked against the printed total, faults with a place."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest
import xlsxwriter

from veivalg.cli.main import run
from veivalg.foundation.errors import TableError
from veivalg.lake.lake import Lake
from veivalg.norway.cost_keys import sectors, system_for
from veivalg.sources import find_source
from veivalg.sources.kdd.gront_hefte import (
    E_K_COLUMNS,
    TOLERANCE,
    import_green_book,
    read_green_book,
    sector_indices,
    weighted_total,
)
from veivalg.sources.protocol import Asked

Rows = Sequence[Sequence[object]]
Sheets = dict[str, Rows]
SYSTEM = system_for(2026)
TITLES = (
    "0 år",
    "1-5 år",
    "6-12 år",
    "13-15 år",
    "16-22 år",
    "23-24 år",
    "25-66 år",
    "67-79 år",
    "80-89 år",
    "90 år og over",
    "Basis",
    "Reiseavstand sone",
    "Reiseavstand nabokrets",
    "Landbruk",
    "Innvandrarar 6-15 år",
    "Heiltidssysselsette",
    "PU 16 år og over",
    "Dødelegheit",
    "Aleinebuande 67 år og over",
    "Låg inntekt",
    "Låg utdanning",
    "Uføre 18-49 år",
    "Aleinebuande 30-66 år",
    "Flyktningar",
    "Rus og psykiatri",
    "Opphoping",
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
HARSTAD = [1.0 + 0.01 * (i % 7) for i in range(26)]
RANA = [0.95 + 0.008 * i for i in range(26)]


def total(values: Sequence[float]) -> float:
    indices = sector_indices(SYSTEM, dict(zip(E_K_COLUMNS, values, strict=True)))
    return round(weighted_total(SYSTEM, indices) or 0.0, 4)


def e_k(*lines: Sequence[object]) -> Rows:
    return [["Tabell E-k. Kriteriedata, indeksar 2026"], [], ["Kommune", *TITLES, "Indeks"], *lines]


def a_k(*lines: Sequence[object]) -> Rows:
    titles = ["Kommunenr.", "Kommune", "Innbyggjarar", "Indeks berekna utgiftsbehov"]
    return [["Tabell A-k. Berekna utgiftsbehov 2026"], titles, *lines]


def book() -> Sheets:
    return {
        "Ark1": a_k([5503, "Harstad", 25000, total(HARSTAD)], [1833, "Rana", 25600, total(RANA)]),
        "Om": [["Dette er ikke en tabell"]],
        "Ark3": e_k(["5503 Harstad", *HARSTAD, 9.9], ["1833 Rana", *RANA, 9.9], ["Heile landet"]),
    }


def to_xlsx(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return path


def to_ods(path: Path, sheets: Sheets) -> Path:
    """Write the smallest file that is an ODS workbook."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(_ods_row(row) for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = {"office": "office", "table": "table", "text": "text"}
    declared = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in spaces.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{MANIFEST}">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            "</m:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}>'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


def _ods_row(row: Sequence[object]) -> str:
    cells = ""
    for cell in row:
        if isinstance(cell, int | float):
            cells += f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
        else:
            text = f"<text:p>{escape(str(cell))}</text:p>"
            cells += f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


@pytest.mark.parametrize(("write", "ending"), [(to_xlsx, "xlsx"), (to_ods, "ods")])
def test_tables_are_found_by_heading_in_both_formats(
    tmp_path: Path, write: Callable[[Path, Sheets], Path], ending: str
) -> None:
    """A-k and E-k are found in whatever sheet they are, and give sectors and the printed total."""
    found = read_green_book([write(tmp_path / f"hefte.{ending}", book())])
    assert (found.year, found.agreeing, found.deviating) == (2026, 2, ())
    rows = found.rows.filter(municipality="5503")
    assert set(rows["sector"]) == {*sectors(), "total"}
    indices = sector_indices(SYSTEM, dict(zip(E_K_COLUMNS, HARSTAD, strict=True)))
    care = rows.filter(sector="care")["index"].item()
    assert care == pytest.approx(indices["care"], abs=1e-6)
    assert rows.filter(sector="total")["index"].item() == total(HARSTAD)


def test_each_table_may_have_its_own_file(tmp_path: Path) -> None:
    """The ministry publishes a file a table; they are read together, in any order."""
    files = [to_ods(tmp_path / f"{name}.ods", {name: rows}) for name, rows in book().items()]
    assert read_green_book(files).rows.height == 16
    assert read_green_book(files[::-1]).agreeing == 2


def test_the_total_of_e_k_stands_in_for_a_k(tmp_path: Path) -> None:
    """Without A-k the last column of E-k is the printed total."""
    path = to_xlsx(tmp_path / "e.xlsx", {"E-k": e_k(["5503 Harstad", *HARSTAD, total(HARSTAD)])})
    assert read_green_book([path]).agreeing == 1


def test_sectors_that_do_not_give_the_printed_total_are_named(tmp_path: Path) -> None:
    """A printed total 0.0006 off is a deviation that is named; 0.0004 is rounding."""
    lines = [
        ["5503 Harstad", *HARSTAD, total(HARSTAD) + 0.0007],
        ["1833 Rana", *RANA, total(RANA) - 0.0003],
    ]
    found = read_green_book([to_xlsx(tmp_path / "e.xlsx", {"x": e_k(*lines)})])
    assert [d.code for d in found.deviating] == ["5503"]
    assert found.agreeing == 1
    assert any("Avvik: Harstad (5503)" in line for line in found.lines())


def test_a_missing_criterion_leaves_out_only_the_sectors_that_need_it(tmp_path: Path) -> None:
    """A dash under «Opphoping» leaves social services and the check out, and is reported."""
    values = [*HARSTAD[:-1], "-"]
    found = read_green_book(
        [to_xlsx(tmp_path / "e.xlsx", {"x": e_k(["5503 Harstad", *values, 1])})]
    )
    assert set(found.rows["sector"]) == {*sectors(), "total"} - {"social"}
    assert found.incomplete == ("5503",)
    assert found.checked == 0


def test_numbers_may_be_texts_and_codes_numbers(tmp_path: Path) -> None:
    """«1,0405» is a number, 301 is Oslo, and a code of old is left out and named."""
    texts = [f"{v:.4f}".replace(".", ",") for v in HARSTAD]
    rows = [
        ["Tabell E-k 2026"],
        ["Nr.", "Kommune", *TITLES, "Indeks"],
        [301, "Oslo", *texts, total(HARSTAD)],
        [1901, "Harstad", *HARSTAD, 1.0],
    ]
    found = read_green_book([to_xlsx(tmp_path / "e.xlsx", {"x": rows})])
    assert set(found.rows["municipality"]) == {"0301"}
    assert found.agreeing == 1
    assert found.unknown == ("1901",)


def _swapped() -> Rows:
    rows = [list(row) for row in e_k(["5503 Harstad", *HARSTAD, 1.0])]
    rows[2][7], rows[2][8] = rows[2][8], rows[2][7]
    return rows


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["Noe annet"]], "Fant ikke tabell E-k i «e.xlsx»"),
        (e_k(), "ingen rader med kommunenummer"),
        (
            e_k(["5503 Harstad", *HARSTAD[:5], "ca. 1", *HARSTAD[6:], 1.0]),
            "«e.xlsx», arket «Ark», rad 4, kolonne G: «ca. 1» er ikke et tall",
        ),
        (
            e_k(["5503 Harstad", *HARSTAD, 1.0], ["5503 Harstad", *HARSTAD, 1.0]),
            "rad 5: kommune 5503 står også i rad 4",
        ),
        (e_k(["5503 Harstad", *HARSTAD[:20]]), "har 20 kolonner med tall, men skal ha minst 26"),
        (_swapped(), "rad 3, kolonne H: overskriften er «67-79 år», men her skal «Innbyggere 25"),
        ([["Tabell E-k"], ["x"], ["5503 Harstad", *HARSTAD]], "hvilket år"),
        ([["Tabell E-k 2024"], ["x"], ["5503 Harstad", *HARSTAD]], "gamle inntektssystemet"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, rows: Rows, says: str) -> None:
    """A person learns in Norwegian what is wrong and in which file, sheet, row and column."""
    with pytest.raises(TableError) as caught:
        read_green_book([to_xlsx(tmp_path / "e.xlsx", {"Ark": rows})])
    assert says in caught.value.message
    assert caught.value.remedy


def test_files_that_are_no_workbooks_are_refused(tmp_path: Path) -> None:
    """A missing file and a text file are refused with their names."""
    with pytest.raises(TableError, match="finnes ikke"):
        read_green_book([tmp_path / "borte.ods"])
    (tmp_path / "tekst.ods").write_text("ikke et regneark")
    with pytest.raises(TableError, match=r"tekst\.ods.*kan ikke leses som regneark"):
        read_green_book([tmp_path / "tekst.ods"])


def test_a_table_in_two_sheets_is_refused(tmp_path: Path) -> None:
    """Two years in one import are not mixed."""
    sheets = {"a": e_k(["5503 Harstad", *HARSTAD, 1]), "b": e_k(["1833 Rana", *RANA, 1])}
    with pytest.raises(TableError, match="E-k står både i arket «a»"):
        read_green_book([to_xlsx(tmp_path / "e.xlsx", sheets)])


def test_age_indices_are_found_again_from_the_counts(tmp_path: Path) -> None:
    """With F-k the age indices of E-k are recomputed from the counts, and misses are counted."""
    counts = {
        "5503": [100, 500, 700, 300, 700, 200, 5000, 1200, 500, 100],
        "1833": [300, 900, 1300, 800, 900, 300, 7000, 1100, 300, 90],
    }
    country = [sum(c) for c in zip(*counts.values(), strict=True)]
    lines = []
    for code, row in counts.items():
        ages = [n / sum(row) / (c / sum(country)) for n, c in zip(row, country, strict=True)]
        ages[3] += 0.1 if code == "1833" else 0
        lines.append([f"{code} X", *ages, *HARSTAD[10:], 1.0])
    f_k = [
        ["Tabell F-k. Kriteriedata"],
        ["Kommune", "Innbyggjarar", *TITLES[:10]],
        *([f"{code} X", sum(row), *row] for code, row in counts.items()),
    ]
    found = read_green_book([to_xlsx(tmp_path / "e.xlsx", {"e": e_k(*lines), "f": f_k})])
    assert (found.criteria_checked, found.criteria_off) == (2, ("1833",))


def test_indices_are_stored_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command stores the rows with their source and says how many agree."""
    path = to_xlsx(tmp_path / "hefte.xlsx", book())
    folder = tmp_path / "data"
    assert run(["importer-gront-hefte", str(path), "--data", str(folder), "--json"]) == 0
    assert '"stemmer": 2' in capsys.readouterr().out
    stored = Lake(tmp_path / "data").read("need_indices", ["1833"])
    assert stored is not None and stored.frame.height == 8
    assert "Grønt hefte 2026" in stored.source("1833").title
    again = import_green_book([path], Lake(tmp_path / "data"))
    assert "2 av 2" in again.lines()[1]


def test_the_source_reads_the_files_that_are_named_and_says_what_agrees(
    tmp_path: Path, lake: Lake
) -> None:
    path = to_xlsx(tmp_path / "hefte.xlsx", book())
    report = find_source("kdd").fetch((), lake, Asked(files=[path]))
    (table,) = report.tables
    assert set(table.fetched) == {"5503", "1833"} and report.ok
    assert "2 av 2" in report.notes[1]
    assert lake.read("need_indices", ["5503"]) is not None


@pytest.mark.statistics
def test_official_totals_are_reproduced_for_349_municipalities() -> None:
    """Sectors of 352 municipalities are known; weighted they give the printed total for 349."""
    folder = Path(os.environ.get("VEIVALG_STATISTICS", "../shared/statistics"))
    if not (folder / "need_index.parquet").exists():
        pytest.skip("statistikkmappen finnes ikke")
    frame = pl.read_parquet(folder / "need_index.parquet").filter(year=2026)
    known = frame.pivot(on="sector", index="municipality", values="index").drop_nulls(sectors())
    agreeing = [
        row["municipality"]
        for row in known.iter_rows(named=True)
        if row["total_official"] is not None
        and abs((weighted_total(SYSTEM, row) or 0) - row["total_official"]) <= TOLERANCE + 1e-9
    ]
    assert known.height == 352
    assert len(agreeing) == 349
