"""Why a scenario ends where it does: the waterfall from today to a year, exact to the sum.

Everything stands as today except one part, which is moved to where it stands in the year; the
change is that part's own term. What the parts do together is the interaction. The same arithmetic
as the engine's, for one year, in double precision.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.errors import UsageError
from veivalg.i18n import _
from veivalg.scenarios.cost import cost
from veivalg.scenarios.drivers import Paths, paths, still
from veivalg.scenarios.engine import SEED, Resimulate, settled, yearly_capital
from veivalg.scenarios.inputs import ScenarioInputs
from veivalg.scenarios.levers import Term, check
from veivalg.scenarios.model import Scenario
from veivalg.scenarios.services import Array, flow

Explained = Literal["users", "fte", "cost"]
PARTS = (Term.DEMOGRAPHY, Term.HEALTH, Term.COVERAGE, Term.TECHNOLOGY, Term.ORGANISATION)
COST_PARTS = (*PARTS, Term.PRICE, Term.BUILDING)
LABELS: Mapping[Term, str] = {
    Term.DEMOGRAPHY: "Befolkning", Term.HEALTH: "Helse", Term.COVERAGE: "Dekning og tilbud",
    Term.TECHNOLOGY: "Teknologi", Term.ORGANISATION: "Organisering", Term.PRICE: "Pris",
    Term.BUILDING: "Bygg", Term.INTERACTION: "Samspill",
}  # fmt: skip
"""Norwegian names; `_()` is put on them where they are shown."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A change in parts; ``start + sum(terms) == end``, means over the draws."""

    quantity: Explained
    year: int
    start: float
    end: float
    terms: Mapping[Term, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Year:
    """Today and one year: people, drivers and capital cost, ready to be mixed."""

    inputs: ScenarioInputs
    people: tuple[Mapping[str, Array], Mapping[str, Array]]
    drivers: tuple[Paths, Paths]
    capital: float

    def mean(self, quantity: Explained, moved: Collection[Term]) -> float | None:
        """Give the mean of a quantity when only some parts have moved; None if it can't be told."""
        people = self.people[Term.DEMOGRAPHY in moved]
        levers = self.inputs.levers
        drivers = {id: self.drivers[now.lever.term in moved][id] for id, now in levers.items()}
        found = flow(self.inputs.base, people, drivers)
        if quantity == "cost":
            money = self.capital if Term.BUILDING in moved else 0.0
            found |= cost(self.inputs.base, found, drivers, np.full((1, 1), money))
        return float(found[quantity].mean()) if quantity in found else None


def waterfall(
    inputs: ScenarioInputs,
    scenario: Scenario,
    year: int,
    quantity: Explained,
    *,
    seed: int = SEED,
    resimulate: Resimulate | None = None,
) -> Waterfall | None:
    """Take the change from today to `year` apart; None when the quantity can't be told.

    Each term is what happens when only that part changes; interaction is what they do together.
    Price and building are terms of cost only.

    Raises
    ------
    UsageError
        When the year lies outside the projection, or an assumption is impossible.
    """
    at = prepared(inputs, scenario, year, seed=seed, resimulate=resimulate)
    parts = COST_PARTS if quantity == "cost" else PARTS
    start, end = at.mean(quantity, ()), at.mean(quantity, parts)
    if start is None or end is None:
        return None
    terms = {part: (at.mean(quantity, (part,)) or 0.0) - start for part in parts}
    terms[Term.INTERACTION] = end - start - sum(terms.values())
    return Waterfall(quantity, year, start, end, terms)


def prepared(
    inputs: ScenarioInputs, scenario: Scenario, year: int, *, seed: int = SEED,
    resimulate: Resimulate | None = None,
) -> _Year:  # fmt: skip
    """Make ready to take any quantity of one year apart."""
    check(inputs.levers, scenario)
    if year not in inputs.years:
        raise UsageError(
            _("Framskrivingen har ikke året {year}.").format(year=year),
            _("Velg et år fra {first} til {last}.").format(first=inputs.years[0],
                                                           last=inputs.years[-1]))  # fmt: skip
    then = settled(inputs, scenario, resimulate)
    t = inputs.years.index(year)
    drivers = paths(inputs.levers, scenario, inputs.years, inputs.draws, seed)
    return _Year(
        inputs,
        (_cut(inputs.people, 0), _cut(then.people, t)),
        (_cut(still(inputs.levers), 0), _cut(drivers, t)),
        float(yearly_capital(inputs, scenario)[t]),
    )


def _cut(arrays: Mapping[str, Array], t: int) -> dict[str, Array]:
    """Give one year of every array, in double precision; what is the same every year stays."""
    return {
        id: values[:, min(t, values.shape[1] - 1)][:, None].astype(np.float64)
        for id, values in arrays.items()
    }
