"""Rows that repeat other rows: sums and means by arithmetic, whatever they are called.

A row that is the sum or the mean of others is counted twice when it is stored. Whether it is one is
asked, for numbers may agree by chance; a chance that a few small numbers give is not asked about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.content import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import sums
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

ID = "rows:repeats"
DENSE = 2_000_000
"""Numbers in the table of names and groups that are searched through; else only for whole sums."""
NAMED = (
    r"(?i)\b(?:sum|summen|(?:hoved|del|total|slutt)sum|total|totalt|totalen|i alt|"
    r"til ?sam(?:men|an)|sammenlagt|saml(?:et|a)|snitt|gjennomsnitt|gj\.? ?snitt|middel|average|"
    r"alle (?:enhet|eining|skol|skul|sektor|barnehag|son|avdeling|virksomhet)\w*)\b"
    r"|^\W*(?:hei?le [^d\W]\w*(?:en|et|a)|alle|alt|median|maks(?:imum)?|minimum|[Σ∑].*)\W*$"
)
"""Names of totals and means; «Sumatra barnehage» is none."""
WHOLE = r"(?i)^kommunen?$|\w kommune$|^kommunale? \w+$"
"""Names the whole may have; they are also those of units, so that arithmetic must say it."""
SHOWN = 8
LISTED = 3


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the body that others give: its place, what it is of them, what it may be called."""

    at: int
    kind: str
    name: str = ""


