"""Make what is constructed agree with what is real: one account, one key figure, one history.

The shared statistics hold real key figures of some municipalities and years. The accounts are
scaled to them, the rest of the country to the same level, and earlier years are walked backwards
from the first real one, so that no seam looks like a break, a trend or a difference between tables.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tools.standin.people import KOSTRA_YEARS, Array, People
from veivalg.norway.kostra import functions

Known = Mapping[tuple[str, str, int], float]
"""(indicator, municipality, year) → published value."""

SHARES = {
    "kindergarten": "kindergarten_share",
    "primary_school": "school_share",
    "health": "health_share",
    "care": "care_share",
    "culture": "culture_share",
    "church": "church_share",
}
"""Sector → its share of net operating expenditure, per cent."""
PER_HEAD = {
    "care_cost_pi": (("care",), ""),
    "health_care_cost_pi": (("health", "care"), ""),
    "culture_cost_pi": (("culture",), ""),
    "administration_cost_pi": (("administration",), ""),
    "kindergarten_cost_target": (("kindergarten",), "1-5"),
    "school_cost_target": (("primary_school",), "6-15"),
    "child_welfare_cost_target": (("child_welfare",), "0-22"),
}
"""Key figure → the sectors it is the net cost of, and whom it is divided by («» all)."""
SECTORS = tuple(dict.fromkeys(f.sector for f in functions()))
FEES = "water_waste"


def sums(net: Array) -> dict[str, Array]:
    """Sum net cost [place, function, year] by sector: [place, year]."""
    of = [f.sector for f in functions()]
    return {s: net[:, [n for n, own in enumerate(of) if own == s]].sum(axis=1) for s in SECTORS}


def anchored(net: Array, people: People, known: Known) -> Array:
    """Scale net cost, 1000 kr [place, function, year], to what the real key figures say.

    A real share of the total and real kroner per child give the total; a sector without a real
    share takes its part of what is left.
    """
    if not known:
        return net
    booked = sums(net)
    whole = sum(booked.values())
    total = whole * _newest(_totals(people, known) / whole)
    factors = {s: np.full(people.total.shape, np.nan) for s in SECTORS if s != FEES}
    for n, code in enumerate(people.codes):
        for y, year in enumerate(KOSTRA_YEARS):
            real = {s: known.get((name, code, year)) for s, name in SHARES.items()}
            now = {s: float(booked[s][n, y]) for s in SECTORS}
            for sector, target in _targets(real, now, float(total[n, y])).items():
                factors[sector][n, y] = target / now[sector]
    scale = np.stack(
        [
            _newest(factors[f.sector]) if f.sector in factors else np.ones(people.total.shape)
            for f in functions()
        ],
        axis=1,
    )
    return np.rint(net * scale)


def _totals(people: People, known: Known) -> Array:
    """Give the real net cost of all services, 1000 kr [place, year]; NaN where it isn't known."""
    found = []
    for sector in ("kindergarten", "primary_school"):
        figure = next(n for n, (s, _group) in PER_HEAD.items() if s == (sector,))
        heads = people.heads[PER_HEAD[figure][1]]
        share = real_figures(SHARES[sector], people, known) / 100
        found.append(real_figures(figure, people, known) * heads / 1000 / share)
    return np.asarray(np.mean(found, axis=0))


def real_figures(name: str, people: People, known: Known) -> Array:
    """Give the real figures [place, year], NaN where there are none."""
    return np.array(
        [[known.get((name, code, year), np.nan) for year in KOSTRA_YEARS] for code in people.codes]
    )


def _targets(
    real: Mapping[str, float | None], booked: Mapping[str, float], total: float
) -> dict[str, float]:
    """Give what each sector should cost, 1000 kr; nothing where the large ones aren't real."""
    if not all(real[s] for s in ("care", "primary_school", "kindergarten")):
        return {}
    found = {s: total * value / 100 for s, value in real.items() if value}
    rest = [s for s in booked if s not in found and s != FEES]
    left = total - sum(found.values()) - booked[FEES]
    of = sum(booked[s] for s in rest)
    if left > 0 and of > 0:
        found |= {s: booked[s] * left / of for s in rest}
    return found


def _newest(factors: Array) -> Array:
    """Give the newest known factor of each place for all years, and the middle one to others.

    One factor for all years: the constructed history stays smooth, and meets the real figures.
    """
    known = ~np.isnan(factors)
    last = np.array(
        [
            row[there][-1] if there.any() else np.nan
            for row, there in zip(factors, known, strict=True)
        ]
    )
    middle = 1.0 if np.isnan(last).all() else float(np.nanmedian(last))
    return np.broadcast_to(np.where(np.isnan(last), middle, last)[:, None], factors.shape)


def key_figures(net: Array, people: People, known: Known) -> dict[str, Array]:
    """Give the key figures that follow from the accounts, [place, year] in published scale.

    Published definitions differ a little from the functions of a sector; the middle difference to
    the real figures is taken into all, so that those without real figures stand at the same level.
    """
    booked = sums(net)
    total = sum(booked.values())
    found = {name: 100 * booked[s] / total for s, name in SHARES.items()}
    for name, (sectors, group) in PER_HEAD.items():
        heads = people.heads[group] if group else people.total
        found[name] = 1000 * sum(booked[s] for s in sectors) / np.maximum(heads, 1.0)
    for name, own in found.items():
        apart = real_figures(name, people, known) / own
        found[name] = own * (1.0 if np.isnan(apart).all() else np.nanmedian(apart))
    return found


def walked_back(own: Array, real: Array) -> Array:
    """Put real figures in, and scale the constructed years to meet the nearest real one.

    Both [place, year], NaN where nothing is real. A figure that may be below nought swings about
    its level from year to year; its constructed years stay as they are.
    """
    out = own.copy()
    for n in np.flatnonzero(~np.isnan(real).all(axis=1)):
        years = np.flatnonzero(~np.isnan(real[n]))
        nearest = years[np.abs(np.arange(own.shape[1])[:, None] - years).argmin(axis=1)]
        if (own[n] > 0).all() and (real[n, years] > 0).all():
            out[n] = own[n] * real[n, nearest] / own[n, nearest]
        out[n, years] = real[n, years]
    return out
