"""What the chapter «kommuneindeks» rests on: the country's index and one municipality in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Assumption,
    Certainty,
    Figure,
    Interval,
    Place,
    Source,
    SourceKind,
    Unit,
)
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.grades import TAIL
from veivalg.maths.comparison.index import (
    COST,
    EFFICIENCY,
    FINANCE,
    QUALITY,
    TOTAL,
    Composite,
    Index,
    Weights,
)
from veivalg.maths.comparison.national import National, national
from veivalg.maths.comparison.ranks import LEVEL, Rank, ends
from veivalg.norway.indicators import indicator
from veivalg.norway.register import municipalities
from veivalg.tables import Sourced

METHOD = "M6"
TABLES = ("indicators", "accounts", "population_groups", "need_indices")
HISTORY = 5
"""How many years back the index is shown."""

_made: Cache[National | None] = Cache()


@dataclass(frozen=True)
class Choices:
    """Weights and cut-offs a person can change."""

    cost: Assumption
    quality: Assumption
    finance: Assumption
    tail: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption."""
        return self.cost, self.quality, self.finance, self.tail

    @property
    def weights(self) -> Weights:
        """Give the weights of the total."""
        return Weights(self.cost.value, self.quality.value, self.finance.value)


def choices(evidence: Evidence) -> Choices:
    """Give the weights with what a person has chosen."""

    def weight(id: str, label: str) -> Assumption:
        return evidence.assume(
            Assumption(
                f"vekt-{id}",
                label,
                1.0,
                1.0,
                Unit.COUNT,
                Certainty.FOUND,
                "Agenda Kaupang, Kommuneindeksen 2024: de tre teller likt",
                0.0,
                5.0,
                0.5,
                1,
                _("Bare forholdet mellom vektene betyr noe. 0 holder delen utenfor."),
            )
        )

    tail = Assumption(
        "karakter-ytterpunkt",
        _("Andel i hver ende som får karakter 6 og 1"),
        TAIL,
        TAIL,
        Unit.SHARE,
        Certainty.UNVERIFIED,
        "Kommunal Rapport, Kommunebarometeret",
        0.01,
        0.25,
        0.01,
        0,
        _("Grensen er ikke funnet i noen kilde."),
    )
    return Choices(
        weight("kostnad", _("Vekt på kostnader")),
        weight("kvalitet", _("Vekt på kvalitet")),
        weight("finans", _("Vekt på finanser")),
        evidence.assume(tail),
    )


def names() -> dict[str, str]:
    """Give the name of each index in reading order."""
    return {
        TOTAL: _("Samlet"),
        COST: _("Kostnader"),
        QUALITY: _("Kvalitet"),
        FINANCE: _("Finanser"),
        EFFICIENCY: _("Effektivitet"),
    }


@dataclass(frozen=True, eq=False)
class Model:
    """One municipality in the country's index."""

    evidence: Evidence
    country: National
    choices: Choices
    tables: Mapping[str, Sourced]

    @property
    def place(self) -> Place:
        """Give the municipality."""
        return self.evidence.place

    @property
    def index(self) -> Index:
        """Give the index of the country."""
        return self.country.index

    @property
    def of(self) -> int:
        """Give how many municipalities the country has."""
        return len(self.country.cube.places)

    @property
    def period(self) -> str:
        """Give the years the index rests on."""
        years = self.index.years
        return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])

    @cached_property
    def composites(self) -> dict[str, Composite]:
        """Give the indices that at least half of the municipalities have, in reading order."""
        found = {**self.index.main}
        found.pop(TOTAL, None)
        total = self.index.total(self.choices.weights)
        if total is not None:
            found[TOTAL] = total
        return {n: found[n] for n in names() if n in found and self.enough(found[n])}

    def enough(self, composite: Composite | None) -> bool:
        """Say whether at least half of the municipalities have a value."""
        return composite is not None and int(composite.known.sum()) * 2 >= self.of

    def rank(self, composite: Composite | None, code: str | None = None) -> Rank | None:
        """Rank a municipality where at least half of them can be ranked, else None."""
        if composite is None or not self.enough(composite):
            return None
        return self.index.rank(composite, code or self.place.code)

    def value(
        self, composite: Composite, code: str | None = None
    ) -> tuple[float, float, float] | None:
        """Give an index value with the ends of its interval, or None when the ground is thin."""
        at = self.index.where[code or self.place.code]
        middle = float(composite.values[at])
        drawn = np.sort(composite.draws[:, at])
        if np.isnan(middle) or not len(drawn) or np.isnan(drawn).any():
            return None
        low, high = ends(len(drawn), LEVEL)
        return middle, min(middle, float(drawn[low])), max(middle, float(drawn[high]))

    @cached_property
    def source(self) -> Source:
        """Give our own calculation as source, constructed when anything in it is."""
        constructed = any(
            s.kind is SourceKind.CONSTRUCTED
            for t in self.tables.values()
            for s in t.sources.values()
        )
        return Source(
            f"veivalg-{METHOD}",
            "Veivalg",
            _("Kommuneindeks"),
            licence="MIT",
            kind=SourceKind.CONSTRUCTED if constructed else SourceKind.CALCULATION,
        )

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Give our calculation and the municipality's own tables."""
        found, place = [self.source], self.place
        own = self.evidence.rows("indicators", place)
        if own is not None:
            known = set(own.frame["indicator"].unique())
            found += [
                own.source_of(place.code, indicator(i.id).table)
                for i in self.country.items
                if i.id in known
            ]
        for name in ("accounts", "need_indices"):
            table = self.evidence.rows(name, place)
            found += [table.source(place.code)] if table is not None else []
        return unique(found)

    def rank_figure(self, id: str, label: str, rank: Rank) -> Figure:
        """Make a rank a figure; its interval goes with it everywhere."""
        return Figure(
            id,
            label,
            rank.position,
            Unit.RANK,
            self.place,
            self.period,
            self.source,
            interval=rank.interval,
            formula=_("1 + antall kommuner med høyere indeks"),
            assumptions=self.choices.all()[:3],
            method=METHOD,
        )

    def score_figure(self, id: str, label: str, value: tuple[float, float, float]) -> Figure:
        """Make an index value a figure, in standard deviations from the mean."""
        middle, low, high = value
        return Figure(
            id,
            label,
            middle,
            Unit.INDEX,
            self.place,
            self.period,
            self.source,
            2,
            Interval(low, high, _("åtte av ti trekninger over år og små tall"), LEVEL),
            _("Avstand fra snittet av kommunene i standardavvik, snitt av tre år"),
            method=METHOD,
        )


def build(evidence: Evidence) -> Model | None:
    """Give the municipality's place in the country, or None when no figure of it is known."""
    tables = {n: evidence.country[n] for n in TABLES if n in evidence.country}
    country = _country(tables)
    if country is None or evidence.place.code not in country.index.where:
        return None
    return Model(evidence, country, choices(evidence), tables)


def _country(tables: Mapping[str, Sourced]) -> National | None:
    """Make the country's index once for the tables as they are now, for all municipalities."""

    def make() -> National | None:
        codes = [m.code for m in municipalities()]
        return national(tables, codes) if "indicators" in tables else None

    return _made.get((), make, held=tuple(tables.get(n) for n in TABLES))
