"""Chapter «hjemmetjeneste»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="hjemmetjeneste",
    title=N_("Hjemmetjenesten"),
    question=N_("Hvor mye av tiden går til brukerne, hvem får timene, og hva frigjør mer ATA-tid?"),
    order=150,
    topic=Topic.CARE,
    first=("hjemmetjeneste-ata", "hjemmetjeneste-gevinst", "hjemmetjeneste-timeprofil"),
    needs=(
        "home_care_references",
        "home_care_staff",
        "home_care_totals",
        "home_care_visits",
        "printed_figures",
    ),
    methods=("M10",),
)
