"""WordprocessingML as text: python-docx takes milliseconds for a paragraph, a report has thousands.

Every function gives XML with the prefixes of :data:`NAMESPACES`; texts are escaped here.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from veivalg.content.theme import LINE
from veivalg.publish.document.widths import NARROW
from veivalg.publish.printable import clean

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:wp="{_MAIN}/wordprocessingDrawing" xmlns:a="{_MAIN}/main" '
    f'xmlns:pic="{_MAIN}/picture" xmlns:r="{_OFFICE}/relationships"'
)
_BREAK = re.compile(r"(\r\n|[\t\n\r])")
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MARGIN, SIDE = 1304, 1417
"""Margins above and below, and to the sides, in twentieths of a point: 2.3 and 2.5 cm."""
RULE = LINE.lstrip("#").upper()


def safe(text: str) -> str:
    """Escape a text for an element or attribute."""
    return escape(clean(text))


def run(text: str, properties: str = "") -> str:
    """Give a text; tabs and line breaks are kept. ``properties`` is XML."""
    if not text:
        return ""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    pieces = _BREAK.split(safe(text))
    return f"<w:r>{look}{''.join(map(_piece, pieces))}</w:r>"


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    if text in ("\n", "\r", "\r\n"):
        return "<w:br/>"
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{space}>{text}</w:t>" if text else ""


def paragraph(style: str, inside: str = "", properties: str = "") -> str:
    """Give a paragraph in the style with that id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def mark(kind: str) -> str:
    """Give the ``begin``, ``separate`` or ``end`` of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(code: str) -> str:
    """Give what a field is."""
    return f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def field(code: str, shown: str) -> str:
    """Give a field such as ``PAGE`` or ``SEQ Figur`` with the text it shows until updated."""
    return mark("begin") + instruction(code) + mark("separate") + run(shown) + mark("end")


def bookmark(name: str, number: int, inside: str) -> str:
    """Put a bookmark around runs."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def link(anchor: str, text: str, page: int) -> str:
    """Give a line of the contents: a link to a bookmark, and the page it stands on."""
    number = "<w:r><w:tab/></w:r>" + field(f"PAGEREF {anchor} \\h", str(page))
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(text)}{number}</w:hyperlink>'


def picture(relation: str, number: int, size: tuple[int, int], alt: str, title: str) -> str:
    """Give a run with a picture of the file.

    Parameters
    ----------
    relation
        Id of the relationship to the picture's part.
    size
        Width and height in English metric units.
    """
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{safe(alt)}"'
        f' title="{safe(title)}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{_MAIN}/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="0" name="image.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart(relation: str, number: int, size: tuple[int, int], alt: str, title: str) -> str:
    """Give a run with a chart that Word draws itself; parameters as for :func:`picture`."""
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr="{safe(alt)}"'
        f' title="{safe(title)}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}">'
        f'<c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def section(footer: str, *, kind: str, across: bool = False, columns: int = 1) -> str:
    """Give how the pages of a section are: across or upright, in how many columns.

    Parameters
    ----------
    footer
        Id of the relationship to its footer; empty for one without.
    kind
        ``nextPage`` or ``continuous``: where it begins.
    """
    width, height = (16838, 11906) if across else (11906, 16838)
    turned = ' w:orient="landscape"' if across else ""
    foot = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    return (
        f'<w:sectPr>{foot}<w:type w:val="{kind}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{MARGIN}" w:right="{SIDE}" w:bottom="{MARGIN}" w:left="{SIDE}"'
        ' w:header="708" w:footer="708" w:gutter="0"/>'
        f'<w:cols w:num="{columns}" w:space="480"/></w:sectPr>'
    )


def table(style: str, widths: Sequence[int], rows: Iterable[str], *, narrow: bool) -> str:
    """Give a table with thin lines between rows only; ``narrow`` leaves words more of each cell.

    Parameters
    ----------
    widths
        Of the columns, in twentieths of a point.
    rows
        From :func:`row`.
    """
    # In the order Word's schema wants them.
    margins = "".join(f'<w:{side} w:w="{NARROW}" w:type="dxa"/>' for side in ("left", "right"))
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:type="auto" w:w="0"/><w:jc w:val="left"/>'
        f'<w:tblBorders>{_borders()}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        + (f"<w:tblCellMar>{margins}</w:tblCellMar>" if narrow else "")
        + '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0"'
        ' w:noHBand="0" w:noVBand="1" w:val="04A0"/>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _borders() -> str:
    sides = {"top": 8, "left": 0, "bottom": 8, "right": 0, "insideH": 4, "insideV": 0}
    return "".join(f"<w:{side} {_line(size)}/>" for side, size in sides.items())


def _line(size: int) -> str:
    return f'w:val="single" w:sz="{size}" w:space="0" w:color="{RULE}"' if size else 'w:val="nil"'


def row(
    texts: Sequence[str],
    styles: Sequence[str],
    widths: Sequence[int],
    *,
    head: bool = False,
    whole: Sequence[bool] = (),
    keep: bool = False,
) -> str:
    """Give a row.

    Parameters
    ----------
    styles, widths
        Ids of the cells' styles, and their widths in twentieths of a point.
    head
        Repeat the row on every page.
    whole
        Cells that are never broken over lines.
    keep
        Keep the row on the page of the next.
    """
    beside = "<w:keepNext/>" if keep else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"{'<w:noWrap/>' if i < len(whole) and whole[i] else ''}</w:tcPr>"
        + paragraph(style, f'<w:r><w:t xml:space="preserve">{safe(text)}</w:t></w:r>', beside)
        + "</w:tc>"
        for i, (text, style, width) in enumerate(zip(texts, styles, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"
