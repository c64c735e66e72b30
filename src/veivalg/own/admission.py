"""What a municipality has brought, as it may be held: tables about people are let in by the gate.

This is the one place that opens the gate for rows. What it is given it never gives back.
"""

from veivalg.own.tables import own_table
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons, Versions, admit

Own = Sourced | Persons


def behind_the_gate(name: str, table: Sourced, former: Versions = tuple) -> Own:
    """Give an own table as it may be held: its rows, or `Persons` where they tell of people.

    `former` gives the rows that were in force before them.
    """
    guarded = own_table(name).guarded()
    return admit(name, table.frame, table.sources, former) if guarded else table
