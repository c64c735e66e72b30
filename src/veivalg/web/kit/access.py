"""Who is let in to the local server: the browser that was opened with its token, and no other.

A program that can't be opened so has a read key instead, for the addresses the key was made for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veivalg.foundation import platform
from veivalg.foundation.i18n import _
from veivalg.web.kit import keys
from veivalg.web.kit.keys import ReadKeys
from veivalg.web.kit.token import PARAMETER, Token, cookie_name

OPEN = ("/static/", "/favicon.ico")
"""Stylesheets, script and fonts: they come with the program and are the same for everyone."""
SECRETS = (PARAMETER, keys.PARAMETER)
GIVEN = "veivalg.given"
"""Where a request keeps what stood in its address."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody isn't let in, and what to do; `locked` when the token is what is missing."""

    status: int
    message: str
    remedy: str
    locked: bool = False
    wrong: bool = False


Told = Callable[[Request, Refusal], Response]


class Unseen:
    """ASGI middleware, outside all others: takes what opens doors out of the address of a request.

    Nothing else then sees it, so it comes in no page, no log and no `Referer`, whatever the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without it; what it was is kept beside."""
        if scope["type"] == "http":
            scope[GIVEN] = {name: take(scope, name) for name in SECRETS}
        await self._app(scope, receive, send)


class Access:
    """ASGI middleware: refuses whoever has neither the token in the address nor its cookie, nor a
    read key for the address.

    Parameters
    ----------
    token
        None: everyone on the machine is let in.
    read_keys
        A request with a key is answered by what the key opens, and by nothing else it may have.
    told
        Makes the answer to who is not let in.
    public
        How addresses begin that are open to everybody; they hold official figures only.
    """

    def __init__(
        self,
        app: ASGIApp,
        token: Token | None,
        read_keys: ReadKeys,
        told: Told,
        public: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._open = (*OPEN, *public)
        self._token = token
        self._keys = read_keys
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with how to be let in."""
        if scope["type"] != "http" or scope["path"].startswith(self._open):
            await self._app(scope, receive, send)
            return
        request, given = Request(scope), scope.get(GIVEN, {})
        key = given.get(keys.PARAMETER)
        if key is None:
            answer = self._answer(request, given.get(PARAMETER))
        else:
            refusal = self._kept_out(request, key)
            answer = self._told(request, refusal) if refusal else None
            send = _without_referrer(send)
        await (self._app if answer is None else answer)(scope, receive, send)

    def _answer(self, request: Request, given: str | None) -> Response | None:
        """Give what is answered at the door; None to who may go in."""
        token = self._token
        reads = request.method in ("GET", "HEAD")
        if token is None:
            return _moved(request) if given is not None and reads else None
        port = request.scope["server"][1]
        known = token.is_cookie(request.cookies.get(cookie_name(port), ""), port)
        if given is None or not reads:
            return None if known else self._told(request, _locked(wrong=given is not None))
        if token.opens(given, by_owner=is_owner(request.scope)):
            return _moved(request, token.cookie(port), cookie_name(port))
        return _moved(request) if known else self._told(request, _locked(wrong=True))

    def _kept_out(self, request: Request, secret: str) -> Refusal | None:
        """Say why a read key doesn't open an address; None when it does."""
        key, name = self._keys.find(secret), keys.name_of(request.scope["path"])
        if key is None or key.revoked:
            told = _("Nøkkelen finnes ikke.") if key is None else _("Nøkkelen er trukket tilbake.")
            return Refusal(401, told, _("Be om en ny. Den lages med «veivalg nokler --ny NAVN»."))
        if request.method not in ("GET", "HEAD"):
            return Refusal(403, _("En nøkkel kan bare lese."), _("Åpne nettsiden for å endre noe."))
        if name in key.routes:
            return None
        listed = ", ".join(_(n.label) for id, n in keys.ROUTES.items() if id in key.routes)
        if name:
            told = _("Nøkkelen gjelder ikke denne adressen.")
        else:
            told = _("Denne adressen kan vise kommunens egne tall, og åpnes ikke av noen nøkkel.")
        return Refusal(403, told, _("Nøkkelen gjelder: {listed}.").format(listed=listed))


def _locked(*, wrong: bool) -> Refusal:
    return Refusal(
        401,
        _("Adressen gjelder ikke lenger.") if wrong else _("Nettsiden er låst."),
        _(
            "Kjør «veivalg adresse» i terminalen på denne maskinen, og åpne adressen den svarer "
            "med."
        ),
        locked=True,
        wrong=wrong,
    )


def _without_referrer(send: Send) -> Send:
    """Let no page that was opened with a key tell its address to the next one."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["referrer-policy"] = "no-referrer"
        await send(message)

    return guarded


def take(scope: Scope, name: str) -> str | None:
    """Take a parameter out of the address of a request, for everything that sees it later.

    Examples
    --------
    >>> scope = {"query_string": b"a=1&token=%C3%A6&b"}
    >>> take(scope, "token"), scope["query_string"]
    ('æ', b'a=1&b')
    """
    taken, left = None, []
    for piece in scope["query_string"].split(b"&"):
        key, _equals, value = piece.decode("latin-1").partition("=")
        if unquote_plus(key) == name:
            taken = unquote_plus(value)
        else:
            left.append(piece)
    if taken is not None:
        scope["query_string"] = b"&".join(left)
    return taken


def is_owner(scope: Scope) -> bool:
    """Say whether a request is from the account the server runs as, or can't be told."""
    client, server = scope.get("client"), scope.get("server")
    mine = client and server and platform.is_mine(tuple(client), tuple(server))
    return mine is not False


def _moved(request: Request, cookie: str = "", name: str = "") -> Response:
    """Send the browser to the same address without the token, with the cookie in its place."""
    # One slash first: two would be the address of another machine.
    path = "/" + quote(request.scope["path"].lstrip("/\\"), safe="/:@!$&'()*+,;=~")
    rest = request.scope["query_string"].decode("latin-1")
    answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
    answer.headers.update({"cache-control": "no-store", "referrer-policy": "no-referrer"})
    if cookie:
        secure = request.scope["scheme"] == "https"
        answer.set_cookie(
            name, cookie, max_age=YEAR, path="/", secure=secure, httponly=True, samesite="strict"
        )
    return answer
