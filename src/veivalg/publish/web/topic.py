"""A topic as semantic HTML: what matters first, and everything else folded until it is asked for.

Nothing of its chapters is left out: what does not stand open is under «Flere figurer» or «Om
tallene», which are open on paper.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from veivalg.content import (
    Assumption,
    Block,
    Chapter,
    Exhibit,
    Folded,
    Missing,
    Report,
    Section,
    Statement,
    folded,
    format_date,
)
from veivalg.content.about import AFTER, BEFORE, FIRST
from veivalg.content.once import told_once
from veivalg.content.theme import coloured
from veivalg.foundation.i18n import _, language
from veivalg.publish.document.cells import any_made_up, made_up_warning
from veivalg.publish.document.layout import names_beside, told_facts
from veivalg.publish.document.provenance import all_assumptions, all_sources
from veivalg.publish.theme import Size
from veivalg.publish.web.chapter import CSS, environment
from veivalg.publish.web.links import Links
from veivalg.publish.web.parts import unbroken
from veivalg.publish.web.writer import Placed, Words, Writer

SHORT = 40
"""Words of the longest sentence that stands open beside a figure."""
UNASKED = re.compile(r""" data-(?:navn="[^"]*" data-avles='[^']*'|punkt="[^"]*")""")
"""What only ``figures.js`` reads; a file that travels alone runs nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that stands open, its sentence, and the sections that have nothing else."""

    w: Writer
    exhibit: Exhibit
    said: Statement | None
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is under one heading of «Flere figurer»: findings that wait, and parts of sections."""

    w: Writer
    anchor: str
    title: str
    lead: str
    findings: tuple[Statement, ...]
    parts: tuple[tuple[Section, tuple[Block, ...]], ...]

    @property
    def figures(self) -> int:
        """Give how many figures are in it."""
        return sum(isinstance(b, Exhibit) for _section, blocks in self.parts for b in blocks)


@dataclass(frozen=True, slots=True)
class Page:
    """A topic, ready to be written."""

    topic: Folded
    links: Links
    writers: Mapping[str, Writer]
    shown: tuple[Shown, ...]
    more: tuple[Fold, ...]
    bare: tuple[Writer, ...]
    rest: tuple[Assumption, ...]
    placed: bool
    words: Words

    @property
    def id(self) -> str:
        """Give its name in addresses."""
        return self.topic.topic.value

    @property
    def alone(self) -> bool:
        """Say whether one chapter is all there is."""
        return len(self.topic.chapters) == 1

    @property
    def period(self) -> str:
        """Give the date of the figures: of the first chapter that has any."""
        return next((c.period for c in self.topic.chapters if c.period), "")

    @property
    def missing(self) -> tuple[tuple[Chapter, tuple[Missing, ...]], ...]:
        """Give what is missing by chapter, each thing once; also chapters without anything."""
        seen: set[tuple[str, str]] = set()
        found = []
        for chapter in self.topic.chapters:
            new = tuple(m for m in chapter.missing if (m.what, m.why) not in seen)
            seen |= {(m.what, m.why) for m in new}
            found.append((chapter, new))
        bare = {w.chapter.id for w in self.bare}
        return tuple((c, items) for c, items in found if c.missing or c.id in bare)

    def contents(self) -> list[tuple[str, str]]:
        """Give id and title of each part of it, as they stand on the page."""
        parts = [(fold.anchor, fold.title) for fold in self.more]
        return [*parts, (f"om-{self.id}", _("Om tallene"))]


def topic_page(
    topic: Folded, links: Links | None = None, before: Mapping[str, Chapter] | None = None
) -> Page:
    """Lay a topic out.

    Parameters
    ----------
    before
        Its chapters by id with the standard assumptions, when a reader has chosen others: what has
        changed is then told where it stands.
    """
    links = links or Links()
    reading = [*topic.shown, *((c, e) for c in topic.chapters for e in topic.more(c))]
    placed = Placed(reading if links.moves else ())
    words, old = Words(topic.chapters), before or {}
    writers = {c.id: Writer(c, links, words, placed, old.get(c.id)) for c in topic.chapters}
    shown = _shown(topic, writers)
    said = {(s.w.chapter.id, s.said.id) for s in shown if s.said}
    said |= {(c.id, s.id) for c, s in (() if topic.empty else topic.findings)}
    bare = tuple(w for w in writers.values() if w.chapter.empty and not w.chapter.sections)
    folds = [f for w in writers.values() if w not in bare for f in _folds(topic, w, said)]
    rest = tuple(a for a in all_assumptions(topic.chapters) if a.id not in placed.at)
    return Page(topic, links, writers, shown, tuple(folds), bare, rest, bool(placed.at), words)


