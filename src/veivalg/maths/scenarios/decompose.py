"""Why a scenario ends where it does: the waterfall from today to a year, exact to the sum.

Everything stands as today except one part, which is moved to where it stands in the year; the
change is that part's own term. What the places follow changes nothing today, so its term is what it
adds to the people's. What the parts do together is the interaction. The same arithmetic
as the engine's, for one year, in double precision.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.drivers import Paths, paths, still
from veivalg.maths.scenarios.engine import (
    SEED,
    Resimulate,
    moves,
    on_main_path,
    settled,
    yearly_capital,
)
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import Term, check
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.practice import practice
from veivalg.maths.service_model.flow import flow
from veivalg.maths.service_model.start import Array

Explained = Literal["users", "fte", "cost"]
EXPLAINED: tuple[Explained, ...] = ("users", "fte", "cost")
PARTS = (
    Term.DEMOGRAPHY,
    Term.FOLLOWED,
    Term.HEALTH,
    Term.COVERAGE,
    Term.TECHNOLOGY,
    Term.ORGANISATION,
)
COST_PARTS = (*PARTS, Term.PRICE, Term.BUILDING)
LABELS: Mapping[Term, str] = {
    Term.DEMOGRAPHY: N_("Befolkning"),
    Term.FOLLOWED: N_("Plassene følger et annet tall"),
    Term.HEALTH: N_("Helse"),
    Term.COVERAGE: N_("Dekning og tilbud"),
    Term.TECHNOLOGY: N_("Teknologi"),
    Term.ORGANISATION: N_("Organisering"),
    Term.PRICE: N_("Pris"),
    Term.BUILDING: N_("Bygg"),
    Term.INTERACTION: N_("Samspill"),
}
"""Norwegian names; `_()` is put on them where they are shown."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A change of the main path in parts; ``start + sum(terms) == end``."""

    quantity: Explained
    year: int
    start: float
    end: float
    terms: Mapping[Term, float]


@dataclass(frozen=True, slots=True, eq=False)
class Mixer:
    """Today and one year of the main path, ready to be mixed part by part."""

    inputs: ScenarioInputs
    people: tuple[Mapping[str, Array], Mapping[str, Array]]
    drivers: tuple[Paths, Paths]
    capital: float

    def told(self, moved: Collection[Term]) -> dict[Explained, float]:
        """Give each quantity that can be told, when only some parts have moved."""
        people = self.people[Term.DEMOGRAPHY in moved]
        levers = self.inputs.levers
        drivers = {id: self.drivers[now.lever.term in moved][id] for id, now in levers.items()}
        money = np.full((1, 1), self.capital if Term.BUILDING in moved else 0.0)
        found = flow(self.inputs.base, people, practice(levers, drivers, money)).arrays
        return {name: float(found[name].item()) for name in EXPLAINED if name in found}


_kept = Cache[Mapping[Explained, Waterfall]]()


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
    Price and building are terms of cost only. The three quantities are worked out together and
    kept, so that asking for the next costs nothing.

    Raises
    ------
    UsageError
        When the year lies outside the projection, or an assumption is impossible.
    """
    held = (inputs, resimulate) if moves(inputs, scenario) else (inputs,)

    def made() -> dict[Explained, Waterfall]:
        at = mixer(inputs, scenario, year, seed=seed, resimulate=resimulate)
        return _waterfalls(at, year)

    return _kept.get((scenario.key, year, seed), made, held).get(quantity)


def _waterfalls(at: Mixer, year: int) -> dict[Explained, Waterfall]:
    start, end = at.told(()), at.told(COST_PARTS)
    alone = {part: at.told((part,)) for part in COST_PARTS}
    followed = at.told((Term.DEMOGRAPHY, Term.FOLLOWED))
    found: dict[Explained, Waterfall] = {}
    for name in end:
        parts = COST_PARTS if name == "cost" else PARTS
        terms = {part: alone[part][name] - start[name] for part in parts}
        terms[Term.FOLLOWED] = followed[name] - alone[Term.DEMOGRAPHY][name]
        terms[Term.INTERACTION] = end[name] - start[name] - sum(terms.values())
        found[name] = Waterfall(name, year, start[name], end[name], terms)
    return found


def mixer(
    inputs: ScenarioInputs,
    scenario: Scenario,
    year: int,
    *,
    seed: int = SEED,
    resimulate: Resimulate | None = None,
) -> Mixer:
    """Make ready to move the parts of one year, one by one or together."""
    check(inputs.levers, scenario)
    if year not in inputs.years:
        raise UsageError(
            _("Framskrivingen har ikke året {year}.").format(year=year),
            _("Velg et år fra {first} til {last}.").format(
                first=inputs.years[0], last=inputs.years[-1]
            ),
        )
    now, then = (on_main_path(i) for i in (inputs, settled(inputs, scenario, resimulate)))
    t = inputs.years.index(year)
    drivers = paths(inputs.levers, scenario, inputs.years, 1, seed)
    return Mixer(
        inputs,
        (_cut(now.people, 0), _cut(then.people, t)),
        (_cut(still(inputs.levers), 0), _cut(drivers, t)),
        float(yearly_capital(inputs, scenario)[t]),
    )


def _cut(arrays: Mapping[str, Array], t: int) -> dict[str, Array]:
    """Give one year of every array, in double precision; what is the same every year stays."""
    return {
        id: values[:, min(t, values.shape[1] - 1)][:, None].astype(np.float64)
        for id, values in arrays.items()
    }
