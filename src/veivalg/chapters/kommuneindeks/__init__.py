"""Chapter «kommuneindeks»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="kommuneindeks",
    title=N_("Kommuneindeks"),
    question=N_("Hvor står kommunen blant alle kommuner på kostnader, kvalitet og finanser?"),
    order=120,
    topic=Topic.QUALITY,
    first=("kommuneindeks-plassering", "kommuneindeks-tjenester", "kommuneindeks-indikatorer"),
    needs=("indicators", "accounts", "need_indices", "printed_figures"),
    national=("indicators", "accounts", "need_indices", "population_groups"),
    methods=("M6",),
)
