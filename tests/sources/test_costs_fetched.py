"""«Ressursbruk» and «arbeidsgiveravgift» through the stand-in: accounts fetched over real HTTP."""

from __future__ import annotations

import polars as pl
import pytest
from tools.standin import Standin, StandinLimits
from tools.standin.__main__ import statistics_folder

from veivalg.chapters.report import make_chapter
from veivalg.content import Place, Source, SourceKind
from veivalg.lake.lake import Lake
from veivalg.norway.cost_keys import sectors
from veivalg.norway.register import municipalities, municipality
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch

pytestmark = pytest.mark.statistics
GROUP = [m.code for m in municipalities() if m.kostra_group == "EKG09"]


@pytest.fixture(scope="module")
def lake(statistics_tables, tmp_path_factory) -> Lake:
    """A lake with Rana's KOSTRA group, Utsira and Oslo, and need indices put in beside."""
    lake = Lake(tmp_path_factory.mktemp("group"))
    limits = Limits(window=0.4, pause=0.01, longest_pause=0.05)
    with Standin(statistics_tables, limits=StandinLimits(window=0.4)) as standin:
        report = fetch(
            [*GROUP, "1151", "0301"],
            lake,
            url=standin.url,
            limits=limits,
            tables=("population", "accounts"),
        )
    assert report.ok, report.lines()
    folder = statistics_folder()
    assert folder is not None
    frame = pl.read_parquet(folder / "need_index.parquet").filter(
        pl.col("sector").is_in(list(sectors()))
    )
    lake.put("need_indices", "gront-hefte-2026", frame, Source("kdd", "KDD", "Grønt hefte 2026"))
    return lake


def test_rana_is_held_against_its_group(lake: Lake) -> None:
    """The chapter has a waterfall and a group level, and what is fetched is marked constructed."""
    chapter = make_chapter("ressursbruk", municipality("1833"), lake)
    ids = {e.id for e in chapter.exhibits()}
    assert {"innsparing-gruppe", "ra-til-korrigert", "innsparing-funksjon-gruppe"} <= ids
    # What the areas cost comes with the program; their share of pay is of what was fetched. Free
    # income isn't among the tables fetched here, and is the embedded one.
    made = {f.source.kind for f in chapter.figures() if not f.id.startswith("free-income")}
    assert made == {SourceKind.CONSTRUCTED}
    assert "Lønnsandelen er kjent" in {e.id: e for e in chapter.exhibits()}["omrader-gruppe"].note
    assert any("landet uten Oslo" in m.what for m in chapter.missing)


def test_the_reduced_rate_is_worth_nine_per_cent_of_the_pay(lake: Lake) -> None:
    """The stand-in's employer's tax is 5.1 % of pay in zone IV, and the effect is 9/5.1 of it."""
    chapter = make_chapter("arbeidsgiveravgift", municipality("1833"), lake)
    effect = next(f.value for f in chapter.figures() if f.id == "virkning")
    accounts = lake.read("accounts", ["1833"])
    assert accounts is not None
    frame = accounts.frame.filter(art="099")
    newest = frame.filter(pl.col("year") == frame["year"].max())
    services = newest.filter(~pl.col("function").is_in(["340", "345", "350", "353", "354", "355"]))
    assert effect == pytest.approx(services["amount"].sum() * 0.09 / 0.051, rel=0.02)


@pytest.mark.parametrize("code", ["1151", "0301"])
def test_utsira_and_oslo_get_what_can_be_said(lake: Lake, code: str) -> None:
    """Where the group isn't fetched there is a missing list, and the own corrections stand."""
    for id in ("ressursbruk", "arbeidsgiveravgift"):
        chapter = make_chapter(id, municipality(code), lake)
        assert chapter.municipality == Place(code, municipality(code).name)
        assert chapter.findings and chapter.missing
