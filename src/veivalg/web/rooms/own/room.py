"""The room of own figures. «mottak» is no table, so it comes before them."""

from veivalg.web.kit.room import Room
from veivalg.web.rooms.own import budget_frame, history, intake, pages, typed_rows

ROOM = Room(
    order=40,
    routers=(
        intake.router,
        history.router,
        typed_rows.router,
        pages.router,
        budget_frame.router,
    ),
)
