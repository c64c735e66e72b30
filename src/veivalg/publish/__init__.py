"""Renderers: from a report to files. They know the content model and no analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module

from veivalg import __version__
from veivalg.content import Chapter, Report
from veivalg.foundation.errors import UsageError
from veivalg.foundation.settings import today


@dataclass(frozen=True, slots=True)
class Format:
    """A file format a report can be had in.

    ``module`` and ``function`` name the renderer, loaded when first used, since Word and typst
    take a while to import.
    """

    name: str
    suffix: str
    media_type: str
    module: str
    function: str

    @property
    def render(self) -> Callable[[Report], bytes]:
        """Give the function that writes a report in this format."""
        found: Callable[[Report], bytes] = getattr(
            import_module(f"veivalg.publish.{self.module}"), self.function
        )
        return found


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", "docx", "report_docx"),
        Format("pdf", ".pdf", "application/pdf", "pdf", "report_pdf"),
        Format("html", ".html", "text/html; charset=utf-8", "html", "report_html"),
        Format("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "report_xlsx"),
        Format("json", ".json", "application/json", "json", "report_json_bytes"),
        Format("md", ".md", "text/markdown; charset=utf-8", "markdown", "report_markdown"),
    )
}


def render(report: Report, format: str) -> bytes:
    """Write a report in a format of :data:`FORMATS`.

    Raises
    ------
    UsageError
        When there is no such format; the nearest name is suggested.
    """
    if format not in FORMATS:
        near = get_close_matches(format, FORMATS, n=1) or list(FORMATS)
        raise UsageError(f"Det finnes ikke noe format «{format}».", f"Velg {' eller '.join(near)}.")
    return FORMATS[format].render(report)


def render_all(report: Report, formats: Sequence[str]) -> dict[str, bytes]:
    """Write a report in several formats; the charts are drawn once and shared.

    Raises
    ------
    UsageError
        When there is no such format, before anything is written.
    """
    for format in formats:
        if format not in FORMATS:
            render(report, format)
    # Two at a time: typst and the drawing of pictures leave Python free meanwhile.
    with ThreadPoolExecutor(2) as pool:
        made = {
            format: pool.submit(copy_context().run, render, report, format) for format in formats
        }
        return {format: task.result() for format, task in made.items()}


def render_chapter(chapter: Chapter, format: str) -> bytes:
    """Write one chapter as ``json`` or ``md`` of its own, or as a report of one chapter."""
    if format == "json":
        import orjson

        from veivalg.publish.json import chapter_json

        return orjson.dumps(chapter_json(chapter), option=orjson.OPT_INDENT_2)
    if format == "md":
        from veivalg.publish.markdown import chapter_markdown

        return chapter_markdown(chapter, today(), __version__)
    return render(
        Report(chapter.title, chapter.municipality, today(), __version__, (chapter,)), format
    )


__all__ = ["FORMATS", "Format", "render", "render_all", "render_chapter"]
