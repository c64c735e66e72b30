"""The plan within the frames: premises in, plans beside «ingenting bygges» out, and why."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.chapters.plan_innenfor_rammene import SPEC
from veivalg.chapters.plan_innenfor_rammene.chapter import chapter, without
from veivalg.content import Assumption, Chapter, Missing, Place, format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.gather import gather
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.basis import basis, short_share
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.plans import front_rows
from veivalg.maths.optimise.send import scenario
from veivalg.maths.scenarios.model import to_text
from veivalg.norway.municipality import Municipality
from veivalg.publish import formats
from veivalg.publish.format import ONE, PART
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import Choice, inputs, read
from veivalg.web.kit.downloads import (
    check_format,
    file_stem,
    send_chapter,
    send_exhibit,
)
from veivalg.web.kit.jobs import PATIENCE, Job
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.choose.plan_work import Ground, ground_job, plan_job
from veivalg.web.rooms.choose.scenario_work import NoPeopleError, Rooms

router = APIRouter(prefix=f"/kommune/{{code}}/{SPEC.id}")
moved = APIRouter(prefix="/kommune/{code}/sammensetning")
"""The address that version 0.1.0 had."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a reader asked for; ``ground`` None while the futures are not ready."""

    place: Municipality
    ground: Ground | None
    choice: Choice
    task: Job | None


@router.get("")
async def page(request: Request, code: str) -> Response:
    """Show the plan; one that takes more than a second is told of while it is found."""
    site, place = site_of(request), place_in(request, code)
    asked = await run_in_threadpool(_asked, request, site, place)
    task, ground = asked.task, asked.ground
    if task is not None:
        await run_in_threadpool(task.wait)
    if ground is None or (task is not None and task.active):
        return await show(request, "plan_progress.html", lambda: _waiting(request, asked))
    status = 400 if asked.choice.errors else 200
    key = None if status == 400 else ("plan", code, ground.key, asked.choice.query())
    return await show(
        request, "plan.html", lambda: _values(site, asked, ground), key=key, status=status
    )


@router.get("/framdrift.json")
async def progress(request: Request, code: str) -> JSONResponse:
    """Give how far the search has come, for the script."""
    site, place = site_of(request), place_in(request, code)
    asked = await run_in_threadpool(_asked, request, site, place)
    task = asked.task if asked.ground is not None else _opening()
    if task is None:
        return JSONResponse({"tilstand": "ingen"}, 404)
    return JSONResponse(task.data(), headers={"cache-control": "no-store"})


@router.get("/punkt/{number}")
async def point(request: Request, code: str, number: int) -> Response:
    """Send a point of the front to the scenario room."""
    site, place = site_of(request), place_in(request, code)
    answer = await _answer(request, site, place)
    rows = front_rows(answer)
    if not 1 <= number <= len(rows):
        raise UsageError(
            _("Fronten har ikke noe punkt {number}.").format(number=number),
            _("Velg et av punktene på siden."),
        )
    return RedirectResponse(room_address(answer, number), 303)


@router.get(".{format}")
async def whole(request: Request, code: str, format: str) -> Response:
    """Give the whole answer as a file."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, formats(PART))
    made = await _made(request, site, place)

    key, name = ("plan", code, str(request.url.query)), file_stem(place, SPEC.id)
    return await send_chapter(request, key, lambda: made, format, name)


@router.get("/{exhibit}.{format}")
async def exhibit(request: Request, code: str, exhibit: str, format: str) -> Response:
    """Give one chart or table as a file."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, formats(ONE))
    made = await _made(request, site, place)
    key, name = ("plan", code, str(request.url.query)), file_stem(place, f"{SPEC.id}-{exhibit}")
    return await send_exhibit(request, key, lambda: made, exhibit, format, name)


@moved.get("{rest:path}")
async def sent_on(request: Request, code: str, rest: str) -> Response:
    """Send who follows an old link to the same part of the plan."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/kommune/{place_in(request, code).code}/{SPEC.id}{rest}{query}", 308)


def ground(site: Site, place: Municipality) -> Ground:
    """Give what a municipality's plans rest on."""
    try:
        opened = site.one(Rooms).open(place.code)
    except NoPeopleError as error:
        lacking = Missing(_("Befolkning etter ettårig alder"), error.message, error.remedy)
        return Ground((place.code, site.library.version()), None, (lacking,))
    places = gather(place, site.library.lake).table("care_places")
    found, missing = basis(opened.inputs, short_share(places and places.rows(place.code)))
    return Ground(opened.key, found, missing)


