"""The walk in docs/arkitektur.md is the way a figure goes, and it never goes back."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tools import house
from veivalg.chapters.common.registry import run_chapter
from veivalg.content import Report
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.publish import render
from veivalg.sources.ssb.fetch import fetch

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "arkitektur.md").read_text(encoding="utf-8")
WALK = re.findall(r"^\d+\. `([\w/.]+)`", TEXT, re.M)
# Which room's work a step is: what the fetch enters, what gathers, what makes and what writes.
TEXTS_OF_METHODS = "chapters/common/handbook.py"  # opened when the appendix is written


def entered(work: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Do `work`, and give what it gave and the files of ours it entered, in order."""
    seen: dict[str, None] = {}
    start = f"{house.SOURCE}/"

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(start) and frame.f_code.co_name != "<module>":
            seen[name.removeprefix(start)] = None

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        made = work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return made, list(seen)


@pytest.fixture(scope="module")
def steps(tmp_path_factory, tables, figures, fast) -> dict[str, list[str]]:
    """Fetch, gather, make the chapter and write it, and give the files each of them entered."""
    from tests.conftest import serving

    from veivalg.lake.lake import Lake

    lake, place = Lake(tmp_path_factory.mktemp("walk") / "data"), municipality("5503")
    with serving(tables, figures) as start:
        url = start().url
        _, fetched = entered(lambda: fetch(["5503"], lake, url=url, limits=fast, tables=["07459"]))
    evidence, gathered = entered(lambda: gather(place, lake, today="2026-07-01"))
    chapter, told = entered(lambda: run_chapter("befolkning", evidence))
    report = Report("Prøve", chapter.municipality, "2026-07-01", "0", (chapter,))
    _, wrote = entered(lambda: render(report, "docx"))
    return {"fetch": fetched, "gather": gathered, "chapter": told, "publish": wrote}


def test_every_file_of_the_walk_is_there_once():
    assert len(WALK) == len(set(WALK)) >= 12
    assert all((house.SOURCE / name).is_file() for name in WALK)


def test_every_file_of_the_walk_is_met_and_in_that_order(steps):
    parts = {"sources/": "fetch", "tables/": "fetch", "lake/": "fetch", "publish/": "publish"}
    done = [
        next((step for start, step in parts.items() if name.startswith(start)), "chapter")
        if name != "gather/gather.py"
        else "gather"
        for name in WALK
    ]
    order = ["fetch", "gather", "chapter", "publish"]
    assert done == sorted(done, key=order.index)
    missed = [name for name, step in zip(WALK, done, strict=True) if name not in steps[step]]
    assert missed == []


def test_a_figure_never_goes_back(steps):
    back = {
        "fetch": ("gather/", "chapters/", "publish/", "desk/", "own/", "maths/", "web/"),
        "gather": ("chapters/", "publish/", "web/"),
        "chapter": ("publish/", "web/", "sources/ssb/", "sources/http/"),
        "publish": ("lake/", "gather/", "sources/", "maths/", "own/", "tables/", "desk/", "web/"),
    }
    for step, rooms in back.items():
        assert [name for name in steps[step] if name.startswith(rooms)] == [], step
    recipes = [name for name in steps["publish"] if name.startswith("chapters/")]
    assert recipes in ([], [TEXTS_OF_METHODS])
