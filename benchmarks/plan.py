"""Planning a fetch for all municipalities: calls, cells, addresses and time within SSB's limits.

Run: ``python -m benchmarks.plan [--json FILE]``. The metadata are the tables' own, as the stand-in
serves them; the plan is the one `veivalg hent --alle` makes. No call for data is made.
"""

from __future__ import annotations

import argparse
import json
import time
from math import ceil
from pathlib import Path

from tools.standin.__main__ import statistics_folder
from tools.standin.cube import Cube
from tools.standin.figures import fixture_figures, shared_figures
from tools.standin.tables import cubes

from veivalg.norway.register import municipalities
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb import shape
from veivalg.sources.ssb.fetch import SSB_URL
from veivalg.sources.ssb.metadata import read_metadata
from veivalg.sources.ssb.plan import Query, plan
from veivalg.sources.ssb.regions import ask
from veivalg.sources.ssb.tables import SPECS, TableSpec


def planned(spec: TableSpec, cube: Cube, limits: Limits) -> list[Query]:
    """Give the calls for every municipality, Norway and the KOSTRA groups."""
    meta = read_metadata(spec.id, cube.metadata())
    checked = shape.check(spec, meta)
    groups = {m.kostra_group for m in municipalities() if m.kostra_group}
    places = ["0", *(m.code for m in municipalities()), *sorted(groups)]
    lists = {c.id: c.json() for axis in cube.axes for c in axis.codelists}
    calls: list[Query] = []
    for part in ask(
        meta, spec.region, places, checked.years, merged=spec.merged, codelist=lists.__getitem__
    ):
        calls += plan(
            spec.id,
            spec.region,
            part.codes,
            checked.selection,
            codelist=part.codelist,
            whole=shape.whole_dimensions(checked, meta),
            limits=limits,
        )
    return calls


def measure() -> list[dict[str, object]]:
    """Plan every table; one row each."""
    folder = statistics_folder()
    served = {c.id: c for c in cubes(shared_figures(folder) if folder else fixture_figures())}
    limits, rows = Limits(), []
    for spec in SPECS:
        started = time.perf_counter()
        calls = planned(spec, served[spec.id], limits)
        addresses = [len(call.address(SSB_URL)) for call in calls]
        rows.append(
            {
                "table": spec.id,
                "places": len({p for c in calls for p in c.places}),
                "calls": len(calls),
                "cells": sum(c.cells for c in calls),
                "largest": max(c.cells for c in calls),
                "longest_address": max(addresses),
                "by_post": sum(a > limits.address for a in addresses),
                "ms": (time.perf_counter() - started) * 1e3,
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Plan for henting av alle kommuner.")
    parser.add_argument("--json", type=Path, help="skriv resultatet hit")
    chosen = parser.parse_args()
    rows, limits = measure(), Limits()
    names = list(rows[0])
    print("".join(f"{name:>17}" for name in names))
    for row in rows:
        print(
            "".join(f"{v:>17,.1f}" if isinstance(v, float) else f"{v!s:>17}" for v in row.values())
        )
    # Each table also takes a call for metadata, and those with a code list one for that.
    data = sum(int(str(row["calls"])) for row in rows)
    total = data + len(rows) + 2
    minutes = max(0, ceil(total / limits.calls) - 1)
    print(
        f"{data} kall etter tall, {total} kall i alt; minst {minutes} min med "
        f"{limits.calls} kall i minuttet, {limits.at_once} om gangen."
    )
    if chosen.json:
        result = {"tables": rows, "calls": total, "minutes_at_least": minutes}
        chosen.json.write_text(json.dumps(result, indent=1), "utf-8")


if __name__ == "__main__":
    main()
