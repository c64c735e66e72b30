"""Oppsummering: two pages for those who have ten minutes, as PDF."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import CHOSEN, Format


def report_summary_pdf(report: Report) -> bytes:
    """Write the summary of a report as PDF."""
    from veivalg.publish.document.summary import summary
    from veivalg.publish.pdf import document_pdf

    return document_pdf(summary(report))


FORMAT = Format(
    "oppsummering-pdf",
    ".pdf",
    "application/pdf",
    N_("Oppsummering på to sider (PDF)"),
    2,
    report_summary_pdf,
    offered=(CHOSEN,),
)
