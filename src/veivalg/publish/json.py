"""Chapters and reports as JSON for other programs, as the two schemas beside this file say.

Values are in stored scale: shares as fractions, money in kroner. Missing is ``null`` with a reason.
"""

from pathlib import Path
from typing import Any

import orjson

from veivalg.content import (
    Assumption,
    Chapter,
    Exhibit,
    Figure,
    Note,
    Quantity,
    Ranked,
    Report,
    Source,
    Statement,
    Table,
)
from veivalg.foundation.i18n import N_
from veivalg.publish.format import Format

SCHEMA = Path(__file__).parent / "schema.json"
NAME, REPORT_NAME = "veivalg-kapittel/1", "veivalg-rapport/1"


def report_json_bytes(report: Report) -> bytes:
    """Write a report as indented JSON."""
    return orjson.dumps(report_json(report), option=orjson.OPT_INDENT_2)


def chapter_json_bytes(chapter: Chapter) -> bytes:
    """Write a chapter as indented JSON."""
    return orjson.dumps(chapter_json(chapter), option=orjson.OPT_INDENT_2)


FORMAT = Format(
    "json", ".json", "application/json", N_("JSON"), 50, report_json_bytes, chapter_json_bytes
)


def report_json(report: Report) -> dict[str, Any]:
    """Give a report as plain data, as ``report.schema.json`` says; a logo stays in documents."""
    return {
        "format": REPORT_NAME,
        "title": report.title,
        "municipality": {"code": report.municipality.code, "name": report.municipality.name},
        "made": report.made,
        "version": report.version,
        "names": dict(report.names),
        "about": _about(report),
        "ranked": [ranked_json(one) for one in report.ranked],
        "chapters": [chapter_json(chapter) for chapter in report.chapters],
    }


def _about(report: Report) -> dict[str, Any]:
    """Give what people have said of it, with a word of it where nobody has and it is made up."""
    told: dict[str, Any] = {"facts": {**report.about.facts}, "texts": {**report.about.texts}}
    return told | {"constructed": True} if report.about.made_up else told


def chapter_json(chapter: Chapter) -> dict[str, Any]:
    """Give a chapter as plain data, as ``schema.json`` says."""
    return {
        "format": NAME,
        "chapter": chapter.id,
        "title": chapter.title,
        "municipality": {"code": chapter.municipality.code, "name": chapter.municipality.name},
        "period": chapter.period,
        "lead": chapter.lead,
        "findings": [s.id for s in chapter.findings],
        "figures": [figure_json(f) for f in chapter.figures()],
        "statements": [statement_json(s) for s in chapter.statements()],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "blocks": [
                    {"type": "statement" if isinstance(b, Statement) else "exhibit", "id": b.id}
                    for b in section.blocks
                ],
            }
            for section in chapter.sections
        ],
        "exhibits": [exhibit_json(e) for e in chapter.exhibits()],
        "missing": [
            {"what": m.what, "why": m.why, "how_to_get": m.how_to_get, "table": m.table}
            for m in chapter.missing
        ],
        "assumptions": [assumption_json(a) for a in chapter.assumptions],
        "sources": [source_json(s) for s in chapter.sources()],
        "terms": dict(chapter.terms),
        "methods": list(chapter.methods),
        "notes": [note_json(n) for n in chapter.notes],
    }


def ranked_json(one: Ranked) -> dict[str, Any]:
    """Give a finding that matters across the chapters, with what it is ranked by."""
    track = one.track
    names = ("id", "name", "consequence", "share", "basis", "certainty", "passed", "year")
    return {
        **{name: getattr(one, name) for name in names},
        "theme": one.theme.value,
        "chapter": one.chapter,
        "anchor": one.anchor,
        "always": one.always,
        "statement": statement_json(one.statement),
        "ahead": None if one.ahead is None else statement_json(one.ahead),
        "beside": None if one.beside is None else statement_json(one.beside),
        "figures": [figure_json(f) for f in one.figures()],
        "track": None
        if track is None
        else {
            "label": track.label,
            "place": {"code": track.place.code, "name": track.place.name},
            "unit": track.unit.value,
            "years": list(track.years),
            "values": list(track.values),
            "ahead": track.ahead,
        },
    }