def leave_out(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows without those that repeat others, when a person has said so; else ask."""
    if len(rows.numbers) < sums.FEWEST:
        return rows
    held = sorted({r.at: r for r in _repeats(match, rows)}.values(), key=lambda r: r.at)
    if not held:
        return rows
    answer = found.ask(_question(match, rows, held))
    if answer != "drop":
        return rows
    out = {r.at for r in held}
    keep = pl.Series(values=[i not in out for i in range(len(rows.numbers))], dtype=pl.Boolean)
    told = tuple(
        (int(rows.numbers[r.at]), _("Raden er {kind}, og er ikke tatt med.").format(kind=r.kind))
        for r in held
    )
    return rows.only(keep, told)


def _question(match: Match, rows: Rows, held: Sequence[Repeat]) -> Question:
    told = [
        _("rad {row}{name} er {kind}").format(
            row=int(rows.numbers[r.at]) + 1, name=f" «{r.name}»" if r.name else "", kind=r.kind
        )
        for r in held[:SHOWN]
    ]
    more = _(" og {n} til").format(n=len(held) - SHOWN) if len(held) > SHOWN else ""
    text = _("Noen rader gjentar andre i arket «{sheet}»: {told}{more}. Skal de være med?").format(
        sheet=match.grid.sheet, told="; ".join(told), more=more
    )
    return Question(
        ID,
        text,
        (
            Option("drop", _("Nei, ta dem ut. Summene regnes ut.") + _left(match, rows, held)),
            Option("keep", _("Ja, de er rader som de andre.")),
        ),
        tuple(int(rows.numbers[r.at]) + 1 for r in held),
        remember=False,
    )


def _left(match: Match, rows: Rows, held: Sequence[Repeat]) -> str:
    """Say what the amounts come to without the rows."""
    fields = [f for f in _numeric(match, rows) if f.unit == "kr"][:1]
    if not fields or match.table.personal:
        return ""
    values = _values(rows, fields)[:, 0]
    every, out = np.nansum(values), np.nansum(values[[r.at for r in held]])
    return _(" «{title}» blir {left} i alt, mot {every} med dem.").format(
        title=fields[0].title, left=format_plain(every - out), every=format_plain(every)
    )


def _text_keys(match: Match, rows: Rows) -> list[OwnField]:
    fields = match.table.own_fields()
    return [f for f in fields if f.key and f.dtype == pl.String and f.name in rows.columns]


def _numeric(match: Match, rows: Rows) -> list[OwnField]:
    return [
        f
        for f in match.table.own_fields()
        if not f.key and f.dtype.is_numeric() and f.name in rows.columns and f.name != "year"
    ]


def _values(rows: Rows, fields: Sequence[OwnField]) -> NDArray[np.float64]:
    """Give the numbers of the rows, (row, field)."""
    for f in fields:
        if f.name not in rows.read:
            whole = f.dtype().is_integer()
            rows.read[f.name] = read_numbers(rows.columns[f.name], whole=whole, unit=f.unit)
    return np.column_stack([rows.read[f.name].values.cast(pl.Float64).to_numpy() for f in fields])


def _repeats(match: Match, rows: Rows) -> Iterator[Repeat]:
    """Give the rows that are the sum or mean of others with the same other keys.

    Totals are looked for along each key of text, and along all of them at once.
    """
    fields, keys = _numeric(match, rows), _text_keys(match, rows)
    others = [f for f in match.table.own_fields() if f.key and f not in keys]
    if not fields or not (keys or match.table.personal):
        return
    values = _values(rows, fields)
    ways = [[k] for k in keys] + [keys] * (len(keys) > 1 and not all(k.choices for k in keys))
    for way in ways or [[]]:
        rest = [f for f in (*keys, *others) if f not in way and f.name in rows.columns]
        names = [plain_keys(rows.columns[f.name]) for f in way]
        group = [plain_keys(rows.columns[f.name]) for f in rest] if way else []
        size = len(rows.numbers)
        along = _Along(match, way, *_codes(names, size, alone=True), _codes(group, size)[0])
        yield from along.held(values)


def plain_keys(column: RawColumn) -> pl.Series:
    """Give a column of keys as texts: its texts, else its numbers or days."""
    texts = [s.cast(pl.String) for s in column.parts() if s is not None]
    return pl.select(pl.coalesce(texts)).to_series().str.strip_chars().fill_null("")


def _codes(
    keys: Sequence[pl.Series], size: int, *, alone: bool = False
) -> tuple[NDArray[np.intp], pl.Series]:
    """Number the different keys in the order they are met, and give them.

    Without any, each row is alone or all are one.
    """
    if not keys:
        codes = np.arange(size) if alone else np.zeros(size, dtype=np.intp)
        return codes, pl.repeat("", int(codes[-1]) + 1, dtype=pl.String, eager=True)
    several = len(keys) > 1
    joined = pl.select(pl.concat_str(keys, separator=" ")).to_series() if several else keys[0]
    if joined.n_unique() == size:
        return np.arange(size), joined
    first = joined.unique(maintain_order=True)
    return joined.cast(pl.Enum(first)).to_physical().to_numpy().astype(np.intp), first


@dataclass(frozen=True, slots=True)
class _Along:
    """Rows by name, along one or more keys, and by group, which the other keys are."""

    match: Match
    way: Sequence[OwnField]
    name: NDArray[np.intp]
    called: pl.Series
    group: NDArray[np.intp]

    def held(self, values: NDArray[np.float64]) -> Iterator[Repeat]:
        """Give the rows that others give."""
        n, m = len(self.called), int(self.group.max()) + 1
        may = self._may()
        if n < sums.FEWEST or not may.any():
            return
        named = self.called.str.contains(NAMED).to_numpy() & may
        free, found = ~named, {}
        if n * m * values.shape[1] > DENSE:
            whole = sums.whole(values, self.name, self.group)
            found = dict.fromkeys((i for i in whole if may[i]), _("summen av andre"))
            free[list(found)] = False
            found |= dict.fromkeys(map(int, np.flatnonzero(named)), _("kalt en sum"))
        else:
            table = np.full((n, m, values.shape[1]), np.nan)
            table[self.name, self.group] = values
            hinted = self.called.str.contains(WHOLE).to_numpy() & may
            for total in sums.totals(table, free, may, hinted):
                free[total.at] = False
                found[total.at] = self._kind(total)
            for at in map(int, np.flatnonzero(named)):
                known = sums.as_total(table, free, at)
                unknown = _("kalt en sum, men er ikke summen av de andre")
                found[at] = self._kind(known) if known is not None else unknown
        if not found:
            return
        parts = np.zeros(m, dtype=np.bool_)
        parts[self.group[free[self.name]]] = True
        repeated = np.flatnonzero(np.isin(self.name, list(found)) & parts[self.group])
        for i in map(int, repeated):
            at = int(self.name[i])
            yield Repeat(i, found[at], self._called(at) if self._told else "")

    @property
    def _told(self) -> bool:
        """Say whether names may be told: those of persons never are."""
        return not self.match.table.personal and not any(f.pseudonym for f in self.way)

    def _called(self, at: int) -> str:
        return heading_text(self.called[at])

    def _may(self) -> NDArray[np.bool_]:
        """Say which names may be those of totals: of a list of choices, only «alle»."""
        choices = [f for f in self.way if f.choices]
        if not choices or len(self.way) > 1:
            return np.ones(len(self.called), dtype=np.bool_)
        every = choices[0].choices.get("all", "")
        return ((self.called == every) & (self.called != "")).to_numpy()

    def _kind(self, total: sums.Total) -> str:
        if total.mean:
            return _("snittet av andre")
        if len(total.parts) > LISTED or not self._told:
            return _("summen av andre")
        *first, last = (f"«{self._called(i)}»" for i in total.parts)
        return _("summen av {names} og {last}").format(names=", ".join(first), last=last)
