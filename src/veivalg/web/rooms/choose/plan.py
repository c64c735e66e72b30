"""The plan within the frames: premises in, plans beside doing nothing out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.chapters.common.care_paths import along
from veivalg.chapters.plan_innenfor_rammene import SPEC
from veivalg.chapters.plan_innenfor_rammene.chapter import chapter, without
from veivalg.chapters.plan_innenfor_rammene.exhibits.why import point_name
from veivalg.content import Chapter, Missing, Place, format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.gather import gather
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.basis import basis, short_share
from veivalg.maths.optimise.means import means, premises
from veivalg.maths.optimise.plans import digits, front_points
from veivalg.maths.optimise.send import scenario
from veivalg.maths.scenarios.model import from_dict, to_text
from veivalg.maths.scenarios.presets import opening
from veivalg.norway.municipality import Municipality
from veivalg.own.persons.technology import TABLE, possible
from veivalg.publish import formats
from veivalg.publish.format import ONE, PART
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import Choice, Input, inputs, read
from veivalg.web.kit.downloads import check_format, file_stem, send_chapter, send_exhibit
from veivalg.web.kit.jobs import PATIENCE, Job
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.choose.plan_work import Ground, ground_job, plan_job
from veivalg.web.rooms.choose.scenario_state import scenario_of, token
from veivalg.web.rooms.choose.scenario_work import NoPeopleError, Rooms

router = APIRouter(prefix=f"/kommune/{{code}}/{SPEC.id}")
old_router = APIRouter(prefix="/kommune/{code}/sammensetning")
"""The address that version 0.1.0 had."""


BESIDE = "s"
"""The scenario set beside the plans, as the scenario room writes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a reader asked for; ``ground`` None while the futures are not ready.

    ``beside`` is the scenario set beside the plans, as it stands in the address.
    """

    place: Municipality
    ground: Ground | None
    choice: Choice
    task: Job | None
    beside: str = ""

    def query(self) -> str:
        """Give the query that makes the same page again, with «?», or an empty string."""
        told = self.choice.query()
        beside = f"{BESIDE}={quote(self.beside)}" if self.beside else ""
        return f"{told}{'&' if told else '?'}{beside}" if beside else told


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
    key = None if status == 400 else ("plan", code, ground.key, asked.query())
    return await show(request, "plan.html", lambda: _values(asked, ground), key=key, status=status)


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
    if not 1 <= number <= len(front_points(answer)):
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


@old_router.get("{rest:path}")
async def sent_on(request: Request, code: str, rest: str) -> Response:
    """Send who follows an old link to the same part of the plan."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/kommune/{place_in(request, code).code}/{SPEC.id}{rest}{query}", 308)


def ground(
    site: Site, place: Municipality, beside: str = "", taken: Mapping[str, float] | None = None
) -> Ground:
    """Give what a municipality's plans rest on.

    Parameters
    ----------
    beside
        The scenario set beside them: text of an address, or the id of a preset.
    taken
        What places follow, where it is chosen.
    """
    try:
        opened = site.one(Rooms).open(place.code, taken)
    except NoPeopleError as error:
        lacking = Missing(_("Befolkning etter ettårig alder"), error.message, error.remedy)
        return Ground((place.code, site.library.version()), None, (lacking,))
    evidence = gather(place, site.library.lake)
    places = evidence.table("care_places")
    presets = opening(opened.inputs, opened.presets)
    ready = [p for p in presets if p.scenario.settings or p.scenario.steps]
    options = [(p.id, p.name) for p in ready]
    kept = site.one(Rooms).saved.current(place.code)
    options += [(token(from_dict(content)), name) for name, content in kept.items()]
    chosen = scenario_of(beside, opened.presets) if beside else None
    if chosen is not None and beside not in dict(options):
        options.append((beside, chosen.name))
    share = short_share(places and places.rows(place.code))
    known = possible(evidence.persons.get(TABLE))
    found, missing = basis(opened.inputs, share, chosen, known)
    return Ground((opened.key, beside), found, missing, chosen, tuple(options))


def _asked(
    request: Request, site: Site, place: Municipality, patience: float | None = PATIENCE
) -> Asked:
    """Read what is asked for, and start on it; give up waiting for the futures in time."""
    beside = request.query_params.get(BESIDE, "")
    kept = tuple(site.one(Rooms).saved.current(place.code))
    taken = read(request.query_params, along()).values
    key = (place.code, site.library.version(), beside, kept, tuple(taken.items()))
    job = ground_job(site.jobs, key, lambda: ground(site, place, beside, taken))
    if not job.wait(patience):
        return Asked(place, None, Choice({}, {}, {}), None, beside)
    if job.error is not None:
        raise job.error
    found: Ground = job.result
    if found.basis is None:
        return Asked(place, found, Choice({}, {}, {}), None, beside)
    choice = read(request.query_params, means(found.basis))
    values = {} if choice.errors else choice.values
    task = plan_job(site.jobs, found, found.basis, values)
    return Asked(place, found, choice, task, beside)


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
    plan = front_points(answer)[number - 1].plan
    made = scenario(answer, plan, _("Plan innenfor rammene, punkt {number}").format(number=number))
    room = f"/kommune/{answer.basis.place.code}/scenariorom"
    chosen = [one for id in along() if (one := answer.means[id]).changed]
    taken = "".join(f"&a.{one.id}={one.value:g}" for one in chosen)
    return f"{room}?s=som-i-dag&s={quote(to_text(made))}&nr=2{taken}"


