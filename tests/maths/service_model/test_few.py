"""The price of one more in a service of few is the group's, at the municipality's own level."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import serving
from tests.maths.service_model.test_limits import (
    CODE,
    PEOPLE,
    accounts,
    made,
    persons,
    table,
    texts,
    users,
)
from tools.standin.tables import cubes

from veivalg.chapters.common.care import care
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.maths.service_model.age_pattern import Peers
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.flow import Practice, flow
from veivalg.maths.service_model.start import columns, start
from veivalg.norway.register import municipality
from veivalg.sources.ssb.fetch import fetch
from veivalg.tables import Sourced

OWN = {"234": 10e6, "253": 21e6, "256": 3e6, "257": 80e6, "258": 70e6, "261": 2.1e6}
GROUP = {"234": 60e6, "253": 150e6, "256": 9e6, "257": 700e6, "258": 540e6, "261": 20e6}
WITHIN = 0.005


def group(
    gross: dict[str, float] | None = None,
    places: float = 100.0,
    dwellings: float = 500.0,
    home: float = 3_000.0,
    year: int = 2025,
) -> Peers:
    """Give a group of 100 places, 500 dwellings and 3,000 users of home care."""
    counted = users({year: {"home_services": {(0, 105): home}}})
    rows: list[tuple[object, ...]] = [
        (CODE, year, "institution", places, None),
        (CODE, year, "dwellings_24h", dwellings, None),
    ]
    tables: dict[str, Sourced] = {
        "care_users": counted,
        "care_places": table("care_places", rows),
        "accounts": accounts(gross or GROUP, year=year),
    }
    return Peers(None, persons, "KOSTRA-gruppe 5", tables)


def small(peers: Peers | None, places: float = 7.0, **more: float) -> CareToday:
    return made({"accounts": accounts(OWN)}, places=places, fte=150.0, peers=peers, **more)


def today(found: CareToday) -> dict[str, float]:
    """Give the totals that the paths begin at."""
    people = {
        name: np.full((1, 1), PEOPLE.get(ages, 80.0)) for name, ages in columns(found).items()
    }
    paths = flow(start(found, people), people, Practice())
    return {id: float(paths.arrays[id][0, 0]) for id in ("cost", "cost_gross")}


def test_seven_places_have_the_groups_price_at_the_own_level():
    """By hand, million NOK: own cost 21 + 2.1 + 80 + 70 + 10 = 183.1.

    At the group's prices 7 × 1.5 + 7 × 0.2 + 50 × 1.4 + 360 × 0.18 + 360 × 0.02 = 153.9; the level
    is 1.1897 and a place 1.5 × 183.1 ÷ 153.9 = 1.7846, not the 3.0 of the own accounts.
    """
    found = small(group())
    assert found.prices["place_gross"].value == pytest.approx(1_784_600, abs=10)
    assert found.prices["premises_gross"].value == pytest.approx(0.2e6 * 183.1 / 153.9)
    assert found.prices["place_net"].value == pytest.approx(0.9 * 1_784_600, abs=10)
    assert found.prices["dwelling_gross"].value == pytest.approx(80e6 / 50)
    # what seven at 1.7846 leave of 21 million
    assert found.functions["253"].other == pytest.approx(21e6 - 7 * 1_784_600, abs=100)


def test_the_price_tells_what_it_was_made_of():
    one = small(group()).prices["place_gross"]
    assert one.year == 2025 and not one.own
    assert one.numerator is not None and one.denominator is not None
    assert one.denominator.value == 100 and "KOSTRA-gruppe 5" in one.denominator.label
    assert one.numerator.value / one.denominator.value == pytest.approx(one.value)
    assert "253" in one.numerator.label and "1,19" in one.numerator.label
    for part in ("2025", "150,0", "100", "1,19", "183,1", "153,9", "234, 253, 257, 258, 261"):
        assert part in one.source.replace("\u00a0", " "), part
    assert "7" in one.note


def test_the_page_says_which_price_it_is():
    (told,) = texts(small(group()), "few_price")
    assert "KOSTRA-gruppe 5" in told and "øvrig i funksjonen" in told
    assert all(len(s.split()) <= 40 for s in told.split(". "))


def test_one_more_place_costs_that_price_and_the_total_is_still_the_accounts():
    found = small(group())
    assert today(found)["cost_gross"] == pytest.approx(sum(OWN.values()), rel=WITHIN)
    assert today(found)["cost"] == pytest.approx(0.9 * sum(OWN.values()), rel=WITHIN)
    people = {
        name: np.full((1, 1), PEOPLE.get(ages, 80.0)) for name, ages in columns(found).items()
    }
    begin = start(found, people)
    moving, still = begin.booked["long_stay"].part(net=False)
    assert moving / 7 == pytest.approx(1_784_600, abs=10)
    assert moving + still == pytest.approx(21e6)


@pytest.mark.parametrize(
    ("peers", "why"),
    [
        (None, "mangler"),
        (group(year=2024), "mangler"),
        (Peers(None, persons, "KOSTRA-gruppe 5", {}), "mangler"),
        (group({**GROUP, "253": 150e9, "257": 700e9}), "passer ikke"),
    ],
)
def test_without_the_group_the_own_price_stands_and_the_page_says_why(peers, why):
    found = small(peers)
    assert found.prices["place_gross"].value == pytest.approx(3e6)
    assert found.prices["place_gross"].own and found.functions["253"].other == 0
    (told,) = texts(found, "few_price")
    assert "bare 7 institusjonsplasser i 2025" in told and why in told
    assert ("hent tall for gruppen" in told) is (why == "mangler")


@pytest.mark.parametrize(("of_year", "newest", "group_price"), [(7, 12, True), (12, 7, False)])
def test_whether_there_are_few_is_asked_of_the_year_the_price_is_of(of_year, newest, group_price):
    """Accounts of 2025, and places counted a year later: 21 million on 7 or on 12."""
    counted: list[tuple[object, ...]] = [
        (CODE, year, kind, float(n), None)
        for year, kinds in ((2025, (of_year, 50)), (2026, (newest, 50)))
        for kind, n in zip(("institution", "dwellings_24h"), kinds, strict=True)
    ]
    tables = {"accounts": accounts(OWN), "care_places": table("care_places", counted)}
    found = made(tables, fte=150.0, peers=group())
    assert found.accounts_year == 2025 and found.services["long_stay"].places == newest
    assert bool(texts(found, "few_price")) is group_price
    one = found.prices["place_gross"]
    assert one.own is not group_price
    assert one.value == pytest.approx(1_784_600 if group_price else 21e6 / 12, abs=10)
    # and what one more costs from today on is the price that is told
    moving = found.functions["253"].gross - found.functions["253"].other
    assert moving == pytest.approx(1_784_600 * newest if group_price else 21e6, abs=200)


def test_the_price_that_is_used_is_held_against_the_one_known_apart():
    """Seven places at 3.0 million by the own accounts, but 1.78 are what is reckoned with."""
    days = table("care_activity", [(CODE, 2025, "institution_days", 2_400.0, None)])
    found = made({"accounts": accounts(OWN), "care_activity": days}, places=7.0, peers=group())
    held = found.factors["253"]
    assert held.used is not None and held.independent is not None and held.ratio is not None
    assert held.used.value == pytest.approx(1_784_600, abs=10)
    assert held.independent.id == "place_printed"
    assert held.ratio == pytest.approx(1_784_600 / held.independent.value, rel=1e-4)
    assert held.modelled_gross == pytest.approx(21e6)
    premises = found.factors["261"]
    assert premises.ratio is None and premises.used is not None
    assert premises.used.value == pytest.approx(0.2e6 * 183.1 / 153.9)
    own = made({"accounts": accounts(OWN), "care_activity": days}, places=14.0, peers=group())
    assert own.factors["253"].used is not None
    assert own.factors["253"].used.value == pytest.approx(23.1e6 / 2_400)


def test_ten_places_have_their_own_price():
    found = small(group(), places=10.0)
    assert found.prices["place_gross"].value == pytest.approx(2.1e6)
    assert not texts(found, "few_price")


def test_the_level_never_rests_on_the_price_alone():
    """With the group's places and nothing else counted, level × group is the own price again."""
    peers = group()
    alone = {k: v for k, v in peers.tables.items() if k != "care_users"}
    rows: list[tuple[object, ...]] = [(CODE, 2025, "institution", 100.0, None)]
    alone["care_places"] = table("care_places", rows)
    found = small(peers._replace(tables=alone))
    assert found.prices["place_gross"].own
    assert "passer ikke" in texts(found, "few_price")[0]


