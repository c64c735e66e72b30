"""The scenario room: choices in the address, answers by part, what is kept, files and errors."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import openpyxl
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST

from veivalg.maths.scenarios.model import BuildingStep, Scenario, from_text, to_text
from veivalg.web.app import create_app

ROOM = "/kommune/5503/scenariorom"


@pytest.fixture(scope="module")
def client(sample_registry: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of a server of its own, since these tests save things."""
    app = create_app(tmp_path_factory.mktemp("rom"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


def answer(client: TestClient, **fields: str) -> dict[str, Any]:
    reply = client.get(f"{ROOM}/svar", params=fields)
    found: dict[str, Any] = reply.json()
    assert reply.status_code == (400 if found["feil"] else 200)
    return found


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u202f", " ").split())


def test_the_room_opens_with_today_beside_others_and_every_choice_by_name(
    client: TestClient,
) -> None:
    page = client.get(ROOM).text
    assert "Hva skjer i Harstad hvis" in page
    for name in ("Som i dag", "Mer hjemme", "Teknologi først"):
        assert f"{name}</a>" in page
    for label in (
        "Dekningsgrad institusjon",
        "Andel heldøgns bolig",
        "Nye medisindispensere",
        "Hjemmetjeneste i stedet for institusjon",
        "Innsatsteam og rehabilitering",
        "Heltidsandel",
        "Sykefravær",
        "Netto flytting",
        "Boligbygging",
        "Byggetrinn",
        "Prisvekst",
    ):
        assert label in page
    assert 'type="range"' in page
    assert "Hva endringen kommer av" in page
    assert 'class="spenn">' in page, "numbers with intervals stand to the right, whole"
    assert 'href="/kommune/5503/scenariorom"' in client.get("/kommune/5503").text


def test_a_moved_choice_moves_the_answer_and_its_link_gives_the_same_again(
    client: TestClient,
) -> None:
    before = answer(client)
    moved = answer(client, **{"v.coverage_institution": "10", "vis": "institution_needed"})
    assert moved["sammendrag"] != before["sammendrag"]
    assert moved["feil"] == {}
    again = client.get(f"{ROOM}/svar?{moved['lenke']}").json()
    assert again["sammendrag"] == moved["sammendrag"]
    assert again["svar"] == moved["svar"]
    assert from_text(moved["scenario"]).settings["coverage_institution"] == pytest.approx(0.10)


def test_four_numbers_are_in_sight_whatever_is_drawn(client: TestClient) -> None:
    """Less sick leave moves no places, and so not the sentence of them, but the cost beside it."""
    before, moved = (answer(client, **{"v.sick_leave": v, "nr": "2"}) for v in ("", "7"))
    assert before["sammendrag"] == moved["sammendrag"]
    for reply in (before, moved):
        assert re.findall(r"<dt>([^<]+)</dt>", reply["noekkel"]) == [
            "Plasser",
            "Årsverk",
            "Mill. kr netto",
            "Uten plass",
        ]
        assert reply["mot"] == "Forskjell fra «Som i dag» i 2040"
    costs = [re.findall(r"<strong>([^<]+)</strong>", r["noekkel"])[2] for r in (before, moved)]
    assert costs[0] != costs[1]
    heard = [answer(client, **{"v.sick_leave": v, "nr": "2", "hele": "1"}) for v in ("", "7")]
    assert heard[0]["melding"] != heard[1]["melding"], "what is heard holds all four"
    first = answer(client, nr="1")
    assert first["mot"] == "Endring fra 2026 til 2040"


def test_nobody_is_less_than_without_a_place(client: TestClient) -> None:
    """That end of the interval is places that stand empty, and said so; moved places keep signs."""
    for year in ("2030", "2035", "2040"):
        told = text(answer(client, nr="2", aar=year)["noekkel"].split("Uten plass")[1])
        first = told.split(")")[0]
        assert "\u2212" not in first, told
    assert re.search(r"33 \(fra \d+ til overs til \d+", told), told


@pytest.mark.parametrize("nr", ["1", "2", "3"])
def test_the_strip_tells_what_the_chapter_tells(client: TestClient, nr: str) -> None:
    """Numbers, intervals, differences and doubt: none has another value or another word there."""
    found = client.get(f"{ROOM}/svar", params={"nr": nr, "hele": "1", "aar": "2035"}).json()
    quick = answer(client, nr=nr, aar="2035")
    bare, doubt = (
        re.compile(r'<span class="rom__tvil">.*?</span></span>'),
        "the whole may add doubt",
    )
    assert bare.sub("", quick["noekkel"]) == bare.sub("", found["noekkel"])
    assert set(bare.findall(quick["noekkel"])) <= set(bare.findall(found["noekkel"])), doubt
    both = found["svar"]
    both = both[both.index('id="utstilling-scenarier-scenarier-side-om-side"') :]
    cut = both.index('id="utstilling-scenarier-scenarier-forskjell"')
    sheet, apart = (
        [text(row) for row in re.findall(r"<tr.*?</tr>", part, re.DOTALL)]
        for part in (both[:cut], both[cut:])
    )
    strip = [
        re.sub(r"</?strong>", "", part)
        for part in re.findall(r"<dt>.*?</div>", found["noekkel"], re.DOTALL)
    ]
    rows = ("Institusjonsplasser som trengs", "Årsverk i omsorgstjenesten", "Netto driftsutgift")
    for row, part in zip(rows, strip, strict=False):
        dd = [text(d) for d in re.findall(r"<dd.*?</dd>", part)]
        assert dd[0] in next(line for line in sheet if row in line)
        if nr != "1":
            told = next(line for line in apart if row in line)
            assert re.sub(" Usikkert.*", "", dd[1]) in told
    doubted = "hvilken vei forskjellen går, er usikkert" in text(found["svar"])
    assert nr == "1" or doubted == ("Usikkert" in strip[1] + strip[2])


def test_it_says_first_what_the_scenarios_differ_in(client: TestClient) -> None:
    page = client.get(ROOM).text
    told = text(page[page.index('id="skiller"') : page.index('id="faner"')])
    assert (
        "«Mer hjemme» skiller seg fra «Som i dag» i to valg: Hjemmetjeneste i stedet for "
        "institusjon (0 % → 20 %) og Innsatsteam og rehabilitering (0 % → 10 %)."
    ) in told
    moved = answer(client, **{"v.home_instead_of_institution": "0", "nr": "2"})
    assert "«Mer hjemme» skiller seg fra «Som i dag» i ett valg" in text(moved["skiller"])
    six = answer(client, **{"v.home_instead_of_institution": "", "v.rehabilitation_team": ""})
    assert "«Mer hjemme» er lik «Som i dag»" in text(six["skiller"])


def test_eight_choices_are_in_sight_by_question_and_those_that_are_moved(
    client: TestClient,
) -> None:
    def in_sight(**moved: str) -> list[str]:
        page = client.get(ROOM, params={"s": "som-i-dag", "nr": "1", **moved}).text
        form = page.partition('<form class="rom__valg"')[2].partition("</form>")[0]
        folded = [part.split("</fieldset>")[0] for part in form.split("valg til<")[1:]]
        every = re.findall(r'id="v\.([a-z_0-9]+)"', form)
        hidden = {id for part in folded for id in re.findall(r'id="v\.([a-z_0-9]+)"', part)}
        assert len(every) == 40
        return [id for id in every if id not in hidden]

    first = in_sight()
    assert len(first) == 8
    assert set(in_sight(**{"v.dispensers": "20"})) - set(first) == {"dispensers"}
    page = client.get(ROOM).text
    asked = re.findall(r"<legend>([^<]+\?)</legend>", page)
    assert asked == [
        "Hvor mange vil trenge hjelp?",
        "Hvilken hjelp skal de få?",
        "Hvem skal gjøre jobben?",
        "Hva koster det?",
    ]


def test_what_means_most_stands_beside_in_the_order_of_the_chapter(client: TestClient) -> None:
    found = client.get(f"{ROOM}/svar", params={"nr": "2", "hele": "1"}).json()
    beside = re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", found["betyr"])
    assert len(beside) == 8
    table = found["resten"]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table[table.index("avhenger-cost-2") :])
    assert [text(row) for row in rows[:4]] == [text(label) for label in beside[:4]]
    assert 'href="#v.' in found["betyr"]


def test_what_places_follow_is_chosen_among_three(client: TestClient) -> None:
    """A list in the form; today's use by age stands until another is chosen."""
    page = client.get(ROOM).text
    listed = page[page.index('<select class="ds-input" id="v.driver"') :]
    listed = listed[: listed.index("</select>")]
    assert re.findall(r'<option value="(\d)"( selected)?>', listed) == [
        ("0", " selected"),
        ("1", ""),
        ("2", ""),
    ]
    beside, folded = page.index('id="v.trend_years"'), page.index("valg til<", page.index(listed))
    between = re.findall(r'id="v\.([a-z_0-9]+)"', page[page.index(listed) : beside])
    assert beside < folded and between == ["driver"], (
        "how long the trend goes on stands right after it"
    )
    moved = answer(client, **{"v.driver": "1", "vis": "institution_needed"})
    assert from_text(moved["scenario"]).settings["driver"] == 1.0
    assert "følger dagens dekning av dem over 80 år" in text(moved["svar"])
    assert answer(client, **{"v.driver": "0,5"})["feil"]


def test_what_the_form_says_is_kept_to_the_last_digit(client: TestClient) -> None:
    page = client.get(ROOM).text
    form = page.partition('<form class="rom__valg"')[2].partition("</form>")[0]
    fields = re.findall(r'<input[^>]*name="((?:v|i|b)\.[^"]+)"[^>]*?value="([^"]*)"', form)
    token = re.findall(r'name="s" value="([^"]+)"', form)
    asked = [*(("s", t) for t in token), ("nr", "2"), ("navn", "Mer hjemme"), *fields]
    reply = client.get(f"{ROOM}/svar?{urlencode(asked)}").json()
    assert from_text(reply["scenario"]) == from_text(token[1])
    assert reply["feil"] == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("v.coverage_institution", "300", "«Dekningsgrad institusjon» kan ikke være «300\u202f%»"),
        ("v.sick_leave", "mye", "«Sykefravær» kan ikke være «mye»"),
        ("i.sick_leave.lav", "12", "Intervallet for «Sykefravær» må ha to tall"),
        ("i.dispenser_hours.lav", "-5", "Intervallet for «Timer spart per uke og dispenser»"),
        ("b.0.institution", "40", "mangler året det åpner"),
        ("g.cost", "-3", "Grensen kan ikke være «-3»"),
        ("aar", "2099", "Framskrivingen begynner og slutter da"),
        ("v.digital_supervision", "9000", "halvparten av dem som har hjemmetjenester i dag"),
        ("v.realised_share", "120", "En andel kan ikke være over"),
        ("v.sick_leave", "45", "til 30,0\u202f%. Utenfor det er modellen ikke prøvd."),
    ],
)
def test_an_impossible_choice_is_told_where_it_was_made_and_the_rest_is_used(
    client: TestClient, field: str, value: str, says: str
) -> None:
    fields = {field: value, "b.antall": "1", "v.dispensers": "25"}
    only = {field: value} if field.startswith("i.") else {field: value, "b.antall": "1"}
    told = answer(client, **fields)
    assert says in " ".join(told["feil"].values())
    assert from_text(told["scenario"]).settings["dispensers"] == 25
    alone = client.get(f"{ROOM}/svar", params=only).json()
    assert says in " ".join(alone["feil"].values())
    page = client.get(ROOM, params=fields)
    assert page.status_code == 400
    assert says in unescape(page.text)
    assert client.get(f"{ROOM}.xlsx", params=fields).status_code == 400


