"""Names of small multiples stay over their own panel."""

from __future__ import annotations

import pytest

from veivalg.content import Chart, Column, Exhibit, Role, Shape, Source, Table, Unit
from veivalg.publish import charts
from veivalg.publish.charts.lines import _head
from veivalg.publish.theme import LAYOUTS, Size

LONG = "Innbyggere 80 år og over med hjemmetjenester"


@pytest.mark.parametrize("size", list(Size))
def test_a_name_is_broken_into_lines_that_fit_and_loses_no_word(size: Size) -> None:
    layout = LAYOUTS[size]
    room = layout.width / 3
    lines = _head(LONG, layout, room)
    assert " ".join(lines) == LONG
    assert all(layout.text_width(line) <= room or " " not in line for line in lines)


def test_a_short_name_stays_on_one_line() -> None:
    assert _head("Demens", LAYOUTS[Size.WIDE], 300) == ["Demens"]


@pytest.mark.parametrize("size", list(Size))
def test_panels_with_long_names_are_taller_than_those_with_short(size: Size) -> None:
    def drawn(names: tuple[str, ...]) -> float:
        rows = tuple((n, y, "Rana", 0.5) for n in names for y in (2022, 2023, 2024))
        exhibit = Exhibit(
            "e",
            "Tittel",
            "Under",
            "Sagt i ord",
            Table(
                (
                    Column("n", "Tall"),
                    Column("x", "År", Unit.YEAR),
                    Column("s", "Sted"),
                    Column("y", "Verdi", Unit.SHARE),
                ),
                rows,
            ),
            (Source("s", "SSB", "Prøve"),),
            Chart(Shape.PANELS, "x", "y", "s", {"Rana": Role.OWN}, facet="n", zero=True),
        )
        return charts.picture(exhibit, size).height

    longer = tuple(f"{LONG} og enda lenger navn {i}" for i in range(3))
    assert drawn(longer) > drawn(("a", "b", "c"))
