"""The room at the door."""

from __future__ import annotations

from veivalg.web.kit.room import Room
from veivalg.web.rooms.front import about, municipality, pages

ROOM = Room(order=10, routers=(pages.router, about.router, municipality.router))
