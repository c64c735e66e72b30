"""A chapter as semantic HTML, for our pages and for a single file that travels alone."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from veivalg.content import Chapter, Exhibit, Report, Statement, format_date
from veivalg.content.about import TEXTS
from veivalg.content.numbers import nearest
from veivalg.content.once import told_once
from veivalg.content.theme import coloured
from veivalg.foundation.i18n import _, language
from veivalg.publish import charts, formats
from veivalg.publish.document.cells import (
    all_made_up,
    any_made_up,
    constructed,
    exhibit_note,
    made_up,
    made_up_warning,
    source_lines,
)
from veivalg.publish.document.layout import AFTER, BEFORE, FIRST, names_beside, told_facts
from veivalg.publish.document.provenance import (
    all_assumptions,
    certainty_text,
    chapter_trails,
    merged_sources,
)
from veivalg.publish.format import ONE
from veivalg.publish.theme import Size
from veivalg.publish.web import parts as html_parts
from veivalg.publish.web.links import Links

HERE = Path(__file__).parent
CSS = HERE / "static" / "chapter.css"
_UNASKED = re.compile(r""" data-(?:navn="[^"]*" data-avles='[^']*'|punkt="[^"]*")""")
"""What only ``figures.js`` reads; a file that travels alone runs nothing."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        source_lines=source_lines,
        exhibit_note=exhibit_note,
        constructed=constructed,
        made_up=made_up,
        all_made_up=all_made_up,
        badge=html_parts.badge,
        certainty_text=certainty_text,
        downloads=lambda exhibit: [f for f in formats(ONE).values() if f.suits(exhibit)],
    )
    return environment


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
    numbers, exhibits = ((), ()) if links.brief else chapter_trails(chapter)
    text = (
        _environment()
        .get_template("chapter.html")
        .render(
            _=_,
            chapter=chapter,
            links=links,
            numbers=numbers,
            exhibit_trails=exhibits,
            assumptions=all_assumptions([chapter]),
            sources=merged_sources(chapter.sources()),
            write=_Writer(chapter),
            data_table=html_parts.data_table,
            trail=lambda one, kind, back: html_parts.trail(one, chapter.id, kind, back, links),
            picture=lambda exhibit: _picture(chapter, exhibit, links),
            is_statement=lambda block: isinstance(block, Statement),
            h=lambda depth: min(6, links.level + depth),
        )
    )
    return Markup(html_parts.unbroken(text))


def report_html(report: Report) -> bytes:
    """Give a whole report as one file that asks the network for nothing and prints well."""
    fragments = [
        (c, chapter_fragment(c, Links(level=2, wide=Size.PRINT, fold=True)))
        for c in report.chapters
    ]
    text = (
        _environment()
        .get_template("report.html")
        .render(
            _=_,
            report=report,
            date=format_date(report.made),
            names=names_beside(report),
            facts=told_facts(report),
            texts=TEXTS,
            first=(*FIRST, *BEFORE),
            last=AFTER,
            fragments=fragments,
            warning=made_up_warning() if any_made_up(report.chapters) else "",
            css=Markup(coloured(CSS.read_text("utf-8"))),
            language=language(),
        )
    )
    return _UNASKED.sub("", html_parts.unbroken(text)).encode()


def exhibit_html(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Give one exhibit with picture, table and source as a file that asks the network for nothing.

    Numbers lead nowhere in it, since what they would lead to stands on the page it is from.
    """
    text = (
        _environment()
        .get_template("figure.html")
        .render(
            _=_,
            exhibit=exhibit,
            chapter=chapter,
            picture=_pictures(chapter, exhibit, Size.WIDE) if exhibit.chart else "",
            data_table=html_parts.data_table,
            css=Markup(coloured(CSS.read_text("utf-8"))),
            language=language(),
        )
    )
    return html_parts.unbroken(text).encode()


class _Writer:
    """Writes sentences with linked numbers; each term is linked where it first stands."""

    def __init__(self, chapter: Chapter) -> None:
        self._chapter = chapter
        self._unseen = dict(chapter.terms)

    def __call__(self, statement: Statement) -> Markup:
        return Markup("").join(
            self.words(part) if isinstance(part, str) else self._number(part.figure.id, part.text)
            for part in statement.parts()
        )

    def _number(self, id: str, text: str) -> Markup:
        target = f"tall-{self._chapter.id}-{id}"
        return Markup('<a class="tall" href="#{0}" data-provenance="{0}">{1}</a>').format(
            target, text
        )

    def words(self, text: str) -> Markup:
        """Write plain text, with the terms that have not been met yet linked to the word list."""
        for term in self._unseen:
            found = re.search(rf"\b{re.escape(term)}\w*", text, re.IGNORECASE)
            if found:
                explained = self._unseen.pop(term)
                link = Markup('<a class="begrep" href="#{}" title="{}">{}</a>').format(
                    self.term_id(term), explained, found[0]
                )
                before, after = text[: found.start()], text[found.end() :]
                return self.words(before) + link + self.words(after)
        return escape(text)

    def term_id(self, term: str) -> str:
        """Give the id of a term's entry in the word list."""
        place = list(self._chapter.terms).index(term)
        return f"begrep-{self._chapter.id}-{place + 1}"


def _picture(chapter: Chapter, exhibit: Exhibit, links: Links) -> Markup:
    """Give the page's own way of showing a picture where it has one, else the drawings."""
    own = links.picture(exhibit) if links.picture else None
    return _pictures(chapter, exhibit, links.wide) if own is None else own


def _pictures(chapter: Chapter, exhibit: Exhibit, size: Size) -> Markup:
    """Give the wide and the narrow drawing; the style sheet shows one of them."""
    return drawing(chapter.id, exhibit, size, Size.PHONE)


def drawing(chapter: str, exhibit: Exhibit, *sizes: Size) -> Markup:
    """Give drawings of an exhibit for a page; of two, the style sheet shows the one that fits.

    What each value says stands with them for ``figures.js``, which tells it when it is asked for.
    """
    told, *drawn = charts.figure(exhibit, sizes, f"fig-{chapter}-{exhibit.id}")
    drawn = [_fluid(one) for one in drawn]
    if len(drawn) > 1:
        ends = ("bred", "smal")
        drawn = [f'<div class="figur-{e}">{d}</div>' for e, d in zip(ends, drawn, strict=True)]
    return readable(exhibit, told, "".join(drawn))


def readable(exhibit: Exhibit, told: str, drawn: str) -> Markup:
    """Put drawings where their values can be read, with the words for doing so."""
    name = html_parts.safe(_("Les av verdiene i figuren: {title}").format(title=exhibit.title))
    values = html_parts.attribute(told)
    return Markup(f'<div class="figur" data-navn="{name}" data-avles=\'{values}\'>{drawn}</div>')


def _fluid(svg: str) -> str:
    """Let the style sheet decide the size: keep the view box, drop the pixels."""
    return re.sub(r'(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"', _sized, svg, count=1)


def _sized(match: re.Match[str]) -> str:
    return f'{match[1]} style="max-width:{nearest(float(match[2]))}px" focusable="false"'
