"""What a plan is asked for: needs by draw and year, ways to help, steps, means (M21).

Shapes: D draws, T years, G needs, K services, J building steps, M technologies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from veivalg.content import Place, Source
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.marginal import staffed

Array = npt.NDArray[np.float64]
At = slice | npt.NDArray[np.intp]
"""Some of the years, by their number."""
FEWEST_DRAWS = 2


@dataclass(frozen=True, slots=True)
class Service:
    """A way to help people: with places (long-stay, short-stay, dwelling) or without (home care).

    Parameters
    ----------
    places
        Users who can be helped at a time in what exists, by year (T,); None where no place is
        needed.
    fte, cost
        Årsverk, and NOK in fixed prices without capital, a user and year.
    ward
        Places in a ward: of the places that are kept, those that stand empty are staffed until a
        whole ward can close. 0 where each place is run by itself.
    """

    id: str
    label: str
    fte: float
    cost: float
    places: Array | None = None
    ward: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """People who need something, by draw and year.

    Parameters
    ----------
    users
        Persons at a time (D, T).
    weight
        What one of them counts for when uncovered.
    ways
        Service id → the largest share of them who can be helped that way.
    otherwise
        The service whose price is that of covering one who is left out in another way.
    """

    id: str
    label: str
    users: Array
    weight: float
    ways: Mapping[str, float]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A building step that can be opened up to `most` times, on 1 January from `earliest` on.

    ``capital`` is NOK once, after the state's grant; ``yearly`` NOK of capital cost a year.
    ``wanted`` is how many somebody lacks, by year (T,); None where it isn't held against that.
    """

    id: str
    label: str
    places: Mapping[str, float]
    capital: float
    yearly: float
    earliest: int
    most: int = 1
    wanted: Array | None = None


@dataclass(frozen=True, slots=True)
class Technology:
    """Equipment that frees time in a service.

    Parameters
    ----------
    potential
        The largest share of the service's users who can use it.
    fte
        Årsverk freed a unit and year.
    cost, saved
        NOK a unit and year: what it costs, and what it saves when it is used.
    in_use, pace, most
        Units today, the most that can be added a year, and the most there can be in all.
    """

    id: str
    label: str
    service: str
    potential: float
    fte: float
    cost: float
    saved: float = 0.0
    in_use: float = 0.0
    pace: float = np.inf
    most: float = np.inf


class Kind(StrEnum):
    """What a limit is on."""

    STAFF = "staff"  # årsverk in all services, each draw and year, at most
    MONEY = "money"  # NOK to run services, with capital cost, each draw and year, at most
    INVESTMENT = "investment"  # NOK invested until and with the year, at most
    UNCOVERED = "uncovered"  # mean weighted uncovered share of the need, at most
    PLACES_LEAST = "places_least"  # places in a service, at least
    PLACES_MOST = "places_most"  # places in a service, at most
    KEPT = "kept"  # users in a service of those it is meant for, at least, as far as they need it


@dataclass(frozen=True, slots=True)
class Limit:
    """A named constraint; ``values`` (T,) is infinite (or 0 for «at least») where it is free."""

    id: str
    label: str
    kind: Kind
    values: Array
    service: str = ""


