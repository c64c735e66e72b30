"""A chapter as semantic HTML, whole and open, for a page that is about one alone."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from veivalg.content import Chapter, Exhibit, Statement, format_plain
from veivalg.content.folded import SENTENCES
from veivalg.content.once import told_once
from veivalg.content.theme import coloured
from veivalg.foundation.i18n import _, language
from veivalg.publish import formats
from veivalg.publish.document.cells import (
    all_made_up,
    constructed,
    exhibit_note,
    made_up,
    short_note,
    source_lines,
)
from veivalg.publish.document.provenance import (
    all_assumptions,
    certainty_text,
    merged_sources,
)
from veivalg.publish.format import ONE
from veivalg.publish.theme import Size
from veivalg.publish.web import parts as html_parts
from veivalg.publish.web.drawings import drawing
from veivalg.publish.web.links import Links
from veivalg.publish.web.tables import data_table
from veivalg.publish.web.writer import Words, Writer

HERE = Path(__file__).parent
CSS = HERE / "static" / "chapter.css"


@cache
def environment() -> Environment:
    """Make the template environment of what is read on pages and in files."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["plain"] = format_plain
    made.globals.update(
        _=_,
        all_made_up=all_made_up,
        is_statement=lambda block: isinstance(block, Statement),
        trail=html_parts.trail,
        source_lines=source_lines,
        exhibit_note=exhibit_note,
        short_note=short_note,
        constructed=constructed,
        made_up=made_up,
        badge=html_parts.badge,
        certainty_text=certainty_text,
        downloads=lambda exhibit: [f for f in formats(ONE).values() if f.suits(exhibit)],
    )
    return made


def chapter_fragment(chapter: Chapter, links: Links | None = None) -> Markup:
    """Give a chapter as an ``<article>``, with ids that start with the chapter's.

    Every number is a link ``a.tall[data-provenance]`` to its entry under «Hvor kommer tallene
    fra?», so it works without JavaScript; a page may show the entry as a dialogue instead.

    Parameters
    ----------
    links
        Where downloads, method pages and the form for assumptions are; none by default.
    """
    links, chapter = links or Links(), told_once(chapter)
    text = (
        environment()
        .get_template("chapter.html")
        .render(
            w=Writer(chapter, links, Words([chapter])),
            links=links,
            first=SENTENCES,
            assumptions=all_assumptions([chapter]),
            sources=merged_sources(chapter.sources()),
        )
    )
    return Markup(html_parts.unbroken(text))


def exhibit_html(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Give one exhibit with picture, table and source as a file that asks the network for nothing.

    Numbers lead nowhere in it, since what they would lead to stands on the page it is from.
    """
    text = (
        environment()
        .get_template("figure.html")
        .render(
            exhibit=exhibit,
            chapter=chapter,
            picture=drawing(chapter.id, exhibit, Size.WIDE, Size.PHONE) if exhibit.chart else "",
            data_table=data_table,
            css=Markup(coloured(CSS.read_text("utf-8"))),
            language=language(),
        )
    )
    return html_parts.unbroken(text).encode()
