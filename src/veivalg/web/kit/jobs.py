"""Fetching in the background: one job a municipality, one at a time, so that SSB isn't crowded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Lock

from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _


class State(StrEnum):
    """Where a job is."""

    WAITING = "venter"
    RUNNING = "henter"
    DONE = "ferdig"
    STOPPED = "stoppet"
    FAILED = "feilet"


@dataclass(slots=True)
class Job:
    """A fetch of one municipality; read by the pages, written by its worker.

    ``done`` and ``total`` count requests to the source; ``total`` is 0 until it is known.
    """

    code: str
    state: State = State.WAITING
    text: str = ""
    remedy: str = ""
    done: int = 0
    total: int = 0
    stopping: Event = field(default_factory=Event)

    @property
    def active(self) -> bool:
        """Say whether the job waits or runs."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def percent(self) -> int:
        """Give how far it has come, 0–100."""
        return min(100, 100 * self.done // self.total) if self.total else 0


Work = Callable[[Job], str]


class Jobs:
    """The jobs there are, the newest of each municipality.

    Parameters
    ----------
    work
        Does the fetching and gives the sentence shown at the end. It updates the job as it goes
        and looks at ``job.stopping``.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hent")

    def start(self, code: str) -> Job:
        """Start a job, or give the one already under way for the municipality."""
        with self._lock:
            job = self._jobs.get(code)
            if job is None or not job.active:
                job = Job(code, text=_("Venter på tur."))
                self._jobs[code] = job
                self._worker.submit(self._run, job)
            return job

    def find(self, code: str) -> Job | None:
        """Give the newest job of a municipality, or None."""
        with self._lock:
            return self._jobs.get(code)

    def stop(self, code: str) -> None:
        """Ask the job to stop; what is fetched is kept."""
        job = self.find(code)
        if job is not None and job.active:
            job.stopping.set()
            job.text = _("Stopper så snart det er trygt.")

    def close(self) -> None:
        """Stop every job, as when the server ends."""
        for code in list(self._jobs):
            self.stop(code)
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job) -> None:
        if job.stopping.is_set():
            job.state, job.text = State.STOPPED, _("Hentingen ble stoppet før den begynte.")
            return
        job.state, job.text = State.RUNNING, _("Spør SSB om hvilke tabeller som finnes.")
        try:
            text = self._work(job)
        except VeivalgError as error:
            job.text, job.remedy, job.state = error.message, error.remedy, State.FAILED
        except Exception:
            logging.getLogger("veivalg").exception("fetch of %s failed", job.code)
            job.text = _("Hentingen stoppet på grunn av en feil i Veivalg.")
            job.remedy = _("Se i vinduet der Veivalg ble startet, og meld fra om feilen.")
            job.state = State.FAILED
        else:
            stopped = job.stopping.is_set()
            job.text, job.state = text, State.STOPPED if stopped else State.DONE
