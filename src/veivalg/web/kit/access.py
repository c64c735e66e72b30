"""Who is let in to the local server: the browser that was opened with its token, and no other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote_plus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from veivalg.foundation import platform
from veivalg.web.kit.token import PARAMETER, Token, cookie_name

OPEN = ("/static/", "/favicon.ico")
"""Stylesheets, script and fonts: they come with the program and are the same for everyone."""
GIVEN = "veivalg.given"
"""Where a request keeps what stood in its address."""
YEAR = 365 * 24 * 3600
Locked = Callable[[Request, bool], Response]


class Unseen:
    """ASGI middleware, outside all others: takes what opens doors out of the address of a request.

    Nothing else then sees it, so it comes in no page, no log and no `Referer`, whatever the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without it; what it was is kept beside."""
        if scope["type"] == "http":
            scope[GIVEN] = take(scope, PARAMETER)
        await self._app(scope, receive, send)


class Access:
    """ASGI middleware: refuses whoever has neither the token in the address nor its cookie.

    Parameters
    ----------
    token
        None: everyone on the machine is let in.
    locked
        Makes the answer to who is not let in; is told whether what was given is wrong.
    """

    def __init__(self, app: ASGIApp, token: Token | None, locked: Locked) -> None:
        self._app = app
        self._token = token
        self._locked = locked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with how to be let in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._answer(Request(scope), scope.get(GIVEN))
        await (self._app if answer is None else answer)(scope, receive, send)

    def _answer(self, request: Request, given: str | None) -> Response | None:
        """Give what is answered at the door; None to who may go in."""
        token, path = self._token, request.scope["path"]
        reads = request.method in ("GET", "HEAD")
        if token is None:
            return _moved(request) if given is not None and reads else None
        if path.startswith(OPEN):
            return None
        port = request.scope["server"][1]
        known = token.is_cookie(request.cookies.get(cookie_name(port), ""), port)
        if given is None or not reads:
            return None if known else self._locked(request, given is not None)
        if token.opens(given, by_owner=is_owner(request.scope)):
            return _moved(request, token.cookie(port), cookie_name(port))
        return _moved(request) if known else self._locked(request, True)


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
