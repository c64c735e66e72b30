"""What the services cost a year in fixed prices, by service (methods M7, M15, M16)."""

from collections.abc import Mapping

import numpy as np

from veivalg.maths.scenarios.drivers import Paths
from veivalg.maths.scenarios.services import Array, Base
from veivalg.maths.scenarios.technology import yearly_cost
from veivalg.maths.services.technology import HOURS_A_WEEK, HOURS_A_YEAR


def cost(base: Base, found: Mapping[str, Array], paths: Paths, capital: Array) -> dict[str, Array]:
    """Give NOK a year by service and in all; empty when årsverk can't be told.

    Home services cost their hours, institutions their årsverk at today's cost per place, dwellings
    their own price. Price growth beyond the deflator is on all but buildings.
    """
    if "fte" not in found or not base.institution or not base.fte_institution:
        return {}
    growth = paths["price_growth"]
    per_fte = paths["place_cost"] * (base.institution / base.fte_institution)
    parts = {
        "cost_home": found["fte_home"] * HOURS_A_YEAR * paths["hour_cost"] * growth,
        "cost_institution": found["fte_institution"] * per_fte * growth,
        "cost_dwellings": (
            found["fte_dwellings"] / paths["fte_per_dwelling"] * paths["dwelling_cost"] * growth
        ),
        "cost_technology": yearly_cost(paths) * growth,
        "cost_capital": capital,
    }
    total = sum(parts.values(), start=np.zeros((1, 1), dtype=np.float32))
    return parts | {"cost": total}


def without_places(found: Mapping[str, Array], paths: Paths) -> Array | None:
    """Give NOK a year to help those who lack a place at home; None when places aren't known."""
    if "institution_gap" not in found:
        return None
    hours = np.maximum(found["institution_gap"], 0) * paths["substitute_hours"]
    if "dwellings_24h_gap" in found:
        per_week = paths["fte_per_dwelling"] * HOURS_A_WEEK
        hours = hours + np.maximum(found["dwellings_24h_gap"], 0) * per_week
    result: Array = hours * 52 * paths["hour_cost"] * paths["price_growth"]
    return result
