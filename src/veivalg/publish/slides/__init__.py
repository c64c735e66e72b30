"""The most important findings as slides, one a slide, with charts that can be changed."""

from veivalg.content import Report
from veivalg.foundation.i18n import N_
from veivalg.publish.format import CHOSEN, OFFICE, Format


def report_slides(report: Report) -> bytes:
    """Write the most important findings of a report as PPTX."""
    from veivalg.publish.slides.writer import write

    return write(report)


FORMAT = Format(
    "lysbilder",
    ".pptx",
    f"{OFFICE}.presentationml.presentation",
    N_("Lysbilder (PowerPoint)"),
    5,
    report_slides,
    offered=(CHOSEN,),
)
