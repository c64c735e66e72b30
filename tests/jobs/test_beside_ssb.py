"""What is said of our own projection beside SSB's."""

from __future__ import annotations

import polars as pl

from veivalg.cli.main import run
from veivalg.maths.batch.beside_ssb import caveat, distances
from veivalg.maths.projections.ensemble.ssb_led import Target


def test_beyond_ten_years_the_projection_is_said_to_be_untested():
    assert caveat(2026, 2036) == ""
    assert "Etter 2036" in caveat(2026, 2050)


def test_the_distance_is_that_of_the_last_year_both_reach():
    rows = [
        ("5503", year, age, persons)
        for year in (2026, 2027, 2028)
        for age, persons in ((30, 900.0), (85, 90.0))
    ]
    frame = pl.DataFrame(rows, schema=["municipality", "year", "age", "mean"], orient="row")
    groups = {2027: {(0, 79): 800.0, (80, 105): 100.0}}
    (line,) = distances(frame.lazy(), {"5503": Target("MMMM", 2026, groups=groups)})
    assert line == (
        "Harstad i 2027: 990 innbyggere mot 900 hos SSB (+10\u202f%), 90 på 80 år og "
        "eldre mot 100 (−10\u202f%)"
    )
    assert distances(frame.lazy(), {}) == ()


def test_the_command_says_both(tmp_path, capsys):
    run(
        [
            "framskriv",
            "Harstad",
            "--trekk",
            "20",
            "--ut",
            str(tmp_path / "a.parquet"),
            "--data",
            str(tmp_path),
        ]
    )
    told = capsys.readouterr().out
    assert "1 kommune)" in told
    assert "hos SSB (" in told
    assert "Etter 2036" in told
