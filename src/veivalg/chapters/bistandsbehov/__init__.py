"""Chapter «bistandsbehov»: what is known of it before it is made."""

from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="bistandsbehov",
    title=N_("Bistandsbehov"),
    question=N_("Hvor mye hjelp trenger de som får tjenester?"),
    order=100,
    topic=Topic.CARE,
    first=("bistandsbehov-kategorier", "bistand-egne-andeler", "bistandsbehov-utvikling"),
    needs=("indicators", "iplos_categories", "iplos_scores", "printed_figures"),
    national=("indicators",),
    methods=("M12", "M18"),
)
