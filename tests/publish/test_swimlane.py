"""Swimlanes: every step in its actor's lane, every word whole, what is not settled marked."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import Chart, Column, Exhibit, Shape, Source, Table
from veivalg.publish import charts, formats
from veivalg.publish.charts.swimlane import steps_of
from veivalg.publish.charts.word_break import LONGEST, broken, parts, widest
from veivalg.publish.theme import LAYOUTS, Size

SOURCE = (Source("s", "Harstad kommune", "Tjenestekart"),)
Rows = tuple[tuple[int, str, str, str], ...]
HARSTAD: Rows = (
    (1, "Vurdere behov", "Hjemmetjenesten", "avklart"),
    (2, "Fatte vedtak", "Tildeling", "avklart"),
    (3, "Sette opp og lære opp", "Hjemmetjenesten", "uavklart"),
    (3, "Sette opp og lære opp", "Digitaliseringsteamet", "uavklart"),
    (4, "Rette feil", "IKT-drift", "avklart"),
)


def lanes(rows: Rows = HARSTAD) -> Exhibit:
    table = Table(
        (
            Column("n", "Steg nr."),
            Column("step", "Steg"),
            Column("actor", "Aktør"),
            Column("status", "Ansvar"),
        ),
        rows,
    )
    chart = Chart(Shape.SWIMLANE, "n", "actor", "status", label="step", unsettled=("uavklart",))
    return Exhibit(
        "kart", "Ett steg er uavklart", "Tjenestekart", "Sagt i ord", table, SOURCE, chart
    )


def words(exhibit: Exhibit, size: Size) -> str:
    root = ElementTree.fromstring(charts.svg(exhibit, size))
    said = [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text")]
    return re.sub(r"- (?=[a-zæøå])", "", " ".join(said))


def test_a_step_that_two_share_is_one_step_in_two_lanes() -> None:
    exhibit = lanes()
    steps = steps_of(exhibit, exhibit.chart)  # type: ignore[arg-type]
    assert [s.number for s in steps] == [1, 2, 3, 4]
    assert steps[2].actors == ("Hjemmetjenesten", "Digitaliseringsteamet")
    assert [s.unsettled for s in steps] == [False, False, True, False]


@pytest.mark.parametrize("size", list(Size))
def test_every_actor_and_step_is_written_in_every_size(size: Size) -> None:
    said = words(lanes(), size)
    for number, step, actor, _status in HARSTAD:
        assert actor in said
        assert f"{number}. {step}" in said
    assert "uavklart" in said


@pytest.mark.parametrize("size", list(Size))
def test_what_is_not_settled_is_dashed_and_the_rest_is_not(size: Size) -> None:
    settled = tuple((*row[:3], "avklart") for row in HARSTAD)
    assert "stroke-dasharray" in charts.svg(lanes(), size)
    assert "stroke-dasharray" not in charts.svg(lanes(settled), size)


@pytest.mark.parametrize("size", list(Size))
def test_it_fills_the_width_and_nothing_is_outside_the_frame(size: Size) -> None:
    root = ElementTree.fromstring(charts.svg(lanes(), size))
    left, top, width, height = map(float, str(root.get("viewBox")).split())
    assert LAYOUTS[size].width * 0.75 <= width <= LAYOUTS[size].width * 1.08
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, w, h = (float(str(box.get(k))) for k in ("x", "y", "width", "height"))
        assert left <= x and x + w <= left + width and top <= y and y + h <= top + height


def test_on_a_wide_page_each_box_lies_in_the_lane_of_its_actor() -> None:
    layers = charts.picture(lanes(), Size.WIDE).layers
    written = [layer.texts for layer in layers if layer.texts]
    heads = {rows[0][2]: rows[0][1] for rows in written}
    for step, lane in (("2.", "Tildeling"), ("4.", "IKT-drift")):
        ys = [y for rows in written if rows[0][2].startswith(step) for _x, y, _t in rows]
        assert sum(ys) / len(ys) == pytest.approx(heads[lane])


def test_many_lanes_with_long_names_become_a_list_and_not_a_muddle() -> None:
    many = tuple((i, "Samordne", f"Rehabiliteringsavdeling{i}", "avklart") for i in range(1, 12))
    for size in Size:
        assert LAYOUTS[size].width * 1.08 >= charts.picture(lanes(many), size).width
        assert "Rehabiliteringsavdeling11" in words(lanes(many), size).replace("- ", "")


def test_the_picture_is_named_and_every_format_holds_the_table() -> None:
    text = charts.svg(lanes(), standalone=True)
    assert "Sagt i ord" in text
    assert 'role="img"' in text
    assert "json" in formats()


@given(st.text(alphabet="abcæøåABC", min_size=1, max_size=60), st.integers(4, 30))
def test_a_broken_word_fits_and_loses_no_letter(word: str, most: int) -> None:
    found = parts(word, most)
    assert "".join(p.removesuffix("-") if p is not found[-1] else p for p in found) == word
    assert all(len(p) <= most for p in found)


@given(st.lists(st.text(alphabet="abcæøå", min_size=1, max_size=24), min_size=1, max_size=8))
def test_lines_fit_the_width_the_widest_word_asks_for(said: list[str]) -> None:
    layout = LAYOUTS[Size.PRINT]
    room = max(widest(said, layout), 4 * layout.text_width("m"))
    lines = broken(" ".join(said), room, layout)
    assert all(layout.text_width(line) <= room + 1e-6 for line in lines)
    assert LONGEST > 3
