"""Chapter «plan-innenfor-rammene»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="plan-innenfor-rammene",
    title=N_("Plan innenfor rammene"),
    topic=Topic.PLAN,
    methods=("M21", "M15", "M16", "M7"),
)
