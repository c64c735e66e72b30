"""Who to compare with: the group, the nearest with visible weights, and a choice that is saved."""

from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.content import Chapter
from veivalg.content.numbers import format_exact
from veivalg.desk.choices import MOST
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.likeness import WEIGHTS, explained, labels
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipalities, municipality
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.web.kit.assumptions import PEERS, number_in
from veivalg.web.kit.atlas import Atlas
from veivalg.web.kit.downloads import send_exhibit
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of
from veivalg.web.rooms.explorer.peer_chapter import group_members, peer_chapter

router = APIRouter(prefix="/kommune", max_body_size=4_000, form_limits={"max_fields": 200})
PREFIX = "v."
HIGHEST = 10.0
LONGEST = 2_000
"""Characters of the query of a page that is gone back to; a longer one is left out."""


class Chosen(BaseModel):
    """Whom to compare with: those ticked and those written, and the page that was come from."""

    kommune: list[str] = []
    ny: list[str] = []
    fra: str = ""


@router.get("/{code}/sammenlikn")
async def page(request: Request, code: str, lagret: str = "", fra: str = "") -> Response:
    """Show who a municipality may be compared with, and let the reader choose."""
    site, place = site_of(request), place_in(request, code)
    came = back(place, fra or request.headers.get("referer", ""))
    weights, typed, errors = read_weights(dict(request.query_params))
    saved = lagret == "1"

    def values() -> dict[str, Any]:
        return {**_values(site, place, weights, typed, errors, saved, came), "came": came}

    key = None if errors else ("sammenlikn", code, tuple(sorted(typed.items())), saved, came)
    status = 400 if errors else 200
    return await show(request, "peers.html", values, status=status, key=key)


@router.post("/{code}/sammenlikn")
async def save(request: Request, code: str, form: Annotated[Chosen, Form()]) -> RedirectResponse:
    """Keep the choice and go back to where the reader came from."""
    site, place = site_of(request), place_in(request, code)
    codes = [part for text in (*form.kommune, *form.ny) for part in text.split(",")]
    await run_in_threadpool(site.library.choices.save, place.code, codes)
    site.library.refresh()
    here = f"/kommune/{place.code}/sammenlikn?lagret=1#valg"
    return RedirectResponse(back(place, form.fra) or here, 303)


def back(place: Municipality, address: str) -> str:
    """Give the page of a municipality that a reader came from, without whom it compared with.

    Nothing of an address elsewhere, and of this page itself.

    Examples
    --------
    >>> from veivalg.norway.register import municipality
    >>> back(municipality("5503"), "http://127.0.0.1/kommune/5503/okonomi?a.x=3&sammenlikn=1833")
    '/kommune/5503/okonomi?a.x=3'
    >>> back(municipality("5503"), "//example.org/kommune/1833")
    ''
    """
    parts = urlsplit(address)
    home = f"/kommune/{place.code}"
    inside = parts.path == home or parts.path.startswith(f"{home}/")
    if not inside or parts.path == f"{home}/sammenlikn":
        return ""
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] != PEERS]
    query = f"?{urlencode(kept)}" if kept else ""
    return quote(parts.path, safe="/%") + (query if len(query) <= LONGEST else "")


@router.get("/{code}/sammenlikn/{exhibit}.{format}")
async def exhibit(request: Request, code: str, exhibit: str, format: str) -> Response:
    """Give the chart or table of the nearest as a file."""
    site, place = site_of(request), place_in(request, code)
    weights, typed, errors = read_weights(dict(request.query_params))
    if errors:
        raise UsageError(" ".join(errors.values()), _("Rett adressen, og prøv igjen."))

    def made() -> Chapter:
        return peer_chapter(place, site.one(Atlas).likeness(), weights)[0]

    key = ("sammenlikn", code, tuple(sorted(typed.items())))
    return await send_exhibit(request, key, made, exhibit, format, f"naermeste-{place.code}")


def read_weights(query: dict[str, str]) -> tuple[dict[str, float], dict[str, str], dict[str, str]]:
    """Read ``v.need=2`` from an address: weights by dimension, as typed, and what was wrong.

    Examples
    --------
    >>> read_weights({"v.need": "1,5"})
    ({'need': 1.5}, {'need': '1,5'}, {})
    """
    weights: dict[str, float] = {}
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    for id, label in labels().items():
        text = query.get(PREFIX + id, "").strip()[:12]
        if not text:
            continue
        typed[id] = text
        value = number_in(text)
        if value is not None and 0 <= value <= HIGHEST:
            weights[id] = value
        else:
            errors[id] = _(
                "Vekten «{label}» kan ikke være «{text}». Skriv et tall fra 0 til 10."
            ).format(label=label, text=text)
    if not errors and not any((WEIGHTS | weights).values()):
        errors["need"] = _("Minst én vekt må være over 0.")
    return weights, typed, errors


def _values(
    site: Site,
    place: Municipality,
    weights: dict[str, float],
    typed: dict[str, str],
    errors: dict[str, str],
    saved: bool,
    came: str,
) -> dict[str, Any]:
    made, nearest = peer_chapter(place, site.one(Atlas).likeness(), None if errors else weights)
    chosen = site.library.choices.peers(place.code)
    near = [municipality(n.code) for n in nearest]
    offered = list({m.code: m for m in (*(municipality(c) for c in chosen), *near)}.values())
    query = "&".join(f"{PREFIX}{id}={weights[id]:g}" for id in weights)
    pattern = f"/kommune/{place.code}/sammenlikn/{{exhibit}}.{{format}}?{query}"
    fields = [
        (
            id,
            label,
            f"{weights.get(id, WEIGHTS[id]):g}",
            format_exact(WEIGHTS[id], 6),
            explained()[id],
            errors.get(id, ""),
        )
        for id, label in labels().items()
    ]
    form = site.templates.get_template("weights.html").render(fields=fields, came=came)
    return {
        "place": place,
        "period": "",
        "fragment": chapter_fragment(
            made, Links(exhibit=pattern, level=1, assumption_form=Markup(form))
        ),
        "errors": errors,
        "members": group_members(place),
        "offered": offered,
        "chosen": chosen,
        "chosen_names": [municipality(c).name for c in chosen],
        "saved": saved,
        "most": MOST,
        "all_places": municipalities(),
    }
