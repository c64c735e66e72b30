"""The budget frame edited in the browser: sums as one writes, stored as a new version, exported."""

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.foundation.errors import UsageError
from veivalg.foundation.settings import today
from veivalg.gather.draft import in_force
from veivalg.norway.municipality import Municipality
from veivalg.own.versions import OwnStore
from veivalg.publish import formats
from veivalg.publish.format import PART
from veivalg.web.kit.downloads import file_stem
from veivalg.web.kit.finished import disposition
from veivalg.web.kit.own_status import statuses
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show, site_of
from veivalg.web.rooms.own.budget_form import FLAT, TABLES, Frame, form_of, grown, read_form
from veivalg.web.rooms.own.budget_view import ASSUMPTION, Sums, base_of, file_of, save, sums
from veivalg.web.rooms.own.pages import COLOURS, deliveries_of

router = APIRouter(
    prefix="/kommune/{code}/rammenedtrekk/rediger",
    max_body_size=400_000,
    form_limits={"max_fields": 6_000},
)


class Fields(BaseModel):
    """The form as it is sent: what to do, and the rows by name («s.2.budsjett»)."""

    model_config = ConfigDict(extra="allow")
    handling: str = "regn"

    def texts(self) -> dict[str, str]:
        """Give the rows, and nothing that is no text."""
        return {k: v for k, v in (self.model_extra or {}).items() if isinstance(v, str)}


@router.get("")
async def page(
    request: Request,
    code: str,
    written: Annotated[str, Query(alias=f"a.{ASSUMPTION}")] = FLAT,
    lagret: str = "",
) -> Response:
    """Show the frame as it stands, ready to be changed."""
    place, store = place_in(request, code), deliveries_of(request).store
    flat = written.strip()[:12]

    def values() -> dict[str, Any]:
        form = form_of(in_force(store, place.code, TABLES), today(), base_of(store, place.code))
        form = replace(form, flat=flat)
        blank = all(s.blank for s in form.sectors)
        found = Sums({}, {}) if blank else sums(place, store, form)
        return _values(place, store, form, found, saved=lagret)

    return await show(request, "budget_frame.html", values)


@router.post("")
async def sent(request: Request, code: str, fields: Annotated[Fields, Form()]) -> Response:
    """Do what the button says: work out, add a row, store, or give a file."""
    place, store = place_in(request, code), deliveries_of(request).store
    form, action = read_form(fields.texts()), fields.handling
    try:
        if action == "lagre":
            return await _save(request, place, store, form)
        if action in formats(PART):
            return await _file(place, store, form, action)
    except UsageError as error:
        fault = f"{error.message} {error.remedy}".strip()
        form = replace(form, base=base_of(store, place.code))
        return await _again(request, place, store, form, fault=fault)
    return await _again(request, place, store, grown(form, action), grew=action)


@router.post("/tall.json")
async def numbers(request: Request, code: str, fields: Annotated[Fields, Form()]) -> JSONResponse:
    """Give every sum of the form, for the script."""
    place, store = place_in(request, code), deliveries_of(request).store
    found = await run_in_threadpool(sums, place, store, read_form(fields.texts()))
    return JSONResponse(
        {"tall": dict(found.cells), "feil": dict(found.errors), "melding": found.fault},
        headers={"cache-control": "no-store"},
    )


async def _save(
    request: Request, place: Municipality, store: OwnStore, form: Frame
) -> RedirectResponse:
    stored = await run_in_threadpool(save, place, store, form)
    site_of(request).library.refresh()
    query = {"lagret": str(len(stored))} | (
        {f"a.{ASSUMPTION}": form.flat} if form.flat != FLAT else {}
    )
    return RedirectResponse(f"/kommune/{place.code}/rammenedtrekk/rediger?{urlencode(query)}", 303)


async def _file(place: Municipality, store: OwnStore, form: Frame, format: str) -> Response:
    content, kind = await run_in_threadpool(file_of, place, store, form, format), formats()[format]
    return Response(
        content,
        media_type=kind.media_type,
        headers={
            "content-disposition": disposition(f"{file_stem(place, 'rammenedtrekk')}{kind.suffix}"),
            "cache-control": "no-store",
        },
    )


async def _again(
    request: Request,
    place: Municipality,
    store: OwnStore,
    form: Frame,
    *,
    fault: str = "",
    grew: str = "",
) -> Response:
    def values() -> dict[str, Any]:
        found = sums(place, store, form)
        if fault and not found.errors:
            found = Sums(found.cells, {}, fault)
        return _values(place, store, form, found, grew=grew)

    return await show(request, "budget_frame.html", values, status=400 if fault else 200)


def _values(
    place: Municipality,
    store: OwnStore,
    form: Frame,
    found: Sums,
    *,
    saved: str = "",
    grew: str = "",
) -> dict[str, Any]:
    tables = [s for s in statuses(store, place.code) if s.table.chapters == ("rammenedtrekk",)]
    query = urlencode({f"a.{ASSUMPTION}": form.flat}) if form.flat != FLAT else ""
    strangers = [text for name, text in found.cells.items() if name.startswith("ukjent.")]
    return {
        "place": place,
        "period": "",
        "form": form,
        "cells": found.cells,
        "errors": found.errors,
        "fault": found.fault,
        "saved": saved,
        "tables": tables,
        "colours": COLOURS,
        "query": f"?{query}" if query else "",
        "grew": grew,
        "strangers": strangers,
    }
