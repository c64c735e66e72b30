"""The population of a place by sex and one-year age: observed, then projected (M2).

SSB's own projection is read where it is at hand by one-year age. Otherwise a Hamilton–Perry
projection stands in, raked to SSB's main groups where those are known, else to Veivalg's own
embedded projection by age group, and `caveat` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from veivalg.content import Place, Source, calculation
from veivalg.content.numbers import format_date
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _, language
from veivalg.maths.projections.bands import compose, parts
from veivalg.maths.projections.hamilton_perry import AGES, OPEN, Ages, Rates, project, rates
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.projections.raking import Group, disjoint, rake
from veivalg.maths.projections.tested import Ends, Spread, Weights, spread_of
from veivalg.norway.alternatives import MAIN
from veivalg.norway.municipality import NORWAY, OSLO, WITHOUT_OSLO
from veivalg.norway.own_projection import OwnProjection, about, own_projection
from veivalg.tables import Sourced

LAST_YEAR = 2050
_SEXES = {"female": 0, "male": 1}
Counts = dict[int, Ages]
Groups = dict[int, dict[Group, float]]


@dataclass(frozen=True, slots=True, eq=False)
class PopulationPath:
    """A place's population year by year.

    Parameters
    ----------
    place
        Whose population.
    base_year
        The newest observed year; later years are projected.
    method
        ``ssb`` (SSB's projection by one-year age), ``own`` (Veivalg's, embedded),
        ``hamilton_perry`` (ours, see `caveat`) or ``none`` (nothing is known by one-year age after
        the base year).
    caveat
        Norwegian; what a reader must know of the projection. Empty when it is SSB's own.
    """

    place: Place
    base_year: int
    method: str
    caveat: str
    sources: tuple[Source, ...]
    projected_years: tuple[int, ...]
    _observed: Mapping[int, Ages] = field(repr=False)
    _bands: Mapping[int, Mapping[Group, float]] = field(repr=False)
    _projected: Mapping[str, Ages] = field(repr=False)
    _known: Mapping[str, Mapping[int, Mapping[Group, float]]] = field(repr=False)
    _source_of: Mapping[str, Source] = field(repr=False)
    _tested: Spread | None = field(default=None, repr=False)
    _own: OwnProjection | None = field(default=None, repr=False)
    # Lives with the population, and can't outgrow its ages and years. Threads that ask for the same
    # group at once put the same number there.
    _asked: dict[tuple[int, int, int, str], float | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def less(self, part: PopulationPath, place: Place) -> PopulationPath:
        """Give what is left as `place` when `part` is taken out, so that printed tables subtract.

        It has no spread of its own.
        """
        years = tuple(y for y in self.projected_years if y in part.projected_years)
        ahead = (
            {c: dict(zip(p.projected_years, ages, strict=True)) for c, ages in p._projected.items()}
            for p in (self, part)
        )
        told = _("{title}, minus {part}")
        named = {
            key: replace(
                s, id=f"{s.id}-uten", title=told.format(title=s.title, part=part.place.name)
            )
            for key, s in self._source_of.items()
        }
        caveat = _("Tall for {place} er {whole} minus {part}.").format(
            place=place.name, whole=self.place.name, part=part.place.name
        )
        return PopulationPath(
            place,
            self.base_year,
            self.method,
            f"{self.caveat} {caveat}" if self.caveat else "",
            tuple(dict.fromkeys(named.values())),
            years,
            _without(self._observed, part._observed),
            _without(self._bands, part._bands),
            {c: np.array(list(by.values())) for c, by in _without(*ahead).items()},
            _without(self._known, part._known),
            named,
        )

    def ends(self, weights: Weights, year: int, level: float = 0.8) -> Ends | None:
        """Give the ends of a weighted number of people over its middle; None when not known."""
        if self._tested is None or not self.is_projected(year):
            return None
        made = self._own.ends(weights, year, level) if self._own else None
        return made or self._tested.ratios(weights, year, level)

    @property
    def tested(self) -> bool:
        """Say whether the spread is that of the ensemble, held against what came."""
        return self._tested is not None

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Give the alternatives known by one-year age."""
        return tuple(self._projected)

    @property
    def years(self) -> tuple[int, ...]:
        """Give every year something is known of, observed and projected."""
        known = {y for groups in self._known.values() for y in groups if y > self.base_year}
        return tuple(sorted({*self._observed, *self._bands, *self.projected_years, *known}))

    @property
    def observed_years(self) -> tuple[int, ...]:
        """Give the years counted, oldest first."""
        return tuple(y for y in self.years if y <= self.base_year)

    @property
    def last_year(self) -> int:
        """Give the last year anything is known of."""
        return self.years[-1]

    def is_projected(self, year: int) -> bool:
        """Say whether `year` lies after the newest count."""
        return year > self.base_year

    def persons(self, alternative: str = MAIN) -> Ages:
        """Give the projected years, shape ``(years, 2, 106)``; raises ``KeyError``."""
        return self._projected[alternative]

    def ages(self, year: int, alternative: str = MAIN) -> Ages | None:
        """Give persons by sex and one-year age in `year`, shape ``(2, 106)``, or None."""
        if not self.is_projected(year):
            return self._observed.get(year)
        if alternative not in self._projected or year not in self.projected_years:
            return None
        found: Ages = self._projected[alternative][self.projected_years.index(year)]
        return found

    def group(self, lo: int, hi: int, year: int, alternative: str = MAIN) -> float | None:
        """Give persons aged `lo`–`hi` (both included, 105 is open), or None when not known.

        A number that SSB has published for exactly this group is used before one that is computed.
        """
        key = (lo, min(hi, OPEN), year, alternative)
        if key not in self._asked:  # the need of every sector asks for the same few, each year
            self._asked[key] = self._group(*key)
        return self._asked[key]

    def _group(self, lo: int, hi: int, year: int, alternative: str) -> float | None:
        ages = self.ages(year, alternative)
        if not self.is_projected(year):
            if ages is not None:
                return float(ages[:, lo : hi + 1].sum())
            return compose(self._bands.get(year, {}), lo, hi)
        known = compose(self._known.get(alternative, {}).get(year, {}), lo, hi)
        if known is not None or ages is None:
            return known
        return float(ages[:, lo : hi + 1].sum())

    def sex_group(
        self, sex: int, lo: int, hi: int, year: int, alternative: str = MAIN
    ) -> float | None:
        """Give women (0) or men (1) aged `lo`–`hi`, or None when one-year ages are not known."""
        ages = self.ages(year, alternative)
        return None if ages is None else float(ages[sex, lo : min(hi, OPEN) + 1].sum())

    def bands(self, year: int) -> Mapping[Group, float]:
        """Give the finest known age bands that cover every age once; empty when there are none."""
        known = self._bands.get(year, {})
        return {group: known[group] for group in parts(known, 0, OPEN) or ()}

    def alternatives_totals(self) -> dict[str, dict[int, float]]:
        """Give alternative → year → persons in all, for every alternative whose total is known."""
        codes = dict.fromkeys((*self._projected, *self._known))
        years = [y for y in self.years if self.is_projected(y)]
        totals = {c: {y: self.group(0, OPEN, y, c) for y in years} for c in codes}
        found = {c: {y: n for y, n in by.items() if n is not None} for c, by in totals.items()}
        return {c: by for c, by in found.items() if by}

    def source(self, year: int, lo: int = 0, hi: int = OPEN, alternative: str = MAIN) -> Source:
        """Give the source of `group` for these ages and this year."""
        if not self.is_projected(year):
            part = "observed" if year in self._observed else "bands"
        elif compose(self._known.get(alternative, {}).get(year, {}), lo, min(hi, OPEN)) is None:
            part = "projected"
        else:
            part = "known"
        return self._source_of.get(part) or self.sources[0]

    def sources_for(self, *groups: Group) -> tuple[Source, ...]:
        """Give the sources of some age groups over all years, each once."""
        found = (self.source(y, lo, hi) for y in self.years for lo, hi in groups)
        return tuple(dict.fromkeys(found))

    def caveat_for(self, *groups: Group) -> str:
        """Give the caveat where any of the age groups is not SSB's own number ahead, else «»."""
        ahead = [y for y in self.years if self.is_projected(y)]
        published = all(
            compose(self._known.get(MAIN, {}).get(y, {}), lo, min(hi, OPEN)) is not None
            for y in ahead
            for lo, hi in groups
        )
        return "" if ahead and published else self.caveat

    @property
    def stands_in(self) -> str:
        """Say in one short sentence that ages ahead are our calculation; empty when SSB's."""
        if self.method == "own":
            text = _("Framskrivingen for {place} er Veivalgs beregning (etterprøvd), ikke SSBs.")
            return text.format(place=self.place.name)
        if self.method != "hamilton_perry":
            return self.caveat
        text = (
            _(
                "Framskrivingen etter alder i {place} er Veivalgs beregning (Hamilton–Perry), "
                "avstemt mot SSBs hovedgrupper."
            )
            if self._known.get(MAIN)
            else _("Framskrivingen for {place} er Veivalgs beregning (Hamilton–Perry), ikke SSBs.")
        )
        return text.format(place=self.place.name)


