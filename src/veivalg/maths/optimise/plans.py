"""Plans in words: what is built and when, and the points of the front."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.content.numbers import format_plain, round_half_up
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.problem import Array
from veivalg.maths.optimise.solution import Solution

BOUGHT = 0.5
"""Units of equipment from which on any is told."""

TINY = 1e-6
"""Less than this, as a share, is no difference between two plans."""

MILLION = 1e6
MANY = 10.0
"""From as many users on, whole ones are told; under it one decimal."""

TAILS = (0.1, 0.9)
"""Ends of the 80 % interval of the difference between two plans, draw by draw."""


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
    return separator.join(found) or _("ingenting bygges eller kjøpes")


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
        Whether it is «ingenting bygges eller kjøpes».
    chosen
        Whether it is the plan of the chapter.
    """

    plan: Solution
    cost: float
    lacking: float
    worst: float
    otherwise: float
    idle: bool = False
    chosen: bool = False

    @property
    def total(self) -> float:
        """Give the cost when those uncovered are covered in another way."""
        return self.cost + self.otherwise

    @property
    def shown(self) -> tuple[float, float]:
        """Give cost, in millions, and users uncovered with the digits that are shown."""
        cost = round_half_up(self.cost / MILLION)
        return float(cost), float(round_half_up(self.lacking, digits(self.lacking)))


def digits(users: float) -> int:
    """Give the decimals that a mean of users is shown with."""
    return 1 if abs(users) < MANY else 0


def front_points(answer: Answer) -> list[Point]:
    """Give the points that are shown, dearest first, and «ingenting bygges eller kjøpes» last.

    One that leaves more uncovered than building nothing, or as much for as much money, is left out,
    and so is one that can't be told from another.
    """
    every = _every_point(answer)
    idle = [point for point in every if point.idle]
    return [*told_apart([point for point in every if not point.idle], idle), *idle]


def left_out(answer: Answer) -> int:
    """Give how many plans were found that can't be told from a point that is shown."""
    return len(_every_point(answer)) - len(front_points(answer))


def _every_point(answer: Answer) -> list[Point]:
    """Give the points that are worth showing beside doing nothing, and that one last."""
    if answer.front is None:
        return []
    idle = answer.front.idle
    found = [_point(answer, plan) for plan in answer.front.points]
    if idle is None:
        return found
    last = _point(answer, idle, idle=True)
    return [*(p for p in found if offered(p, last)), last]


def told_apart(points: Sequence[Point], idle: Sequence[Point]) -> list[Point]:
    """Give the points that can be told from each other and from `idle`, in the order they came.

    Two can't be told apart that show the same cost and the same uncovered need, or whose difference
    is nothing in 80 % of the draws. One that costs at least as much as another and leaves at least
    as many uncovered, as shown, is left out as well, unless it is the plan itself.
    """
    kept: list[Point] = []
    for point in points:
        if not any(_alike(point, other) for other in (*kept, *idle)):
            kept.append(point)
    return [p for p in kept if p.chosen or not any(_as_good(other, p) for other in kept)]


def _as_good(other: Point, point: Point) -> bool:
    """Say whether another point is at least as good in both, as shown."""
    pairs = zip(other.shown, point.shown, strict=True)
    return other is not point and all(theirs <= own for theirs, own in pairs)


def _alike(point: Point, other: Point) -> bool:
    """Say whether two points are the same as shown, or within the interval of the difference."""
    if point.shown == other.shown:
        return True
    pairs = zip(_by_draw(point.plan), _by_draw(other.plan), (digits(point.lacking), 0), strict=True)
    return all(
        float(round_half_up(float(end), decimals)) == 0
        for own, theirs, decimals in pairs
        for end in np.quantile(own - theirs, TAILS, method="nearest")
    )


def _by_draw(plan: Solution) -> tuple[Array, Array]:
    """Give users uncovered and cost in all, in millions, a year by draw (D,)."""
    whole = plan.money + plan.problem.held_cost + plan.uncovered @ _otherwise(plan)
    return plan.uncovered.sum(axis=2).mean(axis=1), whole.mean(axis=1) / MILLION


def _otherwise(plan: Solution) -> Array:
    """Give what it costs to cover one of each need in another way (G,)."""
    problem = plan.problem
    return np.array(
        [problem.service(n.otherwise).cost if n.otherwise else 0.0 for n in problem.needs]
    )


def offered(point: Point, idle: Point) -> bool:
    """Say whether a plan is worth showing beside «ingenting bygges eller kjøpes»."""
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
    rest = float((plan.uncovered @ _otherwise(plan)).sum(axis=1).mean())
    cost, chosen = (plan.cost + other) / years, plan is answer.solution
    return Point(plan, cost, *answer.lacking(plan), rest / years, idle, chosen)


def front_words(answer: Answer) -> str:
    """Say what the points of the front build."""
    points = [p for p in front_points(answer) if not p.idle]
    hidden = left_out(answer)
    plans = [step_words(p.plan) for p in points]
    if not plans:
        return _("Ingen plan innenfor rammene dekker mer enn «ingenting bygges eller kjøpes».")
    if len(plans) == 1:
        return _("Punkt 1: {steps}.").format(steps=plans[0]) + _hidden(hidden)
    if len(set(plans)) == 1:
        text = _("Alle punktene bygger det samme: {steps}.").format(steps=plans[0])
        return text + _hidden(hidden)
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
    return " ".join(said) + _hidden(hidden)


def _hidden(count: int) -> str:
    """Say how many plans were found that are not shown, and why; empty where none."""
    if not count:
        return ""
    if count == 1:
        return " " + _(
            "Én plan til er funnet. Den er ikke vist, for den er ikke bedre enn punktene over: "
            "den er like god innenfor usikkerheten, eller koster minst like mye og dekker ikke mer."
        )
    return " " + _(
        "{n} planer til er funnet. De er ikke vist, for de er ikke bedre enn punktene over: de er "
        "like gode innenfor usikkerheten, eller koster minst like mye og dekker ikke mer."
    ).format(n=format_plain(count))
