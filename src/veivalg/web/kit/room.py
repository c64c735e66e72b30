"""How a room is known: its routes, and where they stand among those of the other rooms."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import APIRouter

from veivalg.web.kit.folders import ROOMS

if TYPE_CHECKING:
    from veivalg.web.kit.site import Site


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the site, told as ``ROOM`` in its ``room.py``.

    Parameters
    ----------
    order
        Rooms with fixed addresses come before those whose addresses hold any name: the first route
        that fits answers.
    routers
        In the order they are asked.
    warm
        Makes ready, in the background, what the first reader would else wait for.
    """

    order: int
    routers: tuple[APIRouter, ...]
    warm: Callable[[Site], None] | None = None


def find_room(name: str) -> Room:
    """Give the room in the folder `name`."""
    found: Room = import_module(f"veivalg.web.rooms.{name}.room").ROOM
    return found


def other_rooms(front: str) -> tuple[Room, ...]:
    """Give every room there is a folder for but `front`, in the order their routes are asked."""
    names = (module.name for module in pkgutil.iter_modules([str(ROOMS)]))
    return tuple(sorted((find_room(n) for n in names if n != front), key=lambda room: room.order))
