"""Chapter «okonomi»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="okonomi",
    title=N_("Økonomi"),
    question=N_("Hvor sunn er økonomien, og hvor langt er det til målene?"),
    order=60,
    topic=Topic.ECONOMY,
    first=(
        "okonomi-maaltall",
        "okonomi-net-operating-result",
        "okonomi-net-debt",
        "okonomi-reserve-fund",
    ),
    needs=("accounts", "indicators", "printed_figures"),
    national=("area_accounts", "indicators"),
    methods=("M5",),
)
