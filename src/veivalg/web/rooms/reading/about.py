"""What lies behind: methods, words, sources and privacy."""

from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.common.registry import all_chapters
from veivalg.foundation.i18n import _
from veivalg.publish.document.markup import html
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.site import show, site_of
from veivalg.web.rooms.reading.found_in import word_id, words

router = APIRouter()


@router.get("/metode")
async def methods(request: Request) -> Response:
    """List the methods with what each is for."""
    return await show(
        request, "methods.html", lambda: {"pages": list(method_pages().values())}, key="metode"
    )


@router.get("/metode/{id}")
async def method(request: Request, id: str) -> Response:
    """Show one method."""
    page = method_pages().get(id) or method_pages().get(id.upper())
    if page is None:
        raise AbsentError(
            _("Det finnes ingen metodeside «{id}».").format(id=id),
            _("Se listen over metodene på siden «Metode»."),
        )
    return await show(
        request, "method.html", lambda: {"page": page, "text": markdown(page.markdown)}, key=page.id
    )


def markdown(text: str) -> Markup:
    """Give Markdown as HTML; HTML inside it stays text, and tables can be scrolled by keyboard."""
    opening = (
        '<div class="rulle" tabindex="0" role="region" aria-label="{}"><table class="ds-table">'
    )
    made = html(text).replace("<table>", opening.format(_("Tabell")))
    return Markup(made.replace("</table>", "</table></div>"))


@router.get("/ordliste")
async def word_list(request: Request) -> Response:
    """List the terms of all chapters with what they mean."""
    return await show(
        request,
        "words.html",
        lambda: {"terms": [(word_id(word), word, meaning) for word, meaning in words()]},
        key="ordliste",
    )


@router.get("/om")
async def about(request: Request) -> Response:
    """Tell what Veivalg is, where figures come from and what is stored."""
    site = site_of(request)

    def values() -> dict[str, Any]:
        return {"chapters": all_chapters(), "folder": str(site.library.folder)}

    return await show(request, "about.html", values, key="om")
