"""Chapter «okonomioppfolging»: the account against the budget, and where the year ends (M19)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned, nothing_own
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.okonomioppfolging import SPEC, exhibits, sentences
from veivalg.chapters.okonomioppfolging.model import TABLES, Model, build, damping, lacking
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the deviation so far, five forecasts and their combination, and what to look at."""
    model = build(evidence)
    absent = lacking(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet holder regnskapet mot det periodiserte budsjettet og anslår hvor året ender."
        ),
        findings=_findings(model) if model else (),
        nothing=nothing_own(evidence, absent[0]) if absent else sentences.no_unit(),
        sections=_sections(model) if model else (),
        missing=missing_owned(evidence, *TABLES),
        assumptions=(model.theta if model else damping(evidence),),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(model.accounts, model.budgets)
    yield sentences.so_far(model)
    yield sentences.year_end(model)
    yield sentences.worst(model)
    yield sentences.unbudgeted(model)
    yield sentences.behind(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section(
        "aaret",
        _("Året så langt"),
        exhibits.status(model),
        exhibits.year_end(model),
        exhibits.forecasts(model),
        exhibits.overtime(model),
    )
