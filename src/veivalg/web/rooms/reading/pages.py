"""The knowledge base to read: one chapter, or the whole document."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Chapter, format_date
from veivalg.desk.choices import checked
from veivalg.desk.notes import LONGEST
from veivalg.foundation.errors import UnknownMunicipalityError, UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality
from veivalg.publish import formats
from veivalg.publish.document.cells import any_made_up, made_up_warning
from veivalg.publish.document.provenance import all_assumptions
from veivalg.publish.format import WHOLE
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import PEERS, Choice, inputs, read
from veivalg.web.kit.library import period
from veivalg.web.kit.places import known_chapter, place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.reading.own_links import example_address, fetchable, own_address, own_of

router = APIRouter(prefix="/kommune")


async def choice_in(request: Request, code: str, chapter: str | None = None) -> Choice:
    """Read the assumptions in the address, checked against those of the chapter (or of all)."""
    site = site_of(request)
    peers, problem = _peers(request, code)
    if not any(key.startswith("a.") for key in request.query_params):
        return Choice({}, {}, problem, peers)
    known = await run_in_threadpool(site.library.assumptions, code, chapter)
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
    """Show every chapter as one document."""
    site, place = site_of(request), place_in(request, code, example=True)
    choice = await choice_in(request, code)

    def values() -> dict[str, Any]:
        report = site.library.report(code, choice.values, choice.peers)
        return {
            **_common(site, place, choice),
            "title": report.title,
            "date": format_date(report.made),
            "period": period(report.chapters),
            "warning": made_up_warning() if any_made_up(report.chapters) else "",
            "toc": {c.id: contents(c) for c in report.chapters},
            "missing": next((c.id for c in report.chapters if fetchable(place, c.missing)), ""),
            "empty": all(is_empty(c) for c in report.chapters),
            "parts": [(c, _fragment(site, place, c, choice, 2)) for c in report.chapters],
            "formats": tuple(formats(WHOLE).values()),
        }

    status = 400 if choice.errors else 200
    return await show(request, "document.html", values, status=status, key=_key(code, choice))


@router.get("/{code}/{chapter}")
async def one(request: Request, code: str, chapter: str) -> Response:
    """Show one chapter."""
    site, place, id = (
        site_of(request),
        place_in(request, code, example=True),
        known_chapter(chapter),
    )
    choice = await choice_in(request, code, id)

    def values() -> dict[str, Any]:
        made = site.library.chapter(code, id, choice.values, choice.peers)
        return {
            **_common(site, place, choice),
            "chapter": made,
            "period": made.period,
            "toc": {id: contents(made)},
            "missing": made.id if fetchable(place, made.missing) else "",
            "empty": is_empty(made),
            "own": () if place.example else own_of(site.library.folder, place.code, id),
            "fragment": _fragment(site, place, made, choice, 1),
        }

    status = 400 if choice.errors else 200
    key = _key(code, choice, chapter)
    return await show(request, "chapter.html", values, status=status, key=key)


def anchor(chapter: Chapter, section: str = "") -> str:
    """Give the id a chapter, or a section of it, has on the page."""
    return f"del-{chapter.id}-{section}" if section else f"kapittel-{chapter.id}"


def contents(chapter: Chapter) -> list[tuple[str, str]]:
    """Give the id and title of each part of a chapter, as they stand on the page."""
    parts = [(anchor(chapter, section.id), section.title) for section in chapter.sections]
    ends = [
        (chapter.missing, f"mangler-{chapter.id}", _("Dette mangler")),
        (chapter.notes, f"merknader-{chapter.id}", _("Merknader")),
        (all_assumptions([chapter]), f"antakelser-{chapter.id}", _("Antakelser")),
        (not is_empty(chapter), f"hvor-fra-{chapter.id}", _("Hvor kommer tallene fra?")),
    ]
    return parts + [(id, title) for shown, id, title in ends if shown]


def is_empty(chapter: Chapter) -> bool:
    """Say whether a chapter has no figures to show at all."""
    return not chapter.figures() and not any(chapter.exhibits())


def _key(code: str, choice: Choice, chapter: str = "") -> tuple[Any, ...] | None:
    """Name a page by its choices; one with errors is not worth keeping."""
    typed = tuple(sorted(choice.typed.items()))
    return None if choice.errors else (code, typed, choice.peers, chapter)


def _common(site: Site, place: Municipality, choice: Choice) -> dict[str, Any]:
    peers = site.library.choices.peers(place.code) if choice.peers is None else choice.peers
    return {
        "place": place,
        "chapters": all_chapters(),
        "choice": choice,
        "query": choice.query(),
        "peers": [municipality(code) for code in peers],
    }


def _fragment(
    site: Site, place: Municipality, chapter: Chapter, choice: Choice, level: int
) -> Markup:
    writable = level == 1 and not place.example
    query = choice.query().replace("{", "%7B").replace("}", "%7D")
    return chapter_fragment(
        chapter,
        Links(
            exhibit=f"/kommune/{place.code}/{{chapter}}/{{exhibit}}.{{format}}{query}",
            method="/metode/{method}",
            assumption_form=_form(site, chapter, choice),
            note_form=_note_form(site, place, chapter, choice) if writable else None,
            note_removal=_note_removal(site, place, chapter, choice) if writable else None,
            level=level,
            own=own_address(place.code),
            example=example_address(site.library.folder, place, chapter.id),
        ),
    )


def _note_form(site: Site, place: Municipality, chapter: Chapter, choice: Choice) -> Markup:
    """Give the form to write a note; it suggests what the chapter holds."""
    subjects = dict.fromkeys(
        (*(e.title for e in chapter.exhibits()), *(f.label for f in chapter.figures()))
    )
    template = site.templates.get_template("note_form.html")
    return Markup(
        template.render(
            place=place,
            chapter=chapter,
            query=choice.query(),
            longest=LONGEST,
            subjects=list(subjects),
        )
    )


def _note_removal(
    site: Site, place: Municipality, chapter: Chapter, choice: Choice
) -> Callable[[str], Markup]:
    about = {note.id: note.head() for note in chapter.notes}
    template = site.templates.get_template("note_removal.html")
    return lambda id: Markup(
        template.render(place=place, chapter=chapter, id=id, about=about[id], query=choice.query())
    )


def _form(site: Site, chapter: Chapter, choice: Choice) -> Markup | None:
    assumptions = all_assumptions([chapter])
    if not assumptions:
        return None
    here = {a.id for a in assumptions}
    others = {id: choice.typed[id] for id in choice.values if id not in here}
    template = site.templates.get_template("assumptions.html")
    return Markup(
        template.render(
            chapter=chapter, fields=inputs(assumptions, choice), others=others, peers=choice.peers
        )
    )
