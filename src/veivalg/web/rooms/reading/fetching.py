"""The fetching of a municipality's figures: started, followed and stopped from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.foundation.i18n import _
from veivalg.sources import fetch
from veivalg.sources.protocol import Asked
from veivalg.web.kit.jobs import Job, Line
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of

if TYPE_CHECKING:
    from veivalg.sources.report import Progress

router = APIRouter(prefix="/kommune/{code}")
FETCHES = Line(
    "hent",
    lambda: (
        _("Hentingen stoppet på grunn av en feil i Veivalg."),
        _("Meld fra om feilen, og legg ved loggen («veivalg --logg»)."),
    ),
)
"""One at a time, so that SSB isn't crowded."""


def fetch_work(site: Site, code: str, job: Job) -> tuple[str, ...]:
    """Fetch a municipality's figures into the library; give what is to be known of them."""

    # The client and its libraries are only needed when something is fetched.
    def follow(step: Progress) -> None:
        job.tell(step.message, step.done, step.calls)

    try:
        asked = Asked(url=site.source_url, progress=follow, stop=job.stopping.is_set)
        result = fetch([code], site.library.lake, asked)
    finally:
        site.library.refresh()
    if job.stopping.is_set():
        job.text = _("Hentingen ble stoppet. Det som er hentet, er tatt vare på.")
        return result.remarks
    job.result = result.remarks  # also where a table fails
    result.raise_if_failed()
    job.text = _("Tallene er hentet.")
    return result.remarks


@router.post("/hent")
def start(request: Request, code: str) -> RedirectResponse:
    """Start fetching and go to the page that shows how it goes."""
    site, place = site_of(request), place_in(request, code)

    def work(job: Job) -> tuple[str, ...]:
        job.tell(_("Spør SSB om hvilke tabeller som finnes."), 0, 0)
        return fetch_work(site, place.code, job)

    site.jobs.start(FETCHES, place.code, work)
    return RedirectResponse(f"/kommune/{place.code}/henting", 303)


@router.get("/henting")
async def progress(request: Request, code: str) -> Response:
    """Show how a fetch goes; the page loads itself again, or is kept fresh by the script."""
    site, place = site_of(request), place_in(request, code)
    job = site.jobs.find(FETCHES, code)
    if job is None:
        return RedirectResponse(f"/kommune/{code}", 303)
    return await show(request, "progress.html", lambda: {"place": place, "job": job})


@router.get("/henting.json")
def progress_data(request: Request, code: str) -> JSONResponse:
    """Give how a fetch goes, for the script."""
    job = site_of(request).jobs.find(FETCHES, code)
    if job is None:
        return JSONResponse({"tilstand": "ingen"}, 404)
    return JSONResponse(job.data(), headers={"cache-control": "no-store"})


@router.post("/henting/stopp")
def stop(request: Request, code: str) -> RedirectResponse:
    """Ask the fetch to stop; what is fetched is kept."""
    site_of(request).jobs.stop(FETCHES, code)
    return RedirectResponse(f"/kommune/{code}/henting", 303)
