"""The municipality's own tables, with every version kept.

Layout::

    egne-tall/<municipality>/<table>/<number>.json    one event: read in, undone or deleted
    egne-tall/<municipality>/<table>/<hash>.parquet   the rows of a version

An event (see `foundation.events`) is put in place after the rows it points to. What is in force
follows from the last event, so that an import killed at any moment leaves the version that was
there, and two programs can write at once without losing each other's work.
"""

import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation import platform
from veivalg.foundation.drawer import Drawer
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.events import EventLog
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import COPIES, OWN
from veivalg.foundation.texts import accept, clean
from veivalg.own.admission import behind_the_gate
from veivalg.own.history import DAMAGED, Version, before_in_force, version_of
from veivalg.own.leftovers import clear, empty, writing
from veivalg.own.readings import note_command
from veivalg.own.tables import OwnTable, own_table, own_tables
from veivalg.own.tidy import is_tidy, tidied
from veivalg.own.waiting import sweep
from veivalg.tables import Sourced

if TYPE_CHECKING:
    from veivalg.tables.gate import Persons

_CODE = re.compile(r"[0-9]{4}")
OWN_BEFORE = "egne"
"""Where own figures lay in the layout of 0.1.0, as they still do in a copy of it."""
LONGEST_NAME = 80
MOST_FORMER = 20
"""Former versions of a table about people that what is shown is held together with."""
_LARGEST = 1 << 34
"""Bytes of rows at most."""


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Rows of the new version against the old, by the table's key; as many as may be seen.

    ``before`` holds the rows of the old version, None where they may not be seen.
    """

    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame
    before: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows a version adds, removes and changes; ``rows`` is None where they are hidden."""

    added: int
    removed: int
    changed: int
    rows: ChangedRows | None

    @property
    def is_empty(self) -> bool:
        """Say whether the versions hold the same rows."""
        return not (self.added or self.removed or self.changed)


