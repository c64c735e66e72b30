"""The room of data. Its addresses begin with «/api/»."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.api import data, documentation, tables

ROOM = Room(order=5, routers=(tables.router, data.router, documentation.router))
