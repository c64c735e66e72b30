"""What the chapter «kommuneindeks» rests on: the country's index and one municipality in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.missing import table_name
from veivalg.chapters.common.sources import unique
from veivalg.chapters.kommuneindeks import SPEC
from veivalg.content import (
    Assumption,
    Figure,
    Interval,
    Missing,
    Place,
    Source,
    SourceKind,
    Unit,
    format_plain,
)
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
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
from veivalg.norway.indicators import SERVICES, indicator
from veivalg.norway.register import municipalities
from veivalg.tables import Sourced

METHOD = SPEC.methods[0]
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
    ids = ("vekt-kostnad", "vekt-kvalitet", "vekt-finans", "karakter-ytterpunkt")
    return Choices(*set_out(evidence, *ids))


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

    @cached_property
    def peers(self) -> frozenset[str]:
        """Give the municipalities a person has chosen."""
        return frozenset(p.code for p in self.evidence.peers) - {self.place.code}

    @cached_property
    def beside(self) -> dict[str, str]:
        """Give code and name of chosen peers, the KOSTRA group and the municipality itself."""
        group = self.evidence.municipality.kostra_group
        found = {
            m.code: m.name
            for m in municipalities()
            if m.code in self.peers or (group and m.kostra_group == group)
        }
        return {**found, self.place.code: self.place.name}

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

    def has(self, composite: Composite) -> bool:
        """Say whether an index of the municipality is known, ranked or not."""
        return bool(np.isfinite(composite.values[self.index.where[self.place.code]]))

    def value(
        self, composite: Composite, code: str | None = None
    ) -> tuple[float, float, float] | None:
        """Give an index value with the ends of its interval, or None when the ground is thin.

        Without any spread nothing tells how sure it is: an interval of no width would say «sure».
        """
        at = self.index.where[code or self.place.code]
        middle = float(composite.values[at])
        drawn = np.sort(composite.draws[:, at])
        if np.isnan(middle) or not len(drawn) or np.isnan(drawn).any() or not np.ptp(drawn) > 0:
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
                own.source_of(place.code, i.id, indicator(i.id).table)
                for i in self.country.items
                if i.id in known
            ]
        for name in ("accounts", "need_indices"):
            table = self.evidence.rows(name, place)
            found += [table.source(place.code)] if table is not None else []
        return unique(found)

    @property
    def figures(self) -> Figures:
        """Make figures of the index."""
        return Figures(self.place, self.period, self.source, METHOD)

    def rank_figure(self, id: str, label: str, rank: Rank) -> Figure:
        """Make a rank a figure; its interval goes with it everywhere."""
        return self.figures(
            id,
            label,
            rank.position,
            Unit.RANK,
            _("1 + antall kommuner med høyere indeks"),
            interval=rank.interval,
            assumptions=self.choices.all()[:3],
        )

    def score_figure(self, id: str, label: str, value: tuple[float, float, float]) -> Figure:
        """Make an index value a figure, in standard deviations from the mean."""
        middle, low, high = value
        return self.figures(
            id,
            label,
            middle,
            Unit.INDEX,
            _("Avstand fra snittet av kommunene i standardavvik, snitt av tre år"),
            2,
            interval=Interval(low, high, _("åtte av ti trekninger over år og små tall"), LEVEL),
        )


def weighings(model: Model) -> list[tuple[str, Rank]]:
    """Rank the municipality with other weights on cost, quality and finance."""
    chosen = model.choices.weights
    tried = {
        _("Valgte vekter"): chosen,
        _("Kostnader teller dobbelt"): Weights(2, 1, 1),
        _("Kvalitet teller dobbelt"): Weights(1, 2, 1),
        _("Finanser teller dobbelt"): Weights(1, 1, 2),
        _("Bare kostnader og kvalitet"): Weights(1, 1, 0),
        _("Bare kostnader"): Weights(1, 0, 0),
        _("Bare kvalitet"): Weights(0, 1, 0),
        _("Bare finanser"): Weights(0, 0, 1),
    }
    found = ((name, model.rank(model.index.total(w))) for name, w in tried.items())
    return [(name, rank) for name, rank in found if rank is not None]


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


def missing(model: Model | None) -> Iterator[Missing]:
    """Say which indices can't be made, and what is left out of those that can."""
    how = _("Hent tall for hele landet.")
    if model is None:
        why = _("Indeksen sammenlikner med hele landet, og tallene mangler.")
        yield Missing(_("Nøkkeltall for alle kommuner"), why, how, table_name("indicators"))
        return
    why = _("{n} av {of} kommuner har nok tall; minst halvparten må ha det.")
    for area, name in names().items():
        if area not in model.composites:
            yield Missing(
                _("Kommuneindeks: {name}").format(name=name.lower()),
                why.format(n=format_plain(model.country.ranked(area)), of=format_plain(model.of)),
                how,
                table_name("indicators"),
            )
    if model.composites:
        yield from _left_out(model, how)


def _left_out(model: Model, how: str) -> Iterator[Missing]:
    """Say what is not in the index: indicators of a few, costs not corrected, one-legged areas."""
    few = [indicator(id).name for id in model.index.left_out]
    if few:
        yield Missing(
            _("Ikke med i kommuneindeksen: {list}").format(list="; ".join(few)),
            _(
                "Tallene er kjent for færre enn halvparten av kommunene, og ville bare rangert de "
                "få mot hverandre."
            ),
            how,
            table_name("indicators"),
        )
    if model.country.uncorrected:
        yield Missing(
            _("Kostnader korrigert for utgiftsbehov"),
            _(
                "Behovsindeksen er kjent for færre enn halvparten av kommunene, så kostnadene er "
                "ikke med i kostnader, effektivitet eller samlet."
            ),
            _("Last ned «Grønt hefte» og les det inn med «veivalg importer-gront-hefte FIL»."),
            table_name("need_indices"),
        )
    parts = model.index.parts
    lame = [
        SERVICES[s].lower()
        for s in model.index.services
        if not all((area, s) in parts for area in (COST, QUALITY))
    ]
    if lame and parts:
        yield Missing(
            _("Effektivitet i {list}").format(list=", ".join(lame)),
            _("Enten kostnader eller kvalitet er kjent for færre enn halvparten av kommunene."),
            how,
            table_name("indicators"),
        )
