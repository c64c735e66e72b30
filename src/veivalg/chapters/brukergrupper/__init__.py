"""Chapter «brukergrupper»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="brukergrupper",
    title=N_("Brukergrupper"),
    question=N_("Hva koster hver brukergruppe, og er avviket volum, sammensetning eller pris?"),
    order=140,
    topic=Topic.COSTS,
    first=("brukergrupper-avvik", "brukergrupper-andeler", "brukergrupper-kommuner"),
    needs=(
        "need_indices",
        "population",
        "care_cost_references",
        "care_costs",
        "care_volume_references",
        "health_costs",
        "high_cost_users",
        "population_groups",
        "projection",
        "projection_groups",
    ),
    methods=("M9",),
)
