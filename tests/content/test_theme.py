"""Every colour stands in the theme, and what names one gets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import veivalg
from veivalg.content.theme import coloured

PACKAGE = Path(veivalg.__file__).parent
NAMING = [
    path
    for suffix in ("css", "svg", "typ")
    for path in sorted(PACKAGE.rglob(f"*.{suffix}"))
    if "vendor" not in path.parts
]


@pytest.mark.parametrize("path", NAMING, ids=lambda path: path.name)
def test_every_colour_that_is_named_is_known(path: Path) -> None:
    text = coloured(path.read_text("utf-8"))
    assert not re.findall(r"\$[a-z-]+", text)


def test_a_name_is_told_from_a_longer_one() -> None:
    assert coloured("$mark-ink $mark $marked $no-shadow") == "#5c3b00 #fff4d6 $marked #0000"