def figure_json(figure: Figure) -> dict[str, Any]:
    """Give a number with everything it rests on; inputs are nested the same way."""
    interval = figure.interval
    return {
        "id": figure.id,
        "label": figure.label,
        "value": figure.value,
        "text": figure.text(),
        "unit": figure.unit.value,
        "place": {"code": figure.place.code, "name": figure.place.name},
        "period": figure.period,
        "interval": None
        if interval is None
        else {
            "low": interval.low,
            "high": interval.high,
            "meaning": interval.meaning,
            "level": interval.level,
        },
        "source": source_json(figure.source),
        "formula": figure.formula,
        "inputs": [figure_json(f) for f in figure.inputs],
        "assumptions": [assumption_json(a) for a in figure.assumptions],
        "method": figure.method,
        "reason": figure.reason,
        "quantity": None if figure.quantity is None else quantity_json(figure.quantity),
    }


def quantity_json(quantity: Quantity) -> dict[str, Any]:
    """Give what a number is in the registry of quantities."""
    return {
        "address": quantity.address,
        "id": quantity.id,
        "name": quantity.name,
        "unit": quantity.unit.value,
        "year": quantity.year,
        "scenario": quantity.scenario,
        "end": quantity.end.value,
        "level": quantity.level,
    }


def statement_json(statement: Statement) -> dict[str, Any]:
    """Give a sentence with its template and the ids of its numbers."""
    return {
        "id": statement.id,
        "text": statement.text(),
        "template": statement.doubled,
        "figures": {name: figure.id for name, figure in statement.figures.items()},
        "caution": statement.caution,
        "deviation": statement.deviation,
    }


def exhibit_json(exhibit: Exhibit) -> dict[str, Any]:
    """Give an exhibit with its tidy table."""
    return {
        "id": exhibit.id,
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "alt": exhibit.spoken,
        "shape": exhibit.chart.shape.value if exhibit.chart else None,
        "table": table_json(exhibit.table),
        "formula": exhibit.formula,
        "method": exhibit.method,
        "note": exhibit.note,
        "uncertainty": exhibit.uncertainty,
        "caveats": list(exhibit.caveats),
        "deviations": [s.id for s in exhibit.deviations],
        "sources": [source_json(s) for s in exhibit.sources],
        "assumptions": [assumption_json(a) for a in exhibit.assumptions],
    }


def table_json(table: Table) -> dict[str, Any]:
    """Give columns and rows, not turned."""
    columns = [
        {"key": c.key, "title": c.title, "unit": None if c.unit is None else c.unit.value}
        for c in table.columns
    ]
    told = {k: [None if q is None else q.address for q in qs] for k, qs in table.told.items()}
    return {
        "columns": columns,
        "rows": [list(row) for row in table.rows],
        "total_row": table.total_row,
        **({"told": told} if told else {}),
    }


def assumption_json(assumption: Assumption) -> dict[str, Any]:
    """Give an assumption with its bounds and how certain it is."""
    return {
        "id": assumption.id,
        "label": assumption.label,
        "value": assumption.value,
        "default": assumption.default,
        "unit": assumption.unit.value,
        "certainty": assumption.certainty.value,
        "source": assumption.source,
        "low": assumption.low,
        "high": assumption.high,
        "step": assumption.step,
        "note": assumption.remark,
    }


def note_json(note: Note) -> dict[str, Any]:
    """Give a note."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "place": {"code": note.place.code, "name": note.place.name},
        "about": note.about,
        "period": note.period,
        "text": note.text,
        "who": note.who,
        "when": note.when,
        "source": source_json(note.source) if note.source else None,
    }


def source_json(source: Source) -> dict[str, Any]:
    """Give a source."""
    names = (
        "id",
        "producer",
        "title",
        "table",
        "query",
        "url",
        "retrieved",
        "updated",
        "licence",
        "sha256",
        "note",
    )
    told = {"kind": source.kind.value, "caveats": [c.text for c in source.beside()]}
    return {name: getattr(source, name) for name in names} | told
