"""What all municipalities share: national rates and trends, the peers' moves, and the spread.

Learnt from the whole country when it has been fetched. Until then the peers are those shipped in
``norway/data/ensemble.json``, learnt in the same way from SSB 07459, and Norway's own rows give the
rest. What earlier projections taught is read from the record of the year (``record.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.maths.projections.ensemble import fertility, migration
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.mortality import Mortality, national_mortality
from veivalg.maths.projections.ensemble.record import Record, record
from veivalg.norway.reference import Reference, reference
from veivalg.norway.register import municipality

Ages = NDArray[np.float64]

WHOLE_COUNTRY = 300
"""So many municipalities make it a country to learn peers from."""
LEAST_YEARS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Dated reference for the ensemble.

    Parameters
    ----------
    year
        Learnt from counts up to and including 1 January of this year.
    mortality
        National, of the year before `year`.
    net
        National net moves as a share, ``(2, 106)``.
    peers
        What each class of municipalities has beyond that, ``(5, 2, 106)``.
    children, drift
        National total fertility rate and its yearly change.
    churn
        Variance of chance in net moves per survivor, by class and age, ``(5, 106)``.
    spread
        Name → standard deviation or other number of the shocks (see ``shocks.py``).
    led_on
        The part of what the peers differ that is expected to last, from the record.
    """

    year: int
    mortality: Mortality
    net: Ages
    peers: Ages
    children: float
    drift: float
    churn: Ages
    spread: Mapping[str, float]
    led_on: float


@cache
def components_reference() -> Reference:
    """Give the shipped table as stored, with source and certainty."""
    return reference("ensemble")


@cache
def components() -> Components:
    """Give the components shipped with Veivalg, for when the whole country has not been fetched."""
    found: dict[str, Ages] = {}
    for row in components_reference().entries():
        found[row["quantity"]] = np.array(row["values"], dtype=np.float64)
    known = record(int(found["year"]))
    return Components(
        int(found["year"]),
        Mortality(found["death"], found["change"]),
        found["net"],
        found["peers"],
        float(found["children"]),
        float(found["drift"]),
        found["churn"],
        known.spread,
        known.led_on,
    )


_classes: Cache[NDArray[np.int64]] = Cache()


def classes(codes: tuple[str, ...]) -> NDArray[np.int64]:
    """Give each municipality's peer class by its centrality today."""
    return _classes.get(codes, lambda: _found_classes(codes))


def _found_classes(codes: tuple[str, ...]) -> NDArray[np.int64]:
    def one(code: str) -> int:
        try:
            return migration.peer_class(municipality(code).centrality)
        except UnknownMunicipalityError:
            return migration.peer_class(None)

    return np.array([one(code) for code in codes], dtype=np.int64)


def learn(counts: Counts, base_year: int, known: Record | None = None) -> Components:
    """Learn from `counts` up to and including `base_year` only.

    The peers and the churn come from the municipalities when the whole country is there, else as
    shipped. Everything is as shipped when Norway's own rows are few, or end in the same year as
    what is shipped does: that was learnt from a longer series.

    Parameters
    ----------
    known
        Another record than that shipped for the year.
    """
    taught = known or record(base_year)
    seen = counts.until(base_year)
    country = seen.country
    whole = len(seen.municipalities) >= WHOLE_COUNTRY
    few = (~np.isnan(country).any(axis=(1, 2))).sum() < LEAST_YEARS
    if few or (not whole and base_year == components().year):
        return replace(components(), spread=taught.spread, led_on=taught.led_on)
    mortality = national_mortality(country)
    national = migration.flows(country, mortality)
    children, drift = fertility.national_fertility(country)
    if whole:
        peers, churn = _from_municipalities(seen, mortality, national)
    else:
        peers, churn = components().peers, components().churn
    return Components(
        base_year,
        mortality,
        migration.national_moves(national),
        peers,
        children,
        drift,
        churn,
        taught.spread,
        taught.led_on,
    )


def _from_municipalities(
    known: Counts, mortality: Mortality, national: migration.Flows
) -> tuple[Ages, Ages]:
    local = migration.flows(known.persons, mortality, migration.YEARS)
    beyond = migration.beyond_country(local, national)
    group = classes(known.municipalities)
    return migration.peer_moves(beyond, group), migration.churn(beyond, group)
