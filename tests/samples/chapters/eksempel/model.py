"""What «eksempel» says, worked out: the only file of the chapter that opens the evidence."""

from dataclasses import dataclass

import polars as pl

from veivalg.content import Figure, Missing, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

SMALL = 5
"""The oldest of the small children, in whole years on 1 January."""


@dataclass(frozen=True, slots=True)
class Model:
    """The children of the newest year, of every year, and the playgrounds, where they are known."""

    period: str
    children: Figure
    by_year: tuple[tuple[int, int], ...]
    source: Source
    playgrounds: Figure | None


def build(evidence: Evidence) -> Model | None:
    """Count the small children year by year; None where the population is not known."""
    known = evidence.rows("population", evidence.place)
    if known is None:
        return None
    small = known.frame.filter(pl.col("age") <= SMALL)
    counted = small.group_by("year").agg(pl.col("persons").sum()).sort("year").rows()
    year, newest = counted[-1]
    source = known.source(evidence.place.code)
    period = _("1. januar {year}").format(year=year)
    children = Figure(
        f"barn-{year}",
        _("Barn under seks år"),
        newest,
        Unit.PERSONS,
        evidence.place,
        period,
        source,
    )
    return Model(period, children, tuple(counted), source, _playgrounds(evidence))


def _playgrounds(evidence: Evidence) -> Figure | None:
    own = evidence.own.get("playgrounds")
    if own is None:
        return None
    count = own.frame.height
    return Figure(
        "lekeplasser", _("Lekeplasser"), count, Unit.COUNT, evidence.place, "", own.source()
    )


def missing(model: Model | None) -> list[Missing]:
    """Say what is lacking, why, and how to get it."""
    lost = []
    if model is None:
        lost.append(Missing(_("Folkemengde"), _("Den er ikke hentet."), _("Hent tall fra SSB.")))
    elif model.playgrounds is None:
        lost.append(
            Missing(_("Lekeplasser"), _("De er ikke lest inn."), _("Bruk malen «lekeplasser»."))
        )
    return lost
