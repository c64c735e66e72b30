"""Talking to a service politely: within its limits, patient with faults that pass.

Our own and not stamina (tried on paper): waiting must end when the person stops, a pause is the
one the service asks for, and how often to try depends on the fault, which would all be written
anyway. And not pxwebpy's (0.6), which when it was read and measured gave no time limit to the
connection, so that a server that never answers hung it for ever, gave up on the first 5xx answer
or broken connection, and asked ``/config`` and ``/tables`` before each session.
"""

import random
from collections.abc import Callable
from typing import Any, Self, TypeVar

import httpx2
import orjson

from veivalg import __version__
from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.foundation.i18n import _
from veivalg.sources.http.answers import malformed, parse
from veivalg.sources.http.limits import Gate, Limits, Stop, never, wait

T = TypeVar("T")
_CONNECT_TRIES = 2  # no network shows at once; do not keep a person waiting
_MALFORMED_TRIES = 3


class UnreachableError(SourceError):
    """The service doesn't answer at the address: no network, or something else is there.

    Whatever else is asked for there will fail alike, so that nobody need ask again.
    """


class Client:
    """A session with one service; safe to share between threads.

    Parameters
    ----------
    url
        Base address, ``https://data.ssb.no/api/pxwebapi/v2``.
    """

    def __init__(self, url: str, limits: Limits | None = None, stop: Stop = never) -> None:
        self.url = url.rstrip("/")
        self.limits = limits or Limits()
        self._stop = stop
        self._gate = Gate(self.limits, stop)
        self._random = random.Random()
        timeout = httpx2.Timeout(self.limits.read_timeout, connect=self.limits.connect_timeout)
        self._http = httpx2.Client(
            timeout=timeout, headers={"User-Agent": f"veivalg/{__version__}"}
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
            pause = 0.0
            try:
                return read(self._once(method, address, body))
            except _RetryError as again:
                failed.append(again.error)
                pause = again.pause
                if len(failed) >= min(again.tries, self.limits.tries):
                    raise again.error from again.__cause__
            except SourceChangedError:
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
            with self._gate.call():
                answer = self._http.request(method, address, content=body, headers=headers)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
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
        return self._checked(answer, address)

    def _checked(self, answer: httpx2.Response, address: str) -> bytes:
        if answer.status_code == 429:
            raise _RetryError(_too_many(), pause=_retry_after(answer, self.limits.longest_pause))
        if answer.status_code >= 500:
            # An empty 500 is how a value asked for twice is answered: it never passes.
            for_good = answer.status_code == 500 and not answer.content
            raise _RetryError(_faulty(answer.status_code), tries=1 if for_good else 1_000)
        if answer.status_code >= 400:
            raise _refusal(answer, address)
        if answer.status_code >= 300:
            raise malformed(_("tjenesten viser til en annen adresse"))
        return answer.content


class _RetryError(Exception):
    """A fault that may pass; ``error`` is what to say when it does not."""

    def __init__(self, error: SourceError, pause: float = 0.0, tries: int = 1_000) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause
        self.tries = tries


def _retry_after(answer: httpx2.Response, longest: float) -> float:
    text = answer.headers.get("Retry-After", "")
    return min(float(text), longest) if text.replace(".", "", 1).isdecimal() else 0.0


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


def _refusal(answer: httpx2.Response, address: str) -> SourceError:
    try:
        problem = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        problem = {}
    title = str(problem.get("title", "")) if isinstance(problem, dict) else ""
    if not title and answer.status_code in (404, 405):
        return UnreachableError(
            _("Det er ikke SSBs API som svarer på {address} (kode {status}).").format(
                address=address.partition("?")[0], status=answer.status_code
            ),
            _("Sjekk adressen i --kilde."),
        )
    what = address.partition("?")[0].rpartition("/v2/")[2] or address
    if title == "Non-existent table":
        message = _("SSB har ikke tabellen lenger ({what}).").format(what=what)
    elif title.startswith(("Non-existent", "Missing selection")):
        message = _("SSB kjenner ikke verdiene vi spør om ({what}: {title}).").format(
            what=what, title=title
        )
    else:
        message = _("SSB avslår spørringen ({what}, kode {status} {title}).").format(
            what=what, status=answer.status_code, title=title
        )
    return SourceChangedError(
        message.replace(" )", ")"),
        _("Tabellen er trolig lagt om. Se etter en nyere versjon av Veivalg."),
        changes=(title or str(answer.status_code),),
    )
