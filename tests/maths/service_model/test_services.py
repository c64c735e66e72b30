"""The services are the ones the design names, and every care function moves with exactly one."""

from collections import Counter

from veivalg.maths.service_model.services import CARE, services


def test_every_care_function_moves_with_one_service():
    moved = Counter(s.function for s in services().values() if s.function)
    assert moved == dict.fromkeys(CARE, 1)


def test_a_service_moves_a_function_it_is_booked_on():
    assert all(s.function in (*s.functions, "") for s in services().values())


def test_those_who_get_an_assistant_are_apart_from_home_care():
    assert services()["assistance"].follows == "constant"
    assert services()["home"].follows == "users"


def test_dwellings_follow_their_residents_not_those_over_80():
    assert services()["dwellings"].follows == "residents"


def test_short_stays_do_not_follow_the_ages_of_residents():
    assert services()["short_stay"].follows == "queue"