class OwnStore:
    """The own figures of a data folder; nothing is made before the first table is stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder) / OWN

    def put(
        self, code: str, table: str, frame: pl.DataFrame, *, file: str, sha256: str, who: str = ""
    ) -> Version:
        """Store `frame` as the version in force.

        Raises
        ------
        TableError
            When the rows break the schema; nothing is stored.
        UsageError
            When the name of who did it may not be kept.
        StoreError
            When the folder can't be written; the version in force is untouched.
        """
        who = name_of(who)
        typed = own_table(table).validate(frame)
        buffer = io.BytesIO()
        typed.write_parquet(buffer)
        facts = f"{hashlib.sha256(buffer.getvalue()).hexdigest()[:16]}.parquet"
        with writing(self.folder):
            write_atomic(self._place(code, table) / facts, buffer.getvalue())
            return self._event(
                code, table, "import", typed.height, clean(Path(file).name), sha256, who, facts
            )

    def versions(self, code: str, table: str) -> tuple[Version, ...]:
        """Give the history of a table, oldest first."""
        return tuple(version_of(found) for found in self._log(code, table).read())

    def current(self, code: str, table: str) -> Version | None:
        """Give the version in force, or None when there is none."""
        history = self.versions(code, table)
        last = history[-1] if history else None
        return last if last is not None and (last.facts or last.kind == DAMAGED) else None

    def read(self, code: str, table: str, number: int | None = None) -> "Sourced | Persons | None":
        """Give the table in force (or that of version `number`) with its source, or None.

        One about people comes without its rows: they are behind the gate.

        Raises
        ------
        StoreError
            When the stored rows are damaged, or the event that says which are in force.
        """
        found = self._rows(code, table, number)
        if found is None:
            return None
        note_command(self.folder.parent, code, table)
        return behind_the_gate(table, found, lambda: self._before(code, table, number))

    def fault(self, code: str, table: str) -> StoreError | None:
        """Say what is wrong with the rows in force, or None; nobody is shown them."""
        try:
            self._rows(code, table)
        except StoreError as fault:
            return fault
        return None

    def _before(
        self, code: str, table: str, number: int | None
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """Give the rows in force before those of a version first were, oldest first, once each.

        They go to the gate: what was shown of them, readers may have. Rows that are deleted or
        damaged can't be had; of more than `MOST_FORMER` the newest are given.
        """
        history = self.versions(code, table)
        last = number if number is not None else history[-1].number
        alive = max(
            (v.number for v in history if v.kind == "delete" and v.number <= last), default=0
        )
        facts = {v.number: v.facts for v in history if alive < v.number <= last and v.facts}
        first = next((n for n, name in facts.items() if name == facts.get(last)), last)
        earlier = {name: n for n, name in reversed(facts.items()) if n < first}
        for n in sorted(earlier.values())[-MOST_FORMER:]:
            with suppress(StoreError, UsageError):
                if (found := self._rows(code, table, n)) is not None:
                    yield next(v.when for v in history if v.number == n), found.frame

    def _rows(self, code: str, table: str, number: int | None = None) -> Sourced | None:
        """Give the rows themselves. Who asks for them here is reviewed: see the test of the gate.

        They go to the gate, or are counted against others; none leaves this file but of a table
        that tells of nobody.
        """
        found = self.current(code, table) if number is None else self._version(code, table, number)
        schema = own_table(table)
        if found is not None and found.kind == DAMAGED:
            raise _damaged(schema)
        if found is None or not found.facts:
            return None
        if number is not None and self._is_deleted(code, table, number):
            raise UsageError(
                _("Versjon {number} av «{title}» er slettet.").format(
                    number=number, title=schema.title
                )
            )
        frame = _tidied(_stored(schema, self._place(code, table) / found.facts))
        return Sourced(frame, {"*": own_source(schema, code, found)})

    def can_undo(self, code: str, table: str) -> bool:
        """Say whether there is a version to go back to."""
        return before_in_force(self.versions(code, table)) is not None

    def undo(self, code: str, table: str, who: str = "") -> Version:
        """Put back the version before the one in force; it can itself be undone.

        Raises
        ------
        UsageError
            When there is nothing to go back to.
        """
        who = name_of(who)
        with writing(self.folder):
            earlier = before_in_force(self.versions(code, table))
            if earlier is None:
                raise UsageError(
                    _("Det er ingen tidligere versjon av «{title}» å gå tilbake til.").format(
                        title=own_table(table).title
                    )
                )
            said = (earlier.rows, earlier.file, earlier.sha256)
            return self._event(code, table, "undo", *said, who, earlier.facts)

    def delete(self, code: str, table: str, who: str = "") -> Version:
        """Remove the rows of every version from the disk; the history says that it was done.

        So is what killed imports have left of them, what is remembered of files about people, and
        the sentences that are kept between starts. Copies of the whole folder stay (see
        `in_copies`).

        Raises
        ------
        StoreError
            When a file can't be deleted, or another program is storing and doesn't end.
        """
        who, place = name_of(who), self._place(code, table)
        with writing(self.folder, alone=True):
            event = self._event(code, table, "delete", 0, "", "", who, "")
            try:
                empty(place, everything=own_table(table).guarded())
                Drawer(self.folder.parent).empty()
            except OSError as error:
                raise store_error(error, place) from error
        clear(self.folder.parent)
        sweep(Path(tempfile.gettempdir()))
        return event

    def in_copies(self, code: str, table: str) -> tuple[str, ...]:
        """Give the copies in the data folder that hold rows of a table, deleted or not."""
        inside = self._place(code, table).relative_to(self.folder)
        copies = sorted((self.folder.parent / COPIES).glob("*"))
        places = ((copy, copy / own / inside) for copy in copies for own in (OWN, OWN_BEFORE))
        holding = dict.fromkeys(copy.name for copy, place in places if any(place.glob("*.parquet")))
        return tuple(f"{COPIES}/{name}" for name in holding)

    def difference(self, code: str, table: str, old: int, new: int) -> Difference | None:
        """Give what version `new` adds, removes and changes against version `old`.

        None of a table about people. Any number of rows would tell whether a guess is right, also
        behind a threshold: rows known to change can be put beside the guess until it is passed.

        Raises
        ------
        UsageError
            When one of the versions is deleted.
        """
        schema = own_table(table)
        before, after = (self._rows(code, table, n) for n in (old, new))
        if schema.guarded():
            return None
        first, second = (s.frame if s else schema.empty() for s in (before, after))
        found = _compared(schema, first, second)
        return _counted(found, found)

    def preview(self, code: str, table: str, given: pl.DataFrame) -> Difference | None:
        """Give what rows somebody has just given would change against the version in force.

        None of a table about people that there is a version of: to be told which rows are new or
        changed, or only how many, is to be told whether a guess is right, and nothing of it would
        stand in the history. None too where what is in force can't be read: the way out of that is
        to read the file in anew.

        The first version is all new: of counts of people its rows are shown to who gave them, of
        one with a row a person it is only how many.
        """
        schema = own_table(table)
        try:
            stored = self._rows(code, table)
        except StoreError:
            return None
        if schema.guarded() and stored is not None:
            return None
        found = _compared(schema, stored.frame if stored else schema.empty(), given)
        return _counted(found, None if schema.personal else found)

    def tables(self, code: str) -> tuple[str, ...]:
        """Give the tables the municipality has rows of."""
        return tuple(name for name in own_tables() if self.current(code, name) is not None)

    def _place(self, code: str, table: str) -> Path:
        if not _CODE.fullmatch(code):
            raise UsageError(_("«{code}» er ikke et kommunenummer.").format(code=code))
        return self.folder / code / own_table(table).name

    def _is_deleted(self, code: str, table: str, number: int) -> bool:
        events = self.versions(code, table)
        return any(v.kind == "delete" and v.number > number for v in events)

    def _version(self, code: str, table: str, number: int) -> Version | None:
        return next((v for v in self.versions(code, table) if v.number == number), None)

    def _event(
        self,
        code: str,
        table: str,
        kind: str,
        rows: int,
        file: str,
        sha256: str,
        who: str,
        facts: str,
    ) -> Version:
        content = {
            "kind": kind,
            "rows": rows,
            "file": file,
            "sha256": sha256,
            "who": who,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "facts": facts,
        }
        event = self._log(code, table).append(content)
        return Version(event.number, **event.content)

    def _log(self, code: str, table: str) -> EventLog:
        return EventLog(self._place(code, table), f"{code}/{table}")


def _stored(schema: type[OwnTable], path: Path) -> pl.DataFrame:
    """Give rows that are as they were stored, from the table's own folder."""
    try:
        content = platform.read_plain(path, _LARGEST)
        if hashlib.sha256(content).hexdigest()[:16] != path.stem:
            raise _damaged(schema)
        frame = pl.read_parquet(io.BytesIO(content))
    except PermissionError as error:
        raise store_error(error, path) from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(schema) from error
    # What was stored before a column was asked for lacks it, and it may be lacking.
    later = [f for f in schema.fields if f.nullable and f.name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, f.dtype).alias(f.name) for f in later)
    expected = {f.name: f.dtype for f in schema.fields}
    if any(frame.schema.get(name) != dtype for name, dtype in expected.items()):
        raise _damaged(schema)
    return frame


