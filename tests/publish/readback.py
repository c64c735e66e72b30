"""Read a report back out of each format, with nothing of ours: what a reader would find there.

No function here may import `veivalg.publish` or the number format: what is read back is held
against numbers written by hand or stored, never against what wrote it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import docx
import openpyxl
import orjson
from tests.pdf import pages_of

SVG = "{http://www.w3.org/2000/svg}"
UNSEEN = re.compile("[\u00ad\u200b]")
SPACES = re.compile(r"[\s\u202f\u00a0]+")


@dataclass(frozen=True)
class Grid:
    """A table as it is read: headings and rows of text."""

    heads: list[str]
    rows: list[list[str]]


def plain(text: str) -> str:
    """Give text with one kind of space and nothing unseen."""
    return SPACES.sub(" ", UNSEEN.sub("", text)).strip()


def squeezed(text: str) -> str:
    """Give text without any space, so that line breaks do not count."""
    return SPACES.sub("", UNSEEN.sub("", text))


def markdown_grids(data: bytes) -> list[Grid]:
    """Give the tables of a Markdown file, in order."""
    grids: list[Grid] = []
    inside = False
    for line in data.decode().splitlines():
        if not line.startswith("|"):
            inside = False
        elif not inside:
            grids.append(Grid(_markdown_cells(line), []))
            inside = True
        elif not re.fullmatch(r"[|:-]+", line):
            grids[-1].rows.append(_markdown_cells(line))
    return grids


def _markdown_cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return [plain(re.sub(r"\\(.)", r"\1", cell)) for cell in cells]


class _Tables(HTMLParser):
    """Collects the tables of a page, and all its text."""

    def __init__(self) -> None:
        super().__init__()
        self.grids: list[list[list[str]]] = []
        self.text: list[str] = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.grids.append([])
        elif tag == "tr":
            self.grids[-1].append([])
        elif tag in ("td", "th"):
            self.grids[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._cell:
            self.grids[-1][-1][-1] += data


def html_grids(data: bytes) -> list[Grid]:
    """Give the tables of a page, in order."""
    parser = _Tables()
    parser.feed(data.decode())
    return [
        Grid([plain(c) for c in head], [[plain(c) for c in row] for row in rows])
        for head, *rows in parser.grids
    ]


def word_grids(data: bytes) -> list[Grid]:
    """Give the tables of a Word file, in order."""
    found = []
    for table in docx.Document(io.BytesIO(data)).tables:
        head, *rows = [[plain(cell.text) for cell in row.cells] for row in table.rows]
        found.append(Grid(head, rows))
    return found


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: headings, and rows of values with how each is shown."""

    heads: list[str]
    rows: list[list[object]]
    shown: list[list[str]]


