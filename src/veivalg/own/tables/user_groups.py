"""Care by user group: what it costs, what it costs elsewhere, and who needs the most."""

from collections.abc import Iterable

import polars as pl

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check, words

LITTLE = 10_000.0
"""Kroner a year that no place costs: the volume is then of days, or the amounts are too small."""
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


@check("care_costs", as_="unlikely")
def _unlikely_care(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of more net than gross, and of places that cost next to nothing."""
    each = pl.col("gross") / pl.col("volume")
    cheap = (pl.col("unit") == "places") & (pl.col("volume") > 0) & (pl.col("gross") > 0)
    rows = frame.with_row_index("at").with_columns(each=each)
    for row in rows.filter(pl.col("net") > pl.col("gross")).iter_rows(named=True):
        yield (
            row["at"],
            "net",
            _("Netto ({net} kr) er mer enn brutto ({gross} kr).").format(
                net=format_plain(row["net"]), gross=format_plain(row["gross"])
            ),
            _("Sjekk om kolonnene er byttet om."),
        )
    for row in rows.filter(cheap & (pl.col("each") < LITTLE)).iter_rows(named=True):
        yield (
            row["at"],
            "volume",
            _("{n} plasser gir {each} kr per plass i året.").format(
                n=format_plain(row["volume"]), each=format_plain(row["each"])
            ),
            _("Skriv plasser, ikke døgn, og beløp i hele kroner."),
        )
