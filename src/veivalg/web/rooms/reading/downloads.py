"""Files to take along: an exhibit, a chapter or the whole knowledge base."""

from __future__ import annotations

from collections.abc import Hashable

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.web.kit.assumptions import Choice
from veivalg.web.kit.downloads import (
    EXHIBIT_TYPES,
    check_format,
    exhibit_file,
    file_name,
    send_file,
)
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.reading.pages import choice_in, known_chapter

router = APIRouter(prefix="/kommune")
REPORT_FORMATS = ("docx", "pdf", "xlsx", "html", "json")
CHAPTER_FORMATS = ("json", "xlsx", "md")


@router.get("/{code}/rapport.{format}")
async def report(request: Request, code: str, format: str) -> Response:
    """Give the whole knowledge base as a document."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, REPORT_FORMATS)
    chosen = await _chosen(request, code)

    def render() -> Page:
        from veivalg.publish import formats
        from veivalg.publish import render as publish

        made = site.library.report(code, chosen.values, chosen.peers)
        name = file_name(place, "kunnskapsgrunnlag", formats()[format].suffix)
        return pack(publish(made, format), formats()[format].media_type, file_name=name)

    return await send_file(request, site, ("rapport", code, format, _tuple(chosen)), render)


@router.get("/{code}/{chapter}.{format}")
async def chapter(request: Request, code: str, chapter: str, format: str) -> Response:
    """Give one chapter as a file."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    check_format(format, CHAPTER_FORMATS)
    chosen = await _chosen(request, code, id)

    def render() -> Page:
        from veivalg.publish import formats, render_chapter

        made = site.library.chapter(code, id, chosen.values, chosen.peers)
        name = file_name(place, id, formats()[format].suffix)
        return pack(render_chapter(made, format), formats()[format].media_type, file_name=name)

    return await send_file(request, site, ("kapittel", code, id, format, _tuple(chosen)), render)


@router.get("/{code}/{chapter}/{exhibit}.{format}")
async def exhibit(request: Request, code: str, chapter: str, exhibit: str, format: str) -> Response:
    """Give one exhibit as a picture or as its table."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    check_format(format, tuple(EXHIBIT_TYPES))
    chosen = await _chosen(request, code, id)

    def render() -> Page:
        made = site.library.chapter(code, id, chosen.values, chosen.peers)
        found = next((e for e in made.exhibits() if e.id == exhibit), None)
        if found is None or (found.chart is None and format in ("png", "svg")):
            raise AbsentError(
                _("Kapitlet har ingen slik figur: «{name}».").format(name=f"{exhibit}.{format}"),
                _("Gå til kapitlet og velg blant figurene der."),
            )
        name = file_name(place, f"{id}-{exhibit}", format)
        return pack(exhibit_file(found, made, format), EXHIBIT_TYPES[format], file_name=name)

    key = ("figur", code, id, exhibit, format, _tuple(chosen))
    return await send_file(request, site, key, render)


async def _chosen(request: Request, code: str, chapter: str | None = None) -> Choice:
    choice = await choice_in(request, code, chapter)
    if choice.errors:
        raise UsageError(" ".join(choice.errors.values()), _("Rett adressen, og prøv igjen."))
    return choice


def _tuple(chosen: Choice) -> tuple[Hashable, ...]:
    return tuple(sorted(chosen.values.items())), chosen.peers