def test_no_more_places_are_closed_than_there_are(client: TestClient) -> None:
    step = {"b.antall": "1", "b.0.navn": "Stenging", "b.0.aar": "2030", "b.0.institution": "-900"}
    told = answer(client, **step)["feil"]
    assert "«Stenging» stenger 900 plasser i 2030, men det er bare" in told["b.0"]
    assert answer(client, **{**step, "b.0.institution": "-20"})["feil"] == {}


def test_building_is_put_beside_not_building(client: TestClient) -> None:
    step = {
        "b.antall": "1",
        "b.0.navn": "Nytt sykehjem",
        "b.0.aar": "2030",
        "hele": "1",
        "b.0.institution": "60",
        "b.0.mill": "400",
        "b.0.tilskudd": "45",
    }
    rest = text(answer(client, **step)["resten"])
    assert "Med byggetrinn" in rest
    assert "Uten byggetrinn" in rest
    assert "renter og avdrag" in rest
    assert "drift av plasser og boliger som blir brukt, uten lokaler (261)" in rest
    assert "nåverdi" in rest
    assert "Nytt sykehjem" in rest


def test_buttons_work_without_a_script(client: TestClient) -> None:
    copied = client.get(ROOM, params={"gjor": "ny", "v.dispensers": "10"})
    assert copied.status_code == 303
    pairs = parse_qsl(copied.headers["location"].split("?")[1].split("#")[0])
    tokens = [from_text(v) for k, v in pairs if k == "s"]
    assert [s.name for s in tokens][-1] == "Nytt scenario 4"
    assert tokens[-1].settings["dispensers"] == 10
    assert dict(pairs)["nr"] == "4"
    preset = client.get(ROOM, params={"gjor": "forslag", "forslag": "ytteren"})
    pairs = parse_qsl(preset.headers["location"].split("?")[1].split("#")[0])
    assert from_text([v for k, v in pairs if k == "s"][-1]).steps[0].places["institution"] == 40
    gone = client.get(ROOM, params={"gjor": "fjern", "nr": "2"})
    assert len(re.findall(r"[?&]s=", gone.headers["location"])) == 2


