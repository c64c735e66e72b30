"""Makes requests nobody should make, out of the routes there are and of what the pages offer.

Links and forms are taken from the pages as they are answered, so that names of fields and forms of
addresses are the real ones; then they are bent. What is stored on the way stays stored.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests.web.nasty import NASTY

from veivalg.web.kit.room import Room, find_room

Pairs = tuple[tuple[str, str], ...]
START = (
    "/",
    "/kommune/1833",
    "/kommune/1833/egne-tall",
    "/kommune/1833/scenariorom",
    "/kommune/1833/sammenlikn",
    "/kommune/1833/rammenedtrekk/rediger",
    "/kommune/1833/demens",
    "/utforsk",
    "/duell/1833/5503",
    "/metode",
    "/om",
    "/sok?q=ra",
    "/api/kommuner?q=ra&antall=3",
)
HEAVY = ("rapport", "plan-innenfor", "kunnskapsgrunnlag", "etterproving", "/lages", "/ordliste")
"""What takes seconds: tried, but seldom."""
SELDOM = 0.02
CODES = ("1833", "5503")
PLACE = re.compile(r"/kommune/([^/]+)")
MOST_KNOWN = 400
SAME_ORIGIN = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"}
LONGEST = 50_000
"""Characters in an address: no client sends longer ones."""
NAMES = ("a.csv", "a.xlsx", "a.ods", "{0}.csv", "😀.csv", "..\\a.csv")
PUT_IN = ("{", "}", "\ud800", "9" * 30, "%", "\u202e", "😀", "-")
FILES = (
    b"Skole;Skole\xe5r;Trinn;Elever\nB\xe5smo;2025;1;33\n",
    "Skole;Skoleår;Trinn;Elever\n{0};2025;1;33\n=1+1;2025;1;3\n".encode(),
    b"",
    b"\0\0",
    b"PK\x03\x04" + b"x" * 40,
    ("Sektor;Budsjett i basisåret;KOSTRA-vekt;Tar avrundingen\n" + "{a};５００;1;ja\n").encode(),
)


@dataclass(frozen=True)
class Asked:
    """A request: how, where, with which query and form."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()
    files: tuple[tuple[str, bytes], ...] = ()

    def __str__(self) -> str:
        """Write it so that it can be asked again."""
        told = f"{self.method} {self.url()}"
        return f"{told} {encoded(self.form)[:600]}" if self.form else told

    def url(self) -> str:
        """Give the address, with whatever stands in it as bytes that can be sent."""
        path = "/".join(quote(part, safe="", errors="surrogatepass") for part in self._parts())
        return path + ("?" + encoded(self.query) if self.query else "")

    def _parts(self) -> list[str]:
        return self.path.split("/")


def encoded(pairs: Pairs) -> str:
    """Write names and values as a query or a form; half characters are bytes like others."""
    return "&".join(
        "=".join(quote_plus(text, errors="surrogatepass") for text in pair) for pair in pairs
    )


class Offered(HTMLParser):
    """Finds the links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.found: list[Asked] = []
        self._path, self._form, self._fields = path, None, []  # type: ignore[var-annotated]
        self._form: dict[str, str] | None
        self._fields: list[tuple[str, str]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hear of a link, a form or a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self._link("GET", given["href"])
        elif tag == "form":
            self._form, self._fields = given, []
        elif self._form is not None and given.get("name"):
            if tag in ("input", "button", "textarea", "select"):
                self._fields.append((given["name"], given.get("value", "")))
            elif tag == "option":
                self._fields.append((self._fields[-1][0], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Take a form when it ends."""
        if tag == "form" and self._form is not None:
            action = self._form.get("action") or self._path
            self._link(self._form.get("method", "get").upper(), action, tuple(self._fields))
            self._form = None

    def _link(self, method: str, address: str, fields: Pairs = ()) -> None:
        parts = urlsplit(address)
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        if method == "GET":
            self.found.append(Asked("GET", parts.path, (*query, *fields)))
        else:
            self.found.append(Asked(method, parts.path, query, fields))


