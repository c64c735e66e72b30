"""SVG to PNG by typst, which we have for PDF: it draws SVG with resvg and our embedded fonts."""

from __future__ import annotations

import re
import struct
from functools import cache
from typing import TYPE_CHECKING

from veivalg.publish.theme import FONTS

if TYPE_CHECKING:
    import typst

# A hair less than the page, so that rounding never makes it a pixel more and the drawing is scaled.
_PAGE = b"""
#let s = sys.inputs
#set page(width: float(s.width) * 1pt, height: float(s.height) * 1pt, margin: 0pt)
#place(top + left, image(
  bytes(s.svg),
  format: "svg",
  width: 100% - 0.001pt,
  height: float(s.drawn) * 1pt - 0.001pt,
  fit: "stretch",
))
"""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="(\S+) (\S+) \S+ \S+"')


@cache
def fonts() -> typst.Fonts:
    """Give what typst writes with: our embedded fonts alone, or the system's where they lack."""
    import typst

    if FONTS.is_dir():
        return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    return typst.Fonts()


def rasterised(svg: str, scale: float) -> bytes:
    """Draw an SVG as PNG on white, to the pixel: nothing is drawn at another size and resampled.

    Parameters
    ----------
    svg
        As `veivalg.publish.charts.draw.write_svg` writes it: its size stands before its view box.
    scale
        The PNG's pixels for each of the SVG's.
    """
    import typst

    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("an SVG without a size")
    width, height = (int(float(found[i]) * scale) for i in (1, 2))
    drawn = _drawn_height(width, height)
    left, top = found[3], found[4]
    box = f'viewBox="{left} {top} {width / scale} {drawn / scale}"'
    white = f'<rect x="{left}" y="{top}" width="100%" height="100%" fill="white"/>'
    head, rest = svg.replace(found[0], f'width="{width}" height="{drawn}" {box}', 1).split(">", 1)
    texts = {"svg": f"{head}>{white}{rest}", "width": width, "height": height, "drawn": drawn}
    made: bytes = typst.compile(
        _PAGE,
        font_paths=fonts(),
        format="png",
        ppi=72,
        sys_inputs={name: str(text) for name, text in texts.items()},
    )
    return made


def _drawn_height(width: int, height: int) -> int:
    """Give the first height from `height` on that typst, reckoning in 32 bits, draws exactly."""
    while _single(width / _single(width / height)) > height:
        height += 1
    return height


def _single(value: float) -> float:
    found: tuple[float] = struct.unpack("f", struct.pack("f", value))
    return found[0]
