"""We keep within what the service allows, also with several threads."""

from __future__ import annotations

import threading
import time

import pytest

from veivalg.sources.http.limits import Gate, Limits, StoppedError, wait


def _use(gate: Gate, times: list[float], under_way: list[int], most: list[int]) -> None:
    with gate.call():
        times.append(time.monotonic())
        under_way.append(1)
        most.append(len(under_way))
        time.sleep(0.005)
        under_way.pop()


def test_no_sliding_window_holds_more_calls_than_allowed_and_no_moment_more_than_two():
    limits = Limits(calls=5, window=0.3, at_once=2)
    gate, times, under_way, most = Gate(limits), [], [], []
    threads = [
        threading.Thread(target=_use, args=(gate, times, under_way, most)) for _ in range(18)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    assert len(times) == 18
    assert max(most) <= 2
    for n, start in enumerate(times):
        assert sum(start <= t < start + limits.window for t in times[n:]) <= limits.calls
    assert times[-1] - times[0] >= 3 * limits.window  # 18 calls at 5 a window


def test_waiting_stops_soon_after_it_is_asked_to():
    asked = threading.Event()
    threading.Timer(0.1, asked.set).start()
    started = time.monotonic()
    with pytest.raises(StoppedError):
        wait(30.0, asked.is_set)
    assert time.monotonic() - started < 2.0


def test_a_full_window_does_not_keep_a_stop_waiting():
    asked = threading.Event()
    gate = Gate(Limits(calls=1, window=60.0), asked.is_set)
    with gate.call():
        pass
    threading.Timer(0.1, asked.set).start()
    with pytest.raises(StoppedError), gate.call():
        pass


def test_the_live_limits_are_those_seen():
    limits = Limits()
    assert (limits.cells, limits.calls, limits.window, limits.at_once) == (800_000, 30, 60.0, 2)
