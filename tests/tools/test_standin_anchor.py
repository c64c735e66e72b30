"""What the stand-in constructs agrees with the real figures beside it."""

from __future__ import annotations

import numpy as np
import pytest
from tools.standin.accounts import ARTS, by_art, net_costs
from tools.standin.anchor import SHARES, key_figures, sums, walked_back
from tools.standin.figures import fixture_figures
from tools.standin.kostra import CATEGORIES, whole
from tools.standin.people import KOSTRA_YEARS, People, people_of

SHARE_OF = {
    "care": 38.4,
    "primary_school": 21.1,
    "kindergarten": 14.0,
    "health": 8.0,
    "culture": 3.7,
    "church": 0.8,
}
KNOWN = {
    **{(SHARES[s], "5503", 2025): value for s, value in SHARE_OF.items()},
    ("kindergarten_cost_target", "5503", 2025): 220_000.0,
    ("school_cost_target", "5503", 2025): 165_000.0,
    ("care_cost_pi", "5503", 2025): 44_000.0,
}


@pytest.fixture(scope="module")
def people() -> People:
    return people_of(fixture_figures())


def test_the_accounts_give_the_shares_that_are_real(people: People) -> None:
    """Two tables that tell one thing must not contradict each other in a chapter."""
    booked = sums(net_costs(people, KNOWN))
    whole = sum(booked.values())
    own = people.codes.index("5503")
    for sector, share in SHARE_OF.items():
        assert 100 * booked[sector][own, -1] / whole[own, -1] == pytest.approx(share, abs=0.05)


def test_constructed_places_stand_at_the_level_of_the_real_ones(people: People) -> None:
    figures = key_figures(net_costs(people, KNOWN), people, KNOWN)
    own = people.codes.index("5503")
    assert figures["care_cost_pi"][own, -1] == pytest.approx(44_000)
    rana = figures["care_cost_pi"][people.codes.index("1833"), -1]
    assert 25_000 < rana < 80_000


def test_constructed_years_meet_the_first_real_one() -> None:
    own = np.array([[80.0, 82.0, 84.0, 86.0], [-2.0, 1.0, 3.0, 2.0]])
    real = np.array([[np.nan, np.nan, 168.0, 170.0], [np.nan, np.nan, np.nan, 4.0]])
    met = walked_back(own, real)
    assert met[0].tolist() == [160.0, 164.0, 168.0, 170.0]
    assert met[1].tolist() == [-2.0, 1.0, 3.0, 4.0]


def test_pension_premiums_differ_between_municipalities(people: People) -> None:
    """One share everywhere would make the pension correction nothing for all."""
    arts, order = by_art(people, {}), list(ARTS)
    pension = arts[:, :, order.index("A090"), -1].sum(axis=1)
    wages = arts[:, :, : order.index("A099"), -1].sum(axis=(1, 2))
    shares = pension / wages
    assert np.ptp(shares) > 0.01
    assert ((shares > 0.1) & (shares < 0.25)).all()
    assert arts.shape[-1] == len(KOSTRA_YEARS)


def test_the_categories_of_need_sum_to_all_users(people: People) -> None:
    for kind in ("need", "need_home", "need_institution"):
        parts = [whole(f"{kind}_{category}", people) for category in CATEGORIES]
        assert np.allclose(sum(parts), 100)
