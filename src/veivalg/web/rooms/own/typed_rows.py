"""Rows of own figures typed in the browser: they go the same way in as a file of them would."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from veivalg.content import format_plain
from veivalg.foundation.errors import StoreError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.own.tables import OwnTable
from veivalg.own.tidy import tidy
from veivalg.own.versions import OwnStore, name_of
from veivalg.tables import Sourced
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.own_status import table_called
from veivalg.web.kit.places import place_in
from veivalg.web.kit.site import show
from veivalg.web.rooms.own.deliveries import Delivery, State
from veivalg.web.rooms.own.pages import common, deliveries_of
from veivalg.web.rooms.own.view import columns, typable

MOST = 400
"""Rows the form takes."""
BLANK = 3
LONG = ("text", "claim", "reservation", "guide")
"""Columns of whole sentences."""
_FIELD = re.compile(r"r\.(\d{1,3})\.([a-z_]+)")

Row = Mapping[str, str]

router = APIRouter(
    prefix="/kommune/{code}/egne-tall/{name}/skriv",
    max_body_size=1_000_000,
    form_limits={"max_fields": 6_000},
)


class Fields(BaseModel):
    """The form as it is sent: what to do, who does it, and the rows by name («r.2.theme»)."""

    model_config = ConfigDict(extra="allow")
    handling: str = "se"
    hvem: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why what was typed can't be taken in: a line each, and what to do."""

    lines: tuple[str, ...]
    remedy: str = ""


@router.get("")
async def page(request: Request, code: str, name: str) -> Response:
    """Show the rows there are, and some blank ones."""
    place, table = place_in(request, code), _table(name)
    store = deliveries_of(request).store
    return await show(
        request, "own_typed.html", lambda: _values(place, table, stored(store, place.code, table))
    )


@router.post("")
async def sent(
    request: Request, code: str, name: str, fields: Annotated[Fields, Form()]
) -> Response:
    """Send the rows where a file of them would go, or show the form with more rows."""
    place, table = place_in(request, code), _table(name)
    rows, who = read_rows(table, fields.model_extra or {}), name_of(fields.hvem)
    refused = None
    if fields.handling == "se":
        if not rows:
            refused = Refused((_("Ingen rad er skrevet."),))
        else:
            answer = await run_in_threadpool(_sent, request, place, table, rows, who)
            if isinstance(answer, str):
                return RedirectResponse(answer, 303)
            refused = answer
    return await show(
        request,
        "own_typed.html",
        lambda: _values(place, table, rows, refused=refused, who=who),
        status=400 if refused else 200,
    )


def read_rows(table: type[OwnTable], fields: Mapping[str, Any]) -> list[Row]:
    """Give the rows that were typed, without those that are all blank."""
    known = {f.name for f in table.own_fields()}
    rows: dict[int, dict[str, str]] = {}
    for key, text in fields.items():
        match = _FIELD.fullmatch(key)
        if match and match[2] in known and isinstance(text, str) and int(match[1]) < MOST:
            rows.setdefault(int(match[1]), {})[match[2]] = tidy(text)
    return [rows[n] for n in sorted(rows) if any(rows[n].values())]


def as_file(table: type[OwnTable], rows: Sequence[Row]) -> bytes:
    """Write rows as a file with the headings of the template."""
    out, fields = io.StringIO(), table.own_fields()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([f.title for f in fields])
    writer.writerows([row.get(f.name, "") for f in fields] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def stored(store: OwnStore, code: str, table: type[OwnTable]) -> list[Row]:
    """Give the rows in force as they are typed; none of those that may not be shown."""
    if table.guarded():
        return []
    try:
        held = store.read(code, table.name)
    except StoreError:  # the history says that it is damaged
        return []
    if not isinstance(held, Sourced):
        return []
    words = {f.name: f.choices for f in table.own_fields()}
    return [
        {
            name: str(words[name].get(value, value))
            for name, value in row.items()
            if value is not None
        }
        for row in held.frame.select(list(words)).iter_rows(named=True)
    ]


def _table(name: str) -> type[OwnTable]:
    table = table_called(name)
    if not typable(table):
        raise AbsentError(
            _("«{title}» skrives ikke i nettleseren.").format(title=table.title),
            _("Last ned malen, fyll den ut og les den inn."),
        )
    return table


def _sent(
    request: Request, place: Municipality, table: type[OwnTable], rows: Sequence[Row], who: str
) -> str | Refused:
    """Give the address where it is looked over, or why it can't be taken in."""
    deliveries = deliveries_of(request)
    name = f"{table.template}-{_('skrevet i nettleseren')}.csv"
    file = (name, io.BytesIO(as_file(table, rows)))
    batch = deliveries.add(place.code, [file], table=table.name, who=who)
    batch.wait()
    (delivery,) = batch.files
    refused = _refused(delivery)
    if refused is None:
        return f"/kommune/{place.code}/egne-tall/mottak/{batch.id}"
    deliveries.drop(delivery)
    return refused


def _refused(file: Delivery) -> Refused | None:
    if file.state in (State.REFUSED, State.UNKNOWN):
        return Refused((file.message, *file.problems), file.remedy)
    if file.state is State.FAULTS and file.intake is not None:
        return Refused(
            tuple(
                _told(f.row, f.column, f.wrong, f.allowed)
                for f in file.intake.findings
                if not f.warning
            )
        )
    return None


def _told(row: int | None, column: str, wrong: str, allowed: str) -> str:
    """Say a fault by the number of the row in the form: in the file the headings come first."""
    where = _("Rad {n}").format(n=format_plain(row - 1)) if row is not None and row > 1 else ""
    where = ", ".join(part for part in (where, f"«{column}»" if column else "") if part)
    return f"{where}: {wrong} {allowed}".strip().removeprefix(": ")


def _values(
    place: Municipality,
    table: type[OwnTable],
    rows: Sequence[Row],
    *,
    refused: Refused | None = None,
    who: str = "",
) -> dict[str, Any]:
    blank: list[Row] = [{}] * min(BLANK, MOST - len(rows))
    return {
        **common(place),
        "table": table,
        "rows": [*rows, *blank],
        "written": len(rows),
        "fields": [
            (f, c, f.name in LONG) for f, c in zip(table.own_fields(), columns(table), strict=True)
        ],
        "refused": refused,
        "who": who,
    }
