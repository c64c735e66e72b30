"""A report as a Word document that can be edited: real styles, captions, fields and bookmarks."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import datetime

import docx
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Emu, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from veivalg.content import Report
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.cells import MARK
from veivalg.publish.document.layout import Document, document
from veivalg.publish.document.parts import Entry, Grid, Heading, Paragraph, Part, Picture
from veivalg.publish.theme import Size
from veivalg.publish.word.parts import (
    NARROW,
    WIDE,
    add_field,
    add_row,
    bookmark,
    column_widths,
    element,
    least_widths,
    link_into,
    plain_look,
    set_up_styles,
)

TEXT_WIDTH = Cm(16)
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write(report: Report) -> bytes:
    """Write a report as DOCX."""
    return _Writer(document(report)).write()


def clean(text: str) -> str:
    """Drop control characters, which XML can't hold."""
    return _CONTROL.sub("", text)


class _Writer:
    """Writes one document; holds Word's own counters."""

    def __init__(self, content: Document) -> None:
        self.content = content
        self.word: Word = docx.Document()
        self.marks = 0

    def write(self) -> bytes:
        """Write everything and give the file."""
        set_up_styles(self.word)
        self.ids = {style.name: style.style_id for style in self.word.styles}
        self._properties()
        self._page()
        self._cover()
        self._contents()
        for part in (*self.content.summary, *self.content.body):
            self._part(part)
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _line(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph; the style goes in by its id, since python-docx searches for 2 ms."""
        line = self.word.add_paragraph(clean(text))
        line._p.style = self.ids[style]
        return line

    def _properties(self) -> None:
        core = self.word.core_properties
        core.title = clean(self.content.full_title)
        core.author = "Veivalg"
        core.last_modified_by = "Veivalg"
        core.language = "nb-NO"
        core.subject = clean(self.content.name)
        core.comments = ""
        core.version = self.content.version
        if self.content.made:
            core.created = core.modified = datetime.fromisoformat(self.content.made)

    def _page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)
        section.different_first_page_header_footer = True
        footer = section.footer.paragraphs[0]
        footer.style = self.word.styles["Om tallene"]
        title, date = self.content.full_title, self.content.date
        footer.add_run(clean(f"{title} · {date}  –  {_('side')} "))
        add_field(footer, "PAGE", "1")

    def _cover(self) -> None:
        for _line in range(8):
            self.word.add_paragraph()
        self._line(self.content.title, "Title")
        if self.content.names:
            self._names(self._line("", "Subtitle"))
        for text in self.content.about:
            self._line(text, "Om tallene")
        if self.content.warning:
            self._line(self.content.warning, "Advarsel")

    def _names(self, line: WordParagraph) -> None:
        """Write the official names, each marked with its language for screen readers."""
        for i, (code, name) in enumerate(self.content.names):
            if i:
                line.add_run(" – ")
            run = line.add_run(clean(name))
            if code in NAME_LOCALES:
                run._r.get_or_add_rPr().append(element("lang", val=NAME_LOCALES[code]))

    def _contents(self) -> None:
        title = self._line(_("Innhold"), "Innholdstittel")
        title.paragraph_format.page_break_before = True
        entries = [h for h in self.content.headings() if h.level <= 2 and h.listed]
        for i, head in enumerate(entries):
            line = self._line("", f"toc {head.level}")
            if i == 0:
                self._open_contents(line)
            # Where pages break is for the word processor to say, so no page numbers are invented:
            # the entries are links, and get numbers when the reader updates the field.
            link_into(line, bookmark_name(head.anchor), clean(head.text))
            if i == len(entries) - 1:
                line.add_run()._r.append(element("fldChar", fldCharType="end"))

    def _open_contents(self, line: object) -> None:
        """Start the contents field; its entries are already written, so it is never empty."""
        for kind in ("begin", "code", "separate"):
            run = line.add_run()  # type: ignore[attr-defined]
            if kind == "code":
                code = element("instrText")
                code.text = ' TOC \\o "1-2" \\h \\z \\u '
                run._r.append(code)
            else:
                run._r.append(element("fldChar", fldCharType=kind))

    def _part(self, part: Part) -> None:
        if isinstance(part, Heading):
            self.marks += 1
            line = self._line(part.text, f"Heading {part.level}")
            bookmark(line, bookmark_name(part.anchor), self.marks)
            self._mark(line, part.marked)
        elif isinstance(part, Paragraph):
            self._mark(self._line(part.text, _STYLES[part.style]), part.marked)
        elif isinstance(part, Picture):
            self._picture(part)
        elif isinstance(part, Grid):
            self._grid(part)
        else:
            self._entry(part)

    def _mark(self, line: WordParagraph, shown: bool) -> None:
        """Mark what is constructed, at the end of its heading, sentence or caption."""
        if shown:
            line.add_run(" ")
            line.add_run(_(MARK), style=self.word.styles["Konstruert"])

    def _caption(self, word: str, part: Grid | Picture, title: str, subtitle: str) -> None:
        number, marked = part.number, part.marked
        line = self._line("", "Caption")
        if number:
            line.add_run(f"{word} ")
            add_field(line, f"SEQ {word} \\* ARABIC", str(number))
            line.add_run(". ")
        line.add_run(clean(title))
        self._mark(line, marked)
        if subtitle:
            self._line(subtitle, "Undertittel figur")

    def _picture(self, part: Picture) -> None:
        exhibit = part.exhibit
        self._caption(_("Figur"), part, exhibit.title, exhibit.subtitle)
        run = self._line("", "Figur").add_run()
        shape = run.add_picture(io.BytesIO(charts.png(exhibit, Size.PRINT)))
        shape.width, shape.height = TEXT_WIDTH, Emu(int(shape.height * TEXT_WIDTH / shape.width))
        properties = shape._inline.docPr
        properties.set("descr", clean(exhibit.alt))
        properties.set("title", clean(exhibit.title))

    def _grid(self, part: Grid) -> None:
        self._caption(_("Tabell"), part, part.title, part.subtitle)
        table = self.word.add_table(rows=0, cols=len(part.heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        total = int(TEXT_WIDTH.twips)
        tight = sum(least_widths(part.heads, part.rows, part.numeric, WIDE)[1]) > total
        plain_look(table, narrow=tight)
        widths = column_widths(
            part.heads, part.rows, part.numeric, total, NARROW if tight else WIDE
        )
        for grid, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            grid.w = Twips(width)
        styles = [self.ids["Tallhode" if n else "Tabellhode"] for n in part.numeric]
        heads = list(zip(map(clean, part.heads), styles, strict=True))
        add_row(table, heads, widths=widths, head=True)
        styles = [self.ids["Tall i tabell" if n else "Celle"] for n in part.numeric]
        for i, row in enumerate(part.rows):
            cells = list(zip(map(clean, row), styles, strict=True))
            keep = part.total_row and len(part.rows) - 4 <= i < len(part.rows) - 1
            add_row(table, cells, widths=widths, whole=part.numeric, keep=keep)

    def _entry(self, part: Entry) -> None:
        self._line(part.title, "Oppslag")
        for line in part.lines:
            self._line(line, "Oppslag detalj")
        for bullet in part.bullets:
            self._line(bullet, "List Bullet 2")


def bookmark_name(anchor: str) -> str:
    """Give a name Word takes: letters, digits and lines, at most 40 characters."""
    name = re.sub(r"\W", "_", anchor)
    if len(name) <= 36:
        return f"_{name}"
    return f"_{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
