"""Letters that were broken on the way: mended where it is certain, refused where it isn't."""

from dataclasses import dataclass, field, replace

from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import Grid, RawColumn, is_ascii
from veivalg.own.intake.findings import Collector, capped
from veivalg.own.intake.headings import heading_text

TWICE = (
    r"[ÂÃâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u203a\u20ac\u2122]"
)
"""UTF-8 that was read as Windows-1252: «SÃ¸r»."""
LOST = r"\ufffd|[A-Za-zÆØÅæøå]\u00bf[A-Za-zæøå]"
"""A letter nobody can tell any more: «S\ufffdr», «S¿r»."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of letters: sheet → before and after of one mended text, and the columns,
    (sheet, number), with other letters than those of ASCII; the others can't be broken."""

    mended: dict[str, tuple[str, str]] = field(default_factory=dict)
    columns: set[tuple[str, int]] = field(default_factory=set)


def mended(grids: tuple[Grid, ...]) -> tuple[tuple[Grid, ...], Seen]:
    """Give the sheets with letters mended, and what was seen of them."""
    seen, found = Seen(), []
    for grid in grids:
        columns = list(grid.columns)
        for at, column in enumerate(columns):
            if not is_ascii(column.text):
                seen.columns.add((grid.sheet, at))
                columns[at] = _mended(column, grid.sheet, seen)
        found.append(replace(grid, columns=tuple(columns)))
    return tuple(found), seen


def _mended(column: RawColumn, sheet: str, seen: Seen) -> RawColumn:
    broken = column.text.str.contains(TWICE).fill_null(False)
    before = column.text.filter(broken).unique().to_list()
    after = {text: _once(text) for text in before}
    changed = next(((b, a) for b, a in after.items() if a != b), None)
    if changed is None:
        return column
    seen.mended.setdefault(sheet, changed)
    return replace(column, text=column.text.replace(after))


def _once(text: str) -> str:
    """Undo one reading of UTF-8 as Windows-1252, where that gives text."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def tell(grids: tuple[Grid, ...], seen: Seen, found: Collector) -> None:
    """Tell of letters that were mended, and refuse those that are lost."""
    for grid in grids:
        if grid.sheet in seen.mended:
            before, after = seen.mended[grid.sheet]
            found.cell(
                grid,
                None,
                None,
                _("Bokstaver var ødelagt og er rettet: «{before}» er lest som «{after}».").format(
                    before=before, after=after
                ),
                "",
                warning=True,
            )
        for at, column in enumerate(grid.columns):
            if (grid.sheet, at) not in seen.columns:
                continue
            lost = column.text.str.contains(LOST).fill_null(False).arg_true().to_list()
            for row in capped(lost):
                found.cell(
                    grid,
                    row,
                    at,
                    _("Bokstaver i cellen er ødelagt og kan ikke leses."),
                    _("Ta ut filen på nytt som CSV UTF-8 eller XLSX."),
                    value=heading_text(column.text[row]),
                )
            found.count(len(lost) - len(capped(lost)))
