"""The ensemble of one place, quick enough to be asked for at every move of a slider."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Place, Source
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.components import Components, learn
from veivalg.maths.projections.ensemble.counts import counts_from
from veivalg.maths.projections.ensemble.draws import only, with_extra
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.fingerprint import fingerprint
from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.ensemble.rates import Rates, Shocks
from veivalg.maths.projections.ensemble.shocks import shocks
from veivalg.maths.projections.ensemble.ssb_led import Factors, Target, apply, factors
from veivalg.maths.projections.ensemble.targets import MAIN, target_from
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.norway.municipality import NORWAY

Mode = Literal["own", "ssb"]
Persons = NDArray[np.float32]
SEED = 2026
DRAWS = 1000
LAST_YEAR = 2050


@dataclass(frozen=True, slots=True, eq=False)
class LocalEnsemble:
    """A place's population in many draws.

    Parameters
    ----------
    place
        Whose population.
    base_year
        The newest year counted; every draw starts there.
    years
        ``base_year`` and each year after it, 1 January.
    persons
        Shape ``(draws, years, 2, 106)``; sexes 0 female, 1 male; age 105 is open. Not writeable.
    sources
        Where the figures come from.
    caveat
        Norwegian; what a reader must know. Empty when the median is SSB's own by one-year age.
    mode
        ``own`` or ``ssb`` (the median follows SSB's alternative).
    overrides
        The local knowledge that is in the figures.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    persons: Persons
    sources: tuple[Source, ...]
    caveat: str
    mode: Mode
    overrides: tuple[Override, ...] = ()

    def group(self, lo: int, hi: int, sex: int | None = None) -> NDArray[np.float64]:
        """Give persons aged `lo`–`hi` (both included) by draw and year, ``(draws, years)``."""
        ages = self.persons[..., lo : hi + 1]
        part = ages.sum(axis=(2, 3)) if sex is None else ages[:, :, sex].sum(axis=2)
        return np.asarray(part, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What every ensemble of a place is made from, whatever the mode and local knowledge."""

    key: str
    rates: Rates
    components: Components
    target: Target | None
    by_age: bool
    sources: tuple[Source, ...]


_bases = Cache[_Base | None]()
_pulled = Cache[Shocks]()
_factors = Cache[tuple[Factors, Factors]]()
_ensembles = Cache[LocalEnsemble]()


def ensemble_for(
    tables: PeopleTables,
    place: Place,
    *,
    draws: int = DRAWS,
    mode: Mode | None = None,
    overrides: Sequence[Override] = (),
    seed: int = SEED,
    to: int = LAST_YEAR,
    alternative: str = MAIN,
) -> LocalEnsemble | None:
    """Give the population of `place` in `draws` futures; None without one-year ages.

    `mode` None is SSB-led where SSB's figures are there, else our own. Kept in memory by what it
    depends on: figures, mode, overrides, draws, seed and last year.

    Raises
    ------
    UsageError
        When SSB-led draws are asked for and SSB's figures don't reach the years.
    """
    base = _base(tables, place, to, alternative)
    if base is None or (mode == "ssb" and base.target is None):
        return None
    chosen: Mode = mode or ("own" if base.target is None else "ssb")
    known = tuple(o for o in overrides if not o.removed and o.municipality == place.code)
    key = (base.key, chosen, tuple(o.key for o in known), draws, seed)
    return _ensembles.get(key, lambda: _made(base, place, chosen, known, draws, seed))


def _made(
    base: _Base, place: Place, mode: Mode, known: tuple[Override, ...], draws: int, seed: int
) -> LocalEnsemble:
    rates = with_extra(base.rates, known)
    persons = _simulated(base, rates, draws, seed)
    years = rates.years()
    if mode == "ssb" and base.target is not None:
        target, drawn = base.target, persons

        def led() -> tuple[Factors, Factors]:
            plain = _simulated(base, base.rates, draws, seed) if known else drawn
            return factors(plain, years, target)

        persons = apply(persons, *_factors.get((base.key, draws, seed), led))
    persons.flags.writeable = False
    return LocalEnsemble(
        place,
        rates.base_year,
        years,
        persons,
        base.sources,
        _caveat(place, mode, base.by_age),
        mode,
        known,
    )


def _simulated(base: _Base, rates: Rates, draws: int, seed: int) -> Persons:
    pulled = _pulled.get(
        (base.key, draws, seed), lambda: shocks(base.rates, base.components, draws=draws, seed=seed)
    )
    return simulate(rates, pulled, seed=seed).persons


def _base(tables: PeopleTables, place: Place, to: int, alternative: str) -> _Base | None:
    """Give what the ensembles are made from; the tables themselves tell whether it is known."""
    held = (tables.population, tables.projection, tables.projection_groups)
    made = partial(_estimated, tables, place, to, alternative)
    return _bases.get((place.code, to, alternative), made, held)


def _estimated(tables: PeopleTables, place: Place, to: int, alternative: str) -> _Base | None:
    rows = tables.of(place.code)
    table, own = tables.population, rows.population
    if table is None or own is None or place.code == NORWAY.code:
        return None
    frame = table.frame.filter(table.frame["municipality"].is_in([place.code, NORWAY.code]))
    counts = counts_from(frame)
    base = int(own.frame["year"].max())  # type: ignore[arg-type]
    if base >= to:
        return None
    components = learn(counts, base)
    rates = only(estimate(counts, base, horizon=to - base, components=components), (place.code,))
    ahead = (rows.projection, rows.projection_groups)
    cells, groups = (found.frame if found else None for found in ahead)
    led = target_from(cells, groups, alternative)
    if led is not None and not led.target.covers(base, to):
        led = None
    used = [own, *(found for found in ahead if found is not None and led is not None)]
    sources = tuple(dict.fromkeys(found.source(place.code) for found in used))
    target = led.target if led else None
    return _Base(
        fingerprint(rates, components, target),
        rates,
        components,
        target,
        bool(led and led.by_age),
        sources,
    )


def _caveat(place: Place, mode: Mode, by_age: bool) -> str:
    if mode == "own":
        return _("Framskrivingen for {place} er Veivalgs egen beregning, ikke SSBs.").format(
            place=place.name
        )
    if not by_age:
        return _(
            "Midten følger SSBs hovedalternativ i de aldersgruppene SSB har gitt tall for. "
            "Fordelingen innenfor dem, og usikkerheten, er Veivalgs beregning."
        )
    return ""
