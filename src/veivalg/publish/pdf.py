"""A report as tagged PDF (PDF/UA-1) by typst; text travels as data and is never read as code."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from veivalg.content import Report
from veivalg.content.numbers import kept_together
from veivalg.content.state import EXAMPLE
from veivalg.content.theme import coloured
from veivalg.foundation.i18n import N_, _
from veivalg.publish import charts
from veivalg.publish.charts.raster import fonts
from veivalg.publish.document.layout import Document
from veivalg.publish.document.main_report import main_report
from veivalg.publish.document.paging import ACROSS, WIDTH
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Part, Picture
from veivalg.publish.document.widths import (
    CHARACTER,
    TEXT_WIDTH,
    column_widths,
    least_widths,
    narrowed,
)
from veivalg.publish.format import WHOLE, Format
from veivalg.publish.printable import printable
from veivalg.publish.theme import Size

TEMPLATE = Path(__file__).parent / "report.typ"
FAMILIES = ["Inter", "Liberation Sans", "DejaVu Sans"]
LONG_WORD = 70
SIZES = ((8.5, 5), (8.5, 3), (8, 2.5), (7.5, 2.5))
"""Sizes of the text of a table with the margins to each side of a cell, in points: as it fits."""
OUR_CHARACTER = 12
"""Width of a character of our font, in twentieths of a point for each point of its size."""
FEW, LONG_CELL = 5, 45
"""Columns that find their widths by themselves, and letters of a cell with which they don't."""
_BULLETS = ("finding", "bullet")
_NOTES = ("note", "source")


def report_pdf(report: Report) -> bytes:
    """Write a report as PDF/UA-1."""
    return document_pdf(main_report(report))


