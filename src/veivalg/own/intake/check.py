"""Every fault of a sheet at once: cells, keys, merged cells, sums, and the table as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import (
    around,
    later,
    measures,
    mixed,
    periods,
    plausible,
    sizes,
    unexplained,
    units,
    unlikely,
)
from veivalg.own.intake.days import ask_days, in_order
from veivalg.own.intake.findings import HIDDEN, Collector, capped, shown
from veivalg.own.intake.footnotes import without_signs
from veivalg.own.intake.headings import missing_fields
from veivalg.own.intake.kinds import one_kind
from veivalg.own.intake.letters import ask_letters
from veivalg.own.intake.parts import added, ask_of_parts
from veivalg.own.intake.plausible import Known
from veivalg.own.intake.qualifiers import ask_of_headings
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.repeats import leave_out, without_sums
from veivalg.own.intake.rows import Rows, figure_rows, without_notes
from veivalg.own.intake.spelled import spelled
from veivalg.own.intake.unseen import dated, without_hidden
from veivalg.own.intake.values import Fault, convert
from veivalg.own.intake.whose import own_rows
from veivalg.own.tables import OwnField
from veivalg.own.tables.base import Fault as Whole

FIRST = 1_000
"""Rows that are looked at before all are, to see whether a key is another in each."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The typed rows with the row of the file each stands in; None when a cell is wrong."""

    frame: pl.DataFrame | None
    numbers: pl.Series
    rows: int


def check_match(
    match: Match, found: Collector, known: Mapping[str, list[Known]], code: str
) -> Checked:
    """Check all cells of a recognised table; what is wrong or can't be told goes to `found`.

    Parameters
    ----------
    known
        Field → sizes its amounts are held against.
    code
        The municipality the table is of.
    """
    _heading_faults(match, found)
    rows = spelled(match, without_signs(match, figure_rows(match), found), found)
    rows = without_notes(match, without_sums(match, rows), found)
    rows = without_hidden(match, rows, found)
    rows = own_rows(match, measures.one_section(match, rows, found), found, code)
    rows = ask_of_parts(match, one_kind(match, rows, found, code), found)
    rows = leave_out(match, rows, found, code)
    for row, text in rows.skipped:
        found.cell(match.grid, row, None, text, "", warning=True)
    if not len(rows.numbers):
        nothing = _("Det står ingen rader under overskriftene."), _("Fyll ut minst én rad.")
        found.cell(match.grid, match.row, None, *nothing)
    rows = ask_letters(match, rows, found)
    periods.ask_parts(match, found, rows)
    rows = periods.ask_clocks(match, found, rows)
    factors = units.ask(match, found, rows)
    periods.ask_hours(match, found, rows, factors)
    sizes.ask(match, found, rows, factors)
    typed, wrong = {}, pl.repeat(False, len(rows.numbers), dtype=pl.Boolean, eager=True)
    for field in match.table.own_fields():
        if field.name not in rows.columns:
            typed[field.name] = _absent(field, len(rows.numbers))
            continue
        raw = dated(match, field, rows.columns[field.name], found)
        read = rows.read.get(field.name) if raw is rows.columns[field.name] else None
        values, faults = convert(raw, field, factors.get(field.name, 1.0), read)
        faults = _told_apart(match, field, rows, faults, found)
        for fault in faults:
            wrong = wrong | fault.where
            _tell(match, field, rows, fault, found)
        values = in_order(field, rows, values, found)
        ask_days(match, field, rows, values, found)
        typed[field.name] = values
    typed = mixed.ask(match, rows, typed, factors, found)
    typed = unlikely.turned(match, rows, typed, factors, found)
    rows, typed, wrong = added(match, rows, typed, wrong)
    rows, typed, wrong = later.ask(match, rows, typed, wrong, found)
    ask_of_headings(match, found, rows, typed.get("year"))
    around.ask(match, found, rows, typed["year"] if "year" in rows.columns else None)
    typed = measures.per_month(match, found, rows, typed)
    unexplained.ask(match, found, rows, typed, factors, code)
    if mixed.ID not in {q.id for q in found.questions}:
        plausible.ask(match, found, rows.columns, typed, factors, known, code)
    _too_wide(match, rows, found)
    for text in found.refused:
        said, mend = _("Du har svart nei på: {text}"), _("Rett filen, og les den på nytt.")
        found.cell(match.grid, match.row, None, said.format(text=text), mend)
    frame = pl.DataFrame(typed)
    _doubled_keys(match, frame, rows, wrong, found)
    open_or_wrong = found.errors or found.questions
    return Checked(frame if not open_or_wrong else None, rows.numbers, len(rows.numbers))


