"""A constructed projection by sex and one-year age, where the real one is not at hand.

Hamilton–Perry in one-year cohorts: the change of each cohort from 2021 to 2026, drawn towards the
country's with the weight of 20 persons, is applied in five-year steps from 2022–2026, and 0–4 from
the women's ages 15–49. Where SSB's main groups are known (the northern municipalities) the result
is scaled to them, and the low and high alternative to their totals. Everything else follows
documented factors. None of it is official statistics: every table made from it says so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from tools.standin.figures import AGES, YEARS, Figures
from veivalg.norway.splits import shares_until

FIRST, LAST = 2026, 2050
ALTERNATIVES = ("MMMM", "LLML", "HHMH", "MMML", "MMMH", "LHML", "HLMH", "MMM0", "MM00")
GROUPS = {"0-19": (0, 20), "20-64": (20, 65), "65-79": (65, 80), "80+": (80, AGES)}
DRAWN = 20.0  # persons of the country mixed into each cohort's change
AGING = 0.08  # change in 80+ by 2050 in «sterk aldring», and the other way in «svak»
Array = npt.NDArray[np.float64]


def project(figures: Figures) -> npt.NDArray[np.float32]:
    """Give persons [municipality then Norway, sex, age, alternative, year 2026–2050]."""
    main = _rake(_main(figures), figures)
    low, high = _totals(figures, main, "LLML"), _totals(figures, main, "HHMH")
    late = np.linspace(0, 1, LAST - FIRST + 1)[:, None]
    old = (np.arange(AGES) >= 80)[None, :]
    factors = {
        "MMMM": np.ones_like(low),
        "LLML": low,
        "HHMH": high,
        "MMML": np.sqrt(low),
        "MMMH": np.sqrt(high),
        "LHML": np.sqrt(low) * (1 + AGING * late * old)[None],
        "HLMH": np.sqrt(high) * (1 - AGING * late * old)[None],
        "MMM0": low**1.2,
        "MM00": low**1.1,
    }
    shape = (len(figures.names) + 1, 2, AGES, len(ALTERNATIVES), LAST - FIRST + 1)
    made = np.empty(shape, dtype=np.float32)
    for n, name in enumerate(ALTERNATIVES):
        persons = np.rint(main * factors[name][:, :, None, :])  # [place, year, sex, age]
        persons[:, 0] = np.rint(main[:, 0])  # the first year is the same in all
        made[:-1, :, :, n] = persons.transpose(0, 2, 3, 1)
    made[-1] = made[:-1].sum(axis=0)
    return made


def _main(figures: Figures) -> Array:
    """Project [municipality, year, sex, age] by cohort change."""
    people = _counted(figures)
    then, now = people[:, YEARS.index(2021)], people[:, YEARS.index(2026)]
    ratio = _cohort_ratio(then, now)
    women = _fertile(now)
    child = (now[:, :, :5] + DRAWN * (now[:, :, :5].sum(axis=0) / women.sum())) / (
        women[:, None, None] + DRAWN
    )
    years = {y: people[:, YEARS.index(y)] for y in range(2022, 2027)}
    for year in range(FIRST + 1, LAST + 1):
        before = years[year - 5]
        after = np.zeros_like(before)
        after[:, :, 5:] = before[:, :, :-5] * ratio
        after[:, :, -1] = before[:, :, -6:].sum(axis=2) * ratio[:, :, -1]
        after[:, :, :5] = child * _fertile(after)[:, None, None]
        years[year] = after
    return np.stack([years[y] for y in range(FIRST, LAST + 1)], axis=1)


def _counted(figures: Figures) -> Array:
    """Give the people with the country's change where a municipality was a share of another."""
    people, whole = figures.population.copy(), figures.population.sum(axis=0)
    for code, first in shares_until().items():
        if code in figures.names:
            n, begun = list(figures.names).index(code), YEARS.index(first)
            people[n, :begun] = people[n, begun] * whole[:begun] / np.maximum(whole[begun], 1.0)
    return people


def _cohort_ratio(then: Array, now: Array) -> Array:
    before = then[:, :, :-5].copy()
    before[:, :, -1] = then[:, :, -6:].sum(axis=2)
    after = now[:, :, 5:]
    country = after.sum(axis=0) / np.maximum(before.sum(axis=0), 1.0)
    return np.clip((after + DRAWN * country) / (before + DRAWN), 0.0, 3.0)


def _fertile(people: Array) -> Array:
    return people[:, 0, 15:50].sum(axis=1)


def _rake(main: Array, figures: Figures) -> Array:
    """Scale the municipalities whose main groups are known to them."""
    wide = figures.known.filter(pl.col("alternative") == "MMMM").pivot(
        on="age_group", index=["municipality", "year"], values="persons"
    )
    if wide.is_empty():
        return main
    wide = wide.with_columns((pl.col("65+") - pl.col("80+")).alias("65-79"))
    order = {code: n for n, code in enumerate(figures.names)}
    place = wide["municipality"].replace_strict(order, return_dtype=pl.Int64).to_numpy()
    year = (wide["year"] - FIRST).to_numpy()
    raked = main.copy()
    for group, (low, high) in GROUPS.items():
        part = raked[place, year][:, :, low:high]
        scale = wide[group].to_numpy() / np.maximum(part.sum(axis=(1, 2)), 1e-9)
        raked[place, year, :, low:high] = part * scale[:, None, None]
    return raked


def _totals(figures: Figures, main: Array, name: str) -> Array:
    """Give total by alternative over main: [municipality, year, 1]; the mean where unknown."""
    years = LAST - FIRST + 1
    known = figures.known.filter(age_group="total")
    if known.is_empty():
        step = {"LLML": -0.0025, "HHMH": 0.0025}[name]
        return np.broadcast_to(
            (1 + step * np.arange(years))[None, :, None], (len(figures.names), years, 1)
        ).copy()
    ratios = (
        known.filter(alternative=name)
        .join(known.filter(alternative="MMMM"), on=["municipality", "year"], suffix="_main")
        .with_columns(ratio=pl.col("persons") / pl.col("persons_main"))
    )
    mean = ratios.group_by("year").agg(pl.col("ratio").mean()).sort("year")["ratio"].to_numpy()
    found = np.repeat(mean[None, :], len(figures.names), axis=0)
    order = {code: n for n, code in enumerate(figures.names)}
    place = ratios["municipality"].replace_strict(order, return_dtype=pl.Int64).to_numpy()
    found[place, (ratios["year"] - FIRST).to_numpy()] = ratios["ratio"].to_numpy()
    return found[:, :, None]
