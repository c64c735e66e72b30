"""A table of texts as text: what is read from left to right, and not compared down a column."""

from collections.abc import Iterator, Sequence

from veivalg.content import Exhibit
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import cell_text, constructed, headings, source_lines
from veivalg.publish.document.parts import Heading, Paragraph, Part

Cells = Sequence[tuple[str, str]]
"""The head and the text of each cell of a row."""
UNSAID = ("", "–")
"""What stands where nothing is known."""


def grouped(exhibit: Exhibit) -> Iterator[Part]:
    """Give what the first column says as headings over the rest: «what kind: what it says»."""
    marked, before = constructed(exhibit.sources), ""
    for i, ((_head, name), (_kind, kind), *rest) in enumerate(_rows(exhibit)):
        if name != before:
            yield Heading(3, name, f"{exhibit.id}-{i}", listed=False)
            before = name
        yield Paragraph(f"{kind}: {_sentence(rest)}", "bullet", marked)


def spoken(exhibit: Exhibit) -> Iterator[Part]:
    """Give a line a row: what its first column says, then each other under its head.

    What is quoted stands where its document is told.
    """
    for (_head, name), *rest in _rows(exhibit):
        told = [f"{head}: {text}" for head, text in rest if text[:1] not in ("–", "«")]
        yield Paragraph(". ".join((name, *told)) + ".", "bullet", constructed(exhibit.sources))


def listed(exhibit: Exhibit) -> Iterator[Part]:
    """Give a line a row: what its first column says, then what is known of it."""
    unsaid = {"", "–", _("ikke oppgitt")}
    for (_head, name), *rest in _rows(exhibit):
        known = [text for _other, text in rest if text not in unsaid]
        text = f"{name}: {', '.join(known)}" if known else name
        yield Paragraph(text, "bullet", constructed(exhibit.sources))
    yield source(exhibit)


def described(exhibit: Exhibit) -> Iterator[Part]:
    """Give a line a row: what its first column says, then each other under its head, numbers too.

    A table of so much text is high and narrow: the same takes half of the room as lines.
    """
    for (_head, name), *rest in _rows(exhibit, numbers=True):
        told = [f"{head}: {text.rstrip('.')}" for head, text in rest if text not in UNSAID]
        yield Paragraph(". ".join((name, *told)) + ".", "bullet", constructed(exhibit.sources))
    yield source(exhibit)


def _rows(exhibit: Exhibit, *, numbers: bool = False) -> Iterator[Cells]:
    table = exhibit.table
    heads = headings(table.columns)
    for row in table.rows:
        cells = zip(heads, table.columns, row, strict=True)
        yield [(head, cell_text(c, v)) for head, c, v in cells if numbers or not c.numeric]


def _sentence(cells: Cells) -> str:
    return " ".join(text for _head, text in cells)


def source(exhibit: Exhibit) -> Paragraph:
    """Give the line of where it is from."""
    return Paragraph(source_lines(exhibit.sources, most=2), "source")
