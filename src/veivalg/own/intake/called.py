"""What rows are called, and what their numbers are: for those that look for rows that repeat."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

FEWEST, DENSE = 3, 2_000_000
"""Rows at least, and numbers in the table of names and groups that are searched through; else only
for whole sums."""
SUM = (
    r"(?i)^\s*((?:kontroll)?sum( i alt| totalt)?|samlet sum|total(t|sum)?|i alt|delsum)\s*[:.]?\s*$"
)
SUM_OF = r"(?i)^\s*(sum|totalt|i alt|delsum)[ :].{1,60}$"
PROPER = (
    r"\b(?:ASA?|SA|BA|AL|ANS|DA|KF|FKF|IKS|HF|SUS)$|(?i)\bstiftelsen?\b|^\w+ (?:og|&|\+) "
    r"|(?:hall(?:en)?|arena|huset|kafé|kafe|kro|stadion|kino|senter(?:et)?|hotell)$"
)
"""Names of companies and houses, whatever word they begin with: «Sum og Dans AS»."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the body that others give: its place, what it is of them, what it may be called."""

    at: int
    kind: str
    name: str = ""


def text_keys(match: Match, rows: Rows) -> list[OwnField]:
    """Give the keys of text that the rows have."""
    fields = match.table.own_fields()
    return [f for f in fields if f.key and f.dtype == pl.String and f.name in rows.columns]


def numeric(match: Match, rows: Rows) -> list[OwnField]:
    """Give the fields of numbers that the rows have, and that are no keys."""
    return [
        f
        for f in match.table.own_fields()
        if not f.key and f.dtype.is_numeric() and f.name in rows.columns and f.name != "year"
    ]


def numbers_of(rows: Rows, fields: Sequence[OwnField]) -> list[pl.Series]:
    """Give the numbers of some fields, each read once."""
    for f in fields:
        if f.name not in rows.read:
            whole = f.dtype().is_integer()
            rows.read[f.name] = read_numbers(rows.columns[f.name], whole=whole, unit=f.unit)
    return [rows.read[f.name].values for f in fields]


def plain_keys(column: RawColumn) -> pl.Series:
    """Give a column of keys as texts: its texts, else its numbers or days."""
    texts = [s.cast(pl.String) for s in column.parts() if s is not None]
    return pl.select(pl.coalesce(texts)).to_series().str.strip_chars().fill_null("")
