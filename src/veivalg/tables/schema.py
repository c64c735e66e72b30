"""One class a table: schema, check and documentation in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import polars as pl

from veivalg.content import Source
from veivalg.content.numbers import format_exact, format_plain
from veivalg.foundation.errors import TableError
from veivalg.foundation.i18n import Said, _


@dataclass(frozen=True)
class Field:
    """A column of a stored table.

    ``title`` and ``unit`` are Norwegian, for templates and error messages. ``allowed`` lists the
    values a text column may hold; ``low``/``high`` bound a number. Only a nullable column may be
    missing, and missing is never 0.
    """

    name: str
    dtype: type[pl.DataType]
    title: Said = Said()  # noqa: RUF009 - a descriptor, that reads each column's own
    unit: str = ""
    key: bool = False
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] = ()


Band = tuple[int, int]
"""Ages from and to, both in it."""


class TableSchema:
    """Base of the tables: subclasses state ``name``, ``title`` and ``fields``.

    ``bands`` are age bands a table is to have also where its source has not: each is a sum of
    other bands by sign, or, when none are named, of whatever finer ones make it up.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    bands: ClassVar[Mapping[Band, Mapping[Band, int]]] = {}
    said: ClassVar[tuple[str, ...]] = ("title",)

    def __init_subclass__(cls, **more: Any) -> None:
        """Let the texts a table states be read in the language in use."""
        super().__init_subclass__(**more)
        for name in (n for n in cls.said if n in vars(cls)):
            setattr(cls, name, Said(vars(cls)[name]))

    @classmethod
    def empty(cls) -> pl.DataFrame:
        """Give an empty frame of this schema."""
        return pl.DataFrame(schema={f.name: f.dtype for f in cls.fields})

    @classmethod
    def typed(cls, frame: pl.DataFrame) -> pl.DataFrame:
        """Give the columns in order and typed, with nothing checked."""
        return frame.select(pl.col(f.name).cast(f.dtype) for f in cls.fields)

    @classmethod
    def validate(cls, frame: pl.DataFrame) -> pl.DataFrame:
        """Check every column, bound and key; give the frame with columns in order and typed.

        Raises
        ------
        TableError
            With every problem found, in Norwegian, naming column and first offending row.
        """
        missing = [
            _("Kolonnen «{title}» ({name}) mangler.").format(title=f.title, name=f.name)
            for f in cls.fields
            if f.name not in frame.columns
        ]
        if missing:
            raise TableError(
                _("Tabellen «{title}» er ufullstendig.").format(title=cls.title),
                problems=tuple(missing),
            )
        try:
            typed = cls.typed(frame)
        except pl.exceptions.PolarsError as error:
            raise TableError(
                _("Tabellen «{title}» har verdier av feil type.").format(title=cls.title),
                problems=(str(error),),
            ) from error
        problems = _column_problems(typed, cls.fields)
        problems += _key_problems(typed, [f.name for f in cls.fields if f.key])
        if problems:
            raise TableError(
                _("Tabellen «{title}» har {count} feil: {first}").format(
                    title=cls.title, count=format_plain(len(problems)), first=problems[0]
                ),
                problems=tuple(problems),
            )
        return typed


def _checks(column: Field) -> Iterator[tuple[pl.Expr, Callable[[], str]]]:
    """Give what may be wrong in a column, and how it is said."""
    values, low, high, allowed = pl.col(column.name), column.low, column.high, column.allowed
    if not column.nullable:
        yield values.is_null(), lambda: _("mangler verdi")
    if low is not None:
        yield values < low, lambda: _("er under {limit}").format(limit=format_exact(low))
    if high is not None:
        yield values > high, lambda: _("er over {limit}").format(limit=format_exact(high))
    if allowed:
        words = ", ".join(allowed)
        yield ~values.is_in(allowed), lambda: _("er ikke en av: {words}").format(words=words)


def _column_problems(frame: pl.DataFrame, fields: Sequence[Field]) -> list[str]:
    checks = [(field, *check) for field in fields for check in _checks(field)]
    if not checks:
        return []
    # one question of them all: a fetch stores thousands of small frames
    counts = frame.select(wrong.sum().alias(str(i)) for i, (_f, wrong, _t) in enumerate(checks))
    return [
        _("«{title}» {wrong} i {count} rader, først rad {row}.").format(
            title=column.title,
            wrong=text(),
            count=format_plain(count),
            row=format_plain(frame.select(wrong.fill_null(value=False).arg_max()).item() + 1),
        )
        for (column, wrong, text), count in zip(checks, counts.row(0), strict=True)
        if count
    ]


def _key_problems(frame: pl.DataFrame, keys: list[str]) -> list[str]:
    if not keys or (len(keys) == 1 and frame[keys[0]].n_unique() == frame.height):
        return []
    doubled = frame.filter(pl.struct(keys).is_duplicated())
    if doubled.is_empty():
        return []
    first = ", ".join(f"{k}={v}" for k, v in doubled.select(keys).row(0, named=True).items())
    return [
        _("{count} rader har samme nøkkel som en annen, først {first}.").format(
            count=format_plain(doubled.height), first=first
        )
    ]


@dataclass(frozen=True, slots=True)
class Sourced:
    """A validated table with where it came from.

    ``sources`` maps a municipality code (or ``"*"`` for the rest) to its source, since rows of one
    table can come from different fetches or from the embedded figures. Where the rows of a place
    come from several SSB tables, ``"5503#12209"`` maps to the source of each, and ``"*#12209"``
    of places that are not named. The name of an indicator can stand in place of the SSB table.
    """

    frame: pl.DataFrame
    sources: Mapping[str, Source] = field(default_factory=dict)

    def rows(self, place: str) -> Sourced | None:
        """Give the rows of one place, or None when there are none."""
        frame = self.frame.filter(self.frame["municipality"] == place)
        return Sourced(frame, self.sources) if frame.height else None

    def source(self, place: str = "*") -> Source:
        """Give the source of the rows of `place`; raises ``KeyError`` when nothing is known."""
        return self.sources[place] if place in self.sources else self.sources["*"]

    def source_of(self, place: str, *parts: str) -> Source:
        """Give the source of some rows of `place`.

        Parameters
        ----------
        parts
            What the rows are, the narrowest first: an indicator, the SSB table («12209»).
        """
        named = [place] if place in self.sources else [place, "*"]
        keys = (f"{one}#{part}" for one in named for part in parts)
        exact = next((self.sources[key] for key in keys if key in self.sources), None)
        return exact or self.source(place)
