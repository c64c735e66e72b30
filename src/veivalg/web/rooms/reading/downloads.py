"""Files to take along: an exhibit, a chapter or the whole knowledge base."""

from collections.abc import Callable, Hashable

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.chapters.common.registry import find_chapter
from veivalg.content import Chapter
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.publish import formats
from veivalg.publish import render as publish
from veivalg.publish.format import WHOLE
from veivalg.web.kit.assumptions import Choice
from veivalg.web.kit.downloads import check_format, file_stem, send_chapter, send_exhibit, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import chapters_of, known_chapter, place_in
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.reading.pages import choice_in, values_of

router = APIRouter(prefix="/kommune")


@router.get("/{code}/rapport.{format}")
async def report(request: Request, code: str, format: str) -> Response:
    """Give the whole knowledge base as a document."""
    site, place = site_of(request), place_in(request, code, example=True)
    check_format(format, formats(WHOLE))
    chosen = await _chosen(request, code)

    def render() -> Page:
        made = site.library.report(code, chosen.values, chosen.peers)
        kind = formats()[format]
        name = file_stem(place, "kunnskapsgrunnlag") + kind.suffix
        return pack(publish(made, format), kind.media_type, file_name=name)

    return await send_file(request, ("rapport", code, format, _tuple(chosen)), render)


@router.get("/{code}/{chapter}.{format}")
async def chapter(request: Request, code: str, chapter: str, format: str) -> Response:
    """Give one chapter as a file."""
    key, made, stem = await _asked(request, code, chapter)
    return await send_chapter(request, key, made, format, stem)


@router.get("/{code}/{chapter}/{exhibit}.{format}")
async def exhibit(request: Request, code: str, chapter: str, exhibit: str, format: str) -> Response:
    """Give one exhibit as a picture or as its table."""
    key, made, stem = await _asked(request, code, chapter, f"-{exhibit}")
    lacking = _("Kapitlet har ingen slik figur: «{name}».")
    return await send_exhibit(request, key, made, exhibit, format, stem, lacking=lacking)


async def _asked(
    request: Request, code: str, chapter: str, part: str = ""
) -> tuple[Hashable, Callable[[], Chapter], str]:
    """Read an address; give what its chapter depends on, the chapter, and what files are called."""
    place, id = place_in(request, code, example=True), known_chapter(chapter)
    chosen = await _chosen(request, code, chapters_of(find_chapter(id).topic) or (id,))
    library = site_of(request).library

    def made() -> Chapter:
        values = values_of(library, code, id, chosen)
        return library.chapter(code, id, values, chosen.peers)

    return ("kapittel", code, id, _tuple(chosen)), made, file_stem(place, f"{id}{part}")


async def _chosen(request: Request, code: str, chapters: tuple[str, ...] | None = None) -> Choice:
    choice = await choice_in(request, code, chapters)
    if choice.errors:
        raise UsageError(" ".join(choice.errors.values()), _("Rett adressen, og prøv igjen."))
    return choice


def _tuple(chosen: Choice) -> tuple[Hashable, ...]:
    return tuple(sorted(chosen.values.items())), chosen.peers
