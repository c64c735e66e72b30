"""The lake: one immutable Parquet file a version, one small catalogue file a partition.

Layout::

    tall/catalogue/<table>/<partition>.json      which version is in force, with provenance
    tall/facts/<table>/<partition>@<hash>.parquet

A version is visible only when its catalogue file is, and that is replaced atomically: a process
killed at any moment leaves the old version or the new one. Since every partition has its own
catalogue file, two processes can write at the same time; of two writers of one partition the last
wins whole. Old versions stay. The hash is checked whenever a file is read.
"""

import hashlib
import io
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl

from veivalg.content import Source
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import store_error, sweep, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import FIGURES
from veivalg.lake.combine import combine
from veivalg.lake.entry import Entry, Problem, catalogue_folder, read_entry
from veivalg.lake.loaded import State, loaded, state_of
from veivalg.tables import TABLES, Sourced, TableSchema
from veivalg.tables.known import only_known

_SETTLED = 200_000_000  # ns
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Lake:
    """Stored tables with provenance, in a folder.

    Nothing is created before the first `put`. Methods raise ``StoreError`` with one clear
    sentence when the folder can't be used.

    Examples
    --------
    >>> import tempfile
    >>> lake = Lake(Path(tempfile.mkdtemp()))
    >>> frame = pl.DataFrame({"municipality": ["5503"], "year": [2024], "sex": ["female"],
    ...                       "age": [0], "persons": [100]})
    >>> lake.put("population", "5503", frame, Source("ssb", "SSB", "Folkemengde"))
    >>> lake.read("population").frame["persons"].to_list()
    [100]
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._swept = False
        self._known: dict[Path, tuple[tuple[int, int, int], Entry]] = {}
        self._listed: dict[str, tuple[int, tuple[Entry, ...]]] = {}

    def put(
        self,
        table: str,
        partition: str,
        frame: pl.DataFrame,
        source: Source,
        places: Sequence[str] | None = None,
    ) -> None:
        """Store `frame` as the version of `partition` in force.

        Parameters
        ----------
        frame
            Rows of the table; checked against its schema.
        source
            Provenance; ``sha256`` is filled in here.
        places
            Places the partition answers for, when some have no rows. Default: those in `frame`.

        Raises
        ------
        TableError
            When the rows break the schema; nothing is stored.
        StoreError
            When the folder can't be written or the disk is full; nothing is lost.
        """
        if not _NAME.fullmatch(partition):
            raise UsageError(_("«{name}» kan ikke være navn på en del.").format(name=partition))
        typed = _schema(table).validate(frame)
        if not self._swept:
            self.sweep()
        covered = set(typed["municipality"].unique()) if places is None else set(places)
        content = _to_parquet(typed, source)
        digest = hashlib.sha256(content).hexdigest()
        path = self._facts(table) / f"{partition}@{digest[:16]}.parquet"
        entry = Entry(
            table,
            partition,
            tuple(sorted(covered)),
            typed.height,
            replace(source, sha256=digest),
            path,
            _now(),
        )
        write_atomic(path, content)
        write_atomic(self._catalogue(table) / f"{partition}.json", entry.to_json())

    def read(
        self,
        table: str,
        places: Sequence[str] | None = None,
        *,
        unreadable: list[Problem] | None = None,
    ) -> Sourced | None:
        """Give the newest rows of every partition, or None when there are none.

        Parameters
        ----------
        places
            Only these places; default all.
        unreadable
            Where faults are put; a faulty partition is then left out. Default: raise.

        Raises
        ------
        StoreError
            When a needed file is damaged. The rest of the lake stays readable.
        """
        schema = _schema(table)
        wanted = None if places is None else set(places)
        parts: list[tuple[Entry, pl.DataFrame]] = []
        for found in self._concerning(table, wanted):
            try:
                entry = _entry_of(found)
                # The whole of a table is read once and kept elsewhere, or is read to be checked.
                rows = (
                    self._load(entry)
                    if wanted is None
                    else loaded(entry.path, partial(self._load, entry))
                )
                parts.append((entry, rows))
            except StoreError as error:
                if unreadable is None:
                    raise
                unreadable.append(_problem(found, error))
        return combine(schema, parts, wanted)

    def version(self, table: str, places: Sequence[str]) -> tuple[State | str, ...]:
        """Give what changes when the rows of `places` in a table do."""
        return tuple(_state(found) for found in self._concerning(table, set(places)))

    def catalogue(self) -> tuple[Entry, ...]:
        """Give the readable entries, sorted by table and partition; see also `verify`."""
        return tuple(e for t in TABLES for e in self._entries(t) if isinstance(e, Entry))

    def entry(self, table: str, partition: str) -> Entry | None:
        """Give the entry of a partition, or None when it is absent or unreadable."""
        path = self._catalogue(table) / f"{partition}.json"
        try:
            return read_entry(path, self._facts(table))
        except (StoreError, OSError):
            return None

    def sound(self, entry: Entry) -> bool:
        """Say whether the file of `entry` is whole."""
        try:
            self._bytes(entry)
        except StoreError:
            return False
        return True

    def verify(self) -> tuple[Problem, ...]:
        """Check every file against its hash; give what can't be used."""
        problems: list[Problem] = []
        for table in TABLES:
            self.read(table, unreadable=problems)
        return tuple(problems)

    def sweep(self) -> int:
        """Remove temporary files of processes that are gone; give how many."""
        self._swept = True
        return sweep(self.folder / FIGURES)

    def _facts(self, table: str) -> Path:
        return self.folder / FIGURES / "facts" / table

    def _catalogue(self, table: str) -> Path:
        return catalogue_folder(self.folder, table)

    def _entries(self, table: str) -> Iterable[Entry | Problem]:
        # The country's indicators are some ten thousand entries: looking at each takes half a
        # second. Storing or dropping one marks the folder, so an unmarked folder is as it was.
        folder = self._catalogue(table)
        try:
            marked = folder.stat().st_mtime_ns
            listed = self._listed.get(table)
            if listed is not None and listed[0] == marked:
                return listed[1]
            found = tuple(self._looked_up(folder, table))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise store_error(error, folder) from error
        entries = tuple(e for e in found if isinstance(e, Entry))
        # Marks are a few milliseconds coarse: a fresh one could hide the next change.
        if len(entries) == len(found) and time.time_ns() - marked > _SETTLED:
            self._listed[table] = (marked, entries)
        return found

    def _concerning(self, table: str, wanted: set[str] | None) -> Iterator[Entry | Problem]:
        """Give the entries that answer for any of the places, and those that can't be read."""
        for found in self._entries(table):
            if isinstance(found, Problem) or wanted is None or not wanted.isdisjoint(found.places):
                yield found

    def _looked_up(self, folder: Path, table: str) -> Iterable[Entry | Problem]:
        for path in sorted(p for p in folder.iterdir() if p.suffix == ".json"):
            try:
                yield self._entry(path, table)
            except FileNotFoundError:
                continue  # dropped by another process since the listing
            except StoreError as error:
                yield Problem(table, path.stem, path, error)

    def _entry(self, path: Path, table: str) -> Entry:
        # Parsing some thousand entries a page would show; a replaced file has another inode.
        state = path.stat()
        version = (state.st_ino, state.st_mtime_ns, state.st_size)
        known = self._known.get(path)
        if known is None or known[0] != version:
            known = (version, read_entry(path, self._facts(table)))
            self._known[path] = known
        return known[1]

    def _bytes(self, entry: Entry) -> bytes:
        try:
            content = entry.path.read_bytes()
        except OSError as error:
            raise _damaged(entry, _("kan ikke leses")) from error
        if hashlib.sha256(content).hexdigest() != entry.source.sha256:
            raise _damaged(entry, _("er skadet: innholdet stemmer ikke med SHA-256 i katalogen"))
        return content

    def _load(self, entry: Entry) -> pl.DataFrame:
        try:
            frame = pl.read_parquet(io.BytesIO(self._bytes(entry)))
            return only_known(_schema(entry.table), frame)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(entry, _("er skadet")) from error


