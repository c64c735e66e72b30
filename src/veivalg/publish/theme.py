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
PEERS = ("#8a6d3b", "#7d6a99", "#5f7f5f", "#a5646e", "#4f7c8a")
SCENARIOS = ("#8a4b08", "#5b3e90", "#2d6a4f", "#9c2f55", "#4a5a6a", "#6b6b00")


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
    Size.PRINT: Layout(640, 235, 13, 1.0, 6, True, 3, 2.0),
    Size.SLIDE: Layout(1120, 500, 20, 1.6, 5, True, 3, 1.75),
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn; weight and lightness differ too, so that it works in black."""

    colour: str
    width: float
    fill: str


_FIXED = {
    Role.OWN: Style(ACCENT, 3.2, ACCENT),
    Role.GROUP: Style("#3d4650", 2.2, "#3d4650"),
    Role.NORWAY: Style("#7d8790", 2.2, "#a9b1b8"),
    Role.FEMALE: Style(ACCENT, 2.6, ACCENT),
    Role.MALE: Style("#4f6f8f", 2.6, "#9db8d2"),
    Role.NOW: Style(ACCENT, 2.6, ACCENT),
    Role.THEN: Style(INK, 2.2, "#9db8d2"),
}


def styles(names: Iterable[str], roles: Mapping[str, Role]) -> dict[str, Style]:
    """Give every series its style by role; one without a role is a peer, a lone one our own.

    Examples
    --------
    >>> styles(["Harstad", "Norge"], {"Norge": Role.NORWAY})["Norge"].colour
    '#7d8790'
    """
    names = list(names)
    peers = iter(PEERS * 20)
    scenarios = iter(SCENARIOS * 20)
    found: dict[str, Style] = {}
    for name in names:
        role = roles.get(name, Role.OWN if len(names) == 1 else Role.PEER)
        if role in _FIXED:
            found[name] = _FIXED[role]
        else:
            colour = next(scenarios if role is Role.SCENARIO else peers)
            found[name] = Style(colour, 1.8, colour)
    return found


def fills(names: Iterable[str], roles: Mapping[str, Role]) -> dict[str, str]:
    """Give fills that lie apart in lightness, for bars that touch each other."""
    names = list(names)
    ramp = (ACCENT, "#9cc3e6", "#3d4650", "#c9a66b", "#d5dbe0", "#7d6a99")
    named = styles(names, roles)
    return {
        name: named[name].fill if roles.get(name) in _FIXED else ramp[i % len(ramp)]
        for i, name in enumerate(names)
    }
