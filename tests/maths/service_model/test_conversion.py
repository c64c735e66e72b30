"""Hours with users and årsverk: what the design page prints, and nothing else."""

import numpy as np
import pytest

from veivalg.maths.service_model.conversion import WorkingYear, working_year

YEAR = WorkingYear(35.5, 47, 0.599)


def test_an_arsverk_gives_the_printed_hours_with_users():
    assert f"{YEAR.with_users:.1f}" == "999.4"


@pytest.mark.parametrize(("hours", "fte"), [(13.6, "0.708"), (20.6, "1.072"), (35.0, "1.821")])
def test_hours_a_week_are_the_printed_arsverk(hours, fte):
    assert f"{YEAR.fte_weekly(hours):.3f}" == fte


def test_what_is_known_of_nobody_is_the_printed_year():
    assert f"{working_year().with_users:.1f}" == "999.4"


def test_own_share_goes_before_the_assumption_and_a_choice_before_both():
    assert working_year(0.5, source="Egne soner").contact == 0.5
    assert working_year(0.5, source="Egne soner").source == "Egne soner"
    assert working_year(0.5, {"contact_share": 0.4}).contact == 0.4


def test_more_time_with_users_is_fewer_arsverk():
    assert working_year(0.65).fte_weekly(20.0) < working_year(0.55).fte_weekly(20.0)


def test_arsverk_and_hours_are_each_others_inverse_and_take_arrays():
    hours = np.array([[100.0, 2000.0], [0.0, 5.0]])
    assert np.allclose(YEAR.hours(YEAR.fte(hours)), hours)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.2])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="no working year"):
        working_year(share)
