"""What a table of the municipality's own figures says of itself: for people and for the check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import polars as pl

from veivalg.content import format_plain
from veivalg.foundation.i18n import Said, Words, _, ngettext
from veivalg.tables.schema import Field, TableSchema
from veivalg.tables.small_numbers import THRESHOLD, is_small

Fault = tuple[int | None, str, str, str]
"""What a whole table shows: row index from 0 or None, field, what is wrong, what is allowed."""


@dataclass(frozen=True)
class OwnField(Field):
    """A column a person fills in.

    Parameters
    ----------
    help
        One or two Norwegian sentences for the template: what to write, where it is found.
    example
        The value in the template's example row, as a person writes it.
    choices
        Code → Norwegian word. People see and write the words; the codes are stored.
    aliases
        Other headings this column is known by («Sone», «Distrikt», «Område»).
    pseudonym
        The value names a person: it is replaced at the door by a salted hash.
    people
        The value counts people, who may be few: the table goes behind the gate.
    """

    help: Said = Said()  # noqa: RUF009 - a descriptor, that reads each column's own
    example: str = ""
    choices: Words = field(default_factory=lambda: Words({}))
    aliases: tuple[str, ...] = ()
    pseudonym: bool = False
    people: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a file: where it is, what is wrong and what is allowed.

    ``row`` is the row as Excel counts (1 is the first), ``column`` the heading as it stands in the
    file; both are empty when the fault is of the sheet. ``cell`` is «C7» where it can be told.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    wrong: str
    allowed: str
    cell: str = ""
    warning: bool = False

    def line(self) -> str:
        """Give it as one line: «Ark «Bemanning», rad 7, «Plasser»: … »."""
        row = _(", rad {row}").format(row=self.row) if self.row is not None else ""
        column = f", «{self.column}»" if self.column else ""
        sheet = _("Ark «{sheet}»").format(sheet=self.sheet)
        return f"{sheet}{row}{column}: {self.wrong} {self.allowed}".strip()


class OwnTable(TableSchema):
    """Base of the municipality's own tables.

    Each states ``name`` (English, stored), ``title`` and ``fields`` (of `OwnField`), and:

    ``template``
        The name people use: `veivalg mal bemanningsplan`.
    ``purpose``
        One Norwegian sentence: what the table gives.
    ``area``, ``have``
        One of `veivalg.own.tables.areas`, and in everyday words what a person may have lying
        («en turnusplan med hver vakt»): what «Hva har du?» lists.
    ``instructions``
        Norwegian lines for the sheet «Veiledning».
    ``chapters``
        Ids of the chapters that read it.
    ``personal``
        Whether a row is about a person; then it never leaves the municipality's own machine.
    ``source_system``
        Where such figures are usually taken out («Gat, Visma Ressursstyring, Excel»).
    """

    template: ClassVar[str]
    purpose: ClassVar[str]
    area: ClassVar[str] = "annet"
    have: ClassVar[str] = ""
    instructions: ClassVar[tuple[str, ...]] = ()
    chapters: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[bool] = False
    source_system: ClassVar[str] = ""
    said: ClassVar[tuple[str, ...]] = ("title", "have", "purpose", "instructions", "source_system")

    @classmethod
    def guarded(cls) -> bool:
        """Say whether only what passes the gate reaches a chapter (`veivalg.tables.gate`)."""
        return cls.personal or cls.counts_people()

    @classmethod
    def counts_people(cls) -> bool:
        """Say whether a row is a count of people who may be few."""
        return any(f.people for f in cls.own_fields())

    @classmethod
    def tells(cls, rows: int) -> bool:
        """Say whether a number of stored rows may be told: a row can be a person."""
        return not (cls.personal and is_small(rows))

    @classmethod
    def rows_text(cls, rows: int) -> str:
        """Write a number of stored rows, or that they are few where a row can be a person."""
        if not cls.tells(rows):
            return _("færre enn fem rader")
        return ngettext("{n} rad", "{n} rader", rows).format(n=format_plain(rows))

    @classmethod
    def tells_changed(cls, rows: int) -> bool:
        """Say whether a number of new, changed or removed rows may be told.

        None, one and four read the same of people: else a version could be made to try a guess.
        """
        return not cls.guarded() or rows >= THRESHOLD

    @classmethod
    def hidden_text(cls) -> str:
        """Say why nothing is told of what one version changes against another."""
        if cls.personal:
            return _("Innholdet vises ikke, for tabellen gjelder enkeltpersoner.")
        return _("Innholdet vises ikke, for tabellen teller personer.")

    @classmethod
    def own_fields(cls) -> tuple[OwnField, ...]:
        """Give the columns with what a template needs."""
        return tuple(f for f in cls.fields if isinstance(f, OwnField))

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Give faults that only the table as a whole shows.

        Row indices count from 0 in `frame`; the reader turns them into rows of the file. Called
        with columns typed and in order, after every single cell has passed.
        """
        return ()

    @classmethod
    def doubts(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Give what is told of rows that are taken in all the same; else as `check`."""
        return ()

    @classmethod
    def unlikely(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Give figures that don't fit each other, and that a person is asked of; else as `check`.

        What is allowed is what to do when they are wrong.
        """
        return ()

    @classmethod
    def examples(cls) -> tuple[Mapping[str, Any], ...]:
        """Give example rows for the template; by default one, of every column's ``example``."""
        return ({f.name: f.example for f in cls.own_fields()},)