def check_whole(match: Match, frame: pl.DataFrame, numbers: pl.Series, found: Collector) -> None:
    """Run the table's own checks on rows where every cell is right."""
    for fault in match.table.check(frame):
        _tell_whole(match, frame, numbers, fault, found)
    for fault in unlikely.refused(match, frame, numbers, found) if not found.errors else ():
        _tell_whole(match, frame, numbers, fault, found)
    for fault in match.table.doubts(frame):
        _tell_whole(match, frame, numbers, fault, found, warning=True)


def _tell_whole(
    match: Match,
    frame: pl.DataFrame,
    numbers: pl.Series,
    fault: Whole,
    found: Collector,
    *,
    warning: bool = False,
) -> None:
    fields, (index, name, wrong, allowed) = {f.name: f for f in match.table.own_fields()}, fault
    row = int(numbers[index]) if index is not None and 0 <= index < len(numbers) else None
    at = match.assignment.found.get(name)
    field = fields.get(name)
    heading = field.title if field is not None else ""
    if at is not None:
        heading = match.assignment.columns[at].heading
    value = HIDDEN
    if index is not None and field is not None and not field.pseudonym:
        value = shown(frame[name][index])
    at = at if row is not None else None
    found.cell(match.grid, row, at, wrong, allowed, heading=heading, value=value, warning=warning)


def _absent(field: OwnField, height: int) -> pl.Series:
    """Give the nulls of a column that is not in the file."""
    return pl.Series(values=[None], dtype=field.dtype).new_from_index(0, height)


def _heading_faults(match: Match, found: Collector) -> None:
    for field in missing_fields(match.table, match.assignment):
        wrong = _("Kolonnen «{title}» mangler.").format(title=field.title)
        allowed = _("Legg den til, eller pek på den kolonnen som gjelder.")
        found.cell(match.grid, match.row, None, wrong, allowed, heading=field.title)
    titles = {f.name: f.title for f in match.table.own_fields()}
    for name, first, second in match.assignment.doubled:
        at = next(i for i, c in enumerate(match.assignment.columns) if c.letter == second)
        wrong = _("«{title}» står både i kolonne {a} og {b}.")
        wrong = wrong.format(title=titles[name], a=first, b=second)
        allowed = _("Slett den ene, eller gi den en annen overskrift.")
        found.cell(match.grid, match.row, at, wrong, allowed, heading=titles[name])


def _told_apart(
    match: Match, field: OwnField, rows: Rows, faults: list[Fault], found: Collector
) -> list[Fault]:
    """Tell of faults that the sheet itself explains: a merged cell, a formula's error.

    Gives the faults that remain for the other cells.
    """
    at = match.assignment.found[field.name]
    places = {row: text for (row, column), text in match.grid.faults.items() if column == at}
    merged = {row: top for (row, column), top in match.grid.merged.items() if column == at}
    if not places and not merged:
        return faults
    explained = []
    for i, row in enumerate(rows.numbers.to_list()):
        if row in places:
            wrong = _("Cellen viser «{text}».").format(text=places[row])
            allowed = _("Skriv tallet selv, eller rett formelen og lagre filen i Excel.")
        elif row in merged:
            top = merged[row]
            cell = f"{letters(top[1])}{top[0] + 1}"
            wrong = _("Cellen er slått sammen med {cell}.").format(cell=cell)
            allowed = _("Opphev sammenslåingen, og fyll ut hver celle.")
        else:
            continue
        explained.append(i)
        found.cell(
            match.grid, row, at, wrong, allowed, heading=match.assignment.columns[at].heading
        )
    if not explained:
        return faults
    mask = pl.int_range(len(rows.numbers), eager=True).is_in(explained)
    left = [Fault(f.where & ~mask, f.wrong, f.allowed) for f in faults]
    return [f for f in left if f.where.any()]


