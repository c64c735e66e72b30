"""Files to take along: what every room's downloads share."""

from collections.abc import Callable, Collection, Hashable

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.i18n import _, language
from veivalg.norway.municipality import Municipality
from veivalg.publish import formats, render_chapter
from veivalg.publish.format import ONE, PART
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.finished import Page, answer, pack
from veivalg.web.kit.site import site_of


def find_exhibit(made: Chapter, id: str, format: str, lacking: str = "") -> Exhibit:
    """Give an exhibit of a chapter; raises ``AbsentError`` (`lacking`) when it has none such."""
    found = next((e for e in made.exhibits() if e.id == id), None)
    if found is None or not formats(ONE)[format].suits(found):
        raise AbsentError(
            (lacking or _("Det finnes ingen slik figur her: «{name}».")).format(
                name=f"{id}.{format}"
            ),
            _("Gå tilbake til siden og velg blant figurene der."),
        )
    return found


def file_stem(place: Municipality, what: str) -> str:
    """Give a download its name, without suffix: «kunnskapsgrunnlag-5503-harstad»."""
    name = place.name.lower().replace(" ", "-").replace("/", "-")
    return f"{what}-{place.code}-{name}"


def check_format(format: str, known: Collection[str]) -> None:
    """Raise ``AbsentError`` for a format that is not given here."""
    if format not in known:
        raise AbsentError(
            _("Formatet «{format}» finnes ikke her.").format(format=format),
            _("Velg blant {formats}.").format(formats=", ".join(known)),
        )


async def send_file(request: Request, key: Hashable, render: Callable[[], Page]) -> Response:
    """Send a file, from the finished ones when it is there."""
    site = site_of(request)
    full = (key, language(), site.library.version())
    page = site.pages.find(full)
    if page is None:
        page = await run_in_threadpool(site.pages.get, full, render)
    return answer(request, page)


async def send_exhibit(
    request: Request,
    key: Hashable,
    made: Callable[[], Chapter],
    id: str,
    format: str,
    name: str,
    *,
    lacking: str = "",
) -> Response:
    """Send an exhibit of a chapter as a picture or as its table.

    Parameters
    ----------
    key
        What the chapter depends on besides the stored figures.
    name
        What the file is called, without suffix.
    lacking
        What is said when the chapter has no such exhibit, with ``{name}``.

    Raises
    ------
    AbsentError
        When there is no such exhibit or format.
    """
    check_format(format, formats(ONE))

    def render() -> Page:
        chapter, kind = made(), formats(ONE)[format]
        found = find_exhibit(chapter, id, format, lacking)
        assert kind.exhibit is not None
        content = kind.exhibit(found, chapter)
        return pack(content, kind.media_type, file_name=f"{name}{kind.suffix}")

    return await send_file(request, (key, id, format), render)


async def send_chapter(
    request: Request,
    key: Hashable,
    made: Callable[[], Chapter],
    format: str,
    name: str,
    offered: str = PART,
) -> Response:
    """Send a whole chapter in a format `offered` for one; else as for `send_exhibit`."""
    check_format(format, formats(offered))

    def render() -> Page:
        kind = formats()[format]
        return pack(
            render_chapter(made(), format), kind.media_type, file_name=f"{name}{kind.suffix}"
        )

    return await send_file(request, (key, format), render)
