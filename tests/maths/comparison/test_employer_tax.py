"""What the reduced employer's tax is worth, printed for Rana and by zone (M4)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.foundation.errors import UsageError
from veivalg.maths.comparison.costs import LEDGER, NEUTRAL, Correction, correct
from veivalg.maths.comparison.employer_tax import (
    effective_rate,
    pay_from_tax,
    wage_factor,
)

FULL, ZONE_IV = 0.141, 0.051
RANA = {  # difference from the group, effect of the reduced rate; million kroner, accounts of 2021
    "Pleie og omsorg": (28.7, 50.3),
    "Grunnskole": (-24.6, 22.2),
    "Barnehage": (-21.2, 7.7),
    "Adm. og styring": (-8.7, 5.3),
    "Kommunehelse": (-5.8, 6.3),
    "Sosiale tjenester": (6.7, 2.6),
    "Kultur og idrett": (21.6, 2.9),
    "Samferdsel": (19.7, 1.1),
    "Barnevern": (-7.0, 2.8),
    "Brann og ulykkesvern": (3.0, 2.3),
    "Plan": (1.5, 1.8),
    "Pensjon": (10.7, 0.0),
    "Kirke": (0.9, 0.0),
    "Bolig": (9.7, 0.2),
    "Voksenopplæring": (1.9, 0.7),
    "Vann, avløp og renovasjon": (-11.0, 1.2),
    "Øvrige områder": (17.2, 0.8),
}


@pytest.mark.parametrize(
    ("service", "corrected"),
    [
        ("Grunnskole", -2.4),
        ("Barnehage", -13.5),
        ("Barnevern", -4.2),
        ("Voksenopplæring", 2.6),
        ("Pleie og omsorg", 79.0),
        ("Kommunehelse", 0.5),
        ("Kultur og idrett", 24.5),
    ],
)
def test_ranas_table_with_the_reduced_rate_removed(service: str, corrected: float) -> None:
    """The corrected difference is what the text prints, but for culture, where it prints 23.5."""
    assert _corrected()[service] == pytest.approx(corrected, abs=0.05)


def test_ranas_column_sums() -> None:
    """The differences sum to 43.3 (43.2 is printed) and the effects to 108.2."""
    assert sum(_corrected().values()) == pytest.approx(43.3 + 108.2)


def _corrected() -> dict[str, float]:
    """Give Rana's differences corrected by us, from the tax that the printed effects imply."""
    rows = [
        {
            "municipality": "1833",
            "function": service,
            "sector": "care",
            "inhabitants": 1.0,
            "net": difference,
            "tax_base": pay_from_tax(effect / 0.090 * ZONE_IV, ZONE_IV),
            "tax_rate": ZONE_IV,
            "tax_to": FULL,
        }
        for service, (difference, effect) in RANA.items()
    ]
    ledger = pl.DataFrame([{**NEUTRAL, **row} for row in rows], schema=dict(LEDGER))
    found = correct(ledger, {Correction.EMPLOYER_TAX})
    return dict(found.select("function", Correction.EMPLOYER_TAX.value).iter_rows())


def test_a_pure_wage_cost_in_zone_iv() -> None:
    """At the full rate a krone of pay costs 1.08563 times as much as in zone IV."""
    assert wage_factor(ZONE_IV, FULL) == pytest.approx(1.08563, abs=5e-6)


@settings(deadline=None)  # the machine may be busy
@given(
    st.floats(1e5, 5e9), st.sampled_from([0.051, 0.064, 0.079, 0.106, 0.141]), st.floats(0, 0.01)
)
def test_pay_is_found_again_from_its_tax(pay: float, rate: float, extra: float) -> None:
    """Tax of a pay gives the pay back, with the extra tax of 2023–2024 taken out."""
    assert pay_from_tax(pay * (rate + extra), rate, extra=extra) == pytest.approx(pay)


@settings(deadline=None)  # the machine may be busy
@given(st.floats(1e5, 5e9))
def test_zone_ia_gains_at_most_the_allowance(pay: float) -> None:
    """In zone Ia the gain is 3.5 % of the pay and never above 850,000 kroner."""
    tax = 0.141 * pay - min(0.035 * pay, 850_000)
    found = effective_rate("1151", 2025, tax=tax, pay=None)
    assert found is not None
    assert pay * (FULL - found.rate) == pytest.approx(min(0.035 * pay, 850_000), rel=1e-6)


def test_one_zone_has_its_own_rate() -> None:
    """Harstad pays 5.1 %, Karasjok nothing, Oslo the full rate, whatever the accounts say."""
    rates = [effective_rate(code, 2025, tax=None, pay=None) for code in ("5503", "5610", "0301")]
    assert [r.rate for r in rates if r] == [0.051, 0.0, 0.141]
    assert pay_from_tax(0.0, 0.0) is None


def test_a_split_municipality_is_weighted_by_pay() -> None:
    """Ålesund (zones I and II) gets tax over pay, within its zones, or a person's own shares."""
    found = effective_rate("1508", 2025, tax=13.2e6, pay=100e6)
    assert found is not None and found.known_from == "accounts"
    assert found.rate == pytest.approx(0.132)
    wild = effective_rate("1508", 2025, tax=40e6, pay=100e6)
    assert wild is not None and wild.rate == 0.141
    chosen = effective_rate("1508", 2025, tax=None, pay=None, zone_shares={"I": 0.8, "II": 0.2})
    assert chosen is not None and chosen.rate == pytest.approx(0.134)
    assert effective_rate("1508", 2025, tax=None, pay=None) is None


def test_the_extra_tax_is_taken_out_in_2024_only() -> None:
    """5 % of the high pay is inside the tax of 2024 and gone in 2025."""
    then = effective_rate("5503", 2024, tax=1.0, pay=None, high_pay_share=0.1)
    now = effective_rate("5503", 2025, tax=1.0, pay=None, high_pay_share=0.1)
    assert then is not None and now is not None
    assert (then.extra, now.extra) == (pytest.approx(0.005), 0.0)


def test_a_year_without_rates_is_refused() -> None:
    """Rates before 2024 are not among the reference data, and are not guessed."""
    with pytest.raises(UsageError, match="2019"):
        effective_rate("5503", 2019, tax=1.0, pay=None)
