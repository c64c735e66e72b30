"""Where either tree keeps the few things that have no public door.

The command line is found through ``pyproject.toml``. Everything else stands in :data:`PLACES`: when
a module moves, its new name is put first there, and nowhere else.
"""

from __future__ import annotations

import importlib
import io
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partialmethod
from pathlib import Path
from types import CodeType
from typing import Any

DAY = "2026-12-01"
VERSION = "0.0.0"

PLACES: dict[str, tuple[str, ...]] = {
    "today": ("veivalg.foundation.settings:today", "veivalg.settings:today"),
    "create_app": ("veivalg.web.app:create_app",),
    "make_report": ("veivalg.chapters.report:make_report", "veivalg.report:make_report"),
    "find": ("veivalg.norway.register:find",),
    "Lake": ("veivalg.lake.lake:Lake", "veivalg.lake:Lake", "veivalg.store.lake:Lake"),
    "svg": ("veivalg.publish.charts.charts:svg", "veivalg.publish.charts:svg"),
    "Size": ("veivalg.publish.theme:Size", "veivalg.publish.charts.theme:Size"),
}


class NoDoorError(Exception):
    """A thing stands at none of the places known."""


def locate(name: str) -> Any:
    """Give a thing of :data:`PLACES` from the first place that has it."""
    for place in PLACES[name]:
        module, _colon, attribute = place.partition(":")
        try:
            return getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if not module.startswith(error.name or "-"):
                raise
        except AttributeError:
            continue
    raise NoDoorError(f"{name} is at none of {', '.join(PLACES[name])}: add its place in doors.py")


def freeze() -> None:
    """Hold version and date fixed, for everyone who imported them and everyone who will."""
    package = importlib.import_module("veivalg")
    package.__version__ = VERSION  # type: ignore[attr-defined]
    today: Callable[[], str] = locate("today")
    today.__code__ = _constant(DAY)
    _keep_order()


def _keep_order() -> None:
    """Let groups come in the order they are met.

    Polars gives them in another order in every process, and 0.1.0 adds up the hours of its example
    of home care in that order: the last digit of some figures was left to chance.
    """
    import polars

    for frame in (polars.DataFrame, polars.LazyFrame):
        grouped = frame.group_by
        frame.group_by = partialmethod(grouped, maintain_order=True)  # type: ignore[assignment]


def _constant(value: str) -> CodeType:
    namespace: dict[str, Any] = {}
    exec(f"def today():\n    return {value!r}\n", namespace)
    code: CodeType = namespace["today"].__code__
    return code


@dataclass(frozen=True)
class Said:
    """What a command wrote, and the exit code."""

    out: bytes
    err: str
    code: int


class CommandLine:
    """The program ``veivalg`` as it is installed, run in this process."""

    def __init__(self, tree: Path) -> None:
        stated = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))
        module, _colon, function = stated["project"]["scripts"]["veivalg"].partition(":")
        self._main: Callable[[], object] = getattr(importlib.import_module(module), function)

    def __call__(self, *arguments: str) -> Said:
        """Run one command."""
        raw, errors = io.BytesIO(), io.StringIO()
        out = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
        before, sys.argv = sys.argv, ["veivalg", *arguments]
        code: object = 0
        try:
            with redirect_stdout(out), redirect_stderr(errors):
                self._main()
        except SystemExit as stopped:
            code = stopped.code or 0
        finally:
            sys.argv = before
        return Said(raw.getvalue(), errors.getvalue(), code if isinstance(code, int) else 1)


def report(code: str, folder: Path) -> Any:
    """Give the report of a municipality over a data folder, as an object."""
    return locate("make_report")(locate("find")(code), locate("Lake")(folder))


def charts(made: Any) -> Iterator[tuple[str, str]]:
    """Give every chart of a report as name and SVG, in every size, bare and standing alone."""
    svg, sizes = locate("svg"), locate("Size")
    for chapter in made.chapters:
        for exhibit in chapter.exhibits():
            if exhibit.chart is None:
                continue
            for size in sizes:
                name = f"{chapter.id}/{exhibit.id}-{size.value}"
                yield name, svg(exhibit, size)
                yield f"{name}-alone", svg(exhibit, size, standalone=True)


def routes(app: Any) -> list[str]:
    """Give «METHOD path» of everything the application answers to, sorted."""
    if (house := getattr(app.state, "house", None)) is not None:
        house.open()  # rooms are opened when somebody goes there
    return sorted(set(_walk(app.routes)))


def _walk(found: Sequence[Any], prefix: str = "") -> Iterator[str]:
    for route in found:
        if hasattr(route, "effective_candidates"):
            yield from _walk(route.effective_candidates(), prefix)
        elif getattr(route, "routes", None):
            yield from _walk(route.routes, prefix + route.path)
        else:
            for method in sorted(getattr(route, "methods", None) or ("ANY",)):
                yield f"{method} {prefix}{route.path}"
