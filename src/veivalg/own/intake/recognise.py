"""Which table a file holds, and where in it the headings stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import Grid
from veivalg.own.foreign.telling import RefusedFileError
from veivalg.own.intake.headings import (
    Assignment,
    Heading,
    assign,
    claimed,
    forms,
    groups,
    heading,
    missing_fields,
    plain,
    titles,
)
from veivalg.own.intake.result import Likely, UnknownTableError, which
from veivalg.own.tables import OwnTable

Remembered = Callable[[str], Mapping[str, str]]
"""Table name → field → heading."""
MOST_LIKELY = 5
"""Tables that are offered as what a file may be."""


@dataclass(frozen=True, slots=True)
class Match:
    """A table found in a sheet: its headings stand in row ``row`` (from 0)."""

    table: type[OwnTable]
    grid: Grid
    row: int
    assignment: Assignment
    named: bool
    runner_up: str = ""
    also: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether every required field has a column."""
        return not missing_fields(self.table, self.assignment)

    @property
    def score(self) -> tuple[bool, bool, bool, float, float, int]:
        """Say how well it fits, to be compared with others."""
        required = sum(not f.nullable for f in self.table.own_fields())
        lacking = len(missing_fields(self.table, self.assignment))
        headings = sum(1 for c in self.assignment.columns if c.heading)
        exact = sum(
            c.how in ("title", "name", "given", "remembered") for c in self.assignment.columns
        )
        return (
            self.plausible,
            self.complete,
            self.named,
            1 - lacking / max(required, 1),
            len(self.assignment.found) / max(headings, 1),
            exact,
        )

    @property
    def plausible(self) -> bool:
        """Say whether so much was found that the rest may be renamed columns."""
        required = sum(not f.nullable for f in self.table.own_fields())
        lacking = len(missing_fields(self.table, self.assignment))
        # One heading alone («Enhet») says nothing, unless the table has just that.
        enough = len(self.assignment.found) >= min(2, len(self.table.fields))
        return enough and (required - lacking) * 2 >= required and required > lacking

    @property
    def thin(self) -> bool:
        """Say whether so few columns were found that a person must name the table."""
        required = sum(not f.nullable for f in self.table.own_fields())
        lacking = len(missing_fields(self.table, self.assignment))
        return not self.named and required > 1 and lacking * 2 >= required


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet, and the rows headings are looked for in, made ready for every table at once."""

    grid: Grid
    head: tuple[tuple[Heading, ...], ...]
    forms: tuple[frozenset[str], ...]
    """All the forms of the headings of each row."""


def _sheets(grids: Sequence[Grid]) -> list[_Sheet]:
    heads = [tuple(_headings(g)) for g in grids]
    return [
        _Sheet(
            g,
            head,
            tuple(frozenset(f for c in row for f in (*c.forms, c.short, c.plain)) for row in head),
        )
        for g, head in zip(grids, heads, strict=True)
    ]


def _headings(grid: Grid) -> Iterator[tuple[Heading, ...]]:
    for row, of in zip(grid.head(), grouped(grid), strict=False):
        yield tuple(heading(cell, of.get(i, "")) for i, cell in enumerate(row))


def grouped(grid: Grid) -> list[dict[int, str]]:
    """Give the headings of groups above each of the first rows, column by column."""
    rows = grid.head()
    merged = [{c for r, c in grid.merged if r == n} for n in range(len(rows))]
    over = [groups(rows[n], rows[n + 1], merged[n]) for n in range(len(rows) - 1)]
    return [{}, *over]


def rows_above(match: Match) -> range:
    """Give the rows above the headings that are no part of them."""
    return range(match.row - bool(match.row and grouped(match.grid)[match.row]))


def recognise(
    grids: Sequence[Grid],
    tables: Mapping[str, type[OwnTable]],
    remembered: Remembered,
    file: str,
    said: Callable[["Match"], bool] = lambda _match: False,
) -> Match:
    """Find the table whose columns fit best.

    Parameters
    ----------
    said
        Whether a person has said before that a file of the same form is the table.

    Raises
    ------
    UnknownTableError
        When none fits, or two equally well.
    RefusedFileError
        When the only sheet that fits is hidden.
    """
    best, sheets = {}, _sheets(grids)
    shown = [s for s in sheets if s.grid.visible]
    for name, table in tables.items():
        held = [m for s in shown for m in _in_sheet(s, table, {}, remembered(name))]
        if held:
            best[name] = _best(held)
    ranked = sorted(best.values(), key=lambda m: m.score, reverse=True)
    likely = _most_used(ranked)
    if known := next((m for m in ranked if said(m)), None):
        return _with_company(known, sheets, remembered(known.table.name), "", (_likely(known),))
    if not ranked or not ranked[0].plausible or ranked[0].thin:
        _refuse_hidden(sheets, tables, remembered, file)
        raise _unknown(likely, file)
    first, rest = ranked[0], [m for m in ranked[1:] if m.complete or not ranked[0].complete]
    if rest and rest[0].score == first.score:
        raise UnknownTableError(
            _("«{file}» passer like godt til «{a}» og «{b}».").format(
                file=file, a=first.table.title, b=rest[0].table.title
            ),
            _("Si hvilken tabell det er."),
            alike := tuple(_likely(m) for m in ranked if m.score == first.score),
            which(alike),
        )
    near = next((m.table.title for m in rest if _rivals(m, first)), "")
    others = tuple(one for one in likely if one.table is not first.table)
    return _with_company(
        first, sheets, remembered(first.table.name), near, (_likely(first), *others)
    )


def _best(held: Sequence[Match]) -> Match:
    """Give the match that fits best, at the first row of its sheet with the same headings.

    Headings repeated further down may fit better, for something stands beside the first, which may
    even be taken for one of them; what is between them is of the table all the same.
    """
    best = max(held, key=lambda m: m.score)
    columns = best.assignment.found
    same = (m for m in held if m.grid is best.grid and m.assignment.found.keys() == columns.keys())
    first = next(m for m in same if m.assignment.found == columns or best.row - m.row > 1)
    return replace(first, named=best.named)


def _most_used(ranked: Sequence[Match]) -> tuple[Likely, ...]:
    """Give the tables that use most columns, then lack fewest; none that uses far fewer."""
    held = sorted((_likely(m) for m in ranked), key=lambda one: (-one.used, len(one.lacking)))
    return tuple(one for one in held[:MOST_LIKELY] if one.used * 2 >= held[0].used)


def _likely(match: Match) -> Likely:
    lacking = missing_fields(match.table, match.assignment)
    columns = sum(bool(forms(c.heading)) for c in match.assignment.columns)
    return Likely(match.table, len(match.assignment.found), columns, lacking)


def _rivals(other: Match, first: Match) -> bool:
    """Say whether another table fits so well that a person should know of it."""
    found = len(other.assignment.found), len(first.assignment.found)
    return other.plausible and found[0] >= found[1] and not first.named


def match_table(
    grids: Sequence[Grid],
    table: type[OwnTable],
    given: Mapping[str, str],
    remembered: Mapping[str, str],
    file: str,
) -> Match:
    """Find a table that a person has named; where nothing fits, the likeliest heading row is taken.

    Raises
    ------
    RefusedFileError
        When no visible sheet has anything in it.
    """
    sheets = _sheets(grids)
    shown = [s for s in sheets if s.grid.visible]
    held = [m for s in shown for m in _in_sheet(s, table, given, remembered)]
    if held:
        best = _best(held)
        if best.plausible or not _hidden_fit(sheets, table, remembered):
            return _with_company(best, sheets, remembered, "")
    _refuse_hidden(sheets, {table.name: table}, lambda _name: remembered, file)
    if not shown:
        raise RefusedFileError(
            _("«{file}» har ingen synlige ark med innhold.").format(file=file),
            _("Fyll ut malen og prøv igjen."),
        )
    largest = max(shown, key=lambda s: (s.grid.height, len(s.grid.columns)))
    row = _likely_heading(largest.grid)
    return Match(table, largest.grid, row, assign(largest.head[row], table), False)


def _in_sheet(
    sheet: _Sheet, table: type[OwnTable], given: Mapping[str, str], remembered: Mapping[str, str]
) -> list[Match]:
    found, called = [], titles(table)
    names = {plain(title) for title in called}
    above = plain(sheet.grid.sheet) in {plain(title[:31]) for title in called}
    wanted = claimed(table, given, remembered)
    for i, (cells, held) in enumerate(zip(sheet.head, sheet.forms, strict=True)):
        if not held.isdisjoint(wanted):
            assignment = assign(cells, table, given, remembered)
            if assignment.found:
                found.append(Match(table, sheet.grid, i, assignment, above))
        above = above or (not held.isdisjoint(names) and any(c.plain in names for c in cells))
    return found


def _with_company(
    match: Match,
    sheets: Sequence[_Sheet],
    remembered: Mapping[str, str],
    near: str,
    likely: tuple[Likely, ...] = (),
) -> Match:
    also = tuple(
        s.grid.sheet
        for s in sheets
        if s.grid is not match.grid
        and s.grid.visible
        and any(
            m.complete and m.plausible and s.grid.height > m.row + 1
            for m in _in_sheet(s, match.table, {}, remembered)
        )
    )
    return replace(match, runner_up=near, also=also, likely=likely)


def _hidden_fit(
    sheets: Sequence[_Sheet], table: type[OwnTable], remembered: Mapping[str, str]
) -> str:
    for sheet in sheets:
        held = [] if sheet.grid.visible else _in_sheet(sheet, table, {}, remembered)
        if any(m.complete for m in held):
            return sheet.grid.sheet
    return ""


def _refuse_hidden(
    sheets: Sequence[_Sheet],
    tables: Mapping[str, type[OwnTable]],
    remembered: Remembered,
    file: str,
) -> None:
    for name, table in tables.items():
        if sheet := _hidden_fit(sheets, table, remembered(name)):
            raise RefusedFileError(
                _("Arket «{sheet}» i «{file}» passer til «{title}», men er skjult.").format(
                    sheet=sheet, file=file, title=table.title
                ),
                _("Vis arket i Excel, lagre og prøv igjen."),
            )


def _likely_heading(grid: Grid) -> int:
    """Give the first row with the most different texts in it."""

    def texts(cells: Sequence[object]) -> int:
        return len({plain(c) for c in cells if isinstance(c, str) and plain(c)})

    head = [texts(cells) for cells in grid.head()]
    return head.index(max(head)) if head else 0


def _unknown(likely: tuple[Likely, ...], file: str) -> UnknownTableError:
    return UnknownTableError(
        _("Kolonnene i «{file}» passer ikke til noen av tabellene.").format(file=file),
        _("Bruk malen for tabellen, eller si hvilken tabell det er."),
        likely,
        which(likely),
    )
