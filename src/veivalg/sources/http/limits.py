"""What a source allows, and a gate that keeps us within it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Stop = Callable[[], bool]
_SLICE = 0.1  # seconds between looks at the stop signal while waiting


class StoppedError(Exception):
    """The person asked to stop; never shown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the PxWeb service and how patient we are.

    The defaults are Statistics Norway's as seen in 2026: 800,000 cells a call, 30 calls in 60
    seconds from one address (its guide; 40 were seen in a header), two at once, addresses of 2,092
    characters answered and of 2,142 refused (we turn to POST at 2,000), and 100–200 regions a call
    work well.

    Parameters
    ----------
    window, connect_timeout, read_timeout, pause, longest_pause
        Seconds; ``pause`` is the first wait before trying again, doubled each time.
    asked_pause
        The longest wait a service may ask for: else it is left, and the person told until when.
    slowest, longest_answer
        Bytes a second that an answer must come with, after the time one is waited for, and the
        most seconds a whole one may take.
    tries
        Times one call is tried in all.
    patience, faulty
        Seconds without one answer, and different tables answered with a fault from the first on,
        before the service is said to be down.
    answer
        The most bytes an answer may hold, unpacked.
    """

    cells: int = 800_000
    calls: int = 30
    window: float = 60.0
    at_once: int = 2
    address: int = 2_000
    regions: int = 200
    connect_timeout: float = 10.0
    read_timeout: float = 90.0
    tries: int = 6
    pause: float = 1.0
    longest_pause: float = 60.0
    asked_pause: float = 60.0
    patience: float = 60.0
    faulty: int = 3
    answer: int = 200_000_000
    slowest: float = 20_000.0
    longest_answer: float = 600.0


def never() -> bool:
    """Never stop."""
    return False


def wait(seconds: float, stop: Stop = never) -> None:
    """Sleep, but raise ``StoppedError`` soon after `stop` says so."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if stop():
            raise StoppedError
        time.sleep(min(left, _SLICE))


class Gate:
    """Lets at most ``at_once`` calls through together and ``calls`` in any sliding window.

    One gate is shared by all threads. A call is counted when it starts; two per cent is added to
    the window, since calls do not all take equally long to arrive.
    """

    def __init__(self, limits: Limits, stop: Stop = never) -> None:
        self._limits = limits
        self._stop = stop
        self._room = threading.Semaphore(limits.at_once)
        self._lock = threading.Lock()
        self._started: deque[float] = deque()

    @contextmanager
    def call(self) -> Iterator[None]:
        """Wait for room, then hold it for the length of the block; stop when asked to."""
        if self._stop():
            raise StoppedError
        while not self._room.acquire(timeout=_SLICE):
            if self._stop():
                raise StoppedError
        try:
            while (pause := self._claim()) > 0:
                wait(pause, self._stop)
            yield
        finally:
            self._room.release()

    def _claim(self) -> float:
        window = self._limits.window * 1.02
        with self._lock:
            now = time.monotonic()
            while self._started and now - self._started[0] >= window:
                self._started.popleft()
            if len(self._started) < self._limits.calls:
                self._started.append(now)
                return 0.0
            return window - (now - self._started[0])
