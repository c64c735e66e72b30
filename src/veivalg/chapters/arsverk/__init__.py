"""Chapter «arsverk»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="arsverk",
    title=N_("Årsverk og rekruttering"),
    question=N_("Hvor mange årsverk og nye ansatte trengs hvis vi fortsetter som i dag?"),
    order=40,
    needs=(
        "population",
        "projection",
        "care_users",
        "care_staff",
        "care_places",
        "care_hours",
        "care_activity",
        "accounts",
        "local_knowledge",
        "population_groups",
        "printed_figures",
        "projection_groups",
    ),
    methods=("M7",),
)
