"""Where pages of a report begin, reckoned so that it holds in every program that opens it.

No program tells a Word document where its pages end before it is opened. Heights are therefore
reckoned here, a little more than they are, and where a page is full by them the next part begins a
new one: the contents can then say the page, and it is the same in Word and PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from veivalg.content import Exhibit
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Part, Picture
from veivalg.publish.document.widths import CHARACTER, SCALE, TEXT_WIDTH, WIDE, column_widths
from veivalg.publish.native import Native, native
from veivalg.publish.theme import Size, advance

PAGE, WIDTH, ACROSS = 728.0, 453.5, 700.0
"""Points of a page that are filled as they are reckoned here, a little more than there are, and of
a line: upright and across."""
HIGHEST, NARROWEST, LEAST, SMALLEST = 185.0, 0.72, 0.75, 0.62
"""Points a drawing is high when it need not be higher, the least share of the width it then has,
how much smaller it may be made before the next one is left to a new page, and the least share of
the width that can be read."""
LONG, NAME = 100, 12.0
"""Letters of names that stand on a line each, and the points such a line takes."""
EARLY = 0.5
"""How far down a page a chapter begins at most, when it goes on over the next."""
_TEXT = {
    "lead": (12.0, 17.0, 7.0),
    "finding": (9.7, 14.2, 4.0),
    "bullet": (9.7, 14.2, 4.0),
    "note": (8.0, 9.9, 2.5),
    "source": (8.0, 9.9, 10.0),
    "meta": (9.5, 14.0, 4.0),
    "mark": (9.5, 14.0, 26.0),
}
_PLAIN = (10.0, 14.2, 5.5)
_HEADS = {1: (21.0, 28.0, 14.0), 2: (14.0, 18.0, 16.0), 3: (11.0, 14.0, 10.0)}
_CAPTION, _SUBTITLE, _ROW = (10.0, 13.2, 8.0), (8.5, 11.0, 3.5), (10.4, 3.2)
"""Points of the letters, of a line, and of what stands around it; of a row's lines and margins."""
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def drawing(exhibit: Exhibit, number: str = "") -> Picture:
    """Give a chart as wide as the text, or as it is when it is no higher than two fit a page."""
    found = _SIZE.search(charts.svg(exhibit, Size.PRINT))
    ratio = float(found[2]) / float(found[1]) if found else 0.5
    share = min(1.0, max(NARROWEST, HIGHEST / (ratio * WIDTH)))
    return Picture(number, exhibit, share, share * ratio * WIDTH + _legend(native(exhibit)))


def _legend(drawn: Native | None) -> float:
    """Give the room that names take below a chart of Office, where they are long."""
    names = [] if drawn is None else [one.name for one in drawn.named]
    return NAME * len(names) if sum(map(len, names)) > LONG else 0.0


def height(part: Part) -> float:
    """Give the points a part takes down the page, at most."""
    if isinstance(part, Heading):
        return _lines(part.text, _HEADS[part.level])
    if isinstance(part, Paragraph):
        return _lines(part.text + f" {_(EXAMPLE)}" * part.marked, _TEXT.get(part.style, _PLAIN))
    if isinstance(part, Picture):
        return _titled(part.exhibit.title, part.exhibit.subtitle) + part.height + 5
    return _rows(part) if isinstance(part, Grid) else PAGE


def _lines(text: str, how: tuple[float, float, float]) -> float:
    size, line, around = how
    return ceil(advance(text) * size / (0.965 * WIDTH)) * line + around


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


Unit = list[Part]
"""Parts that stand together on a page."""


@dataclass
class _Page:
    """The page that is being filled: its number, what is on it, and what is left from before."""

    number: int
    held: list[Unit] = field(default_factory=list)
    before: float = 0.0

    @property
    def used(self) -> float:
        """Give the points that are filled."""
        return self.before + sum(map(_tall, self.held))

    def turn(self, unit: Unit) -> None:
        """Begin the next page with a unit."""
        unit[0] = _fresh(unit[0])
        self.number, self.held, self.before = self.number + 1, [], 0.0

    def place(self, unit: Unit) -> None:
        """Put a unit on the page, or on the next one where it has no room here."""
        across = any(isinstance(part, Grid) and part.wide for part in unit)
        full = self.used + _tall(unit) > PAGE
        if self.used and (across or (full and not self._shrunk(unit))):
            self.turn(unit)
        self.held.append(unit)
        # Nothing stands below what is across, and what is longer than a page goes on over the next.
        self.before += PAGE if across else 0.0

    def leave(self) -> None:
        """Go to the page that the last unit ends on."""
        while self.used > 1.001 * PAGE and not any(isinstance(p, Grid) for p in self.held[-1]):
            self.number, self.held, self.before = self.number + 1, [[]], self.used - PAGE

    def _shrunk(self, unit: Unit) -> bool:
        """Make the drawings of the page smaller if that gives room for a unit."""
        every = (*self.held, unit)
        drawn = [(u, i, p) for u in every for i, p in enumerate(u) if isinstance(p, Picture)]
        tall = sum(picture.height for _unit, _at, picture in drawn)
        left = 1 - (self.used + _tall(unit) - PAGE) / tall if tall else 0.0
        if left < LEAST or any(p.share * left < SMALLEST for _u, _i, p in drawn if p.share < 1):
            return False
        for held, at, one in drawn:
            held[at] = replace(one, share=one.share * left, height=one.height * left)
        return True


def paged(parts: Sequence[Part], first: int) -> tuple[tuple[Part, ...], dict[str, int]]:
    """Let parts begin a page where the one before is full.

    Of two exhibits after each other the one that the page has room for is first.

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
    units, pages, page = list(_units(parts)), dict[str, int](), _Page(first)
    for at, unit in enumerate(units):
        if at == 0:
            unit[0] = _fresh(unit[0])
        room, pair = PAGE - page.used, units[at : at + 2]
        shown = all(isinstance(one[0], Picture | Grid) for one in pair)
        if shown and _tall(pair[-1]) <= room < _tall(unit):
            units[at : at + 2] = reversed(pair)
        unit = units[at]
        if page.used > EARLY * PAGE and page.used + _chapter(units, at) > PAGE:
            page.turn(unit)
        page.place(unit)
        pages |= {part.anchor: page.number for part in unit if isinstance(part, Heading)}
        page.leave()
    return tuple(part for unit in units for part in unit), pages


def _tall(unit: Unit) -> float:
    return sum(map(height, unit))


def _fresh(part: Part) -> Part:
    return part if isinstance(part, Entry | Listing) else replace(part, fresh=True)


def _chapter(units: Sequence[Unit], at: int) -> float:
    """Give the height of the chapter that a unit begins; 0 where it begins none."""
    firsts = [i for i in range(at, len(units)) if _begins(units[i])]
    if not firsts or firsts[0] != at:
        return 0.0
    return sum(map(_tall, units[at : firsts[1] if len(firsts) > 1 else len(units)]))


def _begins(unit: Unit) -> bool:
    return isinstance(unit[0], Heading) and unit[0].level == 1


def _units(parts: Sequence[Part]) -> Iterator[Unit]:
    """Give what stands together: headings with what follows, and notes with their exhibit.

    What is listed in columns comes last, and flows.
    """
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) - 1 and isinstance(parts[end], Heading):
            end += 1
        shown = isinstance(parts[end], Picture | Grid)
        end += 1
        while shown and end < len(parts) and _is_note(parts[end]):
            end += 1
        yield list(parts[at:end])
        at = end


def _is_note(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.style in ("note", "source")
