"""What an overview says of the chapters: the first finding of each, and whether it is constructed.

They are kept on disk, so that the overview after a start needs no chapter. They rest on all that
lies in the data folder, on the program and on the language, and not on the day: no chapter reads
the date it is made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from veivalg.chapters.common.frame import MADE_UP
from veivalg.content import Chapter
from veivalg.foundation.cache import Cache
from veivalg.foundation.drawer import folder_print, program_print
from veivalg.foundation.i18n import language
from veivalg.publish.document.cells import any_made_up, made_up
from veivalg.web.kit.library import period
from veivalg.web.kit.site import Site


@dataclass(frozen=True, slots=True)
class Headline:
    """The first finding of a chapter, empty when it has none, and whether that is constructed."""

    text: str
    constructed: bool


@dataclass(frozen=True, slots=True)
class Headlines:
    """What the chapters made so far come to.

    ``by_chapter`` by id; ``constructed`` whether anything in any of them is, and ``period`` the
    date of the figures.
    """

    by_chapter: Mapping[str, Headline]
    constructed: bool
    period: str


def headlines(chapters: Iterable[Chapter]) -> Headlines:
    """Give the headlines of chapters."""
    made = tuple(chapters)
    return Headlines({c.id: _first(c) for c in made}, any_made_up(made), period(made))


def _first(chapter: Chapter) -> Headline:
    # The sentence that all is made up stands over the list.
    first = [s for s in chapter.findings if s.id != MADE_UP][:1]
    return Headline("".join(statement.text() for statement in first), made_up(first))


Key = tuple[str, ...]
_prints: Cache[str] = Cache()


def key_now(site: Site, code: str) -> Key | None:
    """Give what the headlines rest on as it is now; None when the data folder can't be read."""
    folder = site.library.folder
    try:
        stored = _prints.get((folder, site.library.version()), partial(folder_print, folder))
    except OSError:  # it is told where its tables are shown
        return None
    return "overskrifter", code, program_print(), stored, language()


def kept(site: Site, code: str) -> Headlines | None:
    """Give the headlines from an earlier start, when nothing they rest on has changed."""
    key = key_now(site, code)
    found = None if key is None else site.drawer.find(*key)
    return None if found is None else _read(found)


def keep(site: Site, key: Key | None, chapters: Iterable[Chapter]) -> None:
    """Keep the headlines of all the chapters for the next start; `key` is from before they were
    made, since somebody may have changed the figures meanwhile."""
    if key is not None:
        site.drawer.keep(asdict(headlines(chapters)), *key)


def _read(found: Any) -> Headlines | None:
    """Read what was kept; what isn't as we wrote it counts as not kept."""
    try:
        by = {id: Headline(**one) for id, one in found["by_chapter"].items()}
        return Headlines(by, found["constructed"], found["period"])
    except (KeyError, TypeError, AttributeError):
        return None
