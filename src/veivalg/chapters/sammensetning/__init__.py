"""Chapter «sammensetning»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="sammensetning",
    title=N_("Beste sammensetning av tjenester"),
    methods=("M21", "M15", "M16", "M7"),
)
