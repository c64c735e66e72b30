"""Pupils, school buildings, alternatives of structure, and kindergartens."""

from collections.abc import Iterable

import polars as pl

from veivalg.content.numbers import format_exact
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


@check("kindergartens", as_="unlikely")
def _unlikely_area(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of an area that is for one child, not for all."""
    children = pl.col("under_three") + pl.col("over_three")
    held = frame.with_row_index("at").with_columns(children=children)
    for row in held.filter(pl.col("play_area") < pl.col("children")).iter_rows(named=True):
        yield (
            row["at"],
            "play_area",
            _("{name} har {area} m² til {n} barn.").format(
                name=row["kindergarten"], area=format_exact(row["play_area"]), n=row["children"]
            ),
            _("Skriv arealet i alt, ikke per barn."),
        )
