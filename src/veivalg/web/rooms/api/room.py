"""The room of data. Its addresses begin with «/api/»."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.api import data, documentation

ROOM = Room(order=5, routers=(data.router, documentation.router))
