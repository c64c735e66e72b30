"""Chapter «prove»: the awkward sample, with the assumptions a person has chosen."""

from __future__ import annotations

from dataclasses import replace

from tests.sample_chapter import sample_chapter

from veivalg.content import Chapter
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the sample chapter whatever is known."""
    made = sample_chapter()
    return replace(made, assumptions=tuple(evidence.assume(a) for a in made.assumptions))
