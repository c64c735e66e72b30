"""Chapter «okonomioppfolging»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="okonomioppfolging",
    title=N_("Økonomioppfølging"),
    question=N_("Hvordan går det med budsjettet, og hvor ender året?"),
    order=210,
    topic=Topic.MONTHS,
    first=("oppfolging-avvik", "oppfolging-status", "oppfolging-overtid"),
    needs=("monthly_accounts", "yearly_budgets"),
    methods=("M19",),
)
