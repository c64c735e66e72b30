"""A report as a Word document that can be edited: real styles, captions, fields and bookmarks."""

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.shared import Cm

from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.layout import Document
from veivalg.publish.document.parts import Entry, Grid, Heading, Paragraph, Part, Picture
from veivalg.publish.document.widths import NARROW, WIDE, column_widths, least_widths, narrowed
from veivalg.publish.theme import Size
from veivalg.publish.word import xml
from veivalg.publish.word.styles import SIZE, SMALL, SMALL_SIZE, set_up_styles

TEXT_WIDTH = Cm(16)
LOGO_WIDTH, LOGO_HEIGHT = Cm(4.5), Cm(2)
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

    def write(self) -> bytes:
        """Write everything and give the file."""
        self._properties()
        self._page()
        parts = (*self.content.summary, *self.content.body)
        lead = self._cover() if self.content.short else (*self._cover(), *self._contents())
        written = "".join((*lead, *map(self._part, parts)))
        body = self.word.element.body
        for child in list(parse_xml(f"<w:body {xml.NAMESPACES}>{written}</w:body>")):
            body.sectPr.addprevious(child)
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _line(self, text: str, style: str, *, marked: bool = False) -> str:
        """Give a paragraph of one text; one that is constructed says so at its end."""
        return xml.paragraph(self.ids[style], xml.run(text) + self._mark(marked))

    def _mark(self, shown: bool) -> str:
        style = f'<w:rStyle w:val="{self.ids["Konstruert"]}"/>'
        return xml.run(" ") + xml.run(_(EXAMPLE), style) if shown else ""

    def _properties(self) -> None:
        core = self.word.core_properties
        core.title = xml.clean(self.content.full_title)
        core.author = core.last_modified_by = xml.clean(self.content.author) or "Veivalg"
        core.language = "nb-NO"
        core.subject = xml.clean(self.content.name)
        core.comments = xml.clean("; ".join(self.content.facts))
        core.version = self.content.version
        if self.content.made:
            core.created = core.modified = datetime.fromisoformat(self.content.made)

    def _page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)
        section.different_first_page_header_footer = True
        text = xml.run(f"{self.content.full_title} · {self.content.date}  –  {_('side')} ")
        line = xml.paragraph(self.ids["Om tallene"], text + xml.field("PAGE", "1"))
        read = parse_xml(f"<w:body {xml.NAMESPACES}>{line}</w:body>")
        old = section.footer.paragraphs[0]._p
        old.addprevious(read[0])
        old.getparent().remove(old)

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
        """Write the contents field; its entries are already written, so it is never empty.

        Where pages break is for the word processor to say, so no page numbers are invented: the
        entries are links, and get numbers when the reader updates the field.
        """
        title = self.ids["Innholdstittel"]
        yield xml.paragraph(title, xml.run(_("Innhold")), "<w:pageBreakBefore/>")
        entries = [h for h in self.content.headings() if h.level <= 2 and h.listed]
        field = xml.instruction(r'TOC \o "1-2" \h \z \u')
        for i, head in enumerate(entries):
            opening = xml.mark("begin") + field + xml.mark("separate") if i == 0 else ""
            closing = xml.mark("end") if i == len(entries) - 1 else ""
            link = xml.link(bookmark_name(head.anchor), head.text)
            yield xml.paragraph(self.ids[f"toc {head.level}"], opening + link + closing)

    def _part(self, part: Part) -> str:
        if isinstance(part, Heading):
            self.bookmarks += 1
            name = bookmark_name(part.anchor)
            inside = xml.bookmark(name, self.bookmarks, xml.run(part.text))
            style = self.ids[f"Heading {part.level}"]
            return xml.paragraph(style, inside + self._mark(part.marked))
        if isinstance(part, Paragraph):
            return self._line(part.text, _STYLES[part.style], marked=part.marked)
        if isinstance(part, Picture):
            return self._picture(part)
        return self._grid(part) if isinstance(part, Grid) else "".join(self._entry(part))

    def _caption(self, word: str, part: Grid | Picture, title: str, subtitle: str) -> str:
        number = ""
        if part.number:
            field = xml.field(f"SEQ {word} \\* ARABIC", str(part.number))
            number = xml.run(f"{word} ") + field + xml.run(". ")
        style = self.ids["Caption"]
        caption = xml.paragraph(style, number + xml.run(title) + self._mark(part.marked))
        return caption + (self._line(subtitle, "Undertittel figur") if subtitle else "")

    def _picture(self, part: Picture) -> str:
        exhibit, drawn = part.exhibit, charts.png(part.exhibit, Size.PRINT)
        self.pictures += 1
        relation, _image = self.word.part.get_or_add_image(io.BytesIO(drawn))
        width, height = struct.unpack(">II", drawn[16:24])
        size = (int(TEXT_WIDTH), int(height * TEXT_WIDTH / width))
        inside = xml.picture(relation, self.pictures, size, exhibit.spoken, exhibit.title)
        caption = self._caption(_("Figur"), part, exhibit.title, exhibit.subtitle)
        return caption + xml.paragraph(self.ids["Figur"], inside)

    def _grid(self, part: Grid) -> str:
        caption = self._caption(_("Tabell"), part, part.title, part.subtitle)
        part, note = narrowed(part)
        total, numeric = int(TEXT_WIDTH.twips), part.numeric
        tight = sum(least_widths(part.heads, part.rows, numeric, WIDE)[1]) > total
        small = sum(least_widths(part.heads, part.rows, numeric, NARROW)[0]) > total
        scale, end = (SIZE / SMALL_SIZE, SMALL) if small else (1, "")
        margins = int((NARROW if tight else WIDE) * scale)
        widths = column_widths(part.heads, part.rows, numeric, int(total * scale), margins)
        widths = [int(width / scale) for width in widths]
        styles = [self.ids[("Tallhode" if n else "Tabellhode") + end] for n in numeric]
        rows = [xml.row(part.heads, styles, widths, head=True)]
        styles = [self.ids[("Tall i tabell" if n else "Celle") + end] for n in numeric]
        for i, row in enumerate(part.rows):
            keep = part.total_row and len(part.rows) - 4 <= i < len(part.rows) - 1
            rows.append(xml.row(row, styles, widths, whole=numeric, keep=keep))
        table = xml.table(self.ids["Table Grid"], widths, rows, narrow=tight)
        return caption + table + (self._line(note, _STYLES["note"]) if note else "")

    def _entry(self, part: Entry) -> Iterator[str]:
        yield self._line(part.title, "Oppslag")
        for line in part.lines:
            yield self._line(line, "Oppslag detalj")
        for bullet in part.bullets:
            yield self._line(bullet, "List Bullet 2")


def bookmark_name(anchor: str) -> str:
    """Give a name Word takes: letters, digits and lines, at most 40 characters."""
    name = re.sub(r"\W", "_", anchor)
    if len(name) <= 36:
        return f"_{name}"
    return f"_{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
