"""New places are run ward by ward, as those that are kept: one that is open is paid whole (M21).

The program reckons a new place by who uses it, and no plan is cheaper than that. When buildings and
equipment are held, each draw and year is settled here: the new wards that are used open whole, and
people who would have had help in another way fill them. Where årsverk or kroner don't reach to the
whole of the last ward, it stays closed.
"""

from dataclasses import replace

import numpy as np

from veivalg.maths.optimise.blocks import FREE, cheapest_blocks, dear, left
from veivalg.maths.optimise.problem import Array, At, Kind, Problem, Service
from veivalg.maths.optimise.program import MILLION, Program

LITTLE = 1e-3
"""Million NOK that let a place that is paid for be used by one who else is uncovered."""

NEAR = 1e-6
PART = 1e-4
"""Less than this of a place is the solver's rounding."""


def opened(used: Array, new: Array, ward: float | Array) -> Array:
    """Give the new places that are open when wards are opened one by one, each whole.

    More new places never open fewer, so that one nobody uses never makes a plan cheaper.

    Examples
    --------
    >>> opened(np.array([0.0, 1.0, 8.0, 9.0, 17.0]), np.array(20.0), 8).tolist()
    [0.0, 8.0, 8.0, 16.0, 20.0]
    """
    found: Array = np.minimum(ward * np.ceil(np.maximum(used / ward - NEAR, 0.0)), new)
    return found


def kept(problem: Problem, service: Service) -> Array:
    """Give the places of a service that were there and are kept (T,); above them all are new."""
    limit = problem.limit(Kind.KEPT, service.id)
    there = service.places if limit is None else limit.values
    return np.zeros(len(problem.years)) if there is None else there


def ward_of(problem: Problem, service: Service) -> float:
    """Give the places in a ward of new buildings: one that holds fewer is a ward by itself."""
    sizes = (step.places.get(service.id, 0.0) for step in problem.steps)
    return min([service.ward, *(size for size in sizes if size > 0)])


def standing(problem: Problem, service: Service, first: Array, at: At = slice(None)) -> Array:
    """Give the places of a service when steps are held, by year."""
    found = np.zeros(first.shape[1]) if service.places is None else service.places[at]
    for j, step in enumerate(problem.steps):
        found = found + step.places.get(service.id, 0.0) * first[j]
    return found


def settled(
    program: Program, first: Array, blocks: Array, at: At = slice(None), *, fewest: bool = True
) -> Array | None:
    """Give who is helped where when new wards open whole; None where a limit can't be kept.

    Parameters
    ----------
    first
        Steps standing and units of equipment in the years of `at` (J + M, T).
    blocks
        Who is helped where when each new place is paid by its user (D, T, width).
    fewest
        Whether nothing counts more than who is uncovered. Else it is only held that nobody loses
        help, and help that is paid for already is given.
    """
    now, used, up, down = _levels(program, first, blocks, at)
    lacking = up - used
    if not (lacking > PART).any():
        return blocks
    low, high = left(program, first, at)
    fits = _fits(program, lacking, high - blocks @ program.block.T.toarray())
    level = np.where(fits[:, :, None], up, down)
    part = (lacking > PART).any(axis=2)
    program_bounds = (program.blocks_of(side)[:, at][part] for side in program.bounds)
    least, most = (side.copy() for side in program_bounds)
    most[:, program.spare_columns] = FREE
    price = np.broadcast_to(dear(program), least.shape).copy()
    if not fewest:
        _keep_help(program, blocks[part], fits[part], price, most)
    wanted = (now + level)[part]
    paid = np.where(level[part] > 0, wanted, -FREE)
    found = cheapest_blocks(
        program,
        price,
        (low[part], high[part]),
        (least, most),
        (np.concatenate([_rows(program), -_rows(program)]), np.hstack([wanted + NEAR, -paid])),
    )
    if found is None:
        return None
    made = blocks.copy()
    made[part] = found
    return made


def _levels(program: Program, first: Array, blocks: Array, at: At) -> tuple[Array, ...]:
    """Give places kept, new ones used, and whole wards above and below (D, T, services)."""
    problem, shape = program.problem, (*blocks.shape[:2], len(program.spares))
    now, used, up, down = (np.zeros(shape) for _each in range(4))
    for i, k in enumerate(program.spares):
        service = problem.services[k]
        ways = [w for w, (_g, own, _share) in enumerate(program.ways) if own == k]
        now[:, :, i] = kept(problem, service)[at]
        new = np.maximum(standing(problem, service, first, at) - now[:, :, i], 0.0)
        over = np.maximum(blocks[:, :, ways].sum(axis=2) - now[:, :, i], 0.0)
        used[:, :, i] = np.where(over < PART, 0.0, np.minimum(over, new))
        ward = ward_of(problem, service)
        up[:, :, i] = opened(used[:, :, i], new, ward)
        whole = ward * np.floor(used[:, :, i] / ward + NEAR)
        down[:, :, i] = np.where(used[:, :, i] >= new - PART, new, whole)
    return now, used, up, down


def _fits(program: Program, lacking: Array, slack: Array) -> Array:
    """Say where årsverk and kroner reach to all of the wards that are used (D, T)."""
    services = [program.problem.services[k] for k in program.spares]
    names = program.block_names
    found = np.ones(lacking.shape[:2], dtype=bool)
    for kind, each in (
        ("staff", [s.fte for s in services]),
        ("money", [s.cost / MILLION for s in services]),
    ):
        found &= lacking @ np.array(each) <= slack[:, :, names.index((kind, ""))] + NEAR
    return found


def _keep_help(program: Program, blocks: Array, fits: Array, price: Array, most: Array) -> None:
    """Price cost alone where the wards fit, with nobody more uncovered than in `blocks`."""
    ways, weights = len(program.ways), program.problem.weights
    lacking = slice(ways, ways + len(weights))
    cheap = program.block_cost / MILLION
    cheap[lacking] = LITTLE * weights
    price[fits] = cheap
    most[fits, lacking] = np.maximum(blocks[fits, lacking], 0.0) + NEAR


def _rows(program: Program) -> Array:
    """Give the sum of users and empty places that are paid for, of each service with wards."""
    found = np.zeros((len(program.spares), program.width))
    for i, k in enumerate(program.spares):
        found[i, [w for w, (_g, own, _share) in enumerate(program.ways) if own == k]] = 1.0
        found[i, program.spare_columns.start + i] = 1.0
    return found


def in_whole_wards(program: Program, x: Array, *, fewest: bool = True) -> Array:
    """Give the solver's columns with new wards opened whole, draw by draw.

    A draw that can't keep the ceiling so goes without it, as in `out_of_sample`.
    """
    first = np.concatenate([program.steps_of(x), program.units_of(x)])
    blocks = program.blocks_of(x)
    found = settled(program, first, blocks, fewest=fewest)
    if found is None:
        found = np.concatenate(
            [_one(program, first, blocks[d : d + 1], d, fewest) for d in range(len(blocks))]
        )
    made = x.copy()
    program.blocks_of(made)[:] = found
    return made


def _one(program: Program, first: Array, blocks: Array, draw: int, fewest: bool) -> Array:
    alone = program.problem.with_draws(np.array([draw]))
    for problem in (alone, replace(alone, ceiling=None)):
        found = settled(Program(problem), first, blocks, fewest=fewest)
        if found is not None:
            return found
    return blocks
