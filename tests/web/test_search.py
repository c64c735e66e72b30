"""Search from a municipality's pages and from the front: what is found, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web.conftest import DROPPED, HOST

import veivalg.chapters
from veivalg.chapters.common import registry
from veivalg.norway.municipality import EXAMPLE
from veivalg.web.app import create_app
from veivalg.web.kit.searching import Entry, Index
from veivalg.web.rooms.reading.found_in import KINDS, of_place

HERE = "/kommune/5503/sok"
Hits = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    made = create_app(tmp_path_factory.mktemp("sok"), source_url=f"{HOST}:9/")
    made.state.site.library.report("5503")
    return made


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def hits(client: TestClient, q: str, at: str = HERE, **other: str) -> Hits:
    """Give kind → title and address of each hit, in the order of the page."""
    page = client.get(at, params={"q": q, **other}).text
    groups = re.findall(r'<h2[^>]*id="treff-(\w+)">.*?</h2>(.*?)</ul>', page, re.DOTALL)
    return {
        kind: [
            (text(title), unescape(address))
            for address, title in re.findall(r'<li><a[^>]*href="([^"]+)">(.*?)</a>', part)
        ]
        for kind, part in groups
    }


@pytest.mark.parametrize("q", ["demens", "DEMENS", "  demens?", "hvor mange har demens", "demesn"])
def test_dementia_is_found_as_the_chapter_and_its_findings_first(
    client: TestClient, q: str
) -> None:
    found = hits(client, q)
    assert list(found)[:3] == ["kapittel", "funn", "figur"]
    assert found["kapittel"][0] == ("Demens", "/kommune/5503/demens")
    assert all(a.startswith("/kommune/5503/demens#") for _t, a in found["funn"])
    assert "624 personer i Harstad demens" in found["funn"][0][0]
    assert "kommune" not in found
    assert not re.search("Hemnes|Evenes", str(found))


@pytest.mark.parametrize(
    ("q", "kind", "title"),
    [
        ("okonomi", "kapittel", "Økonomi"),
        ("ØKONOMI", "kapittel", "Økonomi"),
        ("befolkingen", "kapittel", "Befolkning"),
        ("sykehjem", "kapittel", "Plasser"),
        ("aga", "kapittel", "Arbeidsgiveravgift"),
        ("gjeld", "nokkeltall", "Netto lånegjeld"),
        ("sykefravaer", "side", "Sykefravær"),
        ("dekningsgr", "ord", "dekningsgrad"),
        ("M15", "metode", "Plasser, dekningsgrad og korttidskø"),
        ("hemnes", "kommune", "Hemnes"),
        ("karasjok", "kommune", "Kárášjohka – Karasjok"),
        ("Harstd", "kommune", "Harstad – Hárstták"),
        ("mangler plasser", "figur", "Uten bygging mangler 102 plasser i 2040"),
    ],
)
def test_it_is_found_however_it_is_written(
    client: TestClient, q: str, kind: str, title: str
) -> None:
    assert title in [told for told, _address in hits(client, q)[kind]]


def test_what_is_asked_in_the_words_of_a_finding_gives_that_finding_first(
    client: TestClient,
) -> None:
    """The finding says «mer» and the word is «merutgift»; what was told a year before is not it."""
    (said, _address), *_rest = hits(client, "merutgift helse og omsorg")["funn"]
    assert "147 mill. kr mer på helse og omsorg" in said.replace("\u202f", " ")


def test_every_kind_of_thing_is_found(client: TestClient) -> None:
    """And each with the municipality and the chapter it is of."""
    assert set(hits(client, "plasser")) | set(hits(client, "bodø")) == set(KINDS)
    page = text(client.get(HERE, params={"q": "demens"}).text)
    assert "Harstad · Demens · 1. januar 2026" in page


@pytest.mark.parametrize("q", ["demens", "plasser", "driftsresultat", "barnehage"])
def test_a_hit_leads_to_the_exact_place(client: TestClient, q: str) -> None:
    """The page has what the address names, and says there what the hit says."""
    found = hits(client, q) | {k: hits(client, q, slag=k).get(k, []) for k in ("funn", "figur")}
    assert len(found["funn"]) + len(found["figur"]) >= 3
    for kind, each in found.items():
        for title, address in each[:8]:
            page, _hash, id = address.partition("#")
            reply = client.get(page, follow_redirects=True)
            assert reply.status_code == 200, address
            assert not id or f'id="{id}"' in reply.text, address
            if kind in ("funn", "figur"):
                assert title.replace(" ", "") in text(reply.text).replace(" ", ""), address


@pytest.mark.parametrize("code", ["5503", EXAMPLE.code])
def test_nothing_is_found_that_no_page_shows(app: FastAPI, client: TestClient, code: str) -> None:
    """The example has every own table, small numbers in them: what is hidden there is hidden."""
    library = app.state.site.library
    place, report = EXAMPLE, library.report(code)
    bare = re.compile(r"\s|\u00ad")
    shown = bare.sub("", text(client.get(f"/kommune/{code}/kunnskapsgrunnlag").text))
    told = [e for e in of_place(place, report) if e.kind in ("funn", "figur")]
    assert len(told) > 150
    assert [e.title for e in told if bare.sub("", e.title) not in shown] == []


def test_few_of_each_are_shown_and_all_of_one_kind_when_asked(client: TestClient) -> None:
    page = client.get(HERE, params={"q": "årsverk"}).text
    more = re.findall(r'href="(/kommune/5503/sok\?q=[^"]*slag=funn)">Vis alle (\d+)', page)
    assert len(more) == 1
    every = hits(client, "årsverk", slag="funn")
    assert list(every) == ["funn"] and len(every["funn"]) == int(more[0][1])
    assert len(hits(client, "årsverk")["funn"]) == 5


def test_from_the_front_it_goes_to_a_municipality_or_finds_what_all_have(
    client: TestClient,
) -> None:
    assert client.get("/sok?q=1903").headers["location"] == "/kommune/5503"
    found = hits(client, "demens", "/sok")
    assert "metode" in found and not {"kommune", "funn", "kapittel"} & set(found)
    assert [t for t, _a in hits(client, "heroy", "/sok")["kommune"]] == ["Herøy", "Herøy"]


def test_what_nothing_holds_is_said(client: TestClient) -> None:
    reply = client.get(HERE, params={"q": "<b>xyzzyx"})
    assert reply.status_code == 404
    assert "Ingen treff på «&lt;b&gt;xyzzyx»" in reply.text
    part = text(client.get(HERE, params={"q": "demens xyzzyx"}).text)
    assert "Ingen treff på «xyzzyx»" in part and "624 personer" in part
    assert client.get(HERE).status_code == 200
    bare = client.get(HERE, params={"q": "demens", "bare": "treff"}).text
    assert "<html" not in bare and "/kommune/5503/demens" in bare


@pytest.mark.parametrize("q", ['"', "*", "a AND", "NEAR(", "-demens", "ord:x", "💥", "å" * 300])
def test_nothing_typed_is_taken_as_a_question_to_the_data(client: TestClient, q: str) -> None:
    assert client.get(HERE, params={"q": q}).status_code in (200, 404)


def test_findings_come_when_the_chapters_are_made(client: TestClient) -> None:
    at = "/kommune/1151/sok"
    first = client.get(at, params={"q": "demens"}).text
    assert "Funn og figurer lages nå" in first and "/kommune/1151/demens" in first
    client.app.state.site.library.report("1151")  # type: ignore[attr-defined]
    assert "funn" in hits(client, "demens", at)
    assert "Funn og figurer lages nå" not in client.get(at, params={"q": "demens"}).text


def test_a_word_that_is_known_is_never_taken_for_another() -> None:
    found = Index(Entry("x", name, "") for name in ("Demens", "Hemnes", "Evenes", "Demnes"))
    assert [e.title for e in found.find("demens")] == ["Demens"]
    assert {e.title for e in found.find("demems")} == {"Demens"}
    assert [e.title for e in found.find("hemness")] == ["Hemnes"]


def test_another_site_with_other_chapters_finds_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> list[str]:
        app = create_app(tmp_path, source_url=f"{HOST}:9/")
        with TestClient(app, base_url=HOST, follow_redirects=False) as other:
            return [title for title, _to in hits(other, "kapittel").get("kapittel", [])]

    ours = found()
    monkeypatch.setattr(veivalg.chapters, "__path__", [*veivalg.chapters.__path__, str(DROPPED)])
    monkeypatch.setattr(registry, "search_path", lambda: (str(DROPPED),))
    assert "Prøvekapittel" not in ours
    assert "Prøvekapittel" in found()


def test_debt_is_not_what_applies(client: TestClient) -> None:
    """«Gjeld» begins «gjelder», that stands in many findings."""
    found = hits(client, "gjeld", slag="funn")["funn"]
    assert found and all("gjeld" in re.sub("gjeld(er|e|ende)\\b", "", told) for told, _a in found)
    assert "Netto lånegjeld" in found[0][0]


@pytest.mark.parametrize("q", ["lysbilder", "PowerPoint", "saksframlegg", "tallvedlegg", "excel"])
def test_a_document_is_found_where_it_is_made(client: TestClient, q: str) -> None:
    assert ("Rapporter", "/kommune/5503/rapporter") in hits(client, q)["side"]


@pytest.mark.parametrize(
    ("q", "at"),
    [("etterprøving", "/etterproving"), ("personvern", "/om")],
)
def test_what_all_places_share_is_found(client: TestClient, q: str, at: str) -> None:
    assert at in [address for _title, address in hits(client, q)["side"]]
    assert client.get(at).status_code == 200


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("legedekning", "Leger per 10 000 innbyggere"),
        ("spesialundervisning", "Elever med individuelt tilrettelagt opplæring"),
    ],
)
def test_an_indicator_is_found_by_what_people_call_it(
    client: TestClient, q: str, title: str
) -> None:
    assert title in [told for told, _a in hits(client, q)["nokkeltall"]]
