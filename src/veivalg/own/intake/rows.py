"""Which rows below the headings are figures, and which are sums, examples, headings or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as kept

import polars as pl

from veivalg.foundation.i18n import N_, _
from veivalg.foundation.texts import muted
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.asides import Aside, among, asides
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.numbers_text import Numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.values import convert
from veivalg.own.tables import OwnTable

EXAMPLE_MARK = N_("← Eksempel. Skriv over raden, eller slett den.")
"""Stands beside the example row of a template."""
NOTES = "rows:notes"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of figures.

    Parameters
    ----------
    columns
        Field → its cells, of the rows that count.
    numbers
        Row in the file (from 0) of each.
    skipped
        Rows left out that a person should know of: (row, what it was).
    read
        Field → its numbers, of those that have been read already.
    asides
        The rows of texts among and below the figures.
    said
        Field → the unit each of its cells states.
    unlike
        Row in the file → name and kind of what is called a sum, and is none by arithmetic.
    added, minus
        Fields that are added up where the keys are the same, and the rows in the file to take away.
    """

    columns: dict[str, RawColumn]
    numbers: pl.Series
    skipped: tuple[tuple[int, str], ...]
    read: dict[str, Numbers] = kept(default_factory=dict)
    asides: tuple[Aside, ...] = ()
    said: dict[str, str] = kept(default_factory=dict)
    unlike: dict[int, tuple[str, str]] = kept(default_factory=dict)
    added: tuple[str, ...] = ()
    minus: tuple[int, ...] = ()

    def only(self, keep: pl.Series, told: Iterable[tuple[int, str]] = ()) -> "Rows":
        """Give the rows where `keep` is true, with what is told of the others."""
        return replace(
            self,
            columns={name: column.take(keep) for name, column in self.columns.items()},
            numbers=self.numbers.filter(keep),
            skipped=tuple(sorted((*self.skipped, *told))),
            read={},
        )


def figure_rows(match: Match) -> Rows:
    """Give the rows below the headings that hold figures."""
    grid, start = match.grid, match.row + 1
    body = {n: grid.columns[i].rows(start) for n, i in match.assignment.found.items()}
    height = grid.height - start
    numbers = pl.int_range(start, grid.height, dtype=pl.UInt32, eager=True)
    filled = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    for column in body.values():
        filled = filled | column.filled()
    skipped: list[tuple[int, str]] = []
    drop = ~filled
    for where, text in (
        (_repeated(match, body), _("Raden gjentar overskriftene, og er ikke tatt med.")),
        (_examples(match), _("Raden er eksemplet fra malen, og er ikke tatt med.")),
    ):
        found = where & ~drop
        skipped += [(start + int(i), text) for i in found.arg_true().to_list()]
        drop = drop | found
    left_out = {row for row, _text in skipped}
    aside = [one for one in asides(match) if one.row not in left_out]
    skipped += [(one.row, _told(match, one)) for one in aside if one.sure]
    if aside:
        drop = drop | numbers.is_in([one.row for one in aside if one.sure])
    keep = ~drop
    if not drop.any():
        return Rows(body, numbers, tuple(skipped), asides=among(aside, numbers))
    taken = {name: column.take(keep) for name, column in body.items()}
    kept = numbers.filter(keep)
    return Rows(taken, kept, tuple(sorted(skipped)), asides=among(aside, kept))


def without_notes(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows without those that lack nothing and read like a note, when a person says so."""
    doubtful = [one for one in rows.asides if not one.sure]
    if not doubtful:
        return rows
    told = ", ".join(
        str(one.row + 1) if match.table.personal else f"{one.row + 1} «{shown(one.text)}»"
        for one in doubtful
    )
    text = _("Noen rader har bare tekst: rad {rows}. Er det merknader?").format(rows=told)
    options = Option("note", _("Ja, de er ikke rader i tabellen.")), Option("row", _("Nei."))
    numbers = tuple(one.row + 1 for one in doubtful)
    answer = found.ask(Question(NOTES, text, options, numbers, remember=False))
    if answer != "note":
        sure = tuple(one for one in rows.asides if one.sure)
        return replace(rows, asides=sure) if answer else rows
    keep = ~rows.numbers.is_in([one.row for one in doubtful])
    return rows.only(keep, ((one.row, _told(match, one)) for one in doubtful))


def _told(match: Match, one: Aside) -> str:
    """Say that a row is a note; what stands in a table of persons is not repeated."""
    if match.table.personal:
        return _("Raden har tekst og ingen tall, og er lest som en merknad.")
    note = _("Raden har tekst og ingen tall, og er lest som en merknad: «{text}».")
    heads = _("Raden er lest som en del av overskriftene: «{text}».")
    return (heads if one.heads else note).format(text=muted(shown(one.text)))


def _repeated(match: Match, body: dict[str, RawColumn]) -> pl.Series:
    """Mark the rows where every cell says what the heading above it does."""
    height = match.grid.height - match.row - 1
    # With no column found there is no heading to repeat.
    same = pl.repeat(bool(match.assignment.found), height, dtype=pl.Boolean, eager=True)
    cells = match.grid.row(match.row)
    headings = {n: heading_text(cells[i]) for n, i in match.assignment.found.items()}
    for name, heading in headings.items():
        if not same.any():  # as soon as no row can, the other columns aren't gone through
            break
        text, first = body[name].text, heading.partition(" ")[0]
        begins = text.str.len_bytes() >= len(first.encode())  # leaves few of a million
        if begins.any():
            begins = begins & text.str.strip_chars_start().str.starts_with(first)
        same = same & begins.fill_null(False)
    alike = [
        i
        for i in same.arg_true()
        if all(heading_text(body[name].text[i]) == heading for name, heading in headings.items())
    ]
    return pl.int_range(height, eager=True).is_in(alike) if alike else same & False


def _examples(match: Match) -> pl.Series:
    """Mark the rows that are the template's example still: they bear its mark and its values.

    A real row can have the values of the example, and an example written over can bear the mark.
    """
    height = match.grid.height - match.row - 1
    marked = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    for i, column in enumerate(match.grid.columns):
        if i < len(match.assignment.columns) and match.assignment.columns[i].field:
            continue
        texts = column.rows(match.row + 1).text
        for mark in {EXAMPLE_MARK, _(EXAMPLE_MARK)}:
            marked = marked | texts.str.starts_with(mark[:9]).fill_null(False)
    if not marked.any():
        return marked
    printed, first = example_rows(match.table), match.row + 1
    hits = [
        bool(m) and any(_is_example(match, first + i, row) for row in printed)
        for i, m in enumerate(marked.to_list())
    ]
    return pl.Series(values=hits, dtype=pl.Boolean)


def example_rows(table: type[OwnTable]) -> list[dict[str, object]]:
    """Give the template's example rows as typed values."""
    rows = []
    for example in table.examples():
        typed = {}
        for field in table.own_fields():
            text = str(example.get(field.name, "") or "")
            raw = RawColumn(pl.Series(values=[text or None], dtype=pl.String))
            typed[field.name] = convert(raw, field)[0][0]
        rows.append(typed)
    return rows


def _is_example(match: Match, row: int, example: dict[str, object]) -> bool:
    for field in match.table.own_fields():
        at = match.assignment.found.get(field.name)
        if at is None:
            continue
        value = convert(match.grid.columns[at].one(row), field)[0][0]
        if value != example.get(field.name):
            return False
    return True
