"""What the pages of own figures show: the state of every table, its columns and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Unit, format_number, format_plain
from veivalg.content.numbers import decimals_of, format_exact, typed
from veivalg.foundation.i18n import _
from veivalg.own.history import Version
from veivalg.own.tables import OwnField, OwnTable
from veivalg.own.versions import Difference
from veivalg.tables.schema import Field

if TYPE_CHECKING:
    from veivalg.own.intake import Intake

SHOWN_ROWS = 20
"""Rows of each kind in a preview; all are in the file."""
WRITTEN = "dokumenter"
"""The chapter whose tables are written by people; the rest are taken out of a system."""


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """A column as the documentation of its table."""

    title: str
    unit: str
    required: bool
    key: bool
    help: str
    allowed: str
    example: str
    aliases: tuple[str, ...]
    pseudonym: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changes against another, as counts and the first rows.

    ``headings`` are the columns; in ``changed`` a cell is (text, text before or None when same).
    The rows are left out where they may not be seen. ``few`` is that the number of new rows may
    not be told, and ``none`` is that nothing changes, where that may.
    """

    added: int
    removed: int
    changed: int
    none: bool = False
    headings: tuple[str, ...] = ()
    added_rows: tuple[tuple[str, ...], ...] = ()
    removed_rows: tuple[tuple[str, ...], ...] = ()
    changed_rows: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    few: bool = False


def typable(table: type[OwnTable]) -> bool:
    """Say whether the rows of a table may be typed in the browser."""
    return WRITTEN in table.chapters and not table.personal


def event_word(version: Version) -> str:
    """Say what happened in a version."""
    words = {
        "import": _("lest inn"),
        "undo": _("angret til tidligere versjon"),
        "delete": _("slettet"),
        "damaged": _("skadet"),
    }
    return words.get(version.kind, version.kind)


def columns(table: type[OwnTable]) -> tuple[ColumnHelp, ...]:
    """Give the documentation of the columns."""
    return tuple(
        ColumnHelp(
            f.title,
            f.unit and _(f.unit),
            not f.nullable,
            f.key,
            f.help,
            allowed(f),
            _example(f),
            f.aliases,
            f.pseudonym,
        )
        for f in table.own_fields()
    )


def _example(field: OwnField) -> str:
    """Give the example as Norwegians write it."""
    if field.dtype in (pl.Float64, pl.Float32):
        return typed(field.example)
    try:
        return (
            f"{date.fromisoformat(field.example):%d.%m.%Y}"
            if field.dtype == pl.Date
            else field.example
        )
    except ValueError:
        return field.example


def allowed(field: OwnField) -> str:
    """Say what a column may hold, in words.

    Examples
    --------
    >>> allowed(OwnField("year", pl.Int16, "År", low=2000, high=2100))
    'Heltall fra 2000 til 2100'
    """
    if field.choices:
        return _("Ett av: {words}").format(words=", ".join(field.choices.values()))
    kind = _kind(field)
    low, high = (None if v is None else _limit(v) for v in (field.low, field.high))
    if low is not None and high is not None:
        return _("{kind} fra {low} til {high}").format(kind=kind, low=low, high=high)
    if low is not None:
        return _("{kind}, minst {low}").format(kind=kind, low=low)
    return _("{kind}, høyst {high}").format(kind=kind, high=high) if high is not None else kind


def _limit(value: float) -> str:
    # Years carry no space between the thousands.
    whole = value == int(value) and value < 10_000
    return format_exact(value) if whole else format_plain(value, 2)


def _kind(field: Field) -> str:
    if field.dtype in (pl.Float64, pl.Float32):
        return _("Tall")
    if field.dtype == pl.Date:
        return _("Dato")
    if field.dtype.is_integer():
        return _("Heltall")
    return _("Tidspunkt") if field.dtype.is_temporal() else _("Tekst")


def cell(field: Field, value: Any) -> str:
    """Write a stored value as people read it.

    Examples
    --------
    >>> cell(OwnField("x", pl.Float64, "Budsjett", "kr"), 627315000.0)
    '627\u202f315\u202f000'
    """
    if value is None:
        return _("mangler")
    if isinstance(field, OwnField) and value in field.choices:
        return field.choices[value]
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and field.unit == "andel":
        return format_number(value, Unit.SHARE)
    if isinstance(value, float):
        return format_plain(value, min(4, decimals_of(value)))
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000:
        return format_plain(value)
    return str(value)


def changes(table: type[OwnTable], difference: Difference) -> Changes:
    """Make a preview of a difference, with the rows that may be seen."""
    counts, rows = (difference.added, difference.removed, difference.changed), difference.rows
    if rows is None:
        few = not table.tells_changed(difference.added)
        return Changes(*counts, none=difference.is_empty and not few, few=few)
    return Changes(
        *counts,
        difference.is_empty,
        tuple(f.title for f in table.fields),
        _rows(table, rows.added),
        _rows(table, rows.removed),
        _changed(table, rows.changed.head(SHOWN_ROWS), rows.before),
    )


def _rows(table: type[OwnTable], frame: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    shown = frame.head(SHOWN_ROWS).select(f.name for f in table.fields)
    return tuple(
        tuple(cell(f, v) for f, v in zip(table.fields, row, strict=True)) for row in shown.rows()
    )


def _changed(
    table: type[OwnTable], frame: pl.DataFrame, before: pl.DataFrame | None
) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    if frame.is_empty():
        return ()
    if before is None:
        return tuple(tuple((text, None) for text in row) for row in _rows(table, frame))
    keys = [f.name for f in table.fields if f.key]
    joined = frame.join(before, on=keys, how="left", nulls_equal=True, suffix="_for")
    found = []
    for row in joined.iter_rows(named=True):
        cells: list[tuple[str, str | None]] = []
        for f in table.fields:
            old = row.get(f"{f.name}_for", row[f.name])
            cells.append((cell(f, row[f.name]), None if old == row[f.name] else cell(f, old)))
        found.append(tuple(cells))
    return tuple(found)


def pointed(intake: Intake) -> dict[str, str]:
    """Give field → heading as the file was read, with proposals for what was not found."""
    taken = {c.field: c.heading for c in intake.columns if c.field and c.how != "near"}
    near = {c.field: c.heading for c in intake.columns if c.field and c.how == "near"}
    return near | taken


def chapters_of(tables: Sequence[type[OwnTable]]) -> tuple[ChapterSpec, ...]:
    """Give the chapters some tables feed, in reading order."""
    ids = {id for table in tables for id in table.chapters}
    return tuple(c for c in all_chapters() if c.id in ids)
