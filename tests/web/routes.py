"""Every route of an application, as it is: nobody keeps a list of them by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

NOBODY = {"code": "0000", "kode": "0000"}
"""A municipality that does not exist: what is let in has an answer at once."""


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """Give method and path of every route there is when all rooms are open."""
    app.state.house.open()
    return [(m, r.path) for r in _routes(app.router.routes) for m in sorted(r.methods)]


def _routes(routes: list[Any]) -> Iterator[APIRoute]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes)
        else:
            yield route


def filled(path: str, values: Mapping[str, str] = NOBODY) -> str:
    """Give an address of a route: its parts from `values`, and «1» for the rest."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: values.get(part[1], "1"), path)
