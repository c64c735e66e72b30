"""Chapter «utvikling»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="utvikling",
    title=N_("Utvikling over tid"),
    question=N_("Hva har utgiftene vokst med, og hvorfor?"),
    order=80,
    topic=Topic.ECONOMY,
    first=("utvikling-faste-priser", "utvikling-bidrag", "utvikling-profil"),
    needs=(
        "accounts",
        "indicators",
        "population",
        "population_groups",
        "printed_figures",
        "projection",
        "projection_groups",
    ),
    national=("indicators",),
    methods=("M13", "M3"),
)
