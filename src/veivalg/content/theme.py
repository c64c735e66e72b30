"""Every colour there is: of pages, charts, Word, PDF and workbooks.

Charts take the colour of a role from `veivalg.publish.theme`. Style sheets, drawings and the
template of the PDF write ``$ink`` where `coloured` puts the colour.
"""

import re

WHITE, BLACK = "#fff", "#000"
INK = "#1e2b3c"
QUIET = "#4d5965"
"""Words beside the matter: sources, notes, what is missing."""
ACCENT, LINK = "#0062ba", "#0052a3"
"""What is our own; headings and links, darker since they are read."""
LINE, HAIR, SOFT = "#a9b1b8", "#ccd2d8", "#f3f5f7"
"""Lines of tables, lines between parts, and ground a shade from white."""
MARK, MARK_INK, FOUND = "#fff4d6", "#5c3b00", "#fff1b8"
"""Ground and words of what is constructed; ground of words that were searched for."""
MARK_DARK, MARK_INK_DARK, FOUND_DARK = "#3d2c00", "#ffdf94", "#5c4a00"
"""The same three where the ground is dark."""
SHADOW, NO_SHADOW = "#0003", "#0000"
"""Black that is seen through, for the shadow at the edge of a wide table."""

# Charts.
MUTED = RULE = "#5a6673"
GRID = "#e3e7eb"
SERIES = ("#8a4b08", "#5b3e90", "#1f7a4d", "#b0306a", "#007282", "#6b6b00")
"""Series without a role; shared by peers and scenarios, so that none comes twice."""
RAMP = (ACCENT, "#9cc3e6", INK, "#c9a66b", "#e3e7eb", "#7d6a99")
"""Fills that lie apart in lightness."""
GROUP, NORWAY, NORWAY_FILL = "#3d4650", "#7d8790", "#a9b1b8"
MALE, PALE = "#4f6f8f", "#9db8d2"
PEERS = "#8a949e"
MAP_RAMP = ("#e3eef9", "#b0cfec", "#6ea6da", "#2f74b8", "#0b3d6e")
"""From light to dark, so that the order is seen in black and white."""
PYRAMID = {"left": "#7fb0dc", "right": "#a9b9c9"}
SETTLED, UNSETTLED = "#d9e8f6", "#8a4b08"
UP, DOWN, TOTAL = "#5a9fd8", "#dce9f5", "#2f3741"
"""Steps and wholes of a waterfall: three greys in black and white."""

# Workbooks for own figures.
BAD, BAD_LINE, ODD, ODD_LINE = "#FFC7CE", "#9C0006", "#FFEB9C", "#7F6000"
REQUIRED, OPTIONAL, EXAMPLE = "#1F4E5F", "#D9E5EA", "#595959"

_NAMES = {
    "white": WHITE,
    "black": BLACK,
    "ink": INK,
    "quiet": QUIET,
    "accent": ACCENT,
    "link": LINK,
    "line": LINE,
    "hair": HAIR,
    "soft": SOFT,
    "mark": MARK,
    "mark-ink": MARK_INK,
    "found": FOUND,
    "mark-dark": MARK_DARK,
    "mark-ink-dark": MARK_INK_DARK,
    "found-dark": FOUND_DARK,
    "shadow": SHADOW,
    "no-shadow": NO_SHADOW,
}
_NAMED = re.compile(r"\$(" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\b(?!-)")


def coloured(text: str) -> str:
    """Put the colours into a style sheet or drawing that names them.

    Examples
    --------
    >>> coloured("a { color: $ink; border-color: $mark-ink }")
    'a { color: #1e2b3c; border-color: #5c3b00 }'
    """
    return _NAMED.sub(lambda name: _NAMES[name[1]], text)
