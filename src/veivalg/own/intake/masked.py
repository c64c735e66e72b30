"""What a column that is not read says of each row, without what may name a person.

In tables of persons, and under headings of names in any, only known words of kinds are shown.
"""

import re
from collections.abc import Sequence

import polars as pl

from veivalg.foundation.columns import letters
from veivalg.own.intake.harmless import NONE, is_known
from veivalg.own.intake.recognise import Match

_NAMES = re.compile(
    r"(?i)^\W*(?:fullt\s*)?na(?:v|m)n(?:et)?\W*$|pårørende|pårørande|diagnose|fastlege|mottaker"
    r"|mottakar|foresatt|føresett|verge\b|kunde|klient|person|initial|pasient|\b(?:elev|barn|bruker"
    r"|brukar|ansatt|tilsett|beboer|bebuar|for|etter|mellom|søker|søkjar|mor|far|leder|leiar)"
    r"(?:en|et|a|ne)?s?[\s_-]*(?:na(?:v|m)n|initialer|id\b|nr\b)|\b(?:mor|far|søsken|ektefelle)\b"
)
"""Headings whose values may name somebody, or say what ails them."""


def names_persons(heading: str) -> bool:
    """Say whether a heading is of names of persons.

    Examples
    --------
    >>> names_persons("Elevens navn"), names_persons("Mottaker"), names_persons("Barnehagenavn")
    (True, True, False)
    """
    return bool(_NAMES.search(heading))


def masks(match: Match, heading: str, held: pl.Series) -> dict[str, str]:
    """Give a letter for each value that may name a person, in the order they stand."""
    named = names_persons(heading)
    fields = match.table.own_fields()
    if not named and not match.table.personal and not any(f.pseudonym for f in fields):
        return {}
    values: Sequence[str] = held.unique(maintain_order=True).to_list()
    hidden = [v for v in values if v != NONE and (named or not is_known(v))]
    free = (a for n in range(len(values) * 2 + 26) if (a := letters(n)) not in values)
    return dict(zip(hidden, free, strict=False))
