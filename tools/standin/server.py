"""The server: standard library, loopback only, one thread a connection.

The standard library's server is used since it can really cut a connection in the middle of an
answer, which a web framework will not let one do.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from tools.standin.cube import BadRequestError, Cube, DuplicateValueError
from tools.standin.faults import Fault, Faults, change
from tools.standin.gate import Gatekeeper, StandinLimits

BASE = "/api/pxwebapi/v2"
KLASS = "/api/klass/v1"


class _QuietServer(ThreadingHTTPServer):
    """Says nothing of callers that go away, as killed ones do."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Standin:
    """A running stand-in.

    Parameters
    ----------
    cubes
        The tables served.
    klass
        Answer to KLASS ``codesAt`` for 131 (municipalities).

    Examples
    --------
    >>> with Standin([]) as standin:
    ...     standin.url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        cubes: Iterable[Cube],
        *,
        port: int = 0,
        limits: StandinLimits | None = None,
        faults: tuple[Fault, ...] = (),
        klass: bytes = b'{"codes":[]}',
        delay: float = 0.0,
    ) -> None:
        self.cubes = {cube.id: cube for cube in cubes}
        self.faults = Faults(faults)
        self.gate = Gatekeeper(limits or StandinLimits())
        self.klass = klass
        self.delay = delay
        self.log: list[str] = []
        self.closed = False
        handler = type("BoundHandler", (Handler,), {"standin": self})
        self._server = _QuietServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Give the base address of PxWeb API v2."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{BASE}"

    def __enter__(self) -> Standin:
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.closed = True
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """Serve until stopped."""
        self._server.serve_forever(poll_interval=0.05)

    def metadata_calls(self) -> int:
        """Count the calls for metadata so far."""
        return sum(path.endswith("/metadata") for path in self.log)

    def data_calls(self) -> int:
        """Count the calls for data so far."""
        return sum(path.endswith("/data") for path in self.log)


REFUSALS = {
    "500": (500, b"<html>Internal Server Error</html>"),
    "503": (503, b"", {"Retry-After": "Thu, 01 Jan 2026 05:00:00 GMT"}),
    "407": (407, b"", {"Proxy-Authenticate": "Negotiate"}),
    "login": (200, b"<!DOCTYPE html><title>Logg inn</title>", {"Content-Type": "text/html"}),
    "cells": (400, b'{"title":"Too many cells selected","status":403}'),
}
"""What is answered instead of figures: by the service, by a proxy and by a network's sign-in."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    standin: Standin
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        try:
            if self.standin.closed:
                self.close_connection = True  # connections kept open end with the server
            elif parts.path == "/_feil":
                self._admin(body)
            elif parts.path.startswith(KLASS):
                changes = parts.path.endswith("/changes")
                self._send(200, b'{"codeChanges":[]}' if changes else self.standin.klass)
            elif (
                not parts.path.startswith(BASE) or len(self.path) > self.standin.gate.limits.address
            ):
                self._send(404, b"")
            elif self.standin.gate.enter():
                try:
                    self._api(parts.path.removeprefix(BASE), parts.query, body)
                finally:
                    self.standin.gate.leave()
            else:
                self._too_many()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the caller went away, or was cut off on purpose

    def _admin(self, body: bytes) -> None:
        wanted = orjson.loads(body or b"{}").get("feil", [])
        try:
            faults = [Fault(w) if isinstance(w, str) else Fault(**w) for w in wanted]
        except (TypeError, ValueError) as error:
            self._send(400, orjson.dumps({"title": str(error)}))
            return
        self.standin.faults.set(*faults)
        self._send(200, orjson.dumps({"feil": [fault.kind for fault in faults]}))

    def _too_long(self) -> bool:
        return len(self.path) > self.standin.gate.limits.address

    def _too_many(self) -> None:
        # The specification's example; a short pause is asked for so that callers spread out.
        pause = f"{min(1.0, self.standin.gate.limits.window / 10):g}"
        problem = {"title": "Too many requests", "status": 429}
        self._send(429, orjson.dumps(problem), {"Retry-After": pause})

    def _api(self, path: str, query: str, body: bytes) -> None:
        self.standin.log.append(path)
        met = self.standin.faults.now(path)
        time.sleep(self.standin.delay + (met["slow"].seconds if "slow" in met else 0.0))
        if "429" in met:
            return self._too_many()
        if stopped := REFUSALS.keys() & met.keys():
            return self._send(*REFUSALS[stopped.pop()])
        try:
            answer = self._found(path, query, body)
        except DuplicateValueError:
            return self._send(500, b"")
        except BadRequestError as error:
            return self._send(error.http, orjson.dumps(error.body))
        if "changed" in met and path.endswith("/metadata"):
            answer = change(answer, met["changed"].change)
        content = orjson.dumps(answer)
        if "malformed" in met:
            content = b'{"version":"2.0","class":"dataset","value":[1,2,' + content[:40]
        return self._cut(content) if "cut" in met else self._send(200, content)

    def _found(self, path: str, query: str, body: bytes) -> dict[str, Any]:
        match path.strip("/").split("/"):
            case ["config"]:
                return self._config()
            case ["tables"]:
                return self._tables()
            case ["tables", name]:
                return _described(self._cube(name))
            case ["tables", name, "metadata"]:
                return self._cube(name).metadata()
            case ["tables", name, "data"]:
                selection, lists = read_selection(query, body)
                return self._cube(name).data(selection, lists, self.standin.gate.limits.cells)
            case ["codelists" | "codeLists", name]:
                for cube in self.standin.cubes.values():
                    for codelist in (c for axis in cube.axes for c in axis.codelists):
                        if codelist.id == name:
                            return codelist.json()
                raise BadRequestError("Non-existent codelist")
        raise BadRequestError("Non-existent path")

    def _cube(self, name: str) -> Cube:
        if name not in self.standin.cubes:
            raise BadRequestError("Non-existent table")
        return self.standin.cubes[name]

    def _config(self) -> dict[str, Any]:
        limits = self.standin.gate.limits
        return {
            "apiVersion": "2.3.2",
            "appVersion": "standin",
            "languages": [{"id": "no", "label": "Norsk"}],
            "defaultLanguage": "no",
            "maxDataCells": limits.cells,
            "maxCallsPerTimeWindow": limits.calls,
            "timeWindow": max(1, round(limits.window)),
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "defaultDataFormat": "json-stat2",
            "dataFormats": ["json-stat2", "csv", "xlsx", "html", "px", "json-px", "parquet"],
        }

    def _tables(self) -> dict[str, Any]:
        found = [_described(cube) for cube in self.standin.cubes.values()]
        page = {
            "pageNumber": 1,
            "pageSize": len(found),
            "totalElements": len(found),
            "totalPages": 1,
        }
        return {"language": "no", "tables": found, "page": page}

    def _send(self, status: int, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        more = {"Content-Type": "application/json", **(headers or {})}
        self.send_header("Content-Length", str(len(content)))
        self.send_header("x-ratelimit-policy", "40;w=60s")  # as seen; the guide says 30
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _cut(self, content: bytes) -> None:
        """Promise the whole answer, send half, and hang up."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        self.close_connection = True


def _described(cube: Cube) -> dict[str, Any]:
    years = list(cube.axis("Tid").labels)
    return {
        "id": cube.id,
        "label": cube.label,
        "updated": cube.updated,
        "firstPeriod": years[0],
        "lastPeriod": years[-1],
        "variableNames": [axis.label for axis in cube.axes],
        "language": "no",
        "links": [],
    }


def read_selection(query: str, body: bytes) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Read selection and code lists from an address or a POST body.

    Raises
    ------
    BadRequestError
        When the body is not a selection, or another format than JSON-stat 2 is asked for.

    Examples
    --------
    >>> read_selection("valuecodes[Alder]=000,105%2B&codelist[Region]=x", b"")
    ({'Alder': ['000', '105+']}, {'Region': 'x'})
    """
    selection: dict[str, list[str]] = {}
    lists: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        kind, _bracket, dimension = unquote(name).partition("[")
        if kind.casefold() == "valuecodes":
            selection[dimension.rstrip("]")] = value.split(",")
        elif kind.casefold() == "codelist":
            lists[dimension.rstrip("]")] = value
        elif kind.casefold() in ("outputformat", "format") and value != "json-stat2":
            raise BadRequestError("Non-supported format")
    if body:
        try:
            for item in orjson.loads(body)["selection"]:
                selection[item["variableCode"]] = list(item["valueCodes"])
                if item.get("codelist"):
                    lists[item["variableCode"]] = item["codelist"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise BadRequestError("Bad Request") from error
    return selection, lists
