"""Where pages of a report begin, reckoned so that it holds in every program that opens it.

No program tells a Word document where its pages end before it is opened. Heights are therefore
reckoned here, a little more than they are, and where a page is full by them the next part begins a
new one: the contents can then say the page, and it is the same in Word and PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from veivalg.content import Exhibit
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Part, Picture
from veivalg.publish.document.widths import CHARACTER, SCALE, TEXT_WIDTH, WIDE, column_widths
from veivalg.publish.theme import Size

PAGE, WIDTH, ACROSS = 728.0, 453.5, 700.0
"""Points of a page that are filled as they are reckoned here, a little more than there are, and of
a line: upright and across."""
HIGHEST, NARROWEST, LEAST = 178.0, 0.62, 0.72
"""Points a drawing is high when it need not be higher, the least share of the width it then has,
and how much smaller it may be made before the next one is left to a new page."""
EARLY = 0.5
"""How far down a page a chapter begins at most, when it goes on over the next."""
_TEXT = {
    "lead": (12.0, 17.0, 7.0),
    "finding": (9.7, 14.2, 4.0),
    "bullet": (9.7, 14.2, 4.0),
    "note": (8.0, 10.0, 3.0),
    "source": (8.0, 10.0, 13.0),
    "meta": (9.5, 14.0, 4.0),
    "mark": (9.5, 14.0, 26.0),
}
_PLAIN = (10.0, 14.2, 5.5)
_HEADS = {1: (21.0, 28.0, 14.0), 2: (14.0, 18.0, 16.0), 3: (11.0, 14.0, 10.0)}
_CAPTION, _SUBTITLE, _ROW = (10.0, 13.5, 11.0), (8.5, 11.5, 4.0), (10.4, 3.2)
"""Points of the letters, of a line, and of what stands around it; of a row's lines and margins."""
_NARROW, _BROAD = frozenset("ijlftrI.,:;!|'() -\u202f"), frozenset("mwMWOQGCDHNU@%&")
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def drawing(exhibit: Exhibit, number: str) -> Picture:
    """Give a chart as wide as the text, or as it is when it is no higher than two fit a page."""
    found = _SIZE.search(charts.svg(exhibit, Size.PRINT))
    ratio = float(found[2]) / float(found[1]) if found else 0.5
    share = min(1.0, max(NARROWEST, HIGHEST / (ratio * WIDTH)))
    return Picture(number, exhibit, share, share * ratio * WIDTH)


def height(part: Part) -> float:
    """Give the points a part takes down the page, at most."""
    if isinstance(part, Heading):
        return _lines(part.text, _HEADS[part.level])
    if isinstance(part, Paragraph):
        return _lines(part.text + f" {_(EXAMPLE)}" * part.marked, _TEXT.get(part.style, _PLAIN))
    if isinstance(part, Picture):
        return _titled(part.exhibit.title, part.exhibit.subtitle) + part.height + 8
    return _rows(part) if isinstance(part, Grid) else 0.0


def _lines(text: str, how: tuple[float, float, float]) -> float:
    size, line, around = how
    return ceil(_width(text) * size / (0.965 * WIDTH)) * line + around


def _width(text: str) -> float:
    """Give the width of a text in our font, in sizes of it."""
    narrow, broad = sum(c in _NARROW for c in text), sum(c in _BROAD for c in text)
    return 0.3 * narrow + 0.82 * broad + 0.6 * (len(text) - narrow - broad)


def _titled(title: str, subtitle: str) -> float:
    return _lines(f"Figur 10.10. {title}", _CAPTION) + (
        _lines(subtitle, _SUBTITLE) if subtitle else 0
    )


