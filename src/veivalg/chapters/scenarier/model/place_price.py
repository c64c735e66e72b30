"""What a place costs a year, net: running it (253) and its rooms (261), apart; prices in doubt."""

from collections.abc import Collection

from veivalg.chapters.common.sentences import listed
from veivalg.chapters.scenarier.model import Compared
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.today import PRICED
from veivalg.maths.service_model.prices import UNSURE, unsure

UNDER = {id: LEVERS[id].assumption for id in PRICED}
"""Lever → the price it stands at."""
WHERE = N_("Hva tallene avhenger mest av")
"""The section that says why a price is in doubt."""


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


def why_doubted(compared: Compared) -> str:
    """Say which prices some scenario stands at can't be trusted, and why; empty where all can."""
    settings = [run.scenario.settings for run in compared.runs]
    kept = [UNDER[id] for id in PRICED if not all(id in moved for moved in settings)]
    return unsure(compared.inputs.today.prices, *kept, tried=True)


def doubt(compared: Compared, i: int, ids: Collection[str] = PRICED) -> str:
    """Point to why the prices a number of a scenario rests on can't be trusted; empty likewise."""
    moved, prices = compared.runs[i].scenario.settings, compared.inputs.today.prices
    kept = [UNDER[id] for id in PRICED if id in ids and id not in moved]
    told = [_(UNSURE[id]) for id in kept if id in prices and prices[id].uncertain]
    text = _("Usikker pris på {what}, se «{where}».")
    return text.format(what=listed(told), where=_(WHERE)) if told else ""
