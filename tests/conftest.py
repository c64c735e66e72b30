"""Settings and stand-ins all tests share: SSB on a free loopback port with a small fixture."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

import httpcore2
import pytest
from hypothesis import settings
from tests.tiers import FIRST, FIXED, FULL, PROVED, sized
from tools.standin import Fault, Standin, StandinLimits
from tools.standin.__main__ import klass_of, statistics_folder
from tools.standin.figures import Figures, fixture_figures, shared_figures
from tools.standin.tables import cubes

from veivalg.lake.lake import Lake
from veivalg.sources.http.limits import Limits

# The same examples every time, so that a red build is a fault and not luck; `make proof` tries new
# ones at each run.
settings.register_profile("test", max_examples=FIXED, derandomize=True, deadline=None)
settings.register_profile("proof", max_examples=PROVED, deadline=None)
settings.load_profile(sized("test", "proof"))

WINDOW = 0.4


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long, and leave to `make proof` what only it has time for."""
    place = {name: at for at, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))
    if FULL:
        return
    left = [item for item in items if item.get_closest_marker("proof") is not None]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item.get_closest_marker("proof") is None]


def pytest_xdist_auto_num_workers() -> int:
    """Let there be a worker more than cores: those with a browser, a server or a lock wait much."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Let what is imported and collected be, and look for circles of objects less often.

    The default looks through all that lives, reports and frames among it, after every 700 objects
    made: a fifteenth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_sessionfinish() -> None:
    """Look for what was never closed once: pytest looks through all that lives five times."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def as_a_browser() -> Iterator[None]:
    """Let every test client say what a browser says of a form: it is on a page of ours."""
    from starlette.testclient import TestClient

    begin = TestClient.__init__

    def begun(client: TestClient, *args: Any, **more: Any) -> None:
        begin(client, *args, **more)
        client.headers.setdefault("sec-fetch-site", "same-origin")

    patch = pytest.MonkeyPatch()
    patch.setattr(TestClient, "__init__", begun)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """Wait for no disk, since what is on it only a power cut tells, and read once a process, and
    not for each client of a stand-in, whom one trusts on the network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        patch.setattr(httpcore2, "default_ssl_context", cache(httpcore2.default_ssl_context))
        yield


@pytest.fixture(scope="session", autouse=True)
def seen_by_coverage() -> Iterator[None]:
    """Let coverage, where it is on, see the processes that read files: they are told of it, and
    are let end by themselves, since one that is killed writes nothing down."""
    told = "COVERAGE_PROCESS_CONFIG"
    if told not in os.environ:
        yield
        return
    from veivalg.own.foreign import pool

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_PASSED_ON", (*pool._PASSED_ON, told))
        patch.setattr(pool, "_PATIENCE", 30.0)
        yield
        for worker in pool.POOL._idle:
            worker.stop()


@pytest.fixture(scope="session")
def figures() -> Figures:
    return fixture_figures()


@pytest.fixture(scope="session")
def tables(figures):
    return cubes(figures)


@pytest.fixture(scope="session")
def statistics_tables():
    folder = statistics_folder()
    if folder is None:
        pytest.skip("the shared statistics are not here")
    return cubes(shared_figures(folder), folder)


@contextmanager
def serving(tables, figures) -> Iterator[Callable[..., Standin]]:
    """Start stand-ins that are stopped when the block ends."""
    with ExitStack() as stack:

        def start(*faults: Fault, served=None, **limits) -> Standin:
            limits = {"window": WINDOW, **limits}
            standin = Standin(
                served or tables,
                limits=StandinLimits(**limits),
                faults=faults,
                klass=klass_of(figures),
            )
            return stack.enter_context(standin)

        yield start


@pytest.fixture
def serve(tables, figures) -> Iterator[Callable[..., Standin]]:
    """Start stand-ins that are stopped after the test."""
    with serving(tables, figures) as start:
        yield start


@pytest.fixture
def standin(serve) -> Standin:
    return serve()


@pytest.fixture(scope="session")
def fast() -> Limits:
    return Limits(
        window=WINDOW, pause=0.01, longest_pause=0.05, read_timeout=5.0, connect_timeout=2.0
    )


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "data")
