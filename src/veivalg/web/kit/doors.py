"""The doors of the house: the front one stands open, the others open when somebody goes there."""

from collections.abc import Iterable
from threading import Event, Lock

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from veivalg.web.kit.room import Room, find_room, other_rooms


class House:
    """The rooms of an application, opened when they are wanted.

    Parameters
    ----------
    app
        Gets the routes.
    at_once
        What is there from the start, besides the front room.
    front
        The folder of the room that is there from the start.
    """

    def __init__(self, app: FastAPI, at_once: Iterable[APIRouter], front: str) -> None:
        self._app = app
        self._front = front
        self._lock = Lock()
        self.opened = False
        self.rooms: tuple[Room, ...] = ()
        self.answered = Event()
        for router in (*at_once, *find_room(front).routers):
            app.include_router(router)
        self._routes = tuple(app.router.routes)

    def at_the_door(self, scope: Scope) -> bool:
        """Say whether the front room answers this."""
        return any(route.matches(scope)[0] is not Match.NONE for route in self._routes)

    def open(self) -> None:
        """Open every room; whoever comes meanwhile waits."""
        with self._lock:
            if not self.opened:
                self.rooms = other_rooms(self._front)
                for room in self.rooms:
                    for router in room.routers:
                        self._app.include_router(router)
                self.opened = True


class Doors:
    """ASGI middleware: opens the other rooms before a request that the front room can't answer."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when the room it is for is open."""
        house = self._house
        if scope["type"] == "http" and not house.opened and not house.at_the_door(scope):
            await run_in_threadpool(house.open)
        await self._app(scope, receive, send)
        house.answered.set()
