"""From the text in an address to a municipality or a chapter."""

from fastapi import Request

from veivalg.chapters.common.registry import find_chapter, is_official
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, opened
from veivalg.web.kit.errors import AbsentError


class Moved(Exception):  # noqa: N818 - not an error: the reader is sent on
    """The address names a municipality in another way than its number in force."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def place_in(request: Request, code: str, *, example: bool = False) -> Municipality:
    """Give the municipality an address is about.

    Parameters
    ----------
    example
        Whether the page is one that the made-up municipality has too: those that only show.

    Raises
    ------
    Moved
        When it is named by an old number or a name; carries the address with today's number.
    UnknownMunicipalityError
        When there is none.
    """
    place = opened(code) if example else find(code)
    if place.code != code:
        _start, room, _code, *rest = request.url.path.split("/", 3)
        address = "/".join(["", room, place.code, *rest])
        query = f"?{request.url.query}" if request.url.query else ""
        raise Moved(address + query)
    return place


def known_chapter(id: str) -> str:
    """Give the id when there is such a chapter; raises ``AbsentError``."""
    try:
        return find_chapter(id).id
    except UsageError as error:
        raise AbsentError(error.message, error.remedy) from None


def official(id: str) -> str:
    """Give the id of a chapter that reads official tables alone; raises ``AbsentError``."""
    if not is_official(find_chapter(id)):
        raise AbsentError(
            _("Kapitlet kan vise kommunens egne tall, og figurene i det gis ikke her."),
            _("Last ned figuren fra siden den står på."),
        )
    return id
