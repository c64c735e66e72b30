"""Two rules of the house: hours are converted in one place, and prices stand in one list."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

CONVERSION = "maths/service_model/conversion.py"
NOT_CARE = (
    "own/",
    "publish/",
    "maths/projections/ensemble/",
    "content/",
    "foundation/",
    "sources/",
)
"""Where numbers are made up, drawn, drawn by chance or read, and no hour is converted."""
YEARS = {35.5, 1846.0, 1775.0, 1668.5, 0.599, 999.4}
"""Hours of a week and a year of work, and a share with users."""
WEEKS = 52
LISTED = "norway/data/prices.json"
TABLES = ("choices", "levers", "plan_choices")
OWN_SUBJECT = {"fravaersuke", "slutter_utgift", "skole_laererkostnad", "skole_skyss"}
"""Prices of absence and of schools: one chapter each, and no part of care."""
KRONER = {"nok", "million_nok"}
RATES = re.compile(
    r"rente|prisvekst|tilskudd, andel|timer (?!spart).*(uka|uken|uke)\b"
    r"|årsverk per (\w+plass|heldøgns)",
    re.IGNORECASE,
)
LEAST = 100
"""A number below this is too common to be known as a price."""


def conversions(source: Path) -> list[str]:
    """Give every place but one that turns weeks, hours and årsverk into each other."""
    found = []
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source).as_posix()
        if name == CONVERSION or name.startswith(NOT_CARE):
            continue
        for node in _nodes(path, path.stat().st_mtime_ns):
            if _is(node, YEARS) or _weekly(node):
                found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    return found


def _is(node: ast.AST, values: set[float]) -> bool:
    return (
        isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in values
    )


def _weekly(node: ast.AST) -> bool:
    factors = (ast.Mult, ast.Div)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, factors):
        return False
    return _is(node.left, {WEEKS}) or _is(node.right, {WEEKS})


def prices(source: Path) -> list[str]:
    """Give every price that stands outside the price list, in code or in other reference data."""
    return [*_in_tables(source), *_in_code(source)]


def _in_tables(source: Path) -> Iterator[str]:
    for table in TABLES:
        path = source / "norway" / "data" / f"{table}.json"
        for entry in _entries(path) if path.exists() else ():
            number = entry.get("value", entry.get("default"))
            if not number or entry.get("switch") or entry["id"] in OWN_SUBJECT:
                continue
            if entry["unit"] in KRONER or RATES.search(entry["label"]):
                yield f"{table}.json: {entry['id']} = {number}"


def _entries(path: Path) -> list[dict[str, Any]]:
    stored = json.loads(path.read_text("utf-8"))
    return [dict(zip(stored["columns"], row, strict=True)) for row in stored["rows"]]


def _in_code(source: Path) -> Iterator[str]:
    path = source / LISTED
    listed = (
        {e["value"] for e in _entries(path) if (e["value"] or 0) >= LEAST}
        if path.exists()
        else set()
    )
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source).as_posix()
        if name.startswith(NOT_CARE):
            continue
        for node in _nodes(path, path.stat().st_mtime_ns):
            if _is(node, listed):
                yield f"{name}:{getattr(node, 'lineno', 0)}"


@cache
def _nodes(path: Path, changed: int) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
