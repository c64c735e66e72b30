"""Readers' notes: written and removed from a chapter's page, kept on this machine."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from veivalg.desk.notes import Notes
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, use_language
from veivalg.web.kit.language import choose
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.reading.pages import known_chapter

router = APIRouter(prefix="/kommune")
LARGEST = 16_000
"""Bytes of a sent form; our longest note is far below it in any script."""
FIELDS = ("about", "period", "text", "who")


@router.post("/{code}/{chapter}/merknad")
async def write(request: Request, code: str, chapter: str) -> RedirectResponse:
    """Keep a note and go back to the chapter's notes."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    said = await _form(request)
    with use_language(choose(request)):
        notes = Notes(site.library.folder)
        await run_in_threadpool(
            notes.add,
            place.code,
            id,
            said["about"],
            said["text"],
            period=said["period"],
            who=said["who"],
        )
    return _back(request, place.code, id)


@router.post("/{code}/{chapter}/merknad/{note}/fjern")
async def remove(request: Request, code: str, chapter: str, note: str) -> RedirectResponse:
    """Take a note out of the chapter; it stays in the history."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    with use_language(choose(request)):
        await run_in_threadpool(Notes(site.library.folder).remove, place.code, note)
    return _back(request, place.code, id)


async def _form(request: Request) -> dict[str, str]:
    """Read the fields of the form, and no more than it can hold."""
    told = request.headers.get("content-length", "")
    if not told.isdigit() or int(told) > LARGEST:
        raise UsageError(_("Merknaden er for lang."), _("Skriv høyst 1000 tegn."))
    async with request.form(max_files=0, max_fields=10) as form:
        return {
            name: value if isinstance(value := form.get(name, ""), str) else "" for name in FIELDS
        }


def _back(request: Request, code: str, chapter: str) -> RedirectResponse:
    site_of(request).library.refresh()
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/kommune/{code}/{chapter}{query}#merknader-{chapter}", 303)
