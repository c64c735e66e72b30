"""The tables of the whole country, read when a chapter asks for them and kept while they hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import polars as pl

from veivalg.content import Source
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import language
from veivalg.gather.revisions import one_revision
from veivalg.gather.without_oslo import with_country_without_oslo
from veivalg.lake.entry import Problem, catalogue_folder
from veivalg.lake.lake import Lake
from veivalg.lake.snapshot import Snapshot
from veivalg.sources.embedded.figures import by_band, embedded_tables
from veivalg.tables import Sourced

NATIONAL = (
    "indicators",
    "accounts",
    "area_accounts",
    "finances",
    "need_indices",
    "population_groups",
)
"""The tables a chapter can read for the whole country."""
Found = tuple[Sourced | None, str | None]
"""The rows, and why some could not be read."""

_kept: Cache[Found] = Cache()


class Country(Mapping[str, Sourced]):
    """Table name → every row known, of any place; a table that holds nothing is absent.

    Reading some ten thousand partitions takes seconds; the result is kept in memory, and on disk
    as one file, for all municipalities until the table's catalogue changes.
    """

    def __init__(self, lake: Lake | None) -> None:
        self._lake = lake

    def __getitem__(self, name: str) -> Sourced:
        found = _national(self._lake, name)[0] if name in NATIONAL else None
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in NATIONAL if name in self)

    def __len__(self) -> int:
        return sum(1 for _name in self)

    def damaged(self) -> Mapping[str, str]:
        """Give table → why stored rows of some place could not be read; tables are read to know."""
        return Damaged(NATIONAL, lambda name: _national(self._lake, name)[1])


class Damaged(Mapping[str, str]):
    """Table name → why stored rows of it can't be read.

    Parameters
    ----------
    names
        The tables it may be.
    fault
        Gives what is wrong with one, or None.
    """

    def __init__(self, names: Iterable[str], fault: Callable[[str], str | None]) -> None:
        self._names = frozenset(names)
        self._fault = fault

    def __getitem__(self, name: str) -> str:
        fault = self._fault(name) if name in self._names else None
        if fault is None:
            raise KeyError(name)
        return fault

    def __iter__(self) -> Iterator[str]:
        return (name for name in sorted(self._names) if name in self)

    def __len__(self) -> int:
        return sum(1 for _name in self)


def _national(lake: Lake | None, name: str) -> Found:
    weighed = {*_read_for(name), *_read_for("population_groups")}
    if lake is None or not any(_mark(lake.folder, table) for table in weighed):
        return _kept.get((language(), name), lambda: (_whole(None, name, _embedded(name)), None))
    marks = tuple(_mark(lake.folder, table) for table in _read_for(name))
    folder = lake.folder
    return _kept.get((language(), folder, name, marks), lambda: _made(folder, name, marks))


def _read_for(name: str) -> tuple[str, ...]:
    return ("population", name) if name == "population_groups" else (name,)


def _mark(folder: Path, table: str) -> int:
    # Storing a version replaces a file in its catalogue folder, which marks the folder.
    try:
        return catalogue_folder(folder, table).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _made(folder: Path, name: str, marks: tuple[int, ...]) -> Found:
    snapshot = Snapshot(folder, name, marks)
    stored = snapshot.read()
    faults: list[Problem] = []
    if stored is None:
        stored = _read(Lake(folder), name, faults)
        if stored is not None and not faults:
            snapshot.write(stored)
    told = str(faults[0].error) if faults else None
    return _whole(Lake(folder), name, joined(stored, _embedded(name))), told


def _whole(lake: Lake | None, name: str, found: Sourced | None) -> Sourced | None:
    """Add the country without Oslo, and leave no figures of two revisions beside one another."""
    return with_country_without_oslo(
        name, one_revision(found), lambda: _national(lake, "population_groups")[0]
    )


def _embedded(name: str) -> Sourced | None:
    return embedded_tables().get(name)


def _read(lake: Lake, name: str, faults: list[Problem]) -> Sourced | None:
    stored = lake.read(name, unreadable=faults)
    if name != "population_groups":
        return stored
    people = lake.read("population", unreadable=faults)
    return joined(people and Sourced(by_band(people.frame), people.sources), stored)


def joined(first: Sourced | None, second: Sourced | None) -> Sourced | None:
    """Give the rows of `first`, and of `second` what `first` lacks.

    A place that `first` has rows of is taken from it whole; of indicators, each indicator of a
    place is, so that one table fetched does not hide the embedded figures of another.
    """
    if first is None or second is None:
        return first or second
    keys = [k for k in ("municipality", "indicator") if k in first.frame.columns]
    lacking = second.frame.join(first.frame.select(keys).unique(), on=keys, how="anti")
    own = set(first.frame["municipality"].unique())
    sources: dict[str, Source] = {k: s for k, s in second.sources.items() if k.startswith("*#")}
    for place in lacking["municipality"].unique():
        source = second.source(place)
        sources[f"{place}#{source.table}" if place in own else place] = source
    if "indicator" in keys:  # each keeps its source beside those of the same place that are fetched
        beside = lacking.filter(pl.col("municipality").is_in(own)).select(keys).unique()
        sources |= {f"{p}#{id}": second.source_of(p, id) for p, id in beside.iter_rows()}
    return Sourced(pl.concat([first.frame, lacking]), {**sources, **first.sources})
