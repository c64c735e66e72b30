"""One look for every chart: colours by role, and a layout of its own for each size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from veivalg.content import Role

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Inter, Liberation Sans, Arial, sans-serif"

ACCENT = "#0062ba"
INK = "#1e2b3c"
MUTED = "#5a6673"
GRID = "#e3e7eb"
RULE = "#5a6673"
# Colours of series without a fixed role; shared by peers and scenarios, so that none comes twice.
SERIES = ("#8a4b08", "#5b3e90", "#1f7a4d", "#b0306a", "#007282", "#6b6b00")
MARKERS = ("square", "triangle", "diamond", "open-square", "open-triangle", "open-diamond")
RAMP = (ACCENT, "#9cc3e6", INK, "#c9a66b", "#e3e7eb", "#7d6a99")


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
    below the plot. ``scale`` is the PNG's pixels for each of ours.
    """

    width: int
    height: int
    font: int
    stroke: float
    ticks: int
    labels_beside: bool
    panel_columns: int
    scale: float

    @property
    def row(self) -> int:
        """Give the height of a row of text."""
        return round(self.font * 1.5)

    def text_width(self, text: str) -> float:
        """Estimate how wide `text` is drawn, from Inter's mean advance."""
        return 0.57 * self.font * len(text)


LAYOUTS = {
    Size.WIDE: Layout(820, 380, 14, 1.0, 6, True, 3, 2.0),
    Size.PHONE: Layout(360, 280, 15, 1.1, 4, False, 1, 2.5),
    Size.PRINT: Layout(640, 220, 13, 1.0, 6, True, 3, 2.0),
    Size.SLIDE: Layout(1160, 480, 18, 1.4, 6, True, 3, 1.5),
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
    Role.GROUP: Style("#3d4650", 2.2, "#3d4650", "circle"),
    Role.NORWAY: Style("#7d8790", 2.2, "#a9b1b8", "open-circle"),
    Role.FEMALE: Style(ACCENT, 2.6, ACCENT),
    Role.MALE: Style("#4f6f8f", 2.6, "#9db8d2", "circle"),
    Role.NOW: Style(ACCENT, 2.6, ACCENT),
    Role.THEN: Style(INK, 2.2, "#9db8d2", "circle"),
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
