"""What a municipality has brought, as it may be held: tables about people are let in by the gate.

This is the one place that opens the gate for rows. What it is given it never gives back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from veivalg.own.tables import own_table
from veivalg.tables import Sourced

if TYPE_CHECKING:
    from veivalg.tables.gate import Persons, Versions


def behind_the_gate(name: str, table: Sourced, former: Versions = tuple) -> Sourced | Persons:
    """Give an own table as it may be held: its rows, or `Persons` where they tell of people.

    `former` gives the rows that were in force before them.
    """
    guarded = own_table(name).guarded()
    from veivalg.tables.gate import admit  # SciPy: who only stores rows never comes here

    return admit(name, table.frame, table.sources, former) if guarded else table
