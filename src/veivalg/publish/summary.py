"""Oppsummering: two pages for those who have ten minutes, as Word."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import CHOSEN, OFFICE, Format


def report_summary(report: Report) -> bytes:
    """Write the summary of a report as DOCX."""
    from veivalg.publish.document.summary import summary
    from veivalg.publish.word.writer import write

    return write(summary(report))


FORMAT = Format(
    "oppsummering",
    ".docx",
    f"{OFFICE}.wordprocessingml.document",
    N_("Oppsummering på to sider (Word)"),
    1,
    report_summary,
    offered=(CHOSEN,),
)
