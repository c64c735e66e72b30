"""Decoding 257,000 JSON-stat cells: ours, pxwebpy and pyjstat in the same run.

Run: ``python -m benchmarks.decode [--json FILE] [--rounds N]``. All three get the same bytes and
give a table; pxwebpy's list of dictionaries becomes a Polars frame, as its documentation shows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson
import polars as pl

from veivalg.sources.ssb.jsonstat import decode

TARGET = 30.0  # ms
SIZES = {"Region": 101, "Kjonn": 2, "Alder": 106, "ContentsCode": 1, "Tid": 12}


def answer(missing: bool = False) -> bytes:
    """Make an answer of 256,944 cells in the shape of table 07459."""
    codes = {
        "Region": [f"{n:04d}" for n in range(101, 202)],
        "Kjonn": ["1", "2"],
        "Alder": [f"{a:03d}" for a in range(106)],
        "ContentsCode": ["Personer1"],
        "Tid": [str(y) for y in range(2015, 2027)],
    }
    dimension = {
        name: {
            "label": name.lower(),
            "category": {"index": {c: n for n, c in enumerate(own)}, "label": {c: c for c in own}},
            "extension": {"show": "code"},
        }
        for name, own in codes.items()
    }
    cells = int(np.prod(list(SIZES.values())))
    values: list[int | None] = np.random.default_rng(7459).integers(0, 5_000, cells).tolist()
    status = {}
    if missing:
        for n in range(0, cells, 50):
            values[n] = None
            status[str(n)] = ":"
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": "07459",
        "id": list(SIZES),
        "size": list(SIZES.values()),
        "dimension": dimension,
        "role": {},
        "value": values,
    }
    return orjson.dumps(document | ({"status": status} if missing else {}))


def ours(content: bytes) -> int:
    return decode(content).frame.height


def pxwebpy(content: bytes) -> int:
    from pxweb._internal.functions import unpack_table_data

    return pl.DataFrame(unpack_table_data(json.loads(content))).height


def pyjstat(content: bytes) -> int:
    from pyjstat import pyjstat as library

    return len(library.Dataset.read(content.decode()).write("dataframe", naming="id"))


def milliseconds(decoder: Callable[[bytes], int], content: bytes, rounds: int) -> dict[str, float]:
    """Give the best and the median time of `rounds` after one that does not count."""
    decoder(content)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        decoder(content)
        times.append((time.perf_counter() - started) * 1e3)
    return {"best": min(times), "median": statistics.median(times)}


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Measure everything; give name → best and median milliseconds."""
    plain, missing = answer(), answer(missing=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "veivalg": milliseconds(ours, plain, rounds),
            "veivalg, 2 % skjermet": milliseconds(ours, missing, rounds),
            "pxwebpy": milliseconds(pxwebpy, plain, max(3, rounds // 4)),
            "pyjstat": milliseconds(pyjstat, plain, max(3, rounds // 4)),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Dekoding av JSON-stat.")
    parser.add_argument("--json", type=Path, help="skriv resultatet hit")
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    found = measure(chosen.rounds)
    cells = int(np.prod(list(SIZES.values())))
    ours_best = found["veivalg"]["best"]
    print(f"Dekoding av {cells} celler, {chosen.rounds} ganger: beste, median, ganger vår beste")
    for name, taken in found.items():
        ratio = taken["best"] / ours_best
        print(f"  {name:<24}{taken['best']:9.1f} ms {taken['median']:9.1f} ms {ratio:7.1f} ×")
    print(f"  mål ≤ {TARGET:g} ms: {'ja' if ours_best <= TARGET else 'NEI'}")
    if chosen.json:
        result = {"cells": cells, "target_ms": TARGET, "milliseconds": found}
        chosen.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
