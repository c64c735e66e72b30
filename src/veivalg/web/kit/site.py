"""What every route shares: templates, assets, the library of chapters and finished pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from veivalg import __version__
from veivalg.content import format_date, format_plain
from veivalg.foundation.cache import Cache
from veivalg.foundation.drawer import Drawer
from veivalg.foundation.i18n import _, language, ngettext
from veivalg.norway.municipality import Municipality
from veivalg.publish import formats
from veivalg.publish.format import PART
from veivalg.publish.web.parts import unbroken
from veivalg.web.kit.assets import Assets
from veivalg.web.kit.bar import around, bar, compared, place_of
from veivalg.web.kit.finished import QUICK, SMALL, Page, answer, finished_pages, pack
from veivalg.web.kit.folders import folders
from veivalg.web.kit.jobs import Jobs
from veivalg.web.kit.library import Library

AT_ONCE = 2
"""Rare pages made at the same time; more threads than that only take turns in one interpreter."""
T = TypeVar("T")


def environment(assets: Assets) -> Environment:
    """Make the template environment: escaping on, unknown names refused, texts translated."""
    env = Environment(
        loader=FileSystemLoader(folders("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["official"] = official
    env.filters["plain"] = format_plain
    env.filters["date"] = format_date
    env.globals.update(
        asset=assets.url,
        version=__version__,
        language=language,
        part_formats=lambda: formats(PART).values(),
    )
    return env


@dataclass(slots=True)
class Site:
    """The running site; one is kept in ``app.state.site``."""

    library: Library
    source_url: str | None = None
    embedders: tuple[str, ...] = ()
    jobs: Jobs = field(default_factory=Jobs)
    assets: Assets = field(default_factory=Assets)
    pages: Cache[Page] = field(default_factory=finished_pages)
    turns: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE))
    templates: Environment = field(init=False)
    drawer: Drawer = field(init=False)
    _kept: dict[Callable[[Site], Any], Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Make the templates once the assets are known, and the drawer of the data folder."""
        self.templates = environment(self.assets)
        self.templates.globals.update(
            bar=bar, around=around, place_of=place_of, compared=partial(compared, self.library)
        )
        self.drawer = Drawer(self.library.folder)

    def one(self, kind: Callable[[Site], T]) -> T:
        """Give the one of its kind that a room keeps while the site runs, made when first used."""
        with self._lock:
            if kind not in self._kept:
                self._kept[kind] = kind(self)
            found: T = self._kept[kind]
        return found

    def keep(self, kind: Callable[[Site], T], made: T) -> None:
        """Use `made` where :meth:`one` would have made one."""
        with self._lock:
            self._kept[kind] = made

    def close(self) -> None:
        """Stop the jobs, and whatever the rooms keep that has something to stop."""
        self.jobs.close()
        for kept in self._kept.values():
            if hasattr(kept, "close"):
                kept.close()

    def html(self, template: str, **values: Any) -> bytes:
        """Fill a template in the language in use."""
        return unbroken(self.templates.get_template(template).render(**values)).encode()


def site_of(request: Request) -> Site:
    """Give the site a request is for."""
    site: Site = request.app.state.site
    return site


async def show(
    request: Request,
    template: str,
    values: Callable[[], dict[str, Any]],
    *,
    status: int = 200,
    key: Hashable | None = None,
    rare: bool = False,
) -> Response:
    """Answer with a page, from the finished ones when it is there.

    Parameters
    ----------
    values
        What the template needs; called in a worker thread, and only when the page must be made.
    key
        What the page depends on besides the figures, the address and the language. ``None``: the
        page is never kept.
    rare
        Few will ask for this very page: it is packed quickly, and made a few at a time, so that
        twenty readers don't interrupt each other all the way.
    """
    site = site_of(request)

    def render() -> Page:
        body = site.html(template, **values())
        return pack(body, status=status, effort=QUICK if rare else SMALL)

    if key is None:
        return answer(request, await run_in_threadpool(render))
    full = (template, key, language(), site.library.version())
    page = site.pages.find(full)
    if page is None:
        turns = site.turns if rare else None
        page = await to_thread.run_sync(site.pages.get, full, render, limiter=turns)
    return answer(request, page)


def official(place: Municipality) -> Markup:
    """Write a municipality's official names, each marked with its language.

    Screen readers then say Sámi and Kven names right.
    """
    return Markup(" – ").join(
        Markup('<span lang="{}">{}</span>').format(code, name) for code, name in place.names.items()
    )
