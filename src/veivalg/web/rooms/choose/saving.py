"""What is kept from the scenario room: scenarios by name, and local knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, use_language
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.scenarios.levers import Levers
from veivalg.maths.scenarios.model import Scenario, from_dict, from_text, to_dict
from veivalg.web.kit.assumptions import number_in
from veivalg.web.kit.language import choose
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.choose.scenario_state import usable
from veivalg.web.rooms.choose.scenario_work import Rooms

router = APIRouter(prefix="/kommune/{code}/scenariorom")
LARGEST = 200_000


@router.post("/lagre")
async def save(request: Request, code: str) -> RedirectResponse:
    """Keep the scenario being changed under its name, with what has changed since last."""
    site, place = site_of(request), place_in(request, code)
    form = await _form(request)
    with use_language(choose(request)):
        await run_in_threadpool(_save, request, place.code, form)
    site.library.refresh()
    return _back(place.code, form, "lagret")


def _save(request: Request, code: str, form: dict[str, str]) -> None:
    rooms = site_of(request).one(Rooms)
    levers = rooms.open(code).inputs.levers
    scenario = usable(from_text(form.get("scenario", "")), levers)
    name = form.get("navn", "").strip() or scenario.name
    before = rooms.saved.current(code).get(name)
    old = from_dict(before) if before is not None else Scenario(name)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    who = form.get("hvem", "")
    logged = replace(old, name=name)
    for id in dict.fromkeys((*old.settings, *scenario.settings)):
        if old.settings.get(id) != scenario.settings.get(id):
            logged = logged.moved(id, scenario.settings.get(id), when=when, who=who.strip())
    kept = replace(scenario, name=name, log=logged.log)
    rooms.saved.save(code, to_dict(kept), who=who, what=changes(levers, old, kept))


def changes(levers: Levers, old: Scenario, new: Scenario) -> tuple[str, ...]:
    """Say in Norwegian what differs: «Sykefravær: 9,1 % → 7 %»."""
    found = []
    for id in dict.fromkeys((*old.settings, *new.settings)):
        now = levers.get(id)
        a, b = old.settings.get(id), new.settings.get(id)
        if now is None or a == b:
            continue
        texts = [now.text(now.today if v is None else v) for v in (a, b)]
        found.append(f"{_(now.lever.label)}: {texts[0]} → {texts[1]}")
    steps = {s.name for s in new.steps} - {s.name for s in old.steps}
    gone = {s.name for s in old.steps} - {s.name for s in new.steps}
    altered = {s.name for s in new.steps if s not in old.steps} - steps
    for text, names in (
        (_("Nytt byggetrinn: {name}"), steps),
        (_("Byggetrinn tatt ut: {name}"), gone),
        (_("Byggetrinn endret: {name}"), altered),
    ):
        found += [text.format(name=name) for name in sorted(names)]
    if set(old.overrides) != set(new.overrides):
        found.append(_("Lokalkunnskapen som brukes, er endret"))
    return tuple(found)


@router.post("/fjern")
async def remove(request: Request, code: str) -> RedirectResponse:
    """Take a saved scenario out of the list; its history stays."""
    site, place = site_of(request), place_in(request, code)
    form = await _form(request)
    with use_language(choose(request)):
        await run_in_threadpool(
            site.one(Rooms).saved.remove, place.code, form.get("navn", ""), who=form.get("hvem", "")
        )
    site.library.refresh()
    return _back(place.code, form, "lagret")


@router.post("/lokalkunnskap")
async def know(request: Request, code: str) -> RedirectResponse:
    """Keep a piece of local knowledge: what, when, how much, who says so and why."""
    site, place = site_of(request), place_in(request, code)
    form = await _form(request)
    with use_language(choose(request)):
        year, amount = (number_in(form.get(key, "")) for key in ("aar", "antall"))
        if year is None or amount is None:
            raise UsageError(
                _("Året eller antallet er ikke et tall."),
                _("Gå tilbake, og skriv tall i begge feltene."),
            )
        try:
            kind = Kind(form.get("slag", ""))
        except ValueError:
            raise UsageError(
                _("Lokalkunnskapen mangler hva det gjelder."), _("Velg et slag i listen.")
            ) from None
        added = await run_in_threadpool(
            lambda: site.one(Rooms).knowledge.add(
                place.code,
                kind,
                int(year),
                amount,
                who=form.get("hvem", ""),
                why=form.get("hvorfor", ""),
            )
        )
    site.library.refresh()
    return _back(place.code, form, "lokalkunnskap", added.id)


@router.post("/lokalkunnskap/{id}/fjern")
async def forget(request: Request, code: str, id: str) -> RedirectResponse:
    """Take a piece of local knowledge out of force; it stays in the history."""
    site, place = site_of(request), place_in(request, code)
    form = await _form(request)
    with use_language(choose(request)):
        await run_in_threadpool(
            lambda: site.one(Rooms).knowledge.remove(
                place.code, id, who=form.get("hvem", ""), why=form.get("hvorfor", "")
            )
        )
    site.library.refresh()
    return _back(place.code, form, "lokalkunnskap")


async def _form(request: Request) -> dict[str, str]:
    told = request.headers.get("content-length", "")
    if not told.isdigit() or int(told) > LARGEST:
        raise UsageError(_("Skjemaet er for langt."), _("Skriv kortere."))
    async with request.form(max_files=0, max_fields=20) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}


def _back(code: str, form: dict[str, str], anchor: str, new: str = "") -> RedirectResponse:
    """Go back to the room as it was; new local knowledge is used from then on."""
    from veivalg.web.rooms.choose.scenario_state import token

    pairs = parse_qsl(form.get("tilbake", "")[:LARGEST])
    if new:
        pairs = [(k, token(_using(v, new)) if k == "s" else v) for k, v in pairs]
    from urllib.parse import urlencode

    return RedirectResponse(f"/kommune/{code}/scenariorom?{urlencode(pairs)}#{anchor}", 303)


def _using(text: str, id: str) -> Scenario:
    scenario = from_text(text)
    return replace(scenario, overrides=(*scenario.overrides, id))
