"""Every address version 0.1.0 had leads somewhere still, with its query.

`addresses_0_1_0.txt` has one or more of every route that version answered a GET on, but two that
only hold for a delivery on its way (``egne-tall/mottak/…``, ``…/forskjell``), and the progress
(``….json``) of work that isn't going on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from tests.tiers import sized

from veivalg.web.app import create_app
from veivalg.web.rooms.reading import downloads

HOST = "http://127.0.0.1"
OLD = Path(__file__).with_name("addresses_0_1_0.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    patch = pytest.MonkeyPatch()
    # That the files are right is tried elsewhere; here it is that they are had.
    patch.setattr(downloads, "publish", lambda report, name: f"{report.title} {name}".encode())
    app = create_app(tmp_path_factory.mktemp("gamle"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST) as made:
        yield made
    patch.undo()


@pytest.mark.parametrize("address", OLD[:: sized(2, 1)])
def test_an_old_address_leads_to_a_page_or_a_file(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    if answer.history and address.startswith("/kommune/"):
        asked, got = urlsplit(address).query, answer.url.query.decode()
        assert asked in ("", got)
