"""The front page, the search and what it suggests, and whether the server lives."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg import __version__
from veivalg.content import Outline
from veivalg.content.theme import BORDER, WHITE
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.layout.mark import moved_today
from veivalg.foundation.layout.names import BOUNDARIES
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, municipalities, municipality, search
from veivalg.web.kit.borders import Borders
from veivalg.web.kit.finished import Page, answer, pack
from veivalg.web.kit.known_places import FIRST, fuller_places
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.front.map import norway_map

router = APIRouter()


@router.get("/")
async def front(request: Request) -> Response:
    """Show what Veivalg is, the search, the map and the list of municipalities."""
    site = site_of(request)
    return await show(request, "front.html", lambda: _front(site), key="front")


def _front(site: Site) -> dict[str, Any]:
    ready = fuller_places(site.library)
    counties: dict[str, list[Any]] = {}
    for m in municipalities():
        counties.setdefault(m.county, []).append(m)
    return {
        "first": [municipality(code) for code in FIRST],
        "map": norway_map(municipalities(), ready, _outlines(site)),
        "counties": sorted(counties.items()),
        "ready": ready,
        "moved": moved_today(site.library.folder),
    }


@router.get("/kart/grenser.svg")
async def borders(request: Request) -> Response:
    """Draw the municipal borders that lie behind the dots; 404 until they are fetched."""
    site = site_of(request)

    def render() -> Page:
        drawing = norway_map(municipalities(), (), _outlines(site))
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} '
            f'{drawing.height}"><path d="{drawing.borders}" fill="{WHITE}" stroke="{BORDER}" '
            f'stroke-width="0.5" stroke-linejoin="round"/></svg>'
        )
        status = 200 if drawing.borders else 404
        return pack(svg.encode(), "image/svg+xml", status=status)

    return answer(
        request,
        await run_in_threadpool(site.pages.get, ("grenser", site.library.version()), render),
    )


def _outlines(site: Site) -> Mapping[str, Outline] | None:
    if not any((site.library.folder / name).is_file() for name in BOUNDARIES):
        return None
    outlines, sources = site.one(Borders).geometry()
    return outlines if sources else None


@router.get("/sok")
async def search_page(request: Request, q: str = "") -> Response:
    """Go to the municipality when the text names one, else list those that come near."""
    text = q.strip()[:80]
    code, found = _found.get(text, lambda: _search(text))
    if code:
        return RedirectResponse(f"/kommune/{code}", 303)
    return await show(
        request,
        "search.html",
        lambda: {"q": text, "found": found},
        status=200 if found or not text else 404,
        key=("sok", text),
    )


Found = tuple[str | None, tuple[Municipality, ...]]
# The municipalities themselves are there anyway: an answer only names them.
_found: Cache[Found] = Cache(size=lambda _answer: 500)


def _search(text: str) -> Found:
    """Give the code of the one municipality a text names, or those that come near it."""
    if not text:
        return None, ()
    try:
        return find(text).code, ()
    except UnknownMunicipalityError:
        return None, search(text, limit=30)


@router.get("/helse")
def health() -> JSONResponse:
    """Say that the server answers, and which version it is."""
    return JSONResponse({"status": "ok", "versjon": __version__})
