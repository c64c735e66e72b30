"""A municipality's overview: shown at once, with its chapters as they are made."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Chapter
from veivalg.foundation.i18n import _, language
from veivalg.maths.projections.ensemble.kernel import compile_loops
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality, opened
from veivalg.publish.document.cells import made_up_warning
from veivalg.web.kit.at_hand import table_status
from veivalg.web.kit.bar import STAGES, topics
from veivalg.web.kit.headlines import Headlines, keep, kept, key_now, remember
from veivalg.web.kit.jobs import Job, Line
from veivalg.web.kit.known_places import FIRST, fuller_places
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.reading.fetching import FETCHES
from veivalg.web.rooms.reading.headlines import headlines

router = APIRouter(prefix="/kommune/{code}")
# Whom a duel begins with when nobody is chosen.
RIVALS = ("5503", "1833")
PATIENCE = 0.25
"""Seconds a reader waits for all chapters before the page says how far they have come."""

MAKING = Line(
    "kapitler",
    lambda: (_("Noe gikk galt i Veivalg."), _("Prøv igjen, eller meld fra om feilen.")),
    at_once=2,
)


def making(site: Site, code: str, *, last: bool = False) -> Job | None:
    """Give the job that makes a municipality's chapters; None when they are made.

    Parameters
    ----------
    last
        Nobody waits for it: between two chapters it lets those that somebody waits for go first.
    """
    if site.library.ready(code) is not None:
        return None

    def work(job: Job) -> None:  # the library has the chapters when it is over
        specs = all_chapters()

        def made(chapter: Chapter) -> None:
            for other in site.jobs.active(MAKING) if last else ():
                if other is not job:
                    other.wait(None)
            job.result += 1
            told(job.result)

        def told(done: int) -> None:
            if done < len(specs):
                job.tell(_("Lager «{title}»").format(title=specs[done].title), done, len(specs))

        job.result = 0
        told(0)
        key = key_now(site, code)
        keep(site, key, headlines(opened(code), site.library.report(code, told=made)))

    return site.jobs.start(MAKING, (code, site.library.version(), language()), work)


def warm(site: Site) -> None:
    """Make the chapters of the municipality the front page leads to first.

    That loads what all chapters need, such as the solver that guards small numbers. The loops of
    the ensemble come last, since they are compiled at the very first start and a single
    municipality is simulated without them.
    """
    job = making(site, FIRST[0], last=True)
    if job is not None:
        job.wait(None)
    compile_loops()


@router.get("")
async def overview(request: Request, code: str) -> Response:
    """Show what matters most, with a way on to its arithmetic, its chapters and its files."""
    site, place = site_of(request), place_in(request, code, example=True)
    fetch = site.jobs.find(FETCHES, code)
    if fetch is not None and fetch.active:
        return RedirectResponse(f"/kommune/{code}/henting", 303)
    job = await at_work(site, code)
    return await show(
        request,
        "municipality.html",
        lambda: _overview(site, place, job),
        key=None if job else code,
    )


async def at_work(site: Site, code: str) -> Job | None:
    """Give the job that makes a municipality's chapters; None when what they say first is known.

    A reader waits for it a little before that.
    """
    return await run_in_threadpool(_at_work, site, code)


def _at_work(site: Site, code: str) -> Job | None:
    if site.library.ready(code) is None and kept(site, code) is not None:
        return None
    job = making(site, code)
    if job is None:
        return None
    job.wait(PATIENCE)
    if job.error is not None:
        raise job.error
    return job if job.active else None


def first_said(site: Site, place: Municipality) -> Headlines:
    """Give what is told first of a municipality, as it was kept, or made of its chapters."""
    key = key_now(site, place.code)
    found = kept(site, place.code)
    if found is None:
        found = headlines(place, site.library.report(place.code))
        remember(site, key, found)
    return found


@router.get("/lages.json")
def progress(request: Request, code: str) -> JSONResponse:
    """Give how far the chapters have come, for the script."""
    job = making(site_of(request), place_in(request, code, example=True).code)
    data = Job(code).data() | {"aktiv": False} if job is None else job.data()
    return JSONResponse(data, headers={"cache-control": "no-store"})


def _overview(site: Site, place: Municipality, job: Job | None) -> dict[str, Any]:
    """Give what the page shows: what was found, unless a `job` is at it."""
    found = None if job else first_said(site, place)
    empty = found.empty if found else {}
    chapters, status = all_chapters(), table_status(site.library, place)
    return {
        "place": place,
        "job": job,
        "found": found,
        "main_only": place.code not in fuller_places(site.library),
        "stages": [(stage, topics(place, listed)) for stage, listed in STAGES.items()],
        "to_fetch": [c for c in chapters if empty.get(c.id) == "hent"],
        "to_bring": [c for c in chapters if empty.get(c.id) == "egne"],
        "warning": made_up_warning() if found and found.constructed else "",
        "period": found.period if found else "",
        "tables": [row for row in status if row.state != "mangler"],
        "lacking": [row.title for row in status if row.state == "mangler"],
        "peers": [municipality(code) for code in site.library.choices.peers(place.code)],
        "rival": RIVALS[0] if place.code != RIVALS[0] else RIVALS[1],
    }