def _waiting(request: Request, asked: Asked) -> dict[str, Any]:
    query = f"?{request.url.query}" if request.url.query else ""
    return {"place": asked.place, "task": asked.task or _opening(), "query": query, "period": ""}


def _values(asked: Asked, found: Ground) -> dict[str, Any]:
    task = asked.task
    answer = None if task is None else _result(task)
    lacking = without(Place(asked.place.code, asked.place.name), found.missing)
    made = lacking if answer is None else chapter(answer, found.missing)
    return {
        "place": asked.place,
        "period": made.period if answer else "",
        "choice": asked.choice,
        "query": asked.query(),
        "empty": answer is None,
        "missing": made.id if made.missing and answer is None else "",
        "chapter": made,
        "fields": _fields(asked, found, answer),
        "held": _held(answer),
        "options": found.options,
        "beside": asked.beside,
        "fragment": _fragment(asked, made),
        "points": _points(asked, answer) if answer is not None else [],
    }


def _points(asked: Asked, answer: Answer) -> list[dict[str, str]]:
    """Give each point of the front with its address in the scenario room."""
    query = asked.query()
    return [
        {
            "name": point_name(point, i),
            "cost": format_plain(point.cost / 1e6),
            "unit": _("mill. kr") if answer.basis.priced else _("årsverk"),
            "lacking": format_plain(point.lacking, digits(point.lacking)),
            "address": f"/kommune/{asked.place.code}/{SPEC.id}/punkt/{i}{query}",
        }
        for i, point in enumerate(front_points(answer), start=1)
    ]


@dataclass(frozen=True, slots=True)
class Premise:
    """A frame in the form: one field, or one a year, with what is told of them once."""

    id: str
    label: str
    fields: list[Input]
    note: str
    by_year: bool


def _fields(asked: Asked, found: Ground, answer: Answer | None) -> dict[str, Any]:
    """Give the fields of the form: the premises, which stand first, and the rest."""
    if answer is None or found.basis is None:
        return {}
    first = premises(found.basis)
    made = inputs(tuple(answer.means.values()), asked.choice)
    stems: dict[str, list[Input]] = {}
    for field in made:
        if field.id in first:
            stem, _dash, year = field.id.rpartition("-")
            stems.setdefault(stem if year.isdecimal() else field.id, []).append(field)
    return {
        "first": [_premise(stem, fields) for stem, fields in stems.items()],
        "more": [field for field in made if field.id not in first],
    }


def _premise(stem: str, fields: list[Input]) -> Premise:
    """Give the fields of a frame; years are short where a legend says what they are of."""
    names = {"arsverk": _("Årsverk dere kan få"), "penger": _("Penger til drift, faste priser")}
    by_year = stem in names
    label = names.get(stem, fields[0].label)
    unit = f" ({fields[0].unit})" if fields[0].unit else ""
    standard = ", ".join(field.default for field in fields)
    note = _("{source}. Standard: {values}. {more}").format(
        source=fields[0].source, values=standard, more=fields[0].note
    )
    shown = [replace(f, label=f.id.rpartition("-")[2]) if by_year else f for f in fields]
    return Premise(stem, label + unit, shown, note.strip(), by_year)


def _held(answer: Answer | None) -> str:
    """Say what places there are: a frame that isn't asked for, since buildings are the answer."""
    if answer is None:
        return ""
    places = answer.basis.places
    return _(
        "Plassene som finnes, holdes i bruk så lenge noen trenger dem: {beds} institusjonsplasser, "
        "{short} av dem til korttidsopphold, og {homes} heldøgns boliger."
    ).format(
        beds=format_plain(places["institution"] + places["short_stay"]),
        short=format_plain(places["short_stay"]),
        homes=format_plain(places["dwellings"]),
    )


def _fragment(asked: Asked, made: Chapter) -> Markup:
    query = asked.query().replace("{", "%7B").replace("}", "%7D")
    return chapter_fragment(
        made,
        Links(
            exhibit=f"/kommune/{asked.place.code}/{SPEC.id}/{{exhibit}}.{{format}}{query}",
            method="/metode/{method}",
            level=2,
        ),
    )
