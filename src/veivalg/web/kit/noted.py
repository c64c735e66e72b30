"""Who has read own figures on the pages, and what read keys were used for, is written down."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veivalg.own.readings import Readings
from veivalg.web.kit import keys
from veivalg.web.kit.access import GIVEN

if TYPE_CHECKING:
    from veivalg.own.versions import OwnStore

_PLACE = re.compile(r"/(?:kommune|api/kommuner)/([0-9]{4})(?:[/.](.*))?")
OWN = "egne-tall"
SILENT = {"henting", "lages", "mottak", "mal"}
"""Parts of addresses that show no figures that are stored."""


class Noted:
    """ASGI middleware, inside what lets in: writes down what was read and answered.

    Parameters
    ----------
    folder
        The data folder.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder, self._readings, self._keys = folder, Readings(folder), keys.ReadKeys(folder)

    @cached_property
    def _store(self) -> "OwnStore":
        # The front page loads no library of numbers, and this one does.
        from veivalg.own.versions import OwnStore

        return OwnStore(self._folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what it was once it is answered."""
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self._app(scope, receive, watched)
        if scope["type"] == "http" and 200 <= status < 300 and scope["method"] == "GET":
            secret = scope.get(GIVEN, {}).get(keys.PARAMETER)
            if secret is not None or _PLACE.fullmatch(scope["path"]):
                await run_in_threadpool(self._note, scope["path"], secret)

    def _note(self, path: str, secret: str | None) -> None:
        if secret is not None:
            key = self._keys.find(secret)
            self._readings.note("nokkel", path, who=key.name if key is not None else "?")
            return
        found = _PLACE.fullmatch(path)
        assert found is not None
        place, parts = found[1], re.split("[/.]", found[2] or "")
        tables = shown(parts, self._store.tables(place))
        if tables:
            self._readings.note("nettside", path, place, tables)


def shown(parts: Sequence[str], stored: Sequence[str]) -> tuple[str, ...]:
    """Give the stored tables an address may show: of a table, of a chapter, else any.

    Examples
    --------
    >>> shown(["egne-tall", "elever", "xlsx"], ["pupils", "absence"])
    ('pupils',)
    >>> shown(["rapport", "pdf"], ["pupils", "absence"])
    ('pupils', 'absence')
    >>> shown(["egne-tall"], ["pupils"]), shown(["befolkning"], ["pupils"])
    ((), ())
    """
    from veivalg.chapters.common.registry import all_chapters
    from veivalg.web.kit.own_status import by_template

    if not stored or not SILENT.isdisjoint(parts):
        return ()
    if parts[0] == OWN:
        table = by_template().get(parts[1]) if len(parts) > 1 else None
        return (table.name,) if table is not None and table.name in stored else ()
    needs = {spec.id: frozenset(spec.needs) for spec in all_chapters()}
    chapter = next((part for part in parts if part in needs), None)
    return tuple(name for name in stored if chapter is None or name in needs[chapter])
