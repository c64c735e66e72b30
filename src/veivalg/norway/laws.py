"""The laws and national documents that frame health and care, each with where it is read."""

from collections.abc import Mapping
from typing import Any

from veivalg.content import Source, SourceKind
from veivalg.norway.reference import reference


def laws() -> tuple[Mapping[str, Any], ...]:
    """Give title, what it is about, and its address (None when it is not known), laws first."""
    return tuple(reference("laws").entries())


def laws_source() -> Source:
    """Give the source of the list."""
    table = reference("laws")
    return Source(
        "lover",
        table.producer,
        table.title,
        query=table.source,
        licence=table.licence,
        kind=SourceKind.DOCUMENT,
        note=table.note,
    )
