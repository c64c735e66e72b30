"""Cohort-component simulation of many draws (M2)."""

from __future__ import annotations

from veivalg.projections.ensemble.groups import Draws, Groups
from veivalg.projections.ensemble.rates import Rates, Shocks


def simulate(
    rates: Rates, shocks: Shocks, *, seed: int, chance: bool = True, groups: Groups | None = None,
    threads: int | None = None, flows: bool = False,
) -> Draws:  # fmt: skip
    """Simulate every draw.

    Parameters
    ----------
    rates, shocks
        What is expected, and what each draw changes.
    seed
        The same seed gives the same bytes, however the municipalities are split.
    chance
        Whether single persons' deaths, births and moves are left to chance.
    groups
        Groups to sum to; None gives all ages of one municipality.
    threads
        How many threads to use; None for one a core.
    flows
        Whether to keep births, deaths and net moves.
    """
    raise NotImplementedError
