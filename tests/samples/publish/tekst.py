"""A report as plain text, for a terminal or a letter."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.document.layout import document, table_part
from veivalg.publish.document.parts import Entry, Grid, Heading, Paragraph, Part
from veivalg.publish.format import Format


def report_text(report: Report) -> bytes:
    """Write a report as text: a line a sentence, and the table behind every chart."""
    content = document(report)
    lines = [content.full_title, content.date, content.warning]
    lines += [line for part in (*content.summary, *content.body) for line in _lines(part)]
    return ("\n".join(lines) + "\n").encode()


def _lines(part: Part) -> list[str]:
    if isinstance(part, Heading | Paragraph):
        return ["", part.text] if isinstance(part, Heading) else [part.text]
    if isinstance(part, Entry):
        return [part.title, *part.lines, *part.bullets]
    grid = part if isinstance(part, Grid) else table_part(part.exhibit, part.number)
    return [grid.title, "\t".join(grid.heads), *("\t".join(row) for row in grid.rows)]


FORMAT = Format("txt", ".txt", "text/plain; charset=utf-8", N_("Ren tekst"), 90, report_text)
