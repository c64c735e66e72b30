"""The documentation of the data routes: OpenAPI as JSON, and a page of our own made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from veivalg import __version__
from veivalg.content.numbers import format_exact
from veivalg.foundation.i18n import _, kept_by_language
from veivalg.publish.json import SCHEMA
from veivalg.web.kit.site import show
from veivalg.web.rooms.api import data, tables

router = APIRouter(prefix="/api")
REFERENCE = "#/components/schemas/"
_DEEPEST = 1
Json = Mapping[str, Any]


@router.get("/openapi.json")
def described() -> JSONResponse:
    """Give the OpenAPI description of the data routes."""
    return JSONResponse(openapi())


@kept_by_language
def openapi() -> dict[str, Any]:
    """Describe the data routes in OpenAPI 3.1, with the schema of a chapter among the others."""
    made = get_openapi(
        title="Veivalg",
        version=__version__,
        summary="Tallene i kunnskapsgrunnlaget for norske kommuner.",
        description=_(
            "Svarene er JSON, og tabeller er CSV. Veivalg svarer bare på maskinen det kjører på. "
            "Et program må ha en lesenøkkel bakerst i adressen, «nokkel=…». Den lages med «veivalg "
            "nokler», og gjelder kommuner, listen over kapitler, nøkkeltall og tabellene."
        ),
        routes=[*tables.router.routes, *data.router.routes],
    )
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)  # told as 400, in words
    schemas: dict[str, Any] = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for schema in schemas.values():
        schema.pop("description", None)  # the class tells that to its readers, in English
    whole = orjson.loads(SCHEMA.read_bytes().replace(b"#/$defs/", REFERENCE.encode()))
    schemas |= whole.pop("$defs")
    whole.pop("$schema", None)
    schemas["kapittel"] = whole
    return made


@dataclass(frozen=True, slots=True)
class Input:
    """A parameter as the page shows it."""

    name: str
    where: str
    required: bool
    kind: str
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of an answer; ``depth`` says how far inside it stands."""

    name: str
    kind: str
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An address with what it takes and gives."""

    id: str
    method: str
    path: str
    title: str
    text: str
    inputs: tuple[Input, ...]
    fields: tuple[FieldLine, ...]
    errors: tuple[tuple[str, str], ...]
    example: str


@router.get("/dokumentasjon")
async def page(request: Request) -> Response:
    """Show the documentation."""
    return await show(request, "api.html", lambda: {"groups": grouped(openapi())}, key="api")


def grouped(described: Json) -> dict[str, list[Operation]]:
    """Give the operations by what they are about, as the page shows them."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            made = _operation(described, path, method, operation)
            groups.setdefault(_(operation["tags"][0]), []).append(made)
    return groups


def _operation(described: Json, path: str, method: str, operation: Json) -> Operation:
    answer = next(iter(operation["responses"]["200"]["content"].values()))["schema"]
    errors = ((c, _(r["description"])) for c, r in operation["responses"].items() if c != "200")
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        _(operation["summary"]),
        _(operation["description"]),
        tuple(_input(p) for p in operation.get("parameters", ())),
        tuple(_fields(described, answer, 0)),
        tuple(errors),
        example_address(path, operation),
    )


def example_address(path: str, operation: Json) -> str:
    """Give the address of an operation with the examples of its parameters.

    Examples
    --------
    >>> example_address("/api/a/{b}", {"parameters": [
    ...     {"name": "b", "in": "path", "schema": {"examples": ["æ"]}}]})
    '/api/a/%C3%A6'
    """
    query: list[tuple[str, str]] = []
    for parameter in operation.get("parameters", ()):
        for example in _examples(parameter):
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", quote(example, safe=""))
            else:
                query.append((parameter["name"], example))
    return f"{path}?{urlencode(query)}" if query else path


def _examples(parameter: Json) -> list[str]:
    """Give the first example as texts: several for a list."""
    found = parameter["schema"].get("examples") or [
        e for one in parameter["schema"].get("anyOf", ()) for e in one.get("examples", ())
    ]
    first = found[0] if found else []
    return [str(e) for e in first] if isinstance(first, list) else [str(first)]


def _input(parameter: Json) -> Input:
    where = {"path": _("i adressen"), "query": _("etter ?")}[parameter["in"]]
    text = parameter.get("description") or parameter["schema"].get("description", "")
    return Input(
        parameter["name"],
        where,
        bool(parameter.get("required")),
        kind(parameter["schema"]),
        _(text) if text else "",
        ", ".join(_examples(parameter)),
    )


def _fields(described: Json, schema: Json, depth: int) -> Iterator[FieldLine]:
    """Give the fields of an answer, and of what stands inside, one level down."""
    found = _inner(described, schema)
    for name, field in found.get("properties", {}).items():
        text = field.get("description", "")
        yield FieldLine(name, kind(field), _(text) if text else "", depth)
        if depth < _DEEPEST:
            yield from _fields(described, field, depth + 1)


def _inner(described: Json, schema: Json) -> Json:
    """Give the object a schema is about: what it refers to, or what its list is of."""
    while "$ref" in schema or "items" in schema:
        if "items" in schema:
            schema = schema["items"]
        else:
            schema = described["components"]["schemas"][schema["$ref"].removeprefix(REFERENCE)]
    return schema


def kind(schema: Json) -> str:
    """Say in Norwegian what a schema takes, with its limits.

    Examples
    --------
    >>> kind({"type": "integer", "minimum": 1, "maximum": 400})
    'heltall fra 1 til 400'
    """
    if "anyOf" in schema:
        return _(" eller ").join(kind(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return _("objekt")
    if "const" in schema:
        return f"«{schema['const']}»"
    kinds = schema.get("type", "")
    words = [_word(one) for one in ([kinds] if isinstance(kinds, str) else kinds)]
    word = _(" eller ").join(words)
    if schema.get("items"):
        word = _("liste av {kind}").format(kind=kind(schema["items"]))
    if "minimum" in schema and "maximum" in schema:
        low, high = schema["minimum"], schema["maximum"]
        return _("{kind} fra {low} til {high}").format(
            kind=word, low=format_exact(low), high=format_exact(high)
        )
    return word


def _word(name: str) -> str:
    words = {
        "string": _("tekst"),
        "integer": _("heltall"),
        "number": _("tall"),
        "boolean": _("sant eller usant"),
        "null": _("null"),
        "array": _("liste"),
        "object": _("objekt"),
    }
    return words.get(name, _("hva som helst"))
