"""A report as a folder of pages that any web server, or a phone, can open."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import OPEN, Format


def report_folder(report: Report) -> bytes:
    """Write a report as a ZIP of static pages that lead to one another and ask nobody else.

    Raises
    ------
    UsageError
        When anything in it rests on what the municipality has brought itself.
    """
    from veivalg.publish.web.folder import report_folder as write

    return write(report)


FORMAT = Format(
    "nettmappe", ".zip", "application/zip", N_("Nettmappe"), 45, report_folder, offered=(OPEN,)
)