@dataclass(frozen=True)
class Problem:
    """All that a plan depends on.

    Parameters
    ----------
    tail, tail_weight
        The share of the worst draws, and how much their mean weighs against the mean of all, when
        uncovered need is measured: ``(1 − w)·mean + w·mean of the worst``.
    ceiling
        The most users uncovered in all, by draw and year (D, T): what comes of building nothing.
    other_fte, other_cost
        Årsverk and NOK of what isn't chosen between, by draw and year (D, T): equal in every plan.
    priced
        Whether costs are kroner; else they are årsverk, a million for each, and are never shown.

    Raises
    ------
    UsageError
        When shapes do not fit, a number is not finite or below zero, or a share is not one.
    """

    place: Place
    years: tuple[int, ...]
    needs: tuple[Need, ...]
    services: tuple[Service, ...]
    steps: tuple[Step, ...] = ()
    technologies: tuple[Technology, ...] = ()
    limits: tuple[Limit, ...] = ()
    tail: float = 0.1
    tail_weight: float = 0.5
    ceiling: Array | None = None
    other_fte: Array | None = None
    other_cost: Array | None = None
    priced: bool = True
    sources: tuple[Source, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse what can't be."""
        for fault in _faults(self):
            raise UsageError(fault, _("Rett tallet og prøv igjen."))

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return len(self.needs[0].users)

    @property
    def users(self) -> Array:
        """Give the needs as (D, T, G)."""
        return np.stack([need.users for need in self.needs], axis=2)

    @property
    def weights(self) -> Array:
        """Give what each need counts for (G,)."""
        return np.array([need.weight for need in self.needs])

    def empty(self, id: str) -> Array:
        """Give the places of a service that are kept and that nobody it is meant for needs (D, T).

        They are the same in every plan: who needs such a place gets it while there is one.
        """
        kept, own = self.limit(Kind.KEPT, id), self._own(id)
        if kept is None or not own:
            return np.zeros((self.draws, len(self.years)))
        needed = np.sum([need.users for need in own], axis=0)
        found: Array = np.maximum(kept.values - needed, 0.0)
        return found

    def closed(self, id: str) -> Array:
        """Give those of the empty places that are in wards that can close, whole wards (D, T)."""
        kept, ward, empty = self.limit(Kind.KEPT, id), self.service(id).ward, self.empty(id)
        if kept is None or ward <= 0:
            return empty
        return np.asarray(kept.values - staffed(kept.values - empty, kept.values, ward))

    def _own(self, id: str) -> list[Need]:
        """Give the needs that a service is meant for: it is the first that they name."""
        return [need for need in self.needs if next(iter(need.ways), "") == id]

    @property
    def held_fte(self) -> Array:
        """Give årsverk that no plan changes: other services, and empty places in wards (D, T)."""
        return _or_nothing(self.other_fte) + self._staffed("fte")

    @property
    def held_cost(self) -> Array:
        """Give NOK a year that no plan changes, likewise (D, T)."""
        return _or_nothing(self.other_cost) + self._staffed("cost")

    def _staffed(self, what: str) -> Array:
        found = np.zeros((self.draws, len(self.years)))
        for one in self.services:
            if one.places is not None and one.ward > 0:
                found += (self.empty(one.id) - self.closed(one.id)) * getattr(one, what)
        return found

    def service(self, id: str) -> Service:
        """Give a service; raises ``KeyError`` when there is none such."""
        return {service.id: service for service in self.services}[id]

    def limit(self, kind: Kind, service: str = "") -> Limit | None:
        """Give the limit of a kind, if there is one."""
        found = (i for i in self.limits if i.kind is kind and i.service == service)
        return next(found, None)

    def with_limits(self, *limits: Limit) -> Problem:
        """Give the same with limits put in the place of those of the same id, or added."""
        new = {limit.id: limit for limit in limits}
        kept = (limit for limit in self.limits if limit.id not in new)
        return replace(self, limits=(*kept, *limits))

    def without(self, ids: Iterable[str]) -> Problem:
        """Give the same without some limits; a step named so may open any time, any number."""
        gone = frozenset(ids)
        steps = tuple(
            replace(s, earliest=self.years[0], most=1000, wanted=None) if s.id in gone else s
            for s in self.steps
        )
        return replace(self, limits=tuple(i for i in self.limits if i.id not in gone), steps=steps)

    def with_draws(self, chosen: npt.NDArray[np.intp]) -> Problem:
        """Give the same with some of the draws only."""
        needs = tuple(replace(need, users=need.users[chosen]) for need in self.needs)
        by_draw = (self.ceiling, self.other_fte, self.other_cost)
        ceiling, fte, cost = (None if a is None else a[chosen] for a in by_draw)
        return replace(self, needs=needs, ceiling=ceiling, other_fte=fte, other_cost=cost)

    def weighing(self, weights: Mapping[str, float]) -> Problem:
        """Give the same with other weights, by the ids of the needs."""
        needs = (replace(n, weight=weights.get(n.id, n.weight)) for n in self.needs)
        return replace(self, needs=tuple(needs))


def _or_nothing(values: Array | None) -> Array:
    return np.zeros((1, 1)) if values is None else values


def representatives(problem: Problem, count: int) -> Problem:
    """Give the same problem with `count` equally likely draws that stand for all.

    Draws are put in order by their weighted need over all years and cut in equally large groups;
    of each the draw nearest its group's mean, year by year, is kept. The order of the result is
    from least to most need.
    """
    if count >= problem.draws:
        return problem
    path = (problem.users * problem.weights).reshape(problem.draws, -1)
    order = np.argsort(path.sum(axis=1), kind="stable")
    chosen = []
    for group in np.array_split(order, max(count, FEWEST_DRAWS)):
        away = np.square(path[group] - path[group].mean(axis=0)).sum(axis=1)
        chosen.append(group[int(np.argmin(away))])
    return problem.with_draws(np.array(chosen))


def _faults(problem: Problem) -> Iterable[str]:
    """Say what is wrong, most basic first."""
    span, known = len(problem.years), {s.id for s in problem.services}
    if not span or not problem.needs:
        yield _("Planen trenger minst ett år og ett behov.")
    for need in problem.needs:
        if need.users.ndim != 2 or need.users.shape != (problem.draws, span):
            yield _("Behovet «{name}» har ikke ett tall per trekk og år.").format(name=need.label)
        elif not np.isfinite(need.users).all() or (need.users < 0).any() or need.weight <= 0:
            yield _("Behovet «{name}» har tall som ikke kan brukes.").format(name=need.label)
        for id, share in need.ways.items():
            if id not in known or not 0 <= share <= 1:
                yield _(
                    "Andelen av «{name}» som kan få hjelp på en annen måte, må være fra 0 til "
                    "100 %."
                ).format(name=need.label)
    for limit in problem.limits:
        if limit.values.shape != (span,) or np.isnan(limit.values).any():
            yield _("Grensen «{name}» har ikke ett tall per år.").format(name=limit.label)
        elif (limit.values < 0).any():
            yield _("Grensen «{name}» kan ikke være under 0.").format(name=limit.label)
    if not (0 < problem.tail <= 1 and 0 <= problem.tail_weight <= 1):
        yield _("Vekten på de verste trekkene må være fra 0 til 100 %.")
    items: list[Service | Step | Technology] = [
        *problem.services,
        *problem.steps,
        *problem.technologies,
    ]
    for item in items:
        if any(not np.isfinite(v) or v < 0 for v in _numbers(item)):
            yield _("«{name}» har et tall som er under 0 eller mangler.").format(name=item.label)


def _numbers(item: Service | Step | Technology) -> tuple[float, ...]:
    match item:
        case Service():
            return (
                item.fte,
                item.cost,
                item.ward,
                *(item.places if item.places is not None else ()),
            )
        case Step():
            return (item.capital, item.yearly, item.most, *item.places.values())
        case Technology():
            return (item.potential, item.fte, item.cost, item.saved, item.in_use)
