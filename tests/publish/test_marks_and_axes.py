"""Axes say where they begin and end, labels keep off lines, sources are told together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from veivalg.content import (
    Chart,
    Column,
    Exhibit,
    Mark,
    Role,
    Shape,
    Source,
    SourceKind,
    Table,
    Unit,
)
from veivalg.publish import charts
from veivalg.publish.charts.labels import _clear_spot
from veivalg.publish.charts.lines import collect
from veivalg.publish.charts.plane import Plane
from veivalg.publish.document.cells import source_lines
from veivalg.publish.document.parts import Entry
from veivalg.publish.document.provenance import merged_sources, source_rows
from veivalg.publish.pdf import _part
from veivalg.publish.theme import LAYOUTS, Size
from veivalg.publish.web.tables import data_table

SOURCE = (Source("s", "SSB", "Prøve"),)
RANKS = (
    Column("name", "Indeks"),
    Column("rank", "Plassering", Unit.RANK),
    Column("rank_low", "Fra", Unit.RANK),
    Column("rank_high", "Til", Unit.RANK),
)


def exhibit(table: Table, chart: Chart | None) -> Exhibit:
    return Exhibit("e", "Tittel", "Under", "Sagt i ord", table, SOURCE, chart)


@pytest.mark.parametrize("size", list(Size))
def test_a_rank_is_drawn_on_an_axis_from_the_first_to_the_last(size: Size) -> None:
    table = Table(RANKS, (("Samlet", 300, 240, 329), ("Kvalitet", 8, 4, 38)))
    chart = Chart(
        Shape.RANGE,
        "rank",
        "name",
        low="rank_low",
        high="rank_high",
        ends=(1, 357),
        x_title="plassering, 1 er best",
    )
    text = charts.svg(exhibit(table, chart), size)
    assert ">1<" in text
    assert ">357<" in text
    assert ">plassering, 1 er best<" in text


def test_a_range_that_is_no_rank_has_an_axis_too() -> None:
    table = Table(
        (
            Column("n", "Navn"),
            Column("v", "Verdi", Unit.PERSONS),
            Column("a", "Fra", Unit.PERSONS),
            Column("b", "Til", Unit.PERSONS),
        ),
        (("A", 40, 10, 90), ("B", 55, 20, 100)),
    )
    text = charts.svg(exhibit(table, Chart(Shape.RANGE, "v", "n", low="a", high="b", zero=True)))
    assert ">0<" in text
    assert ">100<" in text


def test_on_a_phone_a_range_has_its_whole_width_and_its_text_beside_the_name() -> None:
    keys = ("v", "a", "b")
    columns = (Column("n", "Navn"), *(Column(key, key, Unit.MILLION_NOK, 1) for key in keys))
    rows = (("Helse og omsorg", 25.3e6, 19.4e6, 34.3e6), ("Sum", 12.9e6, 0.1e6, 40e6))
    chart = Chart(Shape.RANGE, "v", "n", low="a", high="b", zero=True)
    text = charts.svg(exhibit(Table(columns, rows), chart), Size.PHONE)
    (name,) = re.findall(r'<text[^>]*y="([\d.]+)"[^>]*>Helse og omsorg<', text)
    (label,) = re.findall(r'<text[^>]*y="([\d.]+)"[^>]*>25,3[^<]*<', text)
    assert name == label
    ticks = re.findall(r'<text[^>]*x="([\d.]+)"[^>]*>(?:0|40)<', text)
    assert float(ticks[-1]) - float(ticks[0]) > 300


def panels(own: bool) -> str:
    rows = tuple(
        (n, y, "Rana", v) for n, v in (("Høyt", 0.9), ("Lavt", 0.01)) for y in (2023, 2024)
    )
    table = Table(
        (
            Column("n", "Tall"),
            Column("x", "År", Unit.YEAR),
            Column("s", "Sted"),
            Column("y", "Verdi", Unit.SHARE),
        ),
        rows,
    )
    return charts.svg(
        exhibit(
            table,
            Chart(
                Shape.PANELS,
                "x",
                "y",
                "s",
                {"Rana": Role.OWN},
                facet="n",
                zero=True,
                own_scales=own,
            ),
        )
    )


def test_panels_with_a_scale_each_say_so_and_show_what_is_small() -> None:
    alone, shared = panels(True), panels(False)
    assert "Hver figur har sin skala." in alone
    assert "Hver figur har sin skala." not in shared
    small = re.compile(r">[01](?:,\d+)?\u202f%<")
    assert len(set(small.findall(alone))) > len(set(small.findall(shared)))


def test_the_name_of_a_target_keeps_off_a_line_between_its_points() -> None:
    rows = ((2015, "A", 0.70), (2025, "A", 0.84))
    table = Table(
        (Column("x", "År", Unit.YEAR), Column("s", "Sted"), Column("y", "Verdi", Unit.SHARE)), rows
    )
    chart = Chart(Shape.LINES, "x", "y", "s", marks=(Mark("Mål: høyst 75 %", y=0.75),))
    series, layout = collect(exhibit(table, chart), chart), LAYOUTS[Size.WIDE]
    plane = Plane(600, 300, (2015, 2025), [60, 70, 80, 90], Unit.SHARE, {})
    width = layout.text_width("Mål: høyst 75 %")
    x, y, align = _clear_spot(plane.py(75), width, series, plane, layout)
    left = x if align == "left" else x - width
    for at in range(int(left), int(left + width)):
        line = plane.py(70 + 14 * at / plane.width)
        assert abs(line - y) > layout.font * 0.6


def test_texts_that_are_numbers_of_unlike_units_stand_to_the_right_unmarked() -> None:
    table = Table(
        (Column("n", "Indikator"), Column("v", "Harstad", written=True)),
        (("Timer", "4,2 timer"), ("Andel", "17,1 %")),
    )
    text = str(data_table(exhibit(table, None)))
    assert text.count('<td class="hoyre">') == 2
    assert "skjermet" not in text


def test_tables_of_one_day_are_told_together_and_many_are_counted() -> None:
    def source(table: str, kind: SourceKind = SourceKind.OFFICIAL) -> Source:
        return Source(table, "SSB", "T", table, retrieved="2026-03-01", kind=kind)

    few = [source("07459"), source("12362"), Source("d", "KDD", "Grønt hefte")]
    assert source_lines(few) == (
        "Kilder: SSB, tabell 07459 og 12362, hentet 1.3.2026; KDD, Grønt hefte."
    )
    many = [source(f"{n:05d}") for n in range(25)]
    text = source_lines(many)
    assert text == "Kilde: SSB, 25 tabeller, hentet 1.3.2026 (alle står under «Kilder»)."
    assert "00024" in source_lines(many, most=25)
    mixed = source_lines([source("07459"), source("12362", SourceKind.CONSTRUCTED)])
    assert mixed.count("Eksempel") == 1
    assert "tabell 07459, hentet" in mixed


def test_an_address_on_the_makers_machine_is_not_shown_as_a_source() -> None:
    local = "http://127.0.0.1:35597/api/pxwebapi/v2"
    source = Source(
        "s",
        "SSB",
        "T",
        "07459",
        query=f"{local}/tables/07459/data?lang=no",
        note=f"Hentet fra {local}.",
    )
    rows = dict(source_rows(source))
    assert rows["Merknad"] == "Hentet fra stedfortreder for SSB."
    assert not [text for text in rows.values() if "127.0.0.1" in text]
    (merged,) = merged_sources([source])
    assert "127.0.0.1" not in merged.note


def test_a_table_of_few_rows_becomes_cards_where_each_cell_carries_its_heading() -> None:
    columns = (
        Column("n", "Nøkkeltall"),
        Column("a", "Verdi", Unit.SHARE),
        Column("b", "Mål"),
        Column("c", "Vurdering"),
    )
    row = ("Netto lånegjeld", 1.433, "høyst 75 %", "rød")
    few = str(data_table(exhibit(Table(columns, (row,) * 3), None)))
    assert 'class="tabell kort" role="table"' in few
    assert few.count('data-navn="Vurdering"') == 3
    assert few.count('role="rowheader"') == 3
    many = str(data_table(exhibit(Table(columns, (row,) * 4), None)))
    assert "data-navn" not in many
    assert 'role="table"' not in many


def test_the_pdf_breaks_long_addresses() -> None:
    address = "https://data.ssb.no/api/pxwebapi/v2/tables/07459/data?lang=no&" + "a=1&" * 30
    entry = _part(Entry("Kilde", (f"Spørring: {address}", "Sted: Harstad, 17,1 %")), Path())
    assert "&\u200ba" in entry["lines"][0]
    assert entry["lines"][0].replace("\u200b", "") == f"Spørring: {address}"
    assert entry["lines"][1] == "Sted: Harstad, 17,1 %"
