"""The room to read in: last, since a chapter may be called anything."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.reading import (
    about,
    backtest,
    documents,
    downloads,
    embedded,
    fetching,
    keys,
    notes,
    overview,
    pages,
    reports,
    search,
    stages,
)

PAGES = (
    about,
    keys,
    fetching,
    overview,
    stages,
    reports,
    backtest,
    documents,
    downloads,
    embedded,
    notes,
    search,
    pages,
)
ROOM = Room(order=90, routers=tuple(page.router for page in PAGES), warm=overview.warm)
