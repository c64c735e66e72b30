"""Each draw and year by itself when buildings and equipment are held: a small linear program.

An uncovered need is given a price above anything it can cost to cover, so that the cheapest of the
ways that leave fewest uncovered is taken.
"""

from typing import Any

import numpy as np
import scipy

from veivalg.maths.optimise.problem import Array, At
from veivalg.maths.optimise.program import MILLION, Program

DEAR = 100.0
"""The price of an uncovered need: this many times the dearest way to help, by weight."""

FREE = 1e9
"""Stands for no limit, in årsverk, places or million NOK: the solver takes no infinite sides."""


def cheapest_blocks(
    program: Program,
    price: Array,
    sides: tuple[Array, Array],
    bounds: tuple[Array, Array],
    more: tuple[Array, Array] | None = None,
) -> Array | None:
    """Give the cheapest blocks (N, width), each by itself; None where one can't keep its limits.

    Parameters
    ----------
    price
        What each column of each block costs (N, width).
    sides
        Low and high sides of the rows of a block (N, rows), what is held taken off.
    bounds
        Lowest and highest of each column (N, width).
    more
        Further rows of a block (R, width), and the highest of each (N, R).
    """
    block, (low, high), many = program.block, sides, scipy.sparse.eye_array(len(price))
    equal = np.array([kind == "need" for kind, _id in program.block_names])
    # The money row can be below zero before anyone is helped; then no one can be.
    rows, most = block[~equal], np.clip(high[:, ~equal], 0.0, FREE)
    if more is not None:
        rows = scipy.sparse.vstack([rows, scipy.sparse.csr_array(more[0])])
        most = np.concatenate([most, more[1]], axis=1)
    found: Any = scipy.optimize.linprog(
        price.reshape(-1),
        A_ub=scipy.sparse.kron(many, rows),
        b_ub=most.reshape(-1),
        A_eq=scipy.sparse.kron(many, block[equal]),
        b_eq=low[:, equal].reshape(-1),
        bounds=np.column_stack([side.reshape(-1) for side in bounds]),
        method="highs",
    )
    if found.status == 2:
        return None
    if found.x is None:
        raise RuntimeError(f"the linear program failed: {found.message}")
    blocks: Array = found.x.reshape(price.shape)
    return blocks


def left(program: Program, first: Array, at: At) -> tuple[Array, Array]:
    """Give the sides of the rows of each block with what is held taken off (D, T, rows).

    Parameters
    ----------
    first
        Steps standing and units of equipment in the years of `at` (J + M, T).
    """
    held = first.T @ program.link.T.toarray()
    low, high = (side[:, at] - held for side in program.block_sides)
    return low, high


def dear(program: Program) -> Array:
    """Give the price of a block, in millions: cost, and a high price for what is uncovered."""
    cost = program.block_cost / MILLION
    ways, weights = len(program.ways), program.problem.weights
    dearest = max((cost[i] / weights[g] for i, (g, _k, _s) in enumerate(program.ways)), default=1.0)
    price = cost.copy()
    price[ways : ways + len(weights)] = DEAR * max(dearest, 1e-3) * weights
    return price
