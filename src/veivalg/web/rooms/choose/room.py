"""The room of choices. «scenariorom» and «plan-innenfor-rammene» have pages of their own."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.choose import pages, plan, saving

ROOM = Room(order=30, routers=(plan.router, plan.old_router, pages.router, saving.router))
