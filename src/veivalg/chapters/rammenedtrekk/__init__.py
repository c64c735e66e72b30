"""Chapter «rammenedtrekk»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="rammenedtrekk",
    title=N_("Rammenedtrekk"),
    question=N_("Hvordan fordeles et nedtrekk mellom sektorene, og hvordan møter de det?"),
    order=200,
    topic=Topic.FRAME,
    first=("ramme-andeler", "ramme-tabell"),
    needs=("budget_cuts", "budget_sectors", "sector_measures"),
    methods=("M13",),
)
