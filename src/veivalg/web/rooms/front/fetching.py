"""What a job does: fetch one municipality's figures and tell how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veivalg.foundation.i18n import _
from veivalg.web.kit.jobs import Job, Work

if TYPE_CHECKING:
    from veivalg.sources.report import Progress
    from veivalg.web.kit.library import Library


def fetch_work(library: Library, source_url: str | None) -> Work:
    """Give the work of a job that fetches into the library from `source_url` (SSB when None)."""

    def work(job: Job) -> str:
        # The client and its libraries are only needed when something is fetched.
        from veivalg.sources.ssb.fetch import SSB_URL, fetch

        def follow(step: Progress) -> None:
            if not job.stopping.is_set():
                job.text = step.message
            job.done, job.total = step.done, step.calls

        try:
            result = fetch(
                [job.code],
                library.lake,
                url=source_url or SSB_URL,
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