def test_there_is_room_for_six(client: TestClient) -> None:
    six = [("s", "som-i-dag")] * 6
    assert "Som i dag (6)" in client.get(f"{ROOM}?{urlencode(six)}").text
    full = client.get(f"{ROOM}?{urlencode([*six, ('gjor', 'ny')])}")
    assert full.status_code == 400
    assert "Det er plass til 6 scenarier" in full.text


def test_a_damaged_link_is_told_and_the_room_still_opens(client: TestClient) -> None:
    page = client.get(f"{ROOM}?s=eNtull")
    assert page.status_code == 400
    assert "ikke et scenario vi kan lese" in page.text
    assert "Dekningsgrad institusjon" in page.text


def test_a_scenario_is_saved_changed_logged_and_removed(client: TestClient) -> None:
    first = answer(client, **{"v.sick_leave": "8", "nr": "2"})
    form = {"scenario": first["scenario"], "navn": "Vår vei", "hvem": "Kari", "tilbake": ""}
    saved = client.post(f"{ROOM}/lagre", data=form)
    assert (saved.status_code, saved.headers["location"]) == (303, f"{ROOM}?#lagret")
    second = answer(client, **{"v.sick_leave": "7", "nr": "2"})
    client.post(f"{ROOM}/lagre", data={**form, "scenario": second["scenario"], "hvem": "Ola"})
    page = text(client.get(ROOM).text)
    assert "Vår vei" in page
    assert "Ola: Sykefravær: 8,0 % → 7,0 %" in page
    assert client.post(f"{ROOM}/lagre", data={**form, "hvem": " "}).status_code == 400
    assert client.post(f"{ROOM}/fjern", data={"navn": "Vår vei"}).status_code == 303
    assert "Fjernet" in text(client.get(ROOM).text)
    assert client.post(f"{ROOM}/fjern", data={"navn": "Vår vei"}).status_code == 400


