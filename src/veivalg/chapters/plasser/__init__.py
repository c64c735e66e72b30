"""Chapter «plasser»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="plasser",
    title=N_("Plasser i institusjon"),
    question=N_("Hvor mange plasser trengs, når trengs de, og hva om vi ikke bygger?"),
    order=50,
    topic=Topic.PLACES,
    first=("plasser-behov", "plasser-plan", "dekningsgrad", "alternativkostnad"),
    needs=(*CARE, "local_knowledge", "printed_figures"),
    national=("indicators",),
    methods=("M15",),
)
