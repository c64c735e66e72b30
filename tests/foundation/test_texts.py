"""What a person types is kept as data: cleaned, never a formula, never a person's number."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.foundation.errors import UsageError
from veivalg.foundation.texts import accept, clean, cleaned
from veivalg.own.tidy import is_tidy, tidied, tidy

PERSON = "01010012356"  # a valid number of nobody: made from 01.01.00 and its control digits
NASTY = {
    "Plan {A}": "Plan {A}",
    "{0} {n} {} {": "{0} {n} {} {",
    "😀 👍🏽": "😀 👍🏽",
    "שלום العربية": "שלום العربية",
    "a\ud800b": "a b",
    "a\uffffb\ufffe\ufdd0\U0001fffe": "a b",
    "a\u202eb\u2066c\u200f": "a b c",
    " a\x00\x07 b\r\n\tc\x9f\u2028d ": "a b c d",
    "a\u200b\ufeffb": "a b",
    "2² ½ ３３": "2² ½ ３３",
    "Sma\u030askolen i Bo\u0308rselv": "Småskolen i Börselv",
    "Små\u00adsko\u034flen\u061c": "Småskolen",
    "a\u00a0\u202f\u2007\u3000b": "a b",
    "<b>&amp;</b> %s ${x}": "<b>&amp;</b> %s ${x}",
}


@pytest.mark.parametrize(("typed", "kept"), NASTY.items(), ids=range(len(NASTY)))
def test_a_text_loses_what_no_screen_can_show_and_keeps_the_rest(typed, kept):
    assert clean(typed) == kept == accept("Navnet", typed, 80)
    assert clean(kept) == kept and kept.encode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Navnet mangler."),
        (" \u200b\ud800\n", "Navnet mangler."),
        ("a" * 81, "Navnet er for lang (81 tegn)."),
        ("010100 12356 er syk", "Navnet har et tall som ser ut som et fødselsnummer."),
        (f"se {PERSON[:6]}\u200b/{PERSON[6:]}", "fødselsnummer"),
        ('=HYPERLINK("x")', "Navnet ser ut som en formel"),
        ("\x00 @SUM(A1)", "Navnet ser ut som en formel"),
        ("+cmd|'/c calc'!A0", "Navnet ser ut som en formel"),
        ("-2+3+cmd|' /C calc'!A0", "Navnet ser ut som en formel"),
        ("-2+SUM(A1)", "Navnet ser ut som en formel"),
        ("+1*æ.ø2(A1)", "Navnet ser ut som en formel"),
        ("\uff1dSUM(A1)", "Navnet ser ut som en formel"),
    ],
)
def test_a_text_that_may_not_be_kept_is_refused_in_a_sentence(typed, said):
    with pytest.raises(UsageError) as caught:
        accept("Navnet", typed, 80)
    assert said in caught.value.message and caught.value.remedy
    assert "12356" not in caught.value.message + caught.value.remedy


def test_ordinary_sentences_are_kept():
    for text in (
        "- vi venter til 2027",
        "- vi venter (til 2027)",
        "-5 (anslag) og +47 (mobil)",
        "−5 % fra 1.1.2027",
        "Kommunestyret 15.06.2024 vedtok 98 000 000 kr, sak 24/1234",
        "Ring 75 14 50 00 eller 951 23 456",
        "Konto 4920.12.34567, org.nr. 872 418 032",
    ):
        assert accept("Merknaden", text, 1000) == text
    assert accept("Navnet", "  ", 80, needed=False) == ""


def test_a_column_of_own_figures_is_cleaned_as_one_text_is():
    for typed, kept in NASTY.items():
        whole = typed.replace("\ud800", " ")  # no file holds half a character
        round_ = kept.replace("{", "(").replace("}", ")")
        assert tidy(typed) == round_
        for column in ([whole, None], [whole] * 9 + ["x"]):
            found = tidied(pl.Series(column, dtype=pl.String))
            assert found[0] == round_ and found[-1] == (None if len(column) == 2 else "x")
        odd = pl.DataFrame({"t": [whole]})
        assert not is_tidy(odd) or " ".join(whole.split()) == kept
        assert is_tidy(pl.DataFrame({"t": [round_]}))
    assert tidied(pl.Series([" \u200b\u00ad"]))[0] is None


def test_every_text_within_a_scenario_is_cleaned_and_tried():
    held = {
        "name": "A\uffff",
        "steps": [{"name": "B\u202e {x}", "year": 2030}],
        "log": [["l", None]],
    }
    assert cleaned(held, "Scenariet") == {
        "name": "A",
        "steps": [{"name": "B {x}", "year": 2030}],
        "log": [["l", None]],
    }
    with pytest.raises(UsageError, match="fødselsnummer"):
        cleaned({"steps": [{"source": PERSON}]}, "Scenariet")
