"""Draws of one municipality: shocks, kernel and, in the SSB-led mode, SSB's alternative."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from veivalg.projections.ensemble import ssb_led
from veivalg.projections.ensemble.components import Components
from veivalg.projections.ensemble.overrides import Override, extra_movers
from veivalg.projections.ensemble.rates import Rates, Shocks
from veivalg.projections.ensemble.ssb_led import Target

Draws = NDArray[np.float32]


def only(rates: Rates, codes: Sequence[str]) -> Rates:
    """Give the rates of some municipalities, in the order asked for."""
    at = [rates.municipalities.index(code) for code in codes]
    whole = len(rates.municipalities)
    cut = {f.name: value[at] for f in fields(rates)
           if isinstance(value := getattr(rates, f.name), np.ndarray)
           and value.shape[:1] == (whole,)}  # fmt: skip
    return replace(rates, municipalities=tuple(codes), **cut)


def with_extra(rates: Rates, overrides: Sequence[Override]) -> Rates:
    """Give the rates with local knowledge as extra movers."""
    steps = rates.net.shape[1]
    extra = extra_movers(overrides, rates.municipalities, rates.base_year, steps)
    if extra is None:
        return rates
    return replace(rates, extra=extra if rates.extra is None else rates.extra + extra)


def pulled(rates: Rates, components: Components, *, draws: int, seed: int) -> Shocks:
    """Give the shocks of one or more municipalities."""
    from veivalg.projections.ensemble.shocks import shocks

    return shocks(rates, components, draws=draws, seed=seed)


def simulated(rates: Rates, shocks: Shocks, *, seed: int) -> Draws:
    """Give draws of one municipality, shape ``(draws, years, 2, 106)``.

    Chance follows from the seed and the municipality's code alone.
    """
    from veivalg.projections.ensemble.kernel import simulate

    persons: Draws = simulate(rates, shocks, seed=own_seed(seed, rates.municipalities[0])).persons
    return persons


def own_seed(seed: int, code: str) -> int:
    """Give a seed of the municipality's own, the same on every machine.

    Examples
    --------
    >>> own_seed(1, "5503") == own_seed(1, "5503") != own_seed(1, "1833")
    True
    """
    digest = hashlib.blake2b(f"{seed}:{code}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def led(rates: Rates, components: Components, target: Target | None, *, draws: int,
        seed: int) -> Draws:  # fmt: skip
    """Give draws of one municipality, following SSB's alternative when there is a target.

    The factors are found without local knowledge, which then comes on top of what SSB projects.
    """
    shocks = pulled(rates, components, draws=draws, seed=seed)
    found = simulated(rates, shocks, seed=seed)
    if target is None:
        return found
    plain = found
    if rates.extra is not None:
        plain = simulated(replace(rates, extra=None), shocks, seed=seed)
    years = tuple(range(rates.base_year, rates.base_year + found.shape[1]))
    return ssb_led.apply(found, *ssb_led.factors(plain, years, target))
