"""Words a chapter explains: ``terms.md`` in its folder, a line a word."""

import re
from functools import cache
from pathlib import Path

import veivalg.chapters
from veivalg.chapters.common.spec import folder
from veivalg.foundation.i18n import _

PAGE = "terms.md"
_LINE = re.compile(r"- \*\*(.+?)\*\*: (.+)")


def explained(chapter: str) -> dict[str, str]:
    """Give the words a chapter explains: word → what it means, in the order of the page."""
    return {_(word): _(meaning) for word, meaning in _stored(chapter)}


@cache
def _stored(chapter: str) -> tuple[tuple[str, str], ...]:
    pages = (Path(home, folder(chapter), PAGE) for home in veivalg.chapters.__path__)
    page = next((path for path in pages if path.exists()), None)
    return words(page) if page else ()


def words(page: Path) -> tuple[tuple[str, str], ...]:
    """Read a page of words with what each means, as they are written."""
    lines = map(_LINE.fullmatch, page.read_text(encoding="utf-8").splitlines())
    return tuple((found[1], found[2]) for found in lines if found)
