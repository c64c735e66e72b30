"""The parts of a page there are most of, written straight: cells of tables and trails of numbers.

A page of figures has some hundred cells and as many lines of provenance. Through a template's
macros they took more than half of the time it takes to make the page.
"""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from veivalg.content import Cell, Column
from veivalg.content.numbers import kept_together
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import cell_text
from veivalg.publish.document.provenance import Trail
from veivalg.publish.web.links import Links

Pairs = Sequence[tuple[str, str]]


def safe(text: str) -> str:
    """Escape a text for an element or an attribute, as the templates do.

    Examples
    --------
    >>> safe('a < "b" & c')
    'a &lt; &#34;b&#34; &amp; c'
    """
    return (
        text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


def attribute(text: str) -> str:
    r"""Escape a text for an attribute in single quotes: JSON is mostly double ones.

    Examples
    --------
    >>> attribute('["a<b", "it\'s"]')
    '["a&lt;b", "it&#39;s"]'
    """
    text = text.replace("&", "&amp;").replace("'", "&#39;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


_KEPT = ("<textarea", "<option", "<script", "<style")
"""What holds text that is sent or run, and is never changed."""


def unbroken(html: str) -> str:
    """Keep numbers on a line with their units in what is read of a page; tags are as they were.

    Examples
    --------
    >>> unbroken('<input value="1 %"> 1 %').split(" ")
    ['<input', 'value="1', '%">', '1\\u202f%']
    """

    def is_read(found: re.Match[str]) -> bool:
        tag = html.rfind("<", 0, found.start())
        return html.rfind(">", 0, found.start()) > tag and not html.startswith(_KEPT, tag)

    return kept_together(html, is_read)


_SPAN = re.compile(r"([\d\u2212][^()]*) (\([^()]+\))")
"""A number with its interval written as one text: «110 (70–150)»."""

_ADDRESSES = ("https://", "http://")


def cell(value: Cell, column: Column) -> str:
    """Write a cell; what is missing or shielded is marked so."""
    text = safe(cell_text(column, value))
    if value is None:
        return f'<span class="mangler">{text}</span>'
    if isinstance(value, str) and column.unit is not None:
        return f'<span class="skjermet">{text}</span>'
    if text.startswith(_ADDRESSES):
        return f'<a href="{text}" rel="noreferrer">{text}</a>'
    if text.endswith(")") and (span := _SPAN.fullmatch(text)) is not None:
        return f'<span class="spenn">{span[1]} <span>{span[2]}</span></span>'
    return text


def replaced(old: str, new: str | Markup) -> Markup:
    """Write what stood there before a choice, and what stands there now."""
    return Markup(
        '<span class="foer"><span class="kun-skjermleser">{} </span>{}</span> → {}'
    ).format(_("før"), old, new)


def badge(shown: bool) -> Markup:
    """Mark what is constructed."""
    return Markup(f' <strong class="konstruert">{_(EXAMPLE)}</strong>' if shown else "")


def rows(pairs: Pairs) -> str:
    """Write labels with their texts; a page tells the same source many times."""
    lines = "".join(
        f"<div><dt>{safe(label)}</dt><dd>{_linked(text)}</dd></div>\n" for label, text in pairs
    )
    return f'<dl class="spor">\n{lines}</dl>\n'


def _linked(text: str) -> str:
    text, link = safe(text), text.startswith("https://")
    return f'<a href="{text}" rel="noreferrer">{text}</a>' if link else text


def trail(one: Trail, chapter: str, kind: str, back: str, links: Links) -> Markup:
    """Write where a number or an exhibit of a chapter comes from.

    Parameters
    ----------
    kind
        «tall» or «figur», the first part of the id.
    back
        Id of where the reader came from.
    """
    id = safe(f"{kind}-{chapter}-{one.id}")
    value = f': <span class="verdi">{safe(one.value)}</span>' if one.value else ""
    told = f"<p>{_('Regnet ut fra disse tallene:')}</p>" if one.inputs else ""
    return Markup(
        f'<div class="proveniens" id="{id}" role="group" aria-labelledby="{id}-tittel"'
        f' tabindex="-1">\n<p class="proveniens-tittel" id="{id}-tittel">{safe(one.title)}{value}'
        f"{badge(one.constructed)}</p>\n{rows(one.rows)}\n{_each(one.sources)}"
        f"{_method(one, links)}{told}{_inputs(one.inputs)}"
        f'<p class="tilbake"><a href="#{safe(back)}">{_("Tilbake til teksten")}</a></p>\n</div>\n'
    )


def _each(sources: Iterable[Pairs]) -> str:
    return "".join(rows(source) for source in sources)


def _method(one: Trail, links: Links) -> str:
    if not one.method:
        return ""
    name = safe(one.method)
    if links.method:
        name = f'<a href="{safe(links.to_method(one.method))}">{name}</a>'
    return f'<p class="metode">{_("Metode")}: {name}</p>'


def _inputs(trails: Sequence[Trail]) -> str:
    if not trails:
        return ""
    lines = "".join(
        f'<li><p><span class="spor-navn">{safe(one.title)}</span>: '
        f"<strong>{safe(one.value)}</strong>{badge(one.constructed)}</p>\n{rows(one.rows)}\n"
        f"{_each(one.sources)}{_inputs(one.inputs)}</li>\n"
        for one in trails
    )
    return f'<ul class="innganger">\n{lines}</ul>\n'
