"""The web application: the front room at once, the other rooms when somebody goes there."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from veivalg import __version__
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import embedders
from veivalg.web.kit import files
from veivalg.web.kit.access import Access, Unseen
from veivalg.web.kit.doors import Doors, House
from veivalg.web.kit.failures import kept_out, tell_failures
from veivalg.web.kit.guard import LOOPBACK, Guard
from veivalg.web.kit.jobs import Job, Line
from veivalg.web.kit.keys import ReadKeys
from veivalg.web.kit.language import Spoken
from veivalg.web.kit.library import Library
from veivalg.web.kit.noted import Noted
from veivalg.web.kit.site import Site
from veivalg.web.kit.token import Token

FRONT = "front"
EMBEDDED = ("/innebygd/",)
"""Figures in other pages: whoever reads those pages is let in, where it is switched on."""
WARM_AFTER = 10.0
"""Seconds the first page is waited for before the rest is made ready; it comes first."""

WARMING = Line("varmer", lambda: (_("Noe gikk galt i Veivalg."), ""))


def create_app(
    folder: Path,
    source_url: str | None = None,
    hosts: Iterable[str] = LOOPBACK,
    token: Token | None = None,
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    folder
        The data folder; it need not exist.
    source_url
        Where figures are fetched from; SSB when None.
    hosts
        Host names it answers to; empty for any. Figures may be shown in the pages of chosen web
        sites only where others than this machine reach it.
    token
        What lets a browser in; everyone who reaches it when None.
    """
    answers = frozenset(hosts)
    shown_by = () if answers == LOOPBACK else embedders()
    site = Site(Library(folder), source_url, shown_by)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(
        title="Veivalg",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.site = site
    app.state.house = House(app, (files.router,), FRONT)
    app.add_middleware(Doors, house=app.state.house)
    app.add_middleware(Noted, folder=folder)
    readers = ReadKeys(folder)
    app.add_middleware(
        Access, token=token, read_keys=readers, told=kept_out, public=EMBEDDED if shown_by else ()
    )
    tell_failures(app)
    app.add_middleware(Guard, hosts=answers)
    app.add_middleware(Spoken)
    app.add_middleware(Unseen)
    return app


def warm(app: FastAPI) -> Job:
    """Make ready, in the background, what the first reader would else wait for.

    The rooms are opened, and each makes ready what it knows to be slow. The first page comes before
    all of it.
    """
    site: Site = app.state.site

    def work(job: Job) -> None:
        app.state.house.answered.wait(WARM_AFTER)
        app.state.house.open()
        for room in app.state.house.rooms:
            if room.warm is not None:
                room.warm(site)

    return site.jobs.start(WARMING, "alt", work)
