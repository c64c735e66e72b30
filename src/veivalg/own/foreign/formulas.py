"""Formulas that reach outside their workbook, and sheets that reach too far, are refused."""

import re

from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _
from veivalg.own.foreign.telling import RefusedFileError

MAX_CELLS = 20_000_000
"""A sheet is held whole while it is read; two cells far apart span all between them."""
_CALLS_OUT = re.compile(
    r"\b(HYPERLINK|WEBSERVICE|FILTERXML|IMPORTDATA|IMPORTXML|IMPORTHTML|IMPORTRANGE|IMPORTFEED|"
    r"RTD|CALL|REGISTER(\.ID)?|DDE|DDEAUTO|SQL\.REQUEST|EXEC|IMAGE)\s*\("
    r"|\|\s*'|^\s*[\w.]+\|"  # DDE: program|'topic'!item
    r"|(^|[^\w\]])\[\d+\]|\[[^\]]*\.xl\w*\]|file:/|https?:/",
    re.IGNORECASE,
)


def calls_out(formula: str) -> bool:
    """Say whether a formula fetches, starts or links to something outside the workbook.

    Examples
    --------
    >>> calls_out('HYPERLINK("http://x.no","her")'), calls_out("cmd|'/c calc'!A1")
    (True, True)
    >>> calls_out("SUM(A1:A4)*Tabell1[2024]"), calls_out("'[1]Ark 1'!A1")
    (False, True)
    """
    return bool(_CALLS_OUT.search(formula))


def check_formula(formula: str, sheet: str, place: tuple[int, int] | None, name: str) -> None:
    """Refuse a formula that calls out; `place` is its row and column from 0, when known."""
    if not calls_out(formula):
        return
    cell = f"{letters(place[1])}{place[0] + 1}" if place is not None else "?"
    raise RefusedFileError(
        _("«{name}» har en formel som henter noe utenfra (ark «{sheet}», celle {cell}).").format(
            name=name, sheet=sheet, cell=cell
        ),
        _("Lim inn tallene som verdier, og prøv igjen."),
    )


def check_extent(sheet: str, rows: int, columns: int, name: str) -> None:
    """Refuse a sheet that spans more than `MAX_CELLS`."""
    if rows * columns > MAX_CELLS:
        raise RefusedFileError(
            _(
                "Arket «{sheet}» i «{name}» går over {rows} rader og {columns} kolonner, og er for "
                "stort til å leses som regneark."
            ).format(sheet=sheet, name=name, rows=rows, columns=columns),
            _("Slett det som står langt utenfor tabellen, eller lagre arket som CSV."),
        )
