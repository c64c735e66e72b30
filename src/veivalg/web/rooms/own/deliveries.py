"""Files a municipality brings, from when they are sent until they are taken in or put away.

A file waits outside the data folder, in a folder only its owner can read, and is deleted when it is
taken in, put away, forgotten after an hour, or the server ends.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, BinaryIO

from veivalg.foundation.cache import size_of
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import cache_megabytes
from veivalg.foundation.texts import muted
from veivalg.own.history import Version
from veivalg.own.intake.questions import TABLE
from veivalg.own.versions import Difference, OwnStore
from veivalg.own.waiting import HOUR, Room, put_in
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.jobs import PATIENCE, Job, Line
from veivalg.web.kit.site import Site

if TYPE_CHECKING:
    from veivalg.own.intake import Intake
    from veivalg.own.intake.result import Likely

KEPT = 12
READING = Line(
    "mottak",
    lambda: (
        _("Noe gikk galt i Veivalg da filen skulle leses."),
        _("Ingenting er lagret. Meld fra om feilen og hva slags fil det var."),
    ),
)
"""One file is worked on at a time."""


class State(StrEnum):
    """Where a file is."""

    READING = "leses"
    READY = "klar"
    COLUMNS = "kolonner"
    QUESTIONS = "spørsmål"
    FAULTS = "feil"
    UNKNOWN = "ukjent"
    REFUSED = "avvist"
    KEEPING = "lagres"
    KEPT = "lagret"
    DROPPED = "forkastet"


@dataclass(slots=True, eq=False)
class Delivery:
    """One file; read by the pages, written by the worker.

    ``difference`` is what the file changes against the version in force, whose number is
    ``against`` (0 when the municipality has none).
    """

    number: int
    file: str
    path: Path
    table: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    state: State = State.READING
    job: Job | None = None
    intake: Intake | None = None
    difference: Difference | None = None
    against: int = 0
    moved: bool = False
    message: str = ""
    remedy: str = ""
    problems: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()
    version: Version | None = None

    @property
    def called(self) -> str:
        """Give the file's name as it may be shown."""
        return muted(self.file)

    @property
    def active(self) -> bool:
        """Say whether it is being read or stored."""
        return self.job is not None and self.job.active


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The files sent at once."""

    id: str
    code: str
    who: str
    files: tuple[Delivery, ...]
    made: float = field(default_factory=time.monotonic)

    @property
    def active(self) -> bool:
        """Say whether any file is being worked on."""
        return any(f.active for f in self.files)

    def size(self) -> int:
        """Give the bytes its rows take in memory, as read and as they stood in the file."""
        copies = (getattr(f.intake, "marked_copy", None) for f in self.files)
        cells = [cell.cell_contents for c in copies for cell in getattr(c, "__closure__", ()) or ()]
        return size_of([cells, *((f.intake, f.difference) for f in self.files)])

    def wait(self, seconds: float = PATIENCE) -> None:
        """Wait for the work under way, but no longer than `seconds`."""
        end = time.monotonic() + seconds
        for file in self.files:
            if file.job is not None:
                file.job.wait(max(0.0, end - time.monotonic()))

    def progress(self) -> dict[str, Any]:
        """Give how far the files have come, as the script reads it."""
        shares = [f.job.percent if f.job is not None and f.active else 100 for f in self.files]
        return {
            "aktiv": self.active,
            "tekst": next((f.job.text for f in self.files if f.job and f.active), ""),
            "prosent": sum(shares) // len(shares),
            "ferdig": sum(not f.active for f in self.files),
            "av": len(self.files),
        }


class UnknownDeliveryError(AbsentError):
    """The files are no longer waiting."""


class Deliveries:
    """The batches that wait for a person, the newest `kept`; one file is worked on at a time.

    Parameters
    ----------
    site
        Whose data folder the rows are stored in; its library looks again when they are.
    """

    def __init__(self, site: Site, kept: int = KEPT) -> None:
        self.store = OwnStore(site.library.folder)
        self._site = site
        self._kept = kept
        self._batches: OrderedDict[str, Batch] = OrderedDict()
        self._lock = Lock()
        self._later: Timer | None = None
        self._room = Room()

    def add(
        self,
        code: str,
        files: list[tuple[str, BinaryIO]],
        *,
        table: str | None = None,
        who: str = "",
    ) -> Batch:
        """Copy the files to where they wait, and start reading them."""
        id = secrets.token_hex(8)
        waiting = tuple(
            Delivery(n, name, put_in(Path(self._room.name) / f"{id}-{n}", stream), table)
            for n, (name, stream) in enumerate(files, 1)
        )
        batch = Batch(id, code, who, waiting)
        with self._lock:
            self._batches[id] = batch
        for file in waiting:
            self.read(batch, file)
        self._forget()
        self._look_later()
        return batch

    def find(self, code: str, id: str) -> Batch:
        """Give a batch of a municipality; raises ``UnknownDeliveryError``."""
        with self._lock:
            batch = self._batches.get(id)
        if batch is None or batch.code != code:
            raise UnknownDeliveryError(
                _("Filene venter ikke lenger her."), _("Slipp dem på siden «Egne tall» på nytt.")
            )
        return batch

    def file(self, code: str, id: str, number: int) -> tuple[Batch, Delivery]:
        """Give one file of a batch; raises ``UnknownDeliveryError``."""
        batch = self.find(code, id)
        found = next((f for f in batch.files if f.number == number), None)
        if found is None:
            raise UnknownDeliveryError(_("Filen venter ikke her."))
        return batch, found

    def read(
        self,
        batch: Batch,
        file: Delivery,
        *,
        table: str | None = None,
        mapping: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """Start reading a file, anew when a person has named its table, columns or answers."""
        if not file.active:
            # Which table it is, is an answer: what it was read as before no longer counts.
            named = None if TABLE in (answers or {}) else table or file.table
            file.table, file.mapping = named, mapping or file.mapping
            file.answers = {**file.answers, **(answers or {})}
        self._start(batch, file, State.READING, self._read)

    def accept(self, batch: Batch, file: Delivery) -> None:
        """Start storing a file without faults, unless another version has come meanwhile."""
        if file.state is State.READY:
            self._start(batch, file, State.KEEPING, self._accept)

    def drop(self, file: Delivery) -> None:
        """Put a file away; nothing of it is kept."""
        if not file.active and file.state is not State.KEPT:
            file.state = State.DROPPED
            _empty(file)

    def close(self) -> None:
        """Delete every file that waits."""
        with self._lock:
            if self._later is not None:
                self._later.cancel()
        self._room.cleanup()

    def _look_later(self) -> None:
        """Look again when the oldest batch has waited its hour: one waits for all of them."""
        with self._lock:
            if self._later is None and self._batches:
                oldest = min(batch.made for batch in self._batches.values())
                left = max(0.0, oldest + HOUR - time.monotonic())
                self._later = Timer(left + 1, self._looked)
                self._later.daemon = True
                self._later.start()

    def _looked(self) -> None:
        with self._lock:
            self._later = None
        self._forget()
        self._look_later()

    def _forget(self) -> None:
        """Let go of the oldest batches, and of those nobody has come back to.

        The rows of those that wait take no more memory than results kept may.
        """
        with self._lock:
            now, most = time.monotonic(), cache_megabytes() * 1e6
            idle = [b for b in self._batches.values() if not b.active]
            over = len(self._batches) - self._kept
            held = sum(b.size() for b in self._batches.values())
            for n, batch in enumerate(idle):
                newest = batch is idle[-1] and len(idle) == len(self._batches)
                if n < over or now - batch.made > HOUR or (held > most and not newest):
                    held -= batch.size()
                    del self._batches[batch.id]
                    for file in batch.files:
                        _empty(file)

    def _start(
        self, batch: Batch, file: Delivery, state: State, work: Callable[[Batch, Delivery], None]
    ) -> None:
        def careful(job: Job) -> None:
            try:
                work(batch, file)
            except VeivalgError as error:
                file.message, file.remedy = error.message, error.remedy
                file.problems = tuple(getattr(error, "problems", ()))
                file.likely = tuple(getattr(error, "likely", ()))
                _refuse(file, State.UNKNOWN if _unknown(error) else State.REFUSED)
            except Exception:
                file.message, file.remedy = READING.failed()
                _refuse(file)
                raise

        with self._lock:
            if not file.active:  # else a button was pressed twice
                file.state = state
                file.job = self._site.jobs.start(READING, (batch.id, file.number), careful)

    def _read(self, batch: Batch, file: Delivery) -> None:
        from veivalg.own.intake import read_file

        job = file.job

        def tell(share: float, text: str) -> None:
            if job is not None:
                job.tell(text, min(99, int(100 * share + 0.5)))

        file.intake = read = read_file(
            file.path,
            file.file,
            code=batch.code,
            store=self.store,
            table=file.table,
            mapping=file.mapping or None,
            who=batch.who,
            progress=tell,
            answers=file.answers,
        )
        file.moved = False
        if read.frame is not None:
            self._compare(batch, file)
        self._forget()
        file.state = (
            State.READY
            if read.frame is not None
            else State.COLUMNS
            if read.needs_mapping
            else State.QUESTIONS
            if read.questions and not read.errors
            else State.FAULTS
        )

    def _compare(self, batch: Batch, file: Delivery) -> None:
        """Find what the file changes against the version in force."""
        assert file.intake is not None
        assert file.intake.frame is not None
        table = file.intake.table.name
        current = self.store.current(batch.code, table)
        file.against = current.number if current else 0
        file.difference = self.store.preview(batch.code, table, file.intake.frame)

    def _accept(self, batch: Batch, file: Delivery) -> None:
        from veivalg.own.intake import accept

        assert file.intake is not None
        current = self.store.current(batch.code, file.intake.table.name)
        if (current.number if current else 0) != file.against:
            self._compare(batch, file)
            file.moved, file.state = True, State.READY
            return
        if file.job is not None:
            file.job.tell(_("Lagrer radene."))
        file.version = accept(file.intake, self.store, who=batch.who)
        file.table = file.intake.table.name
        self._site.library.refresh()
        file.state = State.KEPT
        _empty(file)


def _unknown(error: VeivalgError) -> bool:
    """Say whether a person can tell which table it is."""
    from veivalg.own.intake import UnknownTableError

    return isinstance(error, UnknownTableError)


def _refuse(file: Delivery, state: State = State.REFUSED) -> None:
    file.state = state
    file.intake = file.difference = None
    if state is State.REFUSED:
        _empty(file)


def _empty(file: Delivery) -> None:
    """Delete the file and let go of its rows."""
    file.path.unlink(missing_ok=True)
    file.intake = file.difference = None
