"""The change of a path as a sum of terms that adds up: new places, released home care and so on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.i18n import N_

Array = NDArray[np.floating[Any]]


class Part(StrEnum):
    """A part of the service that årsverk and kroner are told by."""

    PLACES = "places"
    MOVED = "moved"
    DWELLINGS = "dwellings"
    UNDER_67 = "under_67"
    HOME = "home"
    TECHNOLOGY = "technology"
    OTHER = "other"
    STAFF = "staff"
    PRICE = "price"
    CAPITAL = "capital"


Parts = dict[Part, Array]

LABELS: Mapping[Part, str] = {
    Part.PLACES: N_("Institusjonsplasser"),
    Part.MOVED: N_("De som flytter mellom hjem og institusjon eller bolig"),
    Part.DWELLINGS: N_("Boliger med heldøgns bemanning"),
    Part.UNDER_67: N_("Hjemmetjenester til brukere under 67 år"),
    Part.HOME: N_("Hjemmetjenester til brukere på 67 år og eldre"),
    Part.TECHNOLOGY: N_("Velferdsteknologi"),
    Part.OTHER: N_("Øvrig"),
    Part.STAFF: N_("Fravær og permisjon"),
    Part.PRICE: N_("Prisvekst"),
    Part.CAPITAL: N_("Renter og avdrag"),
}
"""Norwegian names; `_()` is put on them where they are shown."""
NOTHING = 1e-6
"""Less than this is nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change in terms; ``start + sum(terms) == end`` to the last bit of double precision.

    Each is the mean over the draws of a difference of paths with the same draws, so that the terms
    of a table add up. ``ends`` is the 80 % interval of the whole change.
    """

    start: float
    end: float
    terms: Mapping[Part, float]
    ends: tuple[float, float]


def change(parts: Mapping[Part, Array], before: int, then: int) -> Change | None:
    """Give the change of a path between two years by part; None where there are no parts.

    Parameters
    ----------
    parts
        Part → (draw, year), or arrays that spread to it.
    before, then
        Indices of years.
    """
    if not parts:
        return None
    shape = np.broadcast_shapes(*(p.shape for p in parts.values()))
    now, later = (
        {id: np.broadcast_to(p, shape)[:, t].astype(np.float64) for id, p in parts.items()}
        for t in (before, then)
    )
    return between(now, later)


def between(now: Mapping[Part, Array], later: Mapping[Part, Array]) -> Change:
    """Give the change from one set of parts to another, each (draw,), of the same draws.

    A part there is today has a term, nought where it stands still: that it doesn't grow is told.
    """
    terms = {id: float((later[id] - now[id]).mean()) for id in later}
    start = float(sum(p.mean() for p in now.values()))
    whole = sum(later.values()) - sum(now.values())
    low, high = np.quantile(whole, (0.1, 0.9), method="nearest")
    there = {id for id, p in now.items() if abs(p.mean()) > NOTHING}
    kept = {id: value for id, value in terms.items() if abs(value) > NOTHING or id in there}
    return Change(start, start + sum(kept.values()), kept, (float(low), float(high)))
