"""What is no number gets a sentence where one is asked for: never a fault, never the default."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST

from veivalg.web.app import create_app

JUNK = ["²", "٣", "1e3", "∞"]
PLACE = "/kommune/1833"
ROOM = f"{PLACE}/scenariorom"
BUDGET = f"{PLACE}/rammenedtrekk/rediger"
FORMS = {
    f"{PLACE}/sammenlikn": 5,
    f"{PLACE}/skole": 5,
    f"{PLACE}/plasser": 13,
    ROOM: 30,
    BUDGET: 30,
}
"""Pages with fields for numbers, and how many they have at least."""
CHOSEN = {"vis", "slag"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    app = create_app(tmp_path_factory.mktemp("felt"), source_url=f"{HOST}:9/")
    app.state.house.open()
    return TestClient(app, base_url=HOST)


@pytest.fixture(scope="module")
def numeric(client: TestClient) -> dict[str, list[str]]:
    """Give the fields of each page in which a number is written."""
    found = {}
    for page, least in FORMS.items():
        html = client.get(page).text
        tags = re.findall(r"<input[^>]*(?:inputmode|type=\"number)[^>]*>|<select[^>]*>", html)
        names = [re.search(r'name="([^"]+)"', tag) for tag in tags]
        found[page] = sorted({n[1] for n in names if n} - CHOSEN)
        assert len(found[page]) >= least, page
    return found


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("page", [page for page in FORMS if page not in (ROOM, BUDGET)])
def test_every_field_of_a_page_says_what_cannot_be_used(client, numeric, page, junk):
    reply = client.get(page, params=dict.fromkeys(numeric[page], junk))
    assert reply.status_code == 400
    assert text(reply.text).count(f"kan ikke være «{junk}»") >= len(numeric[page])


def test_a_page_with_what_cannot_be_used_is_not_shown_to_the_next(client):
    field = "a.skole_klassegrense"
    first = client.get(f"{PLACE}/skole", params={field: "tull"})
    second = client.get("/kommune/5503/skole", params={field: "tøys"})
    assert "«tull»" in first.text
    assert "«tøys»" in second.text
    assert "tull" not in second.text
    assert "Harstad" in second.text


@pytest.mark.parametrize("junk", JUNK)
def test_every_field_of_the_scenario_room_says_what_cannot_be_used(client, numeric, junk):
    fields = [n for n in numeric[ROOM] if n.startswith(("v.", "i.", "b.0", "g.", "aar"))]
    asked = {**dict.fromkeys(fields, junk), "b.antall": "1", "nr": junk}
    reply = client.get(f"{ROOM}/svar", params=asked)
    assert reply.status_code == 400
    told = reply.json()["feil"]
    # The two ends of an interval, and the numbers of a building step, are told of in one place.
    places = (re.sub(r"^i\.(\w+)\..*", r"v.\1", n) for n in (*fields, "nr"))
    assert {re.sub(r"^(b\.0)\..*", r"\1", n) for n in places} <= told.keys()
    assert all(junk in line for key, line in told.items() if f"i.{key[2:]}.lav" not in fields)
    alone = client.get(f"{ROOM}/svar", params={"aar": junk})
    assert alone.status_code == 400
    assert f"Året kan ikke være «{junk}»" in alone.json()["feil"]["aar"]
    page = client.get(ROOM, params={"aar": junk})
    assert page.status_code == 400
    assert f"Året kan ikke være «{junk}»" in text(page.text)


@pytest.mark.parametrize("year", ["abc", "99999", "2026", "-2040"])
def test_a_year_the_scenario_room_does_not_have_is_told(client, year):
    reply = client.get(ROOM, params={"aar": year})
    assert reply.status_code == 400
    why = "Velg fra 2027 til 2050. Framskrivingen begynner og slutter da."
    assert f"Året kan ikke være «{year}». {why}" in text(reply.text)


@pytest.mark.parametrize("junk", JUNK)
def test_every_field_of_the_budget_says_what_cannot_be_used(client, numeric, junk):
    fields = dict.fromkeys((n for n in numeric[BUDGET] if not n.endswith(".aar")), junk)
    html = client.get(BUDGET).text
    names = dict(re.findall(r'name="([st]\.\d+\.(?:navn|sektor|tiltak))" value="([^"]+)"', html))
    used = {n[:4] for n in names}
    sent = {**{n: t for n, t in fields.items() if n[:4] in used or n[0] in "af"}, **names}
    sent |= {f"a.{n}.aar": f"{2027 + n}" for n in range(4)}
    reply = client.post(
        BUDGET, data={**sent, "avrunding": junk, "handling": "regn"}, headers={"origin": HOST}
    )
    assert reply.status_code == 200
    told = text(reply.text)
    wrong = [n for n, t in sent.items() if t == junk]
    assert told.count(f"«{junk}»") >= len([n for n in wrong if n != "flat"])
    assert "Den flate andelen må være et tall fra 0 til 100 %." in told
    assert "Velg en sektor i bruk som tar avrundingen." in told


@pytest.mark.parametrize("junk", JUNK)
def test_a_year_of_the_budget_says_what_cannot_be_used_and_none_follows_it(client, junk):
    asked = {"s.0.navn": "Skole", "s.0.budsjett": "1", "a.0.aar": junk, "a.0.kutt": "1"}
    sender = {"origin": HOST}
    reply = client.post(BUDGET, data={**asked, "handling": "regn"}, headers=sender)
    assert reply.status_code == 200
    assert f"«{junk}» er ikke et år fra 2000 til 2100." in text(reply.text)
    more = client.post(BUDGET, data={**asked, "handling": "aar"}, headers=sender)
    assert more.status_code < 500
    assert 'name="a.1.aar"' in more.text


@pytest.mark.parametrize("junk", JUNK)
def test_local_knowledge_says_what_cannot_be_used(client, junk):
    for asked in ({"aar": junk, "antall": "5"}, {"aar": "2030", "antall": junk}):
        fields = {"slag": "housing", "hvem": "A", "hvorfor": "B", **asked}
        reply = client.post(f"{ROOM}/lokalkunnskap", data=fields, headers={"origin": HOST})
        assert reply.status_code == 400
        assert "Året eller antallet er ikke et tall." in reply.text


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize(
    "address",
    [
        "/utforsk?fra={}",
        "/utforsk?til={}",
        f"{PLACE}/egne-tall/elever/forskjell?fra={{}}&til=1",
        f"{PLACE}/egne-tall/elever/forskjell?fra=1&til={{}}",
        "/api/kommuner?q=rana&antall={}",
        "/api/nokkeltall/net_debt?kommune=1833&fra={}",
        "/api/nokkeltall/net_debt?kommune=1833&til={}",
    ],
)
def test_every_number_of_an_address_says_what_cannot_be_used(client, address, junk):
    reply = client.get(address.format(junk))
    assert reply.status_code in (400, 422)
    assert len(text(reply.text)) > 20
