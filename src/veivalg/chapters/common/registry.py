"""Chapters register here by decorator and are found by name. Adding one is adding one file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import veivalg.chapters
from veivalg.content import Chapter
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence

Analysis = Callable[[Evidence], Chapter]


@dataclass(frozen=True, slots=True)
class Registered:
    """An analysis with what the interface needs before it is run.

    ``order`` is its place in the report, ``needs`` the tables it reads. ``national`` says that it
    reads ``Evidence.country``: the whole country, not only the municipality and its group.
    """

    id: str
    title: str
    question: str
    order: int
    needs: tuple[str, ...]
    run: Analysis
    national: bool = False


_REGISTRY: dict[str, Registered] = {}


def chapter(
    id: str,
    *,
    title: str,
    question: str,
    order: int,
    needs: tuple[str, ...],
    national: bool = False,
) -> Callable[[Analysis], Analysis]:
    """Register the decorated function as the chapter `id`.

    Parameters
    ----------
    question
        What the chapter answers, one Norwegian line for lists and tables of contents.
    national
        Whether it compares with every municipality.
    """

    def register(run: Analysis) -> Analysis:
        _REGISTRY[id] = Registered(id, title, question, order, needs, run, national)
        return run

    return register


@cache
def _load() -> None:
    for folder in pkgutil.iter_modules(veivalg.chapters.__path__):
        if folder.ispkg and folder.name != "common":
            importlib.import_module(f"veivalg.chapters.{folder.name}.chapter")


def all_chapters() -> tuple[Registered, ...]:
    """Give every chapter in report order."""
    _load()
    return tuple(sorted(_REGISTRY.values(), key=lambda r: r.order))


def find_chapter(id: str) -> Registered:
    """Give the chapter called `id`; raises ``UsageError`` with the nearest names."""
    _load()
    if id in _REGISTRY:
        return _REGISTRY[id]
    near = get_close_matches(id, _REGISTRY, n=1) or sorted(_REGISTRY)
    raise UsageError(f"Det finnes ikke noe kapittel «{id}».", f"Mente du {', '.join(near)}?")
