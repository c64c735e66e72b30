"""The knowledge base to read: one topic, or the whole document."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.content import Chapter, Folded, Topic, folded, format_date
from veivalg.content.once import told_once
from veivalg.desk.choices import checked
from veivalg.foundation.errors import UnknownMunicipalityError, UsageError
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality
from veivalg.publish import formats
from veivalg.publish.document.cells import any_made_up, made_up_warning
from veivalg.publish.document.provenance import all_assumptions
from veivalg.publish.format import WHOLE
from veivalg.publish.web.topic import topic_fragment, topic_page
from veivalg.web.kit.assumptions import PEERS, Choice, read
from veivalg.web.kit.bar import PATH
from veivalg.web.kit.library import Library, period
from veivalg.web.kit.places import address_of, chapters_of, place_in, topic_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.reading.own_links import fetchable
from veivalg.web.rooms.reading.topic_links import links_of

router = APIRouter(prefix="/kommune")


async def choice_in(request: Request, code: str, chapters: tuple[str, ...] | None = None) -> Choice:
    """Read the assumptions in the address, checked against those of the chapters (or of all)."""
    site = site_of(request)
    peers, problem = _peers(request, code)
    if not any(key.startswith("a.") for key in request.query_params):
        return Choice({}, {}, problem, peers)
    known = await run_in_threadpool(site.library.assumptions, code, chapters)
    found = read(request.query_params, known)
    return replace(found, errors={**found.errors, **problem}, peers=peers)


def _peers(request: Request, code: str) -> tuple[tuple[str, ...] | None, dict[str, str]]:
    """Read ``sammenlikn=1804,1833``; None when the address doesn't say, and what was wrong."""
    text = request.query_params.get(PEERS)
    if text is None:
        return None, {}
    try:
        return checked(code, text[:2000].split(",")), {}
    except (UsageError, UnknownMunicipalityError) as error:
        return None, {PEERS: str(error)}


@router.get("/{code}/kunnskapsgrunnlag")
async def whole(request: Request, code: str) -> Response:
    """Show every topic as one document."""
    site, place = site_of(request), place_in(request, code, example=True)
    choice = await choice_in(request, code)

    def values() -> dict[str, Any]:
        report = site.library.report(code, choice.values, choice.peers)
        before = _before(site.library, code, [c.id for c in report.chapters], choice)
        pages = [
            topic_page(one, links_of(site, place, one, choice, 2), before)
            for one in folded([told_once(c) for c in report.chapters])
        ]
        return {
            **_common(site, place, choice, report.chapters),
            "title": report.title,
            "date": format_date(report.made),
            "period": period(report.chapters),
            "warning": made_up_warning() if any_made_up(report.chapters) else "",
            "topics": _topics([page.topic for page in pages]),
            "toc": {page.id: page.contents() for page in pages},
            "parts": [topic_fragment(page) for page in pages],
            "formats": tuple(formats(WHOLE).values()),
        }

    status = 400 if choice.errors else 200
    return await show(request, "document.html", values, status=status, key=_key(code, choice))


@router.get("/{code}/{name}")
async def one(request: Request, code: str, name: str) -> Response:
    """Show one topic, or send a reader of a chapter within it on."""
    site, place = site_of(request), place_in(request, code, example=True)
    topic = topic_in(request, code, name)
    ids = chapters_of(topic)
    choice = await choice_in(request, code, ids)

    def values() -> dict[str, Any]:
        made = [
            site.library.chapter(code, id, values_of(site.library, code, id, choice), choice.peers)
            for id in ids
        ]
        (found,) = folded([told_once(c) for c in made])
        before = _before(site.library, code, ids, choice)
        page = topic_page(found, links_of(site, place, found, choice, 1), before)
        return {
            **_common(site, place, choice, made),
            "page": page,
            "topic": found,
            "period": page.period,
            "topics": _topics(),
            "toc": {page.id: page.contents()},
            "fragment": topic_fragment(page),
        }

    status = 400 if choice.errors else 200
    key = _key(code, choice, topic.value)
    return await show(request, "topic_page.html", values, status=status, key=key)


def values_of(library: Library, code: str, id: str, choice: Choice) -> dict[str, float]:
    """Give what is chosen of the assumptions of one chapter, of all that is for its topic."""
    known = library.assumptions(code, (id,)) if choice.values else {}
    return {key: value for key, value in choice.values.items() if key in known}


def _before(
    library: Library, code: str, ids: list[str] | tuple[str, ...], choice: Choice
) -> Mapping[str, Chapter]:
    """Give the chapters as they are with the standard assumptions, when others are chosen."""
    if not choice.values:
        return {}
    return {id: library.chapter(code, id, None, choice.peers) for id in ids}


def _topics(found: list[Folded] | None = None) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Give by place the topics there are: id, title, and address or, of those on the page, «#»."""
    here = {one.topic: one.title for one in found or ()}
    there = [t for t in Topic if chapters_of(t)]
    return [
        (
            stage.label,
            [
                (t.value, here.get(t, t.label), f"#emne-{t.value}" if t in here else address_of(t))
                for t in there
                if t.stage is stage
            ],
        )
        for stage in PATH
    ]


def _key(code: str, choice: Choice, topic: str = "") -> tuple[Any, ...] | None:
    """Name a page by its choices; one with errors is not worth keeping."""
    typed = tuple(sorted(choice.typed.items()))
    return None if choice.errors else (code, typed, choice.peers, topic)


def _common(
    site: Site, place: Municipality, choice: Choice, made: list[Chapter] | tuple[Chapter, ...]
) -> dict[str, Any]:
    peers = site.library.choices.peers(place.code) if choice.peers is None else choice.peers
    return {
        "place": place,
        "choice": choice,
        "changed": [
            (a.label, a.write(a.default), a.write(a.value))
            for a in all_assumptions(made)
            if a.id in choice.values
        ],
        "query": choice.query(),
        "peers": [municipality(code) for code in peers],
        "missing": next((c.id for c in made if fetchable(place, c.missing)), ""),
        "empty": all(c.empty for c in made),
    }
