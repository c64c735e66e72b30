"""The plans asked for: each is found once, in the background, and kept while it holds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veivalg.content import Missing
from veivalg.foundation.i18n import _, language
from veivalg.maths.optimise.answer import answer
from veivalg.maths.scenarios.model import Scenario
from veivalg.web.kit.jobs import Job, Jobs, Line

if TYPE_CHECKING:
    from veivalg.maths.optimise.answer import Answer
    from veivalg.maths.optimise.basis import Basis

FINDING = Line(
    "plan",
    lambda: (
        _("Noe gikk galt da planen skulle finnes."),
        _("Endre en forutsetning og prøv igjen, eller meld fra om feilen."),
    ),
)
"""One is found at a time, so that pages stay quick."""

GROUNDS = Line("grunnlag", FINDING.failed)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a municipality's plans rest on.

    Parameters
    ----------
    basis
        None where something is missing.
    scenario
        The one set beside the plans.
    options
        What can be set beside them: as in the address, and the name.
    """

    key: Hashable
    basis: Basis | None
    missing: tuple[Missing, ...]
    scenario: Scenario | None = None
    options: tuple[tuple[str, str], ...] = ()


def ground_job(jobs: Jobs, key: Hashable, make: Callable[[], Ground]) -> Job:
    """Give what a municipality's plans rest on, made anew when the figures are other."""
    return jobs.ask(GROUNDS, (key, language()), lambda _job: make())


def plan_job(jobs: Jobs, ground: Ground, basis: Basis, chosen: Mapping[str, float]) -> Job:
    """Give the finding of a plan, started when nobody has asked for it before."""

    def work(job: Job) -> Answer:
        return found(basis, chosen, job, ground.scenario)

    beside = None if ground.scenario is None else (ground.scenario.name, ground.scenario.key)
    return jobs.ask(FINDING, (ground.key, beside, language(), tuple(sorted(chosen.items()))), work)


def found(
    basis: Basis, chosen: Mapping[str, float], job: Job, scenario: Scenario | None = None
) -> Answer:
    """Find the plan and tell how it goes."""
    return answer(basis, dict(chosen), scenario=scenario, progress=job.tell)
