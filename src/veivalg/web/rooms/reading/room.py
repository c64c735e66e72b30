"""The room to read in: last, since a chapter may be called anything."""

from __future__ import annotations

from veivalg.web.kit.room import Room
from veivalg.web.rooms.reading import backtest, documents, downloads, notes, pages

ROOM = Room(
    order=90,
    routers=(backtest.router, documents.router, downloads.router, notes.router, pages.router),
)
