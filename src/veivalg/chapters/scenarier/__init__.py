"""Chapter «scenarier»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="scenarier",
    title=N_("Scenarier"),
    question=N_("Hva fører ulike valg til, hvor sikkert er det, og hva om vi ikke bygger?"),
    order=55,
    topic=Topic.SCENARIOS,
    first=(
        "scenarier-forskjell",
        "scenarier-cost",
        "scenarier-fte",
        "scenarier-institution-needed",
        "scenarier-side-om-side",
    ),
    needs=(*CARE, "local_knowledge", "scenarios"),
    methods=("M2", "M7", "M15", "M16", "M18"),
)