def document_pdf(content: Document) -> bytes:
    """Write a document as PDF/UA-1: tagged, searchable, with language, title and bookmarks.

    Notes
    -----
    The words, the drawings and a fixed template are laid in a folder of their own, so text such as
    ``#panic("x")`` is printed and not run. The same document gives the same bytes.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="veivalg-") as name:
        folder = Path(name)
        (folder / "report.typ").write_text(coloured(TEMPLATE.read_text("utf-8")), "utf-8")
        data = kept_together(orjson.dumps(_data(content, folder)).decode())
        for text in _attempts(data):
            (folder / "data.json").write_text(text, "utf-8")
            try:
                made: bytes = typst.compile(
                    str(folder / "report.typ"),
                    root=str(folder),
                    font_paths=fonts(),
                    format="pdf",
                    pdf_standards=["ua-1"],
                    timestamp=0,
                )
            except typst.TypstError as error:
                if "could not be displayed" not in str(error):
                    raise
            else:
                return made
    raise ValueError("a text can't be set in any font")


def _attempts(data: str) -> Iterator[str]:
    """Give the words as they are, then without what no font has: PDF/UA allows no empty boxes."""
    yield data
    yield printable(data, letters=False)
    yield printable(data, letters=True)


FORMAT = Format("pdf", ".pdf", "application/pdf", N_("PDF"), 20, report_pdf, offered=(WHOLE,))


def _data(content: Document, folder: Path) -> dict[str, Any]:
    return {
        "title": content.title,
        "full_title": content.full_title,
        "names": content.names,
        "foot": f"{content.full_title} · {content.date}",
        "fonts": FAMILIES,
        "cover": content.about,
        "short": content.short,
        "logo": _logo(content.logo, folder),
        "author": content.author or "Veivalg",
        "warning": content.warning,
        "words": {
            "page": _("Side"),
            "figure": _("Figur"),
            "table": _("Tabell"),
            "contents": _("Innhold"),
            "mark": _(EXAMPLE),
        },
        "listed": bool(content.contents),
        "parts": list(_parts((*content.summary, *content.body), folder)),
    }


def _logo(logo: bytes, folder: Path) -> str:
    """Write the logo where the template finds it; give its name, empty without one."""
    if logo:
        (folder / "logo.png").write_bytes(logo)
    return "logo.png" if logo else ""


def _parts(parts: Iterable[Part], folder: Path) -> Iterable[dict[str, Any]]:
    """Give the blocks as plain data; bullets that follow one another make one list.

    Notes and source line go with the chart or table they belong to, which keeps them on its page.
    """
    bullets: list[dict[str, Any]] = []
    exhibit: dict[str, Any] | None = None
    for part in parts:
        if exhibit is not None and isinstance(part, Paragraph) and part.style in _NOTES:
            exhibit["notes"].append(part.text)
            continue
        if exhibit is not None:
            yield exhibit
            exhibit = None
        listed = isinstance(part, Paragraph) and part.style in _BULLETS
        if bullets and not (listed and not part.fresh):  # type: ignore[union-attr]
            yield {"kind": "paragraph", "style": "bullets", "items": bullets, **bullets[0]}
            bullets = []
        if isinstance(part, Paragraph) and listed:
            bullets.append({"text": part.text, "marked": part.marked, "fresh": part.fresh})
            continue
        made = _part(part, folder)
        if "notes" in made:
            exhibit = made
        else:
            yield made
    if exhibit is not None:
        yield exhibit
    if bullets:
        yield {"kind": "paragraph", "style": "bullets", "items": bullets, **bullets[0]}


def _part(part: Part, folder: Path) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {
            "kind": "heading",
            "level": part.level,
            "text": part.text,
            "listed": part.listed,
            "anchor": part.anchor,
            "marked": part.marked,
            "fresh": part.fresh,
        }
    if isinstance(part, Paragraph):
        return {
            "kind": "paragraph",
            "style": part.style,
            "text": part.text,
            "marked": part.marked,
            "fresh": part.fresh,
        }
    if isinstance(part, Entry):
        return _entry(part)
    if isinstance(part, Listing):
        entries = [_entry(entry) for entry in part.entries]
        return {"kind": "listing", "title": part.title, "entries": entries}
    if isinstance(part, Grid):
        part, note = narrowed(part)
        return {
            "kind": "grid",
            "number": part.number,
            "title": part.title,
            "subtitle": part.subtitle,
            "heads": part.heads,
            "numeric": part.numeric,
            "rows": part.rows,
            "total_row": part.total_row,
            "marked": part.marked,
            "wide": part.wide,
            "fresh": part.fresh,
            "notes": [note] if note else [],
            **_fitted(part),
        }
    return _picture(part, folder)


def _entry(part: Entry) -> dict[str, Any]:
    lines = [_breakable(line) for line in part.lines]
    return {"kind": "entry", "title": part.title, "bullets": part.bullets, "lines": lines}


def _breakable(line: str) -> str:
    """Let a long address be broken after its marks, so that it stays on the page."""
    return " ".join(
        re.sub(r"([&?=,/])(?=[^\s/])", "\\1\u200b", word) if len(word) > LONG_WORD else word
        for word in line.split(" ")
    )


def _fitted(grid: Grid) -> dict[str, Any]:
    """Give the size, the margins and the shares with which a table stands in the page's width.

    The largest size in which every number and every heading stands whole; ``widths`` is empty when
    the columns find theirs by themselves.
    """
    told = grid.heads, grid.rows, grid.numeric
    for size, inset in SIZES:
        scale = CHARACTER / (size * OUR_CHARACTER)
        width = TEXT_WIDTH * (ACROSS / WIDTH if grid.wide else 1)
        total, margins = int(width * scale), int(inset * 20 * scale)
        if sum(least_widths(*told, margins)[1]) <= total:
            break
    long = max(len(cell) for row in (grid.heads, *grid.rows) for cell in row) > LONG_CELL
    few = bool(grid.number) and len(grid.heads) <= FEW and size == SIZES[0][0] and not long
    shares = [] if few else column_widths(*told, total, margins)
    return {"size": size, "inset": inset, "widths": shares}


def _picture(part: Picture, folder: Path) -> dict[str, Any]:
    exhibit = part.exhibit
    file = f"figur-{part.number}.svg"
    (folder / file).write_text(charts.svg(exhibit, Size.PRINT), "utf-8")
    return {
        "kind": "picture",
        "number": part.number,
        "fresh": part.fresh,
        "file": file,
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "alt": exhibit.spoken,
        "notes": [],
        "share": part.share,
        "marked": part.marked,
    }
