"""Errors of past projections, and what each kind of shock would add to their variance.

A shock of unit size in one year is followed through the expected path (linearly), so that the
variance of any sizes is a sum of squares; no draws are needed. Used by ``teach_ensemble``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tools.build_reference import CC_BY, FOLDER, write
from veivalg.maths.projections.ensemble.backtest import grouped, known_places
from veivalg.maths.projections.ensemble.baseline import (
    RIVALS,
    chance_variance,
    hamilton_perry,
)
from veivalg.maths.projections.ensemble.components import learn
from veivalg.maths.projections.ensemble.counts import Counts, counts_from
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.expected import expected
from veivalg.maths.projections.ensemble.mortality import aged
from veivalg.maths.projections.ensemble.rates import BOYS, MOTHERS, Rates
from veivalg.maths.projections.ensemble.record import Record
from veivalg.maths.projections.ensemble.shocks import profiles
from veivalg.tables import TABLES
from veivalg.tables.known import only_known

Floats = NDArray[np.float64]
SIZES = (
    "wave_yearly",
    "wave_lasting",
    "level_lasting",
    "level_yearly",
    "young_lasting",
    "young_yearly",
    "families_lasting",
    "old_lasting",
    "mortality_yearly",
    "mortality_local",
    "fertility_yearly",
    "fertility_local",
)
SHARED = ("wave_yearly", "wave_lasting", "mortality_yearly", "fertility_yearly")
LOCAL = np.array([name not in SHARED for name in SIZES])
WAVE_KEPT = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """One row for each municipality, base year, horizon and age group.

    Parameters
    ----------
    off
        What came less what was expected, persons, ours and each of ``RIVALS``: ``(rows, 5)``.
    chance
        Variance of chance.
    parts
        Variance that each of ``SIZES`` would add at size 1, ``(rows, 12)``.
    """

    off: Floats
    chance: Floats
    parts: Floats
    base_year: NDArray[np.int64]
    horizon: NDArray[np.int64]
    group: NDArray[np.int64]
    place: NDArray[np.int64]
    people: Floats

    def only(self, rows: NDArray[np.bool_]) -> Errors:
        """Give some of the rows."""
        return Errors(*(getattr(self, name)[rows] for name in self.__slots__))


def read_counts(file: Path) -> Counts:
    """Read the population of the whole country; nothing is known of a place before a split."""
    people = TABLES["population"]
    return counts_from(only_known(people, people.validate(pl.read_parquet(file))))


def build(
    usage: str | None,
    name: str,
    told: tuple[str, str],
    columns: Sequence[str],
    rows: Callable[[Counts], list[list[object]]],
) -> None:
    """Read the population a command names, learn `rows` of it, and write reference table `name`.

    Parameters
    ----------
    told
        Its title and its note.
    """
    parser = argparse.ArgumentParser(description=usage)
    parser.add_argument("--befolkning", type=Path, required=True)
    counts = read_counts(parser.parse_args().befolkning)
    title, note = told
    head = {
        "title": title,
        "producer": "Veivalg",
        "source": "Beregnet av SSB 07459 Folkemengde etter kommune, kjønn og ettårig alder "
        f"1. januar {counts.years[0]}–{counts.years[-1]}, 2024-grenser",
        "licence": CC_BY,
        "certainty": "utledet",
        "note": note,
    }
    write(FOLDER, name, head, columns, rows(counts))


def errors(
    counts: Counts, first: int, last: int, given: Mapping[int, Record], horizon: int = 10
) -> Errors:
    """Give the errors of every base year, with the part of the peers' difference it is given."""
    found = [
        _one(counts, year, min(horizon, counts.years[-1] - year), given[year])
        for year in range(first, last + 1)
    ]
    names = Errors.__slots__
    return Errors(*(np.concatenate([getattr(e, n) for e in found]) for n in names))


