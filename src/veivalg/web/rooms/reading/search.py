"""Search: one field over everything a page shows, by kind, with a way to the exact place."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _, language
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, municipality
from veivalg.web.kit.bar import STAGES
from veivalg.web.kit.places import place_in
from veivalg.web.kit.searching import LONGEST, Entry, Index
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.reading.found_in import KINDS, SAME, WHOLE, of_all, of_place
from veivalg.web.rooms.reading.overview import making

router = APIRouter()
FEW = 5
"""As many hits of a kind as are shown before a reader asks for all of it."""


def indexes_of(_site: Site) -> Cache[Index]:
    """Make the memory of a site's indexes: another site may have other chapters."""
    return Cache(size=lambda index: 1000 * len(index.entries))


def index_of(site: Site, place: Municipality | None) -> tuple[Index, bool]:
    """Give what is searched from a municipality's pages, and whether its findings are there yet."""
    indexes = site.one(indexes_of)
    if place is None:
        return indexes.get(("alle", language()), lambda: Index(of_all(), SAME, whole=WHOLE)), True
    report = site.library.ready(place.code)
    key = (place.code, site.library.version(), language(), report is not None)
    return indexes.get(
        key, lambda: Index(of_place(place, report), SAME, place.official_name, WHOLE)
    ), report is not None


@router.get("/kommune/{code}/sok")
async def of_municipality(request: Request, code: str, q: str = "", slag: str = "") -> Response:
    """Show what is found from a municipality's pages: its own findings and figures too."""
    site, place = site_of(request), place_in(request, code, example=True)
    return await _answer(request, site, place, q, slag)


@router.get("/sok")
async def of_country(request: Request, q: str = "", slag: str = "", til: str = "") -> Response:
    """Go to the municipality when the text names one, else show what is found for all of them.

    ``til`` is the place of its bar to go to: then only municipalities are looked for.
    """
    text, to = q.strip()[:LONGEST], f"/{til}" if til and til in STAGES else ""
    try:
        return RedirectResponse(f"/kommune/{find(text).code}{to}", 303)
    except UnknownMunicipalityError:
        kind = "kommune" if to else slag
        return await _answer(request, site_of(request), None, text, kind, to)


async def _answer(
    request: Request, site: Site, place: Municipality | None, q: str, slag: str, to: str = ""
) -> Response:
    text, kind = q.strip()[:LONGEST], slag if slag in KINDS else ""

    def values() -> dict[str, Any]:
        return found(site, place, text, kind) | {"til": to}

    told = await run_in_threadpool(values)
    template = "search_hits.html" if request.query_params.get("bare") == "treff" else "search.html"
    status = 200 if told["groups"] or not text else 404
    return await show(request, template, lambda: told, status=status)


def found(site: Site, place: Municipality | None, text: str, kind: str) -> dict[str, Any]:
    """Give what a page of hits shows."""
    index, whole = index_of(site, place)
    if not whole and place is not None:
        making(site, place.code)
    hits = index.find(text) if text else ()
    return {
        **({"place": place} if place else {}),
        "home": f"/kommune/{place.code}" if place else "",
        "q": text,
        "kind": kind,
        "groups": grouped(hits, kind),
        "whole": whole,
        "count": len(hits),
        "unknown": index.unknown(text) if hits else (),
    }


def grouped(hits: Iterable[Entry], kind: str) -> list[dict[str, Any]]:
    """Give hits by kind, that of the best hit first; few of each, or all of the one asked for.

    A municipality comes along where one is found, for its names in each language.
    """
    kinds: dict[str, list[Entry]] = {}
    for hit in hits:
        if kind in ("", hit.kind):
            kinds.setdefault(hit.kind, []).append(hit)
    order = [*list(kinds)[:1], *KINDS]
    return [
        {
            "id": id,
            "label": _(KINDS[id]),
            "count": len(found),
            "hits": [(hit, _municipality(hit)) for hit in (found if kind else found[:FEW])],
        }
        for id, found in sorted(kinds.items(), key=lambda one: order.index(one[0]))
    ]


def _municipality(hit: Entry) -> Municipality | None:
    return municipality(hit.context) if hit.kind == "kommune" else None
