"""Chapter «bemanning»: what is known of it before it is made."""

from veivalg.chapters.common.spec import CARE, ChapterSpec
from veivalg.content import Topic
from veivalg.foundation.i18n import N_

SPEC = ChapterSpec(
    id="bemanning",
    title=N_("Bemanning og turnus"),
    question=N_("Hva krever vaktplanene, hva har enhetene, og hva koster fravær og variabel lønn?"),
    order=160,
    topic=Topic.STAFF,
    first=(
        "bemanning-enheter",
        "bemanning-brutto",
        "bemanning-fravaer-kvartal",
        "bemanning-heltid",
    ),
    needs=(
        *CARE,
        "absence",
        "printed_figures",
        "roster_people",
        "roster_shifts",
        "staff_pay",
        "staff_plan",
        "staff_reported",
    ),
    methods=("M11", "M17"),
)
