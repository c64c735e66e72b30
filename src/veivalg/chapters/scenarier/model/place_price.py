"""Prices a scenario stands at that are in doubt, and where it is said why."""

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
