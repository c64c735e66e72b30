"""A read key opens the addresses it was made for, and never what a municipality has brought."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from fastapi import FastAPI
from starlette.routing import compile_path
from starlette.testclient import TestClient
from tests.tiers import sized
from tests.web.conftest import HOST, serving
from tests.web.routes import every_route, filled

from veivalg.chapters.common.registry import all_chapters, is_official
from veivalg.cli.main import run
from veivalg.desk.notes import Notes
from veivalg.foundation import platform
from veivalg.norway.indicators import SERVICES, indicators
from veivalg.own.examples import example_table
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app
from veivalg.web.kit.keys import ROUTES, ReadKeys
from veivalg.web.kit.token import Token, cookie_name

HARSTAD = {
    "code": "5503",
    "kode": "5503",
    "chapter": "skole",
    "kapittel": "skole",
    "format": "json",
}
"""A municipality with own figures, and a chapter that reads them."""


def store_everything(folder: Path, code: str) -> int:
    """Let a municipality have brought every table there is an example of; give how many."""
    store, count = OwnStore(folder), 0
    for table in own_tables():
        made = example_table(table)
        if made is not None:
            store.put(code, table, made.frame, file="egne.xlsx", sha256="x")
            count += 1
    Notes(folder).add(code, "skole", "Elever", "Bare til oss.", who="Kari")
    return count


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nokler")
    assert store_everything(made, "5503") > 10
    return made


@pytest.fixture(scope="module")
def app(folder: Path) -> FastAPI:
    token = Token(folder)
    token.made()
    return create_app(folder, source_url=f"{HOST}:9/", token=token)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def whole(folder: Path) -> str:
    """Give a key for everything a key can be made for."""
    return ReadKeys(folder).make("alt", tuple(ROUTES))[1]


def opened() -> set[str]:
    return {path for named in ROUTES.values() for path in named.paths}


def test_what_a_key_can_be_made_for_are_routes_of_the_application(app: FastAPI) -> None:
    assert opened() < {path for method, path in every_route(app) if method == "GET"}


def test_the_document_lists_what_a_key_can_be_made_for() -> None:
    told = (Path(__file__).parents[2] / "docs" / "tilgang.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in told.splitlines() if line.startswith("| `")]
    listed = [(name.strip(" `"), text.strip().lower()) for name, text in rows]
    assert listed == [(name, named.label.lower()) for name, named in ROUTES.items()]


def test_no_other_route_answers_a_key(client: TestClient, app: FastAPI, whole: str) -> None:
    """Also when it comes from a browser that is let in: a key gives what a key gives."""
    client.cookies.set(cookie_name(80), Token(app.state.site.library.folder).cookie(80))
    found = {
        (method, path): client.request(method, filled(path, HARSTAD), params={"nokkel": whole})
        for method, path in every_route(app)
        if not path.startswith(("/static/", "/favicon.ico"))
    }
    client.cookies.clear()
    refused = {route for route, answer in found.items() if answer.status_code == 403}
    assert {route for route in found if route not in refused} == {("GET", p) for p in opened()}
    assert len(refused) > 60
    for _method, path in refused:
        text = found[_method, path].text
        assert "Elever" not in text and "Bare til oss" not in text
        told = "En nøkkel kan bare lese." if _method == "POST" else "kommunens egne tall"
        assert told in text, path


def addresses(client: TestClient, key: str) -> Iterator[str]:
    """Give addresses of everything a key opens, about the municipality with own figures."""
    yield from ("/api/kommuner?antall=400", "/api/kommuner/5503", "/api/kapitler")
    yield from ("/api/nokkeltall", "/api/nokkeltall.csv", "/api/kommuner.csv")
    yield from ("/api/nokkeltall/net_debt.csv?kommune=5503",)
    official = [c for c in all_chapters() if is_official(c)]
    assert len(official) > 5
    for chapter in official:
        made = client.app.state.site.library.chapter("5503", chapter.id)  # type: ignore[attr-defined]
        yield from (f"/api/figurer/5503/{chapter.id}/{e.id}.csv" for e in made.exhibits())
    every = [i.id for i in indicators()]
    for some in (every[n : n + 6] for n in range(0, len(every), sized(36, 6))):
        yield f"/api/nokkeltall/{some[0]}?kommune=5503&kommune=1833"
        picked = f"tall={','.join(some)}&kommune=5503,1833&gruppe=1&landet=1"
        yield f"/utforsk.json?{picked}"
        made = client.get(f"/utforsk.json?{picked}&nokkel={key}").json()
        yield from (f"/utforsk/{id}.csv?{picked}" for id in exhibits(made)[:2])
    for service in list(SERVICES)[:: sized(3, 1)]:
        yield f"/duell/5503/1833.json?tjeneste={service}"
        made = client.get(f"/duell/5503/1833.json?tjeneste={service}&nokkel={key}").json()
        for id in exhibits(made)[:1]:
            yield f"/duell/5503/1833/{id}.csv?tjeneste={service}"


def exhibits(made: object) -> list[str]:
    """Give the ids of the exhibits of a chapter in JSON, wherever they stand."""
    if isinstance(made, dict):
        here = [e["id"] for e in made.get("exhibits", ()) if "id" in e]
        return here + [id for value in made.values() for id in exhibits(value)]
    return [id for value in made for id in exhibits(value)] if isinstance(made, list) else []


def test_what_a_key_gives_is_the_same_whatever_the_municipality_has_brought(
    client: TestClient, whole: str, tmp_path: Path
) -> None:
    bare = create_app(tmp_path, source_url=f"{HOST}:9/")
    asked = []
    with TestClient(bare, base_url=HOST, follow_redirects=False) as without:
        for address in addresses(client, whole):
            keyed = client.get(f"{address}{'&' if '?' in address else '?'}nokkel={whole}")
            plain = without.get(address)
            assert keyed.status_code == plain.status_code == 200, address
            assert keyed.content == plain.content, address
            assert keyed.headers["referrer-policy"] == "no-referrer"
            asked.append(address.partition("?")[0])
        # What a key doesn't open is not the same: the figures are there, and would be seen.
        chapter = "/api/kommuner/5503/kapitler/skole"
        token = Token(client.app.state.site.library.folder)  # type: ignore[attr-defined]
        own = client.get(chapter, headers={"cookie": f"{cookie_name(80)}={token.cookie(80)}"})
        assert own.status_code == 200 and own.content != without.get(chapter).content
    assert len(asked) > sized(15, 80)
    for path in opened():
        assert any(compile_path(path)[0].match(one) for one in asked), f"{path} is not tried"


def test_a_key_opens_what_it_was_made_for_and_tells_of_the_rest(
    client: TestClient, folder: Path
) -> None:
    secret = ReadKeys(folder).make("Excel", ["nokkeltall"])[1]
    assert client.get(f"/api/nokkeltall?nokkel={secret}").status_code == 200
    other = client.get(f"/api/kommuner?nokkel={secret}")
    assert other.status_code == 403
    assert other.json() == {
        "feil": "Nøkkelen gjelder ikke denne adressen.",
        "gjor": "Nøkkelen gjelder: Nøkkeltall etter kommune og år (JSON).",
    }
    page = client.get(f"/kommune/5503/skole?nokkel={secret}")
    assert page.status_code == 403
    assert "Denne adressen kan vise kommunens egne tall, og åpnes ikke av noen nøkkel." in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/api/nokkeltall/../kommuner/5503/kapitler/skole",
        "/api/nokkeltall/..%2fkommuner%2f5503%2fkapitler%2fskole",
        "/api/nokkeltall%2f..%2fkommuner/5503/kapitler/skole",
        "//api/nokkeltall",
        "/api/nokkeltall/",
        "/API/nokkeltall",
        "/utforsk/../kommune/5503/skole.json",
        "/utforsk%2f..%2fkommune%2f5503%2fskole.json",
        "/kommune/5503/egne-tall/elever.json?x=/api/nokkeltall",
        "/kommune/5503/skole;/api/nokkeltall",
    ],
)
def test_no_other_spelling_of_an_address_leads_out_of_what_a_key_opens(
    app: FastAPI, whole: str, path: str
) -> None:
    with serving(app) as address:
        host, port = address.removeprefix("http://").split(":")
        from http.client import HTTPConnection  # it sends the path as it is written

        connection = HTTPConnection(host, int(port), timeout=30)
        connection.request("GET", f"{path}{'&' if '?' in path else '?'}nokkel={whole}")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
    assert answer.status in (403, 404)
    assert answer.status == 403 or "feil" in text


def test_a_wrong_and_a_revoked_key_are_told(client: TestClient, folder: Path) -> None:
    keys = ReadKeys(folder)
    key, secret = keys.make("Power BI", ["kommuner"])
    address = f"/api/kommuner?nokkel={secret}"
    assert client.get(address).status_code == 200
    for wrong in ("", "x", "æ", secret[:-1], secret + "a", key.digest, str(key.id)):
        answer = client.get("/api/kommuner", params={"nokkel": wrong})
        assert answer.status_code == 401 and answer.json()["feil"] == "Nøkkelen finnes ikke."
    keys.revoke(key.id)
    answer = client.get(address)
    assert answer.status_code == 401
    assert answer.json() == {
        "feil": "Nøkkelen er trukket tilbake.",
        "gjor": "Be om en ny. Den lages med «veivalg nokler --ny NAVN».",
    }
    # A key that is no good is told also to who is let in, and to a page.
    token = Token(folder)
    page = client.get(
        f"/om?nokkel={secret}", headers={"cookie": f"{cookie_name(80)}={token.cookie(80)}"}
    )
    assert page.status_code == 401 and "Nøkkelen er trukket tilbake." in page.text


def test_a_key_writes_nothing_and_is_no_token(client: TestClient, whole: str) -> None:
    assert client.post(f"/kommune/5503/hent?nokkel={whole}").status_code == 403
    assert client.get(f"/?token={whole}").status_code == 401
    bearer = {"authorization": f"Bearer {whole}"}
    assert client.get("/api/nokkeltall", headers=bearer).status_code == 401


def test_of_a_key_only_a_digest_is_kept_for_its_owner(tmp_path: Path) -> None:
    keys = ReadKeys(tmp_path)
    key, secret = keys.make("Excel", ["nokkeltall", "nokkeltall"])
    (file,) = (tmp_path / "tilgang" / "nokler").iterdir()
    content = file.read_text()
    assert secret not in content and len(secret) == 43
    assert orjson.loads(content)["routes"] == ["nokkeltall"] == list(key.routes)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    second, _ = keys.make("Power BI", ["kommuner"])
    assert (key.id, second.id) == (1, 2)
    file.write_bytes(b"{")
    assert keys.find(secret) is None
    found = keys.find(_)
    assert found is not None and found.id == 2


def test_a_key_is_in_no_log_and_no_page(
    app: FastAPI, folder: Path, whole: str, caplog: pytest.LogCaptureFixture
) -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    access, seen = logging.getLogger("uvicorn.access"), []
    with serving(app, log_level="info") as address:
        access.addHandler(caplog.handler)
        try:
            for path in (
                "/api/kapitler?a=1",
                "/om?b=1",
                "/kommune/5503/skole?c=1",
                "/static/x?d=1",
            ):
                try:
                    seen.append(urlopen(f"{address}{path}&nokkel={whole}").read().decode())
                except HTTPError as error:
                    seen.append(error.read().decode())
        finally:
            access.removeHandler(caplog.handler)
    logged = [record.getMessage() for record in caplog.records]
    for part in ("?a=1", "?b=1", "?c=1", "?d=1"):
        assert any(part in line for line in logged), logged
    assert not any(whole in text or "nokkel=" in text for text in (*logged, *seen))


def test_the_command_makes_lists_and_revokes_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str, code: int = 0) -> str:
        assert run(["nokler", "--data", str(tmp_path), *arguments]) == code
        said = capsys.readouterr()
        return said.out + said.err

    assert told().startswith("Det er ingen lesenøkler.\nEn nøkkel kan gjelde:\n  kommuner: ")
    made = told("--ny", "Excel  i\nøkonomi", "--rute", "nokkeltall", "--rute", "utforsk")
    secret = made.splitlines()[0].removeprefix("Nøkkel 1, «Excel i økonomi»: ")
    assert ReadKeys(tmp_path).find(secret) is not None
    root = "http://127.0.0.1:8765"
    assert f"  {root}/api/nokkeltall/net_debt?kommune=5503&nokkel={secret}\n" in made
    assert f"  {root}/utforsk.xlsx?tall=net_debt&kommune=5503,1833&kart=nei&nokkel={secret}" in made
    listed = told()
    assert "nokkeltall, utforsk  Excel i økonomi\n" in listed and secret not in listed
    assert told("--fjern", "1") == "Nøkkel 1, «Excel i økonomi», er trukket tilbake.\n"
    assert " – trukket tilbake 20" in told()
    (row,) = orjson.loads(told("--json"))
    assert row["gjelder"] == ["nokkeltall", "utforsk"] and row["trukket_tilbake"]
    for wrong, sentence in (
        (("--fjern", "1"), "alt trukket tilbake"),
        (("--fjern", "9"), "ingen nøkkel 9"),
        (("--fjern", "x"), "ikke nummeret"),
        (("--ny", "a"), "hva nøkkelen skal gjelde"),
        (("--ny", "a", "--rute", "egne-tall"), "kan ikke gjelde «egne-tall»"),
        (("--ny", "x" * 61, "--rute", "kommuner"), "for lang"),
        (("--ny", "=A1|B", "--rute", "kommuner"), "Gjør dette"),
        (("--ny", "a", "--rute", "kommuner", "--fjern", "1"), "kan ikke brukes sammen"),
        (("--rute", "kommuner"), "bare en ny nøkkel"),
    ):
        assert sentence in " ".join(told(*wrong, code=2).split()), wrong


def test_the_page_makes_lists_and_revokes_keys(tmp_path: Path) -> None:
    app = create_app(tmp_path, source_url=f"{HOST}:9/")
    ours = {"origin": HOST}
    with TestClient(app, base_url=HOST, follow_redirects=False) as client:
        assert "Det er ingen lesenøkler." in client.get("/nokler").text
        wanted = {"navn": "Excel i økonomi", "gjelder": ["nokkeltall", "kapitler"]}
        made = client.post("/nokler", data=wanted, headers=ours)
        (secret,) = re.findall(r'id="nokkel" readonly value="([^"]+)"', made.text)
        found = ReadKeys(tmp_path).find(secret)
        assert found is not None and found.routes == ("nokkeltall", "kapitler")
        assert made.headers["cache-control"] == "no-store"
        assert f"{HOST}/api/kapitler?nokkel={secret}" in made.text
        assert client.get(f"/api/kapitler?nokkel={secret}").status_code == 200
        # Shown this one time: the list has the name, what it opens, and never the key.
        listed = client.get("/nokler").text
        assert "Excel i økonomi" in listed and "Listen over kapitler (JSON)" in listed
        assert secret not in listed and found.digest not in listed
        assert client.post("/nokler/1/fjern", headers=ours).status_code == 303
        assert client.get(f"/api/kapitler?nokkel={secret}").status_code == 401
        assert "/nokler/1/fjern" not in client.get("/nokler").text


@pytest.mark.parametrize(
    ("address", "fields", "status", "told"),
    [
        ("/nokler", {"navn": "a"}, 400, "hva nøkkelen skal gjelde"),
        ("/nokler", {"gjelder": "kapitler"}, 400, "Navnet på nøkkelen"),
        ("/nokler", {"navn": "a", "gjelder": "egne-tall"}, 400, "kan ikke gjelde"),
        ("/nokler/7/fjern", {}, 400, "ingen nøkkel 7"),
    ],
)
def test_what_can_not_be_done_on_the_page_is_told_and_nothing_is_made(
    tmp_path: Path, address: str, fields: dict[str, str], status: int, told: str
) -> None:
    with TestClient(create_app(tmp_path), base_url=HOST) as client:
        answer = client.post(address, data=fields, headers={"origin": HOST})
        assert answer.status_code == status and told in answer.text
        foreign = client.post(address, data=fields, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 403
    assert ReadKeys(tmp_path).all() == ()


def test_only_the_account_that_runs_it_changes_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "is_mine", lambda *_ends: False)
    ReadKeys(tmp_path).make("a", ["kapitler"])
    with TestClient(create_app(tmp_path), base_url=HOST) as client:
        wanted = {"navn": "b", "gjelder": "kapitler"}
        for address in ("/nokler", "/nokler/1/fjern"):
            answer = client.post(address, data=wanted, headers={"origin": HOST})
            assert answer.status_code == 403 and "startet Veivalg" in answer.text
    (kept,) = ReadKeys(tmp_path).all()
    assert kept.name == "a" and not kept.revoked


@pytest.mark.parametrize("name", ROUTES)
def test_the_example_of_each_kind_works(client: TestClient, folder: Path, name: str) -> None:
    secret = ReadKeys(folder).make("prøve", [name])[1]
    answer = client.get(ROUTES[name].address(HOST, secret))
    assert answer.status_code == 200 and len(answer.content) > 200
