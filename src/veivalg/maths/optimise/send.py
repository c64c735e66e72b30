"""From a plan to a scenario, so that a point of the front can be opened in the scenario room."""

import numpy as np

from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.formulate import DWELLINGS, INSTITUTION, INTENSIVE, SHORT
from veivalg.maths.optimise.solution import Solution
from veivalg.maths.scenarios.model import BuildingStep, Scenario

KINDS = {INSTITUTION: "institution", SHORT: "institution", DWELLINGS: "dwellings_24h"}
"""Our services → the scenario room's kinds of places."""


def scenario(answer: Answer, solution: Solution, name: str) -> Scenario:
    """Give a plan as a scenario: its coverage, home care, technology and building steps.

    The room adds a change of coverage to what places follow: coverage is today's, and how many more
    or fewer the plan helps in the last year than what places follow gives, per inhabitant aged 80
    and over, mean over the draws. The steps are the plan's own.
    """
    problem, last = solution.problem, -1  # the draws the plan is made for
    helped = solution.helped[:, last].mean(axis=0)
    by_service = dict(zip((s.id for s in problem.services), helped, strict=True))
    aged = float(answer.basis.aged[:, last].mean())
    places = by_service[INSTITUTION] + by_service[SHORT]
    moved = places + by_service[INTENSIVE]
    needed = {n.id: float(n.users[:, last].mean()) for n in problem.needs}
    today, beds = answer.basis.values, needed.get(INSTITUTION, 0.0) + needed.get(SHORT, 0.0)
    more = moved - beds, by_service[DWELLINGS] - needed.get(DWELLINGS, 0.0)
    coverage, housed = (
        today[id] + beyond / aged
        for id, beyond in zip(("coverage_institution", "share_staffed_housing"), more, strict=True)
    )
    settings = {
        "coverage_institution": float(np.clip(coverage, 0.02, 0.5)),
        "share_staffed_housing": float(np.clip(housed, 0.0, 0.5)),
        "home_instead_of_institution": float(
            np.clip(by_service[INTENSIVE] / max(moved, 1e-9), 0.0, 0.6)
        ),
        **{
            t.id: float(round(units[last]))
            for t, units in zip(problem.technologies, solution.units, strict=True)
        },
    }
    rounded = {id: round(value, 4) for id, value in settings.items()}
    return Scenario(name, settings=rounded, steps=_steps(answer, solution))


def _steps(answer: Answer, solution: Solution) -> tuple[BuildingStep, ...]:
    found = []
    grant = answer.means["tilskudd"].value
    for j, year, many in solution.opened:
        step = solution.problem.steps[j]
        places: dict[str, float] = {}
        for service, count in step.places.items():
            places[KINDS[service]] = places.get(KINDS[service], 0.0) + many * count
        cost = many * step.capital / (1 - grant)
        found.append(
            BuildingStep(
                f"{step.label} {year}", year, places, cost, grant, _("Plan innenfor rammene")
            )
        )
    return tuple(found)
