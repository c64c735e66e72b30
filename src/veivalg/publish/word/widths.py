"""How a table in Word shares its width: no number and, where there is room, no word breaks."""

from collections.abc import Sequence

CHARACTER, BOLD_CHARACTER = 124, 136
"""Width to reckon with for a character in a table, in twentieths of a point.

They are for 9.5 points in the widest font that may stand in for ours."""
WIDE, NARROW = 108, 45
"""Margins to each side in a cell, in twentieths of a point: Word's own, and where it is tight."""


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
        cells.append(longest * CHARACTER + 2 * margins)
        word = max(map(len, _words(head)), default=0)
        named.append(max(longest * CHARACTER, word * BOLD_CHARACTER) + 2 * margins)
    return cells, named


def _words(text: str) -> list[str]:
    """Give the pieces a line can be broken between; thin spaces keep a number together."""
    return [piece for word in text.split(" ") for piece in word.split("-")]


def column_widths(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    total: int,
    margins: int = WIDE,
) -> list[int]:
    """Share a width between columns so that no number and, where there is room, no word breaks.

    What is left goes to the columns with long texts. Where even the numbers have too little room,
    the columns of words give what they must.

    Parameters
    ----------
    total, margins
        Width of the table and of a cell's margin to one side, in twentieths of a point.

    Examples
    --------
    >>> column_widths(["Alder", "2026"], [["90 år og eldre", "12"]], [False, True], 4000)
    [3240, 760]
    """
    cells, named = least_widths(heads, rows, numeric, margins)
    widths = cells if sum(named) > total else named
    lacking = sum(widths) - total
    if lacking > 0:
        soft = [0 if n else width for width, n in zip(widths, numeric, strict=True)]
        given = min(lacking, sum(soft) * 2 // 3) / (sum(soft) or 1)
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
