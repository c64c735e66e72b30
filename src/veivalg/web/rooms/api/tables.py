"""The same figures as tables (CSV), for spreadsheets and Power BI, which read an address as it is.

Official figures only, so that a read key may open every one of them.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from veivalg.content.numbers import format_field
from veivalg.foundation.i18n import N_
from veivalg.norway.register import find
from veivalg.publish.csv import FORMAT, exhibit_csv, rows_csv
from veivalg.web.kit.downloads import find_exhibit, send_file
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import known_chapter, official
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.api import data
from veivalg.web.rooms.api.answers import Indicator, Municipality, Value
from veivalg.web.rooms.api.data import WRONG, ChapterId, Code, Codes, ExhibitId, IndicatorId

router = APIRouter(prefix="/api", responses=WRONG)

MEDIA = FORMAT.media_type.partition(";")[0]
TABLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA: {"schema": {}}}, "description": N_("Tabellen.")}
}


def _rows_of(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "array", "items": {"$ref": f"#/components/schemas/{model.__name__}"}}
    return {200: {"content": {MEDIA: {"schema": schema}}, "description": N_("Tabellen.")}}


def _csv(model: type[BaseModel], found: Sequence[BaseModel]) -> Response:
    """Write a row each; what holds several things has no place in a table and is left out."""
    head = [name for name, field in model.model_fields.items() if field.annotation in FLAT]
    rows = [[_field(getattr(one, name)) for name in head] for one in found]
    return Response(rows_csv(head, rows), media_type=FORMAT.media_type)


FLAT = (str, int, float, float | None, str | None, int | None, bool)


def _field(value: str | float | None) -> str:
    if value is None:
        return ""
    return format_field(value) if isinstance(value, float) else str(value)


@router.get(
    "/kommuner.csv",
    tags=[N_("Tabeller")],
    summary=N_("Kommunene som tabell"),
    description=N_("Gir kommunene, en rad hver, som CSV med semikolon."),
    responses=_rows_of(Municipality),
    response_class=Response,
)
def places() -> Response:
    """Give every municipality as a table."""
    return _csv(Municipality, data.places(antall=400))


@router.get(
    "/nokkeltall.csv",
    tags=[N_("Tabeller")],
    summary=N_("Nøkkeltallene i registeret som tabell"),
    description=N_("Gir nøkkeltallene med hva de betyr, enhet og tabell, som CSV med semikolon."),
    responses=_rows_of(Indicator),
    response_class=Response,
)
def indicators() -> Response:
    """Give the indicators as a table."""
    return _csv(Indicator, data.indicators())


@router.get(
    "/nokkeltall/{id}.csv",
    tags=[N_("Tabeller")],
    summary=N_("Verdiene av et nøkkeltall som tabell"),
    description=N_(
        "Gir verdiene etter kommune og år, som CSV med semikolon; det som mangler, er et tomt felt "
        "med grunn."
    ),
    responses=_rows_of(Value),
    response_class=Response,
)
def values(
    request: Request,
    id: IndicatorId,
    kommune: Codes,
) -> Response:
    """Give the values of an indicator as a table."""
    return _csv(Value, data.values(request, id, kommune))


@router.get(
    "/figurer/{kode}/{kapittel}/{figur}.csv",
    tags=[N_("Tabeller")],
    summary=N_("Tabellen bak en figur"),
    description=N_(
        "Gir tabellen bak en figur i et kapittel som bare bygger på offisielle tall, som CSV med "
        "semikolon. Andre kapitler gis ikke her."
    ),
    responses=TABLE,
    response_class=Response,
)
async def exhibit(
    request: Request,
    kode: Code,
    kapittel: ChapterId,
    figur: ExhibitId,
) -> Response:
    """Give the table of an exhibit of a chapter that reads official tables alone."""
    code, id = find(kode).code, official(known_chapter(kapittel))

    def render() -> Page:
        made = site_of(request).library.chapter(code, id, {}, ())
        return pack(exhibit_csv(find_exhibit(made, figur, FORMAT.name), made), FORMAT.media_type)

    return await send_file(request, ("api", code, id, figur, FORMAT.name), render)
