"""From the text in an address to a municipality or a chapter."""

from fastapi import Request

from veivalg.chapters.common.registry import all_chapters, find_chapter, is_official
from veivalg.content import Topic
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import EXAMPLE, Municipality
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
    if not example and code == EXAMPLE.code:
        raise AbsentError(
            _("{name} er oppdiktet og har ikke denne siden.").format(name=EXAMPLE.name),
            _("Velg en kommune for å bruke den, eller les videre i menyen."),
        )
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


def chapters_of(topic: Topic) -> tuple[str, ...]:
    """Give the ids of the chapters of a topic, in report order."""
    return tuple(spec.id for spec in all_chapters() if spec.topic is topic)


def address_of(topic: Topic) -> str:
    """Give the name of a topic in addresses: that of the first of its chapters there is."""
    ids = chapters_of(topic)
    return topic.value if topic.value in ids or not ids else ids[0]


def topic_in(request: Request, code: str, name: str) -> Topic:
    """Give the topic an address is about.

    Raises
    ------
    Moved
        When it names a chapter that stands in a topic of another name; the browser keeps what is
        after «#» itself.
    AbsentError
        When there is neither topic nor chapter of that name.
    """
    if name in list(Topic) and chapters_of(Topic(name)):
        return Topic(name)
    topic = find_chapter(known_chapter(name)).topic
    if address_of(topic) == name:
        return topic
    query = f"?{request.url.query}" if request.url.query else ""
    raise Moved(f"/kommune/{code}/{address_of(topic)}{query}")
