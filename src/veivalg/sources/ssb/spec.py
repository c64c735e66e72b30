"""What a table at SSB must look like, and what it was found to look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from veivalg.sources.ssb.axes import Axis, Keys, Measure
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.jsonstat import Dataset, Dimension
from veivalg.sources.ssb.metadata import CONTENTS, TIME, TableMetadata
from veivalg.sources.ssb.regions import Asked


class Reading(Protocol):
    """How a table is read that codes alone do not describe: by the labels in its metadata."""

    def locate(self, spec: TableSpec, client: PxWeb) -> TableSpec:
        """Give the spec with the number of the table."""
        ...

    def check(self, spec: TableSpec, meta: TableMetadata) -> Shape:
        """Hold the spec against the metadata."""
        ...

    def rows(self, shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
        """Give the rows of our tables of one answer."""
        ...


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table at SSB.

    Parameters
    ----------
    id
        Number; ``earlier`` are those it replaced.
    region
        The dimension of places.
    axes
        The other dimensions than region, contents and time → how they are read.
    measures
        The contents we use.
    first_year
        Earlier years are not fetched.
    merged
        Whether earlier codes are needed to make series whole.
    check
        A check of the contents beyond the measures' own.
    reading, fills
        How the table is read when not by `axes` and `measures`, and which of our tables it fills.
    """

    id: str
    title: str
    region: str
    measures: tuple[Measure, ...]
    axes: Mapping[str, Axis] = field(default_factory=dict)
    first_year: int = 2015
    merged: bool = True
    earlier: tuple[str, ...] = ()
    check: Callable[[str, Dimension], None] | None = None
    reading: Reading | None = None
    fills: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """Give the names of our tables that it fills."""
        return self.fills or tuple(dict.fromkeys(m.table for m in self.measures))


@dataclass(frozen=True, slots=True)
class Shape:
    """A spec that has been checked against the table's metadata.

    Parameters
    ----------
    axes
        Dimension → code → column values.
    measures
        The contents the table has.
    years
        Codes of the years to fetch.
    faults
        What the spec asks for and the table lacks, when the rest can be fetched.
    cells
        For a spec with a reading of its own: what it found.
    """

    spec: TableSpec
    axes: Mapping[str, Mapping[str, Keys]]
    measures: Mapping[str, Measure]
    years: tuple[str, ...]
    faults: tuple[str, ...] = ()
    cells: tuple[Any, ...] = ()

    @property
    def selection(self) -> dict[str, tuple[str, ...]]:
        """Give the codes to ask for in every dimension but the region."""
        chosen = {name: tuple(codes) for name, codes in self.axes.items()}
        return {**chosen, CONTENTS: tuple(self.measures), TIME: self.years}
