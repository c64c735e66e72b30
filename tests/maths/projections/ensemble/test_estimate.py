"""What is estimated is what the cohorts were made with, and nothing from later years is used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.maths.projections.ensemble.made_up import TFR, YEARS, country, death
from tools.teach_ensemble import deserved

from veivalg.maths.projections.ensemble import fertility, migration
from veivalg.maths.projections.ensemble.components import (
    classes,
    components,
    components_reference,
    learn,
)
from veivalg.maths.projections.ensemble.counts import counts_from
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.expected import expected
from veivalg.maths.projections.ensemble.mortality import NEWBORN, aged, national_mortality
from veivalg.maths.projections.ensemble.record import record, records


def test_mortality_is_found_again_and_led_down_to_the_young() -> None:
    found = national_mortality(country().country)
    old = slice(70, 95)
    assert found.death[:, old] == pytest.approx(death()[:, old], rel=0.02)
    assert found.death[:, 50] == pytest.approx(death()[:, 50], rel=0.15)
    assert np.abs(found.change).max() < 0.002
    assert found.death[:, 0] == pytest.approx(NEWBORN)


def test_a_fall_in_mortality_is_found_and_led_on_in_part() -> None:
    rng = np.arange(12.0)
    persons = [np.full((2, 106), 1000.0)]
    for year in rng:
        ahead = aged(persons[-1]) * (1 - death() * np.exp(-0.02 * year))
        ahead[:, 0] = 1000
        persons.append(ahead)
    found = national_mortality(np.stack(persons))
    assert -0.025 < found.change[0, 70] < -0.01
    lived = found.survive(np.array([0, 10]))
    assert (lived[1, :, 70] > lived[0, :, 70]).all()


def test_fertility_is_the_rate_the_children_were_made_with() -> None:
    level, drift = fertility.national_fertility(country().country)
    assert level == pytest.approx(TFR, rel=1e-6)
    assert drift == pytest.approx(0, abs=1e-9)
    assert fertility.profile().sum() == pytest.approx(1)


def test_few_children_are_drawn_towards_the_country() -> None:
    counts = country()
    persons = counts.persons.copy()
    persons[:, :, :, 0] *= 1.5
    level = fertility.local_level(persons, counts.country)
    assert 1 < level[2] < level[1] < level[0] < level[3] < 1.5


def test_moves_of_a_large_place_are_found_and_those_of_a_small_are_drawn_to_peers() -> None:
    counts = country({0: 0.05, 2: 0.05})
    mortality = national_mortality(counts.country)
    beyond = migration.beyond_country(
        migration.flows(counts.persons, mortality, 12), migration.flows(counts.country, mortality)
    )
    found = migration.local_moves(beyond, np.zeros((4, 2, 106)))
    band = migration.BANDS.index((31, 38))
    assert 0.04 < found[0, band] < 0.05
    assert 0.01 < found[2, band] < found[0, band]
    assert np.abs(found[1]).max() < 0.002


def test_what_is_special_fades_and_newborns_do_not_move() -> None:
    local = np.full((1, len(migration.BANDS)), 0.02)
    none = np.zeros((2, 106))
    ahead = migration.moves_ahead(none, none[None], local, 5, led_on=1.0)
    assert ahead[0, :, 0, 30] == pytest.approx(0.02 * migration.FADES ** np.arange(1, 6))
    assert not ahead[..., 0].any()


def test_a_part_of_what_peers_differ_is_led_on_and_all_of_it_among_the_old() -> None:
    peers = np.full((1, 2, 106), 0.01)
    none = np.zeros((1, len(migration.BANDS)))
    ahead = migration.moves_ahead(np.full((2, 106), 0.002), peers, none, 3, led_on=0.5)
    assert ahead[0, :, :, 66] == pytest.approx(np.full((3, 2), 0.007))
    assert ahead[0, :, :, 67] == pytest.approx(np.full((3, 2), 0.012))


def test_the_record_of_a_year_is_the_newest_made_by_then() -> None:
    assert record(2026).year == 2026
    assert record(2030).year == 2026
    assert record(2019).year == 2019
    assert record(1990).year == min(one.year for one in records())
    assert record(2018).spread != record(2026).spread


def test_a_candidate_that_has_erred_less_weighs_more() -> None:
    even = deserved(np.full((4, 3), 0.02))
    assert even == pytest.approx(np.full(4, 0.25))
    better = deserved(np.array([[0.018, 0.02], [0.022, 0.02]]))
    # A tenth less and more than the mean in one of two cases: scores 0.95 and 1.05.
    assert better[0] / better[1] == pytest.approx(np.exp(0.5))
    assert better.sum() == pytest.approx(1)


def test_deaths_beyond_the_country_are_found_among_the_old() -> None:
    counts = country()
    mortality = national_mortality(counts.country)
    national = migration.flows(counts.country, mortality)
    own = migration.flows(counts.persons, mortality, 12)
    more = replace(own, moves=own.moves - 0.2 * own.deaths)
    found = migration.local_deaths(
        migration.beyond_country(more, national), np.zeros((4, 2, 106)), weight=0.0
    )
    assert found == pytest.approx(np.full(4, 1.2), abs=0.02)


def test_nothing_after_the_base_year_is_used() -> None:
    counts, changed = country({0: 0.03}), country({0: 0.03})
    later = YEARS.index(2020) + 1
    changed.persons[:, later:] *= np.linspace(0.2, 3, 106)
    changed.country[later:] *= 1.7
    for which in (learn(counts, 2020), None):
        before = estimate(counts, 2020, horizon=6, components=which)
        after = estimate(
            changed, 2020, horizon=6, components=None if which is None else learn(changed, 2020)
        )
        for name in ("start", "survive", "fertility", "net", "churn"):
            assert np.array_equal(getattr(before, name), getattr(after, name)), name


def test_without_norway_and_peers_the_shipped_rates_are_used_and_nothing_is_special() -> None:
    counts = country()
    alone = replace(counts, country=np.full_like(counts.country, np.nan)).only(("5503",))
    found = estimate(alone, 2026, horizon=3)
    shipped = components()
    peers = shipped.peers[classes(("5503",))[0]].copy()
    peers[:, :67] *= shipped.led_on
    assert 0.25 < shipped.led_on < 1
    assert found.net[0, 0, :, 1:] == pytest.approx((shipped.net + peers)[:, 1:])
    assert found.fertility[0, 0].sum() == pytest.approx(
        fertility.ahead(shipped.children, shipped.drift, 1)[0]
    )


def test_the_shipped_components_are_rates() -> None:
    found = components()
    assert found.mortality.death.shape == found.net.shape == (2, 106)
    assert found.peers.shape == (migration.CLASSES, 2, 106)
    assert ((found.mortality.death > 0) & (found.mortality.death < 1)).all()
    assert (found.mortality.change <= 0).all()
    assert (found.churn > 0).all()
    assert all(value >= 0 for value in found.spread.values())
    assert "07459" in components_reference().source


def test_expected_persons_follow_the_rates() -> None:
    counts = country()
    rates = estimate(counts, 2020, horizon=6, components=learn(counts, 2020))
    path = expected(rates)
    at = YEARS.index(2020)
    own = path[:, 6].sum(axis=(1, 2))
    seen = counts.persons[:, at + 6].sum(axis=(1, 2))
    peers = np.abs(rates.net).max()
    assert path[:, 0] == pytest.approx(counts.persons[:, at])
    assert own == pytest.approx(seen, rel=0.03 + 6 * peers)


def test_rows_become_a_cube_and_a_missing_year_is_missing_not_empty() -> None:
    frame = pl.DataFrame(
        {
            "municipality": ["5503", "5503", "0", "1833", "EKG07"],
            "year": [2020, 2021, 2020, 2021, 2021],
            "sex": ["female", "male", "male", "female", "male"],
            "age": [3, 105, 0, 7, 7],
            "persons": [5, 6, 70, 8, 99],
        }
    )
    found = counts_from(frame)
    assert found.municipalities == ("1833", "5503")
    assert found.at(2021)[1, 1, 105] == 6
    assert found.persons[1, 0, 0, 3] == 5
    assert np.isnan(found.at(2020)[0]).all()
    assert found.country[0].sum() == 70
    assert np.isnan(found.country[1]).all()
