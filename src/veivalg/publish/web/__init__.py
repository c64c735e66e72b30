"""A chapter as HTML for our pages, and a whole report as one file that travels alone."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import WHOLE, Format


def report_html(report: Report) -> bytes:
    """Write a report as one file that asks the network for nothing and prints well."""
    from veivalg.publish.web.chapter import report_html as write

    return write(report)


FORMAT = Format(
    "html", ".html", "text/html; charset=utf-8", N_("Nettside"), 40, report_html, offered=(WHOLE,)
)
