"""The method handbook: one page a method, shown on the web and in the appendix of documents.

A chapter's main method is described in its own folder, in ``method.md``; what several chapters
build on, in ``methods`` beside this file.
"""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import veivalg.chapters
from veivalg.content import Chapter, MethodText

SHARED = Path(__file__).parent / "methods"
PAGE = "method.md"


def method_pages() -> Mapping[str, MethodText]:
    """Give every method page by id, in order.

    Examples
    --------
    >>> method_pages()["M1"].title
    'Demografiske nøkkeltall og endringstabell'
    """
    return _read(tuple(veivalg.chapters.__path__))


@cache
def _read(folders: tuple[str, ...]) -> Mapping[str, MethodText]:
    files = {path.stem: path for path in SHARED.glob("M*.md")}
    for folder in folders:
        for path in Path(folder).glob(f"*/{PAGE}"):
            chapter = importlib.import_module(f"veivalg.chapters.{path.parent.name}")
            files[chapter.SPEC.methods[0]] = path
    return {id: _page(id, files[id]) for id in sorted(files, key=lambda id: int(id[1:]))}


def _page(id: str, path: Path) -> MethodText:
    text = path.read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    summary = body.strip().split("\n\n")[0].replace("\n", " ")
    return MethodText(id, head.removeprefix("# ").strip(), summary, text)


def with_methods(chapter: Chapter) -> Chapter:
    """Give the chapter with the pages of the methods it names, for those who publish it."""
    pages = method_pages()
    found = tuple(pages[name] for name in chapter.method_names() if name in pages)
    return replace(chapter, handbook=found)
