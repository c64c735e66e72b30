"""Settings and stand-ins all tests share: SSB on a free loopback port with a small fixture."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings
from tools.standin import Fault, Standin, StandinLimits
from tools.standin.__main__ import klass_of, statistics_folder
from tools.standin.figures import Figures, fixture_figures, shared_figures
from tools.standin.tables import cubes

from veivalg.lake import Lake
from veivalg.sources.ssb.limits import Limits

# On the build server the same examples every time: a red build is then a fault, not luck. A person
# gets new examples at each run.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("person", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "person")

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
            standin = Standin(
                served or tables,
                limits=StandinLimits(**limits),
                faults=faults,
                klass=klass_of(figures),
            )
            return stack.enter_context(standin)

        yield start


@pytest.fixture
def standin(serve) -> Standin:
    return serve()


@pytest.fixture
def fast() -> Limits:
    return Limits(
        window=WINDOW, pause=0.01, longest_pause=0.05, read_timeout=5.0, connect_timeout=2.0
    )


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake(tmp_path / "data")
