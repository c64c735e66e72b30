"""What every answer must keep to: known host names, posts from our own pages alone, nothing from
outside."""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veivalg.foundation.i18n import _

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Chart drawings carry style attributes; style sheets and scripts come from us alone.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


READS = ("GET", "HEAD", "OPTIONS")
"""What changes nothing."""
TOO_LONG = 413
Answer = Callable[[Request, Exception], Awaitable[Response]]


class Guard:
    """ASGI middleware: refuses foreign hosts, and posts not from our pages; adds security headers.

    Parameters
    ----------
    hosts
        Host names the server answers to, without port. A page elsewhere whose name is made to
        point at this machine (DNS rebinding) is thereby refused. Empty means any.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await _unusable(scope["path"])(scope, receive, guarded)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal:
            await PlainTextResponse(refusal, 403)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> str:
        host = headers.get("host", "")
        if self._hosts and host_name(host) not in self._hosts:
            return _("Veivalg svarer bare på adressen 127.0.0.1 eller localhost på denne maskinen.")
        if scope["method"] not in READS:
            return _not_ours(f"{scope['scheme']}://{host}", headers)
        return ""


def _unusable(path: str) -> Response:
    """Refuse an address with a NUL, in the form the one who asks reads."""
    told = _("Adressen har et tegn som ikke kan brukes.")
    if path.startswith("/api/"):
        return JSONResponse({"feil": told, "gjor": _("Sjekk adressen.")}, 400)
    return PlainTextResponse(told, 400)


class Friendly:
    """ASGI middleware: an error nobody expected becomes a page, and never a traceback.

    Parameters
    ----------
    failed
        Makes the page from the request and the error.
    refused
        Makes the page for what is longer than its route takes: the limit itself answers in English.
    """

    def __init__(self, app: ASGIApp, failed: Answer, refused: Answer) -> None:
        self._app = app
        self._failed = failed
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer in its place when it fails before answering."""
        begun = too_long = False

        async def watched(message: Message) -> None:
            nonlocal begun, too_long
            too_long = too_long or message.get("status") == TOO_LONG
            if not too_long:
                begun = begun or message["type"] == "http.response.start"
                await send(message)

        try:
            await self._app(scope, receive, watched)
            if too_long:
                response = await self._refused(Request(scope), HTTPException(TOO_LONG))
                await response(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            response = await self._failed(Request(scope), error)
            await response(scope, receive, send)


def host_name(host: str) -> str:
    """Give the name in a Host header, without port and brackets.

    Examples
    --------
    >>> host_name("[::1]:8765"), host_name("LOCALHOST")
    ('::1', 'localhost')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _not_ours(origin: str, headers: Headers) -> str:
    """Say why something that would change the data is not from a page of ours; empty when it is.

    Every browser of today tells with a post which page it is from (`Origin`), and nearly all
    whether that is our own (`Sec-Fetch-Site`). A page can set neither, so one of them must say that
    it is ours, and none that it isn't. A program must say so too, and thereby that it means it.
    """
    site, page = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none") or page not in (None, origin):
        return _("Forespørselen kom fra en annen nettside, og er ikke utført.")
    if site == "same-origin" or page == origin:
        return ""
    return _(
        "Forespørselen sier ikke hvilken nettside den kommer fra, og er ikke utført. Bruk skjemaet "
        "på siden. Et program må sende «Origin: {origin}»."
    ).format(origin=origin)
