"""Pieces of Word that python-docx has no words for: fields, bookmarks, styles, languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FONT = "Calibri"
CHARACTER, BOLD_CHARACTER = 124, 136
"""Width to reckon with for a character in a table, in twentieths of a point.

They are for 9.5 points in the widest font that may stand in for ours."""
MARKED, MARK_FILL = RGBColor(0x5C, 0x3B, 0x00), "FFF4D6"
INK, MUTED, ACCENT = RGBColor(0x1E, 0x2B, 0x3C), RGBColor(0x4D, 0x59, 0x65), RGBColor(0, 0x52, 0xA3)


def element(tag: str, **attributes: str) -> Any:
    """Make an element of WordprocessingML with attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(paragraph: Paragraph, code: str, shown: str = "") -> None:
    """Add a field such as ``PAGE`` or ``SEQ Figur`` with the text it shows until updated."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run(shown if kind == "text" else "")
        if kind is None:
            instruction = element("instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        elif kind != "text":
            run._r.append(element("fldChar", fldCharType=kind))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around all runs of a paragraph."""
    start = element("bookmarkStart", id=str(number), name=name)
    end = element("bookmarkEnd", id=str(number))
    first = paragraph._p.pPr
    if first is None:
        paragraph._p.insert(0, start)
    else:
        first.addnext(start)
    paragraph._p.append(end)


def link_into(paragraph: Paragraph, anchor: str, text: str) -> None:
    """Add a link to a bookmark."""
    link = element("hyperlink", anchor=anchor, history="1")
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def add_row(
    table: Any,
    cells: list[tuple[str, str]],
    *,
    widths: Sequence[int],
    head: bool = False,
    whole: Sequence[bool] = (),
    keep: bool = False,
) -> None:
    """Add a row of (text, style id); built as XML, since python-docx takes ms for a cell.

    Parameters
    ----------
    widths
        Of the cells, in twentieths of a point.
    head
        Repeat the row on every page.
    whole
        Cells that are never broken over lines.
    keep
        Keep the row on the page of the next.
    """
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    row.append(properties)
    for i, ((text, style), width) in enumerate(zip(cells, widths, strict=True)):
        cell, look, line = element("tc"), element("tcPr"), element("p")
        look.append(element("tcW", w=str(width), type="dxa"))
        if i < len(whole) and whole[i]:
            look.append(element("noWrap"))
        paragraph = element("pPr")
        paragraph.append(element("pStyle", val=style))
        if keep:
            paragraph.append(element("keepNext"))
        run, words = element("r"), element("t")
        words.set(qn("xml:space"), "preserve")
        words.text = text
        run.append(words)
        line.extend((paragraph, run))
        cell.extend((look, line))
        row.append(cell)
    table._tbl.append(row)


# The order Word's schema wants inside a table's properties; python-docx keeps it for its own.
TABLE_ORDER = (
    "tblStyle",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "shd",
    "tblLayout",
    "tblCellMar",
    "tblLook",
)


WIDE, NARROW = 108, 45
"""Margins to each side in a cell, in twentieths of a point: Word's own, and where it is tight."""


def plain_look(table: Any, *, narrow: bool) -> None:
    """Give a table thin lines between rows only; ``narrow`` leaves words more of each cell."""
    borders = element("tblBorders")
    for side, size in (
        ("top", "8"),
        ("left", ""),
        ("bottom", "8"),
        ("right", ""),
        ("insideH", "4"),
        ("insideV", ""),
    ):
        line = {"val": "single", "sz": size, "space": "0", "color": "A9B1B8"}
        borders.append(element(side, **(line if size else {"val": "nil"})))
    _in_order(table._tbl.tblPr, borders)
    if narrow:
        margins = element("tblCellMar")
        for side in ("left", "right"):
            margins.append(element(side, w=str(NARROW), type="dxa"))
        _in_order(table._tbl.tblPr, margins)


def _in_order(properties: Any, child: Any) -> None:
    place = TABLE_ORDER.index(child.tag.rsplit("}", 1)[1])
    later = {qn(f"w:{name}") for name in TABLE_ORDER[place + 1 :]}
    for other in properties:
        if other.tag in later:
            other.addprevious(child)
            return
    properties.append(child)


def least_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], margins: int
) -> tuple[list[int], list[int]]:
    """Give how narrow each column can be before a cell breaks, and before a heading does.

    A number stands on one line, a text breaks between words only. In twentieths of a point.
    """
    cells, named = [], []
    for i, head in enumerate(heads):
        texts = [row[i] for row in rows]
        parts = texts if numeric[i] else [w for text in texts for w in _words(text)]
        longest = max(map(len, parts), default=0)
        cells.append(longest * CHARACTER + 2 * margins)
        word = max(map(len, _words(head)), default=0)
        named.append(max(longest * CHARACTER, word * BOLD_CHARACTER) + 2 * margins)
    return cells, named


def _words(text: str) -> list[str]:
    """Give the pieces a line can be broken between; thin spaces keep a number together."""
    return [piece for word in text.split(" ") for piece in word.split("-")]


