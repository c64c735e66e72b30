"""Official figures that chosen web sites show in pages of their own.

They are shown where Veivalg stands on a server of the municipality's own. On a person's own machine
nobody else could see them, and a figure is taken along as a file.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.foundation.i18n import _
from veivalg.publish.web import FORMAT, exhibit_html
from veivalg.web.kit.downloads import find_exhibit, send_file
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import known_chapter, official, place_in
from veivalg.web.kit.site import site_of

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {sites}"
)
router = APIRouter(prefix="/innebygd")


@router.get("/{code}/{chapter}/{exhibit}")
async def embedded(request: Request, code: str, chapter: str, exhibit: str) -> Response:
    """Show one exhibit alone, without anything a municipality has brought or chosen."""
    site = site_of(request)
    if not site.embedders:
        raise AbsentError(
            _("Figurer kan ikke bygges inn fra denne adressen."),
            _(
                "Last ned figuren som «Nettside» i stedet. Innebygging virker når Veivalg står på "
                "en tjener, og VEIVALG_INNEBYGGING sier hvilke nettsteder som kan vise figurene."
            ),
        )
    place, id = place_in(request, code), official(known_chapter(chapter))

    def render() -> Page:
        made = site.library.chapter(place.code, id, {}, ())
        found = find_exhibit(made, exhibit, FORMAT.name)
        return pack(exhibit_html(found, made), FORMAT.media_type)

    response = await send_file(request, ("innebygd", place.code, id, exhibit), render)
    response.headers["content-security-policy"] = POLICY.format(sites=" ".join(site.embedders))
    response.headers["cross-origin-resource-policy"] = "cross-origin"
    response.headers["referrer-policy"] = "no-referrer"
    return response
