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

    Coverage is what the plan helps in the last year, mean over the draws, per inhabitant aged 80
    and over; the steps are the plan's own.
    """
    problem, last = solution.problem, -1  # the draws the plan is made for
    helped = solution.helped[:, last].mean(axis=0)
    by_service = dict(zip((s.id for s in problem.services), helped, strict=True))
    aged = float(answer.basis.aged[:, last].mean())
    places = by_service[INSTITUTION] + by_service[SHORT]
    moved = places + by_service[INTENSIVE]
    settings = {
        "coverage_institution": float(np.clip(moved / aged, 0.02, 0.5)),
        "share_staffed_housing": float(np.clip(by_service[DWELLINGS] / aged, 0.0, 0.5)),
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