_paths = Cache["PopulationPath | None"]()


def population_path(tables: PeopleTables, place: Place) -> PopulationPath | None:
    """Give the population of `place` as far back and ahead as the tables reach.

    Parameters
    ----------
    tables
        Those of `place`, and the population of Norway, which steadies the rates of a small place.

    Returns
    -------
    PopulationPath or None
        None when no table holds anything of `place`.
    """
    held = tuple(getattr(tables, one.name) for one in fields(tables))
    return _paths.get((place, language()), lambda: _made(tables, place), held)


def _without(whole: Mapping[Any, Any], less: Mapping[Any, Any]) -> dict[Any, Any]:
    """Subtract what both have, in mappings within them too."""
    return {
        key: _without(value, less[key]) if isinstance(value, Mapping) else value - less[key]
        for key, value in whole.items()
        if key in less
    }


def _made(tables: PeopleTables, place: Place) -> PopulationPath | None:
    if place.code == WITHOUT_OSLO:
        whole, oslo = (population_path(tables, p) for p in (NORWAY, Place(OSLO, "Oslo")))
        if whole is not None and oslo is not None and whole.base_year == oslo.base_year:
            return whole.less(oslo, place)
    own = tables.of(place.code)
    counts, bands = _counts(own.population), _groups(own.population_groups)
    ahead, known = _alternatives(own.projection), _known_groups(own.projection_groups)
    if not counts and not bands and not ahead:
        return None
    observed = {*counts, *bands}
    base = max(observed) if observed else min(min(by) for by in ahead.values())
    if not observed:
        counts = {base: ahead[MAIN][base]} if base in ahead.get(MAIN, {}) else {}
    if ahead:
        years = tuple(sorted(y for y in ahead.get(MAIN, {}) if y > base))
        projected = {
            c: np.array([by[y] for y in years]) for c, by in ahead.items() if set(years) <= set(by)
        }
        method, caveat, known, made = "ssb", "", {}, None
    else:
        made = None if known.get(MAIN) else _embedded(place, counts, base)
        targets = made.groups() if made else known.get(MAIN, {})
        years, projected, caveat = _hamilton_perry(tables, place, counts, base, targets)
        method = ("own" if made else "hamilton_perry") if projected else "none"
        caveat = _own_caveat(place) if method == "own" else caveat
    source_of = _sources(own, place, method, caveat)
    return PopulationPath(
        place,
        base,
        method,
        caveat,
        tuple(dict.fromkeys(source_of.values())),
        years,
        counts,
        bands,
        projected,
        known,
        source_of,
        spread_of(tables, place),
        made,
    )


