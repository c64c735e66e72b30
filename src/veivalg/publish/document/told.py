"""The most important of a report, each finding with the exhibit that shows it.

Slides, the summary and the case text tell these, in this order.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from veivalg.content import (
    WHOLE,
    Bearing,
    Chapter,
    Exhibit,
    Figure,
    Report,
    Stage,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import SENTENCE, made_up
from veivalg.publish.native import native

NUMBER = re.compile(r"\d")
"""In a sentence that isn't advice or a reservation alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, its chapter, and the exhibit that shows it and what stands beside it, or None."""

    statement: Statement
    chapter: Chapter
    exhibit: Exhibit | None
    beside: Statement | None = None

    @property
    def made_up(self) -> bool:
        """Say whether it rests on something constructed."""
        return made_up([self.statement])

    def split(self, most: int) -> tuple[str, str]:
        """Give the first sentences that together have at most so many letters, and the rest.

        What is never told apart is always whole.
        """
        return split(self.statement, most)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Give the numbers of the sentence."""
        return tuple(self.statement.figures.values())


def split(statement: Statement, most: int) -> tuple[str, str]:
    """Give the first sentences that together have at most so many letters, and the rest.

    What is never told apart is always whole.
    """
    told, kept = SENTENCE.split(statement.marked()), statement.together
    first, rest = " ".join(told[:kept]), told[kept:]
    while rest and len(first) + len(rest[0]) < most:
        first = f"{first} {rest.pop(0)}"
    return first, " ".join(rest)


def ranked(report: Report) -> tuple[Told, ...]:
    """Give the ranked findings of a report; the exhibit of two of them is with the first."""
    chapters = {chapter.id: chapter for chapter in report.chapters}
    found: list[Told] = []
    for one in report.ranked:
        chapter = chapters.get(one.chapter)
        if chapter is not None:
            shown = _exhibit(chapter, one.statement, one.anchor)
            again = any(shown is told.exhibit for told in found)
            found.append(Told(one.statement, chapter, None if again else shown, one.beside))
    return tuple(found)


def others(report: Report, told: tuple[Told, ...]) -> Iterator[Told]:
    """Give the first finding of every chapter that no ranked finding stands in.

    What is told whole or not at all is too long to stand first.
    """
    named = {one.chapter.id for one in told}
    for chapter in report.chapters:
        said = [s for s in chapter.findings if s.figures and not (s.caution or s.lacking)]
        said = [s for s in said if s.together < WHOLE]
        if said and chapter.id not in named:
            yield Told(said[0], chapter, _exhibit(chapter, said[0], ""))


def choices(
    report: Report, most: int, rows: int, before: Iterable[Told] = ()
) -> tuple[tuple[Told, ...], Exhibit | None]:
    """Give what the choices lead to, and the first table of them that is short enough.

    What is told `before` isn't told again.
    """
    known = {one.statement.text() for one in before}
    made = [chapter for chapter in report.chapters if chapter.stage is Stage.CHOICE]
    said = [
        Told(statement, chapter, None)
        for chapter in made
        for statement in chapter.findings
        if statement.figures and statement.text() not in known
    ]
    tables = (e for chapter in made for e in chapter.exhibits() if e.chart is None)
    short = (e for e in tables if len(e.table.readable().rows) <= rows)
    return tuple(said[:most]), next(short, None)


def weighed(report: Report, units: Collection[Unit], most: int) -> tuple[Told, ...]:
    """Give what is told in some units of the choices, of what comes and of what is, in that order.

    Places and users tell what it means for those who get help, årsverk for those who give it, and
    kroner for the economy.
    """
    order = (Stage.CHOICE, Stage.COMING, Stage.HERE)
    held = [
        Told(statement, chapter, None)
        for stage in order
        for chapter in report.chapters
        if chapter.stage is stage
        for statement in chapter.findings
    ]
    fit = [one for one in held if one.figures and one.figures[0].unit in units]
    certain = [one for one in fit if not (one.statement.caution or one.statement.lacking)]
    return tuple(certain[:most])


def risks(report: Report, most: int, before: Iterable[Told] = ()) -> tuple[Told, ...]:
    """Give what is uncertain among the findings, that of the choices first.

    What is told `before` is told again only where nothing else is uncertain.
    """
    known = {one.statement.text() for one in before}
    order = sorted(report.chapters, key=lambda c: c.stage is not Stage.CHOICE)
    held = ((s, chapter) for chapter in order for s in chapter.findings)
    found = [Told(s, c, None) for s, c in held if s.caution and s.figures and not s.lacking]
    new = [one for one in found if one.statement.text() not in known]
    return tuple((new or found)[:most])


def bearing(report: Report, what: Bearing) -> tuple[Told, ...]:
    """Give the statements that chapters point out as bearing on something."""
    found = []
    for chapter in report.chapters:
        said = {s.id: s for s in chapter.statements()}
        found += [
            Told(said[id], chapter, None) for id in chapter.bearing.get(what, ()) if id in said
        ]
    return tuple(found)


def lacking(report: Report, most: int) -> tuple[str, ...]:
    """Give what isn't known, a line each: the first of every chapter, and how many more there are.

    What several chapters lack stands once.
    """
    every = {m.what for chapter in report.chapters for m in chapter.missing}
    first = {c.missing[0].why: c.missing[0] for c in reversed(report.chapters) if c.missing}
    held = {m.what: f"{m.what}. {SENTENCE.split(m.why)[0]}" for m in reversed(first.values())}
    if len(held) == len(every) <= most:
        return tuple(held.values())
    told = [*held.values()][: most - 1]
    rest = _("{n} ting til er listet i Tallvedlegg.").format(n=len(every) - len(told))
    return (*told, rest)


def _exhibit(chapter: Chapter, statement: Statement, anchor: str) -> Exhibit | None:
    """Give the exhibit pointed out, as the pages name it; else one of the same quantities."""
    drawn = [e for e in chapter.exhibits() if e.chart is not None]
    for exhibit in drawn:
        if anchor == f"utstilling-{chapter.id}-{exhibit.id}":
            return exhibit
    quantities = {f.quantity for f in statement.figures.values() if f.quantity is not None}
    for exhibit in drawn:
        if quantities & {q for q, _cell in exhibit.table.quantities()}:
            return exhibit
    return next((e for e in drawn if native(e) is not None), drawn[0] if drawn else None)
