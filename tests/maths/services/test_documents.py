"""Statements: nobody quoted who could be known, and search that finds what is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.documents import (
    Said,
    marked,
    may_quote,
    most,
    plain,
    search,
    terms,
    themes,
    without_measures,
)

SAID = (
    Said("Bemanning", "challenge", "Det er høyt sykefravær.", "Planen", "3"),
    Said("bemanning ", "measure", "Hele stillinger.", "Planen"),
    Said("Teknologi", "challenge", "Velferdsteknologi mangler midler.", "Rapporten"),
    Said("Teknologi", "strength", "Teknologi er prøvd.", "Rapporten"),
    Said("Teknologi", "challenge", "Sjefen er imot.", "Leder", interview=True, quotable=False),
    Said("Språk", "strength", "Kárášjohka har to språk.", "Ansatte", interview=True),
)


@pytest.mark.parametrize(
    ("people", "allowed", "shown"),
    [
        (5, "not_asked", True),
        (4, "not_asked", False),
        (None, "not_asked", False),
        (1, "yes", True),
        (30, "no", False),
    ],
)
def test_a_role_with_fewer_than_five_is_quoted_only_when_allowed(
    people: int | None, allowed: str, shown: bool
) -> None:
    assert may_quote(people, allowed) is shown


def test_themes_are_one_whatever_their_case_and_the_most_spoken_of_come_first() -> None:
    found = themes(SAID)
    assert [(t.name, t.count()) for t in found] == [
        ("Teknologi", 3),
        ("Bemanning", 2),
        ("Språk", 1),
    ]
    assert found[0].count("challenge", interview=True) == 1
    assert [t.name for t in without_measures(found)] == ["Teknologi"]
    assert most(found, "measure") == (1, (found[1],))
    assert most((), "measure") == (0, ())


def test_a_word_is_found_inside_a_compound_and_whole_words_come_first() -> None:
    assert [s.text for s in search(SAID, "teknologi")] == [
        "Velferdsteknologi mangler midler.",
        "Teknologi er prøvd.",
    ]
    mixed = (
        Said("A", "measure", "Velferdsteknologi.", "X"),
        Said("A", "measure", "Teknologi.", "X"),
    )
    assert search(mixed, "teknologi")[0].text == "Teknologi."


def test_what_may_not_be_quoted_is_never_found() -> None:
    assert not search(SAID, "sjefen")
    assert all(s.quotable for s in search(SAID))


def test_filters_narrow_and_every_word_must_be_there() -> None:
    assert len(search(SAID, theme="BEMANNING")) == 2
    assert len(search(SAID, kind="challenge")) == 2
    assert [s.where for s in search(SAID, interview=True)] == ["Ansatte"]
    assert not search(SAID, "sykefravær midler")
    assert search(SAID, "«høyt sykefravær»") and not search(SAID, "«sykefravær høyt»")


def test_accents_and_case_do_not_hinder() -> None:
    assert search(SAID, "karasjohka")[0].theme == "Språk"
    assert terms('  A «b  c» "d" ') == ("a", "b c", "d")


@given(st.text(max_size=80), st.text(max_size=20))
def test_marked_pieces_together_are_the_text(text: str, query: str) -> None:
    assert "".join(piece for piece, _hit in marked(text, query)) == text
    assert len(plain(text)) == len(text)