def _embedded(place: Place, counts: Counts, base: int) -> OwnProjection | None:
    """Give the embedded projection, where it starts from the very people that are counted."""
    found = own_projection(place.code) if base in counts else None
    same = found is not None and found.base_year == base
    return found if found and same and abs(found.people - counts[base].sum()) < 1 else None


def _own_caveat(place: Place) -> str:
    said = about()
    return _(
        "Vi har ikke SSBs framskriving for {place}. Tallene fram i tid er Veivalgs egen "
        "framskriving (versjon {version}, laget {made}), etterprøvd til ti år fram. Der vi kan "
        "sammenlikne, gir den flere innbyggere i 2050 enn SSB."
    ).format(place=place.name, version=said["version"], made=format_date(said["made"]))


def _hamilton_perry(
    tables: PeopleTables,
    place: Place,
    counts: Counts,
    base: int,
    known: Mapping[int, Mapping[Group, float]],
) -> tuple[tuple[int, ...], dict[str, Ages], str]:
    """Project from the newest one-year ages; give years, arrays by alternative and the caveat."""
    by = _rates(tables.population, place, counts)
    targets = {y: disjoint(groups) for y, groups in known.items()}
    if by is None:
        return (), {}, _("Fordelingen på ettårig alder er ikke kjent for årene som kommer.")
    start, last = max(counts), max([LAST_YEAR, *targets])
    persons = project(
        counts[start], start, last, by, lambda year, ages: rake(ages, targets.get(year, {}))
    )
    years = tuple(range(base + 1, last + 1))
    return years, {MAIN: persons[base - start :]}, _caveat(place, bool(targets))


