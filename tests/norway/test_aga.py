"""Employer's tax: zones, parts, rates and the allowance."""

import pytest

from veivalg.foundation.errors import UnknownMunicipalityError, UsageError
from veivalg.norway.aga import allowance, contribution, rate, zone_parts
from veivalg.norway.register import municipalities

SPLIT = {
    "1506",
    "1508",
    "1577",
    "1579",
    "4225",
    "4602",
    "4621",
    "4640",
    "4647",
    "5006",
    "5057",
    "5059",
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [("0301", 0.141), ("1833", 0.051), ("5501", 0.079), ("1804", 0.079), ("5610", 0.0)],
)
def test_rates_of_whole_municipalities(code: str, expected: float) -> None:
    for year in (2024, 2025, 2026):
        assert rate(code, year) == expected


def test_every_municipality_has_a_zone_and_twelve_have_parts() -> None:
    split = {m.code for m in municipalities() if len(zone_parts(m.code, 2025)) > 1}
    assert split == SPLIT
    assert sum(len(zone_parts(m.code, 2025)) for m in municipalities()) == 370


@pytest.mark.parametrize(
    "weights",
    [None, {"Ia": 1.0}, {"Ia": 0.5, "II": 0.4}, {"Ia": 1.5, "II": -0.5}, {"I": 0.5, "II": 0.5}],
)
def test_a_municipality_with_parts_needs_weights_that_fit(weights) -> None:
    with pytest.raises(UsageError, match="tidligere Flora") as error:
        rate("4602", 2025, weights)
    assert "til sammen 1" in error.value.remedy


def test_weights_mix_the_rates() -> None:
    assert rate("4602", 2025, {"Ia": 0.6, "II": 0.4}) == pytest.approx(0.6 * 0.141 + 0.4 * 0.106)


def test_the_gain_in_zone_1a_stops_at_the_allowance() -> None:
    ia = next(
        m.code for m in municipalities() if [p.zone for p in zone_parts(m.code, 2025)] == ["Ia"]
    )
    exhausted = 850_000 / (0.141 - 0.106)
    assert contribution(ia, 2025, 1e6) == pytest.approx(106_000)
    assert contribution(ia, 2025, exhausted) == pytest.approx(0.106 * exhausted)
    assert contribution(ia, 2025, 1e9) == pytest.approx(141e6 - 850_000)
    assert exhausted == pytest.approx(24.29e6, rel=1e-3)


def test_unknown_year_and_code_are_refused() -> None:
    with pytest.raises(UsageError, match="2019"):
        rate("1833", 2019)
    with pytest.raises(UnknownMunicipalityError):
        rate("1903", 2025)
    assert allowance(2026) == 850_000
