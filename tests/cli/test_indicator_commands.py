"""`veivalg indikatorer`: the register for people and programs."""

from __future__ import annotations

import json
from functools import partial

import pytest
from tools.standin import Standin, StandinLimits
from tools.standin.figures import fixture_figures
from tools.standin.tables import cubes

from veivalg.cli.main import app
from veivalg.foundation.errors import UsageError
from veivalg.norway.indicators import indicators
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb import indicator_check


def run(*arguments: str) -> None:
    app(list(arguments), standalone_mode=False)


def test_the_list_says_what_an_indicator_means_and_which_way_is_good(capsys) -> None:
    run("indikatorer", "disposisjonsfond")
    shown = capsys.readouterr().out
    assert "Hvor stor del av ett års inntekter kommunen har spart" in shown
    assert "høyt er bra" in shown and "tabell 12364" in shown


def test_programs_get_every_entry(capsys) -> None:
    run("indikatorer", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == len(indicators())
    assert all(row["hva_betyr_dette"] and row["retning"] for row in rows)


def test_a_search_that_finds_nothing_says_what_to_try() -> None:
    with pytest.raises(UsageError, match="barnehage"):
        run("indikatorer", "trikk")


def test_the_check_prints_what_differs_and_fails(capsys, monkeypatch) -> None:
    # SSB's own limits would make the check wait a minute; the stand-in has none here.
    quick = partial(indicator_check.check_register, limits=Limits(window=0.5, pause=0.01))
    monkeypatch.setattr(indicator_check, "check_register", quick)
    served = [c for c in cubes(fixture_figures()) if c.id != "13135"]
    with Standin(served, limits=StandinLimits(calls=10_000, window=1)) as standin:
        code = app(["indikatorer", "--kontroller", "--kilde", standin.url], standalone_mode=False)
    shown = capsys.readouterr().out
    assert code == 4
    assert "13135: avviker (0)" in shown
    assert "12209: stemmer" in shown
