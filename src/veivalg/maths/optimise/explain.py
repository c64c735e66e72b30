"""Why the plan is as it is: what binds, what one more is worth, and which limits conflict (M21)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy

from veivalg.maths.optimise.problem import Array, Kind, Problem
from veivalg.maths.optimise.program import MILLION, Program
from veivalg.maths.optimise.solution import Solution
from veivalg.maths.optimise.solver import Status, run

TOUCHING = 1e-6
"""A row is at its limit when it is this near, as a share of the limit."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something there could be one more of in every year: an årsverk, a million NOK, a place."""

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more of a resource in every year is worth, the building plan held as it is.

    Parameters
    ----------
    measure, cost
        The dual: how much the measure of uncovered need, and the cost when nobody loses help in any
        draw or year, falls per unit for a small change.
    measure_more, measure_less
        Measured by solving again with one more and with one less: the fall, and the rise. Since
        the measure is convex in the resource, ``measure_more ≤ measure ≤ measure_less``. The
        latter is not a number where there isn't one to take away in every year, or where the
        plan can't be kept without it.
    cost_more
        The fall in cost measured by solving again with one more; at most the dual.
    """

    resource: Resource
    measure: float
    cost: float
    measure_more: float
    measure_less: float
    cost_more: float


@dataclass(frozen=True, slots=True)
class Binding:
    """How often a resource is used up: share of the draws by year (T,)."""

    resource: Resource
    share: Array


def resources(problem: Problem) -> tuple[Resource, ...]:
    """Give what there could be one more of: årsverk and money where limited, and places."""
    limited = [Resource(kind.value) for kind in (Kind.STAFF, Kind.MONEY) if problem.limit(kind)]
    placed = [Resource("places", s.id) for s in problem.services if s.places is not None]
    return (*limited, *placed)


def with_more(problem: Problem, resource: Resource, amount: float) -> Problem:
    """Give the problem with `amount` more (årsverk, million NOK, places) each year."""
    if resource.kind == "places":
        services = tuple(
            _with_places(s, amount) if s.id == resource.id else s for s in problem.services
        )
        return replace(problem, services=services)
    limit = problem.limit(Kind(resource.kind))
    if limit is None:
        raise KeyError(resource.kind)
    unit = MILLION if resource.kind == "money" else 1.0
    values = np.maximum(limit.values + amount * unit, 0.0)
    return problem.with_limits(replace(limit, values=values))


def _with_places(service: Any, amount: float) -> Any:
    return replace(service, places=np.maximum(service.places + amount, 0.0))


def binding(solution: Solution) -> tuple[Binding, ...]:
    """Say in which years, and in how many of the draws, each resource is used up."""
    if solution.parts is not None:
        solution = replace(solution, x=solution.parts)
    found = []
    names = solution.program.block_names
    _low, sides = solution.program.block_sides
    for resource in resources(solution.problem):
        high = sides[:, :, names.index((resource.kind, resource.id))]
        used = solution.row(resource.kind, resource.id)
        touching = used >= high - TOUCHING * np.maximum(np.abs(high), 1.0)
        found.append(Binding(resource, touching.mean(axis=0)))
    return tuple(found)


def worth(solution: Solution, *, check: bool = True, less: bool = True) -> tuple[Worth, ...]:
    """Give what one more of each resource is worth with the building plan held as it is.

    Parameters
    ----------
    check
        Solve again with one more and one less; else those fields are not numbers.
    less
        Whether one less is tried: only the duals are held against that.
    """
    program, bounds = solution.program, fixed_bounds(solution)
    value, by_measure, _x = relaxed(program, program.uncovered, bounds)
    cost, by_cost, _x = relaxed(program, program.cost, kept_bounds(solution))
    found = []
    for resource in resources(solution.problem):
        at = program.block_names.index((resource.kind, resource.id))
        more = fewer = saved = np.nan
        if check:
            more = value - _again(solution, resource, 1.0)
            fewer = _again(solution, resource, -1.0) - value if less else np.nan
            richer = Program(with_more(solution.problem, resource, 1.0))
            saved = cost - relaxed(richer, richer.cost, kept_bounds(solution, richer))[0]
        found.append(
            Worth(
                resource,
                float(-by_measure[:, :, at].sum()),
                float(-by_cost[:, :, at].sum()),
                more,
                fewer,
                saved,
            )
        )
    return tuple(found)


def _again(solution: Solution, resource: Resource, amount: float) -> float:
    """Give the measure with more or less of a resource, the building plan held."""
    if amount < 0 and _least(solution.problem, resource) < -amount:
        return float("nan")
    program = Program(with_more(solution.problem, resource, amount))
    return relaxed(program, program.uncovered, fixed_bounds(solution, program))[0]


def _least(problem: Problem, resource: Resource) -> float:
    """Give the least there is of a resource in any year, in the rows' own unit."""
    if resource.kind == "places":
        places = problem.service(resource.id).places
        return 0.0 if places is None else float(places.min())
    limit = problem.limit(Kind(resource.kind))
    values = np.zeros(1) if limit is None else limit.values
    return float(values.min()) / (MILLION if resource.kind == "money" else 1.0)


