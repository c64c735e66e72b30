"""One look for every chart: what colour a role has, and a layout of its own for each size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from veivalg.content import Role
from veivalg.content.theme import ACCENT, GROUP, INK, MALE, NORWAY, NORWAY_FILL, PALE, RAMP, SERIES

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Inter, Liberation Sans, Arial, sans-serif"

MARKERS = ("square", "triangle", "diamond", "open-square", "open-triangle", "open-diamond")


_NARROW, _BROAD = frozenset("ijlftrI.,:;!|'() -\u202f"), frozenset("mwMWOQGCDHNU@%&")


def advance(text: str) -> float:
    """Give the width of a text in our font, in sizes of it, a little more than it is.

    Examples
    --------
    >>> round(advance("Eksempelkommunen"), 2)
    9.96
    """
    narrow, broad = sum(c in _NARROW for c in text), sum(c in _BROAD for c in text)
    return 0.3 * narrow + 0.82 * broad + 0.6 * (len(text) - narrow - broad)


class Size(StrEnum):
    """Where a chart is shown; each is laid out for its own width, never shrunk."""

    WIDE = "wide"
    PHONE = "phone"
    PRINT = "print"
    SLIDE = "slide"


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures in pixels.

    ``width`` is of the whole picture. ``labels_beside`` puts names at line ends; else they stand
    below the plot. ``scale`` is the PNG's pixels for each of ours, ``row`` the height of a line.
    """

    width: int
    height: int
    font: int
    stroke: float
    ticks: int
    labels_beside: bool
    panel_columns: int
    scale: float
    row: int

    def text_width(self, text: str) -> float:
        """Estimate how wide `text` is drawn, from Inter's mean advance."""
        return 0.57 * self.font * len(text)

    def room_for(self, text: str) -> float:
        """Give a width that holds `text` also where it has many broad letters."""
        return max(self.text_width(text), self.font * advance(text))


LAYOUTS = {
    Size.WIDE: Layout(820, 380, 14, 1.0, 6, True, 3, 2.0, 21),
    Size.PHONE: Layout(360, 280, 15, 1.1, 4, False, 1, 2.5, 22),
    Size.PRINT: Layout(640, 180, 13, 1.0, 6, True, 3, 2.0, 20),
    Size.SLIDE: Layout(1160, 480, 18, 1.4, 6, True, 3, 1.5, 27),
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn.

    A line has a marker too (dashes mean «projected»), and fills differ in lightness, so that
    series are told apart in black and white. ``marker`` is empty for the main line, else
    ``circle``, ``open-circle`` or one of :data:`MARKERS`.
    """

    colour: str
    width: float
    fill: str
    marker: str = ""


_FIXED = {
    Role.OWN: Style(ACCENT, 3.2, ACCENT),
    Role.GROUP: Style(GROUP, 2.2, INK, "circle"),  # own and group lie apart in black and white
    Role.NORWAY: Style(NORWAY, 2.2, NORWAY_FILL, "open-circle"),
    Role.FEMALE: Style(ACCENT, 2.6, ACCENT),
    Role.MALE: Style(MALE, 2.6, PALE, "circle"),
    Role.NOW: Style(ACCENT, 2.6, ACCENT),
    Role.THEN: Style(INK, 2.2, PALE, "circle"),
}


def styles(names: Iterable[str], roles: Mapping[str, Role]) -> dict[str, Style]:
    """Give every series a style of its own by role; a lone series without a role is our own.

    Examples
    --------
    >>> styles(["Harstad", "Norge"], {"Norge": Role.NORWAY})["Norge"].colour
    '#7d8790'
    """
    names = list(names)
    others = (
        Style(SERIES[i % len(SERIES)], 1.8, SERIES[i % len(SERIES)], MARKERS[turn % len(MARKERS)])
        for i in range(len(SERIES) * len(MARKERS))
        for turn in (i + i // len(SERIES),)
    )
    found: dict[str, Style] = {}
    for name in names:
        fixed = _FIXED.get(roles.get(name, Role.OWN if len(names) == 1 else Role.PEER))
        taken = fixed is None or fixed.colour in {style.colour for style in found.values()}
        found[name] = next(others) if fixed is None or taken else fixed
    return found


def fills(names: Iterable[str], roles: Mapping[str, Role]) -> dict[str, str]:
    """Give fills that lie apart in lightness, for bars that touch each other."""
    found: dict[str, str] = {}
    for name in names:
        role = roles.get(name)
        wanted = (_FIXED[role].fill if role in _FIXED else "", *RAMP)
        free = [fill for fill in wanted if fill and fill not in found.values()]
        found[name] = free[0] if free else RAMP[len(found) % len(RAMP)]
    return found
