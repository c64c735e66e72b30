"""Every style a report in Word uses; the text then carries no formatting itself."""

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from veivalg.content import theme

FONT = "Calibri"
SIZE, SMALL_SIZE, SMALL = 9.5, 7.5, " smal"
"""Points of the text of a table, and of one with more numbers than there is room for beside each
other, and what the styles of that one end with."""
INK, MUTED, ACCENT, MARKED, MARK_FILL = (
    RGBColor.from_string(colour.lstrip("#").upper())
    for colour in (theme.INK, theme.QUIET, theme.LINK, theme.MARK_INK, theme.MARK)
)


def _element(tag: str, **attributes: str) -> Any:
    """Make an element of WordprocessingML with attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_up_styles(word: Word, *, short: bool = False) -> None:
    """Define every style the report uses, once; the text then carries no formatting itself.

    In a `short` document chapters follow each other, and titles are smaller.
    """
    _normal(word)
    for level, (points, before, after) in _HEADINGS.items():
        style = word.styles[f"Heading {level}"]
        _font(style, points, ACCENT if level == 1 else INK, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.page_break_before = False
    if short:
        _font(word.styles["Heading 1"], 14, ACCENT, bold=True)
        _spaced(word.styles["Heading 1"], 12, 4, keep=True)
        _font(word.styles["Heading 2"], 11.5, INK, bold=True)
        _spaced(word.styles["Heading 2"], 8, 3, keep=True)
    _font(word.styles["Title"], 22 if short else 34, ACCENT, bold=True)
    _border_off(word.styles["Title"])
    _font(word.styles["Subtitle"], 16, MUTED)
    _font(word.styles["Caption"], 11, INK, bold=True)
    _spaced(word.styles["Caption"], 14, 0, keep=True)
    _spaced(word.styles["List Bullet"], 0, 4)
    for name, (size, colour, before, after, keep) in _OWN.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.quick_style = True
        bold = name.removesuffix(SMALL) in ("Oppslag", "Tabellhode", "Tallhode")
        _font(style, size, colour, bold=bold)
        _spaced(style, before, after, keep=keep)
    if not short:
        _close(word)
    _shade(word.styles["Advarsel"].element.get_or_add_pPr())
    mark = word.styles.add_style("Konstruert", WD_STYLE_TYPE.CHARACTER)
    mark.font.size, mark.font.bold, mark.font.color.rgb = Pt(8.5), True, MARKED
    _shade(mark.element.get_or_add_rPr())
    for name in ("Tall i tabell", "Tallhode"):
        for end in ("", SMALL):
            word.styles[name + end].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
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
    "Celle": (SIZE, INK, 1, 1, False),
    "Tall i tabell": (SIZE, INK, 1, 1, False),
    "Tabellhode": (SIZE, INK, 1, 1, True),
    "Tallhode": (SIZE, INK, 1, 1, True),
    f"Celle{SMALL}": (SMALL_SIZE, INK, 1, 1, False),
    f"Tall i tabell{SMALL}": (SMALL_SIZE, INK, 1, 1, False),
    f"Tabellhode{SMALL}": (SMALL_SIZE, INK, 1, 1, True),
    f"Tallhode{SMALL}": (SMALL_SIZE, INK, 1, 1, True),
    "Oppslag": (10, INK, 6, 0, True),
    "Oppslag detalj": (9, INK, 0, 0, False),
    "Innholdstittel": (22, ACCENT, 0, 8, True),
    "Skille": (1, INK, 0, 0, False),
}


_CLOSE = {
    "Normal": (10, 0, 5),
    "List Bullet": (9.7, 0, 4),
    "Caption": (10, 11, 0),
    "Undertittel figur": (8.5, 0, 3),
    "Merknad": (8, 0, 2),
    "Kildelinje": (8, 0, 8),
    "Oppslag detalj": (8, 0, 3),
    "Celle": (8.5, 1, 1),
    "Tall i tabell": (8.5, 1, 1),
    "Tabellhode": (8.5, 1, 1),
    "Tallhode": (8.5, 1, 1),
    f"Celle{SMALL}": (7, 1, 1),
    f"Tall i tabell{SMALL}": (7, 1, 1),
    f"Tabellhode{SMALL}": (7, 1, 1),
    f"Tallhode{SMALL}": (7, 1, 1),
    "Heading 1": (21, 12, 8),
    "Heading 2": (14, 12, 3),
    "Heading 3": (11, 7, 2),
}
"""Points of letters, and above and below, in a report of many pages, where two exhibits fit one."""


def _close(word: Word) -> None:
    for name, (points, before, after) in _CLOSE.items():
        style = word.styles[name]
        style.font.size = Pt(points)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
    for name in ("Normal", "List Bullet"):
        word.styles[name].paragraph_format.line_spacing = 1.12
    word.styles["Heading 1"].paragraph_format.line_spacing = 1.0


def _normal(word: Word) -> None:
    style = word.styles["Normal"]
    _font(style, 11, INK)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.15
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("lang", val="nb-NO", eastAsia="nb-NO", bidi="ar-SA"))


def _font(style: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = colour
    style.font.bold = bold
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), FONT)


def _spaced(style: Any, before: float, after: float, *, keep: bool = False) -> None:
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = keep


def _shade(properties: Any) -> None:
    """Lay the colour of what is marked behind a paragraph or a run."""
    shade = _element("shd", val="clear", color="auto", fill=str(MARK_FILL))
    later = [child for child in properties if child.tag in _AFTER_SHADE]
    (later[0].addprevious if later else properties.append)(shade)


# What Word's schema wants after shading in a paragraph's properties.
_AFTER_SHADE = {qn(f"w:{name}") for name in ("tabs", "spacing", "ind", "jc", "outlineLvl")}


def _border_off(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
