"""What `make run` installs is no more than was promised."""

from __future__ import annotations

from tools.sizes import MOST, sizes


def test_what_is_installed_to_run_is_within_what_was_promised() -> None:
    found = sizes()
    assert {"polars", "numpy", "scipy", "numba", "typst"} <= set(found)
    assert sum(found.values()) <= MOST


def test_what_others_do_for_us_is_not_installed_to_run() -> None:
    assert not {"duckdb", "vl-convert-python", "pxwebpy", "pyjstat", "pandas"} & set(sizes())
