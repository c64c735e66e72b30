"""Staffing: shift plans, reported FTE, pay and absence by unit."""

from collections.abc import Iterable

import polars as pl

from veivalg.content.numbers import format_exact
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check, words

KINDS = words("staffing", "kinds")
INSTITUTIONS = ("ordinary", "shielded", "short_stay", "rehabilitation")
"""Kinds of places with fewer on a shift than there are places."""


@check("staff_plan")
def _staff_plan(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse a unit with two kinds or two numbers of places."""
    seen: dict[str, tuple[str, float]] = {}
    for i, row in enumerate(frame.iter_rows(named=True)):
        kind, places = seen.setdefault(row["unit"], (row["kind"], row["places"]))
        if row["kind"] != kind:
            yield (
                i,
                "kind",
                _("{unit} har to typer.").format(unit=row["unit"]),
                _("Bruk samme type i alle radene."),
            )
        if row["places"] != places:
            yield (
                i,
                "places",
                _("{unit} har to tall for plasser.").format(unit=row["unit"]),
                _("Bruk samme tall i alle radene."),
            )


@check("absence")
def _absence(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse absence of more than everything."""
    for i, row in enumerate(frame.iter_rows(named=True)):
        if row["short"] + row["long"] > 1:
            yield (
                i,
                "long",
                _("Korttid og langtid er mer enn hele tiden."),
                _("Skriv andeler: 0,072 eller 7,2 %."),
            )


@check("absence", "doubts")
def _absence_doubts(frame: pl.DataFrame) -> Iterable[Fault]:
    """Tell of units with more full-time posts than people in them."""
    for i, row in enumerate(frame.iter_rows(named=True)):
        if row["fte"] > row["employees"]:
            yield (
                i,
                "fte",
                _("{unit} har flere årsverk enn ansatte.").format(unit=row["unit"]),
                _("Sjekk at kolonnene ikke er byttet om."),
            )


@check("staff_plan", as_="unlikely")
def _unlikely_shifts(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of more people on a shift than there are places: it may be shifts a week, or hours."""
    more = (pl.col("weekday") > pl.col("places")) & pl.col("kind").is_in(INSTITUTIONS)
    for row in frame.with_row_index("at").filter(more).iter_rows(named=True):
        yield (
            row["at"],
            "weekday",
            _("{unit} har {n} på vakt og {places} plasser.").format(
                unit=row["unit"],
                n=format_exact(row["weekday"]),
                places=format_exact(row["places"]),
            ),
            _("Skriv hvor mange som er på vakt hver dag, ikke vakter i uka eller timer."),
        )
