"""Rapporter: every document there is of a municipality, and what people write in them."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.content.about import FACTS, TEXTS
from veivalg.desk.about import LARGEST_LOGO, LONGEST_FACT, Abouts
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.own.examples.about import example_about
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.publish import formats
from veivalg.publish import render as publish
from veivalg.publish.format import CHOSEN, OPEN, WHOLE
from veivalg.web.kit.downloads import check_format, file_stem, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of

router = APIRouter(
    prefix="/kommune", max_body_size=LARGEST_LOGO + 200_000, form_limits={"max_fields": 40}
)


@router.get("/{code}/rapporter")
async def reports(request: Request, code: str) -> Response:
    """Show every document, and the texts people write in them."""
    site, place = site_of(request), place_in(request, code, example=True)
    return await show(
        request, "reports.html", lambda: _values(site, place), key=("rapporter", code)
    )


@router.get("/{code}/rapporter/{name}")
async def report(request: Request, code: str, name: str) -> Response:
    """Give a document that tells the most important of the knowledge base."""
    site, place = site_of(request), place_in(request, code, example=True)
    known = {**formats(CHOSEN), **formats(OPEN)}
    check_format(name, known)

    def render() -> Page:
        kind = known[name]
        library = site.library
        made = library.open_report(code) if OPEN in kind.offered else library.report(code)
        stem = file_stem(place, name.removesuffix(f"-{kind.suffix[1:]}"))
        return pack(publish(made, name), kind.media_type, file_name=f"{stem}{kind.suffix}")

    return await send_file(request, ("utvalg", code, name), render)


@router.post("/{code}/rapporter")
async def write(request: Request, code: str) -> RedirectResponse:
    """Keep what people write of the report, and go back."""
    site, place = site_of(request), place_in(request, code)
    form = await request.form()
    said = {name: str(value) for name, value in form.items() if isinstance(value, str)}
    kept = Abouts(site.library.folder)
    await run_in_threadpool(kept.save, place.code, _of(said, FACTS), _of(said, TEXTS))
    site.library.refresh()
    return RedirectResponse(f"/kommune/{place.code}/rapporter#tekster", 303)


@router.post("/{code}/rapporter/logo")
async def logo(
    request: Request, code: str, logo: Annotated[UploadFile | None, File()] = None
) -> RedirectResponse:
    """Keep a logo, or take it away where no file is sent, and go back."""
    site, place = site_of(request), place_in(request, code)
    content = b"" if logo is None else await logo.read()
    await run_in_threadpool(Abouts(site.library.folder).save_logo, place.code, content)
    site.library.refresh()
    return RedirectResponse(f"/kommune/{place.code}/rapporter#logo", 303)


def _of(said: dict[str, str], names: Any) -> dict[str, str]:
    return {name: said.get(name, "") for name in names}


def _values(site: Site, place: Municipality) -> dict[str, Any]:
    kept = Abouts(site.library.folder)
    about = example_about() if place.example else kept.of(place.code)
    brought = OwnStore(site.library.folder).tables(place.code)
    return {
        "place": place,
        "period": "",
        "chosen": tuple(formats(CHOSEN).values()),
        "whole": tuple(formats(WHOLE).values()),
        "open": tuple(formats(OPEN).values()),
        "left_out": [own_table(name).title for name in brought],
        "facts": [(name, _(title), about.facts.get(name, "")) for name, title in FACTS.items()],
        "texts": [
            (name, _(title), _(help), about.texts.get(name, ""))
            for name, (title, help) in TEXTS.items()
        ],
        "longest": LONGEST_FACT,
        "about": about,
        "logo": bool(about.logo),
    }
