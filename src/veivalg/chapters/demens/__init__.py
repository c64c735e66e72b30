"""Chapter «demens»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="demens",
    title=N_("Demens"),
    question=N_("Hvor mange får demens?"),
    order=30,
    topic=Topic.DEMENTIA,
    first=("demens-alternativer", "demens-per-tusen", "demens-usikkerhet"),
    needs=("population", "population_groups", "projection", "projection_groups", "printed_figures"),
    methods=("M8", "M2", "M18"),
)
