"""Files to take along: an exhibit, a chapter or the whole knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, use_language
from veivalg.norway.municipality import Municipality
from veivalg.web.assumptions import Choice
from veivalg.web.cache import Page, answer, pack
from veivalg.web.language import choose
from veivalg.web.places import place_in
from veivalg.web.routes.reading import choice_in, known_chapter
from veivalg.web.site import Site, site_of

router = APIRouter(prefix="/kommune")
EXHIBIT_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
REPORT_FORMATS = ("docx", "pdf", "xlsx", "html", "json")
CHAPTER_FORMATS = ("json", "xlsx", "md")


class UnknownFileError(UsageError):
    """There is no such file to download."""


@router.get("/{code}/rapport.{format}")
async def report(request: Request, code: str, format: str) -> Response:
    """Give the whole knowledge base as a document."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, REPORT_FORMATS)
    chosen = await _chosen(request, code)

    def render() -> Page:
        from veivalg.publish import FORMATS
        from veivalg.publish import render as publish

        made = site.library.report(code, chosen.values, chosen.peers)
        name = file_name(place, "kunnskapsgrunnlag", FORMATS[format].suffix)
        return pack(publish(made, format), FORMATS[format].media_type, file_name=name)

    return await send_file(request, site, ("rapport", code, format, _tuple(chosen)), render)


@router.get("/{code}/{chapter}.{format}")
async def chapter(request: Request, code: str, chapter: str, format: str) -> Response:
    """Give one chapter as a file."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    check_format(format, CHAPTER_FORMATS)
    chosen = await _chosen(request, code, id)

    def render() -> Page:
        from veivalg.publish import FORMATS, render_chapter

        made = site.library.chapter(code, id, chosen.values, chosen.peers)
        name = file_name(place, id, FORMATS[format].suffix)
        return pack(render_chapter(made, format), FORMATS[format].media_type, file_name=name)

    return await send_file(request, site, ("kapittel", code, id, format, _tuple(chosen)), render)


@router.get("/{code}/{chapter}/{exhibit}.{format}")
async def exhibit(request: Request, code: str, chapter: str, exhibit: str, format: str) -> Response:
    """Give one exhibit as a picture or as its table."""
    site, place, id = site_of(request), place_in(request, code), known_chapter(chapter)
    check_format(format, tuple(EXHIBIT_TYPES))
    chosen = await _chosen(request, code, id)

    def render() -> Page:
        made = site.library.chapter(code, id, chosen.values, chosen.peers)
        found = next((e for e in made.exhibits() if e.id == exhibit), None)
        if found is None or (found.chart is None and format in ("png", "svg")):
            raise UnknownFileError(
                _("Kapitlet har ingen slik figur: «{name}».").format(name=f"{exhibit}.{format}"),
                _("Gå til kapitlet og velg blant figurene der."),
            )
        name = file_name(place, f"{id}-{exhibit}", format)
        return pack(exhibit_file(found, made, format), EXHIBIT_TYPES[format], file_name=name)

    key = ("figur", code, id, exhibit, format, _tuple(chosen))
    return await send_file(request, site, key, render)


def exhibit_file(
    exhibit: Exhibit, chapter: Chapter, format: str, *, standalone: bool = True
) -> bytes:
    """Give an exhibit in one of the formats of ``EXHIBIT_TYPES``.

    Parameters
    ----------
    standalone
        Draw title and source in the picture too.
    """
    from veivalg.publish.charts import png, svg
    from veivalg.publish.exhibits import exhibit_csv, exhibit_xlsx

    match format:
        case "png":
            return png(exhibit, standalone=standalone)
        case "svg":
            return svg(exhibit, standalone=standalone).encode()
        case "csv":
            return exhibit_csv(exhibit, chapter)
        case _:
            return exhibit_xlsx(exhibit, chapter)


def file_name(place: Municipality, what: str, suffix: str) -> str:
    """Give a download its name: «kunnskapsgrunnlag-5503-harstad.docx»."""
    name = place.name.lower().replace(" ", "-").replace("/", "-")
    return f"{what}-{place.code}-{name}.{suffix.lstrip('.')}"


def check_format(format: str, known: tuple[str, ...]) -> None:
    """Raise ``UnknownFileError`` for a format that is not given here."""
    if format not in known:
        raise UnknownFileError(
            _("Formatet «{format}» finnes ikke her.").format(format=format),
            _("Velg blant {formats}.").format(formats=", ".join(known)),
        )


async def _chosen(request: Request, code: str, chapter: str | None = None) -> Choice:
    choice = await choice_in(request, code, chapter)
    if choice.errors:
        raise UsageError(" ".join(choice.errors.values()), _("Rett adressen, og prøv igjen."))
    return choice


def _tuple(chosen: Choice) -> tuple[Hashable, ...]:
    return tuple(sorted(chosen.values.items())), chosen.peers


async def send_file(
    request: Request, site: Site, key: Hashable, render: Callable[[], Page]
) -> Response:
    """Send a file, from the finished ones when it is there."""
    language = choose(request)
    full = (key, language, site.library.version())
    page = site.pages.find(full)
    if page is None:

        def translated() -> Page:
            with use_language(language):
                return render()

        page = await run_in_threadpool(site.pages.make, full, translated)
    return answer(request, page)
