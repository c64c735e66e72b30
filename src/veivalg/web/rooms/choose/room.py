"""The room of choices. «scenariorom» and «sammensetning» have pages of their own."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.choose import mix, pages, saving

ROOM = Room(order=30, routers=(mix.router, pages.router, saving.router))
