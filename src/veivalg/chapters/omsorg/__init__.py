"""Chapter «omsorg»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="omsorg",
    title=N_("Omsorgen i dag"),
    question=N_("Hva gir omsorgen i dag, hva koster den, og hvor langt kan tallene brukes?"),
    order=35,
    topic=Topic.CARE,
    first=("omsorg-dekning", "omsorg-regnskap", "omsorg-hjemme", "omsorg-tjenester"),
    needs=(*CARE, "care_costs"),
    methods=("M22",),
)
