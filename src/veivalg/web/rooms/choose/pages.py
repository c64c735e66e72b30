"""The scenario room: choices moved, consequences seen at once, side by side, with a link."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.chapters.common.care_paths import along
from veivalg.chapters.scenarier.chapter import scenario_chapter, with_everything
from veivalg.chapters.scenarier.model import Compared, compare, first_limits
from veivalg.chapters.scenarier.sentences.differ import differ
from veivalg.content import Chapter, Exhibit
from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.building import overclosed
from veivalg.maths.scenarios.decompose import Explained
from veivalg.maths.scenarios.model import Scenario, from_dict
from veivalg.maths.scenarios.presets import opening
from veivalg.norway.municipality import Municipality
from veivalg.publish import formats
from veivalg.publish.format import ONE, PART
from veivalg.publish.theme import Size
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.drawings import drawing
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import PREFIX
from veivalg.web.kit.assumptions import read as read_taken
from veivalg.web.kit.downloads import check_format, file_stem, send_exhibit, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.choose import scenario_strip as strip
from veivalg.web.rooms.choose import scenario_view as view
from veivalg.web.rooms.choose.scenario_fields import STEP
from veivalg.web.rooms.choose.scenario_files import room_file
from veivalg.web.rooms.choose.scenario_state import Room, read, token
from veivalg.web.rooms.choose.scenario_work import NoPeopleError, Opened, Rooms, default_name

router = APIRouter(prefix="/kommune/{code}/scenariorom")
LARGEST = 60_000
"""Bytes of an address: six scenarios with eight building steps each are far below."""

BELOW = ("hvorfor", "avhenger", "ikke-bygge", "valg")
"""Parts of the chapter that come after the quick answer."""

EXPLAINED: tuple[Explained, ...] = ("users", "fte", "cost")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A room with its comparison and the chapter that tells it."""

    opened: Opened
    room: Room
    compared: Compared
    chapter: Chapter
    shown: str


@router.get("")
async def page(request: Request, code: str) -> Response:
    """Show the room: the choices, and what follows from them."""
    site, place = site_of(request), place_in(request, code)
    try:
        opened, room = await run_in_threadpool(_read, request, site, place)
    except NoPeopleError as error:
        told = error
        return await show(
            request, "scenario_missing.html", lambda: {"place": place, "period": "", "error": told}
        )
    done = _act(request, opened, room)
    if done is not None:
        return RedirectResponse(f"/kommune/{place.code}/scenariorom?{done.query()}#scenarier", 303)

    def values() -> dict[str, Any]:
        made = answered(opened, room)
        return {**_common(site, place, made), **_form(site, place, made)}

    key = None if room.errors else ("scenariorom", opened.key, room.query())
    return await show(
        request, "scenarios.html", values, key=key, status=400 if room.errors else 200
    )


@router.get("/svar")
async def answer(request: Request, code: str, hele: str = "", smal: str = "") -> Response:
    """Give what a change led to, for the script: HTML by part, errors by field, the new address.

    First a quick answer: the sentences, the table and the pictures. With ``hele=1`` all of it, as
    the page has it, for when the reader has stopped moving things. ``smal=1``: for a phone. What
    can't be used makes it a 400, as it does the page, with the sentences and what the rest led to.
    """
    site, place = site_of(request), place_in(request, code)
    brief = hele != "1"

    def make() -> dict[str, Any]:
        opened, room = _read(request, site, place)
        made = answered(opened, room, why=not brief)
        return _parts(site, place, made, brief=brief, narrow=smal == "1")

    told = await run_in_threadpool(make)
    status = 400 if told["feil"] else 200
    return JSONResponse(told, status, headers={"cache-control": "no-store"})


