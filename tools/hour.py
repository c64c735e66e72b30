"""An hour of readers, imports and reports: does the memory of the server stand still?

``python -m tools.hour --minutter 60`` starts Veivalg over an empty data folder, lets 20 readers
read it, takes in a file every third second and makes a report every tenth, and looks at the memory
of the server and of what it has started. After the first sixth of the time it may grow by a tenth,
and nothing may be answered with a fault.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

from tools.served import Served, brought, family, resident
from veivalg.publish import formats
from veivalg.publish.format import WHOLE

READERS, IMPORTS, REPORTS, THINKS = 20, 3.0, 10.0, 2.0
"""Readers, seconds between imports and between reports, and how long a reader looks at a page."""
WARM, GROWS = 1 / 6, 1.10
CODES = ("5503", "1833", "5610", "0301", "1151", "4204", "1508", "5001", "3907", "4601")
CHAPTERS = ("befolkning", "behov", "demens", "arsverk", "plasser", "okonomi", "skole", "kvalitet")
FORMATS = tuple(formats(WHOLE))
SAMPLED = 5.0
MEGABYTE = 2**20


@dataclass
class Seen:
    """What has been seen: memory by time, answers by status, and the slowest answers."""

    memory: list[tuple[float, int, int]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, kind: str, answer: httpx.Response) -> None:
        """Count an answer; one that is a fault of ours is kept."""
        with self.lock:
            self.answers[kind] += 1
            if answer.status_code >= 400:
                self.answers[f"uten {kind}"] += 1
                self.refused[f"{answer.status_code} {answer.request.url.path}"] += 1
            if answer.status_code >= 500:
                self.faults.append(f"{answer.status_code} {answer.request.url}")

    def guarded(self, act: Callable[[int], None]) -> Callable[[int], None]:
        """Let nobody stop in silence: who does is a fault."""

        def watched(number: int) -> None:
            try:
                act(number)
            except Exception as error:
                with self.lock:
                    self.faults.append(repr(error))

        return watched

    def grown(self) -> tuple[float, float, float]:
        """Give the memory after the warm part, that of the last, and how much larger it is.

        Both are the middle of a part as long as the warm one, so that a report under way, which
        takes its memory and gives it back, is not taken for growth.
        """
        whole = self.memory[-1][0]
        part = whole * WARM
        first = [own + others for t, own, others in self.memory if part <= t < 2 * part]
        last = [own + others for t, own, others in self.memory if t >= whole - part]
        before, after = statistics.median(first), statistics.median(last)
        return before, after, after / before


def page(draw: random.Random) -> str:
    """Give the address of something a reader looks at."""
    code, chapter = draw.choice(CODES), draw.choice(CHAPTERS)
    return draw.choice(
        (
            "/",
            f"/kommune/{code}",
            f"/kommune/{code}/{chapter}",
            f"/kommune/{code}/{chapter}",
            f"/kommune/{code}/{chapter}.xlsx",
            f"/kommune/{code}/egne-tall",
            f"/kommune/{code}/scenariorom",
            f"/kommune/{code}/scenariorom/svar?s.plasser={draw.randint(0, 60)}",
            f"/kommune/{code}/sammenlikn",
            f"/duell/{code}/{draw.choice(CODES)}",
            f"/utforsk?kommune={code}",
            f"/sok?q={draw.choice('abehrtso')}",
            "/metode",
            "/api/kommuner",
            f"/api/kommuner/{code}/kapitler/{chapter}",
        )
    )


def file(draw: random.Random, number: int) -> tuple[str, bytes]:
    """Give a file of pupils that differs from the one before."""
    rows = [f"Skole {i};2025;{g};{draw.randint(8, 60)}" for i in range(40) for g in range(1, 8)]
    return f"elever-{number}.csv", "\n".join(["Skole;Skoleår;Trinn;Elever", *rows]).encode()


def _every(seconds: float, over: threading.Event, act: Callable[[int], None]) -> None:
    number = 0
    while not over.wait(seconds):
        act(number)
        number += 1


def watch(minutes: float, readers: int, thinks: float, folder: Path) -> Seen:
    """Let them read, take in and write for so long; give what was seen."""
    seen, over = Seen(), threading.Event()
    with Served(folder) as server:
        begun = time.monotonic()

        def read(number: int) -> None:
            draw = random.Random(number)
            with server.reader() as reader:
                look = seen.guarded(lambda _: seen.told("lest", reader.get(page(draw))))
                while not over.is_set():  # one page that is not answered is not the last one
                    look(number)
                    over.wait(draw.uniform(0, 2 * thinks))

        def take_in(number: int) -> None:
            draw = random.Random(number)
            with server.reader() as reader:
                where, how = brought(reader, CODES[number % 2], file(draw, number))
                if where:
                    seen.told("tatt inn", reader.post(f"{where}/ta-inn"))
                else:
                    seen.faults.append(f"filen ble ikke tatt imot: {how}")

        def report(number: int) -> None:
            code, form = CODES[number % len(CODES)], FORMATS[number % len(FORMATS)]
            with server.reader() as reader:
                seen.told("rapport", reader.get(f"/kommune/{code}/rapport.{form}"))

        work = [
            *(
                threading.Thread(target=seen.guarded(read), args=(n,), daemon=True)
                for n in range(readers)
            ),
            *(
                threading.Thread(target=_every, args=(each, over, seen.guarded(act)), daemon=True)
                for each, act in ((IMPORTS, take_in), (REPORTS, report))
            ),
        ]
        for one in work:
            one.start()
        every = min(SAMPLED, minutes * 60 / 40)
        while (passed := time.monotonic() - begun) < minutes * 60 and server.alive():
            own, *others = (resident(p) for p in family(server.process.pid))
            seen.memory.append((passed, own, sum(others)))
            if len(seen.memory) % 60 == 0:
                print(f"  {passed / 60:.0f} min: {own / MEGABYTE:.0f} MB", flush=True)
            time.sleep(every)
        over.set()
        if not server.alive():
            seen.faults.append("serveren har stoppet")
        for one in work:
            one.join(60)
    return seen


def told(minutes: float, seen: Seen) -> str:
    """Say what was measured in one line."""
    before, after, times = seen.grown()
    most = max(own + others for _t, own, others in seen.memory)
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(seen.answers.items()) if n)
    return (
        f"{minutes:g} minutter: {counts}, {len(seen.faults)} feil; minne "
        f"{before / MEGABYTE:.0f} MB etter oppvarming, "
        f"{after / MEGABYTE:.0f} MB til slutt ({times:.2f} ×), "
        f"høyest {most / MEGABYTE:.0f} MB"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Watch for as long as is wanted; fail when memory grew or something was not answered."""
    parser = argparse.ArgumentParser("tools.hour", description=__doc__.split("\n")[0])
    parser.add_argument("--minutter", type=float, default=60.0, help="hvor lenge")
    parser.add_argument("--lesere", type=int, default=READERS, help="hvor mange som leser")
    parser.add_argument("--tenker", type=float, default=THINKS, help="sekunder på hver side")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        seen = watch(asked.minutter, asked.lesere, asked.tenker, Path(folder) / "data")
    for fault in seen.faults[:20]:
        print(fault)
    for address, times in seen.refused.most_common(20):
        print(f"  {times} × {address}")
    if any(seen.answers[kind] == 0 for kind in ("lest", "tatt inn", "rapport")):
        seen.faults.append("ikke alt ble prøvd")
    print(told(asked.minutter, seen))
    if seen.faults or seen.grown()[2] > GROWS:
        sys.exit("Minnet vokste mer enn en tidel, eller noe ble ikke besvart.")


if __name__ == "__main__":
    main()
