"""A report as a Word document that can be edited: real styles, captions, fields and bookmarks."""

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.layout import Document
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Picture
from veivalg.publish.document.parts import Part as Block
from veivalg.publish.document.widths import (
    NARROW,
    SCALE,
    WIDE,
    column_widths,
    least_widths,
    narrowed,
)
from veivalg.publish.native import Native, native
from veivalg.publish.native.office import parts
from veivalg.publish.printable import clean
from veivalg.publish.theme import Size
from veivalg.publish.word import xml
from veivalg.publish.word.fonts import FONT as FAMILY
from veivalg.publish.word.fonts import embed
from veivalg.publish.word.styles import FONT, SIZE, SMALL, SMALL_SIZE, set_up_styles

TEXT_WIDTH, ACROSS, HEIGHT, CHART_SIZE = Cm(16), Cm(24.7), 190, 8
"""Widths of the text, upright and across; points of a chart and of its letters."""
LOGO_WIDTH, LOGO_HEIGHT = Cm(4.5), Cm(2)
SHORT = 8
"""Rows of a table that is never divided between pages."""
_STYLES = {
    "body": "Normal",
    "lead": "Ingress",
    "finding": "List Bullet",
    "bullet": "List Bullet",
    "note": "Merknad",
    "source": "Kildelinje",
    "meta": "Om tallene",
    "mark": "Advarsel",
}
NAME_LOCALES = {"se": "se-NO", "smj": "smj-NO", "sma": "sma-NO", "fkv": "fkv-NO"}


def write(content: Document) -> bytes:
    """Write a document as DOCX."""
    return _Writer(content).write()


