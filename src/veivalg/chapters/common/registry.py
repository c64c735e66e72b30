"""Chapters are found by their folders; listing them imports no recipe, and so no table."""

from __future__ import annotations

import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

import veivalg.chapters
from veivalg.chapters.common.handbook import with_methods
from veivalg.chapters.common.spec import ChapterSpec, folder
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, language

if TYPE_CHECKING:
    from veivalg.content import Chapter, Ranked
    from veivalg.gather.evidence import Evidence

NAMES = "function_names"
"""What KOSTRA's functions are called, among what a chapter needs: it is no table."""


def search_path() -> tuple[str, ...]:
    """Give the folders whose folders are chapters; one that is put here is found by itself."""
    return tuple(veivalg.chapters.__path__)


def all_chapters() -> tuple[ChapterSpec, ...]:
    """Give every chapter of the report, in report order."""
    return _every(search_path(), language())


def find_chapter(id: str) -> ChapterSpec:
    """Give the chapter called `id`; raises ``UsageError`` with the nearest names."""
    found = _found(search_path())
    if id in found:
        return _told(found[id])
    near = get_close_matches(id, found, n=1) or sorted(found)
    raise UsageError(
        _("Det finnes ikke noe kapittel «{id}».").format(id=id),
        _("Mente du {names}?").format(names=", ".join(near)),
    )


def is_official(spec: ChapterSpec) -> bool:
    """Say whether a chapter reads official tables alone, and nothing a municipality has brought."""
    from veivalg.tables import TABLES  # with its library of numbers, which no listing needs

    return {*spec.needs, *spec.national} <= {*TABLES, NAMES}


def run_chapter(id: str, evidence: Evidence) -> Chapter:
    """Follow the recipe of the chapter called `id`: the function ``chapter`` in ``chapter.py``."""
    recipe = importlib.import_module(f"{veivalg.chapters.__name__}.{folder(id)}.chapter")
    spec = _spec(folder(id))
    made: Chapter = replace(recipe.chapter(evidence), topic=spec.topic, first=spec.first)
    return made if made.handbook else with_methods(made)


def run_ranked(evidence: Evidence) -> Iterator[Ranked]:
    """Give what the chapters of the report would have in an overview, in report order.

    A chapter that has any has a function ``ranked`` in ``ranked.py``.
    """
    for id in _found(search_path()):
        yield from ranked_of(id, evidence)


def ranked_of(id: str, evidence: Evidence) -> tuple[Ranked, ...]:
    """Give what the chapter called `id` would have in an overview."""
    name = f"{veivalg.chapters.__name__}.{folder(id)}.ranked"
    if importlib.util.find_spec(name) is None:
        return ()
    found: tuple[Ranked, ...] = importlib.import_module(name).ranked(evidence)
    return found


@cache
def _every(path: tuple[str, ...], _language: str) -> tuple[ChapterSpec, ...]:
    """Give every chapter in the language in use; each page asks for them several times."""
    return tuple(_told(spec) for spec in _found(path).values())


def _told(spec: ChapterSpec) -> ChapterSpec:
    """Give the specification in the language in use."""
    return replace(spec, title=_(spec.title), question=_(spec.question) if spec.question else "")


@cache
def _found(path: tuple[str, ...]) -> Mapping[str, ChapterSpec]:
    names = [f.name for f in pkgutil.iter_modules(path) if f.ispkg and f.name != "common"]
    specs = [_spec(name) for name in names]
    ordered = sorted((s.order, s.id, s) for s in specs if s.order is not None)
    return {spec.id: spec for _order, _id, spec in ordered}


def _spec(name: str) -> ChapterSpec:
    spec: ChapterSpec = importlib.import_module(f"{veivalg.chapters.__name__}.{name}").SPEC
    if folder(spec.id) != name:
        raise ValueError(f"the chapter in the folder {name!r} calls itself {spec.id!r}")
    return spec
