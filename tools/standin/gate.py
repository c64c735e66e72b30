"""The limits the service keeps its callers to."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandinLimits:
    """As the live service was seen in spring 2026; smaller windows make tests fast."""

    cells: int = 800_000
    calls: int = 30
    window: float = 60.0
    at_once: int = 2
    address: int = 2_092


class Gatekeeper:
    """Counts calls in a sliding window and calls under way; keeps figures for tests to read."""

    def __init__(self, limits: StandinLimits) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._times: deque[float] = deque()
        self._under_way = 0
        self.most_at_once = 0
        self.most_in_window = 0
        self.turned_away = 0

    def enter(self) -> bool:
        """Let a call in, or say no."""
        with self._lock:
            now = time.monotonic()
            while self._times and now - self._times[0] >= self.limits.window:
                self._times.popleft()
            full = len(self._times) >= self.limits.calls
            if full or self._under_way >= self.limits.at_once:
                self.turned_away += 1
                return False
            self._times.append(now)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            self.most_in_window = max(self.most_in_window, len(self._times))
            return True

    def leave(self) -> None:
        """Note that a call that was let in has ended."""
        with self._lock:
            self._under_way -= 1
