"""Decoding JSON-stat 2, in every form the specification allows."""

from __future__ import annotations

from itertools import product
from math import prod
from pathlib import Path

import orjson
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.foundation.errors import SourceError
from veivalg.sources.ssb.jsonstat import decode, reason


def dataset(**changes) -> dict:
    """Two regions by three years."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Folk",
        "updated": "2026-02-24T07:00:00Z",
        "note": ["Merknad"],
        "id": ["Region", "Tid"],
        "size": [2, 3],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {
                    "index": {"5503": 0, "1833": 1},
                    "label": {"5503": "Harstad", "1833": "Rana"},
                },
            },
            "Tid": {
                "label": "år",
                "category": {
                    "index": ["2023", "2024", "2025"],
                    "label": {"2023": "2023", "2024": "2024", "2025": "2025"},
                },
            },
        },
        "value": [1, 2, 3, 4, 5, 6],
        **changes,
    }


def read(**changes) -> pl.DataFrame:
    return decode(orjson.dumps(dataset(**changes))).frame


def test_cells_are_rows_in_order_with_codes_typed():
    frame = read()
    assert frame["Region"].cast(pl.String).to_list() == ["5503"] * 3 + ["1833"] * 3
    assert frame["Tid"].cast(pl.String).to_list() == ["2023", "2024", "2025"] * 2
    assert frame["value"].to_list() == [1, 2, 3, 4, 5, 6]
    assert frame.schema["value"] == pl.Float64
    assert frame["status"].null_count() == 6


def test_label_date_and_notes_come_along():
    found = decode(orjson.dumps(dataset()))
    assert (found.label, found.updated, found.notes) == (
        "Folk",
        "2026-02-24T07:00:00Z",
        ("Merknad",),
    )


@pytest.mark.parametrize("value", [[1, None, 3.5, None, 5, 6], {"0": 1, "2": 3.5, "4": 5, "5": 6}])
def test_missing_values_are_null_in_a_list_and_in_a_sparse_object(value):
    assert read(value=value)["value"].to_list() == [1.0, None, 3.5, None, 5.0, 6.0]


@pytest.mark.parametrize("status", [{"1": ":", "3": ".."}, ["", ":", "", "..", "", ""]])
def test_status_may_be_an_object_or_a_list(status):
    found = read(value=[1, None, 3, None, 5, 6], status=status)["status"].to_list()
    assert (found[1], found[3]) == (":", "..")


def test_one_status_may_stand_for_all():
    assert read(status=":")["status"].to_list() == [":"] * 6
    assert read(status=[":"])["status"].to_list() == [":"] * 6


def test_an_index_object_decides_the_order_whatever_the_order_of_its_keys():
    turned = dataset()
    turned["dimension"]["Region"]["category"]["index"] = {"5503": 1, "1833": 0}
    frame = decode(orjson.dumps(turned)).frame
    assert frame["Region"].cast(pl.String).to_list() == ["1833"] * 3 + ["5503"] * 3


def test_a_dimension_of_one_category_needs_no_index():
    one = dataset(size=[1, 3], value=[1, 2, 3])
    one["dimension"]["Region"]["category"] = {"label": {"5503": "Harstad"}}
    assert decode(orjson.dumps(one)).frame["Region"].cast(pl.String).to_list() == ["5503"] * 3


def test_an_empty_cube_is_an_empty_frame():
    empty = dataset(size=[0, 3], value=[])
    empty["dimension"]["Region"]["category"] = {"index": {}, "label": {}}
    assert decode(orjson.dumps(empty)).frame.height == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"<html>",
        b"\xff",
        b"{}",
        orjson.dumps(dataset(value=[1, 2])),
        orjson.dumps(dataset(value="123456")),
        orjson.dumps(dataset(value=["a"] * 6)),
        orjson.dumps(dataset(value=[[1]] * 6)),
        orjson.dumps(dataset(value={"6": 1})),
        orjson.dumps(dataset(value={"x": 1})),
        orjson.dumps(dataset(value={"-1": 1})),
        orjson.dumps(dataset(status=[":", ":"])),
        orjson.dumps(dataset(status={"9": ":"})),
        orjson.dumps(dataset(size=[3, 2])),
        orjson.dumps(dataset(size=["a", 3])),
        orjson.dumps(dataset(id=["Region", "Annet"])),
        orjson.dumps(dataset(dimension=[])),
        orjson.dumps(dataset(dimension=None)),
    ],
)
def test_a_malformed_answer_is_refused_in_one_norwegian_sentence(content):
    with pytest.raises(SourceError, match="Svaret fra SSB er ikke slik det skal være") as caught:
        decode(content)
    assert caught.value.remedy


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_give_anything_but_a_dataset_or_a_source_error(content):
    with pytest.raises(SourceError):
        decode(content)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from(["id", "size", "dimension", "value", "status", "note"]),
)
def test_any_part_replaced_by_anything_gives_a_dataset_or_a_source_error(part, name):
    try:
        frame = decode(orjson.dumps(dataset(**{name: part}))).frame
    except SourceError:
        return
    assert frame.height == 6


def test_every_sign_has_its_reason_and_what_is_not_missing_has_none():
    frame = pl.DataFrame(
        {"status": [":", ".", "..", None, "?", ":"], "value": [None, None, None, None, None, 1.0]}
    )
    found = frame.select(why=reason(pl.col("status"), pl.col("value")))["why"].to_list()
    assert found == ["skjermet", "ikke mulig å oppgi", "mangler", "mangler", "mangler", None]


def cube(sizes: list[int], values: list[int | None]) -> tuple[list[str], list[list[str]], bytes]:
    """Give a dataset with dimensions d0, d1 …, whose codes are a0, a1 … and b0, b1 …"""
    codes = [[f"{chr(97 + n)}{i}" for i in range(size)] for n, size in enumerate(sizes)]
    names = [f"d{n}" for n in range(len(sizes))]
    dimensions = {
        name: {"label": name, "category": {"index": {c: i for i, c in enumerate(own)}}}
        for name, own in zip(names, codes, strict=True)
    }
    raw = {
        "version": "2.0",
        "class": "dataset",
        "label": "x",
        "id": names,
        "size": sizes,
        "dimension": dimensions,
        "value": values,
    }
    return names, codes, orjson.dumps(raw)


ANSWERS = orjson.loads((Path(__file__).parent / "answers" / "pyjstat.json").read_bytes())


@pytest.mark.parametrize("stored", ANSWERS, ids=lambda a: "x".join(map(str, a["sizes"])))
def test_decoding_agrees_with_what_pyjstat_answered(stored):
    names, _codes, content = cube(stored["sizes"], stored["values"])
    ours = decode(content).frame
    columns = [ours[name].cast(pl.String).to_list() for name in names]
    rows = [list(row) for row in zip(*columns, ours["value"].to_list(), strict=True)]
    assert rows == stored["rows"]


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_decoding_puts_every_value_at_its_codes_in_any_cube(sizes, data):
    cells = prod(sizes)
    values = data.draw(st.lists(st.none() | st.integers(-99, 99), min_size=cells, max_size=cells))
    names, codes, content = cube(sizes, values)
    ours = decode(content).frame
    # The last dimension runs quickest, as a clock's seconds.
    for row, where in enumerate(product(*codes)):
        assert tuple(ours[name].cast(pl.String)[row] for name in names) == where
        assert ours["value"][row] == values[row]
