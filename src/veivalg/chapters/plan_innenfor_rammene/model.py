"""What «plan-innenfor-rammene» rests on: figures with source, formula and uncertainty."""

import numpy as np

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.sources import worked_out
from veivalg.chapters.plan_innenfor_rammene import SPEC
from veivalg.content import Figure, Interval, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.formulate import HOME
from veivalg.maths.optimise.solution import Solution

METHOD = SPEC.methods[0]


def source(answer: Answer) -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    title, basis = _("Plan innenfor rammene"), answer.basis
    return worked_out(METHOD, title, basis.sources, note=basis.caveat)


def sources(answer: Answer) -> tuple[Source, ...]:
    """Give our calculation and what it rests on."""
    return (source(answer), *answer.basis.sources)


def span(answer: Answer) -> str:
    """Give the years of the plan: «2027–2040»."""
    return f"{answer.problem.years[0]}–{answer.problem.years[-1]}"


def figures(answer: Answer, period: str = "") -> Figures:
    """Give what makes the figures of the answer, for all its years when no period is given."""
    changed = tuple(a for a in answer.means.values() if a.changed)
    when = period or span(answer)
    return Figures(answer.basis.place, when, source(answer), METHOD, assumptions=changed)


def few(value: float) -> int:
    """Give the decimals of a number of people: one under ten."""
    return 1 if abs(value) < 10 else 0


def lacking(
    answer: Answer, solution: Solution, year: int, id: str, *, heavy: bool = False
) -> Figure:
    """Give users without the help they need in a year, mean over the draws, with interval.

    `heavy` counts only those who need a place or a dwelling.
    """
    at = solution.problem.years.index(year)
    counted = [n.id != HOME or not heavy for n in solution.problem.needs]
    draws = solution.uncovered[:, at][:, counted].sum(axis=1)
    low, high = np.quantile(draws, (0.1, 0.9), method="nearest")
    mean = float(draws.mean())
    return figures(answer, str(year))(
        id,
        _("Brukere uten plassen eller boligen de trenger")
        if heavy
        else _("Brukere uten den hjelpen de trenger"),
        mean,
        Unit.USERS,
        _("Brukere som ikke får plass på noen måte grensene tillater, snitt av trekkene"),
        few(mean),
        interval=Interval(float(low), float(high), _("80 % av trekkene ligger her"), 0.8),
    )


def yearly_cost(answer: Answer, solution: Solution, id: str) -> Figure:
    """Give the plan's cost a year, mean over years and draws, capital cost included."""
    cost = solution.cost / len(solution.problem.years)
    return figures(answer)(
        id,
        _("Kostnad per år, snitt"),
        float(cost),
        Unit.MILLION_NOK,
        _(
            "Drift av tjenestene, utstyr og kapitalkostnad for bygg, i faste priser, delt på "
            "antall år"
        ),
        0 if cost > 1e8 else 1,
    )
