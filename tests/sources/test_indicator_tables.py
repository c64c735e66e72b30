"""Indicators by label: found, refused by name, added over mergers, never averaged."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tools.standin import StandinLimits
from tools.standin.server import Standin

from veivalg.content import SourceKind
from veivalg.foundation.errors import SourceChangedError
from veivalg.norway.indicators import indicator, indicators
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.indicator_check import check_register, summary
from veivalg.sources.ssb.indicator_tables import IndicatorReading, _wide, indicator_specs, place
from veivalg.sources.ssb.labels import by_label
from veivalg.sources.ssb.metadata import read_metadata
from veivalg.sources.ssb.regions import MERGED, Asked, place_rows


@pytest.fixture
def meta(tables):
    def read(number: str):
        return read_metadata(number, next(t for t in tables if t.id == number).metadata())

    return read


def reading(table: str) -> IndicatorReading:
    spec = next(s for s in indicator_specs() if s.id == table)
    assert isinstance(spec.reading, IndicatorReading)
    return spec.reading


def without(cube, code: str):
    """Give the table with the label of one content changed."""
    axes = tuple(
        replace(a, labels={c: "Noe annet" if c == code else t for c, t in a.labels.items()})
        if a.id == "ContentsCode"
        else a
        for a in cube.axes
    )
    return replace(cube, axes=axes)


def test_every_indicator_that_is_fetched_has_one_table() -> None:
    listed = [e.id for s in indicator_specs() for e in s.reading.entries]
    assert sorted(listed) == sorted(i.id for i in indicators() if not i.functions)
    assert len(listed) == len(set(listed))


def test_the_stand_in_has_the_whole_register(tables, lake, fast) -> None:
    with Standin(tables, limits=StandinLimits(calls=10_000, window=1)) as running:
        checks = check_register(running.url, limits=fast)
    assert [c.table for c in checks if not c.ok] == []
    fetched = sum(bool(i.cells) for i in indicators())
    assert summary(checks).startswith(f"{fetched} av {fetched} ")


def test_a_label_that_is_gone_is_refused_by_name_and_the_rest_is_fetched(
    tables, serve, lake, fast
) -> None:
    cube = next(t for t in tables if t.id == "13502")
    gone = "Andel barn 1-2 år med barnehageplass"
    code = next(c for c, t in cube.axis("ContentsCode").labels.items() if t == gone)
    standin = serve(served=[without(cube, code)])
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["13502"])
    (failed,) = report.failures
    assert isinstance(failed.error, SourceChangedError)
    assert gone in str(failed.error.changes)
    found = set(lake.read("indicators", ["5503"]).frame["indicator"])
    assert "kindergarten_coverage_1_2" not in found
    assert {"kindergarten_cost_target", "kindergarten_coverage_1_5"} <= found


def test_a_table_with_none_of_the_labels_is_refused(tables) -> None:
    other = next(t for t in tables if t.id == "14019")
    with pytest.raises(SourceChangedError, match="Kultur per innbygger"):
        reading("13135").check(
            next(s for s in indicator_specs() if s.id == "13135"),
            read_metadata("13135", other.metadata()),
        )


def test_a_figure_published_in_another_unit_is_refused(meta) -> None:
    found = meta("13135")
    contents = found.dimensions["ContentsCode"]
    percent = replace(contents, units=dict.fromkeys(contents.codes, "prosent"))
    changed = replace(found, dimensions={**found.dimensions, "ContentsCode": percent})
    placed, faults = place(reading("13135").entries, changed)
    assert any(f.startswith("Kultur per innbygger: måles i «prosent»") for f in faults)
    assert {c.indicator.unit.value for c in placed} == {"%"}


def test_fetched_figures_are_in_stored_scale_with_their_own_source(standin, lake, fast) -> None:
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["12364", "12209"])
    table = lake.read("indicators", ["5503"])
    rows = table.frame.filter(pl.col("indicator") == "net_debt").drop_nulls("value")
    assert rows.height and rows["value"].is_between(0.1, 3).all()
    ratio = rows["numerator"] / rows["denominator"]
    assert ratio.to_list() == pytest.approx(rows["value"].to_list())
    assert rows["denominator"].min() > 1e8, "NOK, not thousands"
    assert table.source_of("5503", "12364").table == "12364"
    assert table.source_of("5503", "12209").table == "12209"
    assert table.source("5503").kind is SourceKind.CONSTRUCTED


def parts_of(values: list[tuple[str, str, str, float | None]], additive: dict[str, bool]):
    """Place figures of the parts «a» and «b» of one merged municipality."""
    frame = pl.DataFrame(values, ["code", "indicator", "part", "value"], orient="row").with_columns(
        year=pl.lit(2019, pl.Int16),
        reason=pl.when(pl.col("value").is_null()).then(pl.lit("skjermet")),
        additive=pl.col("indicator").replace_strict(additive),
    )
    parts = pl.DataFrame(
        {
            "municipality": ["m", "m"],
            "code": ["a", "b"],
            "year": [2019, 2019],
            "carried": [False, False],
        },
        schema_overrides={"year": pl.Int16},
    )
    return _wide(place_rows(frame, Asked("", {"m": ("a", "b")}, parts), ["indicator", "part"]))


def test_a_merged_municipality_adds_numerators_and_denominators() -> None:
    """Parts of 10 of 100 and 90 of 300 are 100 of 400: 25 %, not the mean 20 %."""
    rows = parts_of(
        [
            ("a", "net_debt", "numerator", 10.0),
            ("a", "net_debt", "denominator", 100.0),
            ("b", "net_debt", "numerator", 90.0),
            ("b", "net_debt", "denominator", 300.0),
        ],
        {"net_debt": True},
    )
    assert rows.select("value", "numerator", "denominator").row(0) == (0.25, 100.0, 400.0)


def test_a_ratio_of_a_merged_municipality_is_missing_with_the_reason() -> None:
    rows = parts_of(
        [("a", "care_share", "value", 0.3), ("b", "care_share", "value", 0.4)],
        {"care_share": False},
    )
    assert rows.select("value", "reason").row(0) == (None, MERGED)


def test_a_shielded_part_hides_the_whole() -> None:
    rows = parts_of(
        [
            ("a", "net_debt", "numerator", None),
            ("a", "net_debt", "denominator", 100.0),
            ("b", "net_debt", "numerator", 90.0),
            ("b", "net_debt", "denominator", 300.0),
        ],
        {"net_debt": True},
    )
    assert rows.select("value", "reason").row(0) == (None, "skjermet")


def test_a_title_finds_the_table_that_has_the_labels(tables, serve, lake, fast) -> None:
    standin = serve()
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["barnevern nøkkeltall"])
    assert report.ok
    number = report.tables[0].table
    assert number.isdigit()
    found = lake.read("indicators", ["5503"]).frame
    assert set(found["indicator"]) == {
        i.id for i in indicators() if i.table_title == "barnevern nøkkeltall"
    }


def test_a_title_nobody_has_is_one_clear_refusal(tables, serve, lake, fast) -> None:
    standin = serve(served=[t for t in tables if "barnevern" not in t.label])
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["barnevern nøkkeltall"])
    (failed,) = report.failures
    assert "Finner ingen tabell om «barnevern nøkkeltall»" in str(failed.error)


def test_labels_match_whatever_the_dash_and_unit_and_refuse_what_is_two() -> None:
    labels = {"a": "Barn 1-5 år (prosent)", "b": "Barn 1-5 år med plass", "c": "Annet"}
    assert by_label("Barn 1–5 år", labels) == "a"
    assert by_label("Barn", labels) == ""


def test_the_register_says_what_each_certain_code_is() -> None:
    assert indicator("net_debt").cells[0].dimensions == {"KOKartkap0000": "KG31"}
