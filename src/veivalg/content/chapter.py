"""A chapter is data: statements with bound numbers, exhibits, what is missing, sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from veivalg.content.about import About
from veivalg.content.argument import Step
from veivalg.content.exhibit import Exhibit
from veivalg.content.figure import Assumption, Figure, Missing, Place, Source
from veivalg.content.method import MethodText
from veivalg.content.note import Note
from veivalg.content.ranked import Ranked
from veivalg.content.stage import Stage
from veivalg.content.statement import Statement
from veivalg.content.topic import Topic

Block = Statement | Exhibit


class Bearing(StrEnum):
    """What a statement or an exhibit bears on, where a document has a place for it."""

    KIN = "kin"
    UNDECIDED = "undecided"
    SUCCESS = "success"
    HEARD = "heard"
    ASKED = "asked"
    MAIN = "main"
    AGREED = "agreed"
    LAW = "law"
    READ = "read"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter with a heading; sentences and exhibits in reading order."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What an analysis says about a municipality.

    Parameters
    ----------
    id
        Its name in addresses and on the command line («befolkning»).
    lead
        One sentence: what this is.
    findings
        The three to six statements that matter, first in every output.
    period
        The date or span of the figures («1. januar 2026»).
    terms
        Words explained where they first stand, and in the word list: term → explanation.
    notes
        What is to be known about single values: our own checks, and what readers have written.
    topic
        The page, and the chapter of a report, that it stands in.
    first
        Ids of the exhibits that show what matters most, the first first («a|b» is b without a);
        all when it names none.
    bearing
        Ids of statements that tell what it means for kin, what happens if nothing is decided, what
        must hold to succeed, and who was heard; and of exhibits of who was asked, the laws, the
        documents read, and what is said together, by each of them and in the interviews.
    handbook
        The pages of the methods it names, so that a document can tell how numbers were made.
    """

    id: str
    title: str
    municipality: Place
    period: str
    lead: str
    findings: tuple[Statement, ...]
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    handbook: tuple[MethodText, ...] = ()
    topic: Topic = Topic.CARE
    first: tuple[str, ...] = ()
    bearing: Mapping[Bearing, tuple[str, ...]] = field(default_factory=dict)

    @property
    def stage(self) -> Stage:
        """Give where on the way to a decision it stands."""
        return self.topic.stage

    def statements(self) -> Iterator[Statement]:
        """Give every statement, findings first, and those that stand under an exhibit."""
        yield from self.findings
        for section in self.sections:
            for block in section.blocks:
                yield from (block,) if isinstance(block, Statement) else block.deviations

    def exhibits(self) -> Iterator[Exhibit]:
        """Give every exhibit in order."""
        for section in self.sections:
            yield from (b for b in section.blocks if isinstance(b, Exhibit))

    def figures(self) -> tuple[Figure, ...]:
        """Give every bound figure once, by id, in order of appearance."""
        found: dict[str, Figure] = {}
        for statement in self.statements():
            for figure in statement.figures.values():
                other = found.setdefault(figure.id, figure)
                if other != figure:
                    raise ValueError(f"two different figures are called {figure.id!r}")
        return tuple(found.values())

    @property
    def empty(self) -> bool:
        """Say whether it has no figures to show at all."""
        return not self.figures() and not any(self.exhibits())

    def method_names(self) -> tuple[str, ...]:
        """Give the id of every method it follows, its own first, then its numbers' and exhibits'.

        Each once, in order of appearance.
        """
        used = (*self.methods, *(f.method for f in self.figures()))
        return tuple(dict.fromkeys(m for m in (*used, *(e.method for e in self.exhibits())) if m))

    def sources(self) -> tuple[Source, ...]:
        """Give every source once, in order of appearance."""
        found: dict[str, Source] = {}
        for figure in self.figures():
            for source in figure.sources():
                found.setdefault(source.id, source)
        for exhibit in self.exhibits():
            for source in exhibit.sources:
                found.setdefault(source.id, source)
        for note in self.notes:
            if note.source is not None:
                found.setdefault(note.source.id, note.source)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Report:
    """A whole knowledge base: chapters in order, for one municipality, made on one day.

    ``names`` holds the official names by language («nb» → «Harstad», «se» → «Hárstták»), so that
    documents can tell a screen reader how to say them. ``ranked`` is the findings that matter most
    across the chapters, the first first, and ``argument`` the same put together as a summary is
    read; ``compared`` is how it differs from those like it, a sentence each, and ``held`` who they
    are and why; ``about`` is what people have said of it.
    """

    title: str
    municipality: Place
    made: str
    version: str
    chapters: tuple[Chapter, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    ranked: tuple[Ranked, ...] = ()
    about: About = field(default_factory=About)
    argument: tuple[Step, ...] = ()
    compared: tuple[Statement, ...] = ()
    held: tuple[Statement, ...] = ()

    @property
    def official_name(self) -> str:
        """Give all names as written officially («Harstad – Hárstták»)."""
        return " – ".join(self.names.values()) or self.municipality.name
