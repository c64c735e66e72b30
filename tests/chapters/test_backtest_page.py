"""The page «Etterprøving» says what the result says, losses and all."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.etterproving.chapter import chapter as backtest_chapter
from veivalg.chapters.etterproving.model import size_name
from veivalg.jobs.scores_file import read_result
from veivalg.maths.projections.ensemble.scores import ALL, SIZES, Result
from veivalg.publish import render_chapter


def _only(result: Result, **changes: object) -> Result:
    lines = tuple(replace(s, **changes) for s in result.lines)  # type: ignore[arg-type]
    return replace(result, lines=lines)


def test_the_figures_of_the_page_are_those_of_the_result() -> None:
    result = read_result()
    figures = {f.id: f for f in backtest_chapter(result).figures()}
    line = result.line("80-", 5)
    assert line is not None
    assert figures["eldre-own"].value == line.own
    assert figures["eldre-deaths"].value == line.deaths
    assert figures["dekning-80"].source.retrieved == result.made
    assert all(f.formula for f in figures.values())


def test_every_base_year_stands_with_its_error_and_coverage() -> None:
    result = read_result()
    table = next(e for e in backtest_chapter(result).exhibits() if e.id == "startar").table
    years = {row[0]: row for row in table.rows}
    assert list(years) == [str(y) for y in range(2013, 2026)]
    assert [years[y][1] for y in ("2013", "2021", "2022", "2025")] == [5, 5, 4, 1]
    line = result.line("alle", 4, base_year=2022)
    assert line is not None
    assert years["2022"][2:4] == (line.own, line.tuned)
    assert years["2022"][-1] == result.covered(2022)


def test_an_aim_that_is_not_reached_is_said_not_to_be() -> None:
    def said(own: float) -> str:
        made = backtest_chapter(_only(read_result(), own=own))
        return next(s for s in made.statements() if s.id == "mal-samlet").text()

    assert "ikke nådd" in said(0.0241)
    assert "er nådd" in said(0.0239)


def test_base_years_whose_intervals_failed_are_named() -> None:
    result = read_result()
    lines = tuple(
        replace(s, inside80=0.6) if s.base_year == 2019 else replace(s, inside80=0.8)
        for s in result.lines
    )
    made = backtest_chapter(replace(result, lines=lines))
    text = next(s for s in made.statements() if s.id == "dekning-startar").text()
    assert "2019 (60 %)" in text
    assert "2020" not in text


def test_losses_have_a_table_and_it_is_left_out_when_there_are_none() -> None:
    result = read_result()
    assert "tap" in {e.id for e in backtest_chapter(result).exhibits()}
    won = _only(result, own=0.0)
    made = backtest_chapter(won)
    assert "tap" not in {e.id for e in made.exhibits()}
    assert any("Ingen av de enkle metodene" in s.text() for s in made.statements())


def test_intervals_that_fail_are_said_to_fail() -> None:
    narrow = backtest_chapter(_only(read_result(), inside80=0.5))
    shown = {e.id: e for e in narrow.exhibits()}
    assert shown["dekning-storrelse"].title == "Intervallene holder ikke overalt"
    without = backtest_chapter(_only(read_result(), inside80=None))
    assert "dekning-storrelse" not in {e.id for e in without.exhibits()}
    assert any("uten trekk" in s.text() for s in without.statements())


def test_ssb_has_a_column_when_it_is_there_and_is_missing_when_not() -> None:
    result = read_result()
    assert [m.table for m in backtest_chapter(result).missing] == ["SSB 11668 og 12882"]
    both = backtest_chapter(_only(result, ssb=0.02))
    assert not both.missing
    first = next(e for e in both.exhibits() if e.id == "fem-ar")
    assert "SSB" in [c.title for c in first.table.columns]


def test_the_page_can_be_read_in_other_formats() -> None:
    text = render_chapter(backtest_chapter(read_result()), "md").decode()
    assert "Hamilton–Perry" in text
    assert "startår 2013–2025" in text


def test_size_classes_are_written_for_people() -> None:
    assert [size_name(s) for s in (ALL, *SIZES[:2], SIZES[-1])] == [
        "Alle kommuner",
        "Under 2\u202f000",
        "2\u202f000 til 5\u202f000",
        "50\u202f000 og flere",
    ]
