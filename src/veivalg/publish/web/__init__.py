"""A chapter as HTML for our pages, and a whole report as one file that travels alone."""

from veivalg.content import Chapter, Exhibit, Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import ONE, WHOLE, Format


def report_html(report: Report) -> bytes:
    """Write a report as one file that asks the network for nothing and prints well."""
    from veivalg.publish.web.topic import report_html as write

    return write(report)


def exhibit_html(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write one exhibit as a file that asks the network for nothing, to show on another page."""
    from veivalg.publish.web.chapter import exhibit_html as write

    return write(exhibit, chapter)


FORMAT = Format(
    "html",
    ".html",
    "text/html; charset=utf-8",
    N_("Nettside"),
    40,
    report_html,
    exhibit=exhibit_html,
    offered=(WHOLE, ONE),
)
