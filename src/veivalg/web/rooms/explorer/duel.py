"""Two municipalities side by side."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from veivalg.content import Chapter
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.indicators import SERVICES
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, municipalities
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.atlas import Atlas
from veivalg.web.kit.downloads import send_chapter, send_exhibit
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.explorer.duel_chapter import duel_chapter

router = APIRouter(prefix="/duell")
FIRST = ("5503", "1833")
ALL = "alle"
"""Asks for every service; a duel begins with one, since all of them make a very long page."""


@router.get("")
async def pick(request: Request, a: str = "", b: str = "", tjeneste: str = "") -> Response:
    """Go to the duel of the two that were written; Harstad and Rana when none were."""
    first, second = find(a[:80] or FIRST[0]), find(b[:80] or FIRST[1])
    service = "" if tjeneste == ALL else known_service(tjeneste or next(iter(SERVICES)))
    return RedirectResponse(address(first, second, service), 303)


@router.get("/{a}/{b}.{format}")
async def whole(request: Request, a: str, b: str, format: str, tjeneste: str = "") -> Response:
    """Give the whole duel as a file."""
    site, first, second = site_of(request), find(a), find(b)
    made = partial(_made, site, first, second, known_service(tjeneste))
    name = f"duell-{first.code}-{second.code}"
    return await send_chapter(request, (name, tjeneste), made, format, name)


@router.get("/{a}/{b}")
async def page(request: Request, a: str, b: str, tjeneste: str = "") -> Response:
    """Show two municipalities side by side in one service, or in all."""
    site, first, second = site_of(request), find(a), find(b)
    service = known_service(tjeneste)
    if (first.code, second.code) != (a, b):
        return RedirectResponse(address(first, second, service), 307)

    def values() -> dict[str, Any]:
        made = _made(site, first, second, service)
        query = f"?tjeneste={service}" if service else ""
        pattern = f"/duell/{first.code}/{second.code}/{{exhibit}}.{{format}}{query}"
        return {
            "first": first,
            "second": second,
            "service": service,
            "services": SERVICES,
            "all_places": municipalities(),
            "empty": not made.sections,
            "fragment": chapter_fragment(made, Links(exhibit=pattern, level=1)),
        }

    key = ("duell", first.code, second.code, service)
    return await show(request, "duel.html", values, key=key)


@router.get("/{a}/{b}/{exhibit}.{format}")
async def exhibit(
    request: Request, a: str, b: str, exhibit: str, format: str, tjeneste: str = ""
) -> Response:
    """Give one chart or table of a duel as a file."""
    site, first, second = site_of(request), find(a), find(b)
    made = partial(_made, site, first, second, known_service(tjeneste))
    name = f"duell-{first.code}-{second.code}"
    return await send_exhibit(request, (name, tjeneste), made, exhibit, format, f"{name}-{exhibit}")


def address(first: Municipality, second: Municipality, service: str = "") -> str:
    """Give the address of a duel."""
    return f"/duell/{first.code}/{second.code}" + (f"?tjeneste={service}" if service else "")


def known_service(text: str) -> str:
    """Give the service area; an empty text is all of them.

    Raises
    ------
    UsageError
        When there is none such.
    """
    if text and text not in SERVICES:
        raise UsageError(
            _("Det finnes ikke noe tjenesteområde «{id}».").format(id=text[:40]),
            _("Velg et av områdene i listen."),
        )
    return text


def _made(site: Site, first: Municipality, second: Municipality, service: str) -> Chapter:
    if first.code == second.code:
        raise UsageError(
            _("En kommune kan ikke sammenliknes med seg selv."), _("Velg to forskjellige kommuner.")
        )
    return duel_chapter(first, second, site.one(Atlas).figures(), service)