class _Writer:
    """Writes one document; holds Word's own counters.

    The body is written as XML and read in once.
    """

    def __init__(self, content: Document) -> None:
        self.content = content
        self.word: Word = docx.Document()
        set_up_styles(self.word, short=content.short)
        self.ids = {style.name: style.style_id for style in self.word.styles}
        self.bookmarks = self.pictures = 0
        self.footer = ""

    def write(self) -> bytes:
        """Write everything and give the file."""
        self._properties()
        self._page()
        written = "".join((*self._cover(), *self._contents(), *self._body()))
        body = self.word.element.body
        for child in list(parse_xml(f"<w:body {xml.NAMESPACES}>{written}</w:body>")):
            body.sectPr.addprevious(child)
        if body[-2].tag == qn("w:sectPr"):  # what the last pages are like has been written
            body.remove(body[-1])
        if not self.content.short:
            embed(self.word, FONT)
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _body(self) -> Iterator[str]:
        """Write every part, and where pages across or columns begin and end."""
        across = listed = False
        for part in (*self.content.summary, *self.content.body):
            note = isinstance(part, Paragraph) and part.style in ("note", "source")
            now = (isinstance(part, Grid) and part.wide) or (across and note)
            if now != across:
                yield self._ends(across=across)
            if isinstance(part, Listing) and not listed:
                listed = True
                yield self._ends()
            yield self._part(part)
            across = now
        if listed:
            yield xml.section(self.footer, kind="continuous", columns=2)

    def _ends(self, *, across: bool = False) -> str:
        """End a section of pages that are upright or across."""
        properties = xml.section(self.footer, kind="nextPage", across=across)
        return xml.paragraph(self.ids["Skille"], properties=properties)

    def _line(self, text: str, style: str, *, marked: bool = False) -> str:
        """Give a paragraph of one text; one that is constructed says so at its end."""
        return xml.paragraph(self.ids[style], xml.run(text) + self._mark(marked))

    def _mark(self, shown: bool) -> str:
        style = f'<w:rStyle w:val="{self.ids["Konstruert"]}"/>'
        return xml.run(" ") + xml.run(_(EXAMPLE), style) if shown else ""

    def _properties(self) -> None:
        core = self.word.core_properties
        core.title = clean(self.content.full_title)
        core.author = core.last_modified_by = clean(self.content.author) or "Veivalg"
        core.language = "nb-NO"
        core.subject = clean(self.content.name)
        core.comments = clean("; ".join(self.content.facts))
        core.version = self.content.version
        if self.content.made:
            core.created = core.modified = datetime.fromisoformat(self.content.made)

    def _page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)
        section.different_first_page_header_footer = self.content.short
        text = xml.run(f"{self.content.full_title} · {self.content.date}  –  {_('side')} ")
        line = xml.paragraph(self.ids["Om tallene"], text + xml.field("PAGE", "1"))
        read = parse_xml(f"<w:body {xml.NAMESPACES}>{line}</w:body>")
        old = section.footer.paragraphs[0]._p
        old.addprevious(read[0])
        old.getparent().remove(old)
        (self.footer,) = section._sectPr.xpath("./w:footerReference/@r:id")

    def _cover(self) -> Iterator[str]:
        if self.content.logo:
            yield self._logo()
        yield "" if self.content.short else "<w:p/>" * 8
        yield self._line(self.content.title, "Title")
        if self.content.names:
            yield xml.paragraph(self.ids["Subtitle"], "".join(self._names()))
        for text in self.content.about:
            yield self._line(text, "Om tallene")
        if self.content.warning:
            yield self._line(self.content.warning, "Advarsel")
        if not self.content.short:
            first = xml.section("", kind="nextPage")
            yield xml.paragraph(self.ids["Skille"], properties=first)

    def _logo(self) -> str:
        """Write the logo as wide as it may be over a title, and as high as it then is."""
        self.pictures += 1
        relation, _image = self.word.part.get_or_add_image(io.BytesIO(self.content.logo))
        wide, high = struct.unpack(">II", self.content.logo[16:24])
        height = min(int(LOGO_WIDTH * high / max(wide, 1)), int(LOGO_HEIGHT))
        size = (int(height * wide / max(high, 1)), height)
        inside = xml.picture(relation, self.pictures, size, _("Logo"), _("Logo"))
        return xml.paragraph(self.ids["Figur"], inside)

    def _names(self) -> Iterator[str]:
        """Write the official names, each marked with its language for screen readers."""
        for i, (code, name) in enumerate(self.content.names):
            locale = NAME_LOCALES.get(code)
            yield xml.run(" – ") if i else ""
            yield xml.run(name, f'<w:lang w:val="{locale}"/>' if locale else "")

    def _contents(self) -> Iterator[str]:
        """Write the contents with the page of each heading, which a program may reckon anew."""
        if not self.content.contents:
            return
        yield xml.paragraph(self.ids["Innholdstittel"], xml.run(_("Innhold")))
        field = xml.instruction(r'TOC \o "1-2" \h \z \u')
        last = len(self.content.contents) - 1
        for i, (head, page) in enumerate(self.content.contents):
            opening = xml.mark("begin") + field + xml.mark("separate") if i == 0 else ""
            closing = xml.mark("end") if i == last else ""
            link = xml.link(bookmark_name(head.anchor), head.text, page)
            yield xml.paragraph(self.ids[f"toc {head.level}"], opening + link + closing)

    def _part(self, part: Block) -> str:
        if isinstance(part, Heading):
            return self._heading(part)
        if isinstance(part, Paragraph):
            inside = xml.run(part.text) + self._mark(part.marked)
            return xml.paragraph(self.ids[_STYLES[part.style]], inside, _page(part.fresh))
        if isinstance(part, Picture):
            return self._picture(part)
        if isinstance(part, Listing):
            lines = (line for entry in part.entries for line in entry.lines)
            head = Heading(2, part.title, part.anchor)
            return self._heading(head) + "".join(self._line(t, "Oppslag detalj") for t in lines)
        return self._grid(part) if isinstance(part, Grid) else "".join(self._entry(part))

    def _heading(self, part: Heading) -> str:
        self.bookmarks += 1
        inside = xml.bookmark(bookmark_name(part.anchor), self.bookmarks, xml.run(part.text))
        style = self.ids[f"Heading {part.level}"]
        return xml.paragraph(style, inside + self._mark(part.marked), _page(part.fresh))

    def _caption(self, word: str, part: Grid | Picture, title: str, subtitle: str) -> str:
        number = xml.run(f"{word} {part.number}. " if part.number else "")
        inside = number + xml.run(title) + self._mark(part.marked)
        caption = xml.paragraph(self.ids["Caption"], inside, _page(part.fresh))
        return caption + (self._line(subtitle, "Undertittel figur") if subtitle else "")

    def _picture(self, part: Picture) -> str:
        """Write a chart that Word draws and a reader can change, or else a picture of it."""
        exhibit, drawn = part.exhibit, native(part.exhibit)
        self.pictures += 1
        caption = self._caption(_("Figur"), part, exhibit.title, exhibit.subtitle)
        if drawn is not None:
            relation = self._chart(drawn)
            size = int(TEXT_WIDTH), int(Pt(part.height or HEIGHT))
            inside = xml.chart(relation, self.pictures, size, exhibit.spoken, exhibit.title)
            return caption + xml.paragraph(self.ids["Figur"], inside)
        image = charts.png(exhibit, Size.PRINT)
        relation, _image = self.word.part.get_or_add_image(io.BytesIO(image))
        wide, high = struct.unpack(">II", image[16:24])
        width = TEXT_WIDTH * part.share
        size = (int(width), int(high * width / wide))
        inside = xml.picture(relation, self.pictures, size, exhibit.spoken, exhibit.title)
        return caption + xml.paragraph(self.ids["Figur"], inside)

    def _chart(self, drawn: Native) -> str:
        """Put a chart and its workbook in the file, and give the relationship to it."""
        made, book = parts(drawn, CHART_SIZE, FAMILY)
        package = self.word.part.package
        name = PackURI(f"/word/charts/chart{self.pictures}.xml")
        part = Part(name, CONTENT_TYPE.DML_CHART, made, package)
        name = PackURI(f"/word/embeddings/tall{self.pictures}.xlsx")
        held = Part(name, CONTENT_TYPE.SML_SHEET, book, package)
        (relation,) = re.findall(rb'externalData[^>]* r:id="(\w+)"', made)
        part.load_rel(RELATIONSHIP_TYPE.PACKAGE, held, relation.decode())
        return str(self.word.part.relate_to(part, RELATIONSHIP_TYPE.CHART))

    def _grid(self, part: Grid) -> str:
        caption = self._caption(_("Tabell"), part, part.title, part.subtitle)
        part, note = narrowed(part)
        numeric, base = part.numeric, 1.0 if self.content.short else SCALE
        total = int((ACROSS if part.wide else TEXT_WIDTH).twips * base)
        tight = sum(least_widths(part.heads, part.rows, numeric, WIDE)[1]) > total
        small = sum(least_widths(part.heads, part.rows, numeric, NARROW)[0]) > total
        scale, end = (SIZE / SMALL_SIZE, SMALL) if small else (1.0, "")
        margins = int((NARROW if tight else WIDE) * scale)
        widths = column_widths(part.heads, part.rows, numeric, int(total * scale), margins)
        widths = [int(width / scale / base) for width in widths]
        styles = [self.ids[("Tallhode" if n else "Tabellhode") + end] for n in numeric]
        short = len(part.rows) <= SHORT
        rows = [xml.row(part.heads, styles, widths, head=True, keep=short)]
        styles = [self.ids[("Tall i tabell" if n else "Celle") + end] for n in numeric]
        for i, row in enumerate(part.rows):
            ends = short or (part.total_row and len(part.rows) - 4 <= i)
            keep = ends and i < len(part.rows) - 1
            rows.append(xml.row(row, styles, widths, whole=numeric, keep=keep))
        table = xml.table(self.ids["Table Grid"], widths, rows, narrow=tight)
        return caption + table + (self._line(note, _STYLES["note"]) if note else "")

    def _entry(self, part: Entry) -> Iterator[str]:
        yield self._line(part.title, "Oppslag")
        for line in part.lines:
            yield self._line(line, "Oppslag detalj")
        for bullet in part.bullets:
            yield self._line(bullet, "List Bullet 2")


def _page(fresh: bool) -> str:
    return "<w:pageBreakBefore/>" if fresh else ""


def bookmark_name(anchor: str) -> str:
    """Give a name Word takes: letters, digits and lines, at most 40 characters."""
    name = re.sub(r"\W", "_", anchor)
    if len(name) <= 36:
        return f"_{name}"
    return f"_{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
