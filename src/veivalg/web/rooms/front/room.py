"""The room at the door: light enough to answer before the others are opened."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.front import pages

ROOM = Room(order=10, routers=(pages.router,))
