"""What a headline rests on: each uncertain assumption tried at both ends of its own range."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from veivalg.content import Unit, format_number, presented, round_half_up
from veivalg.content.numbers import DECIMALS
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.columns import middle_draw
from veivalg.maths.scenarios.drivers import Paths, path, paths
from veivalg.maths.scenarios.engine import SEED, Resimulate, moves, settled, yearly_capital
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import LeverNow, answers, interval_of, said, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.practice import DRIVERS, followed_by, practice
from veivalg.maths.scenarios.today import PRICED
from veivalg.maths.service_model.flow import Practice, flow
from veivalg.maths.service_model.prices import end_text, tried_between
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried, sensitivity
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.start import Array, Start

HEADLINES = ("fte", "cost", "cost_gross")
"""Quantities that are told with what they rest on; those there are no accounts for come last."""

STEPS = 12
"""Halvings to find where a headline is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Main:
    """The main path of a scenario: the middle population, every lever at its value."""

    inputs: ScenarioInputs
    scenario: Scenario
    people: Mapping[str, Array]
    drivers: Paths
    capital: Array

    def totals(self, settings: Mapping[str, float], start: Start) -> Array:
        """Give the headlines that can be told by year, shape (headline, year).

        Parameters
        ----------
        settings
            Levers that stand elsewhere than in the scenario. Another price is so from today on: it
            says what one more costs, and what has grown.
        """
        levers, years = self.inputs.levers, self.inputs.years
        moved = replace(self.scenario, settings={**self.scenario.settings, **settings})
        ids = {*settings, "rate_trend"} if "trend_years" in settings else settings
        drivers = {**self.drivers, **{id: path(levers, moved, id, years) for id in ids}}
        drivers |= {id: np.full((1, 1), v) for id, v in settings.items() if id in PRICED}
        found = flow(start, self.people, practice(levers, drivers, self.capital)).arrays
        told = [np.broadcast_to(found[q], (1, len(years))) for q in HEADLINES if q in found]
        every: Array = np.concatenate(told or [np.zeros((0, len(years)))]).astype(np.float64)
        return every


def main_path(inputs: ScenarioInputs, scenario: Scenario) -> Main:
    """Give the main path of a scenario with the people of `inputs`."""
    return Main(
        inputs,
        scenario,
        {id: middle_draw(v) for id, v in inputs.people.items()},
        paths(inputs.levers, scenario, inputs.years, 1, SEED),
        yearly_capital(inputs, scenario)[None, :],
    )


_kept = Cache[Mapping[str, Sensitivity]]()
_held = Cache[Array]()


def like(scenario: Scenario) -> Scenario:
    """Give what a scenario is held against: as today, with places that follow the same number.

    A coverage that is an aim is held against today's coverage, not against today's use by age: the
    two differ before anything is chosen. One that only follows another number has that as its
    choice, and is held against today's.
    """
    followed = {id: v for id, v in scenario.settings.items() if id == "driver"}
    others = len(scenario.settings) > len(followed) or scenario.steps or scenario.intervals
    return Scenario("", settings=followed if others else {}, overrides=scenario.overrides)


def rests_on(
    inputs: ScenarioInputs, scenario: Scenario, year: int, *, resimulate: Resimulate | None = None
) -> Mapping[str, Sensitivity]:
    """Give the assumptions that move each headline, the one that moves it most first.

    A headline is what the scenario makes of a quantity beyond going on as today; of «Som i dag» it
    is the change from today to `year`; what others are held against is `like`. Each assumption is
    tried in both paths, so that a difference is one of paths: `Tried.shared` says where the other
    path moves. What is chosen is moved in its own path only. A quantity that can't be told is left
    out. All of it has whole wards, as when it is chosen: the order is that of what stands.
    """
    held = (inputs, resimulate) if moves(inputs, scenario) else (inputs,)

    def made() -> dict[str, Sensitivity]:
        return _made(inputs, scenario, year, resimulate)

    return _kept.get((scenario.key, year), made, held)