def test_depreciation_does_not_move_with_the_places():
    arts = {(f, "sum_pay"): a * 0.7 for f, a in OWN.items()} | {("261", "590"): 1.05e6}
    found = made({"accounts": accounts(OWN, arts)}, places=7.0, fte=150.0, peers=group())
    price = 0.2e6 * 183.1 / 153.9
    assert found.functions["261"].other == pytest.approx(2.1e6 - 7 * price * 0.5)


MILLIONS = st.floats(1e6, 400e6)


@given(
    st.fixed_dictionaries(dict.fromkeys(OWN, MILLIONS)),
    st.fixed_dictionaries(dict.fromkeys(OWN, MILLIONS)),
    st.integers(1, 12),
    st.integers(1, 60),
    st.tuples(st.integers(10, 900), st.integers(10, 900), st.integers(100, 9_000)),
)
def test_the_price_is_between_what_the_functions_say_and_the_total_meets_the_accounts(
    own, theirs, places, dwellings, counts
):
    peers = group(theirs, *map(float, counts))
    found = made(
        {"accounts": accounts(own)},
        places=float(places),
        dwellings=float(dwellings),
        fte=150.0,
        peers=peers,
    )
    mine = {"253": places, "261": places, "257": dwellings, "258": 360, "234": 360}
    every = dict(zip(mine, (counts[0], counts[0], counts[1], counts[2], counts[2]), strict=True))
    ratios = [own[f] / mine[f] / (theirs[f] / every[f]) for f in mine]
    for id, f in (("place", "253"), ("premises", "261"), ("dwelling", "257")):
        for kind, part in (("gross", 1.0), ("net", 0.9)):
            one = found.prices[f"{id}_{kind}"]
            assert isfinite(one.value) and one.value > 0
            at = one.value / (part * theirs[f] / every[f])
            assert min(ratios) * (1 - 1e-9) <= at <= max(ratios) * (1 + 1e-9)
    totals = today(found)
    assert totals["cost_gross"] == pytest.approx(sum(own.values()), rel=WITHIN)
    assert totals["cost"] == pytest.approx(0.9 * sum(own.values()), rel=WITHIN)


