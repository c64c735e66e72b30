"""Today's municipalities out of a table with eight hundred codes."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.norway.splits import SPLIT
from veivalg.sources.ssb.jsonstat import Dimension
from veivalg.sources.ssb.metadata import TableMetadata
from veivalg.sources.ssb.regions import MERGED, ask, place_rows

LIST = {"values": [{"code": "K-5503", "label": "Harstad", "valueMap": ["5503", "5402"]}]}


def meta(codes: list[str], lists: list[str] | None = None, key: str = "codelists"):
    offered = [{"id": name, "label": name} for name in lists or []]
    region = Dimension("Region", "region", tuple(codes), {c: c for c in codes}, {key: offered}, {})
    return TableMetadata("t", "t", "", (), {"Region": region})


def asked(codes, places, years, lists=None, merged=True, key="codelists"):
    return ask(
        meta(codes, lists, key), "Region", places, years, merged=merged, codelist=lambda _name: LIST
    )


def rows(*parts) -> pl.DataFrame:
    return pl.DataFrame(
        [(c, y, v, r, a) for c, y, v, r, a in parts],
        {
            "code": pl.String,
            "year": pl.Int16,
            "value": pl.Float64,
            "reason": pl.String,
            "additive": pl.Boolean,
        },
        orient="row",
    )


@pytest.mark.parametrize("key", ["codelists", "codeLists"])
def test_a_list_that_sums_mergers_is_used_when_the_table_offers_it(key):
    found = asked(["0", "5503"], ["5503", "0"], ["2024"], ["agg_Annet", "agg_KommSummer"], key=key)
    assert [(a.codelist, dict(a.codes)) for a in found] == [
        ("agg_KommSummer", {"5503": ("K-5503",)}),
        ("", {"0": ("0",)}),
    ]


@pytest.mark.parametrize("name", ["agg_KommSummHist", "agg_KommSummerHist"])
def test_the_list_over_history_sums_too(name):
    (found,) = asked(["5503"], ["5503"], ["2024"], [name])
    assert (found.codelist, dict(found.codes)) == (name, {"5503": ("K-5503",)})


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("code", ["K-5503", "K_5503"])
def test_a_table_with_nothing_but_sums_is_asked_for_them(code, merged):
    found = asked(["0", code], ["0", "5503", "1833"], ["2024"], merged=merged)
    assert {p: c for a in found for p, c in a.codes.items()} == {"0": ("0",), "5503": (code,)}
    assert [a.unnamed_sums for a in found] == [True, False]


def test_without_such_a_list_earlier_codes_are_asked_for():
    (found,) = asked(["5503", "5402", "1903"], ["5503"], ["2019", "2021", "2024"])
    assert set(found.codes["5503"]) == {"5503", "5402", "1903"}


def test_norway_has_another_code_in_kostra():
    (found,) = asked(["EAK", "EKG07"], ["0", "EKG07", "5503"], ["2024"])
    assert dict(found.codes) == {"0": ("EAK",), "EKG07": ("EKG07",)}


def test_a_projected_table_is_asked_for_todays_codes_only():
    (found,) = asked(["5503", "5402"], ["5503"], ["2030"], merged=False)
    assert found.codes["5503"] == ("5503",)
    assert found.parts is None


def test_figures_follow_the_code_in_force_and_ignore_it_in_other_years():
    (found,) = asked(["5503", "5402"], ["5503"], ["2021", "2024"])
    frame = rows(
        ("5402", 2021, 10, None, True),
        ("5503", 2021, None, "ikke mulig å oppgi", True),
        ("5402", 2024, None, "ikke mulig å oppgi", True),
        ("5503", 2024, 12, None, True),
    )
    assert place_rows(frame, found, []).sort("year")["value"].to_list() == [10, 12]


def test_counts_of_merged_municipalities_are_added_and_missing_stays_missing():
    # Harstad and Bjarkøy merged in 2013.
    (found,) = asked(["5503", "1901", "1915"], ["5503"], ["2010", "2011"])
    frame = rows(
        ("1901", 2010, 10, None, True),
        ("1915", 2010, 2, None, True),
        ("1901", 2011, 10, None, True),
        ("1915", 2011, None, "skjermet", True),
    )
    result = place_rows(frame, found, []).sort("year")
    assert result["value"].to_list() == [12, None]
    assert result["reason"].to_list() == [None, "skjermet"]


def test_averages_of_merged_municipalities_are_not_added():
    (found,) = asked(["5503", "1901", "1915"], ["5503"], ["2010"])
    frame = rows(("1901", 2010, 4.0, None, False), ("1915", 2010, 5.0, None, False))
    result = place_rows(frame, found, [])
    assert result["value"].to_list() == [None]
    assert result["reason"].to_list() == [MERGED]


def test_figures_of_a_municipality_that_was_split_are_missing_with_the_reason():
    # Ålesund 1507 became 1508 and 1580 in 2024.
    (found,) = asked(["1508", "1507"], ["1508"], ["2022", "2024"])
    frame = rows(("1507", 2022, 100, None, True), ("1508", 2024, 80, None, True))
    result = place_rows(frame, found, []).sort("year")
    assert result["value"].to_list() == [None, 80]
    assert result["reason"].to_list() == [SPLIT, None]


def test_a_figure_carried_back_to_todays_code_is_not_hidden_by_the_gap_of_the_old_one():
    (found,) = asked(["5503", "5402"], ["5503"], ["2022", "2023", "2024"])
    frame = rows(
        ("5402", 2022, 10, None, True),
        ("5402", 2023, None, "mangler", True),
        ("5402", 2024, None, "mangler", True),
        ("5503", 2022, None, "mangler", True),
        ("5503", 2023, 24_500, None, True),
        ("5503", 2024, 25_056, None, True),
    )
    result = place_rows(frame, found, []).sort("year")
    assert result["value"].to_list() == [10, 24_500, 25_056]
    assert result["reason"].to_list() == [None, None, None]


def test_a_zero_on_a_code_that_was_not_in_force_hides_no_figure_of_the_old_one():
    (found,) = asked(["5503", "5402"], ["5503"], ["2021", "2022"])
    frame = rows(
        ("5402", 2021, 10, None, True),
        ("5503", 2021, 0, None, True),
        ("5402", 2022, None, "skjermet", True),
        ("5503", 2022, None, "ikke mulig å oppgi", True),
    )
    result = place_rows(frame, found, []).sort("year")
    assert result["value"].to_list() == [10, None]
    assert result["reason"].to_list() == [None, "skjermet"]


def test_an_average_carried_back_stands_where_those_of_the_parts_could_not_be_added():
    (found,) = asked(["5503", "1901", "1915"], ["5503"], ["2010"])
    frame = rows(
        ("1901", 2010, 4.0, None, False),
        ("1915", 2010, 5.0, None, False),
        ("5503", 2010, 4.2, None, False),
    )
    assert place_rows(frame, found, [])["value"].to_list() == [4.2]


def test_a_code_kept_by_a_merger_is_a_part_and_never_the_whole():
    # Trondheim 5001 took in Klæbu 5030 in 2020 and kept its code.
    (found,) = asked(["5001", "5030"], ["5001"], ["2019"])
    frame = rows(("5001", 2019, 196_000, None, True), ("5030", 2019, 6_000, None, True))
    assert place_rows(frame, found, [])["value"].to_list() == [202_000]


@pytest.mark.parametrize("value", [0, 100, None])
@pytest.mark.parametrize("place", ["1508", "1580", "1806", "1875", "5055", "5056", "5059"])
def test_no_list_of_sums_gives_a_split_municipality_the_years_before(place, value):
    names = {"values": [{"code": f"K-{place}"}]}
    (found,) = ask(
        meta([place], ["agg_KommSummer"]),
        "Region",
        [place],
        ["2019", "2024"],
        merged=True,
        codelist=lambda _name: names,
    )
    assert found.codelist == "agg_KommSummer"
    frame = rows((f"K-{place}", 2019, value, None, True), (f"K-{place}", 2024, 80, None, True))
    result = place_rows(frame, found, []).sort("year")
    assert result["value"].to_list() == [None, 80]
    assert result["reason"].to_list() == [SPLIT, None]
