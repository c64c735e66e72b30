"""Who a municipality is held against: never against itself."""

from veivalg.chapters.common.compared import compared, group_of
from veivalg.content import Role
from veivalg.gather.evidence import Evidence
from veivalg.norway.register import municipality


def test_oslo_is_alone_in_its_group_and_is_not_compared_with_it() -> None:
    oslo = Evidence(municipality("0301"))
    assert group_of(oslo) is None
    assert [role for role, _place in compared(oslo)] == [Role.OWN, Role.NORWAY]


def test_others_are_held_against_their_group() -> None:
    harstad = Evidence(municipality("5503"))
    assert [(role, place.code) for role, place in compared(harstad)] == [
        (Role.OWN, "5503"),
        (Role.GROUP, "EKG09"),
        (Role.NORWAY, "0"),
    ]
