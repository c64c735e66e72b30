"""The room of comparison. «sammenlikn» is no chapter, so it comes before them."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.explorer import duel, pages, peers

ROOM = Room(order=20, routers=(pages.router, duel.router, peers.router))
