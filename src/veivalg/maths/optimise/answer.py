"""The whole answer for a municipality: plan, proof, what binds, front, and every draw tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veivalg.content import Assumption
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.check import Check, out_of_sample
from veivalg.maths.optimise.explain import Binding, Worth, binding, conflict, worth
from veivalg.maths.optimise.formulate import formulate
from veivalg.maths.optimise.front import POINTS, Front, front
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.problem import Array, Problem, representatives
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solution import Solution, tail_mean

DRAWS = 12
"""Draws the plan is made for; it is then tried on all of them."""

Tell = Callable[[str, int], None]
"""Called with what is being done and per cent done."""


@dataclass(frozen=True)
class Answer:
    """A plan with all that explains it.

    Parameters
    ----------
    conflict
        Ids of the smallest set of limits that can't all be kept; empty when there is a plan.
    worth, binding, check, front
        Of the plan; empty or None where there is none.
    """

    basis: Basis
    means: Mapping[str, Assumption]
    problem: Problem
    solution: Solution
    conflict: tuple[str, ...] = ()
    worth: tuple[Worth, ...] = ()
    binding: tuple[Binding, ...] = ()
    check: Check | None = None
    front: Front | None = None

    @property
    def person_years(self) -> float:
        """Give what the measure is divided by: users with the heaviest need, a year."""
        return len(self.problem.years) * self.means["vekt-heldogn"].value

    def heavy(self, solution: Solution) -> tuple[float, float]:
        """Give uncovered need a year, mean and worst tenth, as users with the heaviest need."""
        total = (solution.uncovered @ solution.problem.weights).sum(axis=1) / self.person_years
        return float(total.mean()), tail(solution, total)


def tail(solution: Solution, total: Array) -> float:
    """Give the mean of the worst draws of a plan."""
    return tail_mean(total, solution.problem.tail)


def answer(
    basis: Basis,
    chosen: Mapping[str, float] | None = None,
    *,
    draws: int = DRAWS,
    points: int = POINTS,
    progress: Tell | None = None,
) -> Answer:
    """Find the plan and explain it.

    Parameters
    ----------
    chosen
        Assumption id → value, see :func:`veivalg.maths.optimise.means.means`.
    """
    tell = progress or (lambda _text, _percent: None)
    found = means(basis, chosen)
    every = formulate(basis, found)
    few = representatives(every, draws)
    solution = solve(
        few,
        tolerance=found["slingring"].value,
        progress=lambda text, share: tell(text, round(5 + 25 * share)),
    )
    if not solution.found:
        tell(_("Finner hvilke krav som ikke går sammen"), 60)
        return Answer(basis, found, every, solution, conflict(few) or ())
    tell(_("Regner ut hva én til er verdt"), 35)
    values = worth(solution)
    tell(_("Prøver planen på alle trekkene"), 50)
    check = out_of_sample(solution, every)
    line = front(
        solution,
        points=points,
        progress=lambda i, n: tell(
            _("Tegner fronten mellom kostnad og udekket behov"), 65 + 35 * i // n
        ),
    )
    return Answer(basis, found, every, solution, (), values, binding(solution), check, line)
