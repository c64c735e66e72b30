"""The frame of a chapter: what is in every one, said once.

A recipe lists findings, sections, and what is missing in reading order. What could not be said or
shown is None, and is left out; a section with nothing in it too.
"""

from collections.abc import Iterable
from dataclasses import replace

from veivalg.chapters.common.handbook import with_methods
from veivalg.chapters.common.sentences import present
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.chapters.common.splits import reaches_back, split_notes
from veivalg.chapters.common.terms import explained
from veivalg.content import Assumption, Block, Chapter, Missing, Note, Place, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import EXAMPLE


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
    lacking = tuple(m for m in missing if m is not None)
    if place.code == EXAMPLE.code:
        said, lacking = (made_up_line(), *said), _not_to_be_had(lacking)
    made = Chapter(
        id=spec.id,
        title=_(spec.title),
        municipality=place,
        period=period,
        lead=lead,
        findings=said,
        sections=tuple(s for s in sections if s is not None),
        missing=lacking,
        assumptions=tuple(assumptions),
        terms=explained(spec.id) if terms else {},
        methods=spec.methods,
        notes=tuple(notes),
    )
    told = split_notes([place]) if reaches_back(made) else ()
    return with_methods(replace(made, notes=(*told, *made.notes)) if told else made)


MADE_UP = "konstruert"
"""The id of the sentence that stands first in every chapter of Eksempelkommunen."""


def made_up_line() -> Statement:
    """Say in one line that nothing of Eksempelkommunen is real."""
    text = _(
        "{name} finnes ikke. Alle tallene om den er eksempler, laget for å vise kapitlet, og ingen "
        "av dem gjelder en virkelig kommune."
    )
    return Statement(MADE_UP, text.replace("{name}", EXAMPLE.name), {})


def _not_to_be_had(missing: Iterable[Missing]) -> tuple[Missing, ...]:
    """Give what is missing without ways to get it: nothing can be fetched or brought for it."""
    how = _("Kapitlet for en virkelig kommune viser hva som hentes eller leses inn.")
    return tuple(replace(m, how_to_get=how, table="") for m in missing)


def section(id: str, title: str, *blocks: Block | None) -> Section | None:
    """Make a section of the blocks that are there; None when none is."""
    kept = tuple(b for b in blocks if b is not None)
    return Section(id, title, kept) if kept else None
