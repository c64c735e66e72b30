"""What reading a file gave: rows to store, faults to mend, or columns to point out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from veivalg.foundation.errors import Exit, TableError
from veivalg.foundation.i18n import _, ngettext
from veivalg.own.intake.questions import NO, TABLE, Option, Question
from veivalg.own.tables import Finding, OwnField, OwnTable

MOST_FINDINGS = 1_000
"""More are counted, not listed."""
NAMED = 3
"""Columns a likely table lacks that are named; the rest are counted."""
ENOUGH = 2
"""Columns the likeliest table must use before it is asked which one a file is."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A table a file may be: how many of the file's columns it uses, and what it lacks."""

    table: type[OwnTable]
    used: int
    columns: int
    lacking: tuple[OwnField, ...] = ()

    @property
    def told(self) -> str:
        """Say it: «Sykefravær per enhet»: bruker 4 av 9 kolonner, mangler «Årsverk»."""
        lacks = ", ".join(f"«{f.title}»" for f in self.lacking[:NAMED])
        if more := len(self.lacking[NAMED:]):
            lacks += _(" og {n} til").format(n=more)
        return _("«{title}»: bruker {used} av {n} kolonner{lacks}.").format(
            title=self.table.title,
            used=self.used,
            n=self.columns,
            lacks=_(", mangler {columns}").format(columns=lacks) if lacks else "",
        )


class UnknownTableError(TableError):
    """The columns fit no table, or several.

    Parameters
    ----------
    unheard
        The questions that were answered, but not asked of this file, or with no such answer.
    likely
        The tables it may be, nearest first.
    question
        Which of them it is, where a person can tell; None where so little fits that the file is
        refused.
    """

    def __init__(
        self,
        message: str,
        remedy: str = "",
        likely: tuple[Likely, ...] = (),
        question: Question | None = None,
    ) -> None:
        super().__init__(
            message, remedy, tuple(f"{one.table.template}: {one.told}" for one in likely)
        )
        self.likely, self.question = likely, question
        self.candidates = tuple(one.table.name for one in likely)
        if question is not None:
            self.exit_code = Exit.OPEN


def which(likely: Sequence[Likely]) -> Question | None:
    """Ask which of several tables a file is; None when no table is likely enough."""
    if not any(one.used >= min(ENOUGH, len(one.table.own_fields())) for one in likely):
        return None
    options = tuple(Option(one.table.template, one.told) for one in likely)
    if len(options) == 1:
        options += (Option(NO, _("Nei, det er noe annet.")),)
    return Question(TABLE, _("Hvilken tabell er filen?"), options)


def rows_text(n: int) -> str:
    """Write a number of rows.

    Examples
    --------
    >>> rows_text(1), rows_text(12)
    ('1 rad', '12 rader')
    """
    return ngettext("{n} rad", "{n} rader", n).format(n=n)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and the field it was taken for.

    ``field`` is the name of the field, empty when the column is not used. ``how`` is ``title``,
    ``alias``, ``name``, ``remembered``, ``given``, ``near`` (a proposal only) or empty. ``sample``
    holds the first few values, for the dialogue where a person points out columns; empty when the
    file holds values that name persons.
    """

    heading: str
    letter: str
    field: str = ""
    how: str = ""
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """A file as it was read; nothing is stored before `accept`.

    Parameters
    ----------
    table
        The table it was read as.
    code
        The municipality it is for.
    file, sha256
        Name and hash of the file.
    sheet
        The sheet the rows stand in.
    frame
        Typed and pseudonymised rows, ready to store; None when anything is wrong.
    findings
        Errors and warnings, at most `MOST_FINDINGS`, in the order of the rows.
    errors, warnings
        How many there are in all.
    columns
        Every column of the file with the field it was taken for.
    missing
        Required fields no column was found for: a person must point them out (``mapping=``).
    mapping
        Field → heading as given or remembered; kept when the file is accepted.
    rows
        Rows of figures read, before any were refused.
    other_sheets
        Sheets that were not read.
    runner_up
        Title of the table that came nearest after this one, when it was close; else empty.
    marked_copy
        Gives an XLSX copy of the file with faulty cells marked and commented.
    who
        Who brought the file.
    questions
        What a person must answer before the rows can be stored.
    answers, form
        What was answered, and the key of the sender's form it is remembered for.
    sure
        How sure it is that the table is the right one: «sikkert», «ganske sikkert» …
    likely
        The tables it may be, the one it was read as first; empty when a person has named it.
    """

    table: type[OwnTable]
    code: str
    file: str
    sha256: str
    sheet: str
    frame: pl.DataFrame | None
    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    columns: tuple[Column, ...]
    missing: tuple[OwnField, ...]
    mapping: Mapping[str, str]
    rows: int
    other_sheets: tuple[str, ...] = ()
    runner_up: str = ""
    marked_copy: Callable[[], bytes] = field(default=bytes, repr=False)
    who: str = ""
    questions: tuple[Question, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    sure: str = ""
    unheard: frozenset[str] = frozenset()
    likely: tuple[Likely, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether the rows can be stored."""
        return self.frame is not None

    @property
    def unused(self) -> tuple[str, ...]:
        """Give the headings of the columns that are not read, told before anything is stored."""
        return tuple(c.heading for c in self.columns if c.heading and not c.field)

    @property
    def used(self) -> int:
        """Give how many columns of the file are read."""
        return sum(bool(c.field) and c.how != "near" for c in self.columns)

    def recognition(self) -> str:
        """Say how sure the table is, and how many columns of the file it uses."""
        return _("{sure}: {used} av {n} kolonner er brukt").format(
            sure=self.sure, used=self.used, n=sum(bool(c.heading) for c in self.columns)
        )

    @property
    def needs_mapping(self) -> bool:
        """Say whether a person must point out columns before anything can be checked."""
        return bool(self.missing)

    def summary(self) -> str:
        """Give one Norwegian sentence of how it went."""
        if self.frame is not None:
            return _("{file}: {rows} i «{title}» er i orden.").format(
                file=self.file, rows=rows_text(self.frame.height), title=self.table.title
            )
        if self.missing:
            return _("{file}: fant ikke kolonnene {names} til «{title}».").format(
                file=self.file,
                names=", ".join(f"«{f.title}»" for f in self.missing),
                title=self.table.title,
            )
        if self.questions and not self.errors:
            return ngettext(
                "{file}: ett spørsmål må besvares før «{title}» kan lagres.",
                "{file}: {n} spørsmål må besvares før «{title}» kan lagres.",
                len(self.questions),
            ).format(file=self.file, n=len(self.questions), title=self.table.title)
        return _("{file}: {errors} feil i «{title}». Ingenting er lagret.").format(
            file=self.file, errors=self.errors, title=self.table.title
        )
