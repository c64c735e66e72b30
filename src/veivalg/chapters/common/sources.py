"""Sources put together: each once, and our own working with what is constructed under it."""

from collections.abc import Iterable
from dataclasses import replace

from veivalg.content import Source, SourceKind, calculation


def worked_out(
    method: str, title: str, below: Iterable[Source], *, part: str = "", note: str = ""
) -> Source:
    """Give our own working as a source; it is constructed when anything under it is.

    Parameters
    ----------
    below
        The sources it rests on.
    part
        What is put to its id where a chapter has several workings by one method («-ko»).
    """
    made = any(s.kind is SourceKind.CONSTRUCTED for s in below)
    source = calculation(method, title, note=note)
    kind = SourceKind.CONSTRUCTED if made else source.kind
    return replace(source, id=f"{source.id}{part}", kind=kind)


def unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each source once, in order, with what must stand by the figures of any of its like."""
    found: dict[str, Source] = {}
    for source in sources:
        first = found.setdefault(source.id, source)
        if set(source.caveats) > set(first.caveats):  # a group's figures have a break of their own
            found[source.id] = replace(first, caveats=source.caveats)
    return tuple(found.values())
