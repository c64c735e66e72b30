"""Chapter «dokumenter»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="dokumenter",
    title=N_("Dokumenter og intervjuer"),
    question=N_("Hva sier planer, rapporter og intervjuer om utfordringer, styrker og tiltak?"),
    order=220,
    topic=Topic.HEARD,
    first=(
        "dokumenter-hovedsaker|dokumenter-temaer",
        "dokumenter-syn",
        "dokumenter-hvert",
        "dokumenter-hort",
    ),
    needs=("document_statements", "documents", "interview_statements", "interviews"),
)
