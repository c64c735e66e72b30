"""The explorer under 20 simultaneous users over 357 municipalities, 20 years and 2,000 indicators.

Every user asks for a selection nobody has asked for before, so that nothing but the figures
themselves is at hand, and looks at the answer a while. Beside it the same without any pause, when
twenty askers keep one interpreter busy all the time, and a selection that all share.
"""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.measure import Row, percentile
from benchmarks.server import free_port, get, resident_mb
from veivalg.content import Source, SourceKind
from veivalg.lake.lake import Lake
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import indicators
from veivalg.norway.register import municipalities
from veivalg.tables import TABLES, Sourced

USERS, ROUNDS = 20, 8
LOOKS = 2.0
"""Seconds a person looks at an answer, on average."""
YEARS = range(2006, 2026)
TOTAL = int(os.environ.get("VEIVALG_BENCH_INDICATORS", "2000"))
MADE = Source("bench", "Veivalg", "Laget til måling", kind=SourceKind.CONSTRUCTED)
SHARED = "/utforsk?tall=net_debt,care_cost_pi&kommune=5503,1833&landet=1"


def frame(ids: list[str]) -> pl.DataFrame:
    """Make a value for every municipality, year and indicator; one in twenty is hidden."""
    places = [m.code for m in municipalities()]
    shape = len(ids), len(YEARS), len(places)
    draw = np.random.default_rng(1)
    values = draw.normal(0.5, 0.1, shape).ravel()
    hidden = draw.random(values.size) < 0.05
    i, y, k = (a.ravel() for a in np.indices(shape, dtype=np.int32))
    return pl.DataFrame(
        {
            "municipality": pl.Series(places).gather(k),
            "year": (y + YEARS.start).astype(np.int16),
            "indicator": pl.Series(ids).gather(i),
            "value": pl.Series(values).set(pl.Series(hidden), None),
        }
    ).with_columns(
        pl.lit(None, pl.Float64).alias("numerator"),
        pl.lit(None, pl.Float64).alias("denominator"),
        pl.when(pl.col("value").is_null()).then(pl.lit("skjermet")).alias("reason"),
    )


