"""What is begun first is there to be begun."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tiers import FIRST

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", FIRST)
def test_a_file_that_is_begun_first_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_what_takes_long_comes_before_the_rest(request: pytest.FixtureRequest) -> None:
    """In the order of the list, then all others."""
    order = [item.nodeid.partition("::")[0] for item in request.session.items]
    files = list(dict.fromkeys(order))
    assert files == sorted(files, key=lambda f: FIRST.index(f) if f in FIRST else len(FIRST))
