"""Pupils by school and grade, and children by kindergarten and age (M14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from veivalg.foundation.cache import Cache
from veivalg.maths.services.schools import GRADES
from veivalg.tables.disclosure import Cell
from veivalg.tables.gate import Answer, Persons, Release, Tally, any_rows, query
from veivalg.tables.small_numbers import suppress

PUPILS, KINDERGARTENS = "pupils", "kindergartens"
AGES = ("under_three", "over_three")


@dataclass(frozen=True, slots=True)
class Pupils:
    """Pupils of the newest school year: tables ``both`` (school, grade), ``school``, ``grade``."""

    year: int
    release: Release


@dataclass(frozen=True, slots=True)
class Kindergartens:
    """Kindergartens of the newest year: name, ``staff`` and ``play_area``, and children by age."""

    year: int
    rows: Sequence[Mapping[str, Any]]
    release: Release


_pupils_of = Cache[Pupils]()


def pupils(people: Persons | None) -> Pupils | None:
    """Give the pupils of the newest school year; None without any row."""
    if people is None or not any_rows(people):
        return None

    def made() -> Pupils:
        found = _pupils([people])
        return Pupils(found.facts["year"], found.tallies["pupils"])

    return _pupils_of.get((), made, (people,))


def kindergartens(people: Persons | None) -> Kindergartens | None:
    """Give the kindergartens of the newest year; None without any row."""
    if people is None or not any_rows(people):
        return None
    found = _kindergartens([people])
    return Kindergartens(found.facts["year"], found.facts["rows"], found.tallies["children"])


@query
def _pupils(rows: Mapping[str, pl.DataFrame]) -> Answer:
    year, frame = _newest(rows[PUPILS])
    schools = frame["school"].unique(maintain_order=True).to_list()
    places = {school: at for at, school in enumerate(schools)}
    counts = np.zeros((len(schools), len(GRADES)))
    for school, grade, count in frame.select("school", "grade", "pupils").iter_rows():
        counts[places[school], GRADES.index(grade)] = count
    tally = Tally(
        {"school": schools, "grade": [str(g) for g in GRADES]},
        counts,
        {"both": ("school", "grade"), "school": ("school",), "grade": ("grade",)},
        hidden=_in_line(counts),
    )
    return Answer({"pupils": tally}, {"year": year}, of=year)


@query
def _kindergartens(rows: Mapping[str, pl.DataFrame]) -> Answer:
    year, frame = _newest(rows[KINDERGARTENS])
    counts = frame.select(pl.col(AGES).cast(pl.Float64)).to_numpy()
    tally = Tally(
        {"kindergarten": frame["kindergarten"].to_list(), "age": AGES},
        counts,
        {"both": ("kindergarten", "age")},
        hidden=_in_line(counts),
    )
    told = frame.select("kindergarten", "staff", "play_area").to_dicts()
    return Answer({"children": tally}, {"year": year, "rows": told}, of=year)


def _newest(frame: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    """Give the newest year, and its rows."""
    year = max(int(y) for y in frame["year"])
    return year, frame.filter(pl.col("year") == year)


def _in_line(counts: np.ndarray[Any, np.dtype[np.float64]]) -> list[Cell]:
    """Give the cells hidden so that no line has just one: readers may know the sums."""
    shown = suppress(counts.tolist())
    return [
        ((0, 1), (r, c)) for r, line in enumerate(shown) for c, v in enumerate(line) if v is None
    ]