# --- against the stand-in -------------------------------------------------------------------------

HAND = {
    # places, staffed dwellings, users of home care
    "1816": (14, 12, 40),  # Vevelstad
    "1835": (7, 11, 30),  # Træna
    "1856": (9, 15, 50),  # Røst
}


@pytest.fixture(scope="module")
def traena(figures, fast, tmp_path_factory) -> Lake:
    """A lake with Træna, in a group of three as the stand-in serves it."""
    keys = ("institution", "dwellings_24h 0-105", "home_services 0-105")
    counted = [
        (code, year, key, float(n))
        for code, numbers in HAND.items()
        for year in (2024, 2025)
        for key, n in zip(keys, numbers, strict=True)
    ]
    served = replace(
        figures,
        names={code: municipality(code).name for code in HAND},
        population=np.rint(np.array([0.5, 0.3, 0.4])[:, None, None, None] * figures.population[4]),
        care=pl.DataFrame(counted, figures.care.schema, orient="row"),
    )
    lake = Lake(tmp_path_factory.mktemp("few"))
    with serving(cubes(served), served) as begin:
        url = begin().url
        report = fetch(["1835"], lake, url=url, limits=fast, tables=("11875", "12292", "accounts"))
    assert report.ok, report.lines()
    return lake


def booked(lake: Lake, place: str) -> dict[str, float]:
    rows = lake.read("accounts", [place])
    assert rows is not None
    frame = rows.frame.filter(
        pl.col("year") == 2025, pl.col("scope") == "konsern", pl.col("art") == "sum_gross"
    )
    return dict(frame.select("function", "amount").iter_rows())


def test_traena_has_its_groups_price_from_the_stand_in(traena):
    """7 of 30 places, 11 of 38 dwellings and 30 of 120 users of the group."""
    own, every = booked(traena, "1835"), booked(traena, "EKG16")
    would = (
        7 * (every["253"] + every["261"]) / 30
        + 11 * every["257"] / 38
        + 30 * (every["258"] + every["234"]) / 120
    )
    paid = own["253"] + own["261"] + own["257"] + own["258"] + own["234"]
    found = care(gather(municipality("1835"), traena))
    assert found.accounts_year == 2025
    one = found.prices["place_gross"]
    assert one.value == pytest.approx(every["253"] / 30 * paid / would)
    assert one.value != pytest.approx(own["253"] / 7, rel=0.001)
    assert one.denominator is not None and one.denominator.value == 30
    assert found.limited("few_price", "long_stay") and not found.limited("few_price", "dwellings")
    assert found.functions["253"].gross == own["253"]
    assert found.factors["253"].modelled_gross == pytest.approx(own["253"], rel=WITHIN)
