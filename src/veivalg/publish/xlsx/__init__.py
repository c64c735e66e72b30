"""A report as an Excel workbook: every number in one tidy sheet, and a sheet of tables a topic."""

from veivalg.content import Chapter, Exhibit, Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import OFFICE, ONE, PART, WHOLE, Format


def report_xlsx(report: Report) -> bytes:
    """Write a report as XLSX: all numbers, tables by topic, assumptions, missing, sources."""
    from veivalg.publish.xlsx.writer import report_xlsx as write

    return write(report)


def exhibit_workbook(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write one exhibit as XLSX, with its chart beside the table and its sources under it."""
    from veivalg.publish.xlsx.writer import exhibit_workbook as write

    return write(exhibit, chapter)


FORMAT = Format(
    "xlsx",
    ".xlsx",
    f"{OFFICE}.spreadsheetml.sheet",
    N_("Excel"),
    30,
    report_xlsx,
    exhibit=exhibit_workbook,
    offered=(WHOLE, PART, ONE),
)
