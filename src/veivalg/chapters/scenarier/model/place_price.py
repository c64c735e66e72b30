"""What a place costs a year, net: running it (253) and its rooms (261), apart."""

from veivalg.chapters.scenarier.model import Compared


def place_price(compared: Compared) -> tuple[float, float] | None:
    """Give NOK a year of running a place and of its rooms today; None where one isn't known."""
    base = compared.inputs.base
    running, rooms = (base.booked.get(id) for id in ("long_stay", "premises"))
    if running is None or rooms is None or not base.places:
        return None
    return running.net / base.places, rooms.net / base.places
