"""Saksframlegg: the case as a municipality writes it, to be edited in Word."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import CHOSEN, OFFICE, Format


def report_case(report: Report) -> bytes:
    """Write the case text of a report as DOCX."""
    from veivalg.publish.document.case import case
    from veivalg.publish.word.writer import write

    return write(case(report))


FORMAT = Format(
    "saksframlegg",
    ".docx",
    f"{OFFICE}.wordprocessingml.document",
    N_("Saksframlegg (Word)"),
    3,
    report_case,
    offered=(CHOSEN,),
)