def selections(count: int) -> list[str]:
    """Give addresses no two of which are alike: one to three figures, two to five places."""
    draw = random.Random(7)
    ids, codes = [i.id for i in indicators()], [m.code for m in municipalities()]
    found: dict[str, None] = {}
    while len(found) < count:
        tall = ",".join(draw.sample(ids, draw.randint(1, 3)))
        places = ",".join(draw.sample(codes, draw.randint(2, 5)))
        found[f"/utforsk?tall={tall}&kommune={places}&kart=nei&fra={draw.choice(YEARS[:12])}"] = (
            None
        )
    return list(found)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """Run ``veivalg start`` over `folder`; give port and process."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "veivalg",
            "start",
            "--port",
            str(port),
            "--ingen-nettleser",
            "--uten-token",
            "--data",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _try in range(600):
            try:
                get(port, "/helse")
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask_together(
    port: int, addresses: Callable[[int, int], str], pause: float = 0.0
) -> list[float]:
    """Let all users ask at once, `ROUNDS` times each; seconds an answer.

    Parameters
    ----------
    pause
        Seconds a user looks at an answer before asking for the next, on average.
    """
    times: list[float] = []
    ready = threading.Barrier(USERS)

    def user(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.connect()
        waits = random.Random(number)
        ready.wait()
        for turn in range(ROUNDS):
            path = addresses(number, turn)
            began = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} svarte {answer.status}")
            times.append(time.perf_counter() - began)
            time.sleep(waits.uniform(0, 2 * pause))
        connection.close()

    threads = [threading.Thread(target=user, args=(n,)) for n in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != USERS * ROUNDS:
        raise RuntimeError(f"{len(times)} av {USERS * ROUNDS} svar kom")
    return times


def lookups(made: pl.DataFrame, ids: list[str]) -> list[Row]:
    """Time the question itself, in memory, beside polars over the same rows."""
    began = time.perf_counter()
    figures = Figures(
        Sourced(TABLES["indicators"].validate(made) if made.height < 2e6 else made, {"*": MADE})
    )
    built = time.perf_counter() - began
    draw = random.Random(3)
    places = [m.code for m in municipalities()]
    asked = [(draw.choice(ids), draw.sample(places, 4)) for _n in range(20)]
    began = time.perf_counter()
    for id, codes in asked:
        for code in codes:
            [figures.cell(id, year, code) for year in YEARS]
    dense = (time.perf_counter() - began) / len(asked)
    scanned = _each(
        asked[:5],
        lambda id, codes: made.filter(
            pl.col("indicator") == id, pl.col("municipality").is_in(codes)
        ),
    )
    table = _pandas(made)
    panda = _each(
        asked[:5],
        lambda id, codes: table[
            (table["indicator"] == id) & table["municipality"].isin(codes)
        ].pivot_table(index="year", columns="municipality", values="value", observed=True),
    )
    count = f"{made.height:,}".replace(",", " ")
    return [
        Row(f"Utforsker: {count} rader lagt ut i minnet", built, "s"),
        Row("Utforsker: ett utvalg, rett fra minnet", dense * 1e3, "ms"),
        Row("Utforsker: samme utvalg, polars gjennom alle rader", scanned * 1e3, "ms"),
        Row(
            "Utforsker: samme utvalg, pandas med kategorier",
            panda * 1e3,
            "ms",
            note=f"{panda / dense:.0f} × vår tid",
        ),
    ]


def _each(asked: list[tuple[str, list[str]]], ask: Callable[[str, list[str]], object]) -> float:
    """Give seconds a question."""
    began = time.perf_counter()
    for id, codes in asked:
        ask(id, codes)
    return (time.perf_counter() - began) / len(asked)


def _pandas(made: pl.DataFrame):  # type: ignore[no-untyped-def]
    """Give the rows as pandas has them fastest: texts as categories."""
    import pandas as pd

    found = {"year": made["year"].to_numpy(), "value": made["value"].to_numpy()}
    for name in ("indicator", "municipality"):
        kinds = made[name].unique().sort()
        codes = made[name].cast(pl.Enum(kinds)).to_physical().to_numpy().astype(np.int16)
        found[name] = pd.Categorical.from_codes(codes, kinds.to_list())
    return pd.DataFrame(found)


def measure() -> list[Row]:
    """Give the rows of the table: looking up, distinct selections, a shared one, memory."""
    known = [i.id for i in indicators()]
    ids = known + [f"laget_{n:04d}" for n in range(TOTAL - len(known))]
    rows = lookups(frame(ids), ids)
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        for start in range(0, len(ids), 100):
            lake.put("indicators", f"del-{start:04d}", frame(ids[start : start + 100]), MADE)
        with serving(Path(folder)) as (port, pid):
            began = time.perf_counter()
            get(port, SHARED, timeout=600)
            rows.append(Row("Utforsker: første svar, alt leses", time.perf_counter() - began, "s"))
            paths = selections(2 * USERS * ROUNDS)
            distinct = ask_together(port, lambda n, turn: paths[n * ROUNDS + turn], LOOKS)
            rest = paths[USERS * ROUNDS :]
            rushed = ask_together(port, lambda n, turn: rest[n * ROUNDS + turn])
            shared = ask_together(port, lambda n, turn: SHARED)
            rows += [
                Row(
                    f"p95 utforsker, {USERS} brukere, hver sitt utvalg, {LOOKS:g} s mellom svarene",
                    percentile(distinct, 95) * 1e3,
                    "ms",
                    150,
                ),
                Row(
                    f"p95 utforsker, {USERS} brukere, hver sitt utvalg, uten pause mellom svarene",
                    percentile(rushed, 95) * 1e3,
                    "ms",
                ),
                Row(
                    f"p95 utforsker, {USERS} brukere, samme utvalg, uten pause",
                    percentile(shared, 95) * 1e3,
                    "ms",
                    150,
                ),
                Row("Minne i serveren med utforskeren", resident_mb(pid), "MB", 2000),
            ]
    return rows
