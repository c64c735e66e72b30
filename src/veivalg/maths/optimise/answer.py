"""The whole answer for a municipality: the plan beside «ingenting bygges eller kjøpes», and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from veivalg.content import Assumption
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.check import Check, out_of_sample
from veivalg.maths.optimise.compare import Weighed, moves, scenario_check, weighed, worse
from veivalg.maths.optimise.explain import Binding, Held, Worth, binding, conflict, held_back, worth
from veivalg.maths.optimise.formulate import INSTITUTION, SHORT, formulate
from veivalg.maths.optimise.front import POINTS, Front, front, idle_plan
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.problem import Array, Kind, Problem, representatives
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solution import Solution, tail_mean
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.sensitivity import Sensitivity

DRAWS = 12
"""Draws the plan is made for."""

SHOWN = 200
"""Draws every plan is then tried on; what is shown is of these."""

LEAST = 0.5
"""Fewer who lack a place than this are none."""

CEILING = "ingen-flere"
"""The demand that no plan leaves more uncovered than building nothing does."""

Tell = Callable[[str, int], None]
"""Called with what is being done and per cent done."""


@dataclass(frozen=True)
class Answer:
    """A plan with all that explains it.

    Parameters
    ----------
    problem
        With the draws that are shown.
    idle
        «Ingenting bygges eller kjøpes»; None where the frames can't hold even today's places.
    conflict
        Ids of the smallest set of limits that can't all be kept; empty when there is a plan.
    check
        The plan in the draws that are shown.
    refused
        A plan that follows the weight only, where it leaves more uncovered than building nothing:
        told, never offered.
    weighed
        Plans by weight, the reader's own among them.
    scenario, chosen
        A scenario within the same frames, and which; None where none is set beside.
    sensitivity
        What moves the plan's kroner against building nothing.
    held
        What holds the plan back where somebody lacks a place or dwelling.
    worth, binding, front
        Of the plan; empty or None where there is none.
    """

    basis: Basis
    means: Mapping[str, Assumption]
    problem: Problem
    solution: Solution
    idle: Check | None = None
    conflict: tuple[str, ...] = ()
    worth: tuple[Worth, ...] = ()
    binding: tuple[Binding, ...] = ()
    check: Check | None = None
    refused: Check | None = None
    weighed: tuple[Weighed, ...] = ()
    scenario: Check | None = None
    chosen: Scenario | None = None
    sensitivity: Sensitivity | None = None
    front: Front | None = None
    held: Held | None = None

    @property
    def person_years(self) -> float:
        """Give what the measure is divided by: users with the heaviest need, a year."""
        return len(self.problem.years) * self.means["vekt-heldogn"].value

    def heavy(self, solution: Solution) -> tuple[float, float]:
        """Give uncovered need a year, mean and worst tenth, as users with the heaviest need."""
        total = (solution.uncovered @ solution.problem.weights).sum(axis=1) / self.person_years
        return float(total.mean()), tail(solution, total)

    def lacking(self, solution: Solution) -> tuple[float, float]:
        """Give users uncovered a year, mean and worst tenth, each counting for one."""
        total = solution.uncovered.sum(axis=2).mean(axis=1)
        return float(total.mean()), tail(solution, total)


def tail(solution: Solution, total: Array) -> float:
    """Give the mean of the worst draws of a plan."""
    return tail_mean(total, solution.problem.tail)


def answer(
    basis: Basis,
    chosen: Mapping[str, float] | None = None,
    *,
    scenario: Scenario | None = None,
    draws: int = DRAWS,
    points: int = POINTS,
    progress: Tell | None = None,
) -> Answer:
    """Find the plan, set it beside building nothing and a scenario, and explain it.

    Parameters
    ----------
    chosen
        Assumption id → value, see :func:`veivalg.maths.optimise.means.means`.
    scenario
        Set beside the plan within the same frames.
    """
    tell = progress or (lambda _text, _percent: None)
    found = means(basis, chosen)
    every = representatives(formulate(basis, found), SHOWN)
    few = representatives(every, draws)
    tell(_("Ser hva som skjer når ingenting bygges eller kjøpes"), 2)
    nothing = idle_plan(few)
    if not nothing.found:
        return Answer(basis, found, every, nothing, None, conflict(nothing.problem) or ())
    idle = out_of_sample(nothing, _undemanding(every))
    few = _below(few, out_of_sample(nothing, _undemanding(few)))
    every = _below(every, idle)
    solution = solve(
        few,
        tolerance=found["slingring"].value,
        progress=lambda text, share: tell(text, round(5 + 20 * share)),
    )
    if not solution.found:
        tell(_("Finner hvilke krav som ikke går sammen"), 60)
        return Answer(basis, found, every, solution, idle, _conflict(few), chosen=scenario)
    made = Answer(
        basis,
        found,
        every,
        solution,
        idle,
        binding=binding(solution),
        check=out_of_sample(solution, every),
        chosen=scenario,
        scenario=None if scenario is None else scenario_check(every, scenario, found),
    )
    return _explained(made, nothing, points, tell)


def _explained(made: Answer, nothing: Solution, points: int, tell: Tell) -> Answer:
    """Give the answer with what one more is worth, other weights, sensitivity and the front."""
    found, few, every = made.means, made.solution.problem, made.problem
    if made.check is None or made.idle is None:
        return made
    tell(_("Prøver vektene mot «ingenting bygges eller kjøpes»"), 30)
    slack = found["slingring"].value
    own = Weighed(found["vekt-heldogn"].value, made.solution, made.check)
    plans = weighed(few, every, own, slack)
    tell(_("Ser hva vekten alene ville gitt"), 60)
    free = solve(replace(few, ceiling=None), tolerance=slack)
    alone = out_of_sample(free, replace(every, ceiling=None)) if free.found else None
    tell(_("Regner ut hva én til er verdt"), 65)
    return replace(
        made,
        held=_held(made),
        weighed=plans,
        refused=alone if alone is not None and worse(alone, made.idle) else None,
        worth=worth(made.solution),
        sensitivity=moves(made.basis, found, made.check, made.idle),
        front=front(
            made.solution,
            points=points,
            idle=nothing,
            progress=lambda i, n: tell(
                _("Tegner fronten mellom kostnad og udekket behov"), 70 + 30 * i // n
            ),
        ),
    )


def _held(made: Answer) -> Held | None:
    """Give what holds the plan back; None where nobody lacks a place."""
    if made.check is None or made.check.heavy < LEAST:
        return None
    slack, beds = made.means["slingring"].value, (INSTITUTION, SHORT)
    return held_back(made.check, made.solution.problem, slack, beds)


def _undemanding(problem: Problem) -> Problem:
    """Give the problem without what only building can keep."""
    demands = (Kind.PLACES_LEAST, Kind.UNCOVERED)
    return problem.without([i.id for i in problem.limits if i.kind in demands])


def _below(problem: Problem, idle: Check) -> Problem:
    """Give the problem where no draw and year leaves more uncovered than building nothing."""
    return replace(problem, ceiling=idle.lacking * (1 + 1e-6) + 1e-6)


def _conflict(problem: Problem) -> tuple[str, ...]:
    """Say which limits can't be kept together; the ceiling where they can without it."""
    found = conflict(replace(problem, ceiling=None))
    if found is not None:
        return found
    demands = (Kind.PLACES_LEAST, Kind.UNCOVERED)
    return (CEILING, *(i.id for i in problem.limits if i.kind in demands))