def _rates(population: Sourced | None, place: Place, counts: Counts) -> Rates | None:
    if not counts:
        return None
    if place.code == NORWAY.code:
        return rates(counts, max(counts))
    country = _counts(population.rows(NORWAY.code) if population else None)
    national = rates(country, max(country)) if country else None
    return rates(counts, max(counts), national, country)


def _caveat(place: Place, raked: bool) -> str:
    if raked:
        return _(
            "Vi har ikke SSBs framskriving med ettårig alder. Aldersfordelingen innenfor SSBs "
            "hovedgrupper er Veivalgs beregning (Hamilton–Perry)."
        )
    return _(
        "Vi har ikke SSBs framskriving for {place}. Tallene fram i tid er Veivalgs beregning "
        "(Hamilton–Perry), som fører videre utviklingen de siste ti årene, og er ikke avstemt mot "
        "SSBs tall."
    ).format(place=place.name)


def _sources(own: PeopleTables, place: Place, method: str, caveat: str) -> dict[str, Source]:
    """Give part → source: observed, bands, projected, known."""
    parts = {"population": "observed", "population_groups": "bands"}
    parts |= {"projection": "projected"} if method == "ssb" else {"projection_groups": "known"}
    found = {
        part: table.source(place.code)
        for name, part in parts.items()
        if (table := getattr(own, name)) is not None
    }
    if method in ("hamilton_perry", "own"):
        title = (
            _("Framskriving etter kjønn og ettårig alder for {place} (Hamilton–Perry)")
            if method == "hamilton_perry"
            else _("Veivalgs egen framskriving for {place}, etterprøvd")
        )
        made = calculation("M2", title.format(place=place.name), note=caveat)
        found["projected"] = replace(made, id=f"{made.id}-{place.code}")
    if method == "ssb" and "observed" not in found and "bands" not in found:
        found["observed"] = found["projected"]
    return found


def _counts(table: Sourced | None) -> Counts:
    """Give year → persons by sex and age from a table of one-year ages."""
    if table is None:
        return {}
    frame = table.frame
    years = frame["year"].to_numpy()
    found = {int(y): np.zeros((2, AGES)) for y in np.unique(years)}
    cube = np.zeros((len(found), 2, AGES))
    where = np.searchsorted(np.array(list(found)), years)
    sexes = np.where(frame["sex"].to_numpy() == "female", _SEXES["female"], _SEXES["male"])
    np.add.at(cube, (where, sexes, frame["age"].to_numpy()), frame["persons"].to_numpy())
    return dict(zip(found, cube, strict=True))


def _alternatives(table: Sourced | None) -> dict[str, Counts]:
    if table is None:
        return {}
    parts = table.frame.partition_by("alternative", as_dict=True)
    codes = {str(key[0]): part for key, part in parts.items()}
    order = sorted(codes, key=lambda c: (c != MAIN, c))
    return {c: _counts(Sourced(codes[c])) for c in order}


def _groups(table: Sourced | None) -> Groups:
    """Give year → age group → persons."""
    found: Groups = {}
    if table is not None:
        rows = table.frame.select("year", "age_from", "age_to", "persons").iter_rows()
        for year, lo, hi, persons in rows:
            found.setdefault(year, {})[(lo, hi)] = float(persons)
    return found


def _known_groups(table: Sourced | None) -> dict[str, Groups]:
    if table is None:
        return {}
    parts = table.frame.partition_by("alternative", as_dict=True)
    return {str(key[0]): _groups(Sourced(part)) for key, part in parts.items()}
