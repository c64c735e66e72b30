"""Pages of the method handbook as blocks, for the appendix of a document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from veivalg.content import MethodText
from veivalg.foundation.i18n import _
from veivalg.publish.document.markup import tokens
from veivalg.publish.document.parts import Entry, Heading, Paragraph, Part

if TYPE_CHECKING:
    from markdown_it.token import Token


def method_parts(name: str, page: MethodText | None, formulas: tuple[str, ...]) -> Iterator[Part]:
    """Give a method's page as blocks, and last the formulas a report uses of it.

    A method without a page of its own is given by its name and formulas alone.
    """
    if page is None:
        yield Entry(name, (), formulas)
        return
    yield Heading(2, f"{name} {page.title}", f"metode-{name}", listed=False)
    yield from _body(page)
    if formulas:
        yield Entry(_("Formler i denne rapporten"), (), formulas)


def _body(page: MethodText) -> Iterator[Part]:
    """Give what stands below the title; headings become level 3 and list items bullets."""
    count = 0
    for before, token in pairwise(tokens(page.markdown)):
        if token.type != "inline" or (before.type, before.tag) == ("heading_open", "h1"):
            continue
        if before.type == "heading_open":
            count += 1
            yield Heading(3, _plain(token), f"metode-{page.id}-{count}", listed=False)
        else:
            yield Paragraph(_plain(token), "bullet" if before.level else "body")


def _plain(token: Token) -> str:
    """Give the words of a paragraph without marks; a line break in the file is a space."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
    )