@router.get(".{format}")
async def whole(request: Request, code: str, format: str) -> Response:
    """Give all of it as a file: every scenario, every quantity, the assumptions and the log."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, formats(PART))
    opened, room = await run_in_threadpool(_sound, request, site, place)

    def render() -> Page:
        made = answered(opened, room, every=True)
        events = site.one(Rooms).saved.history(place.code)
        told = with_everything(made.compared, made.chapter, events, sheets=format != "json")
        name = f"{file_stem(place, 'scenarier')}.{format}"
        return pack(room_file(told, room, format), formats()[format].media_type, file_name=name)

    return await send_file(request, ("scenarier", format, opened.key, room.query()), render)


@router.get("/{exhibit}.{format}")
async def exhibit(request: Request, code: str, exhibit: str, format: str) -> Response:
    """Give one chart or table of the room as a file."""
    site, place = site_of(request), place_in(request, code)
    check_format(format, formats(ONE))
    opened, room = await run_in_threadpool(_sound, request, site, place)

    def made() -> Chapter:
        return answered(opened, room).chapter

    key, name = ("scenarier", opened.key, room.query()), file_stem(place, exhibit)
    return await send_exhibit(request, key, made, exhibit, format, name)


def _read(request: Request, site: Site, place: Municipality) -> tuple[Opened, Room]:
    if len(request.url.query) > LARGEST:
        raise UsageError(_("Adressen er for lang."), _("Begynn på nytt fra kommunens side."))
    taken = read_taken(request.query_params, along())
    opened = site.one(Rooms).open(place.code, taken.values)
    first = _first(site, place.code, opened)
    query = request.query_params.multi_items()
    room = read(query, opened.inputs.levers, opened.presets, first)
    wrong = {f"{PREFIX}{id}": text for id, text in taken.errors.items()}
    wrong |= _overclosed(opened, room.here)
    kept = {id: taken.typed[id] for id in taken.values}
    return opened, replace(room, errors={**room.errors, **wrong}, taken=kept)


def _overclosed(opened: Opened, scenario: Scenario) -> dict[str, str]:
    """Say which building step closes more places than there are; the answer goes on with none."""
    base, found = opened.inputs.base, {}
    for kind, now in (("institution", base.places), ("dwellings_24h", base.dwellings)):
        told = None if now is None else overclosed(now, scenario.steps, kind)
        if told is not None:
            step = scenario.steps[told[0]]
            text = _(
                "Byggetrinnet «{name}» stenger {n} plasser i {year}, men det er bare {left}. Steng "
                "høyst {left}; svaret regner med at alle stenges."
            )
            n, left = (format_plain(v) for v in (-step.places[kind], told[1]))
            found[f"{STEP}{told[0]}"] = text.format(name=step.name, n=n, year=step.year, left=left)
    return found


def _sound(request: Request, site: Site, place: Municipality) -> tuple[Opened, Room]:
    opened, room = _read(request, site, place)
    if room.errors:
        raise UsageError(" ".join(room.errors.values()), _("Rett valgene, og prøv igjen."))
    return opened, room


def _first(site: Site, code: str, opened: Opened) -> list[Scenario]:
    """Give what the room opens with: today, then those saved, or the first presets."""
    everything = tuple(o.id for o in opened.known)
    saved = [from_dict(content) for content in site.one(Rooms).saved.current(code).values()]
    today = opened.presets[0].scenario
    others = saved[:5] or [p.scenario for p in opening(opened.inputs, opened.presets)[1:]]
    if any(s.name == today.name for s in others):
        return others
    return [replace(s, overrides=s.overrides or everything) for s in (today, *others)]


def _act(request: Request, opened: Opened, room: Room) -> Room | None:
    """Do what a button of the form asked for; None when none was pressed."""
    query = request.query_params
    if room.errors:
        return None
    match query.get("gjor", ""):
        case "ny":
            copy = replace(room.here, name=default_name(len(room.scenarios)), preset="", log=())
            return room.with_new(copy)
        case "forslag":
            wanted = query.get("forslag", "")
            found = next((p for p in opened.presets if p.id == wanted), None)
            known = tuple(o.id for o in opened.known)
            return room.with_new(replace(found.scenario, overrides=known)) if found else None
        case "fjern":
            return room.without(room.at)
        case "nullstill":
            bare = Scenario(room.here.name, overrides=room.here.overrides)
            kept = tuple(bare if i == room.at else s for i, s in enumerate(room.scenarios))
            return replace(room, scenarios=kept)
        case _:
            return None


def answered(opened: Opened, room: Room, *, why: bool = True, every: bool = False) -> Answer:
    """Run the scenarios of a room and put the comparison together.

    Parameters
    ----------
    why
        Take the change apart too.
    every
        Draw every quantity and the waterfalls of every scenario.
    """
    first = opened.runner.run(room.scenarios[0])
    limits = {**first_limits(first), **room.limits}
    compared = compare(
        opened.runner,
        room.scenarios,
        year=room.year,
        at=room.at,
        limits=limits,
        explained=EXPLAINED if why else (),
    )
    shown = view.shown_quantity(compared, room)
    drawn = [q.id for q in compared.known] if every else [shown]
    chapter = scenario_chapter(
        compared,
        drawn,
        title=_("Svaret"),
        every=every,
        lead=_("Hva valgene fører til, år for år, når ingenting annet endres."),
    )
    return Answer(opened, replace(room, year=compared.year), compared, chapter, shown)


def _common(site: Site, place: Municipality, made: Answer) -> dict[str, Any]:
    room = made.room
    return {
        "place": place,
        "period": made.chapter.period,
        "room": room,
        "query": room.query(),
        "tabs": view.tabs(room),
        "fragment": _fragment(place, _main(made.chapter), room),
        "summary": view.summary(made.compared, made.shown),
        "differ": _differ(made.compared),
        **_strip(made.compared),
    }


def _form(site: Site, place: Municipality, made: Answer) -> dict[str, Any]:
    room, levers = made.room, made.opened.inputs.levers
    years = made.compared.inputs.years
    return {
        "questions": view.questions(levers, room),
        "steps": view.steps(room),
        "limits": view.limit_fields(made.compared, room),
        "quantities": view.quantities(made.compared),
        "shown": made.shown,
        "years": [y for y in years[1:] if y % 5 == 0 or y == years[-1] or y == room.year],
        "presets": made.opened.presets,
        "rest": _fragment(place, _rest(made.chapter), room),
        "tokens": [token(s) for s in room.scenarios],
        "knowledge": view.knowledge(made.opened.known, room),
        "gone": [o for o in site.one(Rooms).knowledge.history(place.code) if o.removed],
        "saved": view.saved(site.one(Rooms).saved, place.code, room),
        "history": site.one(Rooms).saved.history(place.code)[::-1][:40],
        "kinds": view.kinds(),
    }


def _parts(
    site: Site, place: Municipality, made: Answer, *, brief: bool, narrow: bool
) -> dict[str, Any]:
    """Give the parts of the page that changed."""
    room = made.room
    values = {"place": place, "tabs": view.tabs(room), **_strip(made.compared)}

    def part(name: str) -> str:
        return site.templates.get_template(f"scenario_{name}.html").render(**values)

    main = _fragment(place, _main(made.chapter), room, brief=brief, narrow=narrow)
    found = {
        "svar": str(main),
        "feil": dict(room.errors),
        "lenke": room.query(),
        "faner": part("tabs"),
        "skiller": str(_differ(made.compared)),
        "scenario": token(room.here),
        "sammendrag": view.summary(made.compared, made.shown),
        "noekkel": part("keys"),
        "mot": values["beside"],
    }
    if not brief:
        found["betyr"] = part("weighed")
        found["melding"] = strip.news(made.compared)
        found["resten"] = str(_fragment(place, _rest(made.chapter), room))
    return found


def _strip(compared: Compared) -> dict[str, Any]:
    """Give what stands in sight while choices are moved, and what weighs most."""
    return {
        "keys": strip.key_numbers(compared),
        "beside": strip.beside(compared),
        "weighed": strip.weighed(compared),
    }


def _differ(compared: Compared) -> Markup:
    """Say what the scenarios differ in, a line each."""
    lines = (Markup("<li>{}</li>").format(told.text()) for told in differ(compared))
    return Markup("").join(lines)


def _main(chapter: Chapter) -> Chapter:
    """Give what answers at once: findings, the table side by side, the courses, the limits."""
    kept = tuple(s for s in chapter.sections if s.id not in BELOW)
    return replace(chapter, sections=kept, terms={})


def _rest(chapter: Chapter) -> Chapter:
    """Give the rest as a chapter of its own: why, what if we don't build, what is chosen."""
    only = tuple(s for s in chapter.sections if s.id in BELOW)
    return replace(
        chapter,
        id="scenarier-resten",
        sections=only,
        findings=(),
        missing=(),
        title=_("Hvorfor det blir slik"),
        terms={},
    )


def _fragment(
    place: Municipality, chapter: Chapter, room: Room, *, brief: bool = False, narrow: bool = False
) -> Markup:
    query = room.query().replace("{", "%7B").replace("}", "%7D")
    pattern = f"/kommune/{place.code}/scenariorom/{{exhibit}}.{{format}}?{query}"
    picture = partial(_one_size, chapter.id, narrow) if brief else None
    links = Links(
        exhibit=pattern, method="/metode/{method}", level=1, fold=True, brief=brief, picture=picture
    )
    return chapter_fragment(chapter, links)


def _one_size(chapter: str, narrow: bool, exhibit: Exhibit) -> Markup:
    """Draw an exhibit for the screen that asks only: half the work."""
    return drawing(chapter, exhibit, Size.PHONE if narrow else Size.WIDE)