def _shown(topic: Folded, writers: Mapping[str, Writer]) -> tuple[Shown, ...]:
    left = {}
    for chapter in topic.chapters:
        for section in chapter.sections:
            left[chapter.id, section.id] = _left(topic, chapter, section)
    found, named = [], set()
    for chapter, exhibit in topic.shown:
        section = next(s for s in chapter.sections if exhibit in s.blocks)
        key = (chapter.id, section.id)
        whole = not left[key] and key not in named
        named.add(key)
        said = _beside(section, exhibit)
        found.append(Shown(writers[chapter.id], exhibit, said, (section.id,) if whole else ()))
    return tuple(found)


def _beside(section: Section, exhibit: Exhibit) -> Statement | None:
    """Give the sentence that belongs to a figure: the one before it, else the one after it.

    One that stands before the next figure belongs to that, and a long one waits.
    """
    at = section.blocks.index(exhibit)
    before, (after, beyond) = section.blocks[:at][-1:], (*section.blocks[at + 1 :], None, None)[:2]
    near = [*before, *([] if isinstance(beyond, Exhibit) else [after])]
    said = (b for b in near if isinstance(b, Statement) and len(b.text().split()) <= SHORT)
    return next(said, None)


def _left(topic: Folded, chapter: Chapter, section: Section) -> tuple[Block, ...]:
    """Give the blocks of a section that do not stand open."""
    shown = [b for b in section.blocks if isinstance(b, Exhibit) and topic.shows(chapter, b)]
    said = [_beside(section, exhibit) for exhibit in shown]
    return tuple(b for b in section.blocks if b not in shown and b not in said)


def _folds(topic: Folded, w: Writer, said: set[tuple[str, str]]) -> list[Fold]:
    """Give the folds of a chapter: one a section where it is alone, else one for all of it."""
    chapter = w.chapter
    waiting = tuple(s for s in chapter.findings if (chapter.id, s.id) not in said)
    parts = tuple((s, _left(topic, chapter, s)) for s in chapter.sections)
    parts = tuple((s, blocks) for s, blocks in parts if blocks)
    if len(topic.chapters) > 1:
        anchor = f"kapittel-{chapter.id}"
        return [Fold(w, anchor, chapter.title, chapter.lead, waiting, parts)]
    folds = [
        Fold(w, f"del-{chapter.id}-{s.id}", s.title, "", (), ((s, blocks),)) for s, blocks in parts
    ]
    first = Fold(w, f"funn-{chapter.id}-flere", _("Flere funn"), "", waiting, ())
    return [first, *folds] if waiting else folds


def topic_fragment(page: Page) -> Markup:
    """Give a topic as an ``<article>``; ids in it start with those of the chapters."""
    text = (
        environment()
        .get_template("topic.html")
        .render(
            page=page,
            links=page.links,
            act=None if page.shown else page.links.act,
            sources=all_sources(page.topic.chapters),
        )
    )
    return Markup(unbroken(text))


def report_html(report: Report) -> bytes:
    """Give a whole report as one file that asks the network for nothing and prints well."""
    links = Links(level=2, wide=Size.PRINT)
    pages = [topic_page(topic, links) for topic in folded([told_once(c) for c in report.chapters])]
    text = (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            date=format_date(report.made),
            names=names_beside(report),
            facts=told_facts(report),
            first=(*FIRST, *BEFORE),
            last=AFTER,
            fragments=_fragments(pages),
            warning=made_up_warning() if any_made_up(report.chapters) else "",
            css=Markup(coloured(CSS.read_text("utf-8"))),
            language=language(),
        )
    )
    return UNASKED.sub("", unbroken(text)).encode()


def _fragments(pages: Sequence[Page]) -> list[tuple[Page, Markup]]:
    return [(page, topic_fragment(page)) for page in pages]
