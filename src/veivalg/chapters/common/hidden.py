"""How a number that may not be shown is written."""

from __future__ import annotations

from veivalg.content import Cell

SHIELDED = "skjermet"


def shown(value: float | None) -> Cell:
    """Give a protected number for a table: a word where it is hidden."""
    return SHIELDED if value is None else value
