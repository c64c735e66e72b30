"""Has files read in other processes, kept few, watched, and replaced before they grow old."""

import atexit
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import IO, cast

from veivalg.foundation.i18n import _, language
from veivalg.foundation.platform import memory_of, what_ended
from veivalg.own.foreign.raw import Grid
from veivalg.own.foreign.seen import Scan
from veivalg.own.foreign.telling import Progress, RefusedFileError
from veivalg.own.foreign.wire import MAX_MESSAGE, LostError, receive, send, texts, unpack
from veivalg.own.foreign.worker import NO_MEMORY

LOG = logging.getLogger(__name__)
FILES = 50
"""A process is replaced after so many: what one file leaves behind never meets many others."""
_SLOTS = 4
_TWO_FROM = 2 * 2**20
"""A workbook from this size is looked through by one process while another takes its values."""
_PIPE = 2**20
"""Bytes a pipe holds, where the system lets that be chosen: a file is tens of millions."""
_BEAT, _PATIENCE = 0.1, 1.0
_GROWN = 512 * 2**20
_PASSED_ON = ("LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV")
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from veivalg.own.foreign.worker import main; main(int(sys.argv[2]))"
)
_ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may use: bytes of memory, and seconds.

    A million rows of ten columns come to less than half of each.
    """

    memory: int = 3 * 2**30
    seconds: int = 120


class Worker:
    """A process that reads one file at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._files = limits, 0
        passed = {k: v for k, v in os.environ.items() if k.upper() in _PASSED_ON}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(_ROOT), str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**passed, "POLARS_MAX_THREADS": "2"},
            pipesize=_PIPE,
        )

    def read(self, content: bytes, name: str, tasks: Sequence[str], tell: Progress) -> list[Grid]:
        """Give the sheets of a file.

        Raises
        ------
        RefusedFileError
            When the file is refused, reached a limit, or the process was ended.
        """
        self._files += 1
        head = {
            "name": name,
            "language": language(),
            "tasks": list(tasks),
            "seconds": self._limits.seconds,
        }
        with self._watched() as reached:
            try:
                send(cast(IO[bytes], self.process.stdin), head, [content])
                return list(self._answers(name, tell))
            except (LostError, OSError):
                self.stop()
        raise self._fallen(name, reached)

    def _answers(self, name: str, tell: Progress) -> Iterator[Grid]:
        left = MAX_MESSAGE
        while True:
            head, parts = receive(cast(IO[bytes], self.process.stdout), left)
            left -= sum(map(len, parts))
            kind = head.get("kind")
            if kind == "sheet":
                yield unpack(head, parts)
            elif kind == "progress":
                tell(float(head["share"]), *texts(head, "text"))
            elif kind == "refused":
                if "fault" in head:
                    LOG.warning("the reading of a file ended in %s", *texts(head, "fault"))
                text, remedy = texts(head, "text", "remedy")
                raise RefusedFileError(text, remedy)
            elif kind == "done":
                return
            else:
                raise LostError

    @contextmanager
    def _watched(self) -> Iterator[list[str]]:
        """Measure memory and time meanwhile; end the process when it reaches a limit."""
        reached: list[str] = []
        done = threading.Event()

        def watch() -> None:
            end = time.monotonic() + self._limits.seconds
            while not done.wait(_BEAT):
                if time.monotonic() > end:
                    reached.append("time")
                elif (memory_of(self.process.pid) or 0) > self._limits.memory:
                    reached.append("memory")
                else:
                    continue
                self.process.kill()
                return

        watcher = threading.Thread(target=watch, name="watch", daemon=True)
        watcher.start()
        try:
            yield reached
        finally:
            done.set()
            watcher.join()

    def _fallen(self, name: str, reached: list[str]) -> RefusedFileError:
        code = self.process.returncode
        why = reached[0] if reached else "memory" if code == NO_MEMORY else what_ended(code)
        smaller = _("Lagre bare arket med tallene, eller bruk CSV.")
        if why == "time":
            return RefusedFileError(
                _("«{name}» tok for lang tid å lese (over {n} sekunder).").format(
                    name=name, n=self._limits.seconds
                ),
                smaller,
            )
        if why == "memory":
            return RefusedFileError(
                _("«{name}» er for stort: å lese det krever mer enn {n} MB minne.").format(
                    name=name, n=self._limits.memory // 2**20
                ),
                smaller,
            )
        LOG.warning("a process that reads files ended with %s", code)
        return RefusedFileError(
            _("Lesingen av «{name}» ble avbrutt før den var ferdig.").format(name=name),
            _("Prøv igjen. Hjelper ikke det, lagre bare arket med tallene, eller bruk CSV."),
        )

    def worn(self) -> bool:
        """Say whether the process is not to be given more files."""
        if self._files >= FILES or self.process.poll() is not None:
            return True
        return (memory_of(self.process.pid) or 0) > _GROWN

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                cast(IO[bytes], stream).close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Pool:
    """Gives each file a process of its own while it is read; none is started before it is needed.

    Parameters
    ----------
    slots
        How many read at a time; a file more waits.
    """

    def __init__(self, limits: Limits | None = None, slots: int = _SLOTS) -> None:
        self._limits, self._most = limits or Limits(), slots
        self._renew()

    def _renew(self) -> None:
        self._owner, self._lock = os.getpid(), threading.Lock()
        self._slots = threading.BoundedSemaphore(self._most)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    def ready(self) -> None:
        """Start a process that a file will soon need, while who asks makes other things ready."""
        with self._lock:
            if not self._idle:
                self._idle.append(Worker(self._limits))

    def read(self, content: bytes, name: str, tell: Progress) -> tuple[Grid, ...]:
        """Give the sheets of a file, with what was seen of each beside its values.

        Raises
        ------
        RefusedFileError
            When the file is refused or reaches a limit.
        """
        if self._owner != os.getpid():
            self._renew()  # after a fork the processes are those of the one that started them
        large = content.startswith(b"PK") and len(content) >= _TWO_FROM
        with self._slots:
            if not (large and self._slots.acquire(blocking=False)):
                grids = self._asked(content, name, ("scan", "values"), tell)
                return _joined(grids)
            try:
                scan, values = self._at_once(content, name, tell)
            finally:
                self._slots.release()
        return _joined([*scan, *values])

    def _at_once(self, content: bytes, name: str, tell: Progress) -> tuple[list[Grid], list[Grid]]:
        """Have one process look through a workbook while another takes its values."""
        asked = copy_context()
        with ThreadPoolExecutor(1) as other:
            seen = other.submit(asked.run, self._asked, content, name, ("scan",), _silent)
            try:
                values = self._asked(content, name, ("values",), tell)
            except RefusedFileError:
                seen.result()  # says more of why it is refused, when it is
                raise
            return seen.result(), values

    def _asked(self, content: bytes, name: str, tasks: Sequence[str], tell: Progress) -> list[Grid]:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        while worker is not None and worker.worn():
            worker.stop()
            with self._lock:
                worker = self._idle.pop() if self._idle else None
        worker = worker or Worker(self._limits)
        with self._lock:
            self._busy.add(worker)
        try:
            grids = worker.read(content, name, tasks, tell)
        except RefusedFileError:
            self._done(worker)
            raise
        except BaseException:
            worker.stop()  # it has more to say than anyone will hear
            self._done(worker)
            raise
        self._done(worker)
        return grids

    def _done(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            if not worker.worn():
                self._idle.append(worker)
                return
        worker.stop()

    def processes(self) -> list[int]:
        """Give the processes that live."""
        with self._lock:
            return [w.process.pid for w in (*self._idle, *self._busy)]

    def close(self) -> None:
        """End every process."""
        if self._owner != os.getpid():
            return
        with self._lock:
            ended = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in ended:
            worker.process.kill()
        for worker in ended:
            worker.stop()


def _joined(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """Put together what was seen of a sheet and its values."""
    seen = {g.sheet: g for g in grids if not g.columns}
    found = []
    for grid in grids:
        if not grid.columns:
            continue
        beside = seen.get(grid.sheet, grid)
        found.append(replace(grid, **{f.name: getattr(beside, f.name) for f in fields(Scan)}))
    return tuple(found)


def _silent(_share: float, _text: str) -> None:
    return


POOL = Pool()
atexit.register(POOL.close)


def read_foreign(content: bytes, name: str, tell: Progress) -> tuple[Grid, ...]:
    """Give every sheet of a file with anything in it, read in another process.

    Raises
    ------
    RefusedFileError
        When the file is unsafe, damaged, locked, no table file at all, or reaches a limit.
    """
    return POOL.read(content, name, tell)