@dataclass
class Fuzz:
    """One who asks: knows the routes, learns what pages offer, and bends it."""

    client: TestClient
    routes: tuple[APIRoute, ...]
    draw: random.Random
    known: list[Asked] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Read the pages that lead to the others."""
        for address in START:
            parts = urlsplit(address)
            self.ask(Asked("GET", parts.path, tuple(parse_qsl(parts.query))))

    def ask(self, asked: Asked) -> None:
        """Ask, count what kind of answer it was, and learn from it."""
        given: dict[str, Any] = {}
        if asked.files:
            files = [("fil", file) for file in asked.files]
            given = {"files": files, "data": {k: _sendable(v) for k, v in asked.form}}
        elif asked.method == "POST":
            given["content"] = encoded(asked.form).encode()
            given["headers"] = {"content-type": "application/x-www-form-urlencoded"}
        given["headers"] = {**SAME_ORIGIN, **given.get("headers", {})}
        try:
            answer = self.client.request(asked.method, asked.url(), **given)
        except Exception as error:  # an error after the answer has begun is no answer either
            self.faults.append(f"{error!r}: {asked}")
            return
        route = self._route(asked)
        self.counted[route] = self.counted.get(route, 0) + 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} ({route}): {asked}")
        elif "html" in answer.headers.get("content-type", ""):
            reader = Offered(asked.path)
            reader.feed(answer.text)
            self._learn(reader.found)
        elif (where := answer.headers.get("location", "")).startswith("/"):
            self._learn([Asked("GET", urlsplit(where).path)])

    def _learn(self, found: Iterable[Asked]) -> None:
        for one in found:
            if (place := PLACE.match(one.path)) and place[1] not in CODES:
                continue  # a new municipality is seconds of work, and none is like no other
            self._values(one)
            if len(self.known) < MOST_KNOWN:
                self.known.append(one)
            else:
                self.known[self.draw.randrange(MOST_KNOWN)] = one

    def _values(self, asked: Asked) -> None:
        for route in self.routes:
            if (match := route.path_regex.fullmatch(asked.path)) and asked.method in route.methods:
                for name, value in match.groupdict().items():
                    held = self.values.setdefault(name, [])
                    if value not in held and len(held) < 40:
                        held.append(value)
                return

    def _route(self, asked: Asked) -> str:
        for route in self.routes:
            if route.path_regex.fullmatch(asked.path) and asked.method in route.methods:
                return f"{asked.method} {route.path}"
        return "ingen"

    def next(self) -> Asked:
        """Give a request: from a page, or straight from the table of routes, and then bent."""
        while True:
            asked = self._offered() if self.draw.random() < 0.6 else self._routed()
            heavy = any(word in asked.path for word in HEAVY)
            if len(asked.url()) < LONGEST and (not heavy or self.draw.random() < SELDOM):
                return asked

    def _offered(self) -> Asked:
        asked = self.draw.choice(self.known)
        if self.draw.random() < 0.15:
            return asked
        return replace(
            asked,
            path=self._bent_path(asked.path) if self.draw.random() < 0.2 else asked.path,
            query=self._bent(asked.query),
            form=self._bent(asked.form),
        )

    def _routed(self) -> Asked:
        route = self.draw.choice(self.routes)
        method = self.draw.choice(sorted(route.methods))
        parts: dict[str, object] = {}
        for name in route.param_convertors:
            known = self.values.get(name, [])
            good = known and self.draw.random() < 0.8
            parts[name] = self.draw.choice(known) if good else self.value().replace("/", "∕")
        if "code" in parts and self.draw.random() < 0.9:
            parts["code"] = "1833"
        path = route.path.replace(":path", "")
        for name, value in parts.items():
            path = path.replace(f"{{{name}}}", str(value))
        names = [p.name for p in route.dependant.query_params]
        query = tuple((name, self.value()) for name in names if self.draw.random() < 0.7)
        form: Pairs = ()
        files: tuple[tuple[str, bytes], ...] = ()
        if method == "POST":
            fields = [f for p in route.dependant.body_params for f in _fields(p)]
            form = tuple((name, self.value()) for name in fields if self.draw.random() < 0.9)
            if path.endswith("/mottak"):
                name = self.draw.choice(
                    ("a.csv", "a.xlsx", "a.ods", "{0}.csv", "😀.csv", "..\\a.csv")
                )
                files = ((name, self.draw.choice(FILES)),)
                form = (("tabell", self.draw.choice(("", "elever", "{a}"))), ("hvem", self.value()))
        return Asked(method, path, self._bent(query), form, files)

    def value(self) -> str:
        """Give a value: a nasty one, a number, or one that is right somewhere."""
        kind = self.draw.random()
        if kind < 0.5:
            return self.draw.choice(NASTY)
        if kind < 0.7:
            return str(self.draw.choice((0, 1, -1, 2, 40, 2030, 99999, 2**31, 10**30, 0.5, -3.25)))
        every = [value for held in self.values.values() for value in held]
        return self.draw.choice(every) if every else "1833"

    def _bent(self, pairs: Pairs) -> Pairs:
        """Change some values, leave some out, give some twice, put some in."""
        found: list[tuple[str, str]] = []
        for name, value in pairs:
            how = self.draw.random()
            if how < 0.1:
                continue
            if how < 0.4:
                value = self.value() if self.draw.random() < 0.6 else self._bent_text(value)
            found.append((name, value))
            if how > 0.95:
                found.append((name, self.value()))
        if self.draw.random() < 0.1:
            known = [n for one in self.draw.sample(self.known, 3) for n, _v in one.query]
            name = self.draw.choice([*known, "sprak", "a.", "s", "v.x", "g.", self.value()])
            found.append((name, self.value()))
        return tuple(found)

    def _bent_text(self, text: str) -> str:
        """Cut, double, or put something into a text."""
        at = self.draw.randint(0, len(text))
        middle = self.draw.choice(
            ("", text, "{", "}", "\ud800", "9" * 30, "%", "\u202e", "😀", "-")
        )
        return text[:at] + middle + text[at + self.draw.randint(0, 3) :]

    def _bent_path(self, path: str) -> str:
        parts = path.split("/")
        at = self.draw.randrange(1, len(parts)) if len(parts) > 1 else 0
        parts[at] = self.value() if self.draw.random() < 0.5 else self._bent_text(parts[at])
        return "/".join(parts)


def _sendable(text: str) -> str:
    """Give a text as it can stand in a form of several parts, which is sent as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _fields(body: Any) -> Iterator[str]:
    """Give the names of the fields of a form."""
    model = getattr(body.field_info, "annotation", None)
    yield from getattr(model, "model_fields", {body.name: None})


def table_of_routes(app: FastAPI) -> tuple[APIRoute, ...]:
    """Give every route of every room, in the order they are asked."""
    app.state.house.open()
    rooms: tuple[Room, ...] = (find_room("front"), *app.state.house.rooms)
    every = [route for room in rooms for router in room.routers for route in router.routes]
    return tuple(route for route in every if isinstance(route, APIRoute))


def told(counted: Mapping[str, int]) -> str:
    """Say how many requests each route got."""
    return "\n".join(f"{n} {route}" for route, n in sorted(counted.items()))
