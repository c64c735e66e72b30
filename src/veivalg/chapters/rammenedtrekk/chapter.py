"""Chapter «rammenedtrekk»: a budget cut shared between sectors, and how they meet it (M13)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned, nothing_own
from veivalg.chapters.common.sentences import tell
from veivalg.chapters.rammenedtrekk import SPEC, exhibits, sentences
from veivalg.chapters.rammenedtrekk.model import TABLES, Model, build, flat_share
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the shared cut by sector and year, and the sectors' own measures against it."""
    nothing = nothing_own(evidence, TABLES[0])
    try:
        model = build(evidence)
    except UsageError as error:
        model, nothing = None, tell("umulig", str(error), caution=True)
    return frame(
        SPEC,
        evidence.place,
        period=f"{model.years[0]}–{model.years[-1]}" if model else "",
        lead=_(
            "Kapitlet fordeler et samlet nedtrekk på sektorene, én del flatt og resten etter "
            "hva de bruker mer enn sammenlikningsgruppen."
        ),
        findings=_findings(model) if model else (),
        nothing=nothing,
        sections=_sections(model) if model else (),
        missing=missing_owned(evidence, *TABLES),
        assumptions=(model.flat if model else flat_share(evidence),),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield sentences.printed(model)
    yield sentences.total(model)
    yield sentences.largest(model)
    yield from sentences.gaps(model)
    yield from sentences.strangers(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section(
        "fordeling", _("Fordelingen"), exhibits.allocation_table(model), exhibits.shares(model)
    )
    own = (exhibits.own_table_of(model, sector) for sector in model.own)
    yield section("tiltak", _("Sektorenes egen fordeling"), *own)
