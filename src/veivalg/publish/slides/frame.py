"""The empty presentation: 16:9, our type and colours in its layouts, so that slides carry none."""

from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from veivalg.content import theme

WIDTH, HEIGHT = Cm(33.867), Cm(19.05)
MARGIN, TITLE_TOP, TITLE_HEIGHT = Cm(1.8), Cm(1.0), Cm(3.2)
BODY_TOP, BODY_HEIGHT = Cm(4.6), Cm(12.4)
FOOT_TOP, FOOT_HEIGHT = Cm(17.3), Cm(1.2)
TITLE, PLAIN = 0, 5
"""Layouts that are used: of the first slide, and of a title alone."""
_KEPT = (TITLE, PLAIN)


def empty() -> Any:
    """Give a presentation without slides, of two layouts in 16:9."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    layouts = list(made.slide_layouts)
    for at, layout in enumerate(layouts):
        if at not in _KEPT:
            made.slide_layouts.remove(layout)
    master = made.slide_master
    for holder in (master, *made.slide_layouts):
        for shape in list(holder.placeholders):
            kind = shape.placeholder_format.type
            if kind is not None and kind.name in ("DATE", "FOOTER", "SLIDE_NUMBER"):
                shape._element.getparent().remove(shape._element)
    for shape in master.placeholders:
        _title(shape) if shape.placeholder_format.idx == 0 else _body(shape)
    first, plain = made.slide_layouts
    _first(first)
    for shape in plain.placeholders:
        _title(shape)
    return made


def _at(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _title(shape: Any) -> None:
    _at(shape, MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT)
    frame = shape.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.BOTTOM, True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    _left(shape, 28, theme.INK, bold=True)


def _body(shape: Any) -> None:
    _at(shape, MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, BODY_HEIGHT)


def _first(layout: Any) -> None:
    title, under = layout.placeholders
    _at(title, MARGIN, Cm(5.5), WIDTH - 2 * MARGIN, Cm(4))
    _at(under, MARGIN, Cm(9.9), WIDTH - 2 * MARGIN, Cm(4))
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    under.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _left(title, 44, theme.LINK, bold=True)
    _left(under, 20, theme.QUIET, bold=False)


def _left(shape: Any, points: float, ink: str, *, bold: bool) -> None:
    """Set how the words of a placeholder look, in its list style, so that slides inherit it."""
    body = shape.text_frame._txBody
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    level = style.makeelement(qn("a:lvl1pPr"), {"algn": "l", "marL": "0", "indent": "0"})
    level.append(level.makeelement(qn("a:buNone"), {}))
    words = level.makeelement(
        qn("a:defRPr"), {"sz": str(int(points * 100)), "b": "1" if bold else "0"}
    )
    fill = words.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": ink.lstrip("#").upper()}))
    words.append(fill)
    level.append(words)
    style.append(level)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.font.size = Pt(points)