def _tidied(frame: pl.DataFrame) -> pl.DataFrame:
    """Give rows with texts as the intake takes them: a form of version 0.1.0 kept them as typed."""
    texts = frame.select(pl.col(pl.String))
    return frame if is_tidy(texts) else frame.with_columns(*map(tidied, texts))


def name_of(who: str) -> str:
    """Give the name of who did it; raises ``UsageError`` when it may not be kept."""
    return accept(_("Navnet"), who, LONGEST_NAME, needed=False)


def _damaged(schema: type[OwnTable]) -> StoreError:
    return StoreError(
        _("De lagrede radene i «{title}» er skadet.").format(title=schema.title),
        _("Les inn filen på nytt, eller gå tilbake til versjonen før."),
    )


def own_source(schema: type[OwnTable], code: str, version: Version) -> Source:
    """Give the provenance of a version: the municipality itself, the file and when.

    Of a table about people there is no checksum: whoever knows the rest of a small file could try
    every hidden count until the checksum fits.
    """
    return Source(
        id=f"own-{code}-{schema.name}-{version.number}",
        producer=_("Kommunen selv"),
        title=schema.title,
        query=_("{file}, versjon {number}").format(file=version.file, number=version.number),
        retrieved=version.when[:10],
        sha256="" if schema.guarded() else version.sha256,
        kind=SourceKind.DOCUMENT,
        note=_("Kommunens egne tall. De forlater ikke denne maskinen."),
        own=True,
    )


def _compared(schema: type[OwnTable], first: pl.DataFrame, second: pl.DataFrame) -> ChangedRows:
    """Give what `second` adds, removes and changes against `first`, by the table's key."""
    keys = [f.name for f in schema.fields if f.key]
    added = second.join(first, on=keys, how="anti", nulls_equal=True)
    removed = first.join(second, on=keys, how="anti", nulls_equal=True)
    columns = [f.name for f in schema.fields]
    same = second.join(first, on=columns, how="semi", nulls_equal=True)
    kept = second.join(first, on=keys, how="semi", nulls_equal=True)
    changed = kept.join(same, on=columns, how="anti", nulls_equal=True)
    return ChangedRows(added, removed, changed, first)


def _counted(found: ChangedRows, rows: ChangedRows | None) -> Difference:
    return Difference(found.added.height, found.removed.height, found.changed.height, rows)
