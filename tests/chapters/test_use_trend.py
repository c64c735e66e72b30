"""What is said of use that goes on changing: for as many years as are chosen, and no others."""

from __future__ import annotations

import pytest
from care_evidence import known

from veivalg.chapters.common.care_paths import steady
from veivalg.chapters.common.use_trend import Going, goes_on
from veivalg.chapters.plasser.chapter import chapter as places
from veivalg.content import Chapter


def finding(made: Chapter, id: str) -> str:
    return next(f for f in made.findings if f.id == id).text().replace("\u202f", " ")


@pytest.mark.parametrize(
    ("rate", "years", "chosen", "said"),
    [
        (-0.02, 5, "", "Faller bruken i fem år til, slik den har falt de siste fem årene, trengs"),
        (-0.02, 1, "", "Faller bruken i ett år til, slik"),
        (
            -0.02,
            14,
            "",
            "Faller bruken helt til 2040, slik den har falt de siste fem årene, trengs",
        ),
        (0.01, 20, "", "Øker bruken i 20 år til, slik den har økt de siste fem årene, trengs"),
        (-0.03, 8, "−3,0 %", "Endrer bruken seg −3,0 % i året i åtte år til, trengs"),
        (-0.02, 0, "", "Holder bruken seg der den er, trengs"),
    ],
)
def test_the_sentence_tells_how_long_it_goes_on(
    rate: float, years: float, chosen: str, said: str
) -> None:
    assert goes_on(Going(rate, years, 2026, 2040, chosen)).startswith(said)


def test_places_that_follow_the_trend_all_the_way_say_so_and_are_warned_of() -> None:
    """343 x 0.7516 is 258; 9.0 % of those aged 80 and over are 6.8 after fourteen years."""
    made = places(known("5503", driver=2, trend_aar=14))
    own, three = finding(made, "behov"), finding(made, "tre-tall")
    going = "endrer seg helt til 2040, i samme takt som de siste fem årene"
    assert own.startswith(f"Med en bruk som {going}, trengs 258 plasser i 2040.")
    assert "Plassene følger en bruk der 6,8 % av dem over 80 år bor på langtidsopphold" in three
    assert "mot 9,0 % i 2025. Det er lavere enn i noe år siden 2009" in three
    chart = next(e for e in made.exhibits() if e.id == "plasser-behov")
    names = {str(row["scenario"]) for row in chart.table.records()}
    assert f"Bruken {going} (følges her)" in names
    assert {"driver", "trend-aar"} <= {a.id for a in made.assumptions}
    assert not any("fem år til" in text for text in (own, three, *names))


def test_no_years_are_the_need_by_age_and_nobody_is_warned() -> None:
    made = places(known("5503", driver=2, trend_aar=0))
    assert finding(made, "behov").startswith(
        "Med uendret bruk i hver aldersgruppe trengs 343 plasser i 2040."
    )
    assert "lavere enn i noe år" not in finding(made, "tre-tall")


def test_a_trend_nobody_can_read_is_not_said_to_go_on() -> None:
    """Karasjok: what is followed is today's use, and årsverk are told by the two others."""
    evidence = known("5610", driver=2, trend_aar=14)
    assert finding(places(evidence), "behov").startswith("Med uendret bruk i hver aldersgruppe")
    course = steady(evidence)
    assert course is not None and len(course.each) == 2
