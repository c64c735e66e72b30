"""A reader changes an assumption: shown scale in, stored scale out, and the link remembers."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient
from tests.sample_chapter import COVERAGE, POSITION

from veivalg.chapters.common.choices import stored
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.errors import UsageError
from veivalg.web.kit.assumptions import Input, inputs, read

KNOWN = {a.id: a for a in (COVERAGE, POSITION)}


def test_shares_are_written_as_per_cent_and_stored_as_fractions() -> None:
    assert read({"a.stillingsstorrelse": "80"}, KNOWN).values == {"stillingsstorrelse": 0.8}


@pytest.mark.parametrize("text", ["17,5", "17.5", " 17,5 ", "17,50"])
def test_comma_and_point_are_the_same(text: str) -> None:
    assert read({"a.dekning-maal": text}, KNOWN).values == {"dekning-maal": pytest.approx(0.175)}


def test_the_default_is_no_choice() -> None:
    assert read({"a.stillingsstorrelse": "72"}, KNOWN).values == {}


@pytest.mark.parametrize("text", ["500", "-1", "mye", "nan", "inf", "1e999"])
def test_a_value_that_cannot_be_used_is_told_with_the_range(text: str) -> None:
    choice = read({"a.dekning-maal": text}, KNOWN)
    assert choice.values == {}
    told = choice.errors["dekning-maal"].replace("\u202f", " ")
    assert told == (
        f"«Mål for dekningsgrad» kan ikke være «{text}». Skriv et tall fra 5,0 % til 30,0 %."
    )


def test_an_unknown_assumption_is_told() -> None:
    assert "«tull»" in read({"a.tull": "1"}, KNOWN).errors["tull"]


def test_other_parts_of_the_address_are_left_alone() -> None:
    assert read({"sprak": "nb", "q": "1"}, KNOWN) == read({}, KNOWN)


@given(st.integers(0, 50))
def test_every_step_of_the_form_gives_a_value_that_is_accepted(step: int) -> None:
    shown = 5 + 0.5 * step
    choice = read({"a.dekning-maal": f"{shown:.1f}"}, KNOWN)
    assert not choice.errors
    assert choice.values.get("dekning-maal", COVERAGE.default) == pytest.approx(shown / 100)


def test_a_field_shows_the_number_as_norwegians_write_it() -> None:
    ratio = Assumption("x", "X", 1.44, 1.44, Unit.RATIO, Certainty.CHOICE, "", 0.4, 2, 0.01)
    (field,) = inputs((ratio,), read({}, {"x": ratio}))
    assert (field.value, field.span) == ("1,44", "fra 0,4 til 2")


def test_a_default_that_is_worked_out_is_shown_rounded_half_up_and_kept_exact() -> None:
    value = 1_259_410.7884
    price = Assumption(
        "x", "X", value, value, Unit.MILLION_NOK, Certainty.CHOICE, "", 1e5, 5e6, 0.01, 2
    )
    (field,) = inputs((price,), read({}, {"x": price}))
    assert (field.value, field.default_value, field.span) == ("1,26", "1,26", "fra 0,1 til 5")
    assert read({"a.x": "1,26"}, {"x": price}).values == {}  # what was shown is no choice
    assert read({"a.x": "1,27"}, {"x": price}).values == {"x": 1_270_000.0}
    half = replace(price, value=1.125e6, default=1.125e6)
    assert inputs((half,), read({}, {"x": half}))[0].value == "1,13"


def test_a_year_is_written_without_a_space() -> None:
    year = Assumption("x", "X", 2030, 2030, Unit.YEAR, Certainty.CHOICE, "", 2026, 2050)
    (field,) = inputs((year,), read({}, {"x": year}))
    assert (field.value, field.span) == ("2030", "fra 2026 til 2050")


@given(st.floats(0.05, 0.3))
def test_what_a_field_shows_is_read_back_as_the_same_value(value: float) -> None:
    changed = replace(COVERAGE, value=round(value, 5))
    (field,) = inputs((changed,), read({}, KNOWN))
    got = read({"a.dekning-maal": field.value}, KNOWN)
    assert not got.errors
    assert got.values.get("dekning-maal", COVERAGE.default) == pytest.approx(changed.value)


def test_a_chosen_value_is_shown_marked_and_kept_in_downloads(client: TestClient) -> None:
    text = client.get("/kommune/5503/prove?a.stillingsstorrelse=80").text
    assert "Tallene er regnet med antakelser du har valgt." in text
    field = re.search(r'<input(?! type="hidden")[^>]*name="a\.stillingsstorrelse"[^>]*>', text)
    assert field is not None
    assert 'value="80"' in field[0]
    assert 'inputmode="decimal"' in field[0]
    assert "kan være fra 30 til 100" in text
    assert "/kommune/5503/prove/spenn.csv?a.stillingsstorrelse=80" in text


SWITCH = Assumption(
    "bryter",
    "Korriger",
    1,
    1,
    Unit.COUNT,
    Certainty.CHOICE,
    "",
    0,
    1,
    1,
    note="Virkning: +5 kr/innb.",
    switch=True,
)


def form(client: TestClient, fields: list[Input]) -> str:
    """Give the form of assumptions alone, as a page holds it."""
    site = client.app.state.site  # type: ignore[attr-defined]
    text: str = site.templates.get_template("assumptions.html").render(
        chapter=SimpleNamespace(id="prove"),
        title="",
        open=False,
        back="?",
        others={},
        peers=None,
        fields=fields,
    )
    return text


def test_a_switch_is_a_box_that_says_no_without_a_script_when_it_is_not_ticked(
    client: TestClient,
) -> None:
    off = replace(SWITCH, value=0)
    for a, ticked in ((SWITCH, True), (off, False)):
        text = form(client, inputs((a,), read({}, {"bryter": SWITCH})))
        hidden, box = re.findall(r'<input[^>]*name="a.bryter"[^>]*>', text)
        assert 'type="hidden"' in hidden
        assert 'value="0"' in hidden
        assert 'type="checkbox"' in box
        assert ("checked" in box) is ticked
        assert "Virkning: +5 kr/innb." in text
        assert "(0 = nei" not in text
    sent = QueryParams("a.bryter=0")
    assert read(sent, {"bryter": SWITCH}).values == {"bryter": 0.0}
    both = QueryParams("a.bryter=0&a.bryter=1")  # a ticked box, after its hidden field
    assert read(both, {"bryter": SWITCH}).values == {}
    assert (SWITCH.text(), off.text()) == ("ja", "nei")


def test_one_of_a_few_is_chosen_by_name_and_told_by_name(client: TestClient) -> None:
    driver = stored("driver")
    assert driver.text() == "dagens bruk i hver aldersgruppe"
    assert "0 =" not in driver.label
    assert "1 = dagens dekning" in driver.remark  # files that hold the number say what it means
    chosen = read(QueryParams("a.driver=1"), {"driver": driver})
    page = form(client, inputs((driver.chosen(1),), chosen))
    field = re.search(r'<select[^>]*name="a.driver".*?</select>', page, re.DOTALL)
    assert field
    assert re.findall(r'value="(\d)" selected', field.group()) == ["1"]
    assert field.group().count("<option") == 3
    assert "Standard: dagens bruk i hver aldersgruppe." in page
    assert "0 = dagens" not in page
    with pytest.raises(UsageError, match="2 = utviklingen"):
        driver.chosen(3)


def test_a_wrong_value_keeps_the_page_and_points_at_the_field(client: TestClient) -> None:
    answer = client.get("/kommune/5503/prove?a.stillingsstorrelse=500")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Toppen blir bredere" in answer.text


def test_a_wrong_value_in_a_download_is_told(client: TestClient) -> None:
    answer = client.get("/kommune/5503/prove.json?a.stillingsstorrelse=500")
    assert answer.status_code == 400
    assert "kan ikke være «500»" in answer.text


def test_an_unverified_assumption_says_so(client: TestClient) -> None:
    forms = client.get("/kommune/5503/prove").text.split('class="antakelsesskjema"')[1:]
    assert any("usikkert" in form.split("</form>")[0] for form in forms)


def test_the_whole_document_takes_choices_too(client: TestClient) -> None:
    answer = client.get("/kommune/5503/kunnskapsgrunnlag?a.stillingsstorrelse=80")
    assert answer.status_code == 200
    assert "rapport.docx?a.stillingsstorrelse=80" in answer.text
