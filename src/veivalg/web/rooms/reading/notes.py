"""Readers' notes: written and removed from a chapter's page, kept on this machine."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from veivalg.chapters.common.registry import find_chapter
from veivalg.desk.notes import Notes
from veivalg.web.kit.places import address_of, known_chapter, place_in
from veivalg.web.kit.site import site_of

router = APIRouter(prefix="/kommune", max_body_size=16_000, form_limits={"max_fields": 10})


class Written(BaseModel):
    """A note as it is sent."""

    about: str = ""
    period: str = ""
    text: str = ""
    who: str = ""


@router.post("/{code}/{chapter}/merknad")
async def write(
    request: Request, code: str, chapter: str, said: Annotated[Written, Form()]
) -> RedirectResponse:
    """Keep a note and go back to the chapter's notes."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    notes = Notes(site.library.folder)
    await run_in_threadpool(
        notes.add, place.code, id, said.about, said.text, period=said.period, who=said.who
    )
    return _back(request, place.code, id)


@router.post("/{code}/{chapter}/merknad/{note}/fjern")
async def remove(request: Request, code: str, chapter: str, note: str) -> RedirectResponse:
    """Take a note out of the chapter; it stays in the history."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    await run_in_threadpool(Notes(site.library.folder).remove, place.code, note)
    return _back(request, place.code, id)


def _back(request: Request, code: str, chapter: str) -> RedirectResponse:
    site_of(request).library.refresh()
    query = f"?{request.url.query}" if request.url.query else ""
    topic = address_of(find_chapter(chapter).topic)
    return RedirectResponse(f"/kommune/{code}/{topic}{query}#merknader-{chapter}", 303)
