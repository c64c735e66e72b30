"""Own figures by plain forms: brought, mended, looked over, taken in, gone back on and deleted."""

from __future__ import annotations

import io
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient
from tests.web.own_books import BAD_STAFF, GOOD_STAFF, STAFF, TOTALS, filled, marked_cells

from veivalg.own import waiting as own_room
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app
from veivalg.web.rooms.own import deliveries
from veivalg.web.rooms.own import intake as own_intake
from veivalg.web.rooms.own.deliveries import Batch

HOST = "http://127.0.0.1"
PAGE = "/kommune/5610/egne-tall"


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the machine's folder of temporary files, empty."""
    folder = tmp_path_factory.mktemp("ute")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def client(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a client over an empty data folder; however busy the machine, files are read at once."""
    monkeypatch.setattr(Batch.wait, "__defaults__", (60.0,))
    with TestClient(create_app(tmp_path, source_url=f"{HOST}:9/"), base_url=HOST) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def template(client: TestClient, name: str = STAFF) -> bytes:
    got = client.get(f"{PAGE}/mal/{name}.xlsx")
    assert got.status_code == 200
    return got.content


def send(client: TestClient, *files: tuple[str, bytes], table: str = "") -> tuple[str, str]:
    """Send files and give the address and text of the page one comes to."""
    sent = client.post(
        f"{PAGE}/mottak", files=[("fil", f) for f in files], data={"tabell": table, "hvem": "Kari"}
    )
    assert sent.status_code == 200, sent.text
    return str(sent.url.path), words(sent.text)


def words(page: str) -> str:
    """Give the text of a page's main part."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def waiting() -> list[Path]:
    """Give the files that wait outside the data."""
    return list(Path(tempfile.gettempdir()).glob(f"{own_room.PREFIX}*/[!.]*"))


def test_every_table_is_listed_with_its_state_and_has_a_page_of_its_columns(
    client: TestClient,
) -> None:
    listed = client.get("/kommune/5503/egne-tall").text
    for table in own_tables().values():
        assert f"/egne-tall/{table.template}" in listed
        page = words(client.get(f"/kommune/5503/egne-tall/{table.template}").text)
        assert all(f.title in page for f in table.own_fields())
    assert "Eksempel" not in listed
    assert "trykt i et dokument" in listed
    assert ">mangler<" in listed
    assert client.get("/kommune/5503/egne-tall/finnes-ikke").status_code == 404
    assert client.get("/kommune/5503/egne-tall/mal/finnes-ikke.xlsx").status_code == 404


def test_three_mistakes_are_told_at_once_in_a_list_and_in_a_marked_copy(
    client: TestClient, store: OwnStore
) -> None:
    address, page = send(client, ("bemanning.xlsx", filled(template(client), BAD_STAFF)))
    assert "3 feil. Ingenting er lagret." in page
    for where in ("3 (B3)", "4 (C4)", "4 (D4)"):
        assert where in page
    assert "«seks og en halv» er ikke et tall." in page
    copy = client.get(f"{address}/1/merket.xlsx")
    assert 'filename="bemanning-merket.xlsx"' in copy.headers["content-disposition"]
    assert marked_cells(copy.content) >= {"B3", "C4", "D4"}
    assert client.post(f"{address}/1/ta-inn").status_code == 200
    assert store.tables("5610") == ()


def test_a_mended_file_is_looked_over_taken_in_and_gone_back_on(
    client: TestClient, store: OwnStore
) -> None:
    address, page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    assert "Dette blir den første versjonen." in page
    assert "2 nye rader" in page
    assert store.tables("5610") == ()
    assert "egne tall, versjon 1" in words(client.post(f"{address}/1/ta-inn").text)
    changed = (("Karasjok sentrum", 7.5, 35.5, None), ("Ny sone", 2, 35.5, 0.05))
    address, page = send(client, ("b.xlsx", filled(template(client), changed)))
    assert "1 ny rad" in page
    assert "1 endret rad" in page
    assert "1 rad borte" in page
    assert "før 6,5 nå 7,5" in page
    client.post(f"{address}/1/ta-inn")
    history = client.get(f"{PAGE}/{STAFF}").text
    assert "fra=1&amp;til=2" in history
    assert "av Kari" in history
    assert "før 6,5 nå 7,5" in words(client.get(f"{PAGE}/{STAFF}/forskjell?fra=1&til=2").text)
    back = client.post(f"{PAGE}/{STAFF}/angre")
    assert "Versjonen før gjelder igjen." in back.text
    kept = store.read("5610", "home_care_staff")
    assert kept is not None
    assert set(kept.frame["zone"]) == {"Karasjok sentrum", "Distrikt"}
    assert waiting() == []


def test_rows_are_exported_and_read_in_again_as_the_same(client: TestClient) -> None:
    address, _page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    client.post(f"{address}/1/ta-inn")
    export = client.get(f"{PAGE}/{STAFF}.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(export.content)).worksheets[1]["B3"].value == 6.5
    _address, page = send(client, ("eksport.xlsx", export.content))
    assert "Radene er de samme." in page


def test_deleting_asks_first_and_removes_the_rows_from_the_disk(
    client: TestClient, tmp_path: Path
) -> None:
    address, _page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    client.post(f"{address}/1/ta-inn")
    assert client.post(f"{PAGE}/{STAFF}/slett").status_code == 400
    assert list(tmp_path.rglob("*.parquet")) != []
    done = client.post(f"{PAGE}/{STAFF}/slett", data={"sikker": "ja"})
    assert "Alle rader er slettet" in done.text
    assert list(tmp_path.rglob("*.parquet")) == []
    assert client.post(f"{PAGE}/{STAFF}/angre").status_code == 400


def test_renamed_columns_are_pointed_out_once_and_remembered(client: TestClient) -> None:
    odd = "Sone;Antall klienter;Timer i uka\nA;12;{}\nB;24;5\n"
    address, page = send(client, ("uttrekk.csv", odd.format(3).encode()), table=TOTALS)
    assert "fant ikke kolonnene «Brukere»" in page
    given = {
        "tabell": TOTALS,
        "k.zone": "Sone",
        "k.users": "Antall klienter",
        "k.hours": "Timer i uka",
    }
    assert "2 nye rader" in words(client.post(f"{address}/1/les", data=given).text)
    client.post(f"{address}/1/ta-inn")
    _address, page = send(client, ("uttrekk.csv", odd.format(4).encode()), table=TOTALS)
    assert "2 rader, ingen feil" in page and "Versjon 1 gjelder nå." in page
    assert "endret rad" not in page  # it counts people


def test_a_unit_that_may_be_two_is_asked_with_what_it_becomes(client: TestClient) -> None:
    rows = "Enhet;År;Revidert budsjett\nHelse;2026;90000\nSkole;2026;70000\n"
    path, told = send(client, ("budsjett.csv", rows.encode()))
    assert "Er «Revidert budsjett» i 1 000 kr?" in told and "Helse: 90 000 000 kr" in told
    assert "Ta inn «" not in told, "nothing is taken in with an open question"
    answered = client.post(f"{path}/1/les", data={"svar.unit:budget": "1000"})
    told = words(answered.text)
    assert answered.status_code == 200 and "2 rader, ingen feil" in told
    assert "Ta inn «" in told and "90 000 000" in told


def test_columns_that_are_alike_are_one_question_on_the_page(client: TestClient) -> None:
    rows = "Enhet;År;Budsjett (k);Prognose (k)\nHelse;2026;90000;91000\nSkole;2026;70000;71000\n"
    path, told = send(client, ("budsjett.csv", rows.encode()))
    page = client.get(path).text
    assert set(re.findall(r'name="svar\.([^"]*)"', page)) == {"unit:budget+manager_forecast"}
    answered = client.post(f"{path}/1/les", data={"svar.unit:budget+manager_forecast": "1000"})
    told = words(answered.text)
    assert "2 rader, ingen feil" in told and "91 000 000" in told


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("90000", "70000"), "husker svarene til neste fil med samme overskrifter."),
        (("90000000", "70000000", "999000000"), "Svaret gjelder bare denne filen."),
        (("90000", "70000", "999000"), "men ikke dem som gjelder bestemte rader."),
    ],
)
def test_the_page_says_which_answers_are_remembered(
    amounts: tuple[str, ...], said: str, client: TestClient
) -> None:
    rows = [f"{n};2026;{a}" for n, a in zip(("Helse", "Skole", "Sum"), amounts, strict=False)]
    content = "\n".join(["Enhet;År;Revidert budsjett", *rows]).encode()
    _path, told = send(client, ("budsjett.csv", content))
    assert said in told and told.count("denne filen.") + told.count("husker svarene") == 1


