"""The numbers of the best mix as figures with source, formula and uncertainty."""

from __future__ import annotations

import numpy as np

from veivalg.content import Figure, Interval, Source, SourceKind, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.formulate import HOME
from veivalg.maths.optimise.problem import Array
from veivalg.maths.optimise.solution import Solution

METHOD = "M21"


def source(answer: Answer) -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    made = any(s.kind is SourceKind.CONSTRUCTED for s in answer.basis.sources)
    found = calculation(METHOD, _("Beste sammensetning av tjenester"), note=answer.basis.caveat)
    kind = SourceKind.CONSTRUCTED if made else found.kind
    return Source(
        found.id, found.producer, found.title, licence=found.licence, kind=kind, note=found.note
    )


def sources(answer: Answer) -> tuple[Source, ...]:
    """Give our calculation and what it rests on."""
    return (source(answer), *answer.basis.sources)


def number(
    answer: Answer,
    id: str,
    label: str,
    value: float,
    unit: Unit,
    *,
    period: str = "",
    decimals: int | None = None,
    formula: str = "",
    draws: Array | None = None,
) -> Figure:
    """Give a figure of the answer; with `draws` its 80 % interval."""
    ends = None
    if draws is not None:
        low, high = np.quantile(draws, (0.1, 0.9), method="nearest")
        ends = Interval(float(low), float(high), _("80 % av trekkene ligger her"), 0.8)
    years = answer.problem.years
    return Figure(
        id,
        label,
        float(value),
        unit,
        answer.basis.place,
        period or f"{years[0]}–{years[-1]}",
        source(answer),
        decimals,
        ends,
        formula,
        method=METHOD,
        assumptions=tuple(a for a in answer.means.values() if a.changed),
    )


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
    label = _("Brukere uten den hjelpen de trenger")
    if heavy:
        label = _("Brukere uten plassen eller boligen de trenger")
    return number(
        answer,
        id,
        label,
        draws.mean(),
        Unit.USERS,
        period=str(year),
        decimals=few(float(draws.mean())),
        draws=draws,
        formula=_("Brukere som ikke får plass på noen måte grensene tillater, snitt av trekkene"),
    )


def yearly_cost(answer: Answer, solution: Solution, id: str) -> Figure:
    """Give the plan's cost a year, mean over years and draws, capital cost included."""
    cost = solution.cost / len(solution.problem.years)
    return number(
        answer,
        id,
        _("Kostnad per år, snitt"),
        cost,
        Unit.MILLION_NOK,
        decimals=0 if cost > 1e8 else 1,
        formula=_(
            "Drift av tjenestene, utstyr og kapitalkostnad for bygg, i faste priser, delt på "
            "antall år"
        ),
    )
