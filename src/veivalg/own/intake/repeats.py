"""Rows that repeat other rows: sums and means by arithmetic, whatever they are called.

A row that is the sum or the mean of others is counted twice when it is stored. Whether it is one is
asked, for numbers may agree by chance; a chance that a few small numbers give is not asked about.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.content import format_plain
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.norway.register import municipality
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import sums
from veivalg.own.intake.asides import among
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import family, is_rate, written
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
_SUM = r"(?i)^\s*(sum( i alt| totalt)?|samlet sum|total(t|sum)?|i alt|delsum)\s*[:.]?\s*$"
_SUM_OF = r"(?i)^\s*(sum|totalt|i alt|delsum)[ :].{1,60}$"
PROPER = (
    r"\b(?:ASA?|SA|BA|AL|ANS|DA|KF|FKF|IKS|HF|SUS)$|(?i)\bstiftelsen?\b|^\w+ (?:og|&|\+) "
    r"|(?:hall(?:en)?|arena|huset|kafé|kafe|kro|stadion|kino|senter(?:et)?|hotell)$"
)
"""Names of companies and houses, whatever word they begin with: «Sum og Dans AS»."""
WHOLE = r"(?i)^kommunen?$|\w kommune$|^kommunale? \w+$"
"""Names the whole may have; they are also those of units, so that arithmetic must say it."""
COMPARED, LEAST = 2_000_000, 5
"""Rows that are gone through for all that are called sums, of each; at least so many are tried."""
SHOWN = 8
LISTED = 3


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the body that others give: its place, what it is of them, what it may be called."""

    at: int
    kind: str
    name: str = ""


