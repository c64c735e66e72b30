"""What a reader of the scenario room has asked for, as it stands in the address.

``s`` comes once for each scenario: its text, or the id of a preset. ``nr`` is the one being
changed, and the fields of its form (``v.…`` levers, ``b.…`` building steps, ``k`` local knowledge)
come on top, so that the form works without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from veivalg.chapters.common.periods import TARGET_YEAR
from veivalg.chapters.scenarier.model import MOST, SHOWN
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import LeverNow, Levers, check
from veivalg.maths.scenarios.model import Scenario, from_text, to_text
from veivalg.maths.scenarios.presets import Preset
from veivalg.web.kit.assumptions import PREFIX, number_in
from veivalg.web.rooms.choose.scenario_fields import ENDS, LEVER, STEP, moved

LIMIT = "g."
SCALES = {"institution_gap": 1.0, "fte_lacking": 1.0, "cost": 1e6}
"""Limits a reader can set, and what one in the field is in stored scale."""

MOST_LIMIT = 100_000
_WHOLE = re.compile("[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Room:
    """A room with up to six scenarios.

    Parameters
    ----------
    at
        The one being changed.
    show
        The quantity drawn over time.
    limits
        Quantity → limit to give the probability of, in stored scale, where a reader has set one.
    errors
        Field name → what is wrong with what was written there; "" for what belongs to no field.
    typed
        Field name → the text as written, for fields that could not be used.
    taken
        What came along from the chapters, as it stands in an address («driver» → «1»).
    """

    scenarios: tuple[Scenario, ...]
    at: int = 0
    show: str = SHOWN[0]
    year: int = TARGET_YEAR
    limits: Mapping[str, float] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)

    @property
    def here(self) -> Scenario:
        """Give the scenario being changed."""
        return self.scenarios[self.at]

    def query(self, **other: int | str) -> str:
        """Give the query that makes the same room again, without what could not be used."""
        told = {
            "nr": str(self.at + 1),
            "vis": self.show,
            "aar": str(self.year),
            **{k: str(v) for k, v in other.items()},
        }
        limits = [(f"{LIMIT}{id}", f"{v / SCALES[id]:g}") for id, v in sorted(self.limits.items())]
        taken = [(f"{PREFIX}{id}", text) for id, text in sorted(self.taken.items())]
        kept = (("s", token(s)) for s in self.scenarios)
        return urlencode([*kept, *told.items(), *limits, *taken])

    def going_to(self, at: int) -> Room:
        """Give the same room with another scenario being changed."""
        return replace(self, at=at, errors={}, typed={})

    def with_new(self, scenario: Scenario) -> Room:
        """Give the room with one scenario more, which is then the one being changed."""
        if len(self.scenarios) >= MOST:
            raise UsageError(
                _("Det er plass til {most} scenarier side om side.").format(most=MOST),
                _("Fjern ett av dem først."),
            )
        return replace(self, scenarios=(*self.scenarios, scenario), at=len(self.scenarios))

    def without(self, at: int) -> Room:
        """Give the room without a scenario; the last one stays."""
        kept = tuple(s for i, s in enumerate(self.scenarios) if i != at) or self.scenarios
        return replace(self, scenarios=kept, at=min(self.at, len(kept) - 1))


def token(scenario: Scenario) -> str:
    """Give a scenario as it stands in an address; the log stays with the saved ones."""
    return to_text(replace(scenario, log=()))


def scenario_of(text: str, presets: Sequence[Preset]) -> Scenario:
    """Read what :func:`token` wrote, or the id of a preset; raises ``UsageError``."""
    named = next((p.scenario for p in presets if p.id == text), None)
    return from_text(text) if named is None else named


def read(
    query: Iterable[tuple[str, str]],
    levers: Levers,
    presets: Sequence[Preset],
    first: Sequence[Scenario],
) -> Room:
    """Read an address; what can't be used is told at its field, and the rest is used.

    Parameters
    ----------
    first
        What the room opens with when the address names no scenario.
    """
    pairs = list(query)
    errors: dict[str, str] = {}
    scenarios: list[Scenario] = []
    for key, text in pairs:
        if key == "s" and text and len(scenarios) < MOST:
            try:
                scenarios.append(usable(scenario_of(text, presets), levers))
            except UsageError as error:
                errors[""] = str(error)
    fields = {key: text for key, text in pairs if key not in ("s", "k")}
    opens = 1 if scenarios else 2  # what the room opens with has today first
    scenarios = scenarios or list(first)
    at = _number(fields.get("nr", ""), opens, len(scenarios), errors) - 1
    typed: dict[str, str] = {}
    if any(key.startswith((LEVER, STEP, ENDS)) for key in fields):
        known = [text for key, text in pairs if key == "k" and text]
        scenarios[at] = moved(scenarios[at], fields, known, levers, errors, typed)
    show = fields.get("vis", "")
    return Room(
        tuple(scenarios),
        at,
        show if show in SHOWN else SHOWN[0],
        _year(fields.get("aar", ""), levers["full_year"], errors),
        _limits(fields, errors, typed),
        errors,
        typed,
    )


def usable(scenario: Scenario, levers: Levers) -> Scenario:
    """Refuse a linked scenario that can't be run here; raises ``UsageError``."""
    check(levers, scenario)
    return scenario


def _limits(
    fields: Mapping[str, str], errors: dict[str, str], typed: dict[str, str]
) -> dict[str, float]:
    found: dict[str, float] = {}
    for id, scale in SCALES.items():
        key = f"{LIMIT}{id}"
        text = fields.get(key, "").strip()
        if not text:
            continue
        value = number_in(text)
        if value is None or not 0 <= value <= MOST_LIMIT:
            told = _("Grensen kan ikke være «{text}». Skriv et tall fra 0 til {most}.")
            errors[key] = told.format(text=text[:40], most=MOST_LIMIT)
            typed[key] = text
        else:
            found[id] = value * scale
    return found


def _number(text: str, opens: int, last: int, errors: dict[str, str]) -> int:
    """Read which scenario is being changed, from 1; one that is gone gives the last one left."""
    if text and not _WHOLE.fullmatch(text):
        errors["nr"] = _("«{text}» er ikke nummeret til et scenario.").format(text=text[:40])
    return min(max(int(text) if _WHOLE.fullmatch(text) else opens, 1), last)


def _year(text: str, full: LeverNow, errors: dict[str, str]) -> int:
    """Read the year told about: one there is a projection for, as changes can be done by."""
    year = int(text) if _WHOLE.fullmatch(text) else 0
    if not text or full.low <= year <= full.high:
        return year or TARGET_YEAR
    told = _("Året kan ikke være «{text}». {possible}")
    errors["aar"] = told.format(text=text[:40], possible=full.possible)
    return TARGET_YEAR
