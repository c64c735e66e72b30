"""Chapter «behov»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="behov",
    title=N_("Behov for tjenester"),
    question=N_("Hvor mye mer eller mindre trengs av hver tjeneste når befolkningen endrer seg?"),
    order=20,
    topic=Topic.NEED,
    first=("behov-sektorer", "utgiftsbehov-i-dag", "behov-omsorg-sammenliknet"),
    needs=(
        "population",
        "population_groups",
        "projection",
        "projection_groups",
        "need_indices",
        "printed_figures",
    ),
    methods=("M3",),
)
