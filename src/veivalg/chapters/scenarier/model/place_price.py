"""What a place costs a year, net: running it (253) and its rooms (261), apart."""

from veivalg.chapters.scenarier.model import Compared
from veivalg.maths.service_model.prices import unsure


def place_price(compared: Compared) -> tuple[float, float] | None:
    """Give NOK a year of running a place and of its rooms today; None where one isn't known.

    Of fewer than ten places it is the price that the paths move by.
    """
    base = compared.inputs.base
    running, rooms = (base.booked.get(id) for id in ("long_stay", "premises"))
    if running is None or rooms is None or not base.places:
        return None
    if running.still_net is not None:
        place, room = (compared.inputs.today.prices[f"{id}_net"] for id in ("place", "premises"))
        return (place.before or place).value, (room.before or room).value
    return running.net / base.places, rooms.net / base.places


def doubt(compared: Compared, i: int, *ids: str) -> str:
    """Say which of the prices a scenario stands at can't be trusted; empty where all can."""
    levers, moved = compared.inputs.levers, compared.runs[i].scenario.settings
    kept = (levers[id].lever.assumption for id in ids if id not in moved)
    return unsure(compared.inputs.today.prices, *kept)
