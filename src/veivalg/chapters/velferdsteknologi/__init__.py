"""Chapter «velferdsteknologi»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="velferdsteknologi",
    title=N_("Velferdsteknologi"),
    question=N_("Hva er i bruk mot det som er mulig, hva gir mer, og hvem har ansvaret?"),
    order=180,
    topic=Topic.CARE,
    first=("teknologi-bruk", "teknologi-arsverk", "teknologi-kroner"),
    needs=(*CARE, "service_map", "technologies", "technology_support"),
    methods=("M16",),
)
