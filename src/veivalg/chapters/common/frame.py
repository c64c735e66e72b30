"""The frame of a chapter: what is in every one, said once.

A recipe lists findings, sections, and what is missing in reading order. What could not be said or
shown is None, and is left out; a section with nothing in it too.
"""

from collections.abc import Iterable

from veivalg.chapters.common.handbook import with_methods
from veivalg.chapters.common.sentences import present
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.chapters.common.terms import explained
from veivalg.content import Assumption, Block, Chapter, Missing, Note, Place, Section, Statement
from veivalg.foundation.i18n import _


def frame(
    spec: ChapterSpec,
    place: Place,
    *,
    lead: str,
    period: str = "",
    findings: Iterable[Statement | None] = (),
    nothing: Statement | None = None,
    sections: Iterable[Section | None] = (),
    missing: Iterable[Missing | None] = (),
    assumptions: Iterable[Assumption] = (),
    terms: bool = True,
    notes: Iterable[Note] = (),
) -> Chapter:
    """Put a chapter together.

    Parameters
    ----------
    findings
        The sentences that matter most; those that could not be said are None.
    nothing
        The finding when none of them could be said.
    terms
        Whether the words of the chapter's ``terms.md`` are explained.
    """
    said = present(findings) or present([nothing])
    made = Chapter(
        id=spec.id,
        title=_(spec.title),
        municipality=place,
        period=period,
        lead=lead,
        findings=said,
        sections=tuple(s for s in sections if s is not None),
        missing=tuple(m for m in missing if m is not None),
        assumptions=tuple(assumptions),
        terms=explained(spec.id) if terms else {},
        methods=spec.methods,
        notes=tuple(notes),
    )
    return with_methods(made)


def section(id: str, title: str, *blocks: Block | None) -> Section | None:
    """Make a section of the blocks that are there; None when none is."""
    kept = tuple(b for b in blocks if b is not None)
    return Section(id, title, kept) if kept else None
