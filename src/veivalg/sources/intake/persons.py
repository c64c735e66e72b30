"""Looks through every sheet for national identity numbers before anything else is read."""

from __future__ import annotations

import re

from veivalg.i18n import _
from veivalg.sources.intake.findings import Collector, capped
from veivalg.sources.intake.headings import heading_text, plain
from veivalg.sources.intake.national_id import holds_national_id, rows_with_ids
from veivalg.sources.intake.raw import HEAD, Grid

_HEADING = re.compile(r"^(fødselsn(umme)?r|fødselsogpersonn(umme)?r|personn(umme)?r|fnr|dnr|dnummer"
                      r"|personid(ent)?|fødselsnummer11siffer)$")  # fmt: skip
Cells = set[tuple[str, int, int]]
"""(sheet, row, column) of the cells that must never be shown again."""


def find_persons(grids: tuple[Grid, ...], found: Collector) -> Cells:
    """Tell of every cell with such a number, or below a heading that asks for one.

    The values are not in the findings, and the marked copy leaves them out.
    """
    cells: Cells = set()
    for grid in grids:
        for at, column in enumerate(grid.columns):
            texts = column.text.null_count() < len(column.text) // 2
            rows = set(rows_with_ids(column.text, column.number, short=texts))
            head = [heading_text(column.cell(i)) for i in range(min(HEAD, grid.height))]
            under = next((i for i, h in enumerate(head) if _HEADING.match(plain(h))), None)
            if under is not None:
                numbers = column.filled().arg_true().to_list()
                rows |= {i for i in numbers if i > under}
            for row in capped(sorted(rows)):
                found.cell(
                    grid, row, at, _("Verdien ser ut som et fødselsnummer og er ikke lest."),
                    _("Bruk en kode fra fagsystemet, og slett fødselsnumrene fra filen."),
                )  # fmt: skip
            found.count(max(len(rows) - len(capped(rows)), 0))
            cells |= {(grid.sheet, row, at) for row in rows}
        if holds_national_id(grid.sheet):
            found.cell(grid, None, None, _("Arknavnet ser ut som et fødselsnummer."),
                       _("Gi arket et annet navn."))  # fmt: skip
    return cells
