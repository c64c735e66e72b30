"""Talking to a service politely: within its limits, patient with faults that pass.

Our own and not stamina (tried on paper): waiting must end when the person stops, a pause is the
one the service asks for, and how often to try depends on the fault, which would all be written
anyway. And not pxwebpy's (0.6), which when it was read and measured gave no time limit to the
connection, so that a server that never answers hung it for ever, gave up on the first 5xx answer
or broken connection, and asked ``/config`` and ``/tables`` before each session.
"""

import random
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Self, TypeVar

import httpx2

from veivalg import __version__
from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.foundation.i18n import _
from veivalg.sources.http import causes
from veivalg.sources.http.answers import malformed, parse
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.http.health import Health
from veivalg.sources.http.limits import Gate, Limits, Stop, StoppedError, never, wait

T = TypeVar("T")
_CONNECT_TRIES = 2  # no network shows at once; do not keep a person waiting
_MALFORMED_TRIES = 3
_SLOW_TRIES = 2
_YEAR = 365 * 86_400.0


class Client:
    """A session with one service; safe to share between threads.

    Parameters
    ----------
    url
        Base address, ``https://data.ssb.no/api/pxwebapi/v2``.
    transport
        What carries the calls, when it is not the network.
    """

    def __init__(
        self,
        url: str,
        limits: Limits | None = None,
        stop: Stop = never,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.limits = limits or Limits()
        self._stop = stop
        self._gate = Gate(self.limits, stop)
        self._health = Health(self.limits)
        self._random = random.Random()
        # Who waits longer for one answer than for a service that is down, never sees that it is.
        self._longest = min(self.limits.read_timeout, self.limits.patience)
        timeout = httpx2.Timeout(self._longest, connect=self.limits.connect_timeout)
        self._http = httpx2.Client(
            timeout=timeout, headers={"User-Agent": f"veivalg/{__version__}"}, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self._http.close()

    def get_json(self, address: str) -> dict[str, Any]:
        """Give the JSON object at a full address."""
        return self.send("GET", address, None, parse)

    def send(self, method: str, address: str, body: bytes | None, read: Callable[[bytes], T]) -> T:
        """Send a call, again where a fault may pass; give ``read(body of the answer)``.

        Raises
        ------
        SourceError
            When the service can't be reached, refuses, or keeps answering what `read` refuses.
        StoppedError
            When the person has asked to stop.
        """
        failed: list[SourceError] = []
        while True:
            pause, begun = 0.0, self._health.begin()
            try:
                return read(self._once(method, address, body))
            except _RetryError as again:
                failed.append(again.error)
                if again.pause > self.limits.asked_pause:
                    raise causes.told_to_wait(again.pause) from again.__cause__
                own = 0.0 if again.pause else self._backoff(len(failed))
                pause = again.pause or own
                if again.status != 429:
                    faulty = again.status >= 500
                    self._health.failed(address, own, faulty=faulty, begun=begun)
                if len(failed) >= min(again.tries, self.limits.tries):
                    raise again.error from again.__cause__
            except (SourceChangedError, UnreachableError):
                raise
            except SourceError as error:  # from read: an answer that is not whole
                failed.append(error)
                if len(failed) >= min(_MALFORMED_TRIES, self.limits.tries):
                    raise
            wait(pause or self._backoff(len(failed)), self._stop)

    def _backoff(self, failures: int) -> float:
        longest = min(self.limits.longest_pause, self.limits.pause * 2.0 ** (failures - 1))
        return longest * self._random.uniform(0.5, 1.0)

    def _once(self, method: str, address: str, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            with (
                self._gate.call(),
                self._http.stream(method, address, content=body, headers=headers) as answer,
            ):
                content = self._whole(answer)
        except httpx2.ProxyError as error:
            raise causes.proxy() from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            if barred := causes.between(error, self.url):
                raise barred from error
            raise _RetryError(_unreachable(self.url), tries=_CONNECT_TRIES) from error
        except httpx2.TimeoutException as error:
            raise _RetryError(_too_slow(self.url)) from error
        except httpx2.HTTPError as error:
            raise _RetryError(_broken(self.url)) from error
        except (httpx2.InvalidURL, ValueError) as error:
            raise SourceChangedError(
                _("Adressen {url} kan ikke brukes.").format(url=self.url),
                _("Skriv hele adressen, for eksempel https://data.ssb.no/api/pxwebapi/v2."),
            ) from error
        return self._checked(answer, content, address)

    def _whole(self, answer: httpx2.Response) -> bytes:
        """Give the body, unpacked, but refuse what no answer of a source is as large as."""
        content = bytearray()
        answer.stream = _Timed(answer.stream, self._in_time)
        for part in answer.iter_bytes():
            content += part
            if len(content) > self.limits.answer:
                raise _too_large(self.limits.answer)
        return bytes(content)

    def _in_time(self, seconds: float, size: int) -> None:
        """Raise when an answer comes too slowly as a whole, or the person has asked to stop."""
        if self._stop():
            raise StoppedError
        if seconds > min(self._longest + size / self.limits.slowest, self.limits.longest_answer):
            raise _RetryError(_too_slow(self.url), tries=_SLOW_TRIES)

    def _checked(self, answer: httpx2.Response, content: bytes, address: str) -> bytes:
        status = answer.status_code
        pause = _retry_after(answer.headers.get("Retry-After", ""))
        if status == 407:
            raise causes.proxy()
        if status == 429:
            raise _RetryError(_too_many(), pause, status=status)
        if status >= 500 and status != 511:  # 511: the network wants somebody to sign in
            # An empty 500 is how a value asked for twice is answered: it never passes.
            for_good = status == 500 and not content
            raise _RetryError(_faulty(status), pause, 1 if for_good else 1_000, status)
        if status in (404, 405):
            raise causes.refusal(status, content, address)
        if causes.is_page(answer, content):
            raise causes.page(self.url)
        if status >= 400:
            raise causes.refusal(status, content, address)
        if status >= 300:
            raise malformed(_("tjenesten viser til en annen adresse"))
        self._health.worked(address)
        return content


class _Timed(httpx2.SyncByteStream):
    """Parts of an answer as they come over the line, each with the time and the bytes so far."""

    def __init__(self, parts: Any, look: Callable[[float, int], None]) -> None:
        self._parts, self._look = parts, look

    def __iter__(self) -> Iterator[bytes]:
        begun, size = time.monotonic(), 0
        for part in self._parts:
            size += len(part)
            self._look(time.monotonic() - begun, size)
            yield part

    def close(self) -> None:
        self._parts.close()


class _RetryError(Exception):
    """A fault that may pass; ``error`` is what to say when it does not."""

    def __init__(
        self, error: SourceError, pause: float = 0.0, tries: int = 1_000, status: int = 0
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause
        self.tries = tries
        self.status = status


def _retry_after(text: str) -> float:
    """Read a pause: seconds, a date, or a list whose first is meant; 0 when it can't be read."""
    try:
        if text[:1].isalpha():
            pause = parsedate_to_datetime(text).timestamp() - time.time()
        else:
            pause = float(text.partition(",")[0])
    except (ValueError, OverflowError):
        return 0.0
    return min(pause, _YEAR) if pause > 0 else 0.0  # what is no number isn't above 0 either


def _too_large(most: int) -> SourceError:
    return SourceChangedError(
        _("Svaret fra SSB er større enn {most} MB.").format(most=most // 1_000_000),
        _("Sjekk adressen i --kilde. Ingenting av svaret er lagret."),
    )


def _unreachable(url: str) -> SourceError:
    return UnreachableError(
        _("Får ikke kontakt med SSB på {url}.").format(url=url),
        _("Sjekk nettforbindelsen og prøv igjen. Tallene som er lagret og innebygd, virker uten."),
    )


def _too_slow(url: str) -> SourceError:
    return SourceError(
        _("SSB svarer ikke i tide ({url}).").format(url=url),
        _("Prøv igjen senere. Det som er hentet, hentes ikke på nytt."),
    )


def _broken(url: str) -> SourceError:
    return SourceError(
        _("Forbindelsen til SSB ble brutt ({url}).").format(url=url),
        _("Prøv igjen. Det som er hentet, hentes ikke på nytt."),
    )


def _too_many() -> SourceError:
    return SourceError(
        _("SSB tar ikke imot flere spørringer akkurat nå (kode 429)."),
        _("Vent et par minutter og prøv igjen. Det som er hentet, hentes ikke på nytt."),
    )


def _faulty(status: int) -> SourceError:
    return SourceError(
        _("SSBs tjeneste har en feil (kode {status}).").format(status=status),
        _("Prøv igjen senere. Det som er hentet, hentes ikke på nytt."),
    )
