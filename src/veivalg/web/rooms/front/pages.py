"""The front page, the search and what it suggests, and whether the server lives."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg import __version__
from veivalg.content import Stage
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.mark import moved_today
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, municipalities, municipality, search
from veivalg.web.kit.bar import STAGES
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


@router.get("/sok")
async def search_page(request: Request, q: str = "", til: str = "") -> Response:
    """Go to the municipality when the text names one, else list those that come near.

    ``til`` is the place of its bar to go to.
    """
    text = q.strip()[:80]
    to = f"/{til}" if til and til in STAGES else ""
    code, found = _found.get(text, lambda: _search(text))
    if code:
        return RedirectResponse(f"/kommune/{code}{to}", 303)
    return await show(
        request,
        "search.html",
        lambda: {"q": text, "til": to, "found": found},
        status=200 if found or not text else 404,
        key=("sok", text, to),
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
