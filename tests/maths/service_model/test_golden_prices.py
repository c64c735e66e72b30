"""The unit prices the design prints, to three digits, with what was divided by what."""

from __future__ import annotations

from functools import cache

import pytest

from veivalg.chapters.common.care import care
from veivalg.content import Certainty
from veivalg.gather.gather import gather
from veivalg.maths.service_model.care import CareToday
from veivalg.norway.register import municipality

HARSTAD, RANA, KARASJOK = "5503", "1833", "5610"


@cache
def of(code: str) -> CareToday:
    return care(gather(municipality(code)))


# municipality, price, numerator (1000 kr), denominator, price as printed in the design
GOLDEN = [
    (HARSTAD, "gross_per_fte", 927_253, 747, 1.241e6),
    (RANA, "gross_per_fte", 911_326, 874, 1.043e6),
    (HARSTAD, "place_gross", 366_404, 241, 1.520e6),
    (HARSTAD, "place_net", 303_518, 241, 1.259e6),
    (RANA, "place_gross", 344_210, 231, 1.490e6),
    (RANA, "place_net", 290_723, 231, 1.259e6),
    (HARSTAD, "day_gross", 366_404 + 41_610, 81_741, 4_992),
    (RANA, "day_gross", 344_210 + 37_873, 79_338, 4_816),
    (HARSTAD, "hour_gross", 205_402, 264_919.2, 775),
    (RANA, "hour_gross", 241_697, 327_184, 739),
    (HARSTAD, "dwelling_gross", 259_727, 143, 1.816e6),
    (RANA, "dwelling_gross", 240_670, 101, 2.383e6),
]
BEFORE = [
    (HARSTAD, "hour_gross", 191_788, 310_720.8, 617),
    (RANA, "hour_gross", 188_142, 362_876.8, 518),
    (HARSTAD, "dwelling_gross", 248_730, 148, 1.681e6),
    (RANA, "dwelling_gross", 253_062, 216, 1.172e6),
]
DIGITS = 5e-4
"""Half a unit in the third digit, at worst."""


@pytest.mark.parametrize(("code", "id", "top", "bottom", "printed"), GOLDEN)
def test_a_price_of_2025_is_the_printed_one(code, id, top, bottom, printed):
    price = of(code).prices[id]
    assert price.value == pytest.approx(printed, rel=DIGITS)
    assert price.numerator is not None and price.denominator is not None
    assert price.numerator.value == pytest.approx(top * 1000)
    assert price.denominator.value == pytest.approx(bottom)
    assert price.numerator.label and price.denominator.label
    assert price.year == 2025 and "2025" in price.source and "12362" in price.source
    assert price.certainty is Certainty.DERIVED and price.own


@pytest.mark.parametrize(("code", "id", "top", "bottom", "printed"), BEFORE)
def test_a_price_of_2024_is_the_printed_one(code, id, top, bottom, printed):
    price = of(code).before[id]
    assert price.value == pytest.approx(printed, rel=1e-3)
    assert price.year == 2024
    assert price.numerator is not None and price.numerator.value == pytest.approx(top * 1000)
    assert price.denominator is not None and price.denominator.value == pytest.approx(bottom)


@pytest.mark.parametrize(("code", "gross", "net"), [(HARSTAD, 927.3, 821.0), (RANA, 911.3, 773.2)])
def test_all_of_care_is_the_printed_sum(code, gross, net):
    assert of(code).gross == pytest.approx(gross * 1e6, abs=5e4)
    assert of(code).net == pytest.approx(net * 1e6, abs=5e4)


@pytest.mark.parametrize(
    ("code", "differences"),
    [
        (HARSTAD, {"253": 62.9, "257": 13.5, "258": 15.9, "234": 13.5}),
        (RANA, {"253": 53.5, "257": 62.0, "258": 13.7, "234": 8.8}),
    ],
)
def test_the_bridge_from_gross_to_net_is_the_printed_one(code, differences):
    for function, million in differences.items():
        terms = of(code).functions[function].terms
        assert sum(term.amount for term in terms) == pytest.approx(million * 1e6, abs=5.1e4)
        assert [term.label for term in terms] == ["Inntekter som ikke er delt opp her"]


@pytest.mark.parametrize(("code", "share"), [(HARSTAD, 0.929), (RANA, 0.941), (KARASJOK, 1.082)])
def test_places_in_use_are_the_printed_share(code, share):
    assert of(code).counts[2025].occupancy == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize(("code", "hours"), [(HARSTAD, 264_919), (RANA, 327_184)])
def test_allotted_hours_are_the_printed_ones(code, hours):
    assert of(code).counts[2025].hours == pytest.approx(hours, abs=0.5)


@pytest.mark.parametrize(
    ("code", "long_stay", "home"),
    [
        (HARSTAD, (12.6, 10.0, 9.0), (43.1, 32.5, 27.2)),
        (RANA, (14.8, 11.0, 7.5), (35.1, 28.3, 24.4)),
    ],
)
def test_users_per_100_aged_80_are_the_printed_ones(code, long_stay, home):
    years = (2010, 2020, 2025)
    assert [round(100 * of(code).coverage[y], 1) for y in years] == list(long_stay)
    assert [round(100 * of(code).coverage_home[y], 1) for y in years] == list(home)


@pytest.mark.parametrize(
    ("code", "agreed", "user_facing"), [(HARSTAD, 747, 710), (RANA, 874, 786), (KARASJOK, 109, 100)]
)
def test_two_kinds_of_fte_are_two_quantities(code, agreed, user_facing):
    assert (of(code).fte, of(code).fte_user_facing) == (agreed, user_facing)


def test_a_price_is_uncertain_when_what_it_is_divided_by_moved_over_a_fifth():
    """Rana reported 216 dwellings in 2024 and 101 in 2025, Harstad 148 and 143."""
    assert "216" in of(RANA).prices["dwelling_gross"].uncertain
    assert "101" in of(RANA).prices["dwelling_gross"].uncertain
    assert of(HARSTAD).prices["dwelling_gross"].uncertain == ""
    assert of(HARSTAD).prices["place_gross"].uncertain == ""


def test_a_price_is_uncertain_when_cost_moved_between_257_and_258():
    """Rana's 258 went from 188 to 242 million, while 257 and 258 together rose by 9 per cent."""
    assert "257 og 258" in of(RANA).prices["hour_gross"].uncertain
    why = of(RANA).prices["hour_gross"].uncertain
    assert "prisen 543\u202fkr i 2025-kroner" in why, "188 million by hours, and 4.7 % dearer"
    assert of(HARSTAD).prices["hour_gross"].uncertain == ""


def test_gross_per_fte_is_told_not_to_be_the_price_of_one():
    assert "ikke prisen på et årsverk" in of(HARSTAD).prices["gross_per_fte"].note