def _made(
    inputs: ScenarioInputs, scenario: Scenario, year: int, resimulate: Resimulate | None
) -> dict[str, Sensitivity]:
    bare = like(scenario)
    main = main_path(settled(inputs, scenario, resimulate), scenario)
    now = main_path(inputs, bare)
    t, changed = inputs.years.index(year), scenario.key[:-1] != bare.key[:-1]

    def still_at(settings: Mapping[str, float], start: Start) -> Array:
        if start is not inputs.base:
            return now.totals(settings, start)
        # the same whatever is chosen in the scenario, so the next choice finds it here
        key = bare.key, tuple(sorted(settings.items()))
        return _held.get(key, lambda: now.totals(settings, start), (inputs,))

    def held(settings: Mapping[str, float], start: Start) -> Array:
        shared = {
            id: v
            for id, v in settings.items()
            if id not in scenario.settings or id in bare.settings
        }
        return still_at(settings if "driver" in shared else shared, start)[:, t]

    def headlines(settings: Mapping[str, float], start: Start) -> Array:
        found = main.totals(settings, start)
        return found[:, t] - (held(settings, start) if changed else found[:, 0])

    middle = headlines({}, inputs.base)
    told = [q for q in HEADLINES if q in flow(inputs.base, now.people, Practice()).arrays]

    def each(found: Headlines) -> list[_Both]:
        return [
            *_levers(inputs, scenario, found),
            *_trend(inputs, scenario, year, found),
            *_fact(inputs, found, ("contact_share", Unit.SHARE), partial(_contact, inputs.base)),
            *_fact(inputs, found, ("ward_places", Unit.PLACES), partial(_ward, inputs.base)),
        ]

    other = each(held) if changed else []
    still = held({}, inputs.base)
    along = {one.id for one in other if not all(np.allclose(still, e) for e in one.ends)}
    tried = each(headlines)
    return {
        q: sensitivity(
            float(middle[n]), [_told(one, n, float(middle[n]), one.id in along) for one in tried]
        )
        for n, q in enumerate(told)
    }


def _ward(start: Start, places: float) -> Start:
    return replace(start, ward=places)


def _contact(start: Start, share: float) -> Start:
    return replace(start, year=replace(start.year, contact=share))


Headlines = Callable[[Mapping[str, float], Start], Array]


@dataclass(frozen=True, slots=True, eq=False)
class _Both:
    """An assumption tried at two values; ``turn`` gives the value where headline n is zero.

    A choice has no such value: one of its answers turns the sign, or both.
    """

    id: str
    label: str
    texts: tuple[str, str]
    ends: tuple[Array, Array]
    turn: Callable[[int], str] | None = None


def _told(one: _Both, n: int, headline: float, shared: bool) -> Tried:
    low, high = (float(end[n]) for end in one.ends)
    others = [t for t, v in zip(one.texts, (low, high), strict=True) if v * headline < 0]
    turns = _(" eller ").join([*others[:1], *map(said, others[1:])])
    if one.turn is not None and low * high < 0:
        turns = one.turn(n)
    return Tried(one.id, one.label, *one.texts, low, high, turns, shared)


def _levers(inputs: ScenarioInputs, scenario: Scenario, headlines: Headlines) -> Iterator[_Both]:
    """Try every lever with a range at its ends, and every choice at its other values."""
    for id, now in inputs.levers.items():
        if id in PRICED and id in scenario.settings and id not in scenario.intervals:
            continue  # a price that is chosen is what the scenario is of
        value, turn, text = value_of(inputs.levers, scenario, id), None, text_at(inputs, id)
        if now.lever.choices:
            others = [float(n) for n in answers(inputs.levers, now) if n != value]
            if id == "driver":  # the trend is an assumption of its own: see `_trend`
                others = [n for n in others if n != TREND]
            span = others[0], others[-1] if len(others) > 1 else value
        else:
            span = ends_of(inputs, scenario, id)
            turn = turning_at(span, now.text, partial(_at, headlines, id, inputs.base))
        if span[0] == span[1]:
            continue
        yield _Both(
            id,
            _(now.lever.label),
            (text(span[0]), text(span[1])),
            (headlines({id: span[0]}, inputs.base), headlines({id: span[1]}, inputs.base)),
            turn,
        )


