"""The ensemble said with arrays: the bytes of the compiled loops, and when it is used."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.maths.projections.ensemble.test_kernel import drawn, made
from tests.tiers import examples

from veivalg.maths.projections.ensemble import arrays, kernel
from veivalg.maths.projections.ensemble.kernel import BLOCK, compile_loops, simulate
from veivalg.maths.projections.ensemble.rates import Rates, Shocks


def both(rates: Rates, shocks: Shocks, seed: int) -> tuple[NDArray[np.float32], ...]:
    """Simulate as a process does before and after the loops are compiled."""
    compile_loops()
    loops = simulate(rates, shocks, seed=seed).persons
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_compiled", Event())
        used: list[int] = []
        run = arrays.run_block
        patch.setattr(arrays, "run_block", lambda *given: (used.append(1), run(*given)))
        plain = simulate(rates, shocks, seed=seed).persons
    assert len(used) == -(-shocks.draws // BLOCK)
    return loops, plain


@settings(max_examples=examples(25), deadline=None)
@given(
    size=st.sampled_from([0.0, 0.7, 3.0, 9.0, 60.0, 400.0]),
    seed=st.integers(0, 2**40),
    die=st.sampled_from([0.0, 0.001, 0.02, 0.3, 0.9, 1.0]),
    net=st.floats(-1.5, 0.5),
    churn=st.floats(0, 1.5),
    extra=st.booleans(),
    part=st.sampled_from([0.0, 0.4]),
)
def test_arrays_give_the_bytes_of_the_loops(
    size: float, seed: int, die: float, net: float, churn: float, extra: bool, part: float
) -> None:
    rates = made((size,), 3, seed=seed % 1000, extra=extra)
    rates = replace(
        rates,
        start=rates.start + part,
        survive=np.full(rates.survive.shape, 1 - die),
        net=np.full(rates.net.shape, net),
        churn=np.full(rates.churn.shape, churn),
    )
    loops, plain = both(rates, drawn(rates, 20), seed)
    assert loops.tobytes() == plain.tobytes()


@pytest.mark.parametrize("size", [0.5, 5.0, 150.0])
def test_so_they_do_with_ages_that_differ_and_more_draws_than_a_block(size: float) -> None:
    rates = made((size,), 5, extra=True)
    loops, plain = both(rates, drawn(rates, BLOCK + 9), 3)
    assert loops.tobytes() == plain.tobytes()
    assert len(np.unique(plain[:, 5])) > 5


def test_one_municipality_is_simulated_without_the_compiler() -> None:
    code = """
import sys
from tests.maths.projections.ensemble.test_kernel import drawn, made
from veivalg.maths.projections.ensemble.kernel import simulate
rates = made((5.0,), 2)
simulate(rates, drawn(rates, 10), seed=1)
sys.exit("numba" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
