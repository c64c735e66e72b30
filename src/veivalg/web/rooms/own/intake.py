"""Files of own figures: sent, read, mended, looked over and taken in."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.own.intake.questions import TABLE
from veivalg.own.versions import name_of
from veivalg.publish.xlsx import FORMAT as WORKBOOK
from veivalg.web.kit.finished import disposition
from veivalg.web.kit.own_status import by_template, table_called
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show
from veivalg.web.rooms.own.deliveries import Batch, Delivery, State, UnknownDeliveryError
from veivalg.web.rooms.own.pages import LARGEST, common, deliveries_of
from veivalg.web.rooms.own.view import changes, chapters_of, pointed

router = APIRouter(prefix="/kommune/{code}/egne-tall/mottak")
MOST_FILES = 20
LARGEST_FORM = 64_000
SHOWN_FINDINGS = 200
FIELD = "k."
ANSWER = "svar."
TEMPLATE_SHEETS = ("Veiledning", "Koder")
DRAINED = 2 * 2**30
"""Bytes of a too large sending that are read and thrown away, so that the browser hears why."""


class Pointed(BaseModel):
    """Which table a file is, which column is what («k.navn»), and answers («svar.unit:amount»)."""

    model_config = ConfigDict(extra="allow")
    tabell: str = ""


@router.post("")
async def send(request: Request, code: str) -> RedirectResponse:
    """Take the files to where they wait, and start reading them."""
    place, deliveries = place_in(request, code), deliveries_of(request)
    await _check_size(request)
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        files = [
            (f.filename, f.file)
            for f in form.getlist("fil")
            if isinstance(f, UploadFile) and f.filename
        ]
        table = str(form.get("tabell", "")).strip()[:80]
        who = name_of(str(form.get("hvem", "")))
        if not files:
            raise UsageError(_("Ingen fil er valgt."), _("Velg minst én fil og prøv igjen."))
        named = table_called(table).name if table else None
        batch = await run_in_threadpool(deliveries.add, place.code, files, table=named, who=who)
    return await _back(batch)


@router.get("/{batch}")
async def page(request: Request, code: str, batch: str) -> Response:
    """Show how it went with every file, and what can be done with it."""
    place, deliveries = place_in(request, code), deliveries_of(request)
    found = deliveries.find(place.code, batch)

    def values() -> dict[str, Any]:
        kept = [table_called(f.table) for f in found.files if f.state is State.KEPT and f.table]
        return {
            **common(place),
            "batch": found,
            "files": [_shown(f) for f in found.files],
            "ready": sum(f.state is State.READY for f in found.files),
            "tables": list(by_template().values()),
            "feeds": chapters_of(kept),
            "progress": found.progress(),
        }

    answer = await show(request, "own_batch.html", values)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.get("/{batch}/framdrift.json")
async def progress(request: Request, code: str, batch: str) -> JSONResponse:
    """Give how far the files have come, for the script."""
    found = deliveries_of(request).find(place_in(request, code).code, batch)
    return JSONResponse(found.progress(), headers={"cache-control": "no-store"})


@router.post("/{batch}/ta-inn")
async def accept_all(request: Request, code: str, batch: str) -> RedirectResponse:
    """Store every file that has no faults."""
    deliveries = deliveries_of(request)
    found = deliveries.find(place_in(request, code).code, batch)
    for file in found.files:
        deliveries.accept(found, file)
    return await _back(found)


@router.post("/{batch}/{number}/ta-inn")
async def accept(request: Request, code: str, batch: str, number: int) -> RedirectResponse:
    """Store the rows of a file."""
    found, file = _file(request, code, batch, number)
    deliveries_of(request).accept(found, file)
    return await _back(found)


@router.post("/{batch}/{number}/forkast")
async def drop(request: Request, code: str, batch: str, number: int) -> RedirectResponse:
    """Put a file away."""
    found, file = _file(request, code, batch, number)
    deliveries_of(request).drop(file)
    return await _back(found)


@router.post("/{batch}/{number}/les", max_body_size=LARGEST_FORM)
async def again(
    request: Request, code: str, batch: str, number: int, given: Annotated[Pointed, Form()]
) -> RedirectResponse:
    """Read a file anew as the table, and with the columns, a person has pointed out."""
    found, file = _file(request, code, batch, number)
    if file.state in (State.KEPT, State.DROPPED, State.REFUSED):
        raise UnknownDeliveryError(
            _("Filen venter ikke lenger her."), _("Slipp den på siden «Egne tall» på nytt.")
        )
    table = table_called(given.tabell) if given.tabell else None
    mapping, answers = (
        {
            key.removeprefix(start): text
            for key, text in (given.model_extra or {}).items()
            if key.startswith(start) and text and isinstance(text, str)
        }
        for start in (FIELD, ANSWER)
    )
    if table is not None and (file.intake is None or file.intake.table is not table):
        answers.setdefault(TABLE, table.template)  # remembered as other answers are
    name = table.name if table else None
    deliveries_of(request).read(found, file, table=name, mapping=mapping, answers=answers)
    return await _back(found)


@router.get("/{batch}/{number}/merket.xlsx")
async def marked(request: Request, code: str, batch: str, number: int) -> Response:
    """Give the file back with faulty cells marked."""
    _found, file = _file(request, code, batch, number)
    if file.intake is None:
        raise UnknownDeliveryError(_("Filen venter ikke lenger her."))
    content = await run_in_threadpool(file.intake.marked_copy)
    stem = file.file.rsplit(".", 1)[0]
    return Response(
        content,
        media_type=WORKBOOK.media_type,
        headers={
            "content-disposition": disposition(f"{stem}-merket{WORKBOOK.suffix}"),
            "cache-control": "no-store",
        },
    )


def _file(request: Request, code: str, batch: str, number: int) -> tuple[Batch, Delivery]:
    return deliveries_of(request).file(place_in(request, code).code, batch, number)


async def _back(batch: Batch) -> RedirectResponse:
    """Go to the batch's page; what takes more than a second is told of there."""
    await run_in_threadpool(batch.wait)
    return RedirectResponse(f"/kommune/{batch.code}/egne-tall/mottak/{batch.id}", 303)


def _shown(file: Delivery) -> dict[str, Any]:
    """Give what the page says of a file."""
    read, made = file.intake, None
    asked = read is not None and any(q.id == TABLE for q in read.questions)
    if read is not None and file.difference is not None:
        made = changes(read.table, file.difference)
    return {
        "file": file,
        "intake": read,
        "state": file.state.value,
        # The sheets of our own template that hold no figures need no mention.
        "unread": [n for n in read.other_sheets if n not in TEMPLATE_SHEETS] if read else [],
        "changes": made,
        "table": read.table if read else table_called(file.table) if file.table else None,
        "findings": [f for f in read.findings if not f.warning][:SHOWN_FINDINGS] if read else [],
        "warnings": [f for f in read.findings if f.warning][:SHOWN_FINDINGS] if read else [],
        "pointed": pointed(read) if read else {},
        "asked": asked,
        "unused": read.unused if read and not asked and file.state is not State.KEPT else (),
        "likely": read.likely[1:] if read else file.likely,
    }


async def _check_size(request: Request) -> None:
    """Refuse a sending that is too large, or doesn't say how large it is."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) <= LARGEST + LARGEST_FORM:
        return
    left = DRAINED
    async for part in request.stream():
        left -= len(part)
        if left < 0:
            break
    raise UsageError(
        _("Filene er på mer enn {limit} MB til sammen. Ingenting er lest.").format(
            limit=LARGEST // 2**20
        ),
        _("Del dem, lagre som CSV, eller bruk «veivalg importer»."),
    )
