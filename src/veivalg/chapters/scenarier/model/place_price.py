"""What a place costs a year: running it and its rooms, apart, as both are told."""

from typing import NamedTuple

from veivalg.chapters.scenarier.model import Compared


class PlacePrice(NamedTuple):
    """NOK a year net of a place today: running it (253), and its rooms (261)."""

    running: float
    rooms: float


def place_price(compared: Compared) -> PlacePrice | None:
    """Give the price of a place in the accounts; None where a part of it isn't known.

    Rooms follow the places needed beyond today's. Those there are cost the same when fewer use
    them, so that a place less saves its rooms only where it isn't built.
    """
    base = compared.inputs.base
    running, rooms = (base.booked.get(id) for id in ("long_stay", "premises"))
    if running is None or rooms is None or not base.places:
        return None
    return PlacePrice(running.net / base.places, rooms.net / base.places)
