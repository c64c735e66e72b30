"""Why the plan is as it is: what binds, what one more is worth, and which limits conflict (M21)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from veivalg.maths.optimise.check import Check, out_of_sample
from veivalg.maths.optimise.problem import Array, Kind, Problem
from veivalg.maths.optimise.program import MILLION, Program
from veivalg.maths.optimise.search import solve
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
    """What one more of a resource in every year is worth, found by solving again with it.

    The building plan is held as it is.

    Parameters
    ----------
    measure
        How much the measure of uncovered need falls.
    cost
        How much the cost falls when nobody loses help in any draw or year, NOK.
    """

    resource: Resource
    measure: float
    cost: float


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


def worth(solution: Solution) -> tuple[Worth, ...]:
    """Give what one more of each resource is worth with the building plan held as it is."""
    lacking, cost = _held(solution, solution.program)
    found = []
    for resource in resources(solution.problem):
        richer = Program(with_more(solution.problem, resource, 1.0))
        less_lacking, less_cost = _held(solution, richer)
        found.append(Worth(resource, lacking - less_lacking, cost - less_cost))
    return tuple(found)


def _held(solution: Solution, program: Program) -> tuple[float, float]:
    """Give the least measure of uncovered need, and the least cost when nobody loses help."""
    fixed, kept = fixed_bounds(solution, program), kept_bounds(solution, program)
    lacking, _x = run(program, program.uncovered, bounds=fixed, whole=False)
    cost, _x = run(program, program.cost, bounds=kept, whole=False)
    return lacking.value, cost.value


def fixed_bounds(solution: Solution, program: Program) -> tuple[Array, Array]:
    """Give the bounds of a program with the building plan of a solution held."""
    low, high = (side.copy() for side in program.bounds)
    held = solution.program.integrality > 0
    if solution.x is not None:
        low[held] = high[held] = solution.x[held]
    return low, high


def kept_bounds(solution: Solution, program: Program) -> tuple[Array, Array]:
    """Give the same, and nobody without help who has it in the solution."""
    low, high = fixed_bounds(solution, program)
    ways, needs = len(solution.program.ways), len(solution.problem.needs)
    lacking = np.maximum(solution.uncovered, 0.0) + TOUCHING
    solution.program.blocks_of(high)[:, :, ways : ways + needs] = lacking
    return low, high


ENOUGH = 0.5
"""What holds a plan back, without which at most this share lack a place of those who did."""


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a plan back, found by solving again without it.

    Parameters
    ----------
    frames
        Kinds of the limits that do together; empty where no limits do.
    left
        Kinds of limits taken away → who then lacks a place or dwelling in the last year.
    spared
        Places the plan leaves out because they hardly help.
    """

    frames: tuple[str, ...]
    left: Mapping[tuple[str, ...], float]
    spared: float

    @property
    def tried(self) -> tuple[str, ...]:
        """Give the most that was taken away at once."""
        return max(self.left, key=len)


def held_back(plan: Check, few: Problem, slack: float, beds: tuple[str, ...]) -> Held:
    """Take staff and money away, one and then both, until half as many lack a place at most.

    Parameters
    ----------
    few
        The problem with the draws the plan is made for.
    slack
        How much more may be uncovered to spare buildings, as a share.
    beds
        Ids of the services whose places are counted.
    """
    limits = {k.value: i.id for k in (Kind.STAFF, Kind.MONEY) if (i := few.limit(k))}
    every, left = plan.problem, {}
    full = solve(few, tolerance=0.0)
    spared = out_of_sample(full, every).beds(*beds) - plan.beds(*beds) if full.found else 0.0
    for size in range(1, len(limits) + 1):
        for some in combinations(limits, size):
            ids = [limits[kind] for kind in some]
            found = solve(few.without(ids), tolerance=slack)
            if found.found:
                left[some] = out_of_sample(found, every.without(ids)).heavy
        best = min((s for s in left if len(s) == size), key=left.__getitem__, default=())
        if best and left[best] <= ENOUGH * plan.heavy:
            return Held(best, left, max(spared, 0.0))
    return Held((), left, max(spared, 0.0))


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
