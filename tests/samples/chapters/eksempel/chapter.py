"""Chapter «eksempel»: how many small children there are, and the playgrounds they have."""

from veivalg.chapters.eksempel import SPEC, exhibits, sentences
from veivalg.chapters.eksempel.model import build, missing

from veivalg.chapters.common.frame import frame, section
from veivalg.content import Chapter
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the children of the newest year, how they have changed, and the playgrounds."""
    model = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_("Kapitlet viser hvor mange små barn kommunen har, og hvor de kan leke."),
        findings=(sentences.children(model), sentences.playgrounds(model)),
        nothing=sentences.nothing(evidence.place.name),
        sections=(section("barn", _("Barn under seks år"), exhibits.by_year(model)),),
        missing=missing(model),
    )
