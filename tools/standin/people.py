"""What the constructed KOSTRA figures rest on: people, need, employer-tax rate, place by place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tools.standin.figures import YEARS, Figures
from veivalg.foundation.errors import VeivalgError
from veivalg.norway.aga import zone_parts
from veivalg.norway.register import municipalities

Array = npt.NDArray[np.float64]
KOSTRA_YEARS = tuple(range(2015, 2026))
GROUPS = {f"EKG{n:02d}": f"KOSTRA-gruppe {n}" for n in range(1, 18)}
COUNTRY = {"EAK": "Landet", "EAKUO": "Landet uten Oslo"}
COUNTIES = {f"EKA{m.county_code}": m.county for m in municipalities()}
"""The municipalities of a county, together. The codes were seen, the wording of labels not."""
GONE = {"EKA30": "Viken (2020-2023)", "EKA12": "Hordaland (-2019)", "EKA19": "Troms (-2019)"}
"""Some older ones, as they were seen to be marked; they have no figures here."""
TOGETHER = {**GROUPS, **COUNTIES, **COUNTRY}


@dataclass(frozen=True, slots=True)
class People:
    """The municipalities served, in order.

    Parameters
    ----------
    total
        Inhabitants 31 December [place, year of `KOSTRA_YEARS`].
    share
        Share of inhabitants by age group relative to the mean of all: «1-5», «6-15», «80+» …
    heads
        Persons by the same groups [place, year of `KOSTRA_YEARS`].
    rate
        Rate of employer tax [place].
    size
        0 for a municipality of 20,000, positive for smaller (natural logarithm / 3).
    members
        KOSTRA group, county or country → places.
    """

    codes: tuple[str, ...]
    total: Array
    share: dict[str, Array]
    heads: dict[str, Array]
    rate: Array
    size: Array
    members: dict[str, list[int]]


_AGES = {
    "1-5": (1, 5),
    "6-15": (6, 15),
    "0-22": (0, 22),
    "20-66": (20, 66),
    "67+": (67, 105),
    "80+": (80, 105),
}


def people_of(figures: Figures) -> People:
    """Sum the population and look up what is known of each municipality."""
    codes = tuple(figures.names)
    later = [YEARS.index(y + 1) for y in KOSTRA_YEARS]  # 1 January after is 31 December
    by_age = figures.population[:, later].sum(axis=2)
    total = np.maximum(by_age.sum(axis=2), 1.0)
    share, heads = {}, {}
    for name, (low, high) in _AGES.items():
        heads[name] = by_age[:, :, low : high + 1].sum(axis=2)
        part = heads[name][:, -1] / total[:, -1]
        share[name] = np.clip(part / part.mean(), 0.5, 2.0)
    register = {m.code: m for m in municipalities()}
    groups: dict[str, list[int]] = {group: [] for group in (*GROUPS, *COUNTIES)}
    for n, code in enumerate(codes):
        known = register.get(code)
        if known and known.kostra_group in groups:
            groups[known.kostra_group].append(n)
        if known:
            groups[f"EKA{known.county_code}"].append(n)
    groups["EAK"] = list(range(len(codes)))
    groups["EAKUO"] = [n for n, code in enumerate(codes) if code != "0301"]
    size = np.clip(np.log(20_000 / total[:, -1]) / 3, -1.0, 1.6)
    rate = np.array([_rate(code) for code in codes])
    return People(codes, total, share, heads, rate, size, groups)


def _rate(code: str) -> float:
    try:
        return zone_parts(code, KOSTRA_YEARS[-1])[0].rate
    except (VeivalgError, IndexError):
        return 0.141


def noise(name: str, shape: tuple[int, ...]) -> Array:
    """Give standard normal numbers that are the same every time for a name."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(shape)
