"""Which language a page is shown in: what the reader asks for, among those that are translated."""

from functools import cache

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from veivalg.foundation.i18n import LANGUAGES, LOCALES, use_language

SOURCE = "nb"
# Browsers' codes for the same languages.
_SAME = {"no": "nb", "nb": "nb", "nn": "nn", "se": "se", "sme": "se", "en": "en"}


@cache
def available() -> tuple[str, ...]:
    """Give the languages that have texts; bokmål always has."""
    found = (
        code for code in LANGUAGES if (LOCALES / code / "LC_MESSAGES" / "veivalg.mo").is_file()
    )
    return tuple(dict.fromkeys((SOURCE, *found)))


class Spoken:
    """ASGI middleware: every answer is made in the language its reader asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on in its language; the threads it uses have it too."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with use_language(choose(Request(scope))):
            await self._app(scope, receive, send)


def choose(request: Request) -> str:
    """Give the language of the answer: ``?sprak=`` first, then what the browser prefers."""
    asked = request.query_params.get("sprak", "")
    for code in (asked, *_preferred(request.headers.get("accept-language", ""))):
        known = _SAME.get(code.lower())
        if known in available():
            return known
    return SOURCE


def _preferred(header: str) -> list[str]:
    """Give the language codes of an Accept-Language header, most wanted first.

    Examples
    --------
    >>> _preferred("en;q=0.5, nn-NO, de;q=x")
    ['nn', 'en']
    """
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag.split("-")[0]))
        except ValueError:
            continue
    return [code for _, code in sorted(wanted, key=lambda pair: -pair[0]) if code]
