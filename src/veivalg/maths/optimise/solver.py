"""HiGHS through :func:`scipy.optimize.milp`, and what it proves.

The search stops at a number of nodes, not seconds, so that the answer is the same on a busy
machine.
"""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import scipy

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.problem import Array
from veivalg.maths.optimise.program import Program

GAP = 1e-6
"""A relative gap that counts as none: the solver's own sums carry about as much error."""

SLACK = 1e-6
"""How much of the measure of uncovered need later steps may give back, for rounding."""

NODES = 200
"""Nodes searched at most. The plan with fewest uncovered is as a rule proved in the first."""

SAFETY = 120.0
"""Seconds after which the solver is stopped whatever it has found: a guard, not the limit meant."""


class Status(StrEnum):
    """How far the solver came."""

    PROVED = "proved"  # no plan is better
    WITHIN = "within"  # best found; a better one is at most the gap away
    STOPPED = "stopped"  # stopped before any plan was found
    INFEASIBLE = "infeasible"  # no plan keeps every limit


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver proved of one step: the value found and a bound no plan can pass."""

    status: Status
    value: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """Give the distance to the bound as a share of the value (0 when proved)."""
        if self.status is Status.PROVED:
            return 0.0
        return (self.value - self.bound) / max(abs(self.value), 1e-9)

    def text(self) -> str:
        """Say it in words people use."""
        if self.status is Status.PROVED:
            return _("bevist at ingen plan er bedre")
        if self.status is Status.WITHIN:
            text = _("en bedre plan er bevist høyst {gap}\u202f% unna")
            return text.format(gap=_percent(self.gap))
        if self.status is Status.STOPPED:
            return _("stoppet før noen plan var funnet")
        return _("ingen plan holder alle grensene")


def _percent(share: float) -> str:
    """Give a share in per cent, rounded up, so that what is said of a bound holds."""
    return format_plain(float(np.ceil(1000 * share - 1e-9)) / 10, 1)


def run(
    program: Program,
    objective: Array,
    *,
    nodes: int = NODES,
    row: tuple[Array, float, float] | None = None,
    gap: float = GAP,
    bounds: tuple[Array, Array] | None = None,
    whole: bool = True,
) -> tuple[Proof, Array | None]:
    """Minimise one objective; give what is proved and the columns.

    Parameters
    ----------
    row
        One more row: coefficients, low and high.
    gap
        Stop when the plan found is at most this share from the bound.
    bounds
        Other bounds than the program's own.
    whole
        False lets building steps be opened in parts: a linear program, whose value is a bound.
    """

    rows = [scipy.optimize.LinearConstraint(program.matrix, *program.sides)]
    if row is not None:
        rows.append(scipy.optimize.LinearConstraint(row[0][None, :], row[1], row[2]))
    # Sums of kroner are scaled, so that the solver's tolerances mean the same in both steps.
    scale = max(float(np.abs(objective).max()), 1e-12)
    began = time.perf_counter()
    found: Any = scipy.optimize.milp(
        objective / scale,
        constraints=rows,
        integrality=program.integrality * float(whole),
        bounds=scipy.optimize.Bounds(*(bounds or program.bounds)),
        options={"time_limit": SAFETY, "node_limit": nodes, "mip_rel_gap": gap},
    )
    taken = time.perf_counter() - began
    x = None if found.x is None else _whole(program, found.x) if whole else np.asarray(found.x)
    return _proof(found, scale, taken), x


def proof(value: float, bound: float, seconds: float = 0.0) -> Proof:
    """Give what is proved of a value by a bound."""
    near = value - bound <= 2 * GAP * max(abs(value), 1.0)
    return Proof(Status.PROVED if near else Status.WITHIN, value, min(bound, value), seconds)


def _proof(found: Any, scale: float, taken: float) -> Proof:
    if found.x is None:
        status = Status.INFEASIBLE if found.status == 2 else Status.STOPPED
        return Proof(status, np.nan, np.nan, taken)
    value = float(found.fun) * scale
    dual = getattr(found, "mip_dual_bound", None)
    bound = value if dual is None else float(dual) * scale
    near = value - bound <= 2 * GAP * max(abs(value), scale)
    return Proof(
        Status.PROVED if found.status == 0 and near else Status.WITHIN,
        value,
        min(bound, value),
        taken,
    )


def _whole(program: Program, x: Array) -> Array:
    """Round the whole numbers, which the solver gives to within its tolerance."""
    return np.where(program.integrality > 0, np.round(x), x)
