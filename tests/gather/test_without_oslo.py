"""The country without Oslo: SSB's own where it is published, else the country less Oslo, told."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tools.standin.kostra import before_revision

from veivalg.chapters.common.registry import run_chapter
from veivalg.content import Source
from veivalg.gather.gather import gather
from veivalg.gather.revisions import one_revision
from veivalg.gather.without_oslo import with_country_without_oslo
from veivalg.norway.register import municipality
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.sources.ssb.fetch import fetch
from veivalg.tables import TABLES, Sourced

MARCH = Source("m", "SSB", "Nøkkeltall", "12134", updated="2026-03-16", unrevised=2025)
JUNE = Source("j", "SSB", "Nøkkeltall", "12134", updated="2026-06-15")


def table(name: str, **sources: Source) -> Sourced:
    found = embedded_tables()[name]
    return Sourced(found.frame, {**found.sources, **sources})


def whole(name: str, found: Sourced) -> pl.DataFrame:
    made = with_country_without_oslo(name, found, lambda: embedded_tables()["population_groups"])
    assert made is not None
    return made.frame.filter(municipality="EAKUO")


def value(frame: pl.DataFrame, id: str, year: int) -> float | None:
    rows = frame.filter(indicator=id, year=year)
    return rows["value"].item() if rows.height else None


def test_what_ssb_publishes_is_used_as_it_is() -> None:
    frame = whole("indicators", table("indicators"))
    assert value(frame, "free_income_pi", 2024) == 70_701
    assert value(frame, "net_operating_result", 2023) == 0.01


def test_amounts_and_their_ratios_are_the_country_less_oslo() -> None:
    """674,170,449 − 93,361,158 thousand in revenues; result 15,507,883 − 3,443,805."""
    frame = whole("finances", table("finances")).filter(year=2025)
    booked = dict(frame.select("concept", "amount").iter_rows())
    assert booked["AGD13"] == 580_809_291_000
    assert booked["AGD23"] == 12_064_078_000
    result = value(whole("indicators", table("indicators")), "net_operating_result", 2025)
    assert result == pytest.approx(0.020771, abs=5e-7)


@pytest.mark.parametrize(
    ("year", "published"),
    [(2020, 59_398), (2021, 63_840), (2022, 67_024), (2023, 68_019), (2024, 70_701)],
)
def test_worked_out_figures_per_inhabitant_are_those_ssb_publishes(
    year: int, published: int
) -> None:
    found = table("indicators")
    without = found.frame.filter(pl.col("municipality") != "EAKUO")
    frame = whole("indicators", Sourced(without, found.sources))
    assert value(frame, "free_income_pi", year) == pytest.approx(published, abs=1)


def test_that_it_is_worked_out_is_told_with_the_years() -> None:
    found = gather(municipality("5503")).tables["indicators"]
    told = [c.text for c in found.source_of("EAKUO", "net_operating_result").caveats]
    assert told == [
        "Vi har ikke SSBs tall for landet uten Oslo for 2025. De utgis etter de ureviderte "
        "tallene. Her er det regnet som Norge minus KOSTRA-gruppe 13."
    ]


def test_a_share_of_something_else_than_revenues_is_not_worked_out() -> None:
    frame = whole("indicators", table("indicators"))
    assert value(frame, "self_financed_investment", 2024) is not None
    assert value(frame, "self_financed_investment", 2025) is None


def test_the_country_and_oslo_of_two_revisions_are_not_subtracted() -> None:
    found = table("indicators", **{"0": MARCH, "EKG13": JUNE, "0301": JUNE})
    assert value(whole("indicators", found), "net_debt", 2025) is None


def rows(*values: tuple[str, int, float]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(m, y, "reserve_fund", v, v, 1.0, None) for m, y, v in values],
        {f.name: f.dtype for f in TABLES["indicators"].fields},
        orient="row",
    )
    return TABLES["indicators"].validate(frame)


def test_unrevised_figures_are_missing_beside_revised_ones_of_that_year() -> None:
    frame = rows(("5503", 2024, 0.05), ("5503", 2025, 0.054), ("EKG09", 2025, 0.1))
    made = one_revision(Sourced(frame, {"5503": MARCH, "EKG09": JUNE}))
    assert made is not None
    told = {
        (m, y): (v, r)
        for m, y, v, r in made.frame.select("municipality", "year", "value", "reason").iter_rows()
    }
    assert told["5503", 2024] == (0.05, None)
    assert told["EKG09", 2025] == (0.1, None)
    assert told["5503", 2025][0] is None and "urevidert" in told["5503", 2025][1]


def test_figures_all_of_one_revision_are_as_they_are() -> None:
    frame = rows(("5503", 2025, 0.054), ("EKG09", 2025, 0.1))
    both = Sourced(frame, {"5503": MARCH, "EKG09": replace(MARCH, id="g")})
    made = one_revision(both)
    assert made is not None and made.frame.equals(frame)


def test_of_unrevised_figures_it_is_worked_out_and_both_are_told(tables, serve, lake, fast) -> None:
    """In March SSB leaves the country without Oslo out of 12134: the stand-in does as well."""
    url = serve(served=before_revision(tables)).url
    fetch(["5503"], lake, url=url, limits=fast, tables=["12134", "12364", "population"])
    evidence = gather(municipality("5503"), lake)
    found = evidence.tables["indicators"]
    assert value(found.frame.filter(municipality="EAKUO"), "free_income_pi", 2025) is not None
    source = found.source_of("EAKUO", "free_income_pi", "12134")
    assert source.unrevised == 2025
    told = " ".join(c.text for c in source.beside())
    assert "landet uten Oslo for 2025" in told and "ureviderte, publisert 16.3.2026" in told
    shown = next(
        e for e in run_chapter("okonomi", evidence).exhibits() if e.id == "okonomi-net-debt"
    )
    assert any("ureviderte" in text for text in shown.caveats)
