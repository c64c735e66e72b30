"""Rates of survival, fertility and moves for each municipality, drawn towards peers and Norway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veivalg.projections.ensemble.components import Components
from veivalg.projections.ensemble.counts import Counts

if TYPE_CHECKING:
    from veivalg.projections.ensemble.rates import Rates


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
    """
    raise NotImplementedError