def workbook_sheet(data: bytes, number: int) -> Sheet:
    """Give sheet `number` (the first exhibit is 1) down to the first empty row."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[number]
    head, *below = list(sheet.iter_rows(min_row=4))
    rows = []
    for row in below:
        if all(cell.value is None for cell in row):
            break
        rows.append(row)
    return Sheet(
        [str(cell.value) for cell in head if cell.value is not None],
        [[cell.value for cell in row] for row in rows],
        [[str(cell.number_format) for cell in row] for row in rows],
    )


def workbook_tables(data: bytes) -> dict[str, Sheet]:
    """Give the tables of the exhibits of a workbook by figure id, «befolkning/endring».

    They stand under one another: headings with a line under them, rows, an empty row, notes, and
    the id in the last of the notes. Numbers that are formulas are read as they were stored.
    """
    found: dict[str, Sheet] = {}
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    for sheet in (one for one in book.worksheets if one.title != "Data"):
        heads, rows, open_ = [], [], False
        for row in sheet.iter_rows():
            if not row or row[0].value is None:
                open_ = False
                continue
            first = row[0].value
            if row[0].font.bold and row[0].border.bottom.style == "medium":
                heads, rows, open_ = [c for c in row if c.value is not None], [], True
            elif open_:
                rows.append(row[: len(heads)])
            elif isinstance(first, str) and first.startswith("Figur-id: "):
                found[first.removeprefix("Figur-id: ")] = Sheet(
                    [str(cell.value) for cell in heads],
                    [[cell.value for cell in one] for one in rows],
                    [[str(cell.number_format) for cell in one] for one in rows],
                )
    return found


def workbook_data(data: bytes) -> list[dict[str, object]]:
    """Give the rows of the tidy sheet of a workbook, by heading."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def csv_grid(data: bytes) -> Grid:
    """Give what a CSV file of Norwegian Excel holds."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    return Grid(head, rows)


def json_chapter(data: bytes) -> dict[str, object]:
    """Give the only chapter of a report in JSON."""
    (chapter,) = orjson.loads(data)["chapters"]
    return dict(chapter)


def text_of(data: bytes, format: str) -> str:
    """Give all text of a document, with one kind of space."""
    if format == "docx":
        word = docx.Document(io.BytesIO(data))
        return plain("\n".join(p.text for p in word.paragraphs))
    if format == "pdf":
        return plain("\n".join(pages_of(data)))
    if format == "md":
        return plain(re.sub(r"\\(.)", r"\1", data.decode()))
    if format != "html":
        return plain(data.decode())  # a format that nobody has told of here is read as text
    parser = _Tables()
    parser.feed(data.decode())
    return plain("".join(parser.text))


# --- charts ---------------------------------------------------------------------------------------


def number(text: str) -> float:
    """Read a number as Norwegians write it, whatever unit follows it."""
    found = re.search(r"[+\u2212-]?\d[\d ]*(?:,\d+)?", plain(text))
    if found is None:
        raise ValueError(f"{text!r} holds no number")
    return float(found[0].replace("\u2212", "-").replace(" ", "").replace(",", "."))


def drawn_texts(svg: str) -> list[tuple[float, float, str]]:
    """Give every text of a drawing with its place."""
    return [
        (float(node.get("x", 0)), float(node.get("y", 0)), plain(node.text or ""))
        for node in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


def drawn_bars(svg: str) -> list[tuple[float, float]]:
    """Give left edge and width of every bar, from the top down."""
    bars = [
        (float(node.get("y", 0)), float(node.get("x", 0)), float(node.get("width", 0)))
        for node in ElementTree.fromstring(svg).iter(f"{SVG}rect")
    ]
    return [(x, width) for _y, x, width in sorted(bars)]


def drawn_line(svg: str) -> list[tuple[float, float]]:
    """Give the points of the widest line in the values of the axes.

    The axes are read from the numbers written at them: years below, values to the left.
    """
    texts = drawn_texts(svg)
    years = sorted((x, number(t)) for x, _y, t in texts if re.fullmatch(r"(19|20)\d\d", t))
    heights = sorted((y, number(t)) for x, y, t in texts if x < 0 and re.match(r"[\u2212\d]", t))
    to_year, to_value = _scale(years), _scale(heights)
    drop = 0.35 * float(ElementTree.fromstring(svg).get("font-size", 0))
    found: dict[float, float] = {}
    paths = list(ElementTree.fromstring(svg).iter(f"{SVG}path"))
    widest = max(float(node.get("stroke-width", 0)) for node in paths)
    for node in paths:
        if float(node.get("stroke-width", 0)) == widest:
            for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", node.get("d", "")):
                found[round(to_year(float(x)), 2)] = to_value(float(y) + drop)
    return sorted(found.items())


class _scale:  # noqa: N801 – a function with two numbers in it
    def __init__(self, ticks: list[tuple[float, float]]) -> None:
        (self.place, self.value), (last, value) = ticks[0], ticks[-1]
        assert all(b[0] > a[0] for a, b in pairwise(ticks))
        self.step = (value - self.value) / (last - self.place)

    def __call__(self, place: float) -> float:
        return self.value + (place - self.place) * self.step
