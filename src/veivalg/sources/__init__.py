"""Where official figures come from: one folder a source, found by itself.

Nothing but `fetch` and `find_source` need be known of outside.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.sources.protocol import Asked, Source
from veivalg.sources.report import FetchReport, together

if TYPE_CHECKING:
    from veivalg.lake.lake import Lake

SHARED = ("http",)
"""Folders that are no source."""


@cache
def all_sources() -> tuple[Source, ...]:
    """Give every source: those fetched together first, in order."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if m.ispkg and m.name not in SHARED]
    found: list[Source] = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in names]
    return tuple(sorted(found, key=lambda s: (s.order is None, s.order or 0, s.id)))


def find_source(id: str) -> Source:
    """Give the source called `id`; raises ``UsageError`` when there is none."""
    found = {source.id: source for source in all_sources()}
    if id not in found:
        raise UsageError(
            _("Det finnes ingen kilde som heter «{id}».").format(id=id),
            _("Velg blant {names}.").format(names=", ".join(found)),
        )
    return found[id]


def fetch(places: Sequence[str], lake: Lake, asked: Asked | None = None) -> FetchReport:
    """Fetch municipalities from every source that is fetched without being named.

    Raises
    ------
    SourceError
        When nothing answers. What fails for itself is named in the report.
    StoreError
        When the lake can't be written. What is stored stays.
    """
    reports = []
    for source in all_sources():
        if source.order is not None:
            report = source.fetch(places, lake, asked or Asked())
            reports.append(report)
            if report.stopped:
                break
    return together(reports)
