"""A method: what it is, how it is done and how sure it is, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodText:
    """A page of the handbook: id («M1»), title, a paragraph that sums up, and all as Markdown."""

    id: str
    title: str
    summary: str
    markdown: str
