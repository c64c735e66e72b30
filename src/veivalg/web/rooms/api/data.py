"""The data routes. Every address, field and error is documented at ``/api/dokumentasjon``."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Chapter
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway import indicators as register
from veivalg.norway import municipality as norway
from veivalg.norway.register import find, municipalities, search
from veivalg.publish.json import chapter_json, exhibit_json
from veivalg.web.kit.atlas import Atlas
from veivalg.web.kit.downloads import send_file
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.finished import Page, pack
from veivalg.web.kit.places import known_chapter
from veivalg.web.kit.site import site_of
from veivalg.web.rooms.api.answers import (
    ChapterLine,
    Indicator,
    Municipality,
    Place,
    Problem,
    Value,
)

SUGGESTIONS = 8
MOST_PLACES = 12
WRONG: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": N_("Noe i adressen kan ikke brukes.")},
    404: {"model": Problem, "description": N_("Det adressen nevner, finnes ikke.")},
}
router = APIRouter(prefix="/api", responses=WRONG)

Code = Annotated[
    str,
    Path(
        description=N_("Kommunenummeret. Et gammelt nummer eller navnet virker også."),
        max_length=80,
        examples=["5503"],
    ),
]
ChapterId = Annotated[
    str, Path(description=N_("Kapitlets id."), max_length=60, examples=["befolkning"])
]
ExhibitId = Annotated[
    str,
    Path(
        description=N_("Figurens id, som den står i kapitlet."),
        max_length=120,
        examples=["pyramide"],
    ),
]
IndicatorId = Annotated[
    str, Path(description=N_("Nøkkeltallets id."), max_length=80, examples=["net_debt"])
]
Codes = Annotated[
    list[str],
    Query(
        description=N_("Kommunenummer; gjenta for flere, høyst 12."),
        min_length=1,
        max_length=MOST_PLACES,
        examples=[["5503"]],
    ),
]
EARLIEST, LATEST = 1900, 2150


def _schema(name: str) -> dict[int | str, dict[str, Any]]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {200: {"content": content, "description": N_("Svaret.")}}


@router.get(
    "/kommuner",
    tags=[N_("Kommuner")],
    summary=N_("Finn kommuner"),
    description=N_("Gir kommuner som passer til teksten, den beste først."),
)
def places(
    q: Annotated[
        str,
        Query(
            description=N_("Begynnelsen av et navn eller nummer; tom gir alle i rekkefølge."),
            examples=["har"],
        ),
    ] = "",
    antall: Annotated[
        int, Query(description=N_("Hvor mange som gis; høyst 400."), ge=1, le=400, examples=[8])
    ] = SUGGESTIONS,
) -> list[Municipality]:
    """Give municipalities whose number or name fits the text, best first."""
    found = search(q[:80], limit=antall) if q.strip() else municipalities()[:antall]
    return [Municipality(**_names(m)) for m in found]


def _names(m: norway.Municipality) -> dict[str, Any]:
    return {
        "kode": m.code,
        "navn": m.name,
        "offisielt_navn": m.official_name,
        "fylke": m.county,
        "navn_etter_sprak": dict(m.names),
    }


@router.get(
    "/kommuner/{kode}",
    tags=[N_("Kommuner")],
    summary=N_("Om én kommune"),
    description=N_("Gir kommunen, og om det er tall for den på denne maskinen."),
)
def place(kode: Code) -> Place:
    """Give a municipality; the main figures of every one come with the program."""
    m = find(kode)
    return Place(**_names(m), kostra_gruppe=m.kostra_group, sentralitet=m.centrality, har_tall=True)


@router.get(
    "/kapitler",
    tags=[N_("Kapitler")],
    summary=N_("Kapitlene som finnes"),
    description=N_("Gir kapitlene i den rekkefølgen de leses."),
)
def chapters(request: Request) -> list[ChapterLine]:
    """Give the chapters in reading order."""
    return [
        ChapterLine(id=c.id, tittel=c.title, sporsmal=c.question, metoder=list(c.methods))
        for c in all_chapters()
    ]


@router.get(
    "/kommuner/{kode}/kapitler/{kapittel}",
    tags=[N_("Kapitler")],
    summary=N_("Ett kapittel om en kommune"),
    description=N_(
        "Gir kapitlet med alle tall, setninger, figurer, kilder og antakelser. Det første kapitlet "
        "etter en start lages mens du venter, og kan ta noen sekunder."
    ),
    responses=_schema("kapittel"),
    response_class=JSONResponse,
)
async def chapter(request: Request, kode: Code, kapittel: ChapterId) -> Response:
    """Give a chapter as ``publish/schema.json`` says."""
    code, id = find(kode).code, known_chapter(kapittel)

    def render() -> Page:
        return _json(chapter_json(site_of(request).library.chapter(code, id)))

    return await send_file(request, ("api", code, id), render)


@router.get(
    "/kommuner/{kode}/kapitler/{kapittel}/figurer/{figur}",
    tags=[N_("Figurer")],
    summary=N_("Én figur eller tabell i et kapittel"),
    description=N_("Gir tabellen bak en figur, med kilder, merknad og hvor sikkert det er."),
    responses=_schema("exhibit"),
    response_class=JSONResponse,
)
async def exhibit(
    request: Request,
    kode: Code,
    kapittel: ChapterId,
    figur: ExhibitId,
) -> Response:
    """Give an exhibit of a chapter."""
    code, id = find(kode).code, known_chapter(kapittel)

    def render() -> Page:
        made = site_of(request).library.chapter(code, id)
        return _json(exhibit_json(_exhibit(made, figur)))

    return await send_file(request, ("api", code, id, figur), render)


def _exhibit(made: Chapter, id: str) -> Any:
    found = next((e for e in made.exhibits() if e.id == id), None)
    if found is None:
        raise AbsentError(
            _("Kapitlet har ingen figur «{id}».").format(id=id),
            _("Se id-ene i kapitlet, under «exhibits»."),
        )
    return found


def _json(content: dict[str, Any]) -> Page:
    return pack(orjson.dumps(content), "application/json")


@router.get(
    "/nokkeltall",
    tags=[N_("Nøkkeltall")],
    summary=N_("Nøkkeltallene i registeret"),
    description=N_("Gir nøkkeltallene med hva de betyr, enhet og tabell."),
)
def indicators(
    tjeneste: Annotated[
        str,
        Query(
            description=N_("Bare ett tjenesteområde, som «finance» eller «care»."),
            examples=["care"],
        ),
    ] = "",
) -> list[Indicator]:
    """Give the indicators with what they mean, unit and table."""
    if tjeneste and tjeneste not in register.SERVICES:
        raise UsageError(
            _("Det finnes ikke noe tjenesteområde «{id}».").format(id=tjeneste[:40]),
            _("Velg blant {names}.").format(names=", ".join(register.SERVICES)),
        )
    return [_line(i) for i in register.indicators() if tjeneste in ("", i.service)]


def _line(i: register.Indicator) -> Indicator:
    return Indicator(
        id=i.id, navn=i.name, betyr=i.plain, tjeneste=i.service, enhet=i.unit_text, tabell=i.table
    )


@router.get(
    "/nokkeltall/{id}",
    tags=[N_("Nøkkeltall")],
    summary=N_("Verdiene av et nøkkeltall"),
    description=N_("Gir verdiene etter kommune og år; det som mangler, står med grunn."),
)
def values(
    request: Request,
    id: IndicatorId,
    kommune: Codes,
    fra: Annotated[
        int | None, Query(description=N_("Første år."), ge=EARLIEST, le=LATEST, examples=[2015])
    ] = None,
    til: Annotated[
        int | None, Query(description=N_("Siste år."), ge=EARLIEST, le=LATEST, examples=[2025])
    ] = None,
) -> list[Value]:
    """Give the values by municipality and year."""
    entry = next((i for i in register.indicators() if i.id == id), None)
    if entry is None:
        raise AbsentError(
            _("Det finnes ikke noe nøkkeltall «{id}».").format(id=id),
            _("Se listen på /api/nokkeltall."),
        )
    if fra is not None and til is not None and fra > til:
        raise UsageError(
            _("Første år, {first}, er etter siste år, {last}.").format(first=fra, last=til),
            _("Bytt om «fra» og «til», og prøv igjen."),
        )
    codes = list(dict.fromkeys(find(text[:80]).code for text in kommune))
    figures = site_of(request).one(Atlas).figures()
    years = [y for y in figures.years if (fra or y) <= y <= (til or y)]
    return [v for c in codes for y in years if (v := _value(figures, entry, c, y)) is not None]


def _value(figures: Figures, entry: register.Indicator, code: str, year: int) -> Value | None:
    """Give a value with its source, or why it is missing; None where there is no row."""
    cell = figures.cell(entry.id, year, code)
    if cell is None:
        return None
    known = not isinstance(cell, str)
    source = figures.source(entry, code)
    return Value(
        kommune=code,
        ar=year,
        verdi=float(cell) if known else None,
        grunn="" if known else str(cell),
        kilde=source.line() if source is not None else "",
    )
