"""«Egne tall»: what a municipality can bring, what it has brought, and the templates."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.chapters.common.registry import all_chapters
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.own.tables import OwnTable
from veivalg.web.kit.downloads import (
    file_stem,
    send_file,
)
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.own_status import status, statuses, table_called, when
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show, site_of
from veivalg.web.rooms.own.deliveries import Deliveries
from veivalg.web.rooms.own.view import columns, event_word

router = APIRouter(prefix="/kommune/{code}/egne-tall")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 200 * 2**20
"""Bytes sent at once; what the intake takes of one file."""
COLOURS = {"egne": "success", "eksempel": "info", "konstruert": "warning", "mangler": "neutral"}


@router.get("")
async def overview(request: Request, code: str) -> Response:
    """Show every table with its status, and the form to send files."""
    place, deliveries = place_in(request, code), deliveries_of(request)

    def values() -> dict[str, Any]:
        found = statuses(deliveries.store, place.code)
        chapters = [c for c in all_chapters() if any(c.id in s.table.chapters for s in found)]
        groups = [
            (c, [s for s in found if s.chapters and s.chapters[0].id == c.id]) for c in chapters
        ]
        count = {state: sum(s.state == state for s in found) for state in COLOURS}
        return {
            **common(place),
            "groups": [g for g in groups if g[1]],
            "count": count,
            "all": len(found),
            "table": None,
        }

    return await show(request, "own.html", values, key=("egne", place.code))


@router.get("/mal/{name}.xlsx")
async def template_file(request: Request, code: str, name: str) -> Response:
    """Give the template of a table."""
    place, table = place_in(request, code), table_called(name)

    def render() -> Page:
        from veivalg.own.intake import template

        return pack(template(table), XLSX, file_name=f"{file_stem(place, table.template)}.xlsx")

    return await send_file(request, ("egne-mal", place.code, table.name), render)


@router.get("/{name}.xlsx")
async def export(request: Request, code: str, name: str) -> Response:
    """Give the stored rows in the template, ready to be changed and read in again."""
    place, table = place_in(request, code), table_called(name)
    store = deliveries_of(request).store

    def render() -> Page:
        from veivalg.own.intake import template

        stored = None if table.personal else store.read(place.code, table.name)
        if stored is None:
            raise _nothing(table)
        title = f"{file_stem(place, f'{table.template}-egne-tall')}.xlsx"
        return pack(template(table, stored.frame), XLSX, file_name=title)

    return await send_file(request, ("egne-rader", place.code, table.name), render)


@router.get("/{name}")
async def one(request: Request, code: str, name: str) -> Response:
    """Show a table: its columns, its history, and the form to send a file of it."""
    place, table = place_in(request, code), table_called(name)
    store = deliveries_of(request).store
    told = request.query_params.get("gjort", "")

    def values() -> dict[str, Any]:
        history = store.versions(place.code, table.name)
        events = [
            (v, event_word(v), when(v.when), _before(history, n)) for n, v in enumerate(history)
        ]
        return {
            **common(place),
            "table": table,
            "status": status(store, place.code, table),
            "columns": columns(table),
            "history": events[::-1],
            "undoable": store.can_undo(place.code, table.name),
            "told": told,
            "any": any(v.facts for v in history),
        }

    key = ("egen", place.code, table.name, told)
    return await show(request, "own_table.html", values, key=key)


def deliveries_of(request: Request) -> Deliveries:
    """Give the files that wait in the running site."""
    return site_of(request).one(Deliveries)


def common(place: Municipality) -> dict[str, Any]:
    """Give what every page of own figures needs."""
    return {"place": place, "period": "", "colours": COLOURS, "largest": LARGEST}


def _nothing(table: type[OwnTable]) -> UsageError:
    if table.personal:
        return UsageError(
            _("Radene i «{title}» gjelder enkeltpersoner og kan ikke lastes ned.").format(
                title=table.title
            ),
            _("Bruk kapitlene, som viser tallene samlet, eller filen du leste inn."),
        )
    return UsageError(
        _("Det er ikke lest inn egne rader i «{title}».").format(title=table.title),
        _("Last ned malen i stedet."),
    )


def _before(history: Any, n: int) -> int | None:
    """Give the version a version can be held against: the one before, when both have rows."""
    kept = n > 0 and history[n].facts and history[n - 1].facts
    deleted = any(v.kind == "delete" for v in history[n:])
    return int(history[n - 1].number) if kept and not deleted else None
