"""Draws of one municipality: shocks, kernel and, in the SSB-led mode, SSB's alternative."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble import ssb_led
from veivalg.maths.projections.ensemble.components import Components
from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.overrides import Override, extra_movers
from veivalg.maths.projections.ensemble.rates import Rates
from veivalg.maths.projections.ensemble.shocks import shocks
from veivalg.maths.projections.ensemble.ssb_led import Target

Draws = NDArray[np.float32]


def only(rates: Rates, codes: Sequence[str]) -> Rates:
    """Give the rates of some municipalities, in the order asked for."""
    at = [rates.municipalities.index(code) for code in codes]
    return replace(
        rates,
        municipalities=tuple(codes),
        start=rates.start[at],
        survive=rates.survive[at],
        fertility=rates.fertility[at],
        net=rates.net[at],
        churn=rates.churn[at],
        extra=None if rates.extra is None else rates.extra[at],
    )


def with_extra(rates: Rates, overrides: Sequence[Override]) -> Rates:
    """Give the rates with local knowledge as extra movers."""
    extra = extra_movers(overrides, rates.municipalities, rates.base_year, rates.steps)
    if extra is None:
        return rates
    return replace(rates, extra=extra if rates.extra is None else rates.extra + extra)


def led(
    rates: Rates,
    components: Components,
    target: Target | None,
    *,
    draws: int,
    seed: int,
    threads: int | None = None,
) -> Draws:
    """Give draws of one municipality, following SSB's alternative when there is a target.

    Chance follows from the seed and the municipality's code alone.

    The factors are found without local knowledge, which then comes on top of what SSB projects.
    """
    pulled = shocks(rates, components, draws=draws, seed=seed)
    found = simulate(rates, pulled, seed=seed, threads=threads).persons
    if target is None:
        return found
    plain = found
    if rates.extra is not None:
        without = replace(rates, extra=None)
        plain = simulate(without, pulled, seed=seed, threads=threads).persons
    return ssb_led.apply(found, *ssb_led.factors(plain, rates.years(), target))
