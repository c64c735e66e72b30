"""Chapter «prove»: a chapter put beside the others, as a stranger would bring one."""

from __future__ import annotations

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="prove",
    title=N_("Prøvekapittel"),
    question=N_("Hva er dette?"),
    order=10,
)
