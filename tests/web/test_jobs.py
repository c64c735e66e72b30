"""What work in the background has given takes no more room than it is given."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import numpy as np

from veivalg.content import Chapter
from veivalg.foundation.cache import Store
from veivalg.web.kit.jobs import Job, Jobs, Line
from veivalg.web.kit.library import MARKED, Library

LINE = Line("prøve", lambda: ("Noe gikk galt.", "Prøv igjen."), kept=2)
MEGABYTE = 1_000_000


def test_what_jobs_have_given_is_kept_while_there_is_room_and_the_newest_always() -> None:
    jobs, alive = Jobs(Store(megabytes=10)), list[weakref.ref[Any]]()
    for number in range(40):
        job = jobs.ask(LINE, number, lambda _job: np.zeros(MEGABYTE, np.uint8))
        assert job.wait(10)
        alive.append(weakref.ref(job.result))
    jobs.close()
    del job
    gc.collect()
    kept = [number for number, one in enumerate(alive) if one() is not None]
    assert kept[-2:] == [38, 39]
    assert 2 < len(kept) <= 10 + LINE.kept + 1  # and the one its worker holds
    assert jobs.find(LINE, 0) is None


def test_what_was_given_is_given_again_while_it_is_kept_and_else_made_again() -> None:
    jobs, made = Jobs(Store(megabytes=2.5)), list[str]()

    def asked(key: str) -> Job:
        def work(_job: Job) -> bytes:
            made.append(key)
            return bytes(MEGABYTE)

        job = jobs.ask(LINE, key, work)
        assert job.wait(10)
        return job

    first = asked("a")
    assert asked("a") is first
    assert jobs.find(LINE, "a") is first
    for key in "bcde":
        asked(key)
    assert asked("a") is not first
    assert made == list("abcdea")
    jobs.close()


def test_chapters_of_figures_that_have_changed_are_let_go(tmp_path: Path) -> None:
    library = Library(tmp_path)
    where = id(library.chapter("5503", "demens"))
    assert where in _chapters()
    library.refresh()
    library.version()
    assert where in _chapters()  # nothing has been stored
    for one in MARKED:
        (tmp_path / one.replace("*", "x")).mkdir(parents=True)
    library.refresh()
    library.version()
    assert where not in _chapters()


def _chapters() -> set[int]:
    gc.collect()
    return {id(one) for one in gc.get_objects() if isinstance(one, Chapter)}
