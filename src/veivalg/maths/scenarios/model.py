"""A scenario: changed assumptions with a name, building steps, a log and a link of its own.

A scenario never holds results. The same scenario on the same figures gives the same answer.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import clean

GONE = ("day_price",)
"""Levers that moved nothing: a scenario that was saved with one is the same without."""

PLACE_KINDS = ("institution", "dwellings_24h")
"""Kinds of places a building step can give."""

MOST_PLACES, MOST_COST = 5_000, 1e12
"""More than this in one step is a slip of the pen."""

MOST_TEXT = 20_000
"""A link longer than this is not ours."""


@dataclass(frozen=True, slots=True)
class BuildingStep:
    """Places that open on 1 January of a year.

    Parameters
    ----------
    name
        As shown to people («Ytteren»).
    year
        The year it opens.
    places
        Kind (`PLACE_KINDS`) → new places; negative closes places.
    cost
        What it costs to build, NOK in fixed prices. 0 is not known and then nothing is shown.
    grant_share
        The part that a grant pays, 0–1.
    source
        Where the plan is from, in Norwegian.
    """

    name: str
    year: int
    places: Mapping[str, float]
    cost: float = 0.0
    grant_share: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what can't be built."""
        if set(self.places) - set(PLACE_KINDS):
            raise UsageError(
                _("Byggetrinnet «{name}» har en plasstype vi ikke kjenner.").format(name=self.name),
                _("Velg institusjonsplasser eller heldøgns boliger."),
            )
        if not 2000 <= self.year <= 2100:
            raise UsageError(
                _("Byggetrinnet «{name}» kan ikke åpne i {year}.").format(
                    name=self.name, year=self.year
                ),
                _("Velg et år fra 2000 til 2100."),
            )
        if not 0 <= self.grant_share <= 1:
            raise UsageError(
                _("Tilskuddet til «{name}» må være fra 0 til 100 %.").format(name=self.name),
                _("Rett andelen."),
            )
        places = all(abs(n) <= MOST_PLACES for n in self.places.values())
        if not 0 <= self.cost <= MOST_COST or not places:
            raise UsageError(
                _(
                    "Byggetrinnet «{name}» har en kostnad eller et antall plasser som ikke er "
                    "mulig."
                ).format(name=self.name),
                _("Skriv en kostnad på 0 kr eller mer, og høyst 5000 plasser."),
            )


@dataclass(frozen=True, slots=True)
class Change:
    """One move of a lever, as the log keeps it; ``before`` None is today's value."""

    lever: str
    before: float | None
    after: float | None
    when: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changed assumptions.

    Parameters
    ----------
    name
        What it is called here.
    preset
        Id of the preset it started from, or empty.
    settings
        Lever id → value in stored scale (shares as fractions); a lever not named is as today.
    intervals
        Lever id → (low, high), the 80 % interval a person has chosen instead of ours.
    steps
        Building steps.
    overrides
        Ids of the local knowledge that is in force.
    log
        What has been moved, oldest first.
    """

    name: str
    preset: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    steps: tuple[BuildingStep, ...] = ()
    overrides: tuple[str, ...] = ()
    log: tuple[Change, ...] = ()

    def moved(self, lever: str, value: float | None, *, when: str = "", who: str = "") -> Scenario:
        """Give the scenario with one lever moved (None: back to today), and the log of it.

        Examples
        --------
        >>> moved = Scenario("Mitt").moved("sick_leave", 0.07)
        >>> moved.settings["sick_leave"], moved.log[0].before
        (0.07, None)
        """
        settings = dict(self.settings)
        before = settings.pop(lever, None)
        if value is not None:
            settings[lever] = float(value)
        change = Change(lever, before, value, when, who)
        return replace(self, settings=settings, log=(*self.log, change))

    def without_building(self) -> Scenario:
        """Give the same scenario with no building steps: «hva om vi ikke bygger?»."""
        return replace(self, steps=())

    @property
    def planned_homes(self) -> float:
        """Give the new dwellings a document prints: the chapter of places has the same."""
        return sum(s.places.get(PLACE_KINDS[1], 0.0) for s in self.steps if s.source)

    @property
    def uncosted(self) -> tuple[str, ...]:
        """Give the building steps nobody has put a cost on: their buildings are not free."""
        return tuple(step.name for step in self.steps if step.cost == 0)

    @property
    def key(self) -> tuple[object, ...]:
        """Give what decides the results, for caches; name, preset and log don't."""
        steps = tuple(
            (s.year, tuple(sorted(s.places.items())), s.cost, s.grant_share) for s in self.steps
        )
        return (
            tuple(sorted(self.settings.items())),
            tuple(sorted(self.intervals.items())),
            steps,
            self.overrides,
        )