def _schema(table: str) -> type[TableSchema]:
    try:
        return TABLES[table]
    except KeyError:
        raise UsageError(_("Det finnes ingen tabell «{name}».").format(name=table)) from None


def _to_parquet(frame: pl.DataFrame, source: Source) -> bytes:
    buffer = io.BytesIO()
    about = {
        "producer": source.producer,
        "table": source.table,
        "query": source.query,
        "retrieved": source.retrieved,
        "licence": source.licence,
    }
    frame.write_parquet(buffer, compression="zstd", metadata=about)
    return buffer.getvalue()


def _entry_of(found: Entry | Problem) -> Entry:
    if isinstance(found, Problem):
        raise found.error
    return found


def _state(found: Entry | Problem) -> State | str:
    try:
        return state_of(found.path)
    except OSError:
        return str(found.path)


def _problem(found: Entry | Problem, error: StoreError) -> Problem:
    if isinstance(found, Problem):
        return found
    return Problem(found.table, found.partition, found.path, error)


def _damaged(entry: Entry, fault: str) -> StoreError:
    return StoreError(
        _("Filen {path} {fault}.").format(path=entry.path, fault=fault),
        _("Hent tallene igjen med «veivalg hent {place} --paa-nytt», eller slett filen.").format(
            place=entry.places[0] if len(entry.places) == 1 else "KOMMUNE"
        ),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
