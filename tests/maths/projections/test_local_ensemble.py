"""The ensemble of one place: follows SSB, keeps what it made, and lets local knowledge in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from veivalg.content import Place
from veivalg.gather.gather import gather
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.projections.tested import ages, spread_of
from veivalg.norway.municipality import NORWAY
from veivalg.norway.register import municipality

HARSTAD = Place("5503", "Harstad")


@pytest.fixture(scope="module")
def harstad() -> PeopleTables:
    return _known()


def _known() -> PeopleTables:
    return PeopleTables.among(gather(municipality("5503")).tables)


def field(year: int = 2029, amount: float = 120, **more: object) -> Override:
    return Override("0" * 12, Kind.HOUSING, "5503", year, amount, "Kari", "plan", "2026", **more)  # type: ignore[arg-type]


def test_the_median_is_ssbs_number_in_the_groups_ssb_gives(harstad):
    found = ensemble_for(harstad, HARSTAD, draws=300)
    assert found is not None and found.mode == "ssb" and "SSBs hovedalternativ" in found.caveat
    rows = harstad.projection_groups.frame  # type: ignore[union-attr]
    ahead = rows.filter((rows["municipality"] == "5503") & (rows["year"] > 2026))
    for row in ahead.filter(ahead["alternative"] == "MMMM").iter_rows(named=True):
        if (row["age_from"], row["age_to"]) in {(0, 19), (20, 64), (80, 105)}:
            draws = found.group(row["age_from"], row["age_to"])
            middle = np.median(draws[:, found.years.index(row["year"])])
            assert middle == pytest.approx(row["persons"], rel=1e-5)
        elif (row["age_from"], row["age_to"]) == (0, 105):
            middle = np.median(found.group(0, 105)[:, found.years.index(row["year"])])
            assert middle == pytest.approx(row["persons"], rel=0.01)
    assert {s.table for s in found.sources} == {"07459", "14746"}


def test_every_draw_starts_at_the_count_and_nobody_is_negative(harstad):
    for mode in ("own", "ssb"):
        found = ensemble_for(harstad, HARSTAD, draws=100, mode=mode)
        assert found is not None and found.base_year == 2026 and found.years[-1] == 2050
        assert (found.group(0, 105)[:, 0] == 25_204).all()
        assert (found.persons >= 0).all() and found.persons.dtype == np.float32


def test_the_same_question_is_answered_from_memory_whatever_object_asks(harstad):
    first = ensemble_for(harstad, HARSTAD, draws=100)
    assert ensemble_for(harstad, HARSTAD, draws=100) is first
    again = _known()
    assert ensemble_for(again, HARSTAD, draws=100) is first
    assert ensemble_for(harstad, HARSTAD, draws=100, seed=1) is not first
    assert not first.persons.flags.writeable  # type: ignore[union-attr]


def test_figures_that_change_give_another_ensemble(harstad):
    first = ensemble_for(harstad, HARSTAD, draws=100, mode="own")
    table = harstad.population
    shorter = replace(table, frame=table.frame.filter(table.frame["year"] < 2026))
    earlier = replace(harstad, population=shorter)
    found = ensemble_for(earlier, HARSTAD, draws=100, mode="own")
    assert found is not None and first is not None
    assert found.base_year == 2025 and found.persons.shape[1] == first.persons.shape[1] + 1


@pytest.mark.parametrize("mode", ["own", "ssb"])
def test_a_housing_field_adds_its_people_and_nothing_before_it(harstad, mode):
    plain = ensemble_for(harstad, HARSTAD, draws=300, mode=mode)
    known = ensemble_for(harstad, HARSTAD, draws=300, mode=mode, overrides=[field()])
    assert plain is not None and known is not None and known.overrides == (field(),)
    more = known.group(0, 105).mean(axis=0) - plain.group(0, 105).mean(axis=0)
    at = plain.years.index(2029)
    assert np.allclose(more[: at + 1], 0, atol=0.5)
    assert more[at + 3] == pytest.approx(field().movers().sum(), rel=0.25)
    removed = replace(field(), removed="2026-11-23")
    assert ensemble_for(harstad, HARSTAD, draws=300, mode=mode, overrides=[removed]) is plain


def test_without_ssb_it_is_our_own_and_says_so(harstad):
    kept = replace(harstad, projection=None, projection_groups=None)
    found = ensemble_for(kept, HARSTAD, draws=100)
    assert found is not None and found.mode == "own" and "ikke SSBs" in found.caveat
    assert ensemble_for(kept, HARSTAD, mode="ssb") is None


def test_there_is_none_without_one_year_ages_or_for_the_country(harstad):
    kept = replace(harstad, population=None)
    assert ensemble_for(kept, HARSTAD) is None
    assert ensemble_for(harstad, NORWAY) is None


def test_the_spread_round_a_number_is_that_of_the_draws_and_grows(harstad):
    spread = spread_of(harstad, HARSTAD)
    near, far = (spread.ratios(ages(80, 105), year) for year in (2027, 2046))
    assert near is not None and far is not None
    assert far[0] < near[0] < 1 < near[1] < far[1]
    wide = spread.ratios(ages(80, 105), 2046, 0.95)
    assert wide is not None and wide[0] < far[0] and wide[1] > far[1]
    assert spread.ratios(ages(80, 105), 2051) is None
    assert spread.ratios(np.zeros(106), 2030) is None
