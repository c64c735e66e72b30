"""What the chapters «brukergrupper» and «helse» read before they reckon: years, need, booking."""

from dataclasses import dataclass

import polars as pl

from veivalg.chapters.common.choices import choice
from veivalg.content import Assumption, Certainty, Source, SourceKind, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.booking import known_differences
from veivalg.norway.kostra import HOME, ambulant
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


def newest(table: Sourced) -> tuple[int, pl.DataFrame] | None:
    """Give the newest year of an own table and its rows."""
    if table.frame.is_empty():
        return None
    year = int(table.frame["year"].max())  # type: ignore[arg-type]
    return year, table.frame.filter(pl.col("year") == year)


@dataclass(frozen=True, slots=True)
class Need:
    """A municipality's need index (1 is the country's mean), its source and its year."""

    index: float
    source: Source
    year: int


def care_need(evidence: Evidence, year: int, sector: str = "care") -> Need | None:
    """Give the need of a sector of the year nearest."""
    table = evidence.rows("need_indices", evidence.place)
    if table is None:
        return None
    rows = table.frame.filter(pl.col("sector") == sector, pl.col("index") > 0)
    if rows.is_empty():
        return None
    nearest = min(rows.iter_rows(named=True), key=lambda r: (abs(r["year"] - year), -r["year"]))
    source = table.source(evidence.place.code)
    return Need(float(nearest["index"]), source, int(nearest["year"]))


def not_corrected() -> str:
    """Say that need is not corrected for."""
    return _("Ikke behovskorrigert: vi har ikke behovsindeksen.")


def counted(path: PopulationPath, year: int) -> int | None:
    """Give the 1 January that stands for the end of a year, else the one it began with."""
    return next((y for y in (year + 1, year) if y in path.observed_years), None)


def other_year(accounts: int, need: int | None) -> str:
    """Say which year's need corrects the accounts, when it is another than theirs."""
    if need is None or need == accounts:
        return ""
    return _(
        "Regnskapet for {year} er behovskorrigert med indeksen fra Grønt hefte {need}."
    ).format(year=accounts, need=need)


def booked_on_health(evidence: Evidence, year: int) -> Assumption:
    """Give what stands on function 241 and most others book on help at home (`HOME`).

    What the municipality has brought for the year comes first, then what is documented, else 0.
    """
    found = [
        d
        for d in known_differences(evidence.place.code, ["241"], [year])
        if d.moved_to in HOME and d.amount
    ]
    amount, certainty = sum(d.amount or 0.0 for d in found), Certainty.CHOICE
    source = _("Ikke kjent. Settes av kommunen")
    if found:
        source, certainty = found[0].source.query, found[0].certainty
    brought = _brought(evidence, year)
    if brought is not None:
        amount, source, certainty = brought, _("Kommunens egne tall"), Certainty.FOUND
    label = _("Ført på funksjon 241, men på {home} i de fleste kommuner").format(
        home=ambulant(year)
    )
    note = _("Psykisk helse og rus. Kroner i regnskapsåret.")
    basis, span = (certainty, source), (0, 1e9, 1e5)
    return evidence.assume(
        choice("foring-241-belop", label, amount, Unit.NOK, span, basis, note=note)
    )


def _brought(evidence: Evidence, year: int) -> float | None:
    """Give the amount by the municipality's own table of function 241, if it is of the year."""
    table = evidence.own.get("health_costs")
    found = newest(table) if table is not None else None
    if found is None or found[0] != year:
        return None
    moved = found[1].filter(pl.col("usual_function").is_in(HOME))
    return max(0.0, float(moved["amount"].sum()))


def made_up(table: Sourced | Persons) -> bool:
    """Say whether a table is made up, as examples are."""
    return table.source().kind is SourceKind.CONSTRUCTED


def fitting(own: Sourced | Persons, other: Sourced | None) -> Sourced | None:
    """Give a reference to hold costs against; never a made-up one against real costs."""
    return None if other is None or (made_up(other) and not made_up(own)) else other
