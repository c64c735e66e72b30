"""Chapters folded into topics: what is read first, and what waits under «Flere figurer»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TypeVar

from veivalg.content.chapter import Chapter
from veivalg.content.exhibit import Exhibit
from veivalg.content.statement import Statement
from veivalg.content.topic import Topic

SENTENCES, FIGURES = 3, 4
"""How many sentences and figures stand open at most; everything else is one fold away."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Folded:
    """A topic as it is read: its chapters, the sentences and the figures that stand first.

    Each stands with the chapter it is from, whose ids and word list it has.
    """

    topic: Topic
    chapters: tuple[Chapter, ...]
    findings: tuple[tuple[Chapter, Statement], ...]
    shown: tuple[tuple[Chapter, Exhibit], ...]

    @property
    def title(self) -> str:
        """Give what it is called: as its chapter, where it is one alone."""
        return self.chapters[0].title if len(self.chapters) == 1 else self.topic.label

    @property
    def lead(self) -> str:
        """Give in one line what it is."""
        return self.chapters[0].lead if len(self.chapters) == 1 else self.topic.about

    @property
    def empty(self) -> bool:
        """Say whether none of its chapters has a figure to show."""
        return all(c.empty for c in self.chapters)

    def shows(self, chapter: Chapter, exhibit: Exhibit) -> bool:
        """Say whether a figure stands first, and not under «Flere figurer»."""
        return (chapter.id, exhibit.id) in {(c.id, e.id) for c, e in self.shown}

    def more(self, chapter: Chapter) -> tuple[Exhibit, ...]:
        """Give the figures of a chapter that stand under «Flere figurer», in reading order."""
        return tuple(e for e in chapter.exhibits() if not self.shows(chapter, e))


def folded(chapters: Sequence[Chapter], figures: int = FIGURES) -> tuple[Folded, ...]:
    """Fold chapters into topics, in the order of topics and, within one, of the chapters.

    Sentences and figures are taken in turn from each chapter that has figures, so that none of
    them fills the page alone: first the first of each, then the second. A sentence without a number
    of its own, such as where the numbers are printed, stands first only where none has one.

    Parameters
    ----------
    figures
        The most figures that stand open in a topic.
    """
    order = tuple(Topic)
    by_topic = sorted(chapters, key=lambda c: order.index(c.topic))
    return tuple(
        _fold(topic, tuple(found), figures)
        for topic, found in groupby(by_topic, key=lambda c: c.topic)
    )


def _fold(topic: Topic, chapters: tuple[Chapter, ...], figures: int) -> Folded:
    full = [c for c in chapters if not c.empty] or list(chapters)
    told = [[(c, s) for s in c.findings if s.figures] for c in full]
    findings = in_turn(told if any(told) else [[(c, s) for s in c.findings] for c in full])
    shown = in_turn([[(c, e) for e in by_weight(c)] for c in full])
    return Folded(topic, chapters, tuple(findings)[:SENTENCES], tuple(shown)[:figures])


def by_weight(chapter: Chapter) -> list[Exhibit]:
    """Give the figures of a chapter that may stand first: those it names, or all in order.

    Of names with «|» between them, the first there is counts.
    """
    if not chapter.first:
        return list(chapter.exhibits())
    there = {e.id: e for e in chapter.exhibits()}
    named = [[there[id] for id in ids.split("|") if id in there] for ids in chapter.first]
    return [found[0] for found in named if found]


def in_turn(lists: Sequence[Sequence[T]]) -> Iterator[T]:
    """Give the first of each, then the second of each, until all are given."""
    for each in zip_longest(*([(one,) for one in found] for found in lists)):
        yield from (one[0] for one in each if one is not None)