def column_widths(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    total: int,
    margins: int = WIDE,
) -> list[int]:
    """Share a width between columns so that no number and, where there is room, no word breaks.

    What is left goes to the columns with long texts. Where even the numbers have too little room,
    the columns of words give what they must.

    Parameters
    ----------
    total, margins
        Width of the table and of a cell's margin to one side, in twentieths of a point.

    Examples
    --------
    >>> column_widths(["Alder", "2026"], [["90 år og eldre", "12"]], [False, True], 4000)
    [3240, 760]
    """
    cells, named = least_widths(heads, rows, numeric, margins)
    widths = cells if sum(named) > total else named
    lacking = sum(widths) - total
    if lacking > 0:
        soft = [0 if n else width for width, n in zip(widths, numeric, strict=True)]
        given = min(lacking, sum(soft) * 2 // 3) / (sum(soft) or 1)
        cut = [w - s * given for w, s in zip(widths, soft, strict=True)]
        return [int(w * min(1.0, total / sum(cut))) for w in cut]
    # First what keeps headings whole, then what keeps long texts on one line.
    longest = [max(map(len, (head, *(row[i] for row in rows)))) for i, head in enumerate(heads)]
    wanted = [n - w for n, w in zip(named, widths, strict=True)]
    if not any(wanted):
        wanted = [
            max(0, min(long, 60) * CHARACTER + 2 * margins - w)
            for long, w in zip(longest, widths, strict=True)
        ]
    share = -lacking / (sum(wanted) or 1)
    if not any(wanted) or share > 1:
        widths = [w + more for w, more in zip(widths, wanted, strict=True)]
        left = total - sum(widths)
        return [widths[0] + left, *widths[1:]]
    return [int(w + more * share) for w, more in zip(widths, wanted, strict=True)]


def set_up_styles(word: Word) -> None:
    """Define every style the report uses, once; the text then carries no formatting itself."""
    _normal(word)
    for level, (points, before, after) in _HEADINGS.items():
        style = word.styles[f"Heading {level}"]
        _font(style, points, ACCENT if level == 1 else INK, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.page_break_before = level == 1
    _font(word.styles["Title"], 34, ACCENT, bold=True)
    _border_off(word.styles["Title"])
    _font(word.styles["Subtitle"], 16, MUTED)
    _font(word.styles["Caption"], 11, INK, bold=True)
    _spaced(word.styles["Caption"], 14, 0, keep=True)
    _spaced(word.styles["List Bullet"], 0, 4)
    for name, (size, colour, before, after, keep) in _OWN.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.quick_style = True
        _font(style, size, colour, bold=name in ("Oppslag", "Tabellhode", "Tallhode"))
        _spaced(style, before, after, keep=keep)
    _shade(word.styles["Advarsel"].element.get_or_add_pPr())
    mark = word.styles.add_style("Konstruert", WD_STYLE_TYPE.CHARACTER)
    mark.font.size, mark.font.bold, mark.font.color.rgb = Pt(8.5), True, MARKED
    _shade(mark.element.get_or_add_rPr())
    word.styles["Tall i tabell"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.styles["Tallhode"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _font(word.styles["List Bullet 2"], 9, INK)
    _spaced(word.styles["List Bullet 2"], 0, 0)
    for level in (1, 2):
        style = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        style.paragraph_format.line_spacing = 1.0
        _spaced(style, 4 if level == 1 else 0, 1)
        style.paragraph_format.tab_stops.add_tab_stop(
            Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


_HEADINGS = {1: (22.0, 0, 8), 2: (15.0, 16, 4), 3: (12.0, 10, 2)}
_OWN = {
    "Ingress": (13, INK, 0, 8, False),
    "Om tallene": (10, MUTED, 0, 4, False),
    "Advarsel": (10, MARKED, 6, 8, False),
    "Figur": (11, INK, 2, 2, True),
    "Undertittel figur": (10, MUTED, 0, 4, True),
    "Merknad": (9, MUTED, 0, 0, False),
    "Kildelinje": (9, MUTED, 2, 12, False),
    "Celle": (9.5, INK, 1, 1, False),
    "Tall i tabell": (9.5, INK, 1, 1, False),
    "Tabellhode": (9.5, INK, 1, 1, True),
    "Tallhode": (9.5, INK, 1, 1, True),
    "Oppslag": (10, INK, 6, 0, True),
    "Oppslag detalj": (9, INK, 0, 0, False),
    "Innholdstittel": (22, ACCENT, 0, 8, True),
}


def _normal(word: Word) -> None:
    style = word.styles["Normal"]
    _font(style, 11, INK)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.15
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val="nb-NO", eastAsia="nb-NO", bidi="ar-SA"))


def _font(style: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = colour
    style.font.bold = bold
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)


def _spaced(style: Any, before: float, after: float, *, keep: bool = False) -> None:
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = keep


def _shade(properties: Any) -> None:
    """Lay the colour of what is marked behind a paragraph or a run."""
    shade = element("shd", val="clear", color="auto", fill=MARK_FILL)
    later = [child for child in properties if child.tag in _AFTER_SHADE]
    (later[0].addprevious if later else properties.append)(shade)


# What Word's schema wants after shading in a paragraph's properties.
_AFTER_SHADE = {qn(f"w:{name}") for name in ("tabs", "spacing", "ind", "jc", "outlineLvl")}


def _border_off(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
