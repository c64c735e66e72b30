"""A report or a chapter as Markdown, for notes, wikis and version control."""

import re

from veivalg import __version__
from veivalg.content import Chapter, Report
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import today
from veivalg.publish.document.layout import document, table_part
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Part, Picture
from veivalg.publish.format import PART, Format

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|!$~])")


def report_markdown(report: Report) -> bytes:
    """Write a report as Markdown; charts become their tables."""
    content = document(report)
    head = [f"# {plain(content.title)}", plain(f"{content.name} · {content.date}")]
    head += [plain(content.warning)] if content.warning else []
    # Here the summary stands right under the head, which has said it.
    summary = [p for p in content.summary if not (isinstance(p, Paragraph) and p.style == "mark")]
    parts = [_part(part) for part in (*summary, *content.body)]
    return ("\n\n".join([*head, *parts]) + "\n").encode()


def chapter_markdown(chapter: Chapter, made: str = "", version: str = "") -> bytes:
    """Write one chapter as Markdown, with its appendices."""
    report = Report(chapter.title, chapter.municipality, made, version, (chapter,))
    return report_markdown(report)


FORMAT = Format(
    "md",
    ".md",
    "text/markdown; charset=utf-8",
    N_("Markdown"),
    60,
    report_markdown,
    lambda chapter: chapter_markdown(chapter, today(), __version__),
    offered=(PART,),
)


def plain(text: str) -> str:
    r"""Write text so that Markdown shows it as it stands.

    Examples
    --------
    >>> plain("*og* <b>")
    '\\*og\\* \\<b\\>'
    """
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{'#' * (part.level + 1)} {plain(part.text)}{_mark(part.marked)}"
    if isinstance(part, Paragraph):
        mark = "- " if part.style in ("finding", "bullet") else ""
        return mark + _first(plain(part.text)) + _mark(part.marked)
    if isinstance(part, Picture):
        return _grid(table_part(part.exhibit, part.number), _("Figur"))
    if isinstance(part, Grid):
        return _grid(part, _("Tabell"))
    entries = part.entries if isinstance(part, Listing) else (part,)
    return "\n\n".join(map(_entry, entries))


def _mark(shown: bool) -> str:
    return f" – {_(EXAMPLE)}" if shown else ""


def _first(text: str) -> str:
    """Keep a sentence that starts like a list or a heading from becoming one."""
    return re.sub(r"^(\d+)\.|^([-=])", lambda m: f"{m[1]}\\." if m[1] else f"\\{m[2]}", text)


def _grid(grid: Grid, word: str) -> str:
    number = f"{word} {grid.number}. " if grid.number else ""
    lines = [f"**{number}{plain(grid.title)}{_mark(grid.marked)}**  ", plain(grid.subtitle), ""]
    lines.append("| " + " | ".join(plain(h) for h in grid.heads) + " |")
    lines.append("|" + "|".join("---:" if n else "---" for n in grid.numeric) + "|")
    lines += ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in grid.rows]
    return "\n".join(lines)


def _entry(entry: Entry) -> str:
    lines = [f"**{plain(entry.title)}**", *(f"- {plain(line)}" for line in entry.lines)]
    return "\n".join([lines[0], "", *lines[1:], *(f"  - {plain(b)}" for b in entry.bullets)])
