"""The scenario room under 10 simultaneous users, each moving a lever of a scenario of their own.

Every answer is one nobody has asked for before: a run of 1,000 draws to 2050 with all quantities,
beside two other scenarios, as sentences, table and pictures. A user looks a little at it, as one
who drags a slider does. Beside it the same without any pause, the whole answer with waterfalls,
and one where people move in, so that the population is made again.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

from benchmarks.measure import Row, median, percentile
from benchmarks.server import get, resident_mb, running

USERS, ROUNDS = 10, 12
LOOKS = 1.0
"""Seconds between the moves of one user, on average: a change, a look, the next change."""

ROOM = "/kommune/5503/scenariorom"
LEVERS = {
    "v.sick_leave": (4.0, 14.0),
    "v.coverage_institution": (10.0, 20.0),
    "v.dispensers": (0.0, 200.0),
    "v.full_time": (20.0, 90.0),
}


def change(seed: int) -> str:
    """Give an address nobody has asked for: four levers, each to a tenth."""
    draw = random.Random(seed)
    moved = "&".join(f"{id}={quote(f'{draw.uniform(*ends):.1f}')}" for id, ends in LEVERS.items())
    return f"{ROOM}/svar?nr=2&{moved}"


def ask_together(port: int, address: Callable[[int], str], pause: float) -> list[float]:
    """Let all users move a lever `ROUNDS` times each; seconds an answer."""
    times: list[float] = []
    ready = threading.Barrier(USERS)

    def user(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        waits = random.Random(number)
        ready.wait()
        time.sleep(waits.uniform(0, pause))
        for turn in range(ROUNDS):
            began = time.perf_counter()
            connection.request("GET", address(number * ROUNDS + turn))
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"scenariorommet svarte {answer.status}")
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


def alone(port: int, address: Callable[[int], str], count: int = 15) -> float:
    """Give the median seconds of an answer when nobody else asks."""
    times = []
    for n in range(count):
        began = time.perf_counter()
        get(port, address(n))
        times.append(time.perf_counter() - began)
    return median(times)


def measure() -> list[Row]:
    """Give the rows of the table."""
    with running() as server:
        began = time.perf_counter()
        status, _body = get(server.port, ROOM)
        opened = time.perf_counter() - began
        if status != 200:
            raise RuntimeError(f"scenariorommet svarte {status}")
        for n in range(5):
            get(server.port, change(90_000 + n))
        one = alone(server.port, lambda n: change(10_000 + n))
        whole = alone(server.port, lambda n: change(20_000 + n) + "&hele=1", 8)
        moving = alone(server.port, lambda n: f"{change(30_000 + n)}&v.net_moves={5 * n + 5}", 8)
        paced = ask_together(server.port, change, LOOKS)
        rushed = ask_together(server.port, lambda n: change(50_000 + n), 0.0)
        return [
            Row("Scenariorom: første side, alt gjøres klart", opened, "s"),
            Row("Scenariorom: svar på ett flyttet valg, alene", one * 1e3, "ms", 60),
            Row("Scenariorom: svar når folk flytter inn, alene", moving * 1e3, "ms"),
            Row("Scenariorom: hele svaret med fossefall og tabeller, alene", whole * 1e3, "ms"),
            Row(
                f"p95 scenariorom, {USERS} brukere, {LOOKS:g} s mellom valgene",
                percentile(paced, 95) * 1e3,
                "ms",
                120,
            ),
            Row(f"p95 scenariorom, {USERS} brukere uten pause", percentile(rushed, 95) * 1e3, "ms"),
            Row("Minne i serveren med scenariorommet", resident_mb(server.pid), "MB", 2000),
        ]
