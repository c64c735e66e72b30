"""The method handbook: one page a method, shown on the web and in the appendix of documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "methods"


@dataclass(frozen=True, slots=True)
class MethodPage:
    """A method: id («M1»), title, one-paragraph summary and the whole page as Markdown."""

    id: str
    title: str
    summary: str
    markdown: str


@cache
def method_pages() -> Mapping[str, MethodPage]:
    """Give every method page by id, in order.

    Examples
    --------
    >>> method_pages()["M1"].title
    'Demografiske nøkkeltall og endringstabell'
    """
    pages = (_read(path) for path in FOLDER.glob("M*.md"))
    return {page.id: page for page in sorted(pages, key=lambda page: int(page.id[1:]))}


def _read(path: Path) -> MethodPage:
    text = path.read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    summary = body.strip().split("\n\n")[0].replace("\n", " ")
    return MethodPage(path.stem, head.removeprefix("# ").strip(), summary, text)
