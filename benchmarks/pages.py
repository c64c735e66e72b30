"""Pages under 20 simultaneous readers: p50, p95 and memory; and start to first page."""

from __future__ import annotations

import http.client
import threading
import time

from benchmarks.measure import Row, median, percentile
from benchmarks.server import get, resident_mb, running

READERS, ROUNDS = 20, 15
PAGES = {
    "forside": "/",
    "kommuneside": "/kommune/5503",
    "hele kunnskapsgrunnlaget": "/kommune/5503/kunnskapsgrunnlag",
    "befolkning": "/kommune/5503/befolkning",
    "behov": "/kommune/5503/behov",
    "demens": "/kommune/5503/demens",
    "årsverk": "/kommune/5503/arsverk",
    "plasser": "/kommune/5503/plasser",
    "søk": "/sok?q=har",
    "metode": "/metode/M1",
}


def read_together(port: int, path: str) -> list[float]:
    """Let `READERS` people read the same page `ROUNDS` times each, all at once; seconds a page."""
    times: list[float] = []
    ready = threading.Barrier(READERS)

    def reader() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        ready.wait()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} svarte {answer.status}")
            times.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=reader) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != READERS * ROUNDS:
        raise RuntimeError(f"{path}: {len(times)} av {READERS * ROUNDS} svar kom")
    return times


def measure() -> list[Row]:
    """Give the rows of the table: warm start, each page, memory."""
    starts = []
    for _ in range(3):
        with running() as server:
            starts.append(server.seconds)
    rows = [Row("Varm start til første side", median(starts), "s", 2.0)]
    with running() as server:
        for path in PAGES.values():
            get(server.port, path)
        for name, path in PAGES.items():
            times = read_together(server.port, path)
            rows.append(
                Row(f"p95 {name}, {READERS} lesere", percentile(times, 95) * 1e3, "ms", 100)
            )
        rows.append(Row("Minne i serveren etterpå", resident_mb(server.pid), "MB", 500))
    return rows
