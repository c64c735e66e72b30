"""How årsverk are split on services: SSB has no årsverk by function."""

from collections.abc import Mapping

from veivalg.maths.service_model.accounts import Booked
from veivalg.maths.service_model.care import LabourSplit
from veivalg.maths.service_model.counts import Counts
from veivalg.maths.service_model.services import services

PREMISES = "261"


def labour_split(
    booked: Booked | None, counts: Counts, lowest: float
) -> tuple[LabourSplit, dict[str, float]]:
    """Give how årsverk are split, and service → its share of them all.

    By pay where accounts by art tell it; else by gross cost less purchases, buildings left out,
    since few in 14533 work with them; else places at the lowest staffing and the rest to help at
    home. Only a split by pay may be shown.

    Parameters
    ----------
    lowest
        Årsverk per place in the price list.
    """
    if not counts.fte:
        return LabourSplit("none", shown=False), {}
    if booked is not None:
        by_pay = booked.pay is not None
        amounts = {
            code: (f.pay or 0.0) if by_pay else _own_production(code, f.gross, f.bought)
            for code, f in booked.functions.items()
        }
        return LabourSplit("wages" if by_pay else "gross", shown=by_pay), _shares(amounts)
    if not counts.institution:
        return LabourSplit("none", shown=False), {}
    institution = min(counts.institution * lowest / counts.fte, 1.0)
    shares = {"long_stay": institution, "home": 1 - institution}
    return LabourSplit("assumed", shown=False), shares


def _own_production(code: str, gross: float, bought: float | None) -> float:
    return 0.0 if code == PREMISES else max(gross - (bought or 0.0), 0.0)


def _shares(amounts: Mapping[str, float]) -> dict[str, float]:
    moved = {s.function: s.id for s in services().values() if s.function} | {"254": "home"}
    whole = sum(amounts.values())
    return {moved[code]: amount / whole for code, amount in amounts.items() if whole}
