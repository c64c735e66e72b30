"""A folder of static pages: the overview, its places and topics, and the methods.

It is made to be put where everybody reads, so nothing in it may rest on a municipality's own
figures. It needs no network and no script: a page has its style and its drawings in it, and leads
to the others by name.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup

from veivalg.content import (
    Folded,
    MethodText,
    Ranked,
    Report,
    Stage,
    Statement,
    folded,
    format_date,
)
from veivalg.content.theme import coloured
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _, language
from veivalg.foundation.platform import FOR_ALL
from veivalg.publish.charts.spark import spark
from veivalg.publish.document.cells import any_made_up, made_up_warning
from veivalg.publish.document.layout import names_beside
from veivalg.publish.document.markup import html
from veivalg.publish.document.provenance import all_methods, all_terms
from veivalg.publish.web.chapter import CSS, environment
from veivalg.publish.web.links import Links
from veivalg.publish.web.parts import unbroken
from veivalg.publish.web.topic import UNASKED, topic_fragment, topic_page

INDEX, METHODS = "index.html", "metode.html"
_HEADING = re.compile(r"<(/?)h([1-5])\b")
_ELSEWHERE = re.compile(r'<a href="/[^"]*">(.*?)</a>')
"""A link to a page of the program that is not in the folder."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A ranked finding, and the page its arithmetic stands on."""

    one: Ranked
    page: str

    @property
    def spark(self) -> Markup:
        """Draw how its number has been; empty where that is not known."""
        return Markup(spark(self.one.track) if self.one.track else "")


def report_folder(report: Report) -> bytes:
    """Write the pages as a ZIP; the same report gives the same file."""
    own = sorted({s.title for c in report.chapters for s in c.sources() if s.own})
    if own:
        raise UsageError(
            _("Nettmappen kan ikke ha egne tall: {titles}.").format(titles=", ".join(own)),
            _("Lag den av en rapport uten egne tall."),
        )
    year, month, day = (int(part) for part in report.made.split("-"))
    target = io.BytesIO()
    with ZipFile(target, "w") as folder:
        for name, text in pages(report):
            made = ZipInfo(name, (year, month, day, 0, 0, 0))
            made.compress_type, made.external_attr = ZIP_DEFLATED, FOR_ALL << 16
            folder.writestr(made, UNASKED.sub("", unbroken(text)).encode())
    return target.getvalue()


def _first(topic: Folded, ranked: Sequence[Ranked]) -> tuple[Statement, ...]:
    """Give what a topic says first, as on the pages: what is ranked of it, and what is beside."""
    chapters = {c.id for c in topic.chapters}
    for one in ranked:
        if one.chapter in chapters:
            return tuple(filter(None, (one.statement, one.beside)))
    return tuple(said for _chapter, said in topic.findings[:1])


def pages(report: Report) -> Iterator[tuple[str, str]]:
    """Give name and HTML of every page, the overview first."""
    topics = [topic for topic in folded(report.chapters) if not topic.empty]
    stages = [stage for stage in Stage if any(t.topic.stage is stage for t in topics)]
    shared = {
        "report": report,
        "date": format_date(report.made),
        "language": language(),
        "css": Markup(coloured(CSS.read_text("utf-8"))),
        "warning": made_up_warning() if any_made_up(report.chapters) else "",
        "index": INDEX,
        "methods": METHODS,
        "stages": stages,
    }

    def page(template: str, title: str, here: str, **values: object) -> str:
        found = environment().get_template(template)
        return found.render(**shared, title=title, here=here, **values)

    at = {c.id: f"{t.topic.value}.html" for t in topics for c in t.chapters}
    yield (
        INDEX,
        page(
            "folder_index.html",
            _("Oversikt"),
            INDEX,
            names=names_beside(report),
            findings=[Finding(r, at[r.chapter]) for r in report.ranked if r.chapter in at],
            topics=topics,
            empty=[c.title for c in report.chapters if c.id not in at],
        ),
    )
    for stage in stages:
        some = [t for t in topics if t.topic.stage is stage]
        name = f"{stage.value}.html"
        first = [(t, _first(t, report.ranked)) for t in some]
        yield name, page("folder_place.html", stage.label, name, topics=first)
    for before, topic, after in _between(topics):
        links = Links(method=f"{METHODS}#{{method}}")
        body = topic_fragment(topic_page(topic, links))
        here = f"{topic.topic.stage.value}.html"
        text = page(
            "folder_text.html",
            topic.title,
            here,
            body=body,
            topic=topic,
            before=before,
            after=after,
        )
        yield f"{topic.topic.value}.html", text
    methods = page(
        "folder_methods.html",
        _("Metode og ordliste"),
        METHODS,
        methods_used=_methods(report),
        terms=all_terms(report.chapters),
    )
    yield METHODS, methods


def _between(topics: Sequence[Folded]) -> Iterator[tuple[Folded | None, Folded, Folded | None]]:
    """Give each topic with the one before it and the one after it."""
    yield from zip([None, *topics[:-1]], topics, [*topics[1:], None], strict=True)


def _methods(report: Report) -> list[tuple[MethodText, Markup]]:
    """Give the methods that are used, a heading lower than they stand alone."""
    held = {page.id: page for chapter in report.chapters for page in chapter.handbook}
    used = [held[name] for name in all_methods(report.chapters) if name in held]
    read = [(one, _ELSEWHERE.sub(r"\1", html(one.markdown))) for one in used]
    return [
        (one, Markup(_HEADING.sub(lambda h: f"<{h[1]}h{int(h[2]) + 1}", text)))
        for one, text in read
    ]
