"""Chapter «befolkning»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="befolkning",
    title=N_("Befolkning"),
    question=N_("Hvor mange blir vi, og hvor gamle?"),
    order=10,
    topic=Topic.POPULATION,
    first=("aldersgrupper", "alternativer", "endring", "aldersbaereevne"),
    needs=("population", "population_groups", "projection", "projection_groups", "printed_figures"),
    methods=("M1", "M2"),
)
