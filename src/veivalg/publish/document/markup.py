"""Markdown, read by one thread at a time.

The library that reads it fills tables of its own the first time, shared by all readers, and marks
them as filled before they are: a second thread then read past their end.
"""

from threading import Lock

_reading = Lock()


def html(text: str) -> str:
    """Give Markdown, tables too, as HTML; HTML inside it stays text."""
    from markdown_it import MarkdownIt

    with _reading:
        made: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return made