def total_errors(counts: Counts, base_year: int, parts: Sequence[float], horizon: int) -> Floats:
    """Give the mean error of the total with each part of the peers' difference, by years ahead."""
    ahead = min(horizon, counts.years[-1] - base_year)
    kept, actual = _outcome(counts, base_year, ahead)
    found = []
    for part in parts:
        shared = learn(counts, base_year, Record(base_year, part, {}))
        path = expected(estimate(kept, base_year, horizon=ahead, components=shared))
        off = grouped(path[:, 1:])[..., 0] / actual[..., 0] - 1
        found.append(np.abs(off).mean(axis=0))
    return np.array(found)


def _outcome(counts: Counts, base_year: int, horizon: int) -> tuple[Counts, Floats]:
    kept = counts.only(known_places(counts, base_year))
    at = counts.years.index(base_year) + 1
    return kept, grouped(kept.persons[:, at : at + horizon])


def _one(counts: Counts, base_year: int, horizon: int, given: Record) -> Errors:
    kept, actual = _outcome(counts, base_year, horizon)
    shared = learn(counts, base_year, given)
    rates = estimate(kept, base_year, horizon=horizon, components=shared)
    path = expected(rates)
    others = [
        grouped(hamilton_perry(kept, base_year, horizon, *how)[:, 1:]) for how in RIVALS.values()
    ]
    off = actual[..., None] - np.stack([grouped(path[:, 1:]), *others], axis=-1)
    chance = grouped(chance_variance(rates, path, deaths_only=False)[:, 1:])
    steered = _impulses(rates, path)
    parts = np.stack([_parts(steered[h]) for h in range(horizon)], axis=1)
    place, ahead, group = (i.ravel() for i in np.indices(actual.shape))
    people = path[:, 0].sum(axis=(1, 2))
    return Errors(
        off.reshape(-1, off.shape[-1]),
        chance.ravel(),
        parts.reshape(-1, len(SIZES)),
        np.full(place.size, base_year),
        ahead + 1,
        group,
        place,
        people[place],
    )


def _impulses(rates: Rates, path: Floats) -> list[Floats]:
    """Give, for each horizon, the answer in each group to a unit shock: ``(m, year, 7, groups)``.

    The seven are the five profiles of moves, mortality and fertility.
    """
    m, steps = len(rates.municipalities), rates.steps
    now, found = np.zeros((m, 0, 7, 2, 106)), []
    for t in range(steps):
        survive, stay = rates.survive[:, t], 1 + rates.net[:, t]
        ahead = aged(now) * (survive * stay)[:, None, None]
        before = now[..., 0, MOTHERS.start - 1 : MOTHERS.stop - 1]
        mothers = 0.5 * (before + ahead[..., 0, MOTHERS])
        births = (mothers * rates.fertility[:, t, None, None]).sum(axis=-1)
        ahead[..., 0] = births[..., None] * np.array([1 - BOYS, BOYS]) * stay[:, None, None, :, 0]
        started, lived = aged(path[:, t]), aged(path[:, t]) * survive
        lived[..., 0] = path[:, t + 1, :, 0] / stay[..., 0]
        new = np.zeros((m, 1, 7, 2, 106))
        new[:, 0, :5] = lived[:, None] * profiles()[:, None]
        new[:, 0, 5] = -started * (1 - survive) * stay
        new[:, 0, 6, :, 0] = path[:, t + 1, :, 0]
        now = np.concatenate([ahead, new], axis=1)
        found.append(grouped(now))
    return found


def _parts(answer: Floats) -> Floats:
    """Give the variance of each of ``SIZES`` at size 1 from one horizon's answers."""
    lasting = answer.sum(axis=1) ** 2
    yearly = (answer**2).sum(axis=1)
    wander = (np.cumsum(answer[:, ::-1], axis=1) ** 2).sum(axis=1)
    years = answer.shape[1]
    wave = sum(
        np.tensordot(answer[:, i:, 0], WAVE_KEPT ** np.arange(years - i), (1, 0)) ** 2
        for i in range(years)
    )
    return np.stack(
        [
            wave,
            lasting[:, 0],
            lasting[:, 1],
            yearly[:, 1],
            lasting[:, 2],
            yearly[:, 2],
            lasting[:, 3],
            lasting[:, 4],
            wander[:, 5],
            lasting[:, 5],
            wander[:, 6],
            lasting[:, 6],
        ],
        axis=-1,
    )