def ends_of(inputs: ScenarioInputs, scenario: Scenario, id: str) -> tuple[float, float]:
    """Give the ends a lever is tried between: a price as in the plan, others in their interval.

    The ends of an interval of ours are tried as they are written, so that whoever chooses the 35
    hours that stand there gets the same.
    """
    now = inputs.levers[id]
    if id in scenario.intervals or (id in PRICED and not now.known):
        return interval_of(inputs.levers, scenario, id)
    if id not in PRICED:
        low, high = interval_of(inputs.levers, scenario, id)
        return (low, high) if low == high else (_as_written(now, low), _as_written(now, high))
    value = value_of(inputs.levers, scenario, id)
    return tried_between(inputs.today.prices, now.lever.assumption, value)


def _as_written(now: LeverNow, value: float) -> float:
    unit = now.lever.unit
    digits = DECIMALS.get(unit, 0) if now.lever.decimals is None else now.lever.decimals
    written = float(round_half_up(presented(value, unit), digits)) / presented(1.0, unit)
    return min(max(written, now.low), now.high)


def text_at(inputs: ScenarioInputs, id: str) -> Callable[[float], str]:
    """Give what writes an end a lever is tried at; the price of the year before is named."""
    now = inputs.levers[id]
    own = inputs.today.prices.get(now.lever.assumption) if id in PRICED else None
    return lambda value: end_text(own, value, now.text(value))


TREND = float(DRIVERS.index(Driver.TREND))


def _trend(
    inputs: ScenarioInputs, scenario: Scenario, year: int, headlines: Headlines
) -> Iterator[_Both]:
    """Try use that goes on changing all the way to `year`, however long it does in the scenario."""
    now, rate = inputs.levers["trend_years"], inputs.levers["rate_trend"]
    change = value_of(inputs.levers, scenario, rate.id)
    ahead = min(float(year - inputs.years[0]), now.high)
    if not rate.known or not change:
        return
    ends: tuple[dict[str, float], dict[str, float]] = {}, {"driver": TREND, now.id: ahead}
    use = _("Bruken av institusjonsplasser")
    label, texts = _("{use} fortsetter å øke helt til {year}, med {rate} i året"), None
    if change < 0:
        label = _("{use} fortsetter å falle helt til {year}, med {rate} i året")
    if followed_by(inputs.levers, scenario) is Driver.TREND:
        ends, label = ({now.id: 0.0}, {now.id: ahead}), _(now.lever.label)
        texts = in_years(0.0), _("{n} år (helt til {year})")
    low, high = texts or (_("nei"), _("ja"))
    yield _Both(
        now.id,
        label.format(use=use, year=year, rate=rate.text(abs(change))),
        (low, high.format(n=now.text(ahead), year=year)),
        (headlines(ends[0], inputs.base), headlines(ends[1], inputs.base)),
        turning_at((0.0, ahead), in_years, partial(_at, headlines, now.id, inputs.base))
        if texts
        else None,
    )


def in_years(n: float) -> str:
    """Write whole years with their unit."""
    return _("{n} år").format(n=format_number(n, Unit.YEARS, 0))


def _fact(
    inputs: ScenarioInputs,
    headlines: Headlines,
    what: tuple[str, Unit],
    other: Callable[[float], Start],
) -> Iterator[_Both]:
    id, unit = what
    tried = inputs.today.prices.get(id)
    if tried is not None and tried.low < tried.high:
        ends = tried.low, tried.high
        text = partial(format_number, unit=unit, decimals=0)
        texts = [text(v) for v in ends]

        def at(value: float) -> Array:
            return headlines({}, other(value))

        turn = turning_at(ends, text, at)
        yield _Both(id, tried.label, (texts[0], texts[1]), (at(ends[0]), at(ends[1])), turn)


def _at(headlines: Headlines, id: str, base: Start, value: float) -> Array:
    return headlines({id: value}, base)


def turning_at(
    span: tuple[float, float], text: Callable[[float], str], tried: Callable[[float], Array]
) -> Callable[[int], str]:
    """Give what finds the value at which a headline is zero, by halving its range."""

    def at(n: int) -> str:
        low, high = span
        first = float(tried(low)[n])
        for _step in range(STEPS):
            middle = (low + high) / 2
            if float(tried(middle)[n]) * first > 0:
                low = middle
            else:
                high = middle
        return text((low + high) / 2)

    return at
