"""The embedded projection holds everybody, is what its command gives, and is what pages show."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tools.embed_projection import DRAWS, SEED, projected
from tools.ensemble_errors import read_counts

from veivalg.chapters.common.people import how_counted
from veivalg.content import Place
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.projections.population import PopulationPath, population_path
from veivalg.maths.projections.tested import ages
from veivalg.norway.ages import BANDS
from veivalg.norway.municipality import NORWAY, kostra_group
from veivalg.norway.own_projection import DATA, GROUPS, SUMS, about, own_projection
from veivalg.norway.register import municipalities
from veivalg.sources.embedded.figures import embedded_tables

TOTAL, AGED = GROUPS.index((0, 105)), GROUPS.index((80, 105))


def _population() -> Path:
    given = os.environ.get("VEIVALG_STATISTICS")
    here = Path(given) if given else Path(__file__).parents[2].parent / "shared" / "statistics"
    return here / "population.parquet"


def _path(place: Place) -> PopulationPath:
    found = population_path(PeopleTables.among(embedded_tables()), place)
    assert found is not None
    return found


def test_every_municipality_and_norway_are_projected_to_2050() -> None:
    codes = {m.code for m in municipalities()}
    assert len(codes) == 357
    for code in (*codes, "0"):
        found = own_projection(code)
        assert found is not None, code
        assert found.years == tuple(range(2027, 2051))
        assert found.median.shape == (24, len(GROUPS))
        assert (found.low <= found.median + 0.5).all() and (found.median <= found.high + 0.5).all()
        bands = found.groups()[2050]
        assert sum(bands.values()) == pytest.approx(found.median[-1, TOTAL]), code
        old = sum(n for (lo, _hi), n in bands.items() if lo >= 80)
        assert old == pytest.approx(found.median[-1, AGED]), code
    assert own_projection("0099") is None


def test_the_file_says_what_made_it() -> None:
    said = about()
    assert (said["base_year"], said["draws"], said["seed"]) == (2026, DRAWS, SEED)
    assert said["version"] and len(said["made"]) == len("2026-11-29")
    assert "tools.embed_projection" in said["command"]
    assert DATA.stat().st_size < 800_000


@pytest.mark.statistics
def test_the_file_is_what_the_command_gives() -> None:
    if not _population().exists():
        pytest.skip("den delte statistikken er ikke her")
    counts = read_counts(_population())
    codes = ("1833", "5503", "1151")
    stored = pl.read_parquet(DATA).filter(pl.col("municipality").is_in(codes))
    assert (
        projected(counts, codes)
        .sort("municipality", "year")
        .equals(stored.sort("municipality", "year"))
    )


@pytest.mark.parametrize(("code", "theirs"), [("5503", 2743), ("1833", 2966)])
def test_the_oldest_in_2050_are_near_what_ssb_projects(code: str, theirs: float) -> None:
    groups = embedded_tables()["projection_groups"].frame
    stored = groups.filter(
        (pl.col("municipality") == code)
        & (pl.col("alternative") == "MMMM")
        & (pl.col("year") == 2050)
        & (pl.col("age_from") == 80)
    )["persons"].item()
    assert stored == theirs
    found = own_projection(code)
    assert found is not None
    assert found.median[-1, AGED] == pytest.approx(stored, rel=0.05)


def test_a_municipality_without_ssbs_projection_shows_the_embedded_one() -> None:
    oslo, found = _path(Place("0301", "Oslo")), own_projection("0301")
    assert found is not None
    assert oslo.method == "own"
    for lo, hi in BANDS:
        expected = found.median[13, GROUPS.index((lo, hi))]
        assert oslo.group(lo, hi, 2040) == pytest.approx(expected, rel=0.01)
    for lo, hi in SUMS:
        expected = found.median[13, GROUPS.index((lo, hi))]
        assert oslo.group(lo, hi, 2040) == pytest.approx(expected)
        ends = oslo.ends(ages(lo, hi), 2040)
        g = GROUPS.index((lo, hi))
        assert ends == pytest.approx(
            (found.low[13, g] / found.median[13, g], found.high[13, g] / found.median[13, g])
        )
    assert about()["version"] in oslo.caveat and "etterprøvd til ti år" in oslo.caveat
    assert "egen framskriving" in how_counted(oslo, 80, 105, 2040)
    assert oslo.source(2040).producer == "Veivalg"


def test_a_group_is_the_sum_of_its_members_and_has_no_interval() -> None:
    group = kostra_group("EKG09")
    found = own_projection(group.code)
    members = [m.code for m in municipalities() if m.kostra_group == group.code]
    parts = [own_projection(code) for code in members]
    assert found is not None
    assert found.median[5, AGED] == sum(p.median[5, AGED] for p in parts if p is not None)
    assert np.isnan(found.low).all()
    assert found.ends(ages(80, 105), 2040, 0.8) is None


def test_only_whole_groups_at_the_stored_level_have_ends() -> None:
    found = own_projection("1151")
    assert found is not None
    assert found.ends(ages(80, 105), 2040, 0.8) is not None
    assert found.ends(ages(80, 105), 2040, 0.95) is None
    assert found.ends(ages(81, 105), 2040, 0.8) is None
    assert found.ends(0.5 * ages(80, 105), 2040, 0.8) is None
    assert found.ends(ages(80, 105), 2060, 0.8) is None


def test_norway_and_those_with_ssbs_groups_each_follow_their_own() -> None:
    assert _path(NORWAY).method == "own"
    assert _path(Place("5503", "Harstad")).method == "hamilton_perry"
