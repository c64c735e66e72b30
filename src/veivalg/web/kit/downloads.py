"""Files to take along: what every room's downloads share."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.i18n import _, use_language
from veivalg.norway.municipality import Municipality
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.finished import Page, answer, pack
from veivalg.web.kit.language import choose
from veivalg.web.kit.site import Site

EXHIBIT_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def find_exhibit(made: Chapter, id: str, format: str) -> Exhibit:
    """Give an exhibit of a chapter; raises ``AbsentError`` when it has none such."""
    found = next((e for e in made.exhibits() if e.id == id), None)
    if found is None or (found.chart is None and format in ("png", "svg")):
        raise AbsentError(
            _("Det finnes ingen slik figur her: «{name}».").format(name=f"{id}.{format}"),
            _("Gå tilbake til siden og velg blant figurene der."),
        )
    return found


def exhibit_page(made: Chapter, id: str, format: str, name: str) -> Page:
    """Give an exhibit of a chapter as a file; raises ``AbsentError`` when it has none such."""
    found = find_exhibit(made, id, format)
    content = exhibit_file(found, made, format, standalone=True)
    return pack(content, EXHIBIT_TYPES[format], file_name=name)


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
    """Raise ``AbsentError`` for a format that is not given here."""
    if format not in known:
        raise AbsentError(
            _("Formatet «{format}» finnes ikke her.").format(format=format),
            _("Velg blant {formats}.").format(formats=", ".join(known)),
        )


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

        page = await run_in_threadpool(site.pages.get, full, translated)
    return answer(request, page)
