"""Chapter «ressursbruk»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="ressursbruk",
    title=N_("Ressursbruk"),
    question=N_("Hva koster tjenestene sammenliknet med andre når behovet er likt?"),
    order=70,
    topic=Topic.COSTS,
    first=("omrader-gruppe|omrader-landet", "omrader-kart", "omrader-ved-siden"),
    needs=(
        "accounts",
        "area_accounts",
        "indicators",
        "function_names",
        "need_indices",
        "population",
        "population_groups",
    ),
    national=(
        "indicators",
        "accounts",
        "area_accounts",
        "finances",
        "need_indices",
        "population_groups",
    ),
    methods=("M4",),
)
