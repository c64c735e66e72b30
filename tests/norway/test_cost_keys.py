from itertools import pairwise

import pytest

from veivalg.content import Certainty
from veivalg.foundation.errors import UsageError
from veivalg.norway.cost_keys import (
    TOTAL,
    criteria,
    implied_national_share,
    implied_national_shares,
    sectors,
    system_for,
    systems,
)


@pytest.mark.parametrize("sector", list(sectors()))
def test_every_2026_key_sums_to_one(sector: str) -> None:
    weights = systems()["2026"].keys[sector].weights
    assert sum(weights.values()) == pytest.approx(1, abs=1.0001e-4)


@pytest.mark.parametrize("year", ["2026", "2025"])
def test_sector_shares_cover_all_seven_sectors_and_sum_to_one(year: str) -> None:
    shares = systems()[year].shares
    assert set(shares) == set(sectors())
    assert sum(shares.values()) == pytest.approx(1, abs=1e-9)


def test_every_weight_belongs_to_a_described_criterion() -> None:
    used = {c for s in systems().values() for key in s.keys.values() for c in key.weights}
    assert used == set(criteria())


def test_the_age_groups_of_a_key_never_overlap() -> None:
    for system in systems().values():
        for key in system.keys.values():
            groups = sorted(
                (criteria()[c].low, criteria()[c].high)
                for c in key.weights
                if criteria()[c].kind == "age"
            )
            for (_, last), (first, _) in pairwise(groups):
                assert last < first, (system.id, key.sector)


def test_the_2017_keys_are_unverified_and_say_so_in_their_label() -> None:
    system = systems()["2017"]
    assert system.certainty is Certainty.UNVERIFIED
    assert "usikkert" in system.label
    assert set(system.keys) == {"care", "primary_school", "kindergarten", TOTAL}


def test_the_2025_system_has_the_2026_keys_and_its_own_shares() -> None:
    assert systems()["2025"].keys == systems()["2026"].keys
    assert systems()["2025"].shares["care"] == 0.3567


def test_the_key_of_a_year_is_the_one_in_force_then() -> None:
    assert [system_for(y).id for y in (2017, 2024, 2025, 2026, 2040)] == [
        "2017",
        "2017",
        "2025",
        "2026",
        "2026",
    ]
    with pytest.raises(UsageError, match="2016"):
        system_for(2016)


def test_implied_national_shares_sum_to_one_and_split_evenly() -> None:
    assert sum(implied_national_shares().values()) == pytest.approx(1, abs=1e-9)
    assert implied_national_share(0, 66) == pytest.approx(0.8350, abs=1e-9)
    assert implied_national_share(2, 5) == pytest.approx(0.0507 * 4 / 5)
    assert implied_national_share(90, 105) == pytest.approx(0.0083)
