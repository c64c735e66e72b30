"""A small chapter and what every format must say of it, written by hand.

Each check below takes what a format wrote and holds it against numbers typed here. They are what
catches a share times ten, a lost row, a wrong unit or a shifted year in a renderer, whatever it is
that writes it; `tools/mutants.py` plants such faults in each renderer and says which check saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from tests.publish import readback
from tests.publish.readback import Grid, number, plain, squeezed

from veivalg.content import (
    Chapter,
    Chart,
    Column,
    Exhibit,
    Figure,
    Place,
    Report,
    Section,
    Shape,
    Source,
    Statement,
    Table,
    Unit,
)

HARSTAD = Place("5503", "Harstad")
SSB = Source("ssb-1", "SSB", "Prøve", "07459", retrieved="2026-03-01")

TABLE = Exhibit(
    "dekning",
    "Harstad har høyest dekningsgrad",
    "Tre kommuner, 2024–2026",
    "Harstad har 17,1 prosent.",
    Table(
        (
            Column("year", "År", Unit.YEAR),
            Column("place", "Sted"),
            Column("share", "Dekningsgrad", Unit.SHARE, 1),
            Column("cost", "Kostnad", Unit.MILLION_NOK),
            Column("people", "Eldre", Unit.PERSONS),
        ),
        (
            (2024, "Harstad", 0.171, 412_300_000, 1434),
            (2025, "Rana", 0.1234, 1_234_000_000, 1623),
            (2026, "Karasjok", None, 38_450_000, 96),
        ),
    ),
    (SSB,),
)
BARS = Exhibit(
    "endring",
    "De eldste blir flere",
    "Endring 2026–2050",
    "De eldste blir 45,5 prosent flere.",
    Table(
        (Column("age", "Alder"), Column("change", "Endring", Unit.SHARE, 1, sign=True)),
        (("0–17 år", -0.1), ("18–66 år", 0.2), ("67 år og eldre", 0.4)),
    ),
    (SSB,),
    Chart(Shape.BARS, "change", "age"),
)
LINES = Exhibit(
    "vekst",
    "Andelen vokser",
    "Andel over 80 år, 2020–2024",
    "Andelen går fra 5 til 9 prosent.",
    Table(
        (Column("year", "År", Unit.YEAR), Column("share", "Andel", Unit.SHARE, 0)),
        ((2020, 0.05), (2021, 0.06), (2022, 0.07), (2023, 0.08), (2024, 0.09)),
    ),
    (SSB,),
    Chart(Shape.LINES, "year", "share", zero=True),
)
_SHARE = Figure("dekning", "Dekningsgrad", 0.171, Unit.SHARE, HARSTAD, "2024", SSB)
_COST = Figure("kostnad", "Kostnad", 412_300_000, Unit.MILLION_NOK, HARSTAD, "2024", SSB)
_YEAR = Figure("ar", "Toppår", 2031, Unit.YEAR, HARSTAD, "2024", SSB)
SENTENCE = "Dekningsgraden er 17,1 % og koster 412,3 mill. kr. Toppen kommer i 2031."


def chapter() -> Chapter:
    """Give the chapter: one sentence with a share, money and a year, and three exhibits."""
    said = Statement(
        "alt",
        "Dekningsgraden er {share} og koster {cost}. Toppen kommer i {year}.",
        {"share": _SHARE, "cost": _COST, "year": _YEAR},
    )
    section = Section("del", "Del", (said, TABLE, BARS, LINES))
    return Chapter("malt", "Målt", HARSTAD, "2026", "Ingress.", (said,), (section,))


def report() -> Report:
    """Give a report of the one chapter."""
    return Report("Prøve", HARSTAD, "2026-07-01", "0", (chapter(),))


# --- what is read in tables -----------------------------------------------------------------------

READ = Grid(
    ["År", "Sted", "Dekningsgrad", "Kostnad (mill. kr)", "Eldre (personer)"],
    [
        ["2024", "Harstad", "17,1 %", "412,3", "1 434"],
        ["2025", "Rana", "12,3 %", "1 234,0", "1 623"],
        ["2026", "Karasjok", "mangler", "38,5", "96"],
    ],
)
READ_BARS = Grid(
    ["Alder", "Endring"],
    [["0–17 år", "\u221210,0 %"], ["18–66 år", "+20,0 %"], ["67 år og eldre", "+40,0 %"]],
)
READ_LINES = Grid(
    ["År", "Andel"],
    [["2020", "5 %"], ["2021", "6 %"], ["2022", "7 %"], ["2023", "8 %"], ["2024", "9 %"]],
)


def sentences_are_read(data: bytes, format: str) -> None:
    """The sentence stands as it is typed here, with share, money and year."""
    assert squeezed(SENTENCE) in squeezed(readback.text_of(data, format))


def every_table_of_markdown_is_read(data: bytes) -> None:
    """Every exhibit is a table in Markdown."""
    assert readback.markdown_grids(data)[:3] == [READ, READ_BARS, READ_LINES]


def every_table_of_the_page_is_read(data: bytes) -> None:
    """Every exhibit has a table on the page."""
    assert readback.html_grids(data)[:3] == [READ, READ_BARS, READ_LINES]


def the_table_of_word_is_read(data: bytes) -> None:
    """The exhibit without a chart is a table in Word."""
    assert readback.word_grids(data)[0] == READ


def the_table_of_the_pdf_is_read(data: bytes) -> None:
    """The exhibit without a chart is a table in the PDF: headings and rows in order."""
    text = squeezed(readback.text_of(data, "pdf"))
    start = text.index(squeezed(TABLE.subtitle))
    end = text.index(squeezed("Kilde: SSB"), start)
    told = "".join(squeezed("".join(line)) for line in (READ.heads, *READ.rows))
    assert text[start + len(squeezed(TABLE.subtitle)) : end] == told


def the_charts_of_the_pdf_are_read(data: bytes) -> None:
    """What is written beside the bars stands in the PDF too."""
    text = squeezed(readback.text_of(data, "pdf"))
    for _age, change in READ_BARS.rows:
        assert squeezed(change) in text


def the_sheets_hold_the_numbers(data: bytes) -> None:
    """Shares are fractions shown as per cent, money is in the unit of the heading."""
    first, bars, lines = readback.workbook_tables(data).values()
    assert [plain(head) for head in first.heads] == [*READ.heads, "Status"]
    assert first.rows == [
        [2024, "Harstad", pytest.approx(0.171), pytest.approx(412.3), 1434, None],
        [2025, "Rana", pytest.approx(0.1234), pytest.approx(1234.0), 1623, None],
        [2026, "Karasjok", None, pytest.approx(38.45), 96, "mangler: Dekningsgrad"],
    ]
    assert first.shown[0][1:5] == ["General", "0.0 %", "#,##0.0", "#,##0"]
    assert [row[1] for row in bars.rows] == [pytest.approx(v) for v in (-0.1, 0.2, 0.4)]
    assert bars.shown[0][1] == "+0.0 %;-0.0 %;0.0 %"
    assert lines.rows == [
        [year, pytest.approx(share)]
        for year, share in ((2020, 0.05), (2021, 0.06), (2022, 0.07), (2023, 0.08), (2024, 0.09))
    ]


def the_sheet_of_data_holds_the_numbers(data: bytes) -> None:
    """The numbers of sentences and tables stand on one sheet, a row each, with their unit."""
    rows = readback.workbook_data(data)
    bound = [row for row in rows if row["Tabell"] == "Tall i teksten"]
    told = {str(row["Figur-id"]): (row["Verdi"], row["Enhet"]) for row in bound}
    assert told["malt/dekning"] == (pytest.approx(0.171), "andel (1 er 100 %)")
    assert told["malt/kostnad"] == (pytest.approx(412.3), "mill. kr")
    assert told["malt/ar"] == (2031, "år")
    cells = [(r["Sted"], r["Periode"], r["Verdi"], r["Status"]) for r in rows]
    assert ("Rana", "2025", pytest.approx(0.1234), "oppgitt") in cells
    assert ("Karasjok", "2026", None, "mangler") in cells
    assert ("Karasjok", "2026", 96, "oppgitt") in cells


def the_fields_hold_the_numbers(data: bytes) -> None:
    """A CSV file has a decimal comma, fractions and the unit of every column."""
    grid = readback.csv_grid(data)
    assert [plain(head) for head in grid.heads[:5]] == READ.heads
    assert [row[:5] for row in grid.rows] == [
        ["2024", "Harstad", "0,171", "412,3", "1434"],
        ["2025", "Rana", "0,1234", "1234", "1623"],
        ["2026", "Karasjok", "", "38,45", "96"],
    ]
    units = "Dekningsgrad: andel (1 er 100 %), Kostnad: mill. kr, Eldre: personer"
    assert {plain(row[5]) for row in grid.rows} == {units}


def the_data_holds_the_numbers(data: bytes) -> None:
    """JSON has fractions, kroner and years as they are, with the unit of every column."""
    first, bars, lines = readback.json_chapter(data)["exhibits"]  # type: ignore[misc]
    assert first["table"]["rows"] == [
        [2024, "Harstad", 0.171, 412_300_000, 1434],
        [2025, "Rana", 0.1234, 1_234_000_000, 1623],
        [2026, "Karasjok", None, 38_450_000, 96],
    ]
    units = [column["unit"] for column in first["table"]["columns"]]
    assert units == ["år", None, "%", "mill. kr", "personer"]
    assert bars["table"]["rows"] == [["0–17 år", -0.1], ["18–66 år", 0.2], ["67 år og eldre", 0.4]]
    assert [row[0] for row in lines["table"]["rows"]] == [2020, 2021, 2022, 2023, 2024]


def the_figures_of_the_data_hold_the_numbers(data: bytes) -> None:
    """JSON has every bound number with its unit and as it is written."""
    figures = readback.json_chapter(data)["figures"]
    told = {f["id"]: (f["value"], f["unit"], plain(f["text"])) for f in figures}  # type: ignore[attr-defined]
    assert told == {
        "dekning": (0.171, "%", "17,1 %"),
        "kostnad": (412_300_000, "mill. kr", "412,3 mill. kr"),
        "ar": (2031, "år", "2031"),
    }


def bars_are_as_long_as_their_numbers(svg: str) -> None:
    """Three bars, written with sign and unit, on one scale on each side of zero."""
    texts = [text for _x, _y, text in readback.drawn_texts(svg)]
    assert [t for t in texts if "%" in t or "prosent" in t or "kr" in t] == sorted(
        ["\u221210,0 %", "+20,0 %", "+40,0 %"], key=texts.index
    )
    (left, down), (zero, up), (_zero, most) = readback.drawn_bars(svg)
    assert left + down == pytest.approx(zero, abs=0.2)
    assert up / down == pytest.approx(2, rel=0.01)
    assert most / down == pytest.approx(4, rel=0.01)


def the_line_goes_through_its_numbers(svg: str) -> None:
    """Five points, read by the years below and the per cent to the left."""
    points = readback.drawn_line(svg)
    assert [year for year, _v in points] == [pytest.approx(y, abs=0.02) for y in range(2020, 2025)]
    assert [value for _y, value in points] == [pytest.approx(v, abs=0.05) for v in (5, 6, 7, 8, 9)]
    left = [t for x, _y, t in readback.drawn_texts(svg) if x < 0]
    assert "%" in "".join(left), left
    assert number(left[0]) == 0


def every_row_is_read(data: bytes) -> None:
    """A format that nobody has told of here says the sentence and the rows of every table."""
    text = squeezed(data.decode())
    assert squeezed(SENTENCE) in text
    for grid in (READ, READ_BARS, READ_LINES):
        for row in (grid.heads, *grid.rows):
            assert squeezed("".join(row)) in text, row


def checks(format: str) -> tuple[Callable[[bytes], None], ...]:
    """Give what a format is held to: what is written for it here, or that every row is read."""
    return CHECKS.get(format, (every_row_is_read,))


CHECKS: Mapping[str, tuple[Callable[[bytes], None], ...]] = {
    "json": (the_data_holds_the_numbers, the_figures_of_the_data_hold_the_numbers),
    "md": (every_table_of_markdown_is_read,),
    "html": (every_table_of_the_page_is_read,),
    "docx": (the_table_of_word_is_read,),
    "pdf": (the_table_of_the_pdf_is_read, the_charts_of_the_pdf_are_read),
    "xlsx": (the_sheets_hold_the_numbers, the_sheet_of_data_holds_the_numbers),
}
"""What each format we have is held to."""
