"""Rapporter: what people write of a report is kept, and stands in every document."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from starlette.testclient import TestClient

from veivalg.content.about import FACTS, TEXTS
from veivalg.publish import formats
from veivalg.publish.format import CHOSEN, WHOLE
from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
PAGE = "/kommune/5503/rapporter"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def client(sample_registry: None, tmp_path: Path) -> TestClient:
    app = create_app(tmp_path, source_url=f"{HOST}:9/")
    return TestClient(app, base_url=HOST, follow_redirects=False)


def test_every_document_is_offered_and_given(client: TestClient) -> None:
    page = client.get(PAGE).text
    for name, kind in formats(CHOSEN).items():
        assert f'href="{PAGE}/{name}"' in page
        sent = client.get(f"{PAGE}/{name}")
        assert sent.status_code == 200 and sent.headers["content-type"] == kind.media_type
        assert kind.suffix in sent.headers["content-disposition"]
    assert all(f'href="/kommune/5503/rapport.{name}"' in page for name in formats(WHOLE))
    assert client.get(f"{PAGE}/finnes-ikke").status_code == 404


def test_the_overview_leads_to_the_documents(client: TestClient) -> None:
    assert f'href="{PAGE}"' in client.get("/kommune/5503").text


def test_what_is_written_is_kept_and_stands_in_the_documents(client: TestClient) -> None:
    said = {name: f"Fakta {name}" for name in FACTS} | {n: f"Tekst {n} <b>" for n in TEXTS}
    assert client.post(PAGE, data=said).status_code == 303
    page = client.get(PAGE).text
    assert all(f"Fakta {name}" in page for name in FACTS)
    assert all(f"Tekst {name} &lt;b&gt;" in page for name in TEXTS)
    word = Document(io.BytesIO(client.get("/kommune/5503/rapport.docx").content))
    text = "\n".join(p.text for p in word.paragraphs)
    assert all(f"Tekst {name} <b>" in text for name in TEXTS)
    assert all(f"Fakta {name}" in text for name in FACTS)
    assert "Fakta author" not in client.get("/kommune/1833/rapporter").text


def test_a_national_id_is_refused_and_nothing_is_kept(client: TestClient) -> None:
    sent = client.post(PAGE, data={"author": "Kari", "foreword": "Bruker 01019012345, se"})
    page = client.get(PAGE).text
    assert (sent.status_code == 400) == ("Kari" not in page)
    sent = client.post(PAGE, data={"author": "x" * 200})
    assert sent.status_code == 400 and "for lang" in sent.text


def test_a_logo_is_kept_and_taken_away(client: TestClient) -> None:
    sent = client.post(f"{PAGE}/logo", files={"logo": ("a.png", PNG, "image/png")})
    assert sent.status_code == 303 and "En logo er lagret" in client.get(PAGE).text
    word = Document(io.BytesIO(client.get(f"{PAGE}/saksframlegg").content))
    assert len(word.inline_shapes) == 1
    assert client.get(f"{PAGE}/oppsummering-pdf").status_code == 200
    bad = client.post(f"{PAGE}/logo", files={"logo": ("a.svg", b"<svg/>", "image/svg+xml")})
    assert bad.status_code == 400 and "PNG" in bad.text
    client.post(f"{PAGE}/logo")
    assert "Ingen logo er lagret" in client.get(PAGE).text


def test_the_made_up_municipality_has_documents_and_no_form(client: TestClient) -> None:
    page = client.get("/kommune/0099/rapporter").text
    assert "<textarea" not in page and "Eksempel:" in page
    assert client.post("/kommune/0099/rapporter", data={"author": "x"}).status_code == 404
