"""Who moves when a place is given or taken, what that is worth, and when a place is cheaper."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.services import AgeGroup

Array = NDArray[np.floating[Any]]
OLD, OLDEST, VERY_OLD = 67, 80, 90
"""From these ages: health counts and places are given, coverage is told, hours rise again."""


def marginal_hours(
    residents: Sequence[AgeGroup], hours: Mapping[int, float], share_90: float
) -> float:
    """Give the hours of home care a week that one who moves into a place would have had.

    Whoever moves is 67 or older, lives outside staffed dwellings and has no personal assistance;
    the hours are those of people with extensive need, by the ages of those who live in institutions
    today. They are never the 35 hours of all ages.

    Parameters
    ----------
    residents
        Users of long stay by age; those under 67 are left out. None at all count as 80 and over.
    hours
        First age of the group (67, 80, 90) → hours a week.
    share_90
        The share of those aged 80 and over who are 90 and over.

    Examples
    --------
    >>> groups = [AgeGroup(67, 79, 56, (67, 79)), AgeGroup(80, 105, 136, (80, 105))]
    >>> round(marginal_hours(groups, {67: 20.6, 80: 13.6, 90: 14.8}, 0.148), 1)
    15.8
    """
    oldest = hours[OLDEST] + share_90 * (hours[VERY_OLD] - hours[OLDEST])
    weighted = persons = 0.0
    for group in residents:
        if group.high < OLD:
            continue
        each = hours[VERY_OLD] if group.low >= VERY_OLD else hours[OLDEST]
        if group.high < OLDEST:
            each = hours[OLD]
        elif group.low < VERY_OLD <= group.high:
            each = oldest
        weighted, persons = weighted + group.users * each, persons + group.users
    return weighted / persons if persons else oldest


def break_even(place: float, hour: float) -> float:
    """Give the hours a week of home care from which a place is the cheaper.

    Parameters
    ----------
    place
        NOK a year for a place, net, without premises, kin, rent, day centre and transport.
    hour
        NOK for an hour of home care with the user.

    Examples
    --------
    >>> round(break_even(303.518e6 / 241, 775.2), 1)
    31.2
    """
    return place / (WEEKS * hour)


def staffed(needed: Array, today: float | Array, ward: float) -> Array:
    """Give the places that are staffed: a place less saves only when a whole ward closes.

    Parameters
    ----------
    needed
        Places needed; above `today` each one is staffed.
    ward
        Places in a ward; 0 lets every place less save its part.

    Examples
    --------
    >>> staffed(np.array([250.0, 241.0, 240.0, 233.0, 230.0]), 241, 8).tolist()
    [250.0, 241.0, 241.0, 233.0, 233.0]
    """
    if not ward:
        return needed
    fewer = np.maximum(today - needed, 0)
    closed = ward * np.floor(fewer / ward + 1e-6)
    found: Array = np.maximum(needed, today - closed)
    return found


def why_lower(
    fewer: Mapping[str, Array], more: Mapping[str, Array], hours: float, place: float | None
) -> dict[str, NDArray[np.bool_]]:
    """Say why årsverk are lower with more places or dwellings, and when; {} where they aren't.

    The sentences have a slot for the years, ``{when}``.

    Parameters
    ----------
    fewer, more
        Quantities of the same draws without and with the places: `institution_needed`,
        `dwellings_24h_needed`, `fte`.
    hours
        Hours a week of one who moves into a place.
    place
        Årsverk per place less årsverk of the hours; None is not known.
    """
    if "fte" not in more or "fte" not in fewer:
        return {}
    lower = _gained(fewer, more, "fte") < 0
    beds, homes = (
        (_gained(fewer, more, f"{kind}_needed") > 0) & lower
        for kind in ("institution", "dwellings_24h")
    )
    if beds.any() and place is not None and place < 0:
        why = _(
            "Flere plasser alene gir færre årsverk i alt i {when}: den som flytter inn, ville fått "
            "{hours} i uka hjemme, og det tar flere årsverk enn en plass."
        ).replace("{hours}", format_number(hours, Unit.HOURS, 1))
        return {why: beds}
    if beds.any():
        why = _(
            "Flere plasser alene gir færre årsverk i alt i {when}: avdelingene er bemannet fra "
            "før, og de som flytter inn, trenger ikke lenger hjelp hjemme."
        )
        return {why: beds}
    why = _(
        "Flere boliger alene gir færre årsverk i alt i {when}: de som flytter inn, ville fått mer "
        "hjelp hjemme enn bemanningen i boligen tilsvarer."
    )
    return {why: homes} if homes.any() else {}


def _gained(fewer: Mapping[str, Array], more: Mapping[str, Array], id: str) -> Array:
    """Give how much more there is by year, mean of the draws; what is next to nothing is 0."""
    if id not in more or id not in fewer:
        return np.zeros(1)
    before = fewer[id].mean(axis=0, dtype=np.float64)
    change: Array = more[id].mean(axis=0, dtype=np.float64) - before
    return np.where(np.abs(change) > 1e-6 * np.abs(before), change, 0.0)
