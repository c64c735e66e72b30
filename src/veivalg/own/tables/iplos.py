"""Own figures of how much help users need: counts by category, or scores by person."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check, words

SERVICES = words("iplos", "services")
NAMES = words("iplos", "names")
AGES = words("iplos", "ages")
WHOLE, LEAST = 100, 2
"""What per cent come to, and groups that all do before it is asked about."""


@check("iplos_categories", as_="unlikely")
def _percent(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of users that come to 100 in every group: they may be per cent."""
    groups = frame.group_by("service", "age").agg(pl.col("users").sum())["users"]
    if len(groups) >= LEAST and (groups == WHOLE).all():
        yield (
            None,
            "users",
            _("Brukerne er 100 til sammen i hver tjeneste og aldersgruppe, som prosent."),
            _("Skriv antall brukere, ikke prosent."),
        )
