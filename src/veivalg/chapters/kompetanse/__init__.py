"""Chapter «kompetanse»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="kompetanse",
    title=N_("Kompetanse"),
    question=N_("Hvem gir omsorgen, og hvilken utdanning har de?"),
    order=110,
    topic=Topic.STAFF,
    first=("kompetanse-yrker", "kompetanse-utdanning", "kompetanse-over-tid"),
    needs=("care_staff", "indicators"),
    national=("indicators",),
    methods=("M18",),
)
