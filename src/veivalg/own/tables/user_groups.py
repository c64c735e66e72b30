"""Care by user group: what it costs, what it costs elsewhere, and who needs the most."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check, words

GROUPS = words("user_groups", "groups")
SERVICES = words("user_groups", "services")
AGES = words("user_groups", "ages")
UNITS = words("user_groups", "units")
HEALTH_AREAS = words("user_groups", "health_areas")
FUNCTIONS = words("user_groups", "functions")


@check("care_costs")
def _care_costs(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask for the unit where there is a volume, and refuse a total beside its parts."""
    for row, (volume, unit) in enumerate(frame.select("volume", "unit").iter_rows()):
        if volume is not None and unit is None:
            yield (
                row,
                "unit",
                _("Volumet har ingen måleenhet."),
                _("Velg plasser, brukere, timer."),
            )
    keys = ["year", "group", "service"]
    whole, part = (pl.col("age") == "all").any().over(keys), pl.col("age") != "all"
    for row in frame.with_row_index("at").filter(whole, part)["at"]:
        yield (
            row,
            "age",
            _("Tjenesten har både «Alle aldre» og egne aldersgrupper."),
            _("Bruk enten «Alle aldre» eller aldersgrupper."),
        )


@check("care_costs", as_="doubts")
def _uncounted(frame: pl.DataFrame) -> Iterable[Fault]:
    """Tell of what is spent on nobody knows how many: it is merged with others."""
    counted = pl.col("volume").is_not_null() & pl.col("unit").is_in(["places", "users"])
    unknown = frame.with_row_index("at").filter(
        pl.col("gross") != 0, pl.col("users").is_null(), ~counted.fill_null(value=False)
    )
    for row in unknown["at"]:
        yield (
            row,
            "users",
            _("Antall brukere er ikke oppgitt, så tjenesten blir slått sammen med andre."),
            _("Oppgi antall brukere, så vises den for seg selv når det er minst fem."),
        )
