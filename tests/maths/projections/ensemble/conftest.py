"""These tests are of the compiled loops: before they are compiled, arrays do some of the work."""

from __future__ import annotations

import pytest

from veivalg.maths.projections.ensemble.kernel import compile_loops


@pytest.fixture(scope="package", autouse=True)
def _loops() -> None:
    compile_loops()
