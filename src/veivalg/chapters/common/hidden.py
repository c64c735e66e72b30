"""How a number that may not be shown is written."""

from veivalg.content import Cell
from veivalg.foundation.i18n import N_, _

SHIELDED = N_("skjermet")


def shown(value: float | None) -> Cell:
    """Give a protected number for a table: a word where it is hidden."""
    return _(SHIELDED) if value is None else value
