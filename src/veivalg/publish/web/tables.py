"""The table of an exhibit on a page: whole where it is short, never cut without a word."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from veivalg.content import Cell, Column, Exhibit, Table, format_plain
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import cell_text, headings
from veivalg.publish.web.parts import cell, replaced, safe

CARD_ROWS, CARD_COLUMNS = 3, 4
"""A table of at most so many rows and at least so many columns becomes cards on a phone."""
PROSE, TEXT = 24, 120
"""Letters from which a cell is text to be read: its column is never as narrow as a word.

Of a table with a longer one than the second, a phone has room for nothing beside it: cards.
"""
_SUM, _REST = ' class="sum"', ' class="rest"'
LONG, FIRST = 40, 12
"""A table of more rows than `LONG` shows the first of them and its sum, until all are asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that a choice has changed: where it is, what it is called, and both texts."""

    row: int
    column: int
    name: str
    old: str
    new: str

    def line(self) -> Markup:
        """Write it as «2040, Plasser: 102 → 118»."""
        return Markup("{}: {}").format(self.name, replaced(self.old, self.new))


def changes(old: Table, new: Table) -> list[Change]:
    """Give the cells that are written otherwise than before, of what rows and columns remain."""
    columns = {column.key: i for i, column in enumerate(old.columns)}
    rows = {row[0]: row for row in old.rows}
    if len(rows) < len(old.rows) or len({row[0] for row in new.rows}) < len(new.rows):
        return []  # the first column does not tell the rows apart
    found = []
    for i, row in enumerate(new.rows):
        label = cell_text(new.columns[0], row[0])
        for j, (column, now) in enumerate(zip(new.columns, row, strict=True)):
            if row[0] not in rows or column.key not in columns:
                continue
            at = columns[column.key]
            texts = cell_text(old.columns[at], rows[row[0]][at]), cell_text(column, now)
            if texts[0] != texts[1]:
                found.append(Change(i, j, f"{label}, {column.title}", *texts))
    return found


def data_table(exhibit: Exhibit, before: Exhibit | None = None) -> Markup:
    """Write the table of an exhibit as it is read, in a frame where no column is out of reach.

    One of few rows and many columns is laid out as cards on a phone: each cell carries its
    heading, and the roles are said, since it is no table to a browser then.

    Parameters
    ----------
    before
        The exhibit as it was with the standard assumptions: what has changed is told in its cell.
    """
    table, title = exhibit.table.readable(), safe(exhibit.title)
    changed: Mapping[tuple[int, int], str] = {}
    if before is not None and before.table != exhibit.table:
        changed = {(c.row, c.column): c.old for c in changes(before.table.readable(), table)}
    cards = len(table.rows) <= CARD_ROWS and len(table.columns) >= CARD_COLUMNS
    cards |= any(_longest(table, i) > TEXT for i in range(1, len(table.columns)))
    long = len(table.rows) > LONG
    last = len(table.rows) - 1 if table.total_row else -1
    told = [safe(head) for head in headings(table.columns)]
    role = _roles if cards else _no_roles
    heads = "".join(
        f'<th scope="col"{role("columnheader")}{_look(column, "hoyre")}>{head}</th>'
        for column, head in zip(table.columns, told, strict=True)
    )
    prose = {i for i in range(1, len(table.columns)) if _longest(table, i) > PROSE}
    ways = _ways(table.columns, told, cards, prose)
    body = []
    for n, row in enumerate(table.rows):
        look = _SUM if n == last else _REST if long and n >= FIRST else ""
        cells = "".join(
            f"{start}{_cell(value, column, changed.get((n, i)))}{end}"
            for i, (value, (column, start, end)) in enumerate(zip(row, ways, strict=True))
        )
        body.append(f"<tr{role('row')}{look}>{cells}</tr>\n")
    kind = " kort" if cards else ""
    return Markup(
        f'<div class="tabell-ramme" tabindex="0" role="region" aria-label="{_("Tabell")}: {title}">'
        f'\n<table class="tabell{kind}"{role("table")}>\n<caption>{title}'
        f'<span class="tabell-under">{safe(exhibit.subtitle)}</span></caption>\n'
        f"<thead{role('rowgroup')}><tr{role('row')}>{heads}</tr></thead>\n"
        f"<tbody{role('rowgroup')}>\n{''.join(body)}</tbody>\n</table>\n</div>\n"
    ) + (_all_rows(title, len(table.rows)) if long else Markup())


def _all_rows(title: str, rows: int) -> Markup:
    """Write the box that shows every row: it stands after the table, and works without a script."""
    text = _("Vis alle {n} rader").format(n=format_plain(rows))
    return Markup(
        f'<label class="vis-alle"><input type="checkbox"> {text}'
        f'<span class="kun-skjermleser">: {title}</span></label>\n'
    )


def _ways(
    columns: tuple[Column, ...], told: list[str], cards: bool, prose: set[int]
) -> list[tuple[Column, str, str]]:
    """Give how the cells of each column begin and end."""
    role = _roles if cards else _no_roles
    first, *others = columns
    start = f'<th scope="row"{role("rowheader")}{_look(first, "tallrad")}>'
    ways = [(first, start, "</th>")]
    for i, (column, head) in enumerate(zip(others, told[1:], strict=True), start=1):
        named = f' data-navn="{head}"' if cards else ""
        look = ' class="prosa"' if i in prose else _look(column, "hoyre")
        ways.append((column, f"<td{role('cell')}{named}{look}>", "</td>"))
    return ways


def _longest(table: Table, at: int) -> int:
    """Give the letters of the longest text in a column; none in one of numbers."""
    column = table.columns[at]
    if column.numeric:
        return 0
    return max((len(cell_text(column, row[at])) for row in table.rows), default=0)


def _cell(value: Cell, column: Column, old: str | None) -> str:
    text = cell(value, column)
    return text if old is None else str(replaced(old, Markup(text)))


def _roles(name: str) -> str:
    return f' role="{name}"'


def _no_roles(_name: str) -> str:
    return ""


def _look(column: Column, name: str) -> str:
    return f' class="{name}"' if column.numeric else ""