def without_sums(match: Match, rows: Rows) -> Rows:
    """Give the rows without those that are called sums and are; note those that are called so only.

    A sum is of rows with the same other keys where it has them, else of all, or of those a person
    sees: before it, after it, or every one.
    """
    called = _called_sums(match, rows)
    if not (marked := called.arg_true().to_list()):
        return rows
    every = _numeric(match, rows)
    fields = [f for f in every if family(f) != "share" and not is_rate(f)] or every
    values = _values(rows, fields) if fields else np.zeros((len(rows.numbers), 0))
    free, unlike, before = ~called.to_numpy(), dict[int, tuple[str, str]](), 0
    seen = free & ~rows.numbers.is_in(match.grid.hidden_rows).to_numpy()
    held = [f for f in match.table.own_fields() if f.key and f.name in rows.columns]
    keys = [plain_keys(rows.columns[f.name]) for f in held]
    named = [key.str.contains(f"{_SUM}|{_SUM_OF}") for key in keys]
    left = max(COMPARED // len(free), LEAST)
    for at in marked:
        block, before = slice(before, at), at + 1
        there = np.isfinite(values[at])
        near = [np.nansum(values[block][free[block]], axis=0)]
        near += [values[i] for i in (at - 1, at + 1) if 0 <= i < len(free) and free[i]]
        if any(np.allclose(n[there], values[at][there], rtol=1e-9, atol=0) for n in near):
            continue
        kind, name, same, left = _("etter navnet en sum"), "", free, left - 1
        for key, says in zip(keys, named, strict=True):
            name = name or (key[at] if says[at] else "")
            if left >= 0 and key[at] and not says[at]:
                same = same & (key == key[at]).to_numpy()
        if left >= 0:
            tried = {m.tobytes(): m for m in (same, free, same & seen, seen)}
            if any(_is_sum(values, parts, at) for parts in tried.values()):
                continue
            parts = values[block][free[block]] if len(marked) > 1 else values[same]
            kind = _sum_only(values[at], parts if len(parts) else values[free])
        unlike[int(rows.numbers[at])] = name, kind
    told = [(n, _summed()) for n in rows.numbers.filter(called).to_list() if n not in unlike]
    kept = rows.only(~rows.numbers.is_in([n for n, _told in told]), told)
    return replace(kept, unlike=unlike, asides=among(rows.asides, kept.numbers))


def leave_out(match: Match, rows: Rows, found: Collector, code: str) -> Rows:
    """Give the rows without those that repeat others, when a person has said so; else ask.

    Until it is answered, those that are called sums are left out of the check.
    """
    held: dict[int, Repeat] = {}
    unlike = rows.numbers.is_in([*rows.unlike]).arg_true().to_list() if rows.unlike else []
    for i in unlike:
        name, kind = rows.unlike[int(rows.numbers[i])]
        held[i] = Repeat(i, kind, "" if match.table.personal else name)
    others = rows.only(~rows.numbers.is_in([*rows.unlike])) if unlike else rows
    for r in _repeats(match, others, code) if len(others.numbers) >= sums.FEWEST else ():
        at = int(rows.numbers.index_of(others.numbers[r.at]) or 0) if unlike else r.at
        held[at] = replace(r, at=at)
    if not held:
        return rows
    answer = found.ask(_question(match, rows, [held[i] for i in sorted(held)]))
    out = held if answer == "drop" else unlike if answer is None else ()
    if not out or (answer is None and not len(others.numbers)):
        return rows
    keep = pl.Series(values=[i not in out for i in range(len(rows.numbers))], dtype=pl.Boolean)
    text = _("Raden er {kind}, og er ikke tatt med.")
    told = [(int(rows.numbers[i]), text.format(kind=held[i].kind)) for i in out if answer]
    return rows.only(keep, told)


def _summed() -> str:
    return _("Raden er en sum, og er ikke tatt med. Summene regnes ut.")


def _called_sums(match: Match, rows: Rows) -> pl.Series:
    """Mark the rows whose first cell says «Sum», or whose key says «Sum helse»."""
    found = pl.repeat(False, len(rows.numbers), dtype=pl.Boolean, eager=True)
    empty_so_far = ~found
    order = sorted(match.assignment.found.items(), key=lambda item: item[1])
    fields = {f.name: f for f in match.table.own_fields()}
    for name, _at in order:
        column = rows.columns[name]
        text = column.text.str
        if empty_so_far.any():
            found = found | (empty_so_far & text.contains(_SUM).fill_null(False))
        if fields[name].key and fields[name].dtype == pl.String:
            sums_of = text.contains(_SUM_OF).fill_null(False)
            if sums_of.any():
                found = found | (sums_of & ~text.strip_chars().str.contains(PROPER))
        empty_so_far = empty_so_far & ~column.filled()
    return found


def _is_sum(values: sums.Values, parts: sums.Mask, at: int) -> bool:
    """Say whether a row is the sum of others, or of those before or after it."""
    mine = parts.copy()
    mine[at] = True
    held, place = values[mine][:, None, :], int(mine[:at].sum())
    return sums.as_total(held, parts[mine], place) is not None


def _sum_only(row: sums.Values, others: sums.Values) -> str:
    """Say what a row that is called a sum is, and what the others come to."""
    held = np.flatnonzero(np.isfinite(row))
    if not len(held):
        return _("etter navnet en sum, men ikke summen av de andre")
    return _("etter navnet en sum, men er {value}, mens de andre er {sum} til sammen").format(
        value=written(float(row[held[0]])), sum=written(float(np.nansum(others[:, held[0]])))
    )


def _question(match: Match, rows: Rows, held: Sequence[Repeat]) -> Question:
    told = [
        _("rad {row}{name} er {kind}").format(
            row=int(rows.numbers[r.at]) + 1, name=f" «{r.name}»" if r.name else "", kind=r.kind
        )
        for r in held[:SHOWN]
    ]
    more = _(" og {n} til").format(n=len(held) - SHOWN) if len(held) > SHOWN else ""
    text = _(
        "Noen rader kan gjenta andre i arket «{sheet}»: {told}{more}. Skal de være med?"
    ).format(sheet=match.grid.sheet, told="; ".join(told), more=more)
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


def _repeats(match: Match, rows: Rows, code: str) -> Iterator[Repeat]:
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
        coded = *_codes(names, size, alone=True), _codes(group, size)[0]
        along = _Along(match, way, *coded, _own_names(code))
        yield from along.held(values)


def _own_names(code: str) -> list[str]:
    """Give what a row of the whole municipality is called, beside the words for sums."""
    with suppress(UnknownMunicipalityError):
        place = municipality(code)
        names = {place.name, place.official_name, *place.names.values()}
        names |= {f"{n} {kind}" for n in names for kind in ("kommune", "herad")} | {"Kommunen"}
        return [f(n) for n in names for f in (str, str.lower, str.upper, str.title)]
    return []


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
    own: list[str]

    def held(self, values: NDArray[np.float64]) -> Iterator[Repeat]:
        """Give the rows that others give."""
        n, m = len(self.called), int(self.group.max()) + 1
        may = self._may()
        if n < sums.FEWEST or not may.any():
            return
        named, own = self._named() & may, self._own() & may
        named |= own
        free, found = ~named, {}
        if n * m * values.shape[1] > DENSE:
            whole = sums.whole(values, self.name, self.group)
            found = dict.fromkeys((i for i in whole if may[i]), _("summen av andre"))
            free[list(found)] = False
            found |= dict.fromkeys(map(int, np.flatnonzero(named)), _("etter navnet en sum"))
        else:
            table = np.full((n, m, values.shape[1]), np.nan)
            table[self.name, self.group] = values
            hinted = self.called.str.contains(WHOLE).to_numpy() & may
            for total in sums.totals(table, free, may, hinted):
                free[total.at] = False
                found[total.at] = self._kind(total)
            for at in map(int, np.flatnonzero(named)):
                known = sums.as_total(table, free, at)
                group = int(np.isfinite(table[at]).any(axis=1).argmax())
                unknown = _sum_only(table[at, group], table[free, group])
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

    def _named(self) -> sums.Mask:
        named = self.called.str.contains(NAMED)
        return (named & ~self.called.str.contains(PROPER) if named.any() else named).to_numpy()

    def _own(self) -> sums.Mask:
        """Say which names are the municipality's own, where it is not one of many."""
        own = self.called.is_in(self.own)
        many = own.any() and (self.called.str.contains(r"(?i)\w kommune$") & ~own).any()
        return (own & (not many)).to_numpy()

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
