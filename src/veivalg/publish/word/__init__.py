"""A report as a Word document that can be edited."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import OFFICE, WHOLE, Format


def report_docx(report: Report) -> bytes:
    """Write a report as DOCX."""
    from veivalg.publish.document.main_report import main_report
    from veivalg.publish.word.writer import write

    return write(main_report(report))


FORMAT = Format(
    "docx",
    ".docx",
    f"{OFFICE}.wordprocessingml.document",
    N_("Word"),
    10,
    report_docx,
    offered=(WHOLE,),
)
