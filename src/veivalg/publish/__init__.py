"""Renderers: from a report to files. They know the content model and no analysis.

A renderer is a file or a folder here that says what it is in ``FORMAT``; it is found by itself.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from veivalg import __version__
from veivalg.content import Chapter, Report
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.publish.format import CHOSEN, OPEN, Format


def formats(offered: str = "") -> Mapping[str, Format]:
    """Give the formats by name, in order: those `offered` in a place.

    Parameters
    ----------
    offered
        ``WHOLE``, ``PART``, ``ONE``, ``CHOSEN`` or ``OPEN`` of `veivalg.publish.format`; empty for
        every one that holds all of a report.

    Examples
    --------
    >>> list(formats("rapport"))
    ['docx', 'pdf', 'xlsx', 'html', 'json']
    """
    found = _found(tuple(__path__))
    if offered:
        return {n: f for n, f in found.items() if offered in f.offered}
    return {n: f for n, f in found.items() if f.report and not {CHOSEN, OPEN} & {*f.offered}}


def every() -> Mapping[str, Format]:
    """Give every format a report can be had in, by name."""
    return {**formats(), **formats(CHOSEN), **formats(OPEN)}


@cache
def _found(path: tuple[str, ...]) -> Mapping[str, Format]:
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(path))
    stated = (getattr(module, "FORMAT", None) for module in modules)
    ordered = sorted((f for f in stated if isinstance(f, Format)), key=lambda f: f.order)
    return {f.name: f for f in ordered}


def render(report: Report, format: str) -> bytes:
    """Write a report in one of :func:`formats`.

    Raises
    ------
    UsageError
        When there is no such format; the nearest name is suggested.
    """
    known = every()
    if format not in known:
        near = get_close_matches(format, known, n=1) or list(known)
        raise UsageError(
            _("Det finnes ikke noe format «{format}».").format(format=format),
            _("Velg {names}.").format(names=_(" eller ").join(near)),
        )
    write = known[format].report
    assert write is not None
    return write(report)


def render_all(report: Report, names: Sequence[str]) -> dict[str, bytes]:
    """Write a report in several formats; the charts are drawn once and shared.

    Raises
    ------
    UsageError
        When there is no such format, before anything is written.
    """
    for name in names:
        if name not in every():
            render(report, name)
    # Two at a time: typst and the drawing of pictures leave Python free meanwhile.
    with ThreadPoolExecutor(2) as pool:
        made = {name: pool.submit(copy_context().run, render, report, name) for name in names}
        return {name: task.result() for name, task in made.items()}


def render_chapter(chapter: Chapter, format: str) -> bytes:
    """Write one chapter as its format does by itself, or as a report of one chapter."""
    found = formats().get(format)
    if found is not None and found.chapter is not None:
        return found.chapter(chapter)
    return render(
        Report(chapter.title, chapter.municipality, today(), __version__, (chapter,)), format
    )
