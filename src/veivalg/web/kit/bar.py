"""The bar of a municipality: its places, and whom it is compared with, alike on every page."""

from collections.abc import Iterable
from difflib import get_close_matches

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Stage, Topic
from veivalg.foundation.errors import StoreError
from veivalg.foundation.i18n import N_, _
from veivalg.norway.municipality import Municipality, country_without_oslo, kostra_group
from veivalg.norway.register import members_of
from veivalg.web.kit.library import Codes, Library

OVERVIEW, OWN, REPORTS = "", "egne-tall", "rapporter"
STAGES = {
    Stage.HERE: (Stage.HERE, Stage.HEARD, Stage.FOLLOW),
    Stage.COMING: (Stage.COMING,),
    Stage.CHOICE: (Stage.CHOICE,),
}
"""The places of the bar that list topics, and the topics of which stages each lists."""
PATH = (Stage.HERE, Stage.HEARD, Stage.COMING, Stage.CHOICE, Stage.FOLLOW)
"""The order pages of topics are gone through in, from one to the next."""
_OTHERS = {OVERVIEW: N_("Oversikt"), OWN: N_("Egne tall"), REPORTS: N_("Rapporter")}


def bar(place: Municipality) -> list[tuple[str, str]]:
    """Give the name in addresses and the label of every place of the bar, in order.

    The made-up municipality has nothing to bring.
    """
    stages = [(stage.value, stage.label) for stage in STAGES]
    named = {name: _(label) for name, label in _OTHERS.items() if name != OWN or not place.example}
    (first, *rest) = named.items()
    return [first, *stages, *rest]


def place_of(topic: Topic) -> str:
    """Give the place of the bar where a topic is listed."""
    return next(place.value for place, stages in STAGES.items() if topic.stage in stages)


def compared(library: Library, place: Municipality, peers: Codes | None = None) -> list[str]:
    """Give the names of whom a municipality is compared with; nobody is held against itself.

    Parameters
    ----------
    peers
        Those the address names; None for those chosen for the municipality.
    """
    from veivalg.desk.choices import places

    group = place.kostra_group
    alone = len(members_of(group)) < 2
    held = country_without_oslo() if group is None or alone else kostra_group(group)
    try:
        chosen = library.choices.peers(place.code) if peers is None else peers
    except StoreError:  # it is told where the figures are shown
        chosen = ()
    return [held.name, *(one.name for one in places(chosen))]


def topics(place: Municipality, stages: Iterable[Stage] = PATH) -> list[Topic]:
    """Give the topics of some stages, as the pages of a municipality are gone through.

    The plan is worked out on a page of its own, which the made-up municipality has not.
    """
    used = {chapter.topic for chapter in all_chapters()} | (
        set() if place.example else {Topic.PLAN}
    )
    return [topic for stage in stages for topic in Topic if topic.stage is stage and topic in used]


def around(topic: str, place: Municipality) -> tuple[Topic | None, Topic | None]:
    """Give the topics before and after one; none of one that no page of the municipality is of."""
    order = topics(place)
    at = order.index(Topic(topic)) if topic in order else len(order)
    return (order[at - 1] if 0 < at < len(order) else None), next(iter(order[at + 1 :]), None)


def nearest(place: Municipality, text: str, most: int = 3) -> list[tuple[str, str]]:
    """Give the address and name of the pages of a municipality whose names come near a text."""
    names = [(name, label) for name, label in bar(place) if name]
    names += [(topic.value, topic.label) for topic in Topic]
    names += [(chapter.id, chapter.title) for chapter in all_chapters()]
    said = {word.lower(): one for one in reversed(names) for word in one}
    near = get_close_matches(text.lower().replace("_", "-"), said, n=2 * most, cutoff=0.5)
    found = dict.fromkeys(said[word] for word in near)
    return [(f"/kommune/{place.code}/{name}", label) for name, label in found][:most]
