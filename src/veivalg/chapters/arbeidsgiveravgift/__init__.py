"""Chapter «arbeidsgiveravgift»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="arbeidsgiveravgift",
    title=N_("Arbeidsgiveravgift"),
    question=N_("Hva er lav arbeidsgiveravgift verd, og hvor står vi ved samme avgift?"),
    order=130,
    topic=Topic.ECONOMY,
    first=("aga-verdi", "aga-trykt"),
    needs=("accounts", "printed_figures", "function_names", "population"),
    national=("accounts", "need_indices", "population_groups"),
    methods=("M4",),
)
