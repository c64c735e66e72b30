"""The front page, and whether the server lives."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg import __version__
from veivalg.content import Stage
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.mark import moved_today
from veivalg.norway.register import municipalities, municipality
from veivalg.web.kit.headlines import Headlines, kept
from veivalg.web.kit.known_places import FIRST, fuller_places
from veivalg.web.kit.site import Site, show, site_of

SHOWN = 3
"""How many findings of a real overview the front page shows."""

router = APIRouter()


@router.get("/")
async def front(request: Request) -> Response:
    """Show the search, the three questions, a real overview and the list of municipalities."""
    site = site_of(request)
    shown, said = await run_in_threadpool(_seen, site)
    key = ("front", shown if said else "")
    return await show(request, "front.html", lambda: _front(site, shown, said), key=key)


def _seen(site: Site) -> tuple[str, Headlines | None]:
    """Give the first municipality whose overview is made, and what it says; None until one is."""
    found = ((code, kept(site, code)) for code in FIRST)
    return next(((code, said) for code, said in found if said and said.findings), (FIRST[0], None))


def _front(site: Site, shown: str, said: Headlines | None) -> dict[str, Any]:
    counties: dict[str, list[Any]] = {}
    for m in municipalities():
        counties.setdefault(m.county, []).append(m)
    return {
        "first": [municipality(code) for code in FIRST],
        "shown": municipality(shown),
        "findings": said.findings[:SHOWN] if said else (),
        "questions": _questions(),
        "counties": sorted(counties.items()),
        "ready": fuller_places(site.library),
        "moved": moved_today(site.library.folder),
    }


def _questions() -> list[tuple[str, str, str]]:
    """Give the place of the bar that answers each question, the question, and what is there."""
    return [
        ("", _("Hva er viktigst?"), _("Fem til sju funn, de største først.")),
        (
            Stage.HERE.value,
            _("Hvordan ligger vi an?"),
            _("Økonomi, tjenester og bemanning, mot andre kommuner."),
        ),
        (
            Stage.CHOICE.value,
            _("Hva kan vi velge?"),
            _("Flytt på valgene, og se hva de fører til."),
        ),
    ]


@router.get("/kart/grenser.svg")
def borders() -> RedirectResponse:
    """Send who follows an old address to the page the drawing stood on."""
    return RedirectResponse("/", 308)


@router.get("/helse")
def health() -> JSONResponse:
    """Say that the server answers, and which version it is."""
    return JSONResponse({"status": "ok", "versjon": __version__})
