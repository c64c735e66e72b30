"""Corrections, potentials and the printed figures they must give (M4)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.maths.comparison.costs import (
    ALL,
    LEDGER,
    NEUTRAL,
    RAW,
    Correction,
    correct,
    even_out,
    steps,
    unknown,
)
from veivalg.maths.comparison.savings import add_up, compare

INHABITANTS = 25_056.0
FUNCTIONS = (("253", "care"), ("254", "care"), ("202", "primary_school"), ("241", "health"))


def row(municipality: str = "5503", function: str = "254", **fields: object) -> dict[str, object]:
    sector = dict(FUNCTIONS).get(function, "care")
    return {
        "municipality": municipality,
        "function": function,
        "sector": sector,
        "inhabitants": INHABITANTS,
        "net": 100e6,
        **fields,
    }


money = st.floats(-1e8, 3e9, allow_nan=False)
pay = st.floats(0, 1e9)
ledger_rows = st.fixed_dictionaries(
    {
        "inhabitants": st.floats(150, 7e5),
        "net": money,
        "one_off": st.floats(0, 1e6),
        "grant": st.floats(0, 1e6),
        "tax_base": pay,
        "tax_rate": st.sampled_from([0, 0.051, 0.106, 0.141]),
        "tax_to": st.just(0.141),
        "pensionable": pay,
        "pension_rate": st.floats(0.05, 0.25),
        "pension_reference": st.just(0.14),
        "private_share": st.floats(0, 0.6),
        "need_index": st.floats(0.7, 1.8),
    }
)


def ledger(rows: Collection[Mapping[str, object]]) -> pl.DataFrame:
    """Make a ledger of rows; what a row leaves out does nothing."""
    filled = [{**NEUTRAL, **row} for row in rows]
    return pl.DataFrame(filled, schema=dict(LEDGER), orient="row")


@st.composite
def ledgers(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for code in ("5503", "1833", "1804", "5501"):
        common = draw(ledger_rows)
        for function, sector in FUNCTIONS:
            rows.append(
                {
                    **common,
                    "net": draw(money),
                    "municipality": code,
                    "function": function,
                    "sector": sector,
                }
            )
    return ledger(rows)


def test_harstads_care_cost_is_818_97_million() -> None:
    """30,377 kr per inhabitant is after the need correction: × 1.076 × 25,056 = 818.97 million."""
    frame = ledger([row(net=818.97e6, need_index=1.076)])
    assert correct(frame)["need"].item() / INHABITANTS == pytest.approx(30_377, abs=1)
    total = 30_377 * 1.076 * INHABITANTS
    assert total / 1e6 == pytest.approx(818.97, abs=0.005)


def test_kostra_group_9_is_at_26_334_kr() -> None:
    """109 million against the group puts the group at 26,334 kr per inhabitant, within 25."""
    frame = ledger(
        [
            row(net=30_377 * 1.076 * INHABITANTS, need_index=1.076),
            row("1804", net=26_334 * 50_000.0, inhabitants=50_000.0),
        ]
    )
    rows = compare(frame, "5503", ["1804"], least=1).rows
    assert rows["reference"].item() == pytest.approx(26_334, abs=25)
    assert rows["savings"].item() == pytest.approx(109e6, abs=0.5e6)


@pytest.mark.parametrize(("pay", "printed"), [(558.9e6, 50.3), (1202e6, 108.2)])
def test_reduced_tax_is_added_back(pay: float, printed: float) -> None:
    """Rana: 50.3 million is 9 % of care's pay, and 108.2 of all 1,202 million."""
    frame = ledger([row("1833", net=700e6, tax_base=pay, tax_rate=0.051, tax_to=0.141)])
    effect = correct(frame)["employer_tax"].item() - 700e6
    assert effect / 1e6 == pytest.approx(printed, abs=0.05)


def test_full_rate_gets_no_correction() -> None:
    """A municipality in zone I pays the full rate, and nothing is added."""
    frame = ledger([row("0301", tax_base=1e9, tax_rate=0.141, tax_to=0.141)])
    assert correct(frame)["employer_tax"].item() == 100e6


def test_private_pupils_raise_the_cost_of_a_public_school() -> None:
    """With a fifth of the pupils in private schools, 80 million would have been 100."""
    frame = ledger([row(function="202", net=80e6, private_share=0.2)])
    assert correct(frame)["private_schools"].item() == pytest.approx(100e6)


def test_dear_pension_is_taken_out() -> None:
    """Two points of pension above the reference on 50 million of pay are one million."""
    frame = ledger([row(pensionable=50e6, pension_rate=0.16, pension_reference=0.14)])
    assert correct(frame)["pension"].item() == pytest.approx(99e6)


@settings(deadline=None)  # the machine may be busy
@given(ledgers())
def test_all_switches_off_give_raw(frame: pl.DataFrame) -> None:
    """With every correction off the amount is the raw one to the last bit."""
    done = correct(frame, ())
    for correction in Correction:
        assert done[correction].equals(frame["net"].alias(correction))


@settings(deadline=None)  # the machine may be busy
@given(ledgers(), st.sets(st.sampled_from(list(Correction))))
def test_steps_add_up(frame: pl.DataFrame, on: set[Correction]) -> None:
    """The effects sum to the corrected total less the raw; a correction that is off has no step."""
    own = frame.filter(pl.col("municipality") == "5503")
    found = steps(own, on)
    assert {s.correction for s in found[1:]} == on
    scale = 1 + sum(abs(v) for v in own["net"])
    assert math.isclose(sum(s.effect for s in found), found[-1].total, abs_tol=1e-9 * scale)
    assert found[0].total == pytest.approx(own["net"].sum())


