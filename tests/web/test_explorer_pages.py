"""The explorer, the duel and the page of peers: every address, every file, every wrong turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from tests.explorer.conftest import MADE, SOURCE, table
from tests.web.conftest import HOST

from veivalg.lake.lake import Lake
from veivalg.web.app import create_app

PICKED = "tall=net_debt,care_cost_pi&kommune=5503,1833&landet=1"
PAGES = (
    "/utforsk",
    f"/utforsk?{PICKED}",
    "/utforsk?tall=net_debt",
    "/utforsk?tall=net_debt&landet=1",
    "/duell/5503/0301",
    "/duell/5503/1833?tjeneste=finance",
    "/duell/5503/1151?tjeneste=culture",
    "/kommune/5503/sammenlikn",
    "/kommune/5503/sammenlikn?v.income=0",
    "/kommune/1151/sammenlikn",
)


def fill(folder: Path) -> Path:
    """Store the made-up country; Rana's figures come from a constructed source."""
    lake = Lake(folder)
    frame = table().frame
    lake.put("indicators", "alle", frame.filter(frame["municipality"] != "1833"), SOURCE)
    lake.put("indicators", "rana", frame.filter(frame["municipality"] == "1833"), MADE)
    return folder


@pytest.fixture(scope="module")
def client(sample_registry: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(fill(tmp_path_factory.mktemp("explorer")), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", answer.text)) == 1
    assert "None" not in re.sub(r"<[^>]*>", " ", answer.text)
    ids = re.findall(r'\sid="([^"]*)"', answer.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', answer.text)) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_a_page_offers_is_there(client: TestClient, page: str) -> None:
    text = client.get(page).text.replace("&amp;", "&")
    files = set(
        re.findall(r'(?:href|src|srcset)="(/[^"#]+\.(?:png|svg|csv|xlsx|json)\?[^"]*)"', text)
    )
    files = {file for file in files if not file.startswith("/static/")}
    assert {client.get(file).status_code for file in files} <= {200}
    if "tall=" in page:
        assert len(files) >= 4


def test_each_figure_says_what_it_means_and_can_be_picked(client: TestClient) -> None:
    text = client.get(f"/utforsk?{PICKED}").text
    assert text.count("Hva betyr dette?") == 2
    assert 'value="net_debt" checked' in text
    assert 'value="5503" checked' in text
    assert text.count('name="tall"') > 80


def test_the_link_on_the_page_makes_the_same_page(client: TestClient) -> None:
    messy = "/utforsk?tall=net_debt&tall=care_cost_pi&kommune=5503&ny=Rana&landet=1&fra=&til=&kart="
    link = re.search(r'href="(/utforsk\?[^"]+)" data-kopier', client.get(messy).text)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert address == f"/utforsk?{PICKED}"
    body = client.get(messy).text.split('id="svar"')[1]
    assert client.get(address).text.split('id="svar"')[1] == body


def test_hidden_missing_and_constructed_are_seen_as_what_they_are(client: TestClient) -> None:
    text = client.get("/utforsk?tall=net_debt&kommune=1833,1151").text
    assert "Eksempel" in text
    assert '<span class="skjermet">skjermet</span>' in text
    assert "Mangler tall: Utsira" in text
    csv = client.get("/utforsk/net-debt.csv?tall=net_debt&kommune=1833,1151").content
    assert "Eksempel" in csv.decode("utf-8-sig")


def test_pictures_that_travel_alone_say_that_they_are_constructed(client: TestClient) -> None:
    drawing = client.get("/utforsk/net-debt.svg?tall=net_debt&kommune=1833,5503").text
    assert "Eksempel" in drawing
    assert "Netto lånegjeld" in drawing


def test_the_map_is_drawn_for_wide_and_narrow(client: TestClient) -> None:
    page = client.get("/utforsk?tall=net_debt").text
    source = re.search(r'<img class="kartbilde" src="([^"]+)" alt="([^"]+)"', page)
    assert source is not None
    assert "halvparten av kommunene" in source[2]
    address = source[1].replace("&amp;", "&")
    wide, narrow = (client.get(address + more).text for more in ("", "&smal=1"))
    assert wide.startswith("<svg")
    assert wide != narrow
    assert client.get("/utforsk?tall=net_debt&kart=nei").text.count("kartbilde") == 0


def test_a_workbook_of_all_that_was_picked_opens(client: TestClient) -> None:
    book = load_workbook(BytesIO(client.get(f"/utforsk.xlsx?{PICKED}").content))
    assert len(book.sheetnames) > 2
    made = client.get(f"/utforsk.json?{PICKED}").json()
    assert {e["id"] for e in made["exhibits"]} == {"net-debt", "care-cost-pi", "net-debt-kart"}


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/utforsk?tall=tull", 400, "Det finnes ikke noe nøkkeltall «tull»"),
        ("/utforsk?tall=net_debt&kommune=Hastad", 400, "Det finnes ingen kommune som heter"),
        ("/utforsk?fra=%3Cb%3E", 400, "«&lt;b&gt;» er ikke et år"),
        ("/utforsk/net-debt.exe?tall=net_debt", 404, "Formatet «exe» finnes ikke her"),
        ("/utforsk/tull.png?tall=net_debt", 404, "Det finnes ingen slik figur her"),
        ("/utforsk.pdf?tall=net_debt", 404, "Formatet «pdf» finnes ikke her"),
        ("/duell/5503/Hastad", 404, "Det finnes ingen kommune som heter «Hastad»"),
        ("/duell/5503/5503", 400, "En kommune kan ikke sammenliknes med seg selv"),
        ("/duell/5503/1833?tjeneste=tull", 400, "Det finnes ikke noe tjenesteområde «tull»"),
        ("/duell/5503/1833/tull.png", 404, "Det finnes ingen slik figur her"),
        ("/kommune/5503/sammenlikn?v.need=-1", 400, "kan ikke være «-1»"),
        ("/kommune/5503/sammenlikn?v.need=tull", 400, "kan ikke være «tull»"),
        ("/kommune/9999/sammenlikn", 404, "Det finnes ingen kommune med nummer 9999"),
        ("/kommune/5503/prove?sammenlikn=9999", 400, "Det finnes ingen kommune med nummer 9999"),
    ],
)
def test_a_wrong_turn_is_told_in_one_sentence(
    client: TestClient, address: str, status: int, says: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.text
    assert "Traceback" not in answer.text


def test_a_duel_of_old_numbers_or_names_is_sent_to_todays(client: TestClient) -> None:
    assert client.get("/duell/1903/rana").headers["location"] == "/duell/5503/1833"
    answer = client.get("/duell?a=5503+Harstad&b=Oslo&tjeneste=care")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/duell/5503/0301?tjeneste=care",
    )


def test_weights_move_the_nearest_and_stand_in_the_form(client: TestClient) -> None:
    text = client.get("/kommune/5503/sammenlikn?v.centrality=0&v.income=3").text
    assert (
        'name="v.income" type="number" inputmode="decimal" min="0" max="10" step="any" value="3"'
        in text
    )
    assert "av de 10 nærmeste blir" in text


def test_a_choice_is_saved_used_and_can_be_emptied(client: TestClient) -> None:
    page = "/kommune/5503/sammenlikn"
    answer = client.post(page, data={"kommune": ["1833"], "ny": "Narvik, 0301"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?lagret=1#valg")
    text = client.get(f"{page}?lagret=1").text
    assert "sammenlikner nå med: Rana, Narvik, Oslo" in text
    assert 'value="1833" checked' in text
    told = "Sammenlikner med: KOSTRA-gruppe 9, Rana, Narvik, Oslo"
    assert told in client.get("/kommune/5503").text
    assert told in client.get("/kommune/5503/prove").text
    linked = client.get("/kommune/5503/prove?sammenlikn=1804").text
    assert "Sammenlikner med: KOSTRA-gruppe 9, Bodø<" in linked
    assert "prove/alternativer.png?sammenlikn=1804" in linked
    client.post(page, data={"ny": ""})
    assert "Valget er tømt" in client.get(f"{page}?lagret=1").text


def test_a_choice_that_can_not_be_kept_changes_nothing(client: TestClient) -> None:
    page = "/kommune/1833/sammenlikn"
    assert client.post(page, data={"ny": "Hastad"}).status_code == 404
    assert client.post(page, data={"ny": "x" * 5000}).status_code == 400
    foreign = client.post(page, data={"ny": "5503"}, headers={"origin": "http://evil.example"})
    assert foreign.status_code == 403
    assert "Valgt nå" not in client.get(page).text


def test_the_front_page_and_the_head_lead_here(client: TestClient) -> None:
    text = client.get("/").text
    assert text.count('href="/utforsk"') == 2
    assert 'href="/duell"' in text
    assert 'href="/duell?a=1833&amp;b=5503"' in client.get("/kommune/1833").text


def test_with_nothing_fetched_the_pages_say_so(tmp_path: Path, sample_registry: None) -> None:
    with TestClient(create_app(tmp_path), base_url=HOST) as empty:
        picked = empty.get("/utforsk?tall=fire_building_fires&kommune=0301")
        duel = empty.get("/duell/0301/1151")
        peers = empty.get("/kommune/0301/sammenlikn")
    assert {picked.status_code, duel.status_code, peers.status_code} == {200}
    assert "Dette mangler" in picked.text
    assert "Netto driftsresultat" in duel.text, "the main accounts come with the program"
    assert "Hent tall for hele landet" in peers.text


def test_a_duel_begins_with_one_service_and_gives_all_when_asked(client: TestClient) -> None:
    start = client.get("/duell?a=1833&b=5503", follow_redirects=False)
    assert "?tjeneste=" in start.headers["location"]
    whole = client.get("/duell?a=1833&b=5503&tjeneste=alle", follow_redirects=False)
    assert whole.headers["location"] == "/duell/1833/5503"
