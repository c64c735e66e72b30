"""The history of own figures: what changed, going back, and deleting."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.own.history import to_delete
from veivalg.own.leftovers import clear
from veivalg.own.tables import OwnTable
from veivalg.web.kit.own_status import table_called, when
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show, site_of
from veivalg.web.rooms.own.pages import common, deliveries_of
from veivalg.web.rooms.own.view import changes

router = APIRouter(
    prefix="/kommune/{code}/egne-tall", max_body_size=4_000, form_limits={"max_fields": 10}
)


class Undo(BaseModel):
    """Who takes a version back."""

    model_config = ConfigDict(str_strip_whitespace=True)
    hvem: str = ""


class Delete(Undo):
    """Who deletes every version, and whether they have said yes to it."""

    sikker: str = ""


@router.get("/{name}/forskjell")
async def difference(
    request: Request,
    code: str,
    name: str,
    old: Annotated[int, Query(alias="fra")],
    new: Annotated[int, Query(alias="til")],
) -> Response:
    """Show what one version changes against another."""
    place, table = place_in(request, code), table_called(name)
    store = deliveries_of(request).store
    known = {v.number: v for v in store.versions(place.code, table.name) if v.facts}
    if old not in known or new not in known:
        raise UsageError(
            _("Det finnes ingen slike versjoner av tabellen."),
            _("Velg en forskjell i historien på tabellens side."),
        )

    def values() -> dict[str, Any]:
        found = store.difference(place.code, table.name, old, new)
        return {
            **common(place),
            "table": table,
            "old": known[old],
            "new": known[new],
            "moments": [when(known[n].when) for n in (old, new)],
            "changes": changes(table, found) if found else None,
        }

    key = ("forskjell", place.code, table.name, old, new)
    return await show(request, "own_difference.html", values, key=key)


@router.post("/{name}/angre")
async def undo(
    request: Request, code: str, name: str, form: Annotated[Undo, Form()]
) -> RedirectResponse:
    """Put back the version before the one in force."""
    place, table = place_in(request, code), table_called(name)
    await run_in_threadpool(deliveries_of(request).store.undo, place.code, table.name, form.hvem)
    return _back(request, place.code, table, "angret")


@router.post("/{name}/slett")
async def delete(
    request: Request, code: str, name: str, form: Annotated[Delete, Form()]
) -> RedirectResponse:
    """Delete the rows of every version; only when the person has said yes."""
    place, table = place_in(request, code), table_called(name)
    if form.sikker != "ja":
        raise UsageError(
            _("Ingenting er slettet."),
            _("Kryss av for at du vil slette alle versjoner, og prøv igjen."),
        )
    store = deliveries_of(request).store
    await run_in_threadpool(clear, store.folder.parent)
    if not to_delete(store.versions(place.code, table.name)):
        raise UsageError(_("Det er ingen egne rader å slette."))
    await run_in_threadpool(store.delete, place.code, table.name, form.hvem)
    return _back(request, place.code, table, "slettet")


def _back(request: Request, code: str, table: type[OwnTable], told: str) -> RedirectResponse:
    site_of(request).library.refresh()
    address = f"/kommune/{code}/egne-tall/{table.template}?gjort={told}#historie"
    return RedirectResponse(address, 303)
