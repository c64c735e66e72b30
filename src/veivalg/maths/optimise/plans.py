"""Plans in words: what is built and when, and the points of the front."""

from dataclasses import dataclass

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.solution import Solution

BOUGHT = 0.5
"""Units of equipment from which on any is told."""

TINY = 1e-6
"""Less than this, as a share, is no difference between two plans."""


def step_words(solution: Solution, separator: str = ", ") -> str:
    """Say what is built and when: «70 heldøgns boliger i 2030»."""
    problem, found = solution.problem, []
    for j, year, many in solution.opened:
        step = problem.steps[j]
        count = format_plain(many * sum(step.places.values()))
        found.append(
            _("{count} {what} i {year}").format(count=count, what=step.label.lower(), year=year)
        )
    if not found and (solution.units >= BOUGHT).any():
        return _("ingen bygg, bare utstyr")
    return separator.join(found) or _("ingenting bygges")


@dataclass(frozen=True, slots=True)
class Point:
    """A plan on the front; what it costs and leaves uncovered is a mean over the planning draws.

    Parameters
    ----------
    cost
        NOK a year; årsverk, a million for each, where kroner can't be told.
    lacking, worst
        Users uncovered a year, in the mean and in the worst draws.
    otherwise
        What it takes to cover them in another way, as ``cost``.
    idle
        Whether it is «ingenting bygges».
    """

    plan: Solution
    cost: float
    lacking: float
    worst: float
    otherwise: float
    idle: bool = False

    @property
    def total(self) -> float:
        """Give the cost when those uncovered are covered in another way."""
        return self.cost + self.otherwise


def front_points(answer: Answer) -> list[Point]:
    """Give the points that are offered, dearest first, and «ingenting bygges» last.

    One that leaves more uncovered than building nothing, or as much for as much money, is left out.
    """
    if answer.front is None:
        return []
    idle = answer.front.idle
    if idle is None:
        return [_point(answer, plan) for plan in answer.front.points]
    last = _point(answer, idle, idle=True)
    found = [_point(answer, plan) for plan in answer.front.points]
    return [*(p for p in found if offered(p, last)), last]


def offered(point: Point, idle: Point) -> bool:
    """Say whether a plan is worth showing beside «ingenting bygges»."""
    slack = 1 + TINY
    never_more = point.lacking <= idle.lacking * slack + TINY
    heavier = point.plan.measure > idle.plan.measure * (1 + 1e-4)
    better = (
        point.lacking < idle.lacking * (1 - TINY)
        or point.plan.measure < idle.plan.measure * (1 - TINY)
        or point.cost < idle.cost * (1 - TINY)
    )
    return never_more and better and not heavier


def _point(answer: Answer, plan: Solution, *, idle: bool = False) -> Point:
    problem = plan.problem
    years = len(problem.years)
    other = float(problem.held_cost.sum(axis=1).mean())
    each = [problem.service(n.otherwise).cost if n.otherwise else 0.0 for n in problem.needs]
    rest = float((plan.uncovered @ each).sum(axis=1).mean())
    return Point(plan, (plan.cost + other) / years, *answer.lacking(plan), rest / years, idle)


def front_words(answer: Answer) -> str:
    """Say what the points of the front build."""
    points = [p for p in front_points(answer) if not p.idle]
    plans = [step_words(p.plan) for p in points]
    if not plans:
        return _("Ingen plan innenfor rammene dekker mer enn «ingenting bygges».")
    if len(set(plans)) == 1:
        return _("Alle punktene bygger det samme: {steps}.").format(steps=plans[0])
    found = [(plans[0], 1, 1)]
    for i, words in enumerate(plans[1:], start=2):
        if words == found[-1][0]:
            found[-1] = (words, found[-1][1], i)
        else:
            found.append((words, i, i))
    said = [
        (
            _("Punkt {first}: {steps}.") if first == last else _("Punkt {first}–{last}: {steps}.")
        ).format(first=first, last=last, steps=words)
        for words, first, last in found
    ]
    return " ".join(said)
