"""The room as files: a workbook with every assumption, and JSON that opens the same room again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from veivalg.analyses.scenarios_exhibits import SCENARIO, VALUE
from veivalg.analyses.scenarios_model import Compared, sources
from veivalg.content import Cell, Chapter, Column, Exhibit, Section, Table
from veivalg.i18n import _
from veivalg.publish import FORMATS, render_chapter
from veivalg.scenarios.levers import interval_of, value_of
from veivalg.scenarios.model import to_dict
from veivalg.web.scenario_state import Room, token
from veivalg.web.scenario_work import Rooms

MEDIA = {name: FORMATS[name].media_type for name in ("xlsx", "json")}


def scenario_file(
    rooms: Rooms, code: str, compared: Compared, chapter: Chapter, room: Room, format: str
) -> bytes:
    """Write the room as ``xlsx`` or ``json``, with every assumption and the log of changes."""
    extra = (assumptions(compared), *_log(rooms, code, compared))
    section = Section("antakelser", _("Alle antakelser"), extra)
    whole = replace(chapter, sections=(*chapter.sections, section))
    content = render_chapter(whole, format)
    if format != "json":
        return content
    read: dict[str, Any] = orjson.loads(content)
    read["scenarios"] = [{**to_dict(s), "link": token(s)} for s in room.scenarios]
    return orjson.dumps(read, option=orjson.OPT_INDENT_2)


def assumptions(compared: Compared) -> Exhibit:
    """List every lever in every scenario with interval, source and how certain it is."""
    rows: list[tuple[Cell, ...]] = []
    for now in compared.inputs.levers.values():
        for name, run in zip(compared.names, compared.runs, strict=True):
            low, high = interval_of(compared.inputs.levers, run.scenario, now.id)
            spread = f"{now.text(low)} – {now.text(high)}" if low < high else ""
            rows.append((_(now.lever.group.value), _(now.lever.label), name, now.text(now.today),
                         now.text(value_of(compared.inputs.levers, run.scenario, now.id)),
                         spread, now.certainty.value, now.source))  # fmt: skip
    return Exhibit(
        "scenarier-antakelser", _("Alle antakelser i scenariene"),
        _("Hvert valg i dag og i hvert scenario, med 80 % intervall der det trekkes"),
        _("Tabellen viser alle antakelser med kilde."),
        Table((Column("group", _("Gruppe")), Column("lever", _("Antakelse")),
               Column(SCENARIO, _("Scenario")), Column("today", _("I dag")),
               Column(VALUE, _("I scenariet")), Column("spread", _("80 % intervall")),
               Column("certainty", _("Sikkerhet")), Column("source", _("Kilde"))), tuple(rows)),
        sources(compared),
    )  # fmt: skip


def _log(rooms: Rooms, code: str, compared: Compared) -> tuple[Exhibit, ...]:
    """List who changed what and when in the saved scenarios; none when none is saved."""
    rows = tuple(
        (event.name, event.when[:16].replace("T", " "), event.who,
         "; ".join(event.what) or _("lagret uten endring i valgene"))
        for event in rooms.saved.history(code)
    )  # fmt: skip
    if not rows:
        return ()
    return (Exhibit(
        "scenarier-logg", _("Hvem har endret hva"), _("Lagrede scenarier, eldste først"),
        _("Tabellen viser endringene i lagrede scenarier."),
        Table((Column(SCENARIO, _("Scenario")), Column("when", _("Når")),
               Column("who", _("Hvem")), Column("what", _("Hva"))), rows),
        sources(compared),
    ),)  # fmt: skip
