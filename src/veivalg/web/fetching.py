"""What a job does: fetch one municipality's figures and tell how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veivalg.i18n import _
from veivalg.web.jobs import Job, Work

if TYPE_CHECKING:
    from veivalg.sources.fetch import Progress
    from veivalg.web.library import Library


def fetch_work(library: Library, source_url: str) -> Work:
    """Give the work of a job that fetches into the library's lake from `source_url`."""

    def work(job: Job) -> str:
        from veivalg.sources.fetch import fetch

        def follow(step: Progress) -> None:
            if not job.stopping.is_set():
                job.text = step.message
            job.done, job.total = step.done, step.total or 0

        try:
            result = fetch(
                [job.code],
                library.lake,
                url=source_url,
                progress=follow,
                stop=job.stopping.is_set,
            )
        finally:
            library.refresh()
        if job.stopping.is_set():
            return _("Hentingen ble stoppet. Det som er hentet, er tatt vare på.")
        result.raise_if_failed()
        return _("Tallene er hentet.")

    return work