def test_a_file_that_fits_no_table_asks_which_it_is(client: TestClient) -> None:
    address, page = send(client, ("rart.csv", b"Foo;Bar\n1;2\n"))
    assert "Hvilken tabell er det?" in page
    answer = client.post(f"{address}/1/les", data={"tabell": TOTALS})
    assert "Pek ut hvilke kolonner" in answer.text


def test_the_page_begins_with_what_one_has_and_gives_each_template_there(
    client: TestClient,
) -> None:
    page = client.get(PAGE).text
    start, end = page.index('id="hva"'), page.index('id="send"')
    for table in own_tables().values():
        assert page[start:end].count(f"{PAGE}/mal/{table.template}.xlsx") == 1
    assert "En turnusplan med hver vakt" in page[start:end]
    assert start < page.index("egne-hopp"), "before the tables by chapter"


def test_a_file_that_may_be_many_tables_lists_them_and_what_is_chosen_is_remembered(
    client: TestClient,
) -> None:
    heads = "Enhet;Årsverk;A;B;C;D\n"
    address, page = send(client, ("a.csv", f"{heads}Helse;12;1;2;3;4\n".encode()))
    assert "usikkert: 2 av 6 kolonner er brukt" in page and "Ikke brukt: «A», «B», «C»" in page
    hidden = {"tabell": "rapporterte_aarsverk"}
    no = client.post(f"{address}/1/les", data={**hidden, "svar.table": "no"})
    told = words(no.text)
    assert "Den likner mest på disse" in told and "bruker 2 av 6 kolonner" in told
    chosen = client.post(f"{address}/1/les", data=hidden)
    assert "valgt av deg" in words(chosen.text) and "Ta inn «" in words(chosen.text)
    client.post(f"{address}/1/ta-inn")
    _address, again = send(client, ("b.csv", f"{heads}Helse;13;1;2;3;4\n".encode()))
    assert "Lest som «Rapporterte årsverk per enhet»" in again and "Ta inn «" in again
    assert "Kolonner som ikke blir tatt inn: «A», «B», «C», «D»" in again


