"""Tables on a page are never cut in silence, and long amounts are read in millions everywhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from veivalg.content import Chapter, Column, Exhibit, Place, Section, Source, Table, Unit
from veivalg.publish.csv import exhibit_csv
from veivalg.publish.document.cells import WALL
from veivalg.publish.document.layout import table_part
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.tables import FIRST, LONG, changes, data_table

SSB = Source("ssb", "SSB", "Regnskap", table="12362", retrieved="2026-03-01")
NAMES = Column("name", "Navn")


def _exhibit(table: Table) -> Exhibit:
    return Exhibit("e", "Funn", "Hva", "Et funn.", table, (SSB,))


def _long(rows: int) -> Table:
    people = Column("n", "Antall", Unit.PERSONS)
    body = tuple((f"Rad {n}", n) for n in range(1, rows))
    total = ("Sum", sum(n for _name, n in body))
    return Table((NAMES, people), (*body, total), total_row=True)


def test_forty_rows_stand_whole_and_of_more_the_first_and_the_sum():
    short = str(data_table(_exhibit(_long(LONG))))
    assert "vis-alle" not in short and 'class="rest"' not in short
    long = str(data_table(_exhibit(_long(LONG + 1))))
    rows = re.findall(r"<tr( class=\"\w+\")?>", long.split("<tbody>")[1])
    assert rows[:FIRST] == [""] * FIRST
    assert set(rows[FIRST:-1]) == {' class="rest"'} and rows[-1] == ' class="sum"'
    assert f"Vis alle {LONG + 1} rader" in long


def test_a_wall_of_method_stands_where_the_numbers_come_from_and_not_under_the_figure() -> None:
    method = " ".join(f"Metoden har et ledd nummer {n} som er slik." for n in range(20))
    one = replace(_exhibit(_long(3)), note=method, uncertainty="Spennet er slik. Mer om det.")
    part = Section("s", "S", (one,))
    page = chapter_fragment(Chapter("k", "K", Place("5503", "Harstad"), "2025", "L.", (), (part,)))
    (under,) = re.findall(r'<p class="merknad">(.*?)</p>', page)
    assert under.startswith("Metoden har et ledd nummer 0") and len(under) < WALL
    assert under.endswith("Spennet er slik. Resten står i «Hvor kommer tallene fra?» på nettsiden.")
    assert f"{method} Spennet er slik. Mer om det." in page


def test_a_column_of_text_is_never_as_narrow_as_a_word() -> None:
    columns = (NAMES, Column("what", "Mål"), Column("how", "Utvikling"))
    table = Table(columns, (("Skole", "Elever med individuelt tilrettelagt opplæring", "lavere"),))
    made = str(data_table(_exhibit(table)))
    assert '<td class="prosa">Elever med' in made and "<td>lavere</td>" in made
    long = replace(
        table, rows=(("Skole", "Elevene får opplæring. " * 9, "lavere"), *table.rows * 4)
    )
    cards = str(data_table(_exhibit(long)))
    assert 'class="tabell kort"' in cards and 'data-navn="Mål" class="prosa">' in cards


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((1_445_000_000.0, 12_300_000.0), ["1\u202f445,0", "12,3"]),
        ((104_523_000.0, 47_000.0), ["104,52", "0,05"]),
        ((104_523_000.0, 4_000.0), ["104,523", "0,004"]),
        ((9_999_999.0, 4_000.0), ["9\u202f999\u202f999", "4\u202f000"]),
    ],
)
def test_long_amounts_are_in_millions_with_the_decimals_the_smallest_needs(values, shown):
    table = Table(
        (NAMES, Column("a", "Budsjett", Unit.NOK)),
        tuple((f"Rad {n}", value) for n, value in enumerate(values)),
    )
    grid = table_part(_exhibit(table), 1)
    page = str(data_table(_exhibit(table)))
    assert [row[1] for row in grid.rows] == shown
    assert all(f">{text}</td>" in page for text in shown)
    unit = "Budsjett (mill. kr)" if max(values) >= 1e7 else "Budsjett (kr)"
    assert grid.heads[1] == unit and unit in page
    chapter = Chapter(
        "k", "K", Place("5503", "Harstad"), "2025", "L.", (), (Section("s", "S", ()),)
    )
    exact = exhibit_csv(_exhibit(table), chapter).decode("utf-8-sig")
    assert all(str(int(value)) in exact for value in values)


def test_millions_add_up_as_they_are_printed():
    amounts = (10_040_000.0, 20_040_000.0, 30_040_000.0)
    rows = tuple((f"Rad {n}", a) for n, a in enumerate(amounts))
    table = Table(
        (NAMES, Column("a", "Budsjett", Unit.NOK)), (*rows, ("Sum", sum(amounts))), total_row=True
    )
    cells = [row[1] for row in table_part(_exhibit(table), 1).rows]
    assert cells == ["10,0", "20,0", "30,0", "0,1", "60,1"]


def test_a_cell_that_a_choice_changed_says_what_it_was():
    before = _long(4)
    now = replace(before, rows=(*before.rows[:2], ("Rad 3", 9), ("Sum", 12)))
    found = changes(before, now)
    assert [(c.row, c.column, c.old, c.new) for c in found] == [
        (2, 1, "3", "9"),
        (3, 1, "6", "12"),
    ]
    text = str(data_table(_exhibit(now), _exhibit(before)))
    assert text.count('class="foer"') == 2
    assert 'class="foer"' not in str(data_table(_exhibit(now), _exhibit(now)))
    other = replace(now, rows=(("Annet", 1), *now.rows[1:]))
    assert [c.row for c in changes(before, other)] == [2, 3]
