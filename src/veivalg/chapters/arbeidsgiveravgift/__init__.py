"""Chapter «arbeidsgiveravgift»: what is known of it before it is made."""

from __future__ import annotations

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="arbeidsgiveravgift",
    title=N_("Arbeidsgiveravgift"),
    question=N_("Hva er lav arbeidsgiveravgift verd, og hvor står vi uten den?"),
    order=130,
    needs=("accounts", "need_indices", "population_groups", "printed_figures"),
    national=True,
    methods=("M4",),
)
