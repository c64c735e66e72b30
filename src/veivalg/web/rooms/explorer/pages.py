"""The explorer: pick figures, municipalities and years; get chart, table, map, files and a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import language
from veivalg.norway.indicators import SERVICES, indicators
from veivalg.norway.register import municipalities
from veivalg.publish.charts import figure, svg
from veivalg.publish.svg import FORMAT as DRAWING
from veivalg.publish.theme import Size
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.drawings import readable
from veivalg.publish.web.links import Links
from veivalg.web.kit.atlas import Atlas
from veivalg.web.kit.borders import Borders
from veivalg.web.kit.downloads import find_exhibit, send_chapter, send_exhibit, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.explorer.answer import explore, map_chapter
from veivalg.web.rooms.explorer.selection import NO_MAP, Selection, read

if TYPE_CHECKING:
    from veivalg.publish.web.links import Links

router = APIRouter(prefix="/utforsk")


@router.get("")
async def page(request: Request) -> Response:
    """Show the form, and what was picked."""
    site = site_of(request)
    chosen = read(request.query_params.multi_items())

    def values() -> dict[str, Any]:
        return _values(site, chosen)

    key = None if chosen.errors else ("utforsk", chosen)
    status = 400 if chosen.errors else 200
    return await show(request, "explorer.html", values, status=status, key=key, rare=True)


@router.get(".{format}")
async def whole(request: Request, format: str) -> Response:
    """Give all that was picked as one file."""
    site, chosen = site_of(request), read(request.query_params.multi_items())
    key = ("utforsk", chosen)
    return await send_chapter(request, key, lambda: explored(site, chosen), format, "utforsk")


@router.get("/{exhibit}.{format}")
async def exhibit(
    request: Request, exhibit: str, format: str, vis: str = "", smal: str = ""
) -> Response:
    """Give one chart or table, as a picture or as figures.

    Parameters
    ----------
    vis, smal
        «1»: the bare drawing to be shown on a page, and the one for a narrow screen.
    """
    site, chosen = site_of(request), read(request.query_params.multi_items())
    if vis == "1" and format == DRAWING.name:
        return await _shown(request, site, chosen, exhibit, narrow=smal == "1")
    key, name = ("utforsk", chosen), f"utforsk-{exhibit}"
    return await send_exhibit(request, key, lambda: explored(site, chosen), exhibit, format, name)


async def _shown(
    request: Request, site: Site, chosen: Selection, id: str, *, narrow: bool
) -> Response:
    def render() -> Page:
        found = find_exhibit(explored(site, chosen), id, DRAWING.name)
        drawing = svg(found, Size.PHONE if narrow else Size.WIDE)
        return pack(drawing.encode(), DRAWING.media_type)

    return await send_file(request, ("utforsk", id, "vist", narrow, chosen), render)


def explored(site: Site, chosen: Selection) -> Chapter:
    """Give the answer to a selection, map included, as one chapter."""
    geometry, sources = site.one(Borders).geometry()
    figures = site.one(Atlas).figures()
    made = explore(chosen, figures)
    mapped = map_chapter(chosen, figures, geometry, sources)
    sections = (*made.sections, *(mapped.sections if mapped else ()))
    return Chapter(
        made.id, made.title, made.municipality, made.period, made.lead, (), sections, made.missing
    )


def _values(site: Site, chosen: Selection) -> dict[str, Any]:
    figures = site.one(Atlas).figures()
    query = chosen.query()
    return {
        "chosen": chosen,
        "query": f"?{query}" if query else "",
        "services": _services(site, chosen, set(figures.indicators)),
        "picked": chosen.municipalities(),
        "place_list": _place_list(site),
        "years": figures.years,
        "entries": chosen.entries(),
        "mapped": chosen.mapped(),
        "no_map": NO_MAP,
        "has_figures": bool(figures),
        "fragment": _answer(site, chosen, query) if chosen.indicators else Markup(""),
        "map_fragment": _map(site, chosen) if chosen.mapped() else Markup(""),
    }


def _services(site: Site, chosen: Selection, known: set[str]) -> list[Markup]:
    """Give the figures to pick from, service by service."""
    absent = frozenset(i.id for i in indicators() if known and i.id not in known)
    return [
        _service(
            site,
            id,
            tuple(i.id for i in indicators() if i.service == id and i.id in chosen.indicators),
            absent,
        )
        for id in SERVICES
    ]


# A hundred boxes to tick are the slowest part of the page, and few of them differ.
_drawn: Cache[Markup] = Cache()


def _service(site: Site, id: str, picked: tuple[str, ...], absent: frozenset[str]) -> Markup:
    def draw() -> Markup:
        entries = [i for i in indicators() if i.service == id]
        template = site.templates.get_template("explorer_service.html")
        values = {"entries": entries, "picked": picked, "absent": absent}
        return Markup(template.render(name=SERVICES[id], **values))

    return _drawn.get((language(), id, picked, absent), draw, held=(site.templates,))


def _place_list(site: Site) -> Markup:
    def draw() -> Markup:
        template = site.templates.get_template("place_list.html")
        return Markup(template.render(all_places=municipalities()))

    return _drawn.get(language(), draw, held=(site.templates,))


def _links(query: str, picture: Callable[[Exhibit], Markup | None] | None = None) -> Links:
    safe = query.replace("{", "%7B").replace("}", "%7D")
    return Links(exhibit=f"/utforsk/{{exhibit}}.{{format}}?{safe}", level=2, picture=picture)


def _apart(query: str) -> Callable[[Exhibit], Markup]:
    """Show the map as a picture of its own: its outlines are more than the rest of the page."""
    image = (
        '<div class="figur-{0}"><img class="kartbilde" src="/utforsk/{1}.svg?vis=1&{2}" alt="{3}"'
        ' loading="lazy" {4}></div>'
    )

    def shown(exhibit: Exhibit) -> Markup:
        told, *drawn = figure(exhibit, (Size.WIDE, Size.PHONE), exhibit.id)
        images = (
            Markup(image).format(
                end, exhibit.id, query + more, exhibit.spoken, Markup(_measures(svg))
            )
            for end, more, svg in zip(("bred", "smal"), ("", "&smal=1"), drawn, strict=True)
        )
        return readable(exhibit, told, "".join(images))

    return shown


def _measures(svg: str) -> str:
    """Give an image the size of a drawing, and where its values lie."""
    return " ".join(re.findall(r'(?:data-punkt|width|height|viewBox)="[^"]*"', svg)[:4]).replace(
        "viewBox", "data-boks"
    )


def _answer(site: Site, chosen: Selection, query: str) -> Markup:
    return chapter_fragment(explore(chosen, site.one(Atlas).figures()), _links(query))


def _map(site: Site, chosen: Selection) -> Markup:
    """Give the map; the one drawing is shared by all who look at the same figure and year."""
    figures = site.one(Atlas).figures()
    alone = chosen.for_map(figures)
    version = site.library.version()

    def render() -> Page:
        geometry, sources = site.one(Borders).geometry()
        made = map_chapter(alone, figures, geometry, sources)
        html = chapter_fragment(made, _links(alone.query(), _apart(alone.query()))) if made else ""
        return pack(str(html).encode())

    return Markup(site.pages.get(("kart", alone, version), render).body().decode())
