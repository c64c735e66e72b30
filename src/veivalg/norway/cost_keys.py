"""Cost keys (delkostnadsnøkler) of the income system: dated weights with source and certainty.

The 2026 keys are those of Grønt hefte 2026; the 2017 keys are from memory and stay «usikkert».
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from veivalg.content import Certainty
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, kept_by_language

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a key.

    ``kind`` says how its count moves when only age moves: ``age`` is the age group itself,
    ``follows`` follows the persons aged ``low``–``high``, ``deaths`` the expected deaths,
    ``per_inhabitant`` the population, ``constant`` not at all.
    """

    id: str
    title: str
    kind: str
    low: int = 0
    high: int = 105


@dataclass(frozen=True, slots=True)
class CostKey:
    """Weights of one sector; they sum to 1 (``certainty`` says how far they can be trusted)."""

    sector: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class KeySystem:
    """The keys in force in a period.

    Parameters
    ----------
    id
        Year the weights are of («2026»).
    shares
        Sector → share of the total (sum 1); empty where it is not established.
    keys
        Sector → key; ``total`` where only an overall key is known.
    """

    id: str
    title: str
    valid_from: str
    valid_to: str | None
    source: str
    certainty: Certainty
    shares: Mapping[str, float]
    keys: Mapping[str, CostKey]

    @property
    def unverified(self) -> bool:
        """Say whether the weights must be shown as «usikkert»."""
        return self.certainty is Certainty.UNVERIFIED

    @property
    def label(self) -> str:
        """Give the name shown in charts: «nøkkel 2017 (usikkert)»."""
        text = _("nøkkel {id} (usikkert)") if self.unverified else _("nøkkel {id}")
        return text.format(id=self.id)


@cache
def _data() -> dict[str, Any]:
    text = (resources.files("veivalg.norway") / "data" / "cost_keys.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@kept_by_language
def sectors() -> Mapping[str, str]:
    """Give sector id → Norwegian title, in reading order.

    Examples
    --------
    >>> sectors()["care"]
    'Pleie og omsorg'
    """
    return {id: _(title) for id, title in _data()["sectors"].items()}


@kept_by_language
def criteria() -> Mapping[str, Criterion]:
    """Give every criterion by id.

    Examples
    --------
    >>> criteria()["age_90"].low
    90
    """
    return {
        id: Criterion(id, _(c["title"]), c["kind"], *c.get("ages", (0, 105)))
        for id, c in _data()["criteria"].items()
    }


@cache
def systems() -> Mapping[str, KeySystem]:
    """Give every system of keys by id, newest first.

    Examples
    --------
    >>> list(systems())
    ['2026', '2025', '2017']
    """
    raw = {s["id"]: s for s in _data()["systems"]}
    return {id: _system(entry, raw) for id, entry in raw.items()}


def _system(entry: Mapping[str, Any], raw: Mapping[str, Mapping[str, Any]]) -> KeySystem:
    keys = dict(raw[entry["keys_as"]]["keys"] if "keys_as" in entry else entry["keys"])
    if "overall" in entry:
        keys[TOTAL] = entry["overall"]
    return KeySystem(
        id=entry["id"],
        title=entry["title"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        source=entry["source"],
        certainty=Certainty(entry["certainty"]),
        shares=dict(entry["shares"]),
        keys={sector: CostKey(sector, dict(weights)) for sector, weights in keys.items()},
    )


def system_for(year: float) -> KeySystem:
    """Give the system in force in `year`; years after the newest get the newest.

    Raises
    ------
    UsageError
        When the year is before the oldest system known (2017).

    Examples
    --------
    >>> system_for(2019).id, system_for(2031).id
    ('2017', '2026')
    """
    known = sorted((int(id) for id in systems()), reverse=True)
    for first in known:
        if year >= first:
            return systems()[str(first)]
    raise UsageError(
        _("Det finnes ingen kostnadsnøkkel for {year}.").format(year=format_exact(year)),
        _("Velg et år fra {year} og framover.").format(year=known[-1]),
    )


@cache
def implied_national_shares() -> Mapping[tuple[int, int], float]:
    """Give Norway's share of inhabitants by age group, implied by the administration key 2026.

    For use when Norway's ages are not loaded. The shares sum to 1.
    """
    values = _data()["national_shares"]["values"]
    return {(criteria()[id].low, criteria()[id].high): share for id, share in values.items()}


def implied_national_share(low: int, high: int) -> float:
    """Give Norway's share aged `low`–`high`; a group split by the ages is split evenly by year.

    Examples
    --------
    >>> round(implied_national_share(0, 66), 4), round(implied_national_share(67, 79), 4)
    (0.835, 0.1188)
    """
    total = 0.0
    for (first, last), share in implied_national_shares().items():
        overlap = min(high, last) - max(low, first) + 1
        total += share * max(overlap, 0) / (last - first + 1)
    return total


@cache
def death_rates() -> tuple[tuple[int, int, float], ...]:
    """Give deaths per inhabitant and year by age group; a choice of the method, not a statistic."""
    return tuple((int(a), int(b), float(q)) for a, b, q in _data()["death_rates"]["values"])
