"""The page «Etterprøving»: how far off the projections have been."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.chapters.etterproving import SPEC
from veivalg.chapters.etterproving.chapter import chapter
from veivalg.content import Chapter
from veivalg.jobs.scores_file import FILE, read_result
from veivalg.publish import formats
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.downloads import send_chapter, send_exhibit
from veivalg.web.kit.site import Site, show, site_of

router = APIRouter(prefix=f"/{SPEC.id}")


def _mark(site: Site) -> int:
    """Give what changes when a new run is kept in the data folder."""
    try:
        return (site.library.folder / FILE).stat().st_mtime_ns
    except OSError:
        return 0


def _made(site: Site) -> Chapter:
    return chapter(read_result(site.library.folder))


@router.get("")
async def page(request: Request) -> Response:
    """Show the back-test."""
    site = site_of(request)

    def values() -> dict[str, Any]:
        made = _made(site)
        links = Links(
            exhibit=f"/{SPEC.id}/{{exhibit}}.{{format}}", method="/metode/{method}", level=1
        )
        return {
            "chapter": made,
            "fragment": chapter_fragment(made, links),
            "formats": tuple(formats().values()),
        }

    return await show(request, "backtest.html", values, key=(SPEC.id, _mark(site)))


@router.get("/hele.{format}")
async def whole(request: Request, format: str) -> Response:
    """Give the whole page as a file."""
    site = site_of(request)
    key = (SPEC.id, _mark(site))
    return await send_chapter(request, key, lambda: _made(site), format, SPEC.id, "")


@router.get("/{exhibit}.{format}")
async def exhibit(request: Request, exhibit: str, format: str) -> Response:
    """Give one table or chart as a file."""
    site = site_of(request)
    key, name = (SPEC.id, _mark(site)), f"{SPEC.id}-{exhibit}"
    return await send_exhibit(request, key, lambda: _made(site), exhibit, format, name)
