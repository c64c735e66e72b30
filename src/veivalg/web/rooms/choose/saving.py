"""What is kept from the scenario room: scenarios by name, and local knowledge."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from veivalg.chapters.scenarier.sentences.differ import moves
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.scenarios.model import Scenario, from_dict, from_text, to_dict
from veivalg.web.kit.assumptions import number_in
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.choose.scenario_state import token, usable
from veivalg.web.rooms.choose.scenario_work import Rooms

LARGEST = 200_000
router = APIRouter(
    prefix="/kommune/{code}/scenariorom", max_body_size=LARGEST, form_limits={"max_fields": 20}
)


class Sent(BaseModel):
    """What every form of the room sends: who, and the address of the room as it was."""

    hvem: str = ""
    tilbake: str = ""


class Named(Sent):
    """A scenario by its name."""

    navn: str = ""


class Kept(Named):
    """A scenario to keep, as it stands in addresses."""

    scenario: str = ""


class Known(Sent):
    """A piece of local knowledge: what, when, how much and why."""

    slag: str = ""
    aar: str = ""
    antall: str = ""
    hvorfor: str = ""


class Forgotten(Sent):
    """Why a piece of local knowledge is taken out of force."""

    hvorfor: str = ""


@router.post("/lagre")
async def save(request: Request, code: str, form: Annotated[Kept, Form()]) -> RedirectResponse:
    """Keep the scenario being changed under its name, with what has changed since last."""
    site, place = site_of(request), place_in(request, code)
    await run_in_threadpool(_save, request, place.code, form)
    site.library.refresh()
    return _back(place.code, form, "lagret")


def _save(request: Request, code: str, form: Kept) -> None:
    rooms = site_of(request).one(Rooms)
    levers = rooms.open(code).inputs.levers
    scenario = usable(from_text(form.scenario), levers)
    name = form.navn.strip() or scenario.name
    before = rooms.saved.current(code).get(name)
    old = from_dict(before) if before is not None else Scenario(name)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    who = form.hvem
    logged = replace(old, name=name)
    for id in dict.fromkeys((*old.settings, *scenario.settings)):
        if old.settings.get(id) != scenario.settings.get(id):
            logged = logged.moved(id, scenario.settings.get(id), when=when, who=who.strip())
    kept = replace(scenario, name=name, log=logged.log)
    what = tuple(": ".join(filter(None, pair)) for pair in moves(levers, old, kept))
    rooms.saved.save(code, to_dict(kept), who=who, what=what)


@router.post("/fjern")
async def remove(request: Request, code: str, form: Annotated[Named, Form()]) -> RedirectResponse:
    """Take a saved scenario out of the list; its history stays."""
    site, place = site_of(request), place_in(request, code)
    await run_in_threadpool(site.one(Rooms).saved.remove, place.code, form.navn, who=form.hvem)
    site.library.refresh()
    return _back(place.code, form, "lagret")


@router.post("/lokalkunnskap")
async def know(request: Request, code: str, form: Annotated[Known, Form()]) -> RedirectResponse:
    """Keep a piece of local knowledge: what, when, how much, who says so and why."""
    site, place = site_of(request), place_in(request, code)
    year, amount = (number_in(text) for text in (form.aar, form.antall))
    if year is None or amount is None or year % 1:
        raise UsageError(
            _("Året eller antallet er ikke et tall."),
            _("Gå tilbake, og skriv tall i begge feltene."),
        )
    try:
        kind = Kind(form.slag)
    except ValueError:
        raise UsageError(
            _("Lokalkunnskapen mangler hva det gjelder."), _("Velg et slag i listen.")
        ) from None
    added = await run_in_threadpool(
        lambda: site.one(Rooms).knowledge.add(
            place.code, kind, int(year), amount, who=form.hvem, why=form.hvorfor
        )
    )
    site.library.refresh()
    return _back(place.code, form, "lokalkunnskap", added.id)


@router.post("/lokalkunnskap/{id}/fjern")
async def forget(
    request: Request, code: str, id: str, form: Annotated[Forgotten, Form()]
) -> RedirectResponse:
    """Take a piece of local knowledge out of force; it stays in the history."""
    site, place = site_of(request), place_in(request, code)
    await run_in_threadpool(
        lambda: site.one(Rooms).knowledge.remove(place.code, id, who=form.hvem, why=form.hvorfor)
    )
    site.library.refresh()
    return _back(place.code, form, "lokalkunnskap")


def _back(code: str, form: Sent, anchor: str, new: str = "") -> RedirectResponse:
    """Go back to the room as it was; new local knowledge is used from then on."""
    pairs = parse_qsl(form.tilbake[:LARGEST])
    if new:
        pairs = [(k, token(_using(v, new)) if k == "s" else v) for k, v in pairs]
    return RedirectResponse(f"/kommune/{code}/scenariorom?{urlencode(pairs)}#{anchor}", 303)


def _using(text: str, id: str) -> Scenario:
    scenario = from_text(text)
    return replace(scenario, overrides=(*scenario.overrides, id))
