"""What is told first of a municipality: its ranked findings, and the first of every topic.

It is kept on disk, so that an overview after a start needs no chapter, and the front page none at
all. It rests on all that lies in the data folder, on the program and on the language, and not on
the day: no chapter reads the date it is made. Making it is the reading room's.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from veivalg.content import Topic
from veivalg.foundation.cache import Cache
from veivalg.foundation.drawer import folder_print, program_print
from veivalg.foundation.i18n import language
from veivalg.web.kit.site import Site


@dataclass(frozen=True, slots=True)
class Finding:
    """A ranked finding as it is shown; `constructed` when anything under it is made up."""

    text: str
    mark: str
    ahead: str
    beside: str
    theme: str
    name: str
    kroner: str
    share: str
    basis: str
    certainty: str
    passed: str
    year: str
    chapter: str
    anchor: str
    spark: str
    years: str
    constructed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The first that a topic says, nothing where no sentence has a number.

    ``empty`` is whether it waits for figures altogether.
    """

    topic: str
    text: str
    mark: str
    beside: str
    empty: bool
    constructed: bool

    @property
    def page(self) -> Topic:
        """Give the topic itself."""
        return Topic(self.topic)


@dataclass(frozen=True, slots=True)
class Headlines:
    """What an overview says, and the first of every topic.

    ``chart`` is title and subtitle of the sizes of the findings, and their drawings;
    empty where there are too few. ``empty`` is by chapter without figures what it waits for:
    «hent» or «egne». ``constructed`` is whether anything is, and ``period`` the date of the
    figures.
    """

    findings: tuple[Finding, ...]
    topics: tuple[Told, ...]
    chart: tuple[str, ...]
    empty: Mapping[str, str]
    constructed: bool
    period: str


Key = tuple[str, ...]
_prints: Cache[str] = Cache()
_said: Cache[Headlines] = Cache(size=lambda _said: 40_000)


def key_now(site: Site, code: str) -> Key | None:
    """Give what an overview rests on as it is now; None when the data folder can't be read."""
    folder = site.library.folder
    try:
        stored = _prints.get((folder, site.library.version()), partial(folder_print, folder))
    except OSError:  # it is told where its tables are shown
        return None
    return "oversikt", code, program_print(), stored, language()


def kept(site: Site, code: str) -> Headlines | None:
    """Give the overview from an earlier start, when nothing it rests on has changed."""
    key = key_now(site, code)
    if key is None:
        return None
    said = _said.find((site.library.folder, key))
    if said is None and (found := site.drawer.find(*key)) is not None:
        said = _read(found)
        if said is not None:
            remember(site, key, said)
    return said


def remember(site: Site, key: Key | None, made: Headlines) -> None:
    """Keep an overview in memory too, for all who ask while nothing has changed."""
    if key is not None:
        _said.get((site.library.folder, key), lambda: made)


def keep(site: Site, key: Key | None, made: Headlines) -> None:
    """Keep an overview for the next start.

    Parameters
    ----------
    key
        From before its chapters were made, since somebody may have changed the figures meanwhile.
    """
    remember(site, key, made)
    if key is not None:
        site.drawer.keep(asdict(made), *key)


def _read(found: Any) -> Headlines | None:
    """Read what was kept; what isn't as we wrote it counts as not kept."""
    try:
        findings = tuple(Finding(**one) for one in found["findings"])
        topics = tuple(Told(**one) for one in found["topics"])
        made = {"findings": findings, "topics": topics, "chart": tuple(found["chart"])}
        return Headlines(**{**found, **made})
    except (KeyError, TypeError, AttributeError):
        return None
