"""Whether a service is down, so that nobody waits for table after table of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from veivalg.foundation.i18n import _
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.http.limits import Limits


class DownError(UnreachableError):
    """The service is there, but has not given anything for so long that waiting is no use."""


@dataclass(slots=True)
class _Kind:
    """How calls of one kind go: when the first since the last that worked failed, and for what."""

    worked: bool = False
    since: float = 0.0
    told: str = ""
    failing: set[str] = field(default_factory=set)
    faulty: set[str] = field(default_factory=set)


class Health:
    """Follows how calls go, each kind by itself: metadata may be given when figures are not.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._kinds: dict[str, _Kind] = {}

    def worked(self, address: str) -> None:
        """Note that a call was answered."""
        with self._lock:
            self._kinds[_kind(address)] = _Kind(worked=True)

    def begin(self) -> float:
        """Give the time as it is when a call is made, to be told of again when it fails."""
        return self._clock()

    def failed(
        self, address: str, pause: float, *, faulty: bool, begun: float | None = None
    ) -> None:
        """Note that a call failed and is to be made again after a pause.

        Parameters
        ----------
        pause
            Seconds to wait of our own accord: one that the service asks for is made.
        faulty
            Whether the service itself answered that it has a fault (5xx).
        begun
            When the call was made: a service that holds the line gives nothing from then on.

        Raises
        ------
        DownError
            When the first tables asked for were all answered so, or nothing has been given for as
            long as we have patience. One table that fails among others that work is no sign.
        """
        path = address.partition("?")[0]
        with self._lock:
            kind = self._kinds.setdefault(_kind(address), _Kind())
            if not kind.failing:
                now = self._clock()
                kind.since = now if begun is None else begun
                since = datetime.now() - timedelta(seconds=now - kind.since)
                kind.told = since.strftime("%H.%M")
            kind.failing.add(path)
            if faulty:
                kind.faulty.add(path)
            first = not kind.worked and len(kind.faulty) >= self._limits.faulty
            late = self._clock() - kind.since + pause > self._limits.patience
            if first or (late and (not kind.worked or len(kind.failing) > 1)):
                raise DownError(
                    _("SSBs tjeneste er nede: ingen svar siden kl. {since}.").format(
                        since=kind.told
                    ),
                    _("Prøv igjen om en stund. Det som er hentet, hentes ikke på nytt."),
                )


def _kind(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]
