"""Chapter «etterproving»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="etterproving",
    title=N_("Etterprøving: hvor godt traff framskrivingene?"),
    methods=("M2", "M18"),
)