@settings(deadline=None)  # the machine may be busy
@given(ledgers())
def test_potential_against_itself_is_nothing(frame: pl.DataFrame) -> None:
    """A municipality compared with itself has no potential, however it is corrected."""
    rows = compare(frame, "5503", ["5503"], least=1).rows
    for own, reference, saved in rows.select("own", "reference", "savings").iter_rows():
        assert math.isclose(own, reference, rel_tol=1e-9, abs_tol=1e-6)
        assert abs(saved) <= 1e-6 * (1 + abs(own) * 1e6)


@settings(deadline=None)  # the machine may be busy
@given(ledgers())
def test_functions_sum_to_sectors_and_sectors_to_the_total(frame: pl.DataFrame) -> None:
    """Sector potentials are sums of functions; positive and negative parts give the net."""
    found = compare(frame, "5503", ["1833", "1804", "5501"])
    total, scale = found.total(), 1 + found.rows["savings"].abs().sum()
    assert math.isclose(total.net, found.rows["savings"].sum(), abs_tol=1e-9 * scale)
    assert total.positive >= 0 >= total.negative
    assert total.lacking == 0


def test_group_level_is_of_all_its_members() -> None:
    """The weighted level is cost over need-weighted inhabitants, the municipality included."""
    frame = ledger(
        [
            row(net=999e6),
            row("1833", net=100e6, inhabitants=10_000.0, need_index=1.25),
            row("1804", net=300e6, inhabitants=20_000.0, need_index=0.75),
            row("5501", net=200e6, inhabitants=10_000.0),
        ]
    )
    codes = ["1833", "1804", "5501"]
    whole = compare(frame, "5503", ["5503", *codes]).rows
    people = 12_500 + 15_000 + 10_000 + INHABITANTS
    assert whole["reference"].item() == pytest.approx(1_599e6 / people)
    assert whole["members"].item() == 4
    weighted = compare(frame, "5503", codes).rows
    assert weighted["reference"].item() == pytest.approx(600e6 / (12_500 + 15_000 + 10_000))
    assert weighted["members"].item() == 3
    plain = compare(frame, "5503", codes, weighted=False).rows
    assert plain["reference"].item() == pytest.approx((8_000 + 20_000 + 20_000) / 3)


def test_what_cannot_be_corrected_for_one_is_corrected_for_nobody() -> None:
    """Without a need index of its own, no member is divided by theirs, and the gap is flagged."""
    frame = ledger(
        [
            row(need_index=None),
            *(row(c, need_index=1.5) for c in ("1833", "1804", "5501")),
        ]
    )
    found = compare(frame, "5503", ["1833", "1804", "5501"])
    assert found.rows["savings"].item() == pytest.approx(0)
    assert found.flags == {Correction.NEED: {"254"}}
    assert unknown(even_out(frame, "5503")[0].filter(pl.col("municipality") == "5503")) == {}


def test_a_correction_too_few_members_know_is_made_for_nobody() -> None:
    """When no member has a need index, ours is not divided by either: like with like."""
    frame = ledger(
        [row(need_index=1.5), *(row(c, need_index=None) for c in ("1833", "1804", "5501"))]
    )
    found = compare(frame, "5503", ["1833", "1804", "5501"])
    assert found.rows["savings"].item() == pytest.approx(0)
    assert found.flags == {Correction.NEED: {"254"}}


def test_members_without_the_input_are_left_out() -> None:
    """A member whose need is unknown is not in the level of those who are corrected."""
    frame = ledger(
        [row(), *(row(c) for c in ("1833", "1804", "5501")), row("5001", net=9e9, need_index=None)]
    )
    rows = compare(frame, "5503", ["1833", "1804", "5501", "5001"]).rows
    assert rows["members"].item() == 3
    assert rows["savings"].item() == pytest.approx(0)


def test_too_few_members_give_no_level() -> None:
    """Two members with figures are too few, and a gap in a function is a gap in its sector."""
    frame = ledger(
        [
            row(),
            row(function="253"),
            row("1833"),
            row("1804"),
            row("5501", net=None),
            *(row(c, "253") for c in ("1833", "1804", "5501")),
        ]
    )
    found = compare(frame, "5503", ["1833", "1804", "5501"])
    assert found.rows.filter(function="254")["savings"].item() is None
    assert found.sectors()["savings"].item() is None
    assert found.total().lacking == 1


def test_small_functions_are_not_ranked() -> None:
    """A function under a million is shown and not ranked."""
    frame = ledger([row(net=0.9e6), row(function="253", net=-1e6)])
    assert compare(frame, "5503", ["5503"], least=1).rows["ranked"].to_list() == [False, True]


def test_an_empty_ledger_keeps_its_columns() -> None:
    """Nothing known gives an empty ledger, and neutral inputs do nothing at all."""
    assert correct(ledger([])).columns[-len(ALL) :] == [c.value for c in Correction]
    assert correct(ledger([row(**NEUTRAL)]))["need"].item() == correct(ledger([row()]))[RAW].item()
    assert add_up([]).net == 0
