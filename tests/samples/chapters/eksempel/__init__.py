"""Chapter «eksempel»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="eksempel",
    title=N_("Barn og lekeplasser"),
    question=N_("Hvor mange barn er det, og har de et sted å leke?"),
    order=900,
    needs=("population", "playgrounds"),
    methods=("M1",),
)
