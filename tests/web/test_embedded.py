"""A figure in another web site's page: only where it is switched on, only official, only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST
from tests.web.test_read_keys import store_everything

from veivalg.chapters.common.registry import all_chapters, is_official
from veivalg.foundation.errors import UsageError
from veivalg.foundation.settings import EMBED_ENV, embedders
from veivalg.web.app import create_app
from veivalg.web.kit.token import Token

SERVER = "https://veivalg.harstad.kommune.no"
SITES = "https://www.harstad.kommune.no https://intranett.harstad.kommune.no:8443"
FIGURE = "/innebygd/5503/befolkning/pyramide"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a server of a municipality with own figures, that others than this machine reach."""
    monkeypatch.setenv(EMBED_ENV, SITES)
    store_everything(tmp_path, "5503")
    token = Token(tmp_path)
    token.made()
    app = create_app(tmp_path, hosts=["veivalg.harstad.kommune.no"], token=token)
    with TestClient(app, base_url=SERVER, follow_redirects=False) as made:
        yield made


def test_chosen_sites_and_nobody_else_may_show_a_figure(server: TestClient) -> None:
    answer = server.get(FIGURE)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {SITES}")
    assert "default-src 'none'" in policy and "script" not in policy
    assert "<svg" in answer.text and "Kilde" in answer.text and "<script" not in answer.text
    again = server.get(FIGURE, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == policy


def test_every_other_page_still_wants_its_reader_and_is_shown_in_no_frame(
    server: TestClient,
) -> None:
    for path in ("/", "/kommune/5503", "/kommune/5503/befolkning", "/innebygd"):
        answer = server.get(path)
        assert answer.status_code == 401, path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_nothing_a_municipality_has_brought_can_be_shown(
    server: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = create_app(tmp_path_factory.mktemp("tom"), hosts=["veivalg.harstad.kommune.no"])
    shown = 0
    with TestClient(bare, base_url=SERVER) as without:
        for chapter in all_chapters():
            made = server.app.state.site.library.chapter("5503", chapter.id)  # type: ignore[attr-defined]
            for exhibit in list(made.exhibits())[:3]:
                path = f"/innebygd/5503/{chapter.id}/{exhibit.id}"
                answer = server.get(path)
                if not is_official(chapter):
                    assert answer.status_code == 404 and "egne tall" in answer.text, path
                    continue
                assert answer.status_code == 200, path
                assert answer.content == without.get(path).content
                shown += 1
    assert shown > 10


def test_it_is_off_where_nothing_is_chosen_and_on_a_persons_own_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_others = create_app(tmp_path, hosts=["veivalg.harstad.kommune.no"])
    with TestClient(open_to_others, base_url=SERVER) as client:
        assert client.get(FIGURE).status_code == 404
    monkeypatch.setenv(EMBED_ENV, SITES)
    with TestClient(create_app(tmp_path), base_url=HOST) as client:
        answer = client.get(FIGURE)
        assert answer.status_code == 404 and "Last ned figuren" in answer.text
        file = client.get("/kommune/5503/befolkning/pyramide.html")
        assert file.status_code == 200
        assert file.headers["content-disposition"].startswith("attachment")
        assert "http" not in file.text.replace("http://www.w3.org/", "").split("</style>")[1]


def test_a_name_in_the_address_leads_to_the_number(server: TestClient) -> None:
    answer = server.get("/innebygd/Harstad/befolkning/pyramide")
    assert answer.headers["location"] == FIGURE


@pytest.mark.parametrize(
    "sites",
    [
        "http://www.harstad.kommune.no",
        "*",
        "https://*.kommune.no",
        "'self'",
        "https://a.no/side",
        "https://a.no;script-src",
        "https://localhost",
    ],
)
def test_a_site_that_is_not_written_so_is_told_at_start(
    sites: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EMBED_ENV, f"https://www.harstad.kommune.no {sites}")
    with pytest.raises(UsageError, match=EMBED_ENV):
        embedders()
    with pytest.raises(UsageError):
        create_app(tmp_path, hosts=["veivalg.harstad.kommune.no"])
