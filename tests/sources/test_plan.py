"""Every planned call is within the limits, and together they ask for everything once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.norway.register import municipalities
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.plan import Query, plan, split

URL = "https://data.ssb.no/api/pxwebapi/v2"


def everyone() -> dict[str, list[str]]:
    return {m.code: [f"K-{m.code}"] for m in municipalities()}


def test_all_municipalities_of_07459_take_three_calls_within_every_limit():
    others = {
        "Kjonn": ["1", "2"],
        "Alder": [str(a) for a in range(106)],
        "ContentsCode": ["Personer1"],
        "Tid": [str(y) for y in range(2005, 2027)],
    }
    calls = plan(
        "07459",
        "Region",
        everyone(),
        others,
        codelist="agg_KommSummer",
        whole=frozenset({"Kjonn", "Alder"}),
        limits=Limits(),
    )
    assert len(calls) == 3
    assert sum(call.cells for call in calls) == 357 * 2 * 106 * 22
    assert max(call.cells for call in calls) <= 800_000
    assert max(len(call.address(URL)) for call in calls) <= 2_000
    assert all(100 <= len(call.places) <= 200 for call in calls)


def test_all_municipalities_of_14746_stay_under_800_000_cells():
    others = {
        "Kjonn": ["1", "2"],
        "Alder": [str(a) for a in range(106)],
        "ContentsCode": [str(n) for n in range(9)],
        "Tid": [str(y) for y in range(2026, 2051)],
    }
    calls = plan("14746", "Region", everyone(), others, limits=Limits())
    assert len(calls) == 23
    assert max(call.cells for call in calls) <= 800_000


sizes = st.lists(st.integers(1, 12), min_size=1, max_size=3)


@settings(deadline=None)
@given(st.integers(0, 60), sizes, st.integers(20, 500), st.integers(1, 30), st.data())
def test_whatever_the_table_every_cell_is_asked_for_once_and_no_call_is_too_big(
    count, others, cells, regions, data
):
    asked = {
        str(n): [f"{n}.{i}" for i in range(data.draw(st.integers(1, 3)))] for n in range(count)
    }
    rest = {f"d{n}": [f"{n}-{i}" for i in range(size)] for n, size in enumerate(others)}
    limits = replace(Limits(), cells=cells, regions=regions)
    calls = plan("t", "Region", asked, rest, limits=limits)
    seen = Counter()
    for call in calls:
        assert call.cells <= cells
        assert len(call.selection["Region"]) <= max(regions, 3)
        seen.update(_cells(call))
    each = 1
    for size in others:
        each *= size
    assert set(seen.values()) <= {1}
    assert sum(seen.values()) == sum(len(codes) for codes in asked.values()) * each


def _cells(call: Query) -> list[tuple[str, ...]]:
    from itertools import product

    return list(product(*call.selection.values()))


def test_a_place_with_several_codes_is_never_divided_between_calls():
    asked = {str(n): [f"{n}a", f"{n}b", f"{n}c"] for n in range(50)}
    calls = plan("t", "R", asked, {"Tid": ["1"]}, limits=replace(Limits(), regions=10))
    for call in calls:
        assert set(call.selection["R"]) == {c for p in call.places for c in asked[p]}
    assert [p for call in calls for p in call.places] == list(asked)


def test_the_address_writes_whole_dimensions_as_a_star_and_escapes_the_plus():
    query = Query(
        "07459",
        {"Region": ("K-5503",), "Alder": ("000", "105+"), "Kjonn": ("1", "2")},
        {"Region": "agg_KommSummer"},
        frozenset({"Kjonn"}),
        ("5503",),
    )
    assert query.address(URL) == (
        f"{URL}/tables/07459/data?lang=no&outputFormat=json-stat2&codelist[Region]=agg_KommSummer"
        "&valuecodes[Region]=K-5503&valuecodes[Alder]=000,105%2B&valuecodes[Kjonn]=*"
    )


def test_the_post_body_is_as_the_specification_says():
    query = Query(
        "07459",
        {"Region": ("K-5503",), "Kjonn": ("1", "2")},
        {"Region": "agg_KommSummer"},
        frozenset({"Kjonn"}),
    )
    assert query.body() == {
        "selection": [
            {"variableCode": "Region", "valueCodes": ["K-5503"], "codelist": "agg_KommSummer"},
            {"variableCode": "Kjonn", "valueCodes": ["*"]},
        ]
    }


ANSWERS = orjson.loads((Path(__file__).parent / "answers" / "pxwebpy.json").read_bytes())
"""What pxwebpy 0.6 answered: cells, how a selection is divided, and the body of a call."""


@pytest.mark.parametrize("stored", ANSWERS["splits"], ids=lambda a: f"{a['sizes']}-{a['most']}")
def test_cells_are_counted_and_selections_divided_as_pxwebpy_did(stored):
    selection = {d: tuple(f"{d}{i}" for i in range(n)) for d, n in stored["sizes"].items()}
    assert Query("t", selection).cells == stored["cells"]
    pieces = [dict(piece) for piece in split(selection, stored["most"])]
    assert len(pieces) == stored["count"]
    if stored["pieces"] is not None:
        assert pieces == [
            {d: tuple(f"{d}{i}" for i in range(first, first + n)) for d, (first, n) in p.items()}
            for p in stored["pieces"]
        ]


def test_the_body_of_a_call_is_as_pxwebpy_wrote_it():
    query = Query(
        "07459",
        {"Region": ("K-5503", "K-1833"), "Alder": ("000", "001"), "Tid": ("2024",)},
        {"Region": "agg_KommSummer"},
        frozenset({"Alder"}),
    )
    assert query.body() == ANSWERS["body"]


def test_we_read_of_the_stand_in_what_pxwebpy_read(standin, lake, fast):
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"])
    ours = lake.read("population", ["5503"]).frame.filter(year=2024, sex="male").sort("age")
    assert ours["persons"].to_list() == ANSWERS["men_harstad_2024"]
