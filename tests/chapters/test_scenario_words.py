"""What the chapter says can be said in one breath: no sentence of more than forty words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.reports import evidence_of

from veivalg.chapters.scenarier.chapter import chapter as scenarios
from veivalg.content import Chapter

MOST = 40
SAVED = (
    {
        "name": "Mye på en gang",
        "settings": {
            "driver": 2.0,
            "coverage_institution": 0.12,
            "home_instead_of_institution": 0.2,
            "dwellings_follow": 1.0,
            "sick_leave": 0.08,
            "full_year": 2045.0,
        },
        "steps": [{"name": "Nytt hus", "year": 2030, "places": {"institution": 60}, "cost": 4e8}],
    },
)


def texts(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Give everything that is read, with where it stands."""
    yield "lead", chapter.lead
    for statement in chapter.statements():
        yield statement.id, statement.text()
    for e in chapter.exhibits():
        for text in (e.title, e.subtitle, e.alt, e.note, e.uncertainty, e.formula):
            yield e.id, text


SEVEN = ("5503", "1833", "5610", "1804", "4641", "1151", "0301")
CASES = [*((code, ()) for code in SEVEN), ("5503", SAVED), ("1833", SAVED)]


@pytest.mark.parametrize(("code", "saved"), CASES)
def test_no_sentence_is_longer_than_a_breath(code: str, saved: tuple[dict[str, object]]) -> None:
    made = scenarios(replace(evidence_of(code, today="2026-11-22"), scenarios=saved))
    for where, text in texts(made):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«])", text):
            words = sentence.replace("\u202f", "").split()
            assert len(words) <= MOST, (where, len(words), sentence)


@pytest.mark.parametrize("code", SEVEN[:3])  # those whose care is known
def test_a_headline_is_as_sure_as_what_its_assumptions_make_of_it(code: str) -> None:
    made = scenarios(evidence_of(code, today="2026-11-22"))
    told = [s for s in made.statements() if s.id.startswith("avhenger-")]
    assert any(s.id.endswith("-1") for s in told)  # that of «Som i dag» too
    for statement in told:
        text = statement.text()
        sign = "−" if " lavere i " in text.split(" enn ")[0] else "+"
        ends = set(re.findall(r" gir ([−+])", text))
        if ends - {sign}:
            assert text.startswith("Usikkert om") and "ortegnet snur når " in text, text
    if code == "1833":
        turned = [s.id for s in told if "Fortegnet snur når " in s.text()]
        assert {"avhenger-cost-1", "avhenger-fte-1"} <= set(turned)
