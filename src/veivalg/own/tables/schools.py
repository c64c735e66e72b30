"""Pupils, school buildings, alternatives of structure, and kindergartens."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check


@check("school_moves")
def _school_moves(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse moves to oneself and grades in the wrong order."""
    for i, row in enumerate(frame.iter_rows(named=True)):
        if row["from_school"] == row["to_school"]:
            yield (
                i,
                "to_school",
                _("Skolen flytter elever til seg selv."),
                _("Velg en annen skole."),
            )
        if row["grade_from"] > row["grade_to"]:
            yield (
                i,
                "grade_to",
                _("Til trinn er lavere enn fra trinn."),
                _("Skriv det laveste trinnet først."),
            )
