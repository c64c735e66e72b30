"""What a page adds to a topic: forms of assumptions and notes, files, and ways to bring figures."""

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from veivalg.content import Assumption, Chapter, Folded, Note
from veivalg.desk.notes import LONGEST
from veivalg.norway.municipality import Municipality
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import Choice, inputs
from veivalg.web.kit.places import address_of
from veivalg.web.kit.site import Site
from veivalg.web.rooms.reading.own_links import example_address, fetchable, own_address, own_of


def links_of(site: Site, place: Municipality, topic: Folded, choice: Choice, level: int) -> Links:
    """Give what a topic on a page of a municipality points to, and what is put in it.

    Parameters
    ----------
    level
        1 where the topic is the page: notes can be written there.
    """
    writable = level == 1 and not place.example
    query = choice.query().replace("{", "%7B").replace("}", "%7D")
    folder, ids = site.library.folder, [c.id for c in topic.chapters]
    example = next((a for id in ids if (a := example_address(folder, place, id))), "")
    return Links(
        exhibit=f"/kommune/{place.code}/{{chapter}}/{{exhibit}}.{{format}}{query}",
        method="/metode/{method}",
        moves=partial(_form, site, choice),
        note_form=partial(_note_form, site, place, choice) if writable else None,
        note_removal=partial(_note_removal, site, place, choice) if writable else None,
        level=level,
        own=own_address(place.code),
        example=example,
        act=_act(site, place, topic, example),
        end=_end(site, place, topic, choice) if level == 1 else None,
    )


def _filled(site: Site, template: str, **values: object) -> Markup:
    return Markup(site.templates.get_template(template).render(**values))


def _form(
    site: Site, choice: Choice, id: str, assumptions: Sequence[Assumption], title: str
) -> Markup:
    """Give the form of some assumptions; what else is chosen goes with it."""
    here = {a.id for a in assumptions}
    others = {id: choice.typed[id] for id in choice.values if id not in here}
    fields = inputs(tuple(assumptions), choice)
    return _filled(
        site,
        "assumptions.html",
        chapter={"id": id},
        title=title,
        fields=fields,
        open=any(f.changed or f.error for f in fields),
        others=others,
        peers=choice.peers,
        back=choice.standard(),
    )


def _note_form(site: Site, place: Municipality, choice: Choice, chapter: Chapter) -> Markup:
    """Give the form to write a note; it suggests what the chapter holds."""
    subjects = dict.fromkeys(
        (*(e.title for e in chapter.exhibits()), *(f.label for f in chapter.figures()))
    )
    return _filled(
        site,
        "note_form.html",
        place=place,
        chapter=chapter,
        query=choice.query(),
        longest=LONGEST,
        subjects=list(subjects),
    )


def _note_removal(
    site: Site, place: Municipality, choice: Choice, chapter: Chapter, note: Note
) -> Markup:
    return _filled(
        site,
        "note_removal.html",
        place=place,
        chapter=chapter,
        id=note.id,
        about=note.head(),
        query=choice.query(),
    )


def _act(site: Site, place: Municipality, topic: Folded, example: str) -> Markup:
    """Say in a line what to do where there is nothing to show."""
    missing = [m for c in topic.chapters for m in c.missing]
    owned = [id for c in topic.chapters if own_of(site.library.folder, place.code, id := c.id)]
    address = address_of(topic.topic)
    return _filled(
        site,
        "topic_act.html",
        place=place,
        fetchable=fetchable(place, missing),
        own="" if place.example or not owned else owned[0],
        example=f"{example.rpartition('/')[0]}/{address}" if example else "",
        title=topic.title,
    )


def _end(site: Site, place: Municipality, topic: Folded, choice: Choice) -> Markup:
    """Give the own tables of a topic, and its chapters as files."""
    folder = site.library.folder
    own = (
        ()
        if place.example
        else tuple((c, own_of(folder, place.code, c.id)) for c in topic.chapters)
    )
    return _filled(
        site,
        "topic_end.html",
        place=place,
        topic=topic,
        own=[(c, found) for c, found in own if found],
        query=choice.query(),
    )
