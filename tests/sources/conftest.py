"""A stand-in for SSB on a free loopback port, serving its own small fixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tools.standin import Fault, Standin, StandinLimits
from tools.standin.__main__ import klass_of, statistics_folder
from tools.standin.figures import Figures, fixture_figures, shared_figures
from tools.standin.tables import cubes

from veivalg.sources.limits import Limits
from veivalg.store import Lake

WINDOW = 0.4


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


@pytest.fixture
def serve(tables, figures) -> Iterator[Callable[..., Standin]]:
    """Start stand-ins that are stopped after the test."""
    with ExitStack() as stack:

        def start(*faults: Fault, served=None, **limits) -> Standin:
            limits = {"window": WINDOW, **limits}
            standin = Standin(served or tables, limits=StandinLimits(**limits), faults=faults,
                              klass=klass_of(figures))  # fmt: skip
            return stack.enter_context(standin)

        yield start


@pytest.fixture
def standin(serve) -> Standin:
    return serve()


@pytest.fixture
def fast() -> Limits:
    return Limits(window=WINDOW, pause=0.01, longest_pause=0.05, read_timeout=5.0,
                  connect_timeout=2.0)  # fmt: skip


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "data")