def _tell(match: Match, field: OwnField, rows: Rows, fault: Fault, found: Collector) -> None:
    at = match.assignment.found[field.name]
    heading = match.assignment.columns[at].heading
    raw: RawColumn = rows.columns[field.name]
    every = fault.where.arg_true()
    listed = capped(every.to_list())
    found.count(len(every) - len(listed))
    for i in listed:
        value = HIDDEN if field.pseudonym else shown(raw.cell(i))
        wrong = (
            _("Verdien kan ikke brukes.")
            if field.pseudonym and "{value}" in fault.wrong
            else fault.wrong.replace("{value}", value)
        )
        found.cell(
            match.grid, int(rows.numbers[i]), at, wrong, fault.allowed, heading=heading, value=value
        )


def _too_wide(match: Match, rows: Rows, found: Collector) -> None:
    """Tell of rows with more cells than there are headings: a delimiter in an unquoted text."""
    grid = match.grid
    last = max((i for i, c in enumerate(match.assignment.columns) if c.heading), default=-1)
    if not grid.delimited or last + 1 >= len(grid.columns):
        return
    extra = grid.columns[last + 1].filled()
    wide = [row for row in rows.numbers.to_list() if extra[row]]
    found.count(max(len(wide) - len(capped(wide)), 0))
    for row in capped(wide):
        wrong = _("Raden har flere kolonner enn overskriftene.")
        allowed = _("Sett anførselstegn rundt tekster som har skilletegnet i seg.")
        found.cell(grid, row, last + 1, wrong, allowed)


def _doubled_keys(
    match: Match, frame: pl.DataFrame, rows: Rows, wrong: pl.Series, found: Collector
) -> None:
    keys = [f for f in match.table.own_fields() if f.key]
    if not keys or any(f.name not in match.assignment.found for f in keys):
        return
    names = [f.name for f in keys]
    good = frame.select(names).with_columns(pl.Series("row", rows.numbers)).filter(~wrong)
    good = good.drop_nulls(names)
    alone = (n for n in names if good[n].head(FIRST).n_unique() == min(FIRST, good.height))
    if any(good[n].n_unique() == good.height for n in alone):
        return  # another in each row, whatever the other keys are
    if len(names) > 1 and good.select(names).n_unique() == good.height:
        return
    first = good.filter(pl.struct(names).is_first_distinct())
    again = good.filter(~pl.struct(names).is_first_distinct())
    pairs = again.join(first.rename({"row": "first"}), on=names, how="left", maintain_order="left")
    at = match.assignment.found[names[0]]
    heading, allowed = (
        match.assignment.columns[at].heading,
        _("Slett den ene raden, eller rett den."),
    )
    titles = ", ".join(f"«{f.title}»" for f in keys)
    found.count(max(pairs.height - len(capped(range(pairs.height))), 0))
    for pair in pairs.head(len(capped(range(pairs.height)))).iter_rows(named=True):
        hidden = any(f.pseudonym for f in keys)
        value = HIDDEN if hidden else ", ".join(shown(pair[n]) for n in names)
        said = _("Samme {titles} står også i rad {row}.")
        said = said.format(titles=titles, row=pair["first"] + 1)
        found.cell(match.grid, pair["row"], at, said, allowed, heading=heading, value=value)
