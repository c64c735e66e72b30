"""A municipality's overview, and the fetching of its figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.content import Chapter
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality
from veivalg.publish.document.cells import any_made_up, made_up, made_up_warning
from veivalg.web.kit.library import chapters, embedded_places, period, stored_places, table_status
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of

router = APIRouter(prefix="/kommune")
# Whom a duel begins with when nobody is chosen.
RIVALS = ("5503", "1833")


@router.get("/{code}")
async def overview(request: Request, code: str) -> Response:
    """Show who the municipality is, its chapters, its downloads and the status of its figures."""
    site, place = site_of(request), place_in(request, code)
    job = site.jobs.find(code)
    if job is not None and job.active:
        return RedirectResponse(f"/kommune/{code}/henting", 303)
    return await show(request, "municipality.html", lambda: _overview(site, place), key=code)


def _overview(site: Site, place: Municipality) -> dict[str, Any]:
    made = {c.id: c for c in site.library.report(place.code).chapters}
    tables = table_status(site.library, place)
    return {
        "place": place,
        "empty": place.code not in embedded_places() | stored_places(site.library),
        "chapters": [(found, *_first_finding(made[found.id])) for found in chapters()],
        "warning": made_up_warning() if any_made_up(made.values()) else "",
        "period": period(tuple(made.values())),
        "tables": tables,
        "peers": [municipality(code) for code in site.library.choices.peers(place.code)],
        "rival": RIVALS[0] if place.code != RIVALS[0] else RIVALS[1],
    }


def _first_finding(chapter: Chapter) -> tuple[str, bool]:
    """Give the first finding, and whether it rests on something constructed."""
    first = chapter.findings[:1]
    return "".join(statement.text() for statement in first), made_up(first)


@router.post("/{code}/hent")
def start(request: Request, code: str) -> RedirectResponse:
    """Start fetching and go to the page that shows how it goes."""
    place = place_in(request, code)
    site_of(request).jobs.start(place.code)
    return RedirectResponse(f"/kommune/{place.code}/henting", 303)


@router.get("/{code}/henting")
async def progress(request: Request, code: str) -> Response:
    """Show how a fetch goes; the page loads itself again, or is kept fresh by the script."""
    site, place = site_of(request), place_in(request, code)
    job = site.jobs.find(code)
    if job is None:
        return RedirectResponse(f"/kommune/{code}", 303)
    return await show(request, "progress.html", lambda: {"place": place, "job": job})


@router.get("/{code}/henting.json")
def progress_data(request: Request, code: str) -> JSONResponse:
    """Give how a fetch goes, for the script."""
    job = site_of(request).jobs.find(code)
    if job is None:
        return JSONResponse({"tilstand": "ingen"}, 404)
    return JSONResponse(
        {
            "tilstand": job.state.value,
            "aktiv": job.active,
            "tekst": job.text,
            "ferdig": job.done,
            "av": job.total,
            "prosent": job.percent,
        },
        headers={"cache-control": "no-store"},
    )


@router.post("/{code}/henting/stopp")
def stop(request: Request, code: str) -> RedirectResponse:
    """Ask the fetch to stop; what is fetched is kept."""
    site_of(request).jobs.stop(code)
    return RedirectResponse(f"/kommune/{code}/henting", 303)
