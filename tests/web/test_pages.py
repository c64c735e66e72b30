"""Every address answers with the right page, type and status."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from veivalg import publish
from veivalg.publish import formats
from veivalg.publish.format import Format

PAGES = (
    "/",
    "/sok",
    "/sok?q=heroy",
    "/kommune/5503",
    "/kommune/5503/kunnskapsgrunnlag",
    "/kommune/5503/prove",
    "/metode",
    "/metode/M1",
    "/ordliste",
    "/om",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_norwegian_html_with_one_main_heading(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="nb"' in answer.text
    assert len(re.findall(r"<h1[ >]", answer.text)) == 1
    assert "None" not in re.sub(r"<[^>]*>", " ", answer.text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_other_host_in_what_it_loads(client: TestClient, page: str) -> None:
    loads = re.findall(
        r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"', client.get(page).text
    )
    assert loads
    assert all(address.startswith("/static/") for address in loads)


@pytest.mark.parametrize("page", PAGES)
def test_ids_on_a_page_are_unique_and_inner_links_lead_somewhere(
    client: TestClient, page: str
) -> None:
    text = client.get(page).text
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', text)
    assert set(targets) <= set(ids)


def test_the_front_page_lists_every_municipality_once(client: TestClient) -> None:
    listed = client.get("/").text.partition('<div class="fylker">')[2]
    assert len(set(re.findall(r'href="/kommune/(\d{4})"', listed))) == 357
    assert listed.count('href="/kommune/0301"') == 1


@pytest.mark.parametrize(
    ("text", "goes_to"),
    [("Harstad", "5503"), ("hárstták", "5503"), ("1901", "5503"), ("  rana ", "1833")],
)
def test_a_search_that_names_one_municipality_goes_there(
    client: TestClient, text: str, goes_to: str
) -> None:
    answer = client.get("/sok", params={"q": text})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/kommune/{goes_to}")


def test_a_search_that_names_several_lists_them(client: TestClient) -> None:
    answer = client.get("/sok?q=Herøy")
    assert answer.status_code == 200
    assert "/kommune/1515" in answer.text
    assert "/kommune/1818" in answer.text


def test_a_search_without_hits_says_so_and_what_to_try(client: TestClient) -> None:
    answer = client.get("/sok", params={"q": "<b>xyzzyx"})
    assert answer.status_code == 404
    assert "Ingen treff på «&lt;b&gt;xyzzyx»" in answer.text
    assert "Prøv færre bokstaver" in answer.text


@pytest.mark.parametrize("page", ["/", "/sok?q=gaivuotn", "/kommune/5540", "/kommune/5540/prove"])
def test_sami_and_kven_names_are_marked_with_their_language(client: TestClient, page: str) -> None:
    text = client.get(page).text
    assert '<span lang="se">Gáivuotna</span>' in text
    assert '<span lang="fkv">Kaivuono</span>' in text


def test_suggestions_are_given_as_data(client: TestClient) -> None:
    first = client.get("/api/kommuner?q=kara").json()[0]
    assert first == {
        "kode": "5610",
        "navn": "Karasjok",
        "offisielt_navn": "Kárášjohka – Karasjok",
        "fylke": "Finnmark",
        "navn_etter_sprak": {"se": "Kárášjohka", "nb": "Karasjok"},
    }


def test_an_old_number_or_a_name_is_sent_to_todays_address(client: TestClient) -> None:
    answer = client.get("/kommune/1903/prove?a.dekning-maal=12")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/kommune/5503/prove?a.dekning-maal=12"
    assert client.get("/kommune/harstad").headers["location"] == "/kommune/5503"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/kommune/Hastad", "Det finnes ingen kommune som heter «Hastad»"),
        ("/kommune/9999", "Det finnes ingen kommune med nummer 9999"),
        ("/kommune/5503/tull", "Det finnes ikke noe kapittel «tull»"),
        ("/kommune/5503/prove/nei.png", "Kapitlet har ingen slik figur"),
        ("/kommune/5503/prove/tekst.png", "Kapitlet har ingen slik figur"),
        ("/kommune/5503/prove/spenn.exe", "Formatet «exe» finnes ikke her"),
        ("/kommune/5503/rapport.exe", "Formatet «exe» finnes ikke her"),
        ("/metode/M99", "Det finnes ingen metodeside «M99»"),
        ("/finnes-ikke", "Siden finnes ikke"),
    ],
)
def test_what_does_not_exist_is_told_in_one_sentence(
    client: TestClient, address: str, says: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert says in answer.text
    assert "Traceback" not in answer.text


def test_an_unknown_municipality_gets_suggestions_to_follow(client: TestClient) -> None:
    assert 'href="/kommune/5503">5503 Harstad (Troms)' in client.get("/kommune/Hastad").text


def test_the_place_the_date_and_the_version_stand_on_every_reading_page(
    client: TestClient,
) -> None:
    for page in ("/kommune/5503", "/kommune/5503/prove", "/kommune/5503/kunnskapsgrunnlag"):
        bar = client.get(page).text.split('class="sted"')[1].split("<main")[0]
        assert '<span lang="se">Hárstták</span>' in bar
        assert "Tall per 1. januar 2026" in bar
        assert "versjon 0.2.0" in bar


def test_text_that_looks_like_code_stays_text(client: TestClient) -> None:
    text = client.get("/kommune/5503/prove").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_format_that_is_added_is_offered_on_the_pages_and_had_from_them(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = Format("txt", ".txt", "text/plain", "Tekst", 60, lambda report: report.title.encode())
    known = {**formats(), "txt": added}
    monkeypatch.setattr(publish, "_found", lambda _path: known)
    for page in ("/kommune/5610/rapporter", "/kommune/5610/kunnskapsgrunnlag"):
        assert '/kommune/5610/rapport.txt">Tekst</a>' in client.get(page).text
    assert client.get("/kommune/5610/rapport.txt").text == "Kunnskapsgrunnlag for Karasjok"
    assert client.get("/kommune/5610/prove.txt").status_code == 200


@pytest.mark.parametrize(
    ("file", "media_type", "begins"),
    [
        (
            "rapport.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK",
        ),
        ("rapport.pdf", "application/pdf", b"%PDF"),
        (
            "rapport.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        ("rapport.html", "text/html", b"<!doctype html>"),
        ("rapport.json", "application/json", b"{"),
        ("prove.json", "application/json", b"{"),
        ("prove.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("prove/alternativer.png", "image/png", b"\x89PNG"),
        ("prove/alternativer.svg", "image/svg+xml", b"<svg"),
        (
            "prove/alternativer.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
    ],
)
def test_a_download_has_type_name_and_content(
    client: TestClient, file: str, media_type: str, begins: bytes
) -> None:
    answer = client.get(f"/kommune/5503/{file}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.content.lower().startswith(begins.lower())
    name = answer.headers["content-disposition"]
    assert name.startswith("attachment; ")
    assert f'-5503-harstad.{file.rsplit(".", 1)[1]}"' in name


def test_a_downloaded_picture_carries_its_title_and_source(client: TestClient) -> None:
    text = client.get("/kommune/5503/prove/plasser.svg").text
    assert ">Behovet er 301 plasser i 2040<" in text
    assert ", Eksempel" in text


def test_a_table_downloads_as_text_with_norwegian_heads(client: TestClient) -> None:
    answer = client.get("/kommune/5503/prove/endring.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Alder" in answer.content.decode("utf-8-sig")


def test_a_workbook_download_opens(client: TestClient) -> None:
    book = load_workbook(BytesIO(client.get("/kommune/5503/prove/endring.xlsx").content))
    cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
    assert -427 in cells


def test_health_tells_the_version(client: TestClient) -> None:
    assert client.get("/helse").json() == {"status": "ok", "versjon": "0.2.0"}


def test_the_word_list_holds_the_terms_of_the_chapters(client: TestClient) -> None:
    text = client.get("/ordliste").text
    assert "Plasser delt på innbyggere 80 år og eldre." in text


def test_every_download_a_chapter_offers_is_there(client: TestClient) -> None:
    text = client.get("/kommune/5503/prove").text
    offered = re.findall(r'href="(/kommune/5503/[^"#]+\.(?:png|svg|csv|xlsx|json|md))"', text)
    assert len(offered) > 30
    assert {client.get(file).status_code for file in offered} == {200}
