"""One chart as a picture of points."""

from veivalg.content import Chapter, Exhibit
from veivalg.foundation.i18n import N_
from veivalg.publish.charts import png
from veivalg.publish.format import ONE, Format


def exhibit_png(exhibit: Exhibit, _chapter: Chapter) -> bytes:
    """Draw the chart of an exhibit, with title and source, as PNG."""
    return png(exhibit, standalone=True)


FORMAT = Format(
    "png", ".png", "image/png", N_("PNG"), 22, exhibit=exhibit_png, offered=(ONE,), drawn=True
)
