"""Local knowledge becomes movers: as many as it says, when it says, and nothing unsaid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override, extra_movers


def override(kind: Kind = Kind.HOUSING, amount: float = 120, year: int = 2029, **settings: float):
    return Override(
        "0" * 12,
        kind,
        "5503",
        year,
        amount,
        "Kari",
        "vedtatt plan",
        "2026-11-22",
        settings=settings,
    )


def test_a_housing_field_of_120_brings_the_persons_its_assumptions_say():
    field = override(personer_per_bolig=2.5, andel_utenfra=0.4)
    assert field.movers().sum() == pytest.approx(120 * 2.5 * 0.4)
    assert field.movers().shape == (3, 2, 106)
    assert "120 boliger" in field.line() and "Kari" in field.line()


def test_a_cornerstone_firm_brings_households_and_a_closed_one_takes_them():
    firm = override(Kind.EMPLOYER, 300)
    assert firm.movers().sum() == pytest.approx(300 * 0.3 * 1.8)
    assert (override(Kind.EMPLOYER, -300).movers() == -firm.movers()).all()


def test_a_closed_school_takes_families_away_and_most_of_them_children_and_their_parents():
    gone = override(Kind.SCHOOL_CLOSED, 80).movers().sum(axis=(0, 1))
    assert gone.sum() == pytest.approx(-80 * 2.2 * 0.1)
    assert gone[6:16].sum() + gone[25:50].sum() < 0.7 * gone.sum()


def test_refugees_come_in_the_year_they_are_settled():
    assert override(Kind.REFUGEES, 60, andel_blir=1.0).movers().sum() == pytest.approx(60)
    assert override(Kind.REFUGEES, 60).movers().shape[0] == 1


@given(
    st.sampled_from(list(Kind)),
    st.floats(1, 2000),
    st.integers(2020, 2060),
    st.lists(st.floats(0, 1), min_size=8, max_size=8).filter(lambda s: sum(s) > 0.01),
)
def test_everyone_moves_once_whatever_the_ages_chosen(kind, amount, year, shares):
    ids = [a.id for a in override(kind).assumptions() if a.id[-1].isdigit()]
    one = override(kind, amount, year, **dict(zip(ids, shares, strict=True)))
    extra = extra_movers([one], ("1833", "5503"), 2020, 60)
    assert extra is not None
    assert extra[1].sum() == pytest.approx(one.movers().sum())
    assert not extra[0].any() and not extra[:, : year - 2020].any()


def test_what_happened_before_the_base_year_or_was_removed_or_is_elsewhere_changes_nothing():
    past = override(year=2020)
    gone = Override(
        **{f: getattr(past, f) for f in past.__slots__} | {"removed": "x", "year": 2030}
    )
    assert extra_movers([past, gone], ("5503",), 2026, 10) is None
    assert extra_movers([override()], ("1833",), 2026, 10) is None


@pytest.mark.parametrize(
    ("kind", "amount", "year", "settings"),
    [
        (Kind.HOUSING, 0, 2029, {}),
        (Kind.HOUSING, float("nan"), 2029, {}),
        (Kind.SCHOOL_CLOSED, -5, 2029, {}),
        (Kind.HOUSING, 120, 1950, {}),
        (Kind.HOUSING, 120, 2029, {"andel_utenfra": 3.0}),
        (Kind.HOUSING, 120, 2029, {"andel_utenfra": float("nan")}),
        (Kind.HOUSING, 120, 2029, {"andel_flytter": 0.5}),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(kind, amount, year, settings):
    with pytest.raises(UsageError) as told:
        override(kind, amount, year, **settings)
    assert told.value.remedy


def test_every_assumption_says_it_is_a_choice_or_unverified():
    for kind in Kind:
        for one in override(kind).assumptions():
            assert one.certainty.value in {"valg", "ubekreftet"} and one.source
    shares = [a.value for a in override().assumptions() if a.id[-1].isdigit()]
    assert np.isclose(sum(shares), 1)


def test_an_amount_is_written_with_a_comma():
    assert Kind.HOUSING.amount_text(12.5).endswith(", 12,5 boliger")
