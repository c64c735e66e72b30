"""The default rule on the worked scores, and what must hold for any scores (M12)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.assistance import CATEGORIES, PARTS, VARIABLES, Rule, category, shares

WORKED = {
    **dict.fromkeys(PARTS["self_care"], 4),
    **dict.fromkeys(PARTS["household"], 5),
    **dict.fromkeys(PARTS["social"], 2),
    **dict.fromkeys(PARTS["cognition"], 2),
    "own_health": 3,
}


def test_there_are_fifteen_variables() -> None:
    assert len(VARIABLES) == 15 and len(set(VARIABLES)) == 15


def test_the_worked_scores_are_extensive() -> None:
    """Their mean is 3.467: extensive by the usual limit of 3, and medium by one just above."""
    assert category(WORKED) == "extensive"
    assert category(WORKED, Rule(extensive=3.466)) == "extensive"
    assert category(WORKED, Rule(extensive=3.467)) == "medium"


def test_all_ones_and_all_twos_are_limited_and_all_threes_medium() -> None:
    found = [category(dict.fromkeys(VARIABLES, n)) for n in (1, 2, 3, 4)]
    assert found == ["limited", "limited", "medium", "extensive"]


def test_too_few_valid_scores_give_no_basis() -> None:
    few = dict(list(WORKED.items())[:7])
    assert category(few) == "no_basis"
    assert category({**few, "participation": 9}) == "no_basis"


def test_a_part_can_make_the_need_extensive_when_the_rule_says_so() -> None:
    scores = {**dict.fromkeys(VARIABLES, 2), **dict.fromkeys(PARTS["cognition"], 5)}
    assert category(scores) == "medium"
    assert category(scores, Rule(cognition=4.0)) == "extensive"


@pytest.mark.parametrize("scores", [{"hygiene": 7}, {"hearing": 2}])
def test_scores_that_do_not_exist_are_refused(scores) -> None:
    with pytest.raises(ValueError):
        category(scores)


@given(st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from([1, 2, 3, 4, 5, 9, None])))
def test_raising_a_score_never_lowers_the_need(scores) -> None:
    order = dict(zip(CATEGORIES, range(4), strict=True))
    before = category(scores)
    for name, score in scores.items():
        if score in (1, 2, 3, 4) and before != "no_basis":
            assert order[category({**scores, name: score + 1})] >= order[before]


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_shares_sum_to_one_or_are_not_given(counts) -> None:
    found = shares(counts)
    known = [s for s in found if s is not None]
    assert (sum(known) == pytest.approx(1)) if known else sum(counts[:3]) < 20