@pytest.mark.parametrize("name", ["Plan {A}", "{own} {label} {n}", "{} {0} {", "😀 <b> שלום %s"])
def test_a_name_is_shown_as_it_is_typed_whatever_stands_in_it(
    client: TestClient, name: str
) -> None:
    moved = from_text(answer(client, **{"v.sick_leave": "7"})["scenario"])
    step = BuildingStep(name, 2030, {"institution": 10.0})
    link = to_text(replace(moved, name=name, steps=(step,)))
    form = {"scenario": link, "navn": name, "hvem": "Kari", "tilbake": ""}
    assert client.post(f"{ROOM}/lagre", data=form).status_code == 303
    query = urlencode([("s", to_text(Scenario("Som i dag"))), ("s", link), ("nr", "2")])
    page = client.get(f"{ROOM}?{query}")
    assert page.status_code == 200
    assert f"mill. kr i «{name}» (" in text(page.text)
    assert f"«{name}» gir trolig" in text(page.text)
    read = client.get(f"{ROOM}.json?{query}").json()
    assert read["scenarios"][1]["name"] == name
    assert not any(mark in str(read) for mark in "\ufdd0\ufdd1")
    for kind in ("md", "xlsx"):
        assert client.get(f"{ROOM}.{kind}?{query}").status_code == 200
    assert client.post(f"{ROOM}/fjern", data={"navn": name}).status_code == 303


