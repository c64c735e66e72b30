"""Read keys for programs that can't sign in: listed, made and revoked by whoever owns the data."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.foundation.i18n import _
from veivalg.web.kit.access import is_owner
from veivalg.web.kit.errors import NotOwnerError
from veivalg.web.kit.keys import LONGEST, ROUTES, ReadKeys
from veivalg.web.kit.site import Site, show, site_of

router = APIRouter(prefix="/nokler", max_body_size=4_000, form_limits={"max_fields": 20})


class Wanted(BaseModel):
    """What a new key is called, and what it is to open."""

    model_config = ConfigDict(str_strip_whitespace=True)
    navn: str = ""
    gjelder: list[str] = []


@router.get("")
async def listed(request: Request) -> Response:
    """List the keys there are and have been, and offer to make one."""
    site = site_of(request)
    return await show(request, "keys.html", lambda: _values(site))


@router.post("")
async def make(request: Request, wanted: Annotated[Wanted, Form()]) -> Response:
    """Make a key and show it this one time: the answer is kept nowhere."""
    site = _owned(request)
    key, secret = await run_in_threadpool(
        ReadKeys(site.library.folder).make, wanted.navn, wanted.gjelder
    )
    root = str(request.base_url).rstrip("/")
    examples = [(_(ROUTES[id].label), ROUTES[id].address(root, secret)) for id in key.routes]

    def values() -> dict[str, Any]:
        return {**_values(site), "made": key, "secret": secret, "examples": examples}

    answer = await show(request, "keys.html", values)
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


@router.post("/{number}/fjern")
async def revoke(request: Request, number: int) -> RedirectResponse:
    """Let a key open nothing from now on, and go back to the list."""
    site = _owned(request)
    await run_in_threadpool(ReadKeys(site.library.folder).revoke, number)
    return RedirectResponse("/nokler", 303)


def _values(site: Site) -> dict[str, Any]:
    named = {id: _(route.label) for id, route in ROUTES.items()}
    keys = ReadKeys(site.library.folder).all()
    return {"keys": keys[::-1], "named": named, "longest": LONGEST, "made": None}


def _owned(request: Request) -> Site:
    """Give the site to the account the program runs as; nobody else decides who may read."""
    if not is_owner(request.scope):
        raise NotOwnerError(
            _("Bare den som har startet Veivalg, kan endre lesenøklene."),
            _("Be om en nøkkel, eller om at den blir trukket tilbake."),
        )
    return site_of(request)
