"""The back-test looks at nothing that came later, counts rightly, and reaches what was promised."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from operator import attrgetter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.maths.projections.ensemble.made_up import country
from tools.ensemble_errors import read_counts
from tools.teach_ensemble import led_on, taught

from veivalg.cli.main import run
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.jobs.backtest import MARK, with_head
from veivalg.jobs.backtest_table import markdown, size_label, summary
from veivalg.jobs.scores_file import FILE, from_json, read_result, to_csv, to_json
from veivalg.maths.projections.ensemble import baseline
from veivalg.maths.projections.ensemble.backtest import Trial, back_test, known_places
from veivalg.maths.projections.ensemble.baseline import RIVALS
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.expected import expected
from veivalg.maths.projections.ensemble.groups import BACKTEST
from veivalg.maths.projections.ensemble.record import record
from veivalg.maths.projections.ensemble.scores import (
    ALL,
    SIZES,
    Result,
    Score,
    lost,
    overall,
    pooled,
    scores,
)
from veivalg.maths.projections.ensemble.vintages import vintages

GROUPS = len(BACKTEST)


def _file() -> Path:
    given = os.environ.get("VEIVALG_STATISTICS")
    here = Path(given) if given else Path(__file__).parents[4].parent / "shared" / "statistics"
    return here / "population.parquet"


@pytest.fixture(scope="module")
def norway() -> Counts:
    if not _file().exists():
        pytest.skip("den delte statistikken er ikke her")
    return read_counts(_file())


def _tested(factor: float = 1.0, inside: float | None = 0.8, people: float = 3000.0) -> Trial:
    actual = np.full((10, 3, GROUPS), 200.0)
    hits = None
    if inside is not None:
        hits = np.zeros((3, 10, 3, GROUPS), np.bool_)
        hits[:, : round(inside * 10)] = True
    return Trial(
        2020,
        tuple(f"{n:04}" for n in range(10)),
        np.full(10, people),
        actual * factor,
        np.stack([actual * f for f in (1.1, 1.15, 1.2, 1.25)]),
        actual * 0.8,
        actual,
        np.full_like(actual, np.nan),
        np.full_like(actual, 2.0),
        np.full_like(actual, 4.0),
        hits,
        None if inside is None else np.stack([_around(actual * f) for f in (factor, *RIVALS_OFF)]),
    )


RIVALS_OFF = (1.1, 1.15, 1.2, 1.25)


def _around(middle: np.ndarray) -> np.ndarray:
    """Give ends 30 persons to each side."""
    return np.stack([middle - 30, middle + 30])


@pytest.mark.statistics
def test_five_years_ahead_the_errors_are_as_small_as_promised(norway: Counts) -> None:
    lines = scores(list(back_test(norway, draws=0)))
    at = {s.group: s for s in lines if (s.size, s.base_year, s.horizon) == (ALL, ALL, 5)}
    total, aged = at["alle"], at["80-"]
    assert total.cases == 350 * 7 + 355 * 2  # five were split in 2020, two in 2024
    # The aim is 2.4 %; what is chosen from earlier base years alone has come to this.
    assert total.own <= 0.0275
    assert round(aged.own, 4) <= 0.0395
    assert total.plain == pytest.approx(0.032, abs=0.002)
    assert aged.plain == pytest.approx(0.045, abs=0.001)
    assert total.unchanged == pytest.approx(0.035, abs=0.001)
    assert aged.unchanged == pytest.approx(0.105, abs=0.001)
    assert aged.deaths == pytest.approx(0.028, abs=0.001)
    shipped = read_result()
    for group, line in at.items():
        stored = shipped.line(group, 5)
        assert stored is not None
        assert line.own == pytest.approx(stored.own, abs=1e-4)
        assert line.tuned == pytest.approx(stored.tuned, abs=1e-4)


@pytest.mark.parametrize("group", ["alle", "80-"])
@pytest.mark.parametrize("horizon", range(1, 7))
def test_the_newest_base_years_are_no_worse_than_the_best_hamilton_perry(
    group: str, horizon: int
) -> None:
    result = read_result()
    own, *rivals = (
        result.mean(attrgetter(name), 2020, 2025, group, horizon)
        for name in ("own", "plain", "plain_1000", "long_200", "long_1000")
    )
    assert own is not None
    assert own <= min(r for r in rivals if r is not None) + 0.0005


def test_every_base_year_to_the_newest_is_published() -> None:
    result = read_result()
    assert {s.base_year for s in result.lines} == {ALL, *range(2013, 2026)}
    assert result.line("alle", 1, base_year=2025) is not None
    assert all(result.covered(year) is not None for year in range(2013, 2026))


@pytest.mark.statistics
def test_the_intervals_drawn_today_hold_as_often_as_those_that_were_shipped(
    norway: Counts,
) -> None:
    lines = scores(list(back_test(norway, 2021, 2021, draws=80)))
    shipped = read_result()
    for group in BACKTEST:
        now = next(
            s for s in lines if (s.size, s.base_year, s.group, s.horizon) == (ALL, 2021, group, 5)
        )
        stored = shipped.line(group, 5, base_year=2021)
        assert stored is not None
        assert now.inside80 == pytest.approx(stored.inside80, abs=0.04)


@pytest.mark.statistics
def test_what_came_after_the_base_year_changes_no_projection(norway: Counts) -> None:
    spoilt = replace(norway, persons=norway.persons.copy(), country=norway.country.copy())
    later = norway.years.index(2017) + 1
    spoilt.persons[:, later:] = spoilt.persons[:, later:][:, :, ::-1] * 0.3
    spoilt.country[later:] *= 2
    (before,), (after,) = (list(back_test(c, 2017, 2017, draws=0)) for c in (norway, spoilt))
    for name in ("people", "own", "rivals", "unchanged", "deaths", "chance"):
        assert np.array_equal(getattr(before, name), getattr(after, name)), name
    assert not np.array_equal(before.actual, after.actual)


@pytest.mark.statistics
def test_the_record_of_a_year_is_what_was_known_then(norway: Counts) -> None:
    parts = led_on(norway.until(2016))
    for year in range(2013, 2017):
        assert record(year).led_on == pytest.approx(parts[year], abs=1e-4)
    rows = {row[0]: row for row in taught(norway.until(2013)) if row[1] == 2013}
    assert set(rows) == {"own", *RIVALS}
    for method, row in rows.items():
        for name, size in row[3].items():
            assert record(2013, method).spread[name] == pytest.approx(size, rel=0.02), name


def test_the_shipped_intervals_hold_overall_and_from_every_new_base_year() -> None:
    result = read_result()
    assert 0.77 <= (overall(result.lines) or 0) <= 0.83
    for year in range(2018, 2026):
        assert 0.70 <= (result.covered(year) or 0) <= 0.88, year
    # Widths are learnt from earlier base years alone: a cell may miss 72–88, and is shown.
    for size in SIZES:
        for group in BACKTEST:
            assert 0.58 <= (pooled(result.lines, size, group) or 0) <= 0.92, (size, group)


def test_intervals_are_no_wider_than_those_of_the_best_hamilton_perry_for_what_they_say() -> None:
    lines = [s for s in read_result().lines if s.size == s.base_year == ALL]
    for group in BACKTEST:
        kept = [s for s in lines if s.group == group]
        cases = np.array([s.cases for s in kept])
        own, rival = (
            np.average([getattr(s, n) for s in kept], weights=cases)
            for n in ("score80", "tuned_score80")
        )
        assert own <= rival, group
    width, other = (np.mean([getattr(s, n) for s in lines]) for n in ("width80", "tuned_width80"))
    assert width <= other


def test_split_municipalities_are_tested_only_after_the_split() -> None:
    counts = replace(country(), municipalities=("1508", "1580", "1833", "5503"))
    assert known_places(counts, 2020) == ("1833", "5503")
    assert known_places(counts, 2024) == ("1508", "1580", "1833", "5503")


def test_hamilton_perry_repeats_the_change_that_was() -> None:
    counts = country()
    found = baseline.hamilton_perry(counts, 2020, 6)
    at = counts.years.index(2026)
    assert found[:, 6].sum(axis=(1, 2)) == pytest.approx(
        counts.persons[:, at].sum(axis=(1, 2)), rel=0.01
    )


def test_the_variance_of_deaths_alone_is_binomial_the_first_year() -> None:
    rates = estimate(country(), 2026, horizon=2)
    still = replace(rates, net=np.zeros_like(rates.net))
    path = expected(still)
    found = baseline.chance_variance(still, path, deaths_only=True)
    lives = still.survive[0, 0, 0, 80]
    assert found[0, 1, 0, 80] == pytest.approx(path[0, 0, 0, 79] * lives * (1 - lives))
    both = baseline.chance_variance(still, path, deaths_only=False)
    assert (both[:, 1:] > found[:, 1:]).all()


def test_scores_are_shares_of_what_came() -> None:
    lines = scores([_tested(1.25)])
    one = next(
        s for s in lines if (s.size, s.base_year, s.group, s.horizon) == (2000, ALL, "80-", 2)
    )
    assert (one.own, one.bias) == pytest.approx((0.25, 0.25))
    assert (one.plain, one.unchanged) == pytest.approx((0.1, 0.2))
    assert one.ssb is None
    assert (one.inside80, one.cases) == (0.8, 10)
    assert (one.plain_1000, one.long_1000, one.tuned) == pytest.approx((0.15, 0.25, 0.1))
    # Ours: 220 to 280 where 200 came. The best rival: 190 to 250, and it held.
    assert (one.width80, one.score80) == pytest.approx((0.3, 0.3 + 10 * 0.1))
    assert (one.tuned80, one.tuned_width80, one.tuned_score80) == pytest.approx((1, 0.3, 0.3))
    assert one.deaths == pytest.approx(2 / 250 * np.sqrt(2 / np.pi))
    assert not [s for s in lines if s.size in (0, 50_000)]
    assert overall(lines) == pooled(lines, ALL, "alle") == pytest.approx(0.8)


def test_a_loss_is_a_line_where_a_simple_method_erred_less() -> None:
    assert {s.group for s in lost(scores([_tested(1.25)]))} == set(BACKTEST)
    assert not lost(scores([_tested(1.05)]))


def test_ssb_stands_beside_ours_where_it_made_a_projection_that_year() -> None:
    rows = {
        "municipality": ["5503"] * 3,
        "alternative": ["MMMM", "MMMM", "LLML"],
        "year": [2021, 2022, 2021],
        "sex": ["male"] * 3,
        "age": [80] * 3,
        "persons": [10.0, 12.0, 99.0],
    }
    asked = vintages(pl.DataFrame(rows))
    assert asked(2019, ("5503",), 2) is None
    found = asked(2020, ("1833", "5503"), 3)
    assert found is not None
    assert np.isnan(found[0]).all()
    assert found[1, :2, 1, 80].tolist() == [10, 12]
    assert np.isnan(found[1, 2]).all()
    several = vintages(pl.DataFrame(rows | {"vintage": [2018] * 3}))
    assert several(2018, ("5503",), 3) is not None
    assert vintages(None)(2020, ("5503",), 3) is None


def _result(**how: float) -> Result:
    return Result("2026-11-22", "prøve", 100, 2020, 2020, scores([_tested(**how)]))


def test_a_result_is_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    made = _result(factor=1.25)
    read = from_json(to_json(made))
    assert replace(read, lines=()) == replace(made, lines=())
    for was, now in zip(made.lines, read.lines, strict=True):
        # Shares are kept to a thousandth of a per cent.
        assert list(asdict(now).values()) == pytest.approx(list(asdict(was).values()), abs=5.1e-6)
    (tmp_path / FILE).write_bytes(to_json(made))
    assert read_result(tmp_path).first == 2020
    assert read_result(tmp_path / "ingen").last == 2025
    (tmp_path / FILE).write_text("{}")
    with pytest.raises(StoreError, match="kan ikke leses"):
        read_result(tmp_path)


def test_the_tables_hold_errors_coverage_and_losses() -> None:
    text = markdown(_result(factor=1.25))
    assert "| alle | 2 000–4 999 |" not in text
    assert "### Hvor Veivalg taper" in text
    assert "25,0" in text
    assert "Ingen linje." in markdown(_result(factor=1.0))
    assert "80 %: 80,0" in summary(_result())
    assert to_csv(_result().lines).decode("utf-8-sig").startswith("size;base_year;group")
    assert [size_label(s) for s in (ALL, 0, 2000)] == [
        "alle kommuner",
        "under 2 000",
        "2 000–4 999",
    ]


def test_new_tables_are_put_under_what_a_document_says() -> None:
    assert with_head(b"NY", b"Innledning\n" + MARK + b"\n\ngammel") == (
        b"Innledning\n" + MARK + b"\n\nNY"
    )
    assert with_head(b"NY", b"noe annet") == b"NY"


def test_too_few_municipalities_and_years_without_figures_are_refused() -> None:
    with pytest.raises(UsageError, match="bare 4 kommuner"):
        list(back_test(country()))


@pytest.mark.statistics
def test_years_that_are_too_early_or_too_late_are_refused(norway: Counts) -> None:
    for first, last in ((2006, 2020), (2020, 2026), (2021, 2020)):
        with pytest.raises(UsageError, match="tallene gjelder 2005–2026"):
            list(back_test(norway, first, last))


@pytest.mark.statistics
def test_the_command_writes_the_result_and_refuses_what_it_cannot_do(
    tmp_path: Path, norway: Counts, capfd: pytest.CaptureFixture[str]
) -> None:
    given = ["etterprov", "--befolkning", str(_file()), "--data", str(tmp_path), "--trekk", "0"]
    assert run([*given, "--fra", "2020", "--til", "2021"]) == 0
    assert "fem år fram" in capfd.readouterr().out
    assert read_result(tmp_path).first == 2020
    assert run([*given, "--ut", str(tmp_path / "tall.doc")]) == 2
    assert ".json, .csv, .md" in capfd.readouterr().err
    assert run(["etterprov", "--data", str(tmp_path)]) == 2
    assert "veivalg hent --alle" in capfd.readouterr().err


def test_every_column_of_a_score_is_stored() -> None:
    stored = from_json(to_json(_result())).lines[0]
    assert isinstance(stored, Score)
    assert stored.people == 200
