"""«Egne tall»: what a municipality can bring, what it has brought, and the templates."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from veivalg.chapters.common.brought import brought
from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Chapter, Place
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.own.history import to_delete
from veivalg.own.tables import OwnTable, own_tables
from veivalg.own.tables.areas import by_area, had
from veivalg.own.versions import OwnStore
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.publish.xlsx import FORMAT as WORKBOOK
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons
from veivalg.web.kit.downloads import check_format, file_stem, send_chapter, send_exhibit, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.own_status import status, statuses, table_called, when
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show, site_of
from veivalg.web.rooms.own.deliveries import Deliveries
from veivalg.web.rooms.own.view import columns, event_word, typable

router = APIRouter(prefix="/kommune/{code}/egne-tall")
LARGEST = 200 * 2**20
"""Bytes sent at once; what the intake takes of one file."""
COLOURS = {"egne": "success", "trykt": "info", "mangler": "neutral"}


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
            "areas": by_area(own_tables().values()),
            "had": had,
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

        name = f"{file_stem(place, table.template)}{WORKBOOK.suffix}"
        return pack(template(table), WORKBOOK.media_type, file_name=name)

    return await send_file(request, ("egne-mal", place.code, table.name), render)


@router.get("/{name}.{format}")
async def export(request: Request, code: str, name: str, format: str) -> Response:
    """Give the stored rows in the template, ready to be changed and read in again.

    Of a table about people it is the counts that may be shown, in every format of a chapter.
    """
    place, table = place_in(request, code), table_called(name)
    store, stem = deliveries_of(request).store, file_stem(place, f"{table.template}-egne-tall")
    if table.guarded():
        made = partial(_shown, place, store, table)
        key = ("egne-tall", place.code, table.name)
        return await send_chapter(request, key, made, format, stem)
    check_format(format, (WORKBOOK.name,))

    def render() -> Page:
        from veivalg.own.intake import template

        stored = store.read(place.code, table.name)
        if not isinstance(stored, Sourced):
            raise _nothing(store, place.code, table)
        return pack(
            template(table, stored.frame), WORKBOOK.media_type, file_name=f"{stem}{WORKBOOK.suffix}"
        )

    return await send_file(request, ("egne-rader", place.code, table.name), render)


@router.get("/{name}/{exhibit}.{format}")
async def shown_exhibit(
    request: Request, code: str, name: str, exhibit: str, format: str
) -> Response:
    """Give one of the tables of counts that may be shown."""
    place, table = place_in(request, code), table_called(name)
    made = partial(_shown, place, deliveries_of(request).store, table)
    stem = file_stem(place, exhibit)
    return await send_exhibit(
        request, ("egne-tall", place.code, table.name), made, exhibit, format, stem
    )


@router.get("/{name}")
async def one(request: Request, code: str, name: str, gjort: str = "") -> Response:
    """Show a table: its columns, its history, and the form to send a file of it."""
    place, table = place_in(request, code), table_called(name)
    store = deliveries_of(request).store

    def values() -> dict[str, Any]:
        held = _counts(place, store, table)
        history = store.versions(place.code, table.name)
        events = [
            (v, event_word(v), when(v.when), _before(history, n)) for n, v in enumerate(history)
        ]
        return {
            **common(place),
            "table": table,
            "status": status(store, place.code, table),
            "columns": columns(table),
            "counts": _fragment(place, held) if held is not None else None,
            "history": events[::-1],
            "undoable": store.can_undo(place.code, table.name),
            "told": gjort,
            "typed": typable(table),
            "any": to_delete(history),
            "copies": store.in_copies(place.code, table.name) if history else (),
        }

    key = ("egen", place.code, table.name, gjort)
    return await show(request, "own_table.html", values, key=key)


def deliveries_of(request: Request) -> Deliveries:
    """Give the files that wait in the running site."""
    return site_of(request).one(Deliveries)


def common(place: Municipality) -> dict[str, Any]:
    """Give what every page of own figures needs."""
    return {"place": place, "period": "", "colours": COLOURS, "largest": LARGEST}


def _counts(place: Municipality, store: OwnStore, table: type[OwnTable]) -> Chapter | None:
    """Give what may be shown of a table about people; None when that is nothing."""
    try:
        people = store.read(place.code, table.name) if table.guarded() else None
    except StoreError:  # the history says that it is damaged
        return None
    where = Place(place.code, place.name)
    if not isinstance(people, Persons):
        return None
    return brought(where, table, people, store.tables(place.code))


def _shown(place: Municipality, store: OwnStore, table: type[OwnTable]) -> Chapter:
    made = _counts(place, store, table)
    if made is None:
        raise _nothing(store, place.code, table)
    return made


def _fragment(place: Municipality, made: Chapter) -> Markup:
    files = f"/kommune/{place.code}/egne-tall/{made.id}/{{exhibit}}.{{format}}"
    return chapter_fragment(made, Links(exhibit=files, level=2))


def _nothing(store: OwnStore, code: str, table: type[OwnTable]) -> UsageError:
    if table.personal or (table.guarded() and store.current(code, table.name) is not None):
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
