"""What can be moved: every choice and every uncertain driver, with limits, source and interval.

The entries stand in `catalogue`. A lever is a rule for any municipality; `LeverNow` is the lever
where the municipality stands today.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from veivalg.content import Assumption, Certainty, Unit, format_number, presented
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.drivers import spread_part


class Group(StrEnum):
    """The question a lever is an answer to, in reading order."""

    NEED = N_("Hvor mange vil trenge hjelp?")
    HELP = N_("Hvilken hjelp skal de få?")
    ORGANISATION = N_("Hvem skal gjøre jobben?")
    COST = N_("Hva koster det?")


class Term(StrEnum):
    """The part of a change that a lever belongs to in the waterfall."""

    DEMOGRAPHY = "demography"
    FOLLOWED = "followed"
    HEALTH = "health"
    COVERAGE = "coverage"
    TECHNOLOGY = "technology"
    ORGANISATION = "organisation"
    PRICE = "price"
    BUILDING = "building"
    INTERACTION = "interaction"


class Spread(StrEnum):
    """How the 80 % interval of a driver is given."""

    NONE = "none"
    ABSOLUTE = "absolute"
    """Added to the value."""
    RELATIVE = "relative"
    """Shares of the value: 0 has no spread."""
    OWN = "own"
    """Added to where the municipality stands, whatever is chosen, and widened to hold that."""


class Course(StrEnum):
    """When a change works."""

    PHASED = "phased"
    """Evenly from today to the year the changes are done (`full_year`)."""
    AT_ONCE = "at_once"
    """In every year after today: a price, an effect of a measure."""
    YEARLY = "yearly"
    """A growth, added up year by year."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One choice or uncertain driver.

    Parameters
    ----------
    id
        As used in settings.
    label, plain
        The name people use, and one sentence about what it does.
    default
        Where it stands when nothing else is known; None where that is a price of the price list,
        or the municipality's own. ``today`` names the figure of the municipality that is used
        instead when it is there.
    low, high, step
        Limits in stored scale. `cap` names a figure of the municipality that `high` is a share of.
    spread, below, above
        The 80 % interval around the value: p10 lies `below` under, p90 `above` over.
    course
        When it works.
    assumption
        Id of the same assumption in the chapters, or of its price; what is chosen there is used.
    main
        Whether it is among the choices shown first.
    choices
        What the whole numbers from 0 mean where the lever is a choice and no amount: noun phrases,
        since they stand in sentences.
    """

    id: str
    label: str
    plain: str
    unit: Unit
    group: Group
    term: Term
    default: float | None
    low: float
    high: float
    step: float
    source: str
    certainty: Certainty
    decimals: int | None = None
    today: str = ""
    cap: str = ""
    spread: Spread = Spread.NONE
    below: float = 0.0
    above: float = 0.0
    course: Course = Course.PHASED
    assumption: str = ""
    main: bool = False
    choices: tuple[str, ...] = ()


def as_assumption(lever: Lever) -> Assumption:
    """Give a lever as the chapters ask for it, where it begins the same in every municipality."""
    begin = lever.low if lever.default is None else lever.default
    what = lever.assumption, _(lever.label), begin, begin, lever.unit, lever.certainty
    span = lever.low, lever.high, lever.step, lever.decimals
    return Assumption(*what, _(lever.source), *span, _(lever.plain))


@dataclass(frozen=True, slots=True)
class LeverNow:
    """A lever where a municipality stands: today's value, limits and where they are from.

    `known` is whether ``today`` is of the municipality or a chosen value; otherwise it is a place
    for the lever to begin, that is never told as the municipality's own.
    """

    lever: Lever
    today: float
    low: float
    high: float
    source: str
    certainty: Certainty
    known: bool = True

    @property
    def id(self) -> str:
        """Give the id of the lever."""
        return self.lever.id

    def interval(self, value: float) -> tuple[float, float]:
        """Give our 80 % interval around a value, inside the limits."""
        scale = abs(value) if self.lever.spread is Spread.RELATIVE else 1.0
        if self.lever.spread is Spread.NONE:
            return value, value
        around = self.today if self.lever.spread is Spread.OWN else value
        low = max(around - self.lever.below * scale, self.low)
        high = min(around + self.lever.above * scale, self.high)
        return min(low, value), max(high, value)

    def text(self, value: float) -> str:
        """Write a value with unit, or what it means where the lever is a choice."""
        if self.lever.choices:
            return _(self.lever.choices[round(value)])
        return format_number(value, self.lever.unit, self.lever.decimals)

    @property
    def possible(self) -> str:
        """Say what the lever can stand at, and why it can't stand elsewhere."""
        if self.lever.choices:
            return _("Velg ett av svarene i listen.")
        why = _CAPS.get(self.lever.cap) or _BOUNDS.get(self.id)
        if why is None and presented(self.high, self.lever.unit) == 100:
            why = N_("En andel kan ikke være over 100 %.")
        told = _("Velg fra {low} til {high}.").format(
            low=self.text(self.low), high=self.text(self.high)
        )
        return f"{told} {_(why or _TRIED)}"

    @property
    def today_text(self) -> str:
        """Write today's value with unit, or that it is missing."""
        return self.text(self.today) if self.known else _("mangler")


