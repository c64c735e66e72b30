"""Whatever is asked, nothing is answered with a fault of ours, whatever was stored before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.tiers import FULL, sized
from tests.web.conftest import HOST
from tests.web.fuzz import Fuzz, table_of_routes, told

from veivalg.web.app import create_app

REQUESTS = sized(400, 20_000)
SEED = 20_261_129


@pytest.fixture
def fuzz(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Fuzz]:
    if not FULL:  # the chapters there are take seconds each: here one stands for all
        request.getfixturevalue("sample_registry")
    app = create_app(tmp_path / "data", source_url=f"{HOST}:9/")
    with TestClient(
        app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False
    ) as client:
        yield Fuzz(client, table_of_routes(app), random.Random(SEED))


def test_no_request_is_answered_with_a_fault_of_ours(fuzz: Fuzz) -> None:
    fuzz.begin()
    for _number in range(REQUESTS):
        fuzz.ask(fuzz.next())
    assert not fuzz.faults, "\n".join(fuzz.faults[:20])
    # Most routes were met, so that it is not the same few that were asked.
    assert len(fuzz.counted) >= sized(0.6, 0.95) * len(fuzz.routes), told(fuzz.counted)
