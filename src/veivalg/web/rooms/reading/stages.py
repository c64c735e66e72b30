"""The places of the bar that list topics: what each says first, and what waits for figures."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Stage, Topic
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.publish.document.cells import made_up_warning
from veivalg.web.kit.bar import STAGES, place_of
from veivalg.web.kit.jobs import Job
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.reading.overview import at_work, first_said

router = APIRouter(prefix="/kommune/{code}")


def _leads() -> dict[Stage, str]:
    return {
        Stage.HERE: _("Hvordan kommunen ligger an, og mot hvem."),
        Stage.COMING: _("Hva framskrivingene sier om årene som kommer."),
        Stage.CHOICE: _("Hva valgene fører til, og hva som er mulig."),
    }


def _shown(stage: Stage) -> Callable[[Request, str], Any]:
    async def page(request: Request, code: str) -> Response:
        site, place = site_of(request), place_in(request, code, example=True)
        job = await at_work(site, code)
        key = None if job else ("sted", stage, code)
        return await show(request, "stage.html", lambda: _values(site, place, stage, job), key=key)

    page.__doc__ = f"Show the topics of «{stage}», each with what it says first."
    return page


for one in STAGES:
    router.add_api_route(f"/{one.value}", _shown(one), methods=["GET"])


@router.get("/dokumenter-og-intervjuer")
async def heard(request: Request, code: str) -> RedirectResponse:
    """Send on to the one topic of what documents and interviews say."""
    place = place_in(request, code, example=True)
    return RedirectResponse(f"/kommune/{place.code}/{Topic.HEARD.value}", 307)


@router.get("/plan-og-oppfolging")
async def follow(request: Request, code: str) -> RedirectResponse:
    """Send on to where the topics of plan and follow-up are listed."""
    place = place_in(request, code, example=True)
    listed = f"{place_of(Topic.MONTHS)}#{Stage.FOLLOW.value}"
    return RedirectResponse(f"/kommune/{place.code}/{listed}", 307)


def _values(site: Site, place: Municipality, stage: Stage, job: Job | None) -> dict[str, Any]:
    found = None if job else first_said(site, place)
    said = {told.page: told for told in found.topics if not told.empty} if found else {}
    listed = [
        (part, [said[t] for t in Topic if t.stage is part and t in said]) for part in STAGES[stage]
    ]
    chapters, empty = all_chapters(), found.empty if found else {}
    waiting = [c for c in chapters if c.stage in STAGES[stage] and c.id in empty]
    return {
        "place": place,
        "period": found.period if found else "",
        "stage": stage,
        "lead": _leads()[stage],
        "job": job,
        "parts": [(part, topics) for part, topics in listed if topics],
        "questions": {c.topic: c.question for c in reversed(chapters)},
        "to_fetch": [c for c in waiting if empty[c.id] == "hent"],
        "to_bring": [c for c in waiting if empty[c.id] == "egne"],
        "warning": made_up_warning() if found and found.constructed else "",
        "rooms": stage is Stage.CHOICE and not place.example,
    }
