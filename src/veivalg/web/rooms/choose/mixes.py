"""The best mixes asked for: each is found once, in the background, and kept while it holds."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

from veivalg.content import Missing
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _, language, use_language

if TYPE_CHECKING:
    from veivalg.maths.optimise.answer import Answer
    from veivalg.maths.optimise.basis import Basis
    from veivalg.web.kit.library import Library

KEPT = 24
PATIENCE = 1.0
"""Seconds a reader waits before a page that tells how it goes is shown."""


@dataclass(slots=True)
class Task:
    """A best mix being found; read by the pages, written by its worker."""

    text: str = ""
    percent: int = 0
    answer: Answer | None = None
    message: str = ""
    remedy: str = ""
    done: Event = field(default_factory=Event)

    @property
    def active(self) -> bool:
        """Say whether it is still being found."""
        return not self.done.is_set()


class Mixes:
    """Best mixes by municipality and means; one is found at a time, so that pages stay quick.

    Parameters
    ----------
    draws
        How many draws a plan is made for; ours when None.
    """

    def __init__(self, library: Library, kept: int = KEPT, draws: int | None = None) -> None:
        self._kept = kept
        self._draws = draws
        self._tasks: OrderedDict[Hashable, Task] = OrderedDict()
        self._grounds: dict[str, tuple[str, Future[Ground]]] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="mix")

    def ground(self, code: str, version: str, make: Callable[[], Ground]) -> Future[Ground]:
        """Give what a municipality's mixes rest on, made anew when the figures are other."""
        with self._lock:
            kept = self._grounds.get(code)
            if kept is None or kept[0] != version:
                kept = self._grounds[code] = (version, self._worker.submit(make))
        return kept[1]

    def ask(self, key: Hashable, basis: Basis, chosen: Mapping[str, float]) -> Task:
        """Give the task, started when nobody has asked for it before."""
        full = (key, language(), tuple(sorted(chosen.items())))
        with self._lock:
            task = self._tasks.get(full)
            if task is None:
                task = self._tasks[full] = Task(_("Venter på tur"))
                self._worker.submit(self._work, task, basis, dict(chosen), language())
            self._tasks.move_to_end(full)
            self._drop()
        return task

    def _drop(self) -> None:
        """Let go of the oldest that nobody waits for."""
        for full in [k for k, t in self._tasks.items() if not t.active]:
            if len(self._tasks) <= self._kept:
                return
            del self._tasks[full]

    def _work(self, task: Task, basis: Basis, chosen: dict[str, float], code: str) -> None:
        from veivalg.maths.optimise.answer import DRAWS, answer

        def tell(text: str, percent: int) -> None:
            task.text, task.percent = text, percent

        with use_language(code):
            try:
                task.answer = answer(basis, chosen, draws=self._draws or DRAWS, progress=tell)
            except VeivalgError as error:
                task.message, task.remedy = error.message, error.remedy
            except Exception:
                logging.getLogger("veivalg").exception("the best mix failed")
                task.message = _("Noe gikk galt da den beste sammensetningen skulle finnes.")
                task.remedy = _("Endre en forutsetning og prøv igjen, eller meld fra om feilen.")
            finally:
                task.done.set()


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a municipality's mixes rest on; ``basis`` None where something is missing."""

    key: Hashable
    basis: Basis | None
    missing: tuple[Missing, ...]
