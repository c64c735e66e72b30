"""What a draw changes: shocks shared by the country, local ones, and unsure rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veivalg.projections.ensemble.components import Components

if TYPE_CHECKING:
    from veivalg.projections.ensemble.rates import Rates, Shocks


def shocks(
    rates: Rates, components: Components, *, draws: int, seed: int, first: int = 0
) -> Shocks:
    """Give the shocks of draws ``first`` to ``first + draws`` for the municipalities of `rates`.

    What a draw gets follows from (seed, municipality code, draw number) alone, so the same seed
    gives the same figures however the work is spread over blocks, municipalities and machines.
    """
    raise NotImplementedError