def to_dict(scenario: Scenario) -> dict[str, Any]:
    """Give the scenario as plain values for JSON; what is empty is left out."""
    found: dict[str, Any] = {"name": scenario.name}
    if scenario.preset:
        found["preset"] = scenario.preset
    if scenario.settings:
        found["settings"] = dict(sorted(scenario.settings.items()))
    if scenario.intervals:
        found["intervals"] = {k: list(v) for k, v in sorted(scenario.intervals.items())}
    if scenario.steps:
        found["steps"] = [_step(s) for s in scenario.steps]
    if scenario.overrides:
        found["overrides"] = list(scenario.overrides)
    if scenario.log:
        found["log"] = [[c.lever, c.before, c.after, c.when, c.who] for c in scenario.log]
    return found


def _step(step: BuildingStep) -> dict[str, Any]:
    return {
        "name": step.name,
        "year": step.year,
        "places": dict(step.places),
        "cost": step.cost,
        "grant_share": step.grant_share,
        "source": step.source,
    }


def from_dict(data: Mapping[str, Any]) -> Scenario:
    """Read what :func:`to_dict` wrote.

    Raises
    ------
    UsageError
        When it is not a scenario.
    """
    try:
        return Scenario(
            name=clean(str(data["name"])),
            preset=str(data.get("preset", "")),
            settings={k: float(v) for k, v in _kept(data, "settings").items()},
            intervals={k: (float(a), float(b)) for k, (a, b) in _kept(data, "intervals").items()},
            steps=tuple(_read_step(s) for s in data.get("steps", ())),
            overrides=tuple(str(x) for x in data.get("overrides", ())),
            log=tuple(
                Change(str(c[0]), _number(c[1]), _number(c[2]), str(c[3]), clean(str(c[4])))
                for c in data.get("log", ())
            ),
        )
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _not_ours() from error


def _kept(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {str(k): v for k, v in data.get(name, {}).items() if k not in GONE}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _read_step(data: Mapping[str, Any]) -> BuildingStep:
    places = {str(k): float(v) for k, v in data["places"].items()}
    return BuildingStep(
        clean(str(data["name"])),
        int(data["year"]),
        places,
        float(data.get("cost", 0)),
        float(data.get("grant_share", 0)),
        clean(str(data.get("source", ""))),
    )


def to_text(scenario: Scenario) -> str:
    """Write the scenario as text that can stand in an address.

    Examples
    --------
    >>> from_text(to_text(Scenario("Mer hjemme", settings={"sick_leave": 0.08}))).name
    'Mer hjemme'
    """
    plain = json.dumps(to_dict(scenario), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode().rstrip("=")


def from_text(text: str) -> Scenario:
    """Read what :func:`to_text` wrote; raises ``UsageError`` when the link is damaged."""
    if len(text) > MOST_TEXT:
        raise _not_ours()
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        reader = zlib.decompressobj()
        plain = reader.decompress(packed, 20 * MOST_TEXT)
        if reader.unconsumed_tail:
            raise _not_ours()
        data = json.loads(plain)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise _not_ours() from error
    if not isinstance(data, dict):
        raise _not_ours()
    return from_dict(data)


def _not_ours() -> UsageError:
    return UsageError(
        _("Lenken eller filen er ikke et scenario vi kan lese."),
        _("Åpne scenariet på nytt, eller start fra «Som i dag»."),
    )
