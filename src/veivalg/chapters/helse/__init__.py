"""Chapter «helse»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="helse",
    title=N_("Helsetjenester"),
    question=N_("Hva koster fastlege, legevakt og terapi, og hvor mye er ulik føring?"),
    order=170,
    topic=Topic.COSTS,
    first=("helse-omraader-snitt", "helse-funksjoner", "helse-foring"),
    needs=(
        "accounts",
        "need_indices",
        "population_groups",
        "population",
        "function_names",
        "health_costs",
        "projection",
        "projection_groups",
    ),
    national=("indicators", "accounts", "need_indices", "population_groups"),
    methods=("M4",),
)
