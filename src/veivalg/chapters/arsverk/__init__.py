"""Chapter «arsverk»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="arsverk",
    title=N_("Årsverk og rekruttering"),
    question=N_("Hvor mange årsverk og nye ansatte trengs hvis vi fortsetter som i dag?"),
    order=40,
    topic=Topic.STAFF_TO_COME,
    first=("arsverk-utvikling", "rekruttering", "arsverk-per-100", "brukere"),
    needs=(*CARE, "local_knowledge", "printed_figures"),
    methods=("M7",),
)
