"""Every text a person can store, by whatever door, is shown on every page and in every format."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.tiers import FULL, sized
from tests.web.conftest import HOST
from tests.web.fuzz import encoded
from tests.web.nasty import NASTY
from tests.web.test_own_budget import fields

from veivalg.chapters.common.registry import all_chapters
from veivalg.maths.scenarios.model import BuildingStep, Scenario, to_dict
from veivalg.publish import formats
from veivalg.publish.format import WHOLE
from veivalg.web.app import create_app

CODE = "1833"
HOME = f"/kommune/{CODE}"
TEXTS: Sequence[str] = NASTY if FULL else NASTY[::12]
CHAPTERS = sized(("demens", "skole"), tuple(c.id for c in all_chapters()))
"""Chapters with notes: one of official figures, and one of the municipality's own rows."""
FORMATS = sized(("docx", "pdf", "xlsx", "json"), tuple(formats(WHOLE)))
PLAIN = ("{0}", "{{ 7*7 }}", "%(x)s", "<script>alert(1)</script>", "${x}", "']]>")
"""Texts that must be shown just as they are written."""
SENT = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(tmp_path / "data", source_url=f"{HOST}:9/")
    with TestClient(
        app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False, headers=SENT
    ) as made:
        yield made


def post(client: TestClient, path: str, form: dict[str, str]) -> int:
    """Send a form as a browser does; half characters are bytes like others."""
    sent = {"content-type": "application/x-www-form-urlencoded"}
    content = encoded(tuple(form.items())).encode()
    return client.post(f"{HOME}/{path}", content=content, headers=sent).status_code


def as_link(scenario: Scenario) -> str:
    """Write a scenario as a link can hold it, half characters too."""
    plain = json.dumps(to_dict(scenario)).encode()
    return base64.urlsafe_b64encode(zlib.compress(plain)).decode().rstrip("=")


def store(client: TestClient, text: str, number: int) -> dict[str, int]:
    """Send a text in at every door there is; give how each answered."""
    step = BuildingStep(text, 2030, {"institution": 10.0}, 1e6, 0.5, text)
    room = Scenario(text or "Tom", steps=(step,))
    known = {"slag": "housing", "aar": "2029", "antall": "40", "hvorfor": text, "hvem": "Kari"}
    told = {
        "merknad": post(
            client, f"{CHAPTERS[0]}/merknad", {"about": "Tallet", "text": text, "who": "Kari"}
        ),
        "om": post(
            client, f"{CHAPTERS[-1]}/merknad", {"about": text, "text": f"{number}", "who": text}
        ),
        "scenario": post(
            client,
            "scenariorom/lagre",
            {"navn": text, "scenario": as_link(room), "hvem": text, "tilbake": f"s={text}"},
        ),
        "lokalkunnskap": post(client, "scenariorom/lokalkunnskap", known),
        "hvem": post(client, "scenariorom/lokalkunnskap", known | {"hvem": text, "hvorfor": "a"}),
        "sammenlikn": post(client, "sammenlikn", {"ny": text}),
    }
    form = fields(client.get(f"{HOME}/rammenedtrekk/rediger").text)
    names = [name for name in form if re.fullmatch(r"s\.\d+\.navn", name)]
    if names:
        changed = form | {names[number % len(names)]: f"{text}{number}", "handling": "lagre"}
        told["ramme"] = post(client, "rammenedtrekk/rediger", changed)
    told["egne"] = bring(client, text, number)
    return told


def bring(client: TestClient, text: str, number: int) -> int:
    """Bring a table of documents that says a text, and take it in where it may be."""
    rows = [["Dokument", "År", "Slags dokument", "Laget av"], [f"Plan {number} {text}", "2023"]]
    rows[1] += ["plan", text or "Kommunen"]
    lines = (";".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    content = "\r\n".join(lines).encode("utf-8", "replace")
    answer = client.post(
        f"{HOME}/egne-tall/mottak", files={"fil": (f"{number}.csv", content, "text/csv")}
    )
    where = answer.headers.get("location", "").partition("?")[0]
    return client.post(f"{where}/ta-inn").status_code if where else answer.status_code


def pages() -> Iterator[str]:
    """Give every page and file that shows what is stored."""
    for chapter in CHAPTERS:
        yield f"{HOME}/{chapter}"
        yield from (f"{HOME}/{chapter}.{form}" for form in FORMATS)
    yield f"{HOME}/scenariorom"
    yield f"{HOME}/scenariorom/svar?hele=1"
    yield from (f"{HOME}/scenariorom.{form}" for form in FORMATS[:: sized(2, 1)])
    for own in ("", "/dokumenter", "/budsjettramme", "/dokumenter.csv", "/dokumenter.xlsx"):
        yield f"{HOME}/egne-tall{own}"
    yield f"{HOME}/rammenedtrekk/rediger"
    yield f"{HOME}/sammenlikn"
    if FULL:
        yield from (HOME, f"{HOME}/kunnskapsgrunnlag", f"{HOME}/plan-innenfor-rammene")
        yield f"{HOME}/dokumenter-sok?q=plan"
        yield from (f"{HOME}/rapport.{form}" for form in FORMATS)


def test_no_stored_text_breaks_a_page_or_a_file(client: TestClient) -> None:
    told = {text[:40]: store(client, text, n) for n, text in enumerate(TEXTS)}
    assert all(status < 500 for doors in told.values() for status in doors.values()), told
    kept = {door for doors in told.values() for door, status in doors.items() if status < 400}
    assert kept >= {"merknad", "om", "scenario", "lokalkunnskap", "egne"}, told
    for page in pages():
        answer = client.get(page)
        assert answer.status_code < 500, (page, answer.text[:300])


def test_what_was_stored_stands_there_as_it_was_written(client: TestClient) -> None:
    for number, text in enumerate(PLAIN):
        store(client, text, number)
    for page in (f"{HOME}/{CHAPTERS[0]}", f"{HOME}/scenariorom"):
        shown = client.get(page).text
        assert "<script>alert(1)" not in shown
        read = unescape(re.sub(r"<[^>]+>", " ", shown))
        assert all(text in read for text in PLAIN), (page, [t for t in PLAIN if t not in read])
