"""Like beside like: the plan, doing nothing and a chosen scenario in the same draws (M21)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.content import Assumption
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.check import Check, held_in, out_of_sample
from veivalg.maths.optimise.formulate import DWELLINGS, HOME, INSTITUTION, SHORT, formulate
from veivalg.maths.optimise.means import own_prices, ranges
from veivalg.maths.optimise.problem import Array, Kind, Problem
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solution import Solution
from veivalg.maths.scenarios.building import annuity
from veivalg.maths.scenarios.model import PLACE_KINDS, Scenario
from veivalg.maths.service_model.prices import end_text
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried, sensitivity

WEIGHTS = (1.0, 2.0, 4.0, 7.0, 10.0)
"""What one who lacks round-the-clock help is tried to count for, against one of home care."""

OWN_PLACES = dict(zip(PLACE_KINDS, (INSTITUTION, DWELLINGS), strict=True))
"""The scenario room's kinds of places → our services."""


@dataclass(frozen=True)
class Weighed:
    """A plan made with one weight, and how it does in the draws that are shown."""

    weight: float
    solution: Solution
    check: Check


def worse(plan: Check, idle: Check) -> bool:
    """Say whether a plan leaves more uncovered than building nothing, in any year in the mean."""
    more = plan.lacking.mean(axis=0) - idle.lacking.mean(axis=0)
    return bool((more > 1e-3 * np.maximum(idle.lacking.mean(axis=0), 1.0)).any())


def weighed(few: Problem, every: Problem, plan: Weighed, tolerance: float) -> tuple[Weighed, ...]:
    """Give a plan for each weight, the reader's own among them, least weight first."""
    found = [plan]
    for weight in WEIGHTS:
        if weight == plan.weight:
            continue
        weights = {INSTITUTION: weight, DWELLINGS: weight, SHORT: max(weight / 2, 1.0), HOME: 1.0}
        solution = solve(few.weighing(weights), tolerance=tolerance)
        if solution.found:
            check = out_of_sample(solution, every.weighing(weights))
            found.append(Weighed(weight, solution, check))
    return tuple(sorted(found, key=lambda w: w.weight))


def scenario_check(every: Problem, scenario: Scenario, means: Mapping[str, Assumption]) -> Check:
    """Give a scenario's buildings and equipment within the same frames, needs and draws.

    What its need follows is in `every` already; its coverage is what comes of its places. The share
    it lets live at home instead of in an institution is what can be helped that way.
    """
    years = np.array(every.years)
    places: dict[str, Array] = {}
    capital = np.zeros(len(years))
    for step in scenario.steps:
        stands = years >= step.year
        for kind, count in step.places.items():
            own = OWN_PLACES[kind]
            places[own] = np.asarray(places.get(own, 0.0) + stands * count, dtype=np.float64)
        if every.priced:
            rate = annuity(means["rente"].value, means["levetid"].value)
            capital += stands * step.cost * (1 - step.grant_share) * rate
    services = tuple(
        s if s.places is None else replace(s, places=np.maximum(s.places + places.get(s.id, 0), 0))
        for s in every.services
    )
    limits = tuple(
        replace(i, values=np.maximum(i.values + np.minimum(places.get(i.service, 0), 0), 0))
        if i.kind is Kind.KEPT
        else i
        for i in every.limits
    )
    home = scenario.settings.get("home_instead_of_institution")
    needs = tuple(
        replace(n, ways={**n.ways, "intensive": home})
        if home is not None and n.id == INSTITUTION
        else n
        for n in every.needs
    )
    phase = np.clip((years - years[0] + 1) / (len(years) // 2), 0.0, 1.0)
    units = [scenario.settings.get(t.id, 0.0) * phase for t in every.technologies]
    other = capital if every.other_cost is None else every.other_cost + capital
    problem = replace(
        every,
        services=services,
        needs=needs,
        limits=limits,
        steps=(),
        ceiling=None,
        other_cost=other,
    )
    return held_in(problem, np.array(units))


def total(check: Check) -> Array:
    """Give NOK a year when those uncovered are covered in another way too (D, T)."""
    return check.money + check.otherwise("cost")


def moves(basis: Basis, means: Mapping[str, Assumption], plan: Check, idle: Check) -> Sensitivity:
    """Give what moves the difference in `total` between plan and doing nothing most.

    The difference is that of the last year, in the mean; who is helped how is held, and one price
    or effect at a time is tried at the ends of its range.
    """

    def difference(found: Mapping[str, Assumption]) -> float:
        other = formulate(basis, found)
        priced = (_priced(check, other) for check in (plan, idle))
        after, before = (float(total(check)[:, -1].mean()) for check in priced)
        return after - before

    headline, priced = difference(means), own_prices(basis)
    tried = []
    for id, (low, high) in ranges(basis, means).items():
        choice = means[id]
        below, above = (
            difference({**means, id: replace(choice, value=value)}) for value in (low, high)
        )
        turns = ""
        if below * above < 0:
            turns = choice.write(low + (high - low) * below / (below - above))
        own = basis.prices.get(priced.get(id, ""))
        least, most = (end_text(own, end, choice.write(end)) for end in (low, high))
        tried.append(Tried(id, choice.label, least, most, below, above, turns))
    return sensitivity(headline, tried)


def _priced(check: Check, other: Problem) -> Check:
    """Give what was done in `check` at the prices of `other`."""
    problem = replace(
        check.problem, services=other.services, steps=other.steps, technologies=other.technologies
    )
    return replace(check, problem=problem)
