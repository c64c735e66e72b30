"""Finished pages are made once, sent packed, and thrown out when there is no more room."""

from __future__ import annotations

import gzip
import os
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from veivalg.content import Source
from veivalg.foundation.cache import Cache, Store
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.web.kit.at_hand import table_status
from veivalg.web.kit.finished import Page, disposition, finished_pages, pack
from veivalg.web.kit.library import Library


def test_a_page_is_made_once_however_many_ask_at_once() -> None:
    cache, made = finished_pages(), []

    def render():  # type: ignore[no-untyped-def]
        made.append(1)
        time.sleep(0.05)
        return pack(b"<p>Hei</p>")

    readers = [threading.Thread(target=cache.get, args=("k", render)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(made) == 1


def test_a_failed_making_is_tried_again() -> None:
    cache = finished_pages()

    def broken():  # type: ignore[no-untyped-def]
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.get("k", broken)
    assert cache.get("k", lambda: pack(b"ja")).body() == b"ja"


def test_the_least_recently_read_pages_go_first_and_the_limit_holds() -> None:
    cache = Cache[Page](size=lambda page: len(page.packed), store=Store(0.04))
    for number in range(12):
        cache.get(number, lambda: pack(os.urandom(5_000)))
        cache.find(0)
    assert cache.bytes <= 40_000
    assert cache.find(0) is not None
    assert cache.find(1) is None
    assert cache.find(11) is not None


def test_a_page_too_big_for_the_cache_is_still_given() -> None:
    cache = Cache[Page](size=lambda page: len(page.packed), store=Store(0.001))
    assert len(cache.get("k", lambda: pack(os.urandom(5_000))).body()) == 5_000
    assert cache.bytes == 0


def test_a_reader_gets_it_packed_plain_or_not_at_all(client: TestClient) -> None:
    packed = client.get("/om", headers={"accept-encoding": "gzip"})
    plain = client.get("/om", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    again = client.get("/om", headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_stylesheets_are_packed_and_kept_by_version(client: TestClient) -> None:
    page = client.get("/om").text
    address = page.split('href="/static/site.css')[1].split('"')[0]
    answer = client.get(f"/static/site.css{address}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/static/site.css?v=old").headers["cache-control"]
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404


def test_stored_figures_change_the_version(tmp_path: Path) -> None:
    library = Library(tmp_path)
    before = library.version()
    frame = pl.DataFrame(
        {"municipality": ["0301"], "year": [2024], "sex": ["female"], "age": [0], "persons": [100]}
    )
    Lake(tmp_path).put("population", "0301", frame, Source("ssb", "SSB", "Folkemengde"))
    library.refresh()
    assert library.version() != before


def test_a_table_made_needless_by_a_finer_one_is_not_called_missing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    finer, coarser = "Befolkningsframskriving", "Befolkningsframskriving, hovedtall"
    before = [t.title for t in table_status(library, municipality("0301"))]
    assert before[2:4] == [finer, coarser]
    frame = pl.DataFrame(
        {"municipality": ["0301"], "year": [2030], "sex": ["female"], "age": [0], "persons": [100]}
    ).with_columns(alternative=pl.lit("MMMM"))
    Lake(tmp_path).put("projection", "0301", frame, Source("ssb", "SSB", "Framskriving"))
    after = table_status(library, municipality("0301"))
    assert (after[2].title, after[2].state) == (finer, "hentet")
    assert coarser not in [t.title for t in after]


def test_a_damaged_file_is_told_in_the_status(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"municipality": ["0301"], "year": [2024], "sex": ["female"], "age": [0], "persons": [100]}
    )
    Lake(tmp_path).put("population", "0301", frame, Source("ssb", "SSB", "Folkemengde"))
    next(tmp_path.glob("tall/facts/population/*.parquet")).write_bytes(b"broken")
    status = table_status(Library(tmp_path), municipality("0301"))[0]
    assert status.state == "skadet"
    assert "veivalg hent" in status.source


def test_a_file_name_is_safe_and_whole() -> None:
    header = disposition('Gáivuotna "x"\r\n.pdf')
    assert "\r" not in header
    assert 'filename="Gaivuotna__x___.pdf"' in header
    assert "G%C3%A1ivuotna" in header


def test_packing_is_the_same_each_time() -> None:
    assert pack(b"x").packed == pack(b"x").packed
    assert gzip.decompress(pack(b"x").packed) == b"x"
