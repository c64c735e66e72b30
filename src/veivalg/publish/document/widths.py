"""How a table shares its width: no number and, where there is room, no word breaks."""

from collections.abc import Sequence
from dataclasses import replace

from veivalg.content.numbers import kept_together
from veivalg.foundation.i18n import _
from veivalg.publish.document.parts import Grid

CHARACTER, BOLD_CHARACTER = 124, 136
"""Width to reckon with for a character in a table, in twentieths of a point.

They are for 9.5 points in the widest font that may stand in for ours."""
WIDE, NARROW = 108, 45
"""Margins to each side in a cell, in twentieths of a point: Word's own, and where it is tight."""
TEXT_WIDTH = 9071
"""Width of the text of a page, 16 cm, in twentieths of a point."""
SIZE = 8.5
"""Points of the text of a table."""
SCALE = 9.5 / SIZE
SIGN = ":"
SHORT, READABLE = 6, 8
"""Characters of a heading that is never broken, and those a column of words keeps."""


def narrowed(grid: Grid) -> tuple[Grid, str]:
    """Write a word among numbers as a colon in a table that is too wide with it, and say so.

    The colon is the sign of Statistics Norway for what is not shown. A table that has room keeps
    its word, one with several words keeps them all, and what is missing is always said in a word.

    Returns
    -------
    tuple
        The grid, and the note that belongs under it; empty when nothing was changed.
    """
    told = grid.heads, grid.rows, grid.numeric
    cells = (c for row in grid.rows for c, n in zip(row, grid.numeric, strict=True) if n)
    words = {cell for cell in cells if cell.isalpha() and cell != _("mangler")}
    if len(words) != 1 or sum(least_widths(*told, NARROW)[0]) <= TEXT_WIDTH:
        return grid, ""
    word = words.pop()
    rows = tuple(
        tuple(SIGN if n and c == word else c for c, n in zip(row, grid.numeric, strict=True))
        for row in grid.rows
    )
    return replace(grid, rows=rows), _("«{sign}» står for «{word}».").format(sign=SIGN, word=word)


def least_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], margins: int
) -> tuple[list[int], list[int]]:
    """Give how narrow each column can be before a cell breaks, and before a heading does.

    A number stands on one line, a text breaks between words only. In twentieths of a point.
    """
    cells, named = [], []
    for i, head in enumerate(heads):
        texts = [row[i] for row in rows]
        parts = texts if numeric[i] else [w for text in texts for w in _words(text)]
        longest = max(map(len, parts), default=0)
        word = max(map(len, _words(head)), default=0)
        short = max((len(w) for w in _words(head) if len(w) <= SHORT), default=0)
        whole = (short + 1) * BOLD_CHARACTER if short else 0
        cells.append(max(longest * CHARACTER, whole) + 2 * margins)
        named.append(max(longest * CHARACTER, whole, word * BOLD_CHARACTER) + 2 * margins)
    return cells, named


def _words(text: str) -> list[str]:
    """Give the pieces a line can be broken between; thin spaces keep a number together."""
    return [piece for word in kept_together(text).split(" ") for piece in word.split("-")]


def column_widths(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    total: int,
    margins: int = WIDE,
) -> list[int]:
    """Share a width between columns so that no number and, where there is room, no word breaks.

    What is left goes to the columns with long texts. Where even the numbers have too little room,
    the columns of words give what they can and still be read.

    Parameters
    ----------
    total, margins
        Width of the table and of a cell's margin to one side, in twentieths of a point.

    Examples
    --------
    >>> column_widths(["Alder", "2026"], [["90 år og eldre", "12"]], [False, True], 4000)
    [3104, 896]
    """
    cells, named = least_widths(heads, rows, numeric, margins)
    widths = cells if sum(named) > total else named
    lacking = sum(widths) - total
    if lacking > 0:
        least = READABLE * CHARACTER + 2 * margins
        soft = [0 if n else max(0, w - least) for w, n in zip(widths, numeric, strict=True)]
        given = min(lacking, sum(soft)) / (sum(soft) or 1)
        cut = [w - s * given for w, s in zip(widths, soft, strict=True)]
        return [int(w * min(1.0, total / sum(cut))) for w in cut]
    # First what keeps headings whole, then what keeps long texts on one line.
    longest = [max(map(len, (head, *(row[i] for row in rows)))) for i, head in enumerate(heads)]
    wanted = [n - w for n, w in zip(named, widths, strict=True)]
    if not any(wanted):
        wanted = [
            max(0, min(long, 60) * CHARACTER + 2 * margins - w)
            for long, w in zip(longest, widths, strict=True)
        ]
    share = -lacking / (sum(wanted) or 1)
    if not any(wanted) or share > 1:
        widths = [w + more for w, more in zip(widths, wanted, strict=True)]
        left = total - sum(widths)
        return [widths[0] + left, *widths[1:]]
    return [int(w + more * share) for w, more in zip(widths, wanted, strict=True)]
