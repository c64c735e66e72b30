"""Collects findings with their places; more than can be listed are counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from veivalg.content.numbers import format_exact
from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import muted
from veivalg.own.foreign.raw import Grid
from veivalg.own.intake.questions import NO, Option, Question
from veivalg.own.intake.result import MOST_FINDINGS
from veivalg.own.tables import Finding

HIDDEN = ""
"""What is shown for a value that names a person."""


@dataclass(slots=True)
class Collector:
    """Findings of one file; ``persons`` are the cells whose values must never be shown.

    ``answers`` are what a person has said (question → answer), now or of the same form before;
    ``given`` are the questions answered now, and ``heard`` those of all whose answer was used.
    """

    file: str
    held: list[tuple[int, int, Finding]] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    persons: set[tuple[str, int, int]] = field(default_factory=set)
    answers: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    questions: list[Question] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    told: list[Question] = field(default_factory=list)
    """All that was asked, answered or not."""
    refused: list[str] = field(default_factory=list)
    """Questions with one answer, that a person has said is wrong."""
    elsewhere: tuple[str, ...] = ()
    """Texts away from the table that state a unit: of other sheets, and the name of the file."""

    def ask(self, question: Question, *, again: bool = False) -> str | None:
        """Ask, unless it is answered: gives the answer, or None while it is open.

        With `again`, what was answered of an earlier file does not count. Where there is only one
        answer, it may be wrong: then the file is.
        """
        if alone := len(question.options) == 1:
            no = Option(NO, _("Nei, det stemmer ikke."))
            question = replace(question, options=(*question.options, no))
        self.told.append(question)
        answer = self.answers.get(question.id) if not again or question.id in self.given else None
        if answer is not None and answer in {o.value for o in question.options}:
            self.heard.add(question.id)
            if alone and answer == NO:
                self.refused.append(muted(question.text))
            elif question.remember:
                self.used[question.id] = answer
            return answer
        self.questions.append(replace(question, text=muted(question.text)))
        return None

    def cell(
        self,
        grid: Grid,
        row: int | None,
        column: int | None,
        wrong: str,
        allowed: str,
        *,
        heading: str = "",
        value: str = "",
        warning: bool = False,
    ) -> None:
        """Add a finding of a cell, a row or a sheet; rows and columns count from 0.

        A cell that names a person has been told of, and no other fault of it is: that would show
        the value.
        """
        if row is not None and column is not None and (grid.sheet, row, column) in self.persons:
            return
        if value and any((grid.sheet, row, i) in self.persons for i in range(len(grid.columns))):
            value = HIDDEN
        self.count(1, warning=warning)
        place = f"{letters(column)}{row + 1}" if row is not None and column is not None else ""
        number, texts = None if row is None else row + 1, (muted(heading), muted(value))
        told = *texts, muted(wrong), allowed, place, warning
        found = Finding(self.file, grid.sheet, number, *told)
        self.held.append((-1 if row is None else row, -1 if column is None else column, found))

    def count(self, n: int, *, warning: bool = False) -> None:
        """Count findings that are not listed one by one."""
        if warning:
            self.warnings += n
        else:
            self.errors += n

    def listed(self) -> tuple[Finding, ...]:
        """Give the findings row by row, errors of the sheet first, at most `MOST_FINDINGS`."""
        # Where there are too many to list, the errors matter more than the warnings.
        first = sorted(self.held, key=lambda h: (h[2].warning, h[0], h[1]))[:MOST_FINDINGS]
        return tuple(f for _row, _column, f in sorted(first, key=lambda h: (h[0], h[1])))


def capped(rows: Iterable[int]) -> list[int]:
    """Give the first rows, as many as can be listed."""
    return list(rows)[:MOST_FINDINGS]


def shown(value: object, longest: int = 60) -> str:
    """Write a cell as a person would know it again.

    Examples
    --------
    >>> shown(12.5), shown(-3.0), shown("  a  b ")
    ('12,5', '−3', 'a b')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return format_exact(value, 15 if abs(value) < 1e15 else 6)
    if hasattr(value, "strftime"):
        return str(value.strftime("%d.%m.%Y"))
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
