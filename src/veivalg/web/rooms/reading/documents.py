"""Search in what plans, reports and interviews say: words, themes and kinds; works without JS."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from veivalg.chapters.dokumenter.exhibits import page_words
from veivalg.chapters.dokumenter.model import Model, build
from veivalg.content import Source
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.gather.own_figures import OwnFigures
from veivalg.maths.services.documents import Said, marked, search
from veivalg.norway.municipality import Municipality
from veivalg.own.tables.documents import KIND_WORDS
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import Site, show, site_of

router = APIRouter(prefix="/kommune")
LONGEST = 200
"""Letters of a question that are read."""

WHERE = {"": None, "dokumenter": False, "intervjuer": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for; empty fields ask for everything."""

    query: str
    theme: str
    kind: str
    where: str

    @property
    def anything(self) -> bool:
        """Say whether the reader has asked for less than everything."""
        return bool(self.query or self.theme or self.kind or self.where)


def asked(q: str = "", tema: str = "", slag: str = "", hvor: str = "") -> Asked:
    """Read the address; a kind or place that does not exist asks for everything."""
    query, theme, kind, where = (text[:LONGEST].strip() for text in (q, tema, slag, hvor))
    return Asked(query, theme, kind if kind in KIND_WORDS else "", where if where in WHERE else "")


@router.get("/{code}/dokumenter-sok")
async def page(request: Request, code: str, wanted: Annotated[Asked, Depends(asked)]) -> Response:
    """Show the statements that hold the words, of the theme and kind chosen."""
    site, place = site_of(request), place_in(request, code, example=True)
    key = None if wanted.query else ("dokumenter-sok", code, wanted)
    return await show(request, "documents.html", lambda: _values(site, place, wanted), key=key)


def _values(site: Site, place: Municipality, wanted: Asked) -> dict[str, Any]:
    own = OwnFigures(place.code, site.library.folder).open()
    model = build(Evidence(place, own=own))
    return {
        "place": place,
        "period": "",
        "model": model,
        "asked": wanted,
        "found": [_shown(s, wanted.query) for s in _found(model, wanted)],
        "hidden": 0 if model is None else sum(not s.quotable for s in model.said),
        "themes": [] if model is None else sorted(t.name for t in model.themes),
        "kinds": KIND_WORDS,
        "sources": list(dict.fromkeys(map(_line, model.all_sources()))) if model else [],
    }


def _found(model: Model | None, wanted: Asked) -> tuple[Said, ...]:
    if model is None:
        return ()
    return search(
        model.said,
        wanted.query,
        theme=wanted.theme,
        kind=wanted.kind,
        interview=WHERE[wanted.where],
    )


def _shown(said: Said, query: str) -> dict[str, Any]:
    where = _("Intervju: {who}").replace("{who}", said.where) if said.interview else said.where
    return {
        "pieces": marked(said.text, query),
        "kind": KIND_WORDS[said.kind],
        "theme": said.theme,
        "where": where,
        "page": page_words(said.page) if said.page else "",
    }


def _line(source: Source) -> str:
    return ", ".join(part for part in (source.producer, source.query) if part)
