"""Search from a municipality's pages: 200 questions, each word of its report, its half and a slip.

The questions are words of the whole knowledge base in an order of chance: whole words, beginnings
of them, pairs, and words with two letters swapped. Each is answered as a whole page.
"""

from __future__ import annotations

import gzip
import random
import re
import time
from collections.abc import Iterator
from urllib.parse import quote

from benchmarks.measure import Row, percentile
from benchmarks.server import get, running

PLACE, QUESTIONS, MOST_MS = "/kommune/5503", 200, 50


def questions(page: str, seed: int = 1) -> Iterator[str]:
    """Give questions made of the words of a page."""
    found = re.findall(r"[a-zæøå]{4,}", re.sub(r"<[^>]+>", " ", page).lower())
    words, draw = sorted(set(found)), random.Random(seed)
    for n in range(QUESTIONS):
        one, other = draw.sample(words, 2)
        yield (one, one[: len(one) // 2 + 1], f"{one} {other}", one[0] + one[2] + one[1] + one[3:])[
            n % 4
        ]


def measure() -> list[Row]:
    """Give the rows of the table."""
    with running() as server:
        _status, body = get(server.port, f"{PLACE}/kunnskapsgrunnlag")
        began = time.perf_counter()
        get(server.port, f"{PLACE}/sok?q=demens")
        first, times = time.perf_counter() - began, []
        for question in questions(gzip.decompress(body).decode()):
            began = time.perf_counter()
            status, _hits = get(server.port, f"{PLACE}/sok?q={quote(question)}")
            times.append(time.perf_counter() - began)
            if status not in (200, 404):
                raise RuntimeError(f"søket svarte {status} på {question!r}")
        return [
            Row("Søk: første svar, alt legges i registeret", first * 1e3, "ms"),
            Row(
                f"p95 søk i en kommune, {QUESTIONS} spørsmål, hele siden",
                percentile(times, 95) * 1e3,
                "ms",
                MOST_MS,
            ),
        ]