def _rows(grid: Grid) -> float:
    """Give the height of a table: each row as high as its longest cell."""
    total = int(TEXT_WIDTH * (ACROSS / WIDTH if grid.wide else 1) * SCALE)
    widths = column_widths(grid.heads, grid.rows, grid.numeric, total)
    room = [max(1, (width - 2 * WIDE) // CHARACTER) for width in widths]
    line, margins = _ROW
    high = 0.0
    for row in (grid.heads, *grid.rows):
        most = max(ceil(len(cell) / space) for cell, space in zip(row, room, strict=True))
        high += line * max(most, 1) + margins
    return _titled(grid.title, grid.subtitle) + high


@dataclass
class _Page:
    """The page that is being filled: its number, what is used of it, and its drawings."""

    number: int
    used: float = 0.0
    drawn: tuple[int, ...] = ()

    def turn(self) -> None:
        """Begin the next page."""
        self.number, self.used, self.drawn = self.number + 1, 0.0, ()


def paged(parts: Sequence[Part], first: int) -> tuple[tuple[Part, ...], dict[str, int]]:
    """Let parts begin a page where the one before is full.

    Parameters
    ----------
    first
        Number of the page they begin on.

    Returns
    -------
    tuple
        The parts, those that begin a page marked so and drawings as high as there is room for, and
        the page of each heading by its anchor.
    """
    made, pages, page = list(parts), dict[str, int](), _Page(first)
    if made:
        made[0] = _fresh(made[0])
    for start, end in _units(parts):
        if isinstance(parts[start], Heading) and parts[start].level == 1:  # type: ignore[union-attr]
            whole = page.used + sum(map(height, _chapter(parts, start)))
            if page.used > EARLY * PAGE and whole > PAGE:
                _begin(made, start, page)
        needed = sum(height(part) for part in made[start:end])
        across = any(isinstance(part, Grid) and part.wide for part in parts[start:end])
        if page.used and (across or page.used + needed > PAGE):
            if across or not _shrunk(
                made, (*page.drawn, *_drawings(made, start, end)), page, needed
            ):
                _begin(made, start, page)
            else:
                page.used = PAGE - sum(height(part) for part in made[start:end])
                needed = sum(height(part) for part in made[start:end])
        pages |= {p.anchor: page.number for p in parts[start:end] if isinstance(p, Heading)}
        page.used += needed
        page.drawn += tuple(_drawings(made, start, end))
        while page.used > PAGE:  # what is longer than a page goes on over the next
            page.number, page.used, page.drawn = page.number + 1, page.used - PAGE, ()
        if across:
            page.used = PAGE
    return tuple(made), pages


def _begin(made: list[Part], at: int, page: _Page) -> None:
    made[at] = _fresh(made[at])
    page.turn()


def _fresh(part: Part) -> Part:
    return part if isinstance(part, Entry | Listing) else replace(part, fresh=True)


def _drawings(made: Sequence[Part], start: int, end: int) -> Iterator[int]:
    return (i for i in range(start, end) if isinstance(made[i], Picture))


def _shrunk(made: list[Part], drawn: Sequence[int], page: _Page, needed: float) -> bool:
    """Make the drawings of a page smaller if that gives room for what is needed."""
    pictures = {i: one for i in drawn if isinstance(one := made[i], Picture)}
    tall = sum(picture.height for picture in pictures.values())
    left = 1 - (page.used + needed - PAGE) / tall if tall else 0.0
    if left < LEAST:
        return False
    for i, picture in pictures.items():
        made[i] = replace(picture, share=picture.share * left, height=picture.height * left)
    return True


def _chapter(parts: Sequence[Part], start: int) -> Iterator[Part]:
    """Give the parts of the chapter that begins at `start`."""
    yield parts[start]
    for part in parts[start + 1 :]:
        if isinstance(part, Heading) and part.level == 1:
            return
        yield part


def _units(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Give where what stands together begins and ends: headings with what follows, and notes with
    their exhibit. What is listed in columns comes last, and flows."""
    at = 0
    while at < len(parts):
        if isinstance(parts[at], Listing):
            return
        end = at
        while end < len(parts) - 1 and isinstance(parts[end], Heading):
            end += 1
        shown = isinstance(parts[end], Picture | Grid)
        end += 1
        while shown and end < len(parts) and _is_note(parts[end]):
            end += 1
        yield at, end
        at = end


def _is_note(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.style in ("note", "source")
