"""Chapter «skole»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="skole",
    title=N_("Skole og barnehage"),
    question=N_("Hvor mange klasser, lærere og plasser trengs, og hva gir en annen struktur?"),
    order=190,
    topic=Topic.SCHOOL,
    first=("skole-framover", "skole-klasser-framover", "skole-alternativer", "skole-klasser"),
    needs=(
        "population",
        "projection",
        "kindergartens",
        "population_groups",
        "projection_groups",
        "pupils",
        "school_buildings",
        "school_moves",
    ),
    methods=("M14",),
)