def _asked(
    request: Request, site: Site, place: Municipality, patience: float | None = PATIENCE
) -> Asked:
    """Read what is asked for, and start on it; give up waiting for the futures in time."""
    version = site.library.version()
    job = ground_job(site.jobs, place.code, version, lambda: ground(site, place))
    if not job.wait(patience):
        return Asked(place, None, Choice({}, {}, {}), None)
    if job.error is not None:
        raise job.error
    found: Ground = job.result
    if found.basis is None:
        return Asked(place, found, Choice({}, {}, {}), None)
    choice = read(request.query_params, means(found.basis))
    values = {} if choice.errors else choice.values
    return Asked(place, found, choice, plan_job(site.jobs, found.key, found.basis, values))


def _opening() -> Job:
    text = _("Lager tusen mulige framtider for befolkningen")
    return Job("", text=text, done=1, total=100)


async def _answer(request: Request, site: Site, place: Municipality) -> Answer:
    """Wait for the answer; raises ``UsageError`` when there is none."""
    asked = await run_in_threadpool(_asked, request, site, place, None)
    if asked.choice.errors:
        raise UsageError(" ".join(asked.choice.errors.values()), _("Rett adressen, og prøv igjen."))
    if asked.task is None:
        raise UsageError(
            _("Det finnes ingen plan for {place}.").format(place=place.name),
            _("Hent tallene først."),
        )
    await run_in_threadpool(asked.task.wait, None)
    return _result(asked.task)


def _result(task: Job) -> Answer:
    """Give what was found; raises ``UsageError`` when nothing was."""
    if task.result is None:
        raise UsageError(task.text, task.remedy)
    found: Answer = task.result
    return found


async def _made(request: Request, site: Site, place: Municipality) -> Chapter:
    return chapter(await _answer(request, site, place))


def room_address(answer: Answer, number: int) -> str:
    """Give the address of the scenario room with a point of the front in it."""
    plan = front_rows(answer)[number - 1][0]
    made = scenario(answer, plan, _("Plan innenfor rammene, punkt {number}").format(number=number))
    room = f"/kommune/{answer.basis.place.code}/scenariorom"
    return f"{room}?s=som-i-dag&s={quote(to_text(made))}&nr=2"


def _waiting(request: Request, asked: Asked) -> dict[str, Any]:
    query = f"?{request.url.query}" if request.url.query else ""
    return {"place": asked.place, "task": asked.task or _opening(), "query": query, "period": ""}


def _values(site: Site, asked: Asked, found: Ground) -> dict[str, Any]:
    task = asked.task
    answer = None if task is None else _result(task)
    lacking = without(Place(asked.place.code, asked.place.name), found.missing)
    made = lacking if answer is None else chapter(answer, found.missing)
    return {
        "place": asked.place,
        "period": made.period if answer else "",
        "choice": asked.choice,
        "query": asked.choice.query(),
        "empty": answer is None,
        "missing": made.id if made.missing else "",
        "fragment": _fragment(site, asked, made, answer),
        "points": _points(asked, answer) if answer is not None else [],
    }


def _points(asked: Asked, answer: Answer) -> list[dict[str, str]]:
    """Give each point of the front with its address in the scenario room."""
    query = asked.choice.query()
    return [
        {
            "number": str(i),
            "cost": format_plain(cost / 1e6),
            "lacking": format_plain(usual, 1 if usual < 10 else 0),
            "address": f"/kommune/{asked.place.code}/{SPEC.id}/punkt/{i}{query}",
        }
        for i, (_plan, cost, usual, _worst) in enumerate(front_rows(answer), start=1)
    ]


def _fragment(site: Site, asked: Asked, made: Chapter, answer: Answer | None) -> Markup:
    query = asked.choice.query().replace("{", "%7B").replace("}", "%7D")
    shown: tuple[Assumption, ...] = tuple(answer.means.values()) if answer else ()
    template = site.templates.get_template("assumptions.html")
    form = template.render(chapter=made, fields=inputs(shown, asked.choice), others={}, peers=None)
    return chapter_fragment(
        made,
        Links(
            exhibit=f"/kommune/{asked.place.code}/{SPEC.id}/{{exhibit}}.{{format}}{query}",
            method="/metode/{method}",
            assumption_form=Markup(form) if answer else None,
        ),
    )