def test_rows_that_wait_take_no_more_memory_than_the_setting_and_the_oldest_go_first(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Enhet {n};{n % 90 + 1}\n" for n in range(20_000))
    content = ("Enhet;Årsverk\n" + rows).encode()
    monkeypatch.setenv("VEIVALG_MINNE", "100")
    first, _page = send(client, ("a.csv", content), table="rapporterte_aarsverk")
    assert client.get(first).status_code == 200
    monkeypatch.setenv("VEIVALG_MINNE", "0,5")
    second, _page = send(client, ("b.csv", content), table="rapporterte_aarsverk")
    assert client.get(second).status_code == 200, "the newest is there"
    assert "venter ikke lenger" in words(client.get(first).text)
    assert len(waiting()) == 1, "and the file itself is deleted"


def test_what_can_not_be_read_is_refused_and_deleted_while_its_neighbour_goes_in(
    client: TestClient, store: OwnStore
) -> None:
    address, page = send(
        client, ("kutt.xlsx", b"PK\x03\x04 kutt"), ("a.xlsx", filled(template(client), GOOD_STAFF))
    )
    assert "«kutt.xlsx» er skadet" in page
    assert [p.name[-2:] for p in waiting()] == ["-2"]
    client.post(f"{address}/ta-inn")
    assert store.tables("5610") == ("home_care_staff",)
    assert waiting() == []


def test_a_number_of_a_person_in_a_name_is_refused_and_never_shown(client: TestClient) -> None:
    _address, page = send(client, ("elev 010100_123.56.xlsx", template(client)))
    assert "Filnavnet har et tall som ser ut som et fødselsnummer" in page
    assert "010100" not in page
    sent = client.post(
        f"{PAGE}/mottak", files=[("fil", ("a.csv", b"a"))], data={"hvem": "Ola ０１０１００ 12356"}
    )
    assert sent.status_code == 400
    assert "12356" not in sent.text


def test_a_file_put_away_leaves_nothing(client: TestClient, store: OwnStore) -> None:
    address, _page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    assert "Filen er lagt bort." in client.post(f"{address}/1/forkast").text
    assert client.post(f"{address}/1/les", data={"tabell": STAFF}).status_code == 404
    assert store.tables("5610") == ()
    assert waiting() == []


def test_a_version_that_came_meanwhile_is_shown_before_it_is_replaced(
    client: TestClient, store: OwnStore
) -> None:
    first, _page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    second, _page = send(client, ("b.xlsx", filled(template(client), GOOD_STAFF[:1])))
    client.post(f"{second}/1/ta-inn")
    answer = client.post(f"{first}/1/ta-inn").text
    assert "Noen har tatt inn en annen versjon" in answer
    assert "1 ny rad" in words(answer)
    assert len(store.versions("5610", "home_care_staff")) == 1
    client.post(f"{first}/1/ta-inn")
    assert len(store.versions("5610", "home_care_staff")) == 2


def test_rows_about_persons_are_neither_shown_nor_given_out(
    client: TestClient, tmp_path: Path
) -> None:
    visits = "Besøk nr.;Bruker-ID;Sone;Dato;Minutter hos bruker\n" + "".join(
        f"{n};Ola{n};Nord;2024-09-{n:02};25\n" for n in range(1, 9)
    )
    address, page = send(client, ("besok.csv", visits.encode()), table="besok")
    assert "8 nye rader" in page
    assert "Radene gjelder enkeltpersoner og vises ikke." in page
    assert "Ola3" not in page
    client.post(f"{address}/1/ta-inn")
    assert client.get(f"{PAGE}/besok.xlsx").status_code == 400
    assert not any(b"Ola3" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert waiting() == []


def test_too_much_is_refused_in_a_sentence(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_intake, "LARGEST", 1000)
    monkeypatch.setattr(own_intake, "LARGEST_FORM", 1000)
    sent = client.post(f"{PAGE}/mottak", files={"fil": ("stor.csv", b"x" * 5000)})
    assert sent.status_code == 400
    assert "Ingenting er lest." in sent.text
    assert client.post(f"{PAGE}/mottak", data={"tabell": ""}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "mottak",
        f"{STAFF}/slett",
        f"{STAFF}/angre",
        "mottak/0123456789abcdef/ta-inn",
    ],
)
def test_a_post_from_another_site_is_refused(client: TestClient, path: str) -> None:
    foreign = {"origin": "https://ond.example"}
    sent = client.post(f"{PAGE}/{path}", data={"sikker": "ja"}, headers=foreign)
    assert sent.status_code == 403


def test_files_wait_for_their_own_municipality_alone(client: TestClient) -> None:
    address, _page = send(client, ("a.xlsx", filled(template(client), GOOD_STAFF)))
    other = address.replace("/5610/", "/1833/")
    assert client.get(other).status_code == 404
    assert client.post(f"{other}/1/ta-inn").status_code == 404


def test_what_a_killed_server_left_is_deleted_and_what_lives_is_not(tmp_path: Path) -> None:
    dead, alive = tmp_path / f"{own_room.PREFIX}999999999-x", tmp_path / f"{own_room.PREFIX}1-x"
    dead.mkdir()
    alive.mkdir()
    own_room.sweep(tmp_path)
    assert not dead.exists()
    assert alive.exists()


def test_the_chapter_leads_to_its_tables_and_their_templates(client: TestClient) -> None:
    page = client.get("/kommune/0301/rammenedtrekk").text
    assert 'href="/kommune/0301/egne-tall/sektorrammer">Mal og innlesing' in page
    assert 'href="/kommune/0301/rammenedtrekk/rediger"' in page
    assert "Hent tall fra SSB" not in page


@pytest.mark.parametrize(
    "query", ["", "?fra=1", "?fra=en&til=2", "?fra=1&til=2.5", "?fra=1&til=99"]
)
def test_a_difference_between_versions_that_are_not_there_is_told(
    client: TestClient, query: str
) -> None:
    answer = client.get(f"{PAGE}/{STAFF}/forskjell{query}")
    assert answer.status_code == 400
    assert "kan ikke brukes" in answer.text or "ingen slike versjoner" in answer.text


def test_files_that_wait_take_one_thread_together_and_are_forgotten_after_their_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(threading.enumerate())
    pages = [send(client, (f"{n}.csv", b"Noe;Annet\n1;2\n"))[0] for n in range(4)]
    waiting = [t for t in set(threading.enumerate()) - before if isinstance(t, threading.Timer)]
    assert len(waiting) == 1
    held = client.app.state.site.one(deliveries.Deliveries)
    monkeypatch.setattr(deliveries, "HOUR", 0.0)
    held._looked()  # as when the hour has gone
    assert held._later is None
    assert [client.get(page).status_code for page in pages] == [404] * 4
