"""Who a municipality is held against: never against itself."""

import re

from tests.reports import report_of

from veivalg.chapters.common.compared import compared, group_of
from veivalg.content import Role
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import country_of, indicator
from veivalg.norway.register import municipality
from veivalg.web.rooms.explorer.selection import Selection

NARROW = "\u202f"


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


TOLD = "Oslo er regnet med i tallene for Norge."
"""What the lead says where Norway is whole: of people and need ahead."""


def test_oslo_is_held_against_a_country_without_it() -> None:
    oslo = Evidence(municipality("0301"))
    assert [place.code for _role, place in compared(oslo)] == ["0301", "EAKUO"]
    assert oslo.compare_places().country.code == "EAKUO"
    assert country_of(indicator("home_services_80"), "5503").code == "0"
    assert (
        Selection(("home_services_80",), ("5503", "0301"), norway=True).compared()[-1][1].code
        == "EAKUO"
    )


def test_no_chapter_of_oslo_compares_it_with_a_country_that_holds_it() -> None:
    chapters = report_of("0301").chapters
    told = [chapter for chapter in chapters if TOLD in chapter.lead]
    assert 0 < len(told) <= 3
    assert not any(TOLD in chapter.lead for chapter in report_of("5503").chapters)
    for chapter in chapters:
        if chapter in told:
            continue
        for exhibit in chapter.exhibits():
            titles = [column.title for column in exhibit.table.columns]
            cells = [cell for row in exhibit.table.rows for cell in row if isinstance(cell, str)]
            assert not {"Norge", "Landet", "landet", "Mot Norge"} & {*titles, *cells}, exhibit.id
            assert not re.search(r"\bNorge\b|gruppen og landet", exhibit.title + exhibit.subtitle)
        for said in chapter.statements():
            beside = re.search(r"\b[Ii] (Norge|landet)\b(?! uten Oslo)", said.text())
            assert beside is None, said.text()


def test_the_quality_beside_oslos_gaps_is_of_the_country_without_it() -> None:
    exhibits = {e.id: e for c in report_of("0301").chapters for e in c.exhibits()}
    beside = exhibits["omrader-ved-siden"].table
    assert beside.column("country").title == "Landet uten Oslo"
    by = {row["what"]: row["country"] for row in beside.records()}
    assert by["Innbyggere 80 år og over med hjemmetjenester"] == "25,1 %".replace(" ", NARROW)
    published = exhibits["nokkeltall-kostnad"].table
    assert published.column("norway").title == "landet uten Oslo"
