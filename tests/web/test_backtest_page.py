"""The page «Etterprøving» answers, and its files can be fetched."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_the_page_shows_errors_intervals_and_losses(client: TestClient) -> None:
    page = client.get("/etterproving")
    assert page.status_code == 200
    for words in ("Hvor store er feilene?", "Holder intervallene", "Hvor taper vi?"):
        assert words in page.text
    assert "/etterproving" in client.get("/metode").text


@pytest.mark.parametrize(
    ("file", "status"),
    [
        ("hele.md", 200),
        ("hele.xlsx", 200),
        ("feil-samlet.svg", 200),
        ("tap.csv", 200),
        ("tap.png", 404),
        ("ingen.csv", 404),
        ("hele.exe", 404),
    ],
)
def test_tables_and_charts_can_be_fetched(client: TestClient, file: str, status: int) -> None:
    assert client.get(f"/etterproving/{file}").status_code == status