_CAPS = {
    "half_home_users": N_("Det er til halvparten av dem som har hjemmetjenester i dag."),
    "movers": N_("Større flytting enn 3 % av innbyggerne i året er ikke prøvd i modellen."),
}
_BOUNDS = {
    "full_year": N_("Framskrivingen begynner og slutter da."),
    "trend_years": N_("Lengre fram er utviklingen bare gjetning."),
}
_TRIED = N_("Utenfor det er modellen ikke prøvd.")

Levers = Mapping[str, LeverNow]


def text_of(levers: Levers, scenario: Scenario, id: str) -> str:
    """Write where a lever stands in a scenario, or that nobody knows."""
    if id in scenario.settings:
        return levers[id].text(scenario.settings[id])
    return levers[id].today_text


def answers(levers: Levers, now: LeverNow) -> tuple[int, ...]:
    """Give the numbers of the choices that can be made; a trend nobody can read is none."""
    every = tuple(range(len(now.lever.choices)))
    unread = now.id == "driver" and not levers["rate_trend"].known
    return every[:-1] if unread else every


def decides_coverage(levers: Levers, scenario: Scenario) -> bool:
    """Say whether a scenario decides the coverage of institutions: places then follow nothing else.

    A lever that stands where the municipality stands today has not been moved.
    """
    id = "coverage_institution"
    return value_of(levers, scenario, id) != levers[id].today


def said(text: str) -> str:
    """Give what a lever stands at as it is said within a sentence.

    Choices are noun phrases, so that they can follow «plassene følger».

    Examples
    --------
    >>> said("Dagens bruk i hver aldersgruppe"), said("31 timer")
    ('dagens bruk i hver aldersgruppe', '31 timer')
    """
    return text[:1].lower() + text[1:]


def value_of(levers: Levers, scenario: Scenario, id: str) -> float:
    """Give where a lever stands in a scenario."""
    return scenario.settings.get(id, levers[id].today)


def interval_of(levers: Levers, scenario: Scenario, id: str) -> tuple[float, float]:
    """Give the 80 % interval of a driver in a scenario."""
    if id in scenario.intervals:
        return scenario.intervals[id]
    value = value_of(levers, scenario, id)
    low, high = levers[id].interval(value)
    if id == "rate_trend":  # the mean of many years is surer than that of a few
        part = spread_part(value_of(levers, scenario, "trend_years"))
        return value + (low - value) * part, value + (high - value) * part
    return low, high


def check(levers: Levers, scenario: Scenario) -> None:
    """Refuse what can't be: an unknown lever, or a value or interval outside the limits.

    Raises
    ------
    UsageError
        Naming the lever and its limits.
    """
    for id in (*scenario.settings, *scenario.intervals):
        if id not in levers:
            raise UsageError(
                _("Det finnes ikke noe valg som heter «{id}».").format(id=id),
                _("Velg blant valgene på siden."),
            )
    for id, value in scenario.settings.items():
        _inside(levers[id], value)
    for id, ends in scenario.intervals.items():
        for end in ends:
            _inside(levers[id], end)
        value = value_of(levers, scenario, id)
        if not ends[0] <= value <= ends[1]:
            raise UsageError(
                _("Intervallet for «{label}» må ha verdien {value} mellom endene.").format(
                    label=_(levers[id].lever.label), value=levers[id].text(value)
                ),
                _("Rett nedre eller øvre ende."),
            )


def fits(lever: Lever, value: float) -> bool:
    """Say whether a lever can stand at a value, its limits apart: some have only whole ones."""
    whole = lever.choices or lever.id == "trend_years"
    return math.isfinite(value) and (not whole or value == round(value, 0))


def _inside(now: LeverNow, value: float) -> None:
    tiny = 1e-9 * max(abs(now.low), abs(now.high), 1.0)
    if fits(now.lever, value) and now.low - tiny <= value <= now.high + tiny:
        return
    odd = now.lever.choices or not fits(now.lever, value)
    shown = str(value) if odd else now.text(value)
    raise UsageError(
        _("«{label}» kan ikke være {value}.").format(label=_(now.lever.label), value=shown),
        now.possible,
    )
