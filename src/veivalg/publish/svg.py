"""One chart as a drawing that can be any size."""

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.i18n import N_
from veivalg.publish.charts import svg
from veivalg.publish.format import ONE, Format


def exhibit_svg(exhibit: Exhibit, _chapter: Chapter) -> bytes:
    """Draw the chart of an exhibit, with title and source, as SVG."""
    return svg(exhibit, standalone=True).encode()


FORMAT = Format(
    "svg", ".svg", "image/svg+xml", N_("SVG"), 24, exhibit=exhibit_svg, offered=(ONE,), drawn=True
)
