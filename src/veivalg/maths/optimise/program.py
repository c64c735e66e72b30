"""The problem as a mixed-integer program: columns, rows and bounds (M21).

First stage, the same in every draw: how many of each building step stand in each year (whole
numbers), units of each technology. Second stage, by draw and year: users helped in each way, users
uncovered, units in use. The rows of the second stage are one small block, repeated.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy

from veivalg.maths.optimise.problem import Array, Kind, Problem

MILLION = 1e6
"""Rows of kroner are in millions, so that the solver's tolerances mean about the same in all."""


@dataclass(frozen=True)
class Program:
    """``low ≤ matrix·x ≤ high`` with bounds; the objectives are in :meth:`uncovered`, `cost`.

    Columns: steps (J·T), technology (M·T), the tail's threshold, the tail's excess (D), and for
    each draw and year a block of ways, uncovered, used, and new places that stand empty in wards
    that are open. The last are none here: `wards` opens wards when buildings are held.
    """

    problem: Problem

    @cached_property
    def ways(self) -> tuple[tuple[int, int, float], ...]:
        """Give (need, service, largest share) of each way to help."""
        order = {service.id: k for k, service in enumerate(self.problem.services)}
        return tuple(
            (g, order[id], share)
            for g, need in enumerate(self.problem.needs)
            for id, share in need.ways.items()
        )

    @cached_property
    def sizes(self) -> tuple[int, int, int, int, int]:
        """Give draws, years, needs, steps and technologies."""
        p = self.problem
        return p.draws, len(p.years), len(p.needs), len(p.steps), len(p.technologies)

    @cached_property
    def width(self) -> int:
        """Give the columns of a block."""
        return int(self.spare_columns.stop)

    @cached_property
    def spares(self) -> tuple[int, ...]:
        """Give the services that are run ward by ward, whose open places can stand empty."""
        known = enumerate(self.problem.services)
        return tuple(k for k, s in known if s.places is not None and s.ward > 0)

    @cached_property
    def spare_columns(self) -> slice:
        """Give where in a block the empty places of the open wards stand."""
        _d, _t, needs, _j, technologies = self.sizes
        start = len(self.ways) + needs + technologies
        return slice(start, start + len(self.spares))

    @cached_property
    def first(self) -> int:
        """Give where the blocks begin."""
        draws, years, _g, steps, technologies = self.sizes
        return (steps + technologies) * years + 1 + draws

    @cached_property
    def columns(self) -> int:
        """Give the number of columns."""
        draws, years, *_rest = self.sizes
        return self.first + draws * years * self.width

    @cached_property
    def block_names(self) -> tuple[tuple[str, str], ...]:
        """Give (kind of row, id) of each row of a block, in order."""
        p = self.problem
        placed = [("places", s.id) for s in p.services if s.places is not None]
        bought = [(kind, t.id) for t in p.technologies for kind in ("bought", "potential")]
        needs = [("need", n.id) for n in p.needs]
        ceiling = [("ceiling", "")] if p.ceiling is not None else []
        return (*needs, *placed, ("staff", ""), ("money", ""), *bought, *ceiling)

    def steps_of(self, x: Array) -> Array:
        """Give steps standing (J, T)."""
        _d, years, _g, steps, _m = self.sizes
        return x[: steps * years].reshape(steps, years)

    def units_of(self, x: Array) -> Array:
        """Give units of technology (M, T)."""
        _d, years, _g, steps, technologies = self.sizes
        return x[steps * years : (steps + technologies) * years].reshape(technologies, years)

    def blocks_of(self, x: Array) -> Array:
        """Give the second stage (D, T, columns of a block)."""
        draws, years, *_rest = self.sizes
        return x[self.first :].reshape(draws, years, self.width)

    @cached_property
    def integrality(self) -> Array:
        """Say which columns are whole numbers."""
        _d, years, _g, steps, _m = self.sizes
        found = np.zeros(self.columns)
        found[: steps * years] = 1
        return found

    @cached_property
    def bounds(self) -> tuple[Array, Array]:
        """Give the lowest and highest value of each column."""
        p, low, high = self.problem, np.zeros(self.columns), np.full(self.columns, np.inf)
        years = np.array(p.years)
        for j, step in enumerate(p.steps):
            most = np.minimum(step.most, np.inf if step.wanted is None else step.wanted)
            self.steps_of(high)[j] = np.where(years >= step.earliest, most, 0)
        for m, technology in enumerate(p.technologies):
            self.units_of(low)[m] = technology.in_use
            added = technology.pace * np.arange(1, len(years) + 1)
            self.units_of(high)[m] = np.minimum(technology.in_use + added, technology.most)
        blocks, least = self.blocks_of(high), self.blocks_of(low)
        blocks[:, :, self.spare_columns] = 0.0
        for i, (g, _k, share) in enumerate(self.ways):
            blocks[:, :, i] = share * p.needs[g].users
        for g, i in self._own_ways().items():
            kept = p.limit(Kind.KEPT, p.services[self.ways[i][1]].id)
            if kept is not None:
                least[:, :, i] = np.minimum(p.needs[g].users, kept.values)
        low[self.first - 1 - p.draws] = -np.inf
        return low, high

    def _own_ways(self) -> dict[int, int]:
        """Give the way of each need to the service meant for it: the first that it names."""
        return {g: i for i, (g, _k, _share) in reversed(list(enumerate(self.ways)))}

    @cached_property
    def block(self) -> scipy.sparse.csr_array:
        """Give the second-stage rows of one draw and year."""
        p, rows = self.problem, []
        for kind, id in self.block_names:
            row = np.zeros(self.width)
            for i, (g, k, _share) in enumerate(self.ways):
                row[i] = self._of_way(kind, id, g, k)
            for g, need in enumerate(p.needs):
                row[len(self.ways) + g] = float(
                    kind == "ceiling" or (kind == "need" and need.id == id)
                )
            for m, technology in enumerate(p.technologies):
                row[len(self.ways) + len(p.needs) + m] = {
                    "staff": -technology.fte,
                    "money": -technology.saved / MILLION,
                    "bought": float(technology.id == id),
                    "potential": float(technology.id == id),
                }.get(kind, 0.0)
            for i, k in enumerate(self.spares):
                service = p.services[k]
                row[self.spare_columns.start + i] = {
                    "staff": service.fte,
                    "money": service.cost / MILLION,
                }.get(kind, 0.0)
            rows.append(row)
        return scipy.sparse.csr_array(np.array(rows))

    def _of_way(self, kind: str, id: str, g: int, k: int) -> float:
        """Give the coefficient of helping one user of need `g` in service `k`."""
        need, service = self.problem.needs[g], self.problem.services[k]
        if kind == "potential":
            technology = next(t for t in self.problem.technologies if t.id == id)
            return -technology.potential if technology.service == service.id else 0.0
        return {
            "need": float(need.id == id),
            "places": float(service.id == id),
            "staff": service.fte,
            "money": service.cost / MILLION,
        }.get(kind, 0.0)

    @cached_property
    def link(self) -> scipy.sparse.csr_array:
        """Give the block rows' coefficients of one year's steps and units."""
        p, rows = self.problem, []
        for kind, id in self.block_names:
            steps = [
                {"places": -s.places.get(id, 0.0), "money": s.yearly / MILLION}.get(kind, 0.0)
                for s in p.steps
            ]
            units = [
                {"money": t.cost / MILLION, "bought": -float(t.id == id)}.get(kind, 0.0)
                for t in p.technologies
            ]
            rows.append([*steps, *units])
        width = len(p.steps) + len(p.technologies)
        return scipy.sparse.csr_array(np.array(rows).reshape(len(rows), width))

    @cached_property
    def block_sides(self) -> tuple[Array, Array]:
        """Give the low and high sides of the block rows (D, T, rows)."""
        p, (draws, years, *_rest) = self.problem, self.sizes
        shape = (draws, years, len(self.block_names))
        low, high = np.full(shape, -np.inf), np.zeros(shape)
        needs = {need.id: need for need in p.needs}
        for r, (kind, id) in enumerate(self.block_names):
            if kind == "need":
                low[:, :, r] = high[:, :, r] = needs[id].users
            elif kind == "places":
                high[:, :, r] = p.service(id).places
            elif kind in ("staff", "money"):
                limit, unit = p.limit(Kind(kind)), MILLION if kind == "money" else 1.0
                held = (p.held_fte if kind == "staff" else p.held_cost) / unit
                high[:, :, r] = np.inf if limit is None else limit.values / unit - held
            elif kind == "ceiling" and p.ceiling is not None:
                high[:, :, r] = p.ceiling
        return low, high

    @cached_property
    def matrix(self) -> scipy.sparse.csc_array:
        """Give every row: the blocks, the steps and units over time, the tail, the limits."""
        parts = [self._block_rows(), self._time_rows(), self._tail_rows(), self._limit_rows()[0]]
        return scipy.sparse.csc_array(scipy.sparse.vstack(parts))

    @cached_property
    def sides(self) -> tuple[Array, Array]:
        """Give the low and high side of every row."""
        draws, years, _g, steps, technologies = self.sizes
        low, high = (side.ravel() for side in self.block_sides)
        paces = [t.pace for t in self.problem.technologies for _y in range(years - 1)]
        time_low = np.zeros((steps + technologies) * (years - 1))
        time_high = np.array([np.inf] * (steps * (years - 1)) + paces)
        _rows, limit_low, limit_high = self._limit_rows()
        return (
            np.concatenate([low, time_low, np.full(draws, -np.inf), limit_low]),
            np.concatenate([high, time_high, np.zeros(draws), limit_high]),
        )

    def _block_rows(self) -> scipy.sparse.csr_array:
        draws, years, _g, steps, technologies = self.sizes
        # The link's columns lie step by step, not year by year.
        by_year = scipy.sparse.kron(scipy.sparse.eye_array(years), self.link).tocsc()
        order = [
            y * (steps + technologies) + i
            for i in range(steps + technologies)
            for y in range(years)
        ]
        first = scipy.sparse.vstack([by_year[:, order]] * draws)
        rows = first.shape[0]
        tail = scipy.sparse.csr_array((rows, 1 + draws))
        second = scipy.sparse.kron(scipy.sparse.eye_array(draws * years), self.block)
        return scipy.sparse.csr_array(scipy.sparse.hstack([first, tail, second]))

    def _time_rows(self) -> scipy.sparse.csr_array:
        """Give rows that keep what is built built, and technology within its pace."""
        _d, years, _g, steps, technologies = self.sizes
        change = scipy.sparse.csr_array(np.diff(np.eye(years), axis=0))
        rows = scipy.sparse.csr_array(
            scipy.sparse.kron(scipy.sparse.eye_array(steps + technologies), change)
        )
        rows.resize((rows.shape[0], self.columns))
        return rows

    def _tail_rows(self) -> scipy.sparse.csr_array:
        """Give ``uncovered of the draw − threshold − excess ≤ 0``."""
        draws, years, *_rest = self.sizes
        start = self.first - 1 - draws
        weights = np.tile(self._uncovered_block(), years)
        return scipy.sparse.csr_array(
            scipy.sparse.hstack(
                [
                    scipy.sparse.csr_array((draws, start)),
                    scipy.sparse.csr_array(-np.ones((draws, 1))),
                    -scipy.sparse.eye_array(draws),
                    scipy.sparse.kron(scipy.sparse.eye_array(draws), weights[None, :]),
                ]
            )
        )

    def _uncovered_block(self) -> Array:
        block = np.zeros(self.width)
        block[len(self.ways) : len(self.ways) + len(self.problem.needs)] = self.problem.weights
        return block

    def _limit_rows(self) -> tuple[scipy.sparse.csr_array, Array, Array]:
        """Give the rows of the limits that bind first-stage choices or means over draws."""
        p, rows, low, high = self.problem, [], [], []
        for limit in p.limits:
            for y, value in enumerate(limit.values):
                made = np.zeros(self.columns)
                lowest, highest = -np.inf, float(value)
                if limit.kind is Kind.INVESTMENT:
                    self.steps_of(made)[:, y] = [s.capital / MILLION for s in p.steps]
                    highest = value / MILLION
                elif limit.kind is Kind.UNCOVERED:
                    self.blocks_of(made)[:, y] = self._uncovered_block() / p.draws
                    highest = value * float((p.users[:, y] @ p.weights).mean())
                elif limit.kind in (Kind.PLACES_LEAST, Kind.PLACES_MOST):
                    self.steps_of(made)[:, y] = [s.places.get(limit.service, 0) for s in p.steps]
                    places = p.service(limit.service).places
                    highest = value - (0.0 if places is None else places[y])
                    if limit.kind is Kind.PLACES_LEAST:
                        lowest, highest = highest, np.inf
                else:
                    continue
                if np.isfinite(lowest) or np.isfinite(highest):
                    rows.append(scipy.sparse.csr_array(made[None, :]))
                    low.append(lowest)
                    high.append(highest)
        if not rows:
            return scipy.sparse.csr_array((0, self.columns)), np.zeros(0), np.zeros(0)
        return scipy.sparse.csr_array(scipy.sparse.vstack(rows)), np.array(low), np.array(high)

    @cached_property
    def uncovered(self) -> Array:
        """Give the objective of uncovered need: mean and tail, weighted, summed over the years."""
        p, found = self.problem, np.zeros(self.columns)
        self.blocks_of(found)[:] = (1 - p.tail_weight) * self._uncovered_block() / p.draws
        start = self.first - 1 - p.draws
        found[start] = p.tail_weight
        found[start + 1 : self.first] = p.tail_weight / (p.tail * p.draws)
        return found

    @cached_property
    def cost(self) -> Array:
        """Give the objective of cost: the mean over the draws, NOK summed over the years."""
        p, found = self.problem, np.zeros(self.columns)
        for j, step in enumerate(p.steps):
            self.steps_of(found)[j] = step.yearly
        for m, technology in enumerate(p.technologies):
            self.units_of(found)[m] = technology.cost
        self.blocks_of(found)[:] = self.block_cost / p.draws
        return found

    @cached_property
    def block_cost(self) -> Array:
        """Give NOK of each column of a block."""
        found = np.zeros(self.width)
        for i, (_g, k, _share) in enumerate(self.ways):
            found[i] = self.problem.services[k].cost
        for m, technology in enumerate(self.problem.technologies):
            found[len(self.ways) + len(self.problem.needs) + m] = -technology.saved
        found[self.spare_columns] = [self.problem.services[k].cost for k in self.spares]
        return found


def held(program: Program, standing: Array) -> tuple[Array, Array]:
    """Give the bounds of the program with its buildings held (J, T)."""
    low, high = (side.copy() for side in program.bounds)
    program.steps_of(low)[:] = program.steps_of(high)[:] = standing
    return low, high