def test_local_knowledge_is_added_used_and_removed(client: TestClient) -> None:
    before = answer(client, vis="persons", nr="1")
    form = {
        "slag": "housing",
        "aar": "2029",
        "antall": "400",
        "hvem": "Kari",
        "hvorfor": "vedtatt plan",
        "tilbake": before["lenke"],
    }
    added = client.post(f"{ROOM}/lokalkunnskap", data=form)
    assert added.status_code == 303
    page = client.get(added.headers["location"].split("#")[0]).text
    assert "2029: boligfelt, 400 boliger (Kari: vedtatt plan)" in text(page)
    after = answer(client, vis="persons", nr="1")
    assert after["sammendrag"] != before["sammendrag"]
    id = re.findall(r"lokalkunnskap/([0-9a-f]{12})/fjern", page)[0]
    gone = {"hvem": "Ola", "hvorfor": "planen er trukket", "tilbake": ""}
    assert client.post(f"{ROOM}/lokalkunnskap/{id}/fjern", data=gone).status_code == 303
    assert answer(client, vis="persons", nr="1")["sammendrag"] == before["sammendrag"]
    for wrong in ({"antall": "mange"}, {"aar": "2029,5"}, {"aar": "neste"}):
        assert client.post(f"{ROOM}/lokalkunnskap", data={**form, **wrong}).status_code == 400


def test_the_files_hold_every_assumption_and_open_the_same_room_again(client: TestClient) -> None:
    link = answer(client, **{"v.sick_leave": "7"})["lenke"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ROOM}.xlsx?{link}").content))
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    assert "Alle antakelser i scenariene" in cells
    assert {"Alle størrelser, år for år", "Ansatte", "Personer med demens"} <= cells
    assert len(book.sheetnames) < 24, "one sheet holds every quantity"
    assert {
        "Sykefravær",
        "Nye medisindispensere",
        "Brutto utgift per time hos brukeren i hjemmetjenesten",
    } <= cells
    read = client.get(f"{ROOM}.json?{link}").json()
    scenarios = read["scenarios"]
    assert [s["name"] for s in scenarios] == ["Som i dag", "Mer hjemme", "Teknologi først"]
    assert to_text(from_text(scenarios[1]["link"])) == scenarios[1]["link"]
    picture = client.get(f"{ROOM}/scenarier-side-om-side.csv?{link}")
    assert picture.status_code == 200
    assert "Mer hjemme" in picture.text


def test_a_municipality_without_care_says_what_is_missing_and_what_to_do(
    client: TestClient,
) -> None:
    page = client.get("/kommune/0301/scenariorom")
    assert page.status_code == 200
    strip = text(page.text[page.text.index('id="noekkel"') : page.text.index("</dl>")])
    assert strip.count("mangler") == 4
    today = re.findall(r'valg__idag">I dag: (.*?)\.</span>', page.text)
    assert today.count("mangler") == 6  # places, their trend and three prices: never a guess
    assert "Kommunens tall mangler. Hent tallene, eller velg en verdi." in page.text
    assert "I dag: 15,0 %" not in page.text
    assert "«Hent tall» på siden til Oslo" in page.text
    assert client.get("/kommune/harstad/scenariorom").headers["location"] == ROOM


def test_what_places_follow_comes_along_from_the_chapters(client: TestClient) -> None:
    """391 places and 960 årsverk when nothing is moved; every address goes on carrying it."""
    taken = answer(client, **{"a.driver": "1", "s": "som-i-dag", "nr": "1"})
    assert "a.driver=1" in taken["lenke"]
    assert "følger dagens dekning av dem over 80 år" in text(taken["svar"])
    page = client.get(ROOM, params={"a.driver": "1"})
    assert page.status_code == 200
    assert '<input type="hidden" name="a.driver" value="1">' in page.text
    assert client.get(ROOM, params={"a.driver": "7"}).status_code == 400
    years = {"a.driver": "2", "a.trend-aar": "14", "s": "som-i-dag", "nr": "1"}
    taken = answer(client, **years)
    assert "a.trend-aar=14" in taken["lenke"]
    assert "Faller bruken helt til 2040, slik den har falt" in text(taken["svar"])
    assert client.get(ROOM, params={"a.trend-aar": "7,5"}).status_code == 400
    assert client.get(ROOM, params={"a.finnes-ikke": "1"}).status_code == 400
