"""Rates of survival, fertility and moves for each municipality, drawn towards peers and Norway."""

import numpy as np

from veivalg.maths.projections.ensemble import fertility, migration
from veivalg.maths.projections.ensemble.components import Ages, Components, classes, learn
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.mortality import AGES, OLD
from veivalg.maths.projections.ensemble.rates import Rates


def estimate(
    counts: Counts, base_year: int, *, horizon: int, components: Components | None = None
) -> Rates:
    """Estimate the rates of the years after `base_year` from counts up to and including it.

    Parameters
    ----------
    counts
        One or more municipalities; years after `base_year` are not looked at.
    horizon
        Years ahead.
    components
        National reference; learnt from `counts` when it holds the whole country, else as shipped.

    Returns
    -------
    Rates
        Of the municipalities of `counts`. One that has no count in `base_year` starts empty.
    """
    known = counts.until(base_year)
    shared = learn(known, base_year) if components is None else components
    group = classes(known.municipalities)
    peers = shared.peers[group]
    local, deaths, level = _local(known, shared, peers)
    first = base_year - shared.year
    steps = np.arange(first + 1, first + horizon + 1)
    shape = (len(known.municipalities), horizon, 2, AGES)
    dies = np.broadcast_to(1 - shared.mortality.survive(steps), shape).copy()
    dies[..., OLD:] *= deaths[:, None, None, None]
    births = fertility.ahead(shared.children, shared.drift, horizon)
    by_age = births[:, None] * fertility.profile()
    return Rates(
        municipalities=known.municipalities,
        base_year=base_year,
        start=np.nan_to_num(known.at(base_year)),
        survive=1 - dies,
        fertility=level[:, None, None] * by_age,
        net=migration.moves_ahead(shared.net, peers, local, horizon, shared.led_on),
        churn=np.repeat(shared.churn[group][:, None], 2, axis=1),
        extra=None,
    )


def _local(known: Counts, shared: Components, peers: Ages) -> tuple[Ages, Ages, Ages]:
    """Give what is each municipality's own: moves by band, level of deaths, level of fertility."""
    national = migration.flows(known.country, shared.mortality)
    own = migration.flows(known.persons, shared.mortality, migration.YEARS)
    beyond = migration.beyond_country(own, national)
    moves = migration.local_moves(beyond, peers)
    deaths = migration.local_deaths(beyond, peers)
    return moves, deaths, fertility.local_level(known.persons, known.country)
