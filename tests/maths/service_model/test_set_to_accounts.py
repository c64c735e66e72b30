"""The model today is the accounts, function by function, of real figures and of fetched ones."""

from __future__ import annotations

import polars as pl
import pytest
from tests.reports import evidence_of
from tools.standin import Standin, StandinLimits

from veivalg.chapters.common.care import care
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch

CARE = ("234", "253", "256", "257", "258", "261")
# 1000 kr, gross and net of 2025 (SSB 12362, konsern)
ACCOUNTS = {
    "5503": {
        "234": (45_063, 31_586),
        "253": (366_404, 303_518),
        "256": (9_047, 9_047),
        "257": (259_727, 246_263),
        "258": (205_402, 189_480),
        "261": (41_610, 41_069),
    },
    "1833": {
        "234": (39_096, 30_273),
        "253": (344_210, 290_723),
        "256": (7_780, 7_774),
        "257": (240_670, 178_657),
        "258": (241_697, 228_027),
        "261": (37_873, 37_746),
    },
}
WITHIN = 0.005


@pytest.mark.parametrize("code", ACCOUNTS)
def test_the_model_today_is_the_accounts_function_by_function(code):
    found = care(evidence_of(code)).factors
    assert set(found) == set(CARE)
    for function, (gross, net) in ACCOUNTS[code].items():
        assert found[function].modelled_gross == pytest.approx(gross * 1000, rel=WITHIN)
        assert found[function].modelled_net == pytest.approx(net * 1000, rel=WITHIN)


def test_a_price_is_held_against_one_known_apart_from_the_accounts():
    """4,992 kr a day against 5,628 in the country without Oslo (SSB 12209, 2025).

    5,628 × (0.25 + 0.75 × 1.051 ÷ 1.141) = 5,295 at Harstad's employer's tax.
    """
    found = care(evidence_of("5503")).factors
    assert found["253"].ratio == pytest.approx(4_992 / 5_295, rel=1e-3)
    assert found["253"].finding == ""
    assert found["234"].ratio is None and found["234"].used is not None


def test_a_price_far_from_the_one_known_apart_is_a_finding_and_no_fit():
    """A dwelling is 1.82 million in the accounts of 2025; 0.73 is printed for 2023."""
    found = care(evidence_of("5503")).factors["257"]
    assert found.ratio is not None and found.ratio > 2
    assert "funn" in found.finding and "Agenda Kaupang" in found.finding
    assert found.modelled_gross == pytest.approx(259_727_000, rel=WITHIN)


def test_without_accounts_by_function_there_are_no_kroner():
    found = care(evidence_of("5610"))
    assert not found.priced and found.gross is None and found.net is None
    assert not found.functions and not found.factors
    assert not [p.id for p in found.prices.values() if p.own]
    assert all(s.gross is None and s.net is None for s in found.services.values())
    assert found.services["long_stay"].places == 16 and found.fte == 109
    told = next(m for m in found.missing if "12362" in m.table)
    assert "kroner vises når regnskapet er hentet" in told.why
    assert "«Hent tall»" in told.how_to_get


def test_the_hours_of_karasjok_cannot_be_used():
    found = care(evidence_of("5610"))
    (told,) = [x for x in found.limits if x.id == "hours"]
    assert "Timetallet kan ikke brukes" in told.text
    assert "179" in told.text and "109" in told.text
    assert found.services["home"].hours is None


@pytest.mark.parametrize("code", ["5503", "1833"])
def test_the_hours_of_the_others_can(code):
    found = care(evidence_of(code))
    assert not found.limited("hours") and found.services["home"].hours is not None


@pytest.fixture(scope="module")
def lake(statistics_tables, tmp_path_factory) -> Lake:
    """A lake with Karasjok and Harstad as the stand-in has them, arts and all."""
    lake = Lake(tmp_path_factory.mktemp("care"))
    limits = Limits(window=0.4, pause=0.01, longest_pause=0.05)
    with Standin(statistics_tables, limits=StandinLimits(window=0.4)) as standin:
        report = fetch(["5610", "5503"], lake, url=standin.url, limits=limits, tables=("accounts",))
    assert report.ok, report.lines()
    return lake


def booked(lake: Lake, code: str, art: str) -> dict[str, float]:
    rows = lake.read("accounts", [code])
    assert rows is not None
    frame = rows.frame.filter(
        pl.col("year") == 2025,
        pl.col("scope") == "konsern",
        pl.col("art") == art,
        pl.col("function").is_in(CARE),
    )
    return dict(frame.select("function", "amount").iter_rows())


@pytest.mark.statistics
@pytest.mark.parametrize("code", ["5610", "5503"])
def test_fetched_accounts_are_met_function_by_function(lake, code):
    found = care(gather(municipality(code), lake))
    gross, net = booked(lake, code, "sum_gross"), booked(lake, code, "sum_net")
    assert found.accounts_year == 2025 and set(gross) == set(CARE) == set(found.factors)
    for function in CARE:
        assert found.factors[function].modelled_gross == pytest.approx(gross[function], rel=WITHIN)
        assert found.factors[function].modelled_net == pytest.approx(net[function], rel=WITHIN)


@pytest.mark.statistics
def test_the_bridge_by_art_adds_up_and_names_its_lines(lake):
    found = care(gather(municipality("5610"), lake))
    payments = booked(lake, "5610", "600")
    for code, function in found.functions.items():
        terms = {term.id: term.amount for term in function.terms}
        assert sum(terms.values()) == pytest.approx(function.gross - function.net, abs=1)
        assert {"user_payment", "refunds", "sick_pay", "vat"} <= terms.keys()
        assert terms["user_payment"] >= payments[code] > 0


@pytest.mark.statistics
def test_two_prices_of_labour_come_with_the_arts(lake):
    found = care(gather(municipality("5610"), lake))
    pay = sum(booked(lake, "5610", "sum_pay").values())
    labour = pay / 109
    if 750_000 <= labour <= 1_050_000:
        assert found.prices["labour"].value == pytest.approx(labour)
    else:
        assert "labour" not in found.prices
        assert "Regnskap og årsverk passer ikke sammen" in found.refused["labour"]
        assert found.limited("labour")
    assert found.labour.kind == "wages" and found.labour.shown
    shares = [s.labour_share for s in found.services.values() if s.labour_share is not None]
    assert sum(shares) == pytest.approx(1)


def test_without_arts_pay_per_fte_is_not_given_and_no_split_is_shown():
    found = care(evidence_of("5503"))
    assert "labour" not in found.prices and "arter" in found.refused["labour"]
    assert found.labour.kind == "gross" and not found.labour.shown
