"""The register of indicators: what each figure is, where it is published, and how to read it.

Direction, area and kind are stated for every entry and never guessed from a label. A content code
stands only where a public source confirms it; otherwise the official label does, and the code is
looked up in the table's metadata when figures are fetched (``sources/indicator_tables.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any

import orjson

from veivalg.content import Certainty, Place, Unit
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import Words, _, kept_by_language
from veivalg.norway.municipality import country_of_services
from veivalg.norway.reference import FOLDER

SERVICES = Words(
    {
        "finance": "Økonomi",
        "administration": "Administrasjon og styring",
        "kindergarten": "Barnehage",
        "primary_school": "Grunnskole",
        "health": "Kommunehelse",
        "care": "Pleie og omsorg",
        "child_welfare": "Barnevern",
        "social": "Sosiale tjenester",
        "culture": "Kultur, idrett og kirke",
        "transport": "Samferdsel",
        "technical": "Plan, brann, vann og avløp",
        "property": "Eiendom og boliger",
    }
)
"""Service area → Norwegian name, in reading order."""


class Direction(StrEnum):
    """Whether a high figure is good; ``NEITHER`` where that is a matter of policy."""

    HIGH_GOOD = "high_good"
    LOW_GOOD = "low_good"
    NEITHER = "neither"


class Area(StrEnum):
    """What an indicator measures."""

    COST = "cost"
    QUALITY = "quality"
    FINANCE = "finance"
    PRODUCTIVITY = "productivity"
    COVERAGE = "coverage"


class Per(StrEnum):
    """What a figure is divided by; only ``INHABITANT`` may be corrected for need."""

    INHABITANT = "inhabitant"
    TARGET_GROUP = "target_group"
    USER = "user"
    MONEY = "money"
    OTHER = "other"
    NONE = "none"


class SmallNumbers(StrEnum):
    """How a figure resting on few is handled (M18).

    ``NONE`` money and other figures that do not rest on a count of persons; ``SHARE`` a share that
    is not ranked when its denominator is under 20; ``COUNT`` a count with a Poisson interval;
    ``MEAN`` a mean over persons, shown as a four-year mean in municipalities under 2 000.
    """

    NONE = "none"
    SHARE = "share"
    COUNT = "count"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure stands in a table.

    Parameters
    ----------
    contents
        Content code, empty when no public source confirms it.
    label
        The content's official label.
    dimensions
        Other dimension → code or official label.
    """

    contents: str = ""
    label: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the register.

    Parameters
    ----------
    plain
        «Hva betyr dette?» in one sentence.
    table
        SSB's number; ``contents``, ``label`` and ``dimensions`` say where in it. Empty where no
        public source confirms the number: the table is then found by ``table_title``, words that
        stand in its title, and by its labels.
    numerator, denominator
        What is divided by what, in words.
    numerator_cell, denominator_cell
        Where both are published by themselves: the value is then made from them, and merged
        municipalities are added over years. Otherwise only the ratio is known.
    functions
        KOSTRA functions of a figure that is computed from ``accounts`` and the number of
        inhabitants and not fetched; empty for one that is fetched.
    unit_text
        The unit in words: «kr per innbygger 6–15 år».
    scale
        Stored value = published value × scale (per cent 0.01, 1000 kr 1000).
    need_sector
        Sector of the cost key it may be corrected with; only for figures per inhabitant.
    certainty
        How certain table and label are: ``FOUND`` when a public source has been seen to use them.
    """

    id: str
    name: str
    plain: str
    definition: str
    table: str
    table_title: str
    contents: str
    label: str
    dimensions: Mapping[str, str]
    numerator: str
    denominator: str
    numerator_cell: Cell | None
    denominator_cell: Cell | None
    functions: tuple[str, ...]
    unit: Unit
    unit_text: str
    scale: float
    decimals: int
    direction: Direction
    area: Area
    service: str
    per: Per
    need_sector: str | None
    small_number: SmallNumbers
    valid_from: str
    valid_to: str | None
    source: str
    certainty: Certainty

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Give the cells to fetch: numerator and denominator, or the figure itself, or none."""
        if self.functions:
            return ()
        if self.numerator_cell and self.denominator_cell:
            return (self.numerator_cell, self.denominator_cell)
        return (Cell(self.contents, self.label, self.dimensions),)

    @property
    def table_key(self) -> str:
        """Give what identifies its table: the number, or the words of the title."""
        return self.table or self.table_title

    @property
    def sign(self) -> int:
        """Give +1 when high is good, −1 when low is, 0 when neither."""
        return {Direction.HIGH_GOOD: 1, Direction.LOW_GOOD: -1}.get(self.direction, 0)


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = orjson.loads((FOLDER / "indicators.json").read_bytes())
    return data


@kept_by_language
def indicators() -> tuple[Indicator, ...]:
    """Give every indicator, by service area in reading order.

    Examples
    --------
    >>> indicators()[0].name
    'Netto driftsresultat'
    """
    common = {name: _data()[name] for name in ("valid_from", "valid_to", "source", "certainty")}
    entries = [_indicator(common | entry) for entry in _data()["indicators"]]
    order = list(SERVICES)
    return tuple(sorted(entries, key=lambda i: order.index(i.service)))


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    parts = {
        key: Cell(**entry[key]) if key in entry else None
        for key in ("numerator_cell", "denominator_cell")
    }
    return Indicator(
        **{
            **entry,
            **parts,
            **{key: _(entry[key]) for key in ("name", "plain", "definition")},
            "table_title": entry.get("table_title", ""),
            "contents": entry.get("contents", ""),
            "label": entry.get("label", ""),
            "dimensions": entry.get("dimensions", {}),
            "functions": tuple(entry.get("functions", ())),
            "unit": Unit(entry["unit"]),
            "direction": Direction(entry["direction"]),
            "area": Area(entry["area"]),
            "per": Per(entry["per"]),
            "need_sector": entry.get("need_sector"),
            "small_number": SmallNumbers(entry["small_number"]),
            "certainty": Certainty(entry["certainty"]),
        }
    )


@kept_by_language
def _by_id() -> Mapping[str, Indicator]:
    return {i.id: i for i in indicators()}


def indicator(id: str) -> Indicator:
    """Give an indicator by id; raises ``UsageError`` with the nearest ids.

    Examples
    --------
    >>> indicator("net_debt").direction.value
    'low_good'
    """
    if id in _by_id():
        return _by_id()[id]
    near = get_close_matches(id, _by_id(), n=3)
    raise UsageError(
        _("Det finnes ingen indikator «{id}».").format(id=id),
        _("Mente du {names}?").format(names=", ".join(near))
        if near
        else _("Se listen med «veivalg indikatorer»."),
    )


def country_of(entry: Indicator, without: int, whole: int) -> Place:
    """Give the country of an indicator, never with Oslo for finances (`country_of_services`)."""
    return country_of_services(without, 0 if entry.service == "finance" else whole)


def search_indicators(text: str) -> tuple[Indicator, ...]:
    """Give the indicators whose id, name, service area or table holds every word of `text`."""
    words = text.casefold().split()
    return tuple(i for i in indicators() if all(w in _searched(i) for w in words))


def _searched(entry: Indicator) -> str:
    return f"{entry.id} {entry.name} {SERVICES[entry.service]} {entry.table_key}".casefold()
