"""What a projection's file holds, and what is said when it can't be made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from veivalg.cli.main import run
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.jobs.run import Request, project
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.ensemble.ssb_led import Target
from veivalg.norway.register import municipalities

ASKED = ("5503", "5610")


@pytest.fixture(scope="module")
def whole(country) -> Counts:
    """Every municipality of the country, each a copy of one that is known."""
    codes = tuple(m.code for m in municipalities())
    at = [
        country.municipalities.index(c) if c in country.municipalities else i % 8
        for i, c in enumerate(codes)
    ]
    return replace(country, municipalities=codes, persons=country.persons[at])


def test_the_file_holds_every_year_sex_and_age_in_order(country, tmp_path):
    file = project(Request(ASKED, 50, 2031), country, tmp_path / "a.parquet")
    frame = pl.read_parquet(file)
    assert frame.columns == ["municipality", "year", "sex", "age", "mean", "p10", "p50", "p90"]
    assert frame.height == 2 * 6 * 2 * 106
    assert frame.select("municipality", "year", "sex", "age").is_duplicated().sum() == 0
    assert (frame["p10"] <= frame["p50"]).all() and (frame["p50"] <= frame["p90"]).all()
    start = frame.filter((pl.col("year") == 2026) & (pl.col("municipality") == "5503"))
    assert start["mean"].sum() == 25_204 and (start["p10"] == start["p90"]).all()


def test_the_draws_are_there_when_asked_for_and_give_the_same_figures(country, tmp_path):
    request = Request(ASKED, 50, 2029)
    plain = pl.read_parquet(project(request, country, tmp_path / "a.parquet"))
    draws = pl.read_parquet(
        project(replace(request, keep_draws=True), country, tmp_path / "b.parquet")
    )
    assert plain.equals(draws.drop("draws"))
    assert (draws["draws"].list.len() == 50).all()
    assert np.allclose(draws["draws"].list.mean(), draws["mean"], atol=1e-3)
    assert np.allclose(draws["draws"].list.median(), draws["p50"])


def test_another_seed_gives_other_figures(country, tmp_path):
    one, other = (
        project(Request(ASKED, 50, 2029, seed=seed), country, tmp_path / f"{seed}.parquet")
        for seed in (1, 2)
    )
    assert one.read_bytes() != other.read_bytes()


def test_from_a_past_year_nothing_later_is_looked_at(whole, tmp_path):
    request = Request(ASKED, 20, 2026, from_year=2022)
    honest = project(request, whole, tmp_path / "a.parquet")
    later = replace(whole, persons=whole.persons.copy(), country=whole.country.copy())
    at = whole.years.index(2023)
    later.persons[:, at:] *= 3
    later.country[at:] *= 3
    assert project(request, later, tmp_path / "b.parquet").read_bytes() == honest.read_bytes()
    assert pl.read_parquet(honest)["year"].min() == 2022


def test_ssb_led_figures_follow_ssb_and_local_knowledge_comes_on_top(country, tmp_path):
    groups = {(0, 19): 5000.0, (20, 64): 14_000.0, (65, 105): 6000.0}
    led = {"5503": Target("MMMM", 2026, groups=dict.fromkeys((2027, 2028), groups))}
    request = Request(("5503",), 100, 2028, "ssb")
    field = Override(
        "0" * 12,
        Kind.REFUGEES,
        "5503",
        2027,
        500,
        "Kari",
        "vedtak",
        "2026",
        settings={"andel_blir": 1.0},
    )
    totals = []
    for known in ((), (field,)):
        file = project(request, country, tmp_path / "a.parquet", targets=led, overrides=known)
        frame = pl.read_parquet(file).filter(pl.col("year") == 2028)
        totals.append(frame["mean"].sum())
    assert totals[0] == pytest.approx(25_000, rel=0.01)
    assert totals[1] - totals[0] == pytest.approx(500, rel=0.1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"codes": ("1151",)}, "ikke kjent for 1151"),
        ({"from_year": 2010}, "ikke kjent for 2010"),
        ({"from_year": 2030}, "ikke kjent for 2030"),
        ({"from_year": 2022}, "hele landet"),
        ({"to": 2026}, "Siste år kan ikke være 2026"),
        ({"to": 2200}, "Siste år kan ikke være 2200"),
        ({"mode": "ssb"}, "SSBs framskriving er ikke kjent"),
    ],
)
def test_what_cannot_be_projected_is_said_with_what_to_do(country, tmp_path, change, said):
    with pytest.raises(UsageError, match=said) as told:
        project(replace(Request(ASKED, 20, 2030), **change), country, tmp_path / "a.parquet")
    assert told.value.remedy and not list(tmp_path.iterdir())


@pytest.mark.parametrize("change", [{"draws": 0}, {"draws": 10**6}, {"seed": -1}, {"codes": ()}])
def test_a_request_nobody_can_mean_is_refused(change):
    with pytest.raises(UsageError):
        replace(Request(ASKED), **change)


def test_a_folder_in_the_files_place_is_refused(country, tmp_path):
    (tmp_path / "a.parquet").mkdir()
    with pytest.raises(StoreError, match="er en mappe"):
        project(Request(ASKED, 20, 2030), country, tmp_path / "a.parquet")


def test_the_terminal_projects_from_the_embedded_figures_or_a_file(tmp_path, capsys):
    def told(*arguments: str) -> int:
        return run(["framskriv", *arguments, "--data", str(tmp_path / "d"), "--trekk", "20"])

    out = tmp_path / "ut.parquet"
    assert told("Harstad", "1833", "--modus", "ssb", "--til", "2030", "--ut", str(out)) == 0
    assert "2 kommuner" in capsys.readouterr().out
    assert set(pl.read_parquet(out)["municipality"]) == {"5503", "1833"}
    assert told("--ut", str(out)) == 2 and told("Harstad", "--modus", "x", "--ut", str(out)) == 2
    people = tmp_path / "folk.csv"
    people.write_text("municipality,year,sex,age,persons\n5503,2026,female,40,-1\n")
    assert told("Harstad", "--befolkning", str(people), "--ut", str(out)) == 3
    assert told("Harstad", "--befolkning", str(tmp_path / "x"), "--ut", str(out)) == 2
    assert told("Harstad", "--klynge", "tcp://x:1", "--arbeidere", "2", "--ut", str(out)) == 2
