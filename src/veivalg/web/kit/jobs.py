"""Work in the background: one machine for all of it, with progress, stop and a place to look."""

from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Lock
from typing import Any

from veivalg.foundation.cache import Cache, Store, size_of
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _, language, use_language
from veivalg.foundation.log import logger

PATIENCE = 1.0
"""Seconds a reader waits before a page that tells how it goes is shown."""


class State(StrEnum):
    """Where a job is."""

    WAITING = "venter"
    RUNNING = "henter"
    DONE = "ferdig"
    STOPPED = "stoppet"
    FAILED = "feilet"


@dataclass(frozen=True, slots=True)
class Line:
    """Jobs of one kind, which wait for each other.

    Parameters
    ----------
    failed
        What readers are told when the fault is ours: what went wrong, and what to do.
    at_once
        How many are worked on at the same time.
    kept
        How many that are over are remembered whatever they take; older ones while there is room.
    """

    name: str
    failed: Callable[[], tuple[str, str]]
    at_once: int = 1
    kept: int = 8


@dataclass(slots=True, eq=False)
class Job:
    """A piece of work; read by the pages, written by its worker.

    ``done`` and ``total`` count its steps; ``total`` is 0 until it is known. ``result`` is what the
    work gave, or has given so far.
    """

    key: Hashable
    state: State = State.WAITING
    text: str = ""
    remedy: str = ""
    done: int = 0
    total: int = 0
    result: Any = None
    error: Exception | None = None
    stopping: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    @property
    def active(self) -> bool:
        """Say whether the job waits or runs."""
        return not self.ended.is_set()

    @property
    def percent(self) -> int:
        """Give how far it has come, 0–100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def tell(self, text: str, done: int = 0, total: int = 100) -> None:
        """Say how it goes; what is said after a reader has asked it to stop is not shown."""
        if not self.stopping.is_set():
            self.text = text
        self.done, self.total = done, total

    def wait(self, seconds: float | None = PATIENCE) -> bool:
        """Wait until it is over, but no longer than `seconds`; say whether it is."""
        return self.ended.wait(seconds)

    def data(self) -> dict[str, Any]:
        """Give how it goes as the script reads it."""
        return {
            "tilstand": self.state.value,
            "aktiv": self.active,
            "tekst": self.text,
            "ferdig": self.done,
            "av": self.total,
            "prosent": self.percent,
        }


Work = Callable[[Job], Any]


class Jobs:
    """Every job there is, by line and by what it is about; the newest of each.

    Parameters
    ----------
    store
        Where those that are over are kept; the memory that all results share by default.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._jobs: dict[Line, dict[Hashable, Job]] = {}
        self._over = Cache[Job](lambda job: 1_000 + size_of(job.result), store)
        self._workers: dict[Line, ThreadPoolExecutor] = {}
        self._lock = Lock()

    def start(self, line: Line, key: Hashable, work: Work) -> Job:
        """Start a job, or give the one already under way."""
        return self._job(line, key, work, again=True)

    def ask(self, line: Line, key: Hashable, work: Work) -> Job:
        """Give the job, also one that is over; it is started when nobody has asked before."""
        return self._job(line, key, work, again=False)

    def _job(self, line: Line, key: Hashable, work: Work, *, again: bool) -> Job:
        with self._lock:
            jobs = self._jobs.setdefault(line, {})
            job = jobs.pop(key, None) or self._over.find((line, key))
            if job is None or (again and not job.active):
                job = Job(key, text=_("Venter på tur."))
                self._worker(line).submit(self._run, line, job, work, language())
            jobs[key] = job  # last: the one asked for latest
            over = [k for k, found in jobs.items() if not found.active]
            for old in over[: max(0, len(jobs) - line.kept)]:
                del jobs[old]  # what is left of it, is in the memory that all results share
        return job

    def find(self, line: Line, key: Hashable) -> Job | None:
        """Give the newest job about something, or None."""
        with self._lock:
            return self._jobs.get(line, {}).get(key) or self._over.find((line, key))

    def active(self, line: Line) -> tuple[Job, ...]:
        """Give the jobs of a line that wait or run."""
        with self._lock:
            return tuple(job for job in self._jobs.get(line, {}).values() if job.active)

    def stop(self, line: Line, key: Hashable) -> None:
        """Ask the job to stop; what is done is kept."""
        job = self.find(line, key)
        if job is not None and job.active:
            job.stopping.set()
            job.text = _("Stopper så snart det er trygt.")

    def close(self) -> None:
        """Stop every job, as when the server ends."""
        for line, jobs in list(self._jobs.items()):
            for key in list(jobs):
                self.stop(line, key)
        for worker in self._workers.values():
            worker.shutdown(wait=False, cancel_futures=True)

    def _worker(self, line: Line) -> ThreadPoolExecutor:
        if line not in self._workers:
            self._workers[line] = ThreadPoolExecutor(line.at_once, line.name)
        return self._workers[line]

    def _run(self, line: Line, job: Job, work: Work, code: str) -> None:
        with use_language(code):
            try:
                if job.stopping.is_set():
                    job.text, job.state = _("Stoppet før det begynte."), State.STOPPED
                    return
                job.state = State.RUNNING
                job.result = work(job)
                job.state = State.STOPPED if job.stopping.is_set() else State.DONE
            except VeivalgError as error:
                job.error, job.text, job.remedy = error, error.message, error.remedy
                job.state = State.FAILED
            except Exception as error:
                logger.exception("a job of «%s» failed", line.name)
                job.error, (job.text, job.remedy) = error, line.failed()
                job.state = State.FAILED
            finally:
                if job.error is not None:
                    job.error.__traceback__ = None  # it holds all that the work had in its hands
                job.ended.set()
                self._over.put((line, job.key), job)
