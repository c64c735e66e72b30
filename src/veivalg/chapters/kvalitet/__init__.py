"""Chapter «kvalitet»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="kvalitet",
    title=N_("Kvalitet og dekning"),
    question=N_("Hvor gode er tjenestene, og hvem når de, mot før, gruppen og landet?"),
    order=90,
    topic=Topic.QUALITY,
    first=("kvalitet-care", "kvalitet-care-andeler", "kvalitet-primary-school"),
    needs=("indicators", "population"),
    national=("indicators",),
    methods=("M18",),
)