def fixed_bounds(solution: Solution, program: Program | None = None) -> tuple[Array, Array]:
    """Give the bounds of a program with the building plan of a solution held."""
    low, high = (side.copy() for side in (program or solution.program).bounds)
    held = solution.program.integrality > 0
    if solution.x is not None:
        low[held] = high[held] = solution.x[held]
    return low, high


def kept_bounds(solution: Solution, program: Program | None = None) -> tuple[Array, Array]:
    """Give the same, and nobody without help who has it in the solution."""
    low, high = fixed_bounds(solution, program)
    ways, needs = len(solution.program.ways), len(solution.problem.needs)
    lacking = np.maximum(solution.uncovered, 0.0) + TOUCHING
    solution.program.blocks_of(high)[:, :, ways : ways + needs] = lacking
    return low, high


def relaxed(
    program: Program, objective: Array, bounds: tuple[Array, Array]
) -> tuple[float, Array, Array]:
    """Minimise without whole numbers; give the value, the duals of the block rows, the columns.

    Returns
    -------
    tuple
        Duals (D, T, rows): change of the value per unit more on the right-hand side. Not a number
        and nothing where no plan keeps the bounds.
    """
    low, high = program.sides
    matrix = program.matrix.tocsr()
    equal = low == high
    over, under = (high < np.inf) & ~equal, (low > -np.inf) & ~equal
    upper = scipy.sparse.vstack([matrix[over], -matrix[under]])
    sides = np.concatenate([high[over], -low[under]])
    scale = max(float(np.abs(objective).max()), 1e-12)
    found: Any = scipy.optimize.linprog(
        objective / scale,
        A_ub=upper,
        b_ub=sides,
        A_eq=matrix[equal],
        b_eq=low[equal],
        bounds=np.column_stack(bounds),
        method="highs",
    )
    if found.status == 2:
        return float("nan"), np.zeros(0), np.zeros(0)
    if found.x is None:
        raise RuntimeError(f"the linear program failed: {found.message}")
    duals = np.zeros(len(low))
    duals[np.flatnonzero(equal)] = found.eqlin.marginals
    duals[np.flatnonzero(over)] = found.ineqlin.marginals[: int(over.sum())]
    draws, years, *_rest = program.sizes
    rows = draws * years * len(program.block_names)
    blocks = scale * duals[:rows].reshape(draws, years, -1)
    return float(found.fun) * scale, blocks, found.x


def named(problem: Problem) -> tuple[str, ...]:
    """Give the ids of everything that can be taken away: limits, and the steps' own bounds."""
    return (*(limit.id for limit in problem.limits), *(step.id for step in problem.steps))


def conflict(problem: Problem) -> tuple[str, ...] | None:
    """Give a smallest set of limits that can't all be kept; None when they can.

    Deletion filter: each is taken away in turn, and stays away if no plan is possible even so.
    What is left is irreducible: take any one of them away, and there is a plan. Those that stand
    last in ``limits`` are kept rather than those that stand first.
    """
    if feasible(problem):
        return None
    kept = list(named(problem))
    gone: list[str] = []
    for id in _steps_first(problem):
        if not feasible(problem.without([*gone, id])):
            gone.append(id)
            kept.remove(id)
    return tuple(kept)


def _steps_first(problem: Problem) -> Iterator[str]:
    """Give ids in the order they are tried: what a person typed is told rather than a step."""
    yield from (step.id for step in problem.steps)
    yield from (limit.id for limit in problem.limits)


def feasible(problem: Problem) -> bool:
    """Say whether any plan keeps every limit."""
    program = Program(problem)
    proof, _x = run(program, np.zeros(program.columns))
    return proof.status is not Status.INFEASIBLE
