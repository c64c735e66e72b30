"""From levers to how care is run: the one place that tells the service model what was chosen."""

import numpy as np

from veivalg.maths.scenarios.drivers import Paths
from veivalg.maths.scenarios.levers import Levers, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.flow import ZERO, Practice, Residents
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.start import Array

DRIVERS = tuple(Driver)
RESIDENTS = tuple(Residents)
"""In the order of the choices of the levers `driver` and `dwellings_follow`."""


def practice(levers: Levers, paths: Paths, capital: Array = ZERO) -> Practice:
    """Give how care is run when the levers stand as in `paths`.

    Parameters
    ----------
    capital
        NOK a year for buildings.
    """

    def beyond(id: str) -> Array:
        found: Array = paths[id] - np.float32(levers[id].today)
        return found

    def factor(id: str) -> Array:
        found: Array = paths[id] / np.float32(levers[id].today)
        return found

    def decided(id: str) -> Array:
        found: Array = np.where(beyond(id) == 0, np.nan, paths[id])
        return found

    realised = paths["realised_share"]
    units = ("dispensers", "dispenser_hours"), ("digital_supervision", "supervision_hours")
    return Practice(
        driver=DRIVERS[_chosen(paths, "driver")],
        residents=RESIDENTS[_chosen(paths, "dwellings_follow")],
        trend=paths["rate_trend"],
        health=paths["health_improvement"],
        young=paths["young_trend"],
        ageing=paths["ageing_80"],
        coverage=decided("coverage_institution"),
        housed=decided("share_staffed_housing"),
        home_instead=paths["home_instead_of_institution"],
        home=paths["coverage_home"],
        hours_instead=paths["substitute_hours"],
        hours_dwelling=paths["dwelling_hours"],
        per_dwelling=paths["fte_per_dwelling"],
        per_place=paths["fte_per_place"],
        price_place=factor("place_cost"),
        price_dwelling=factor("dwelling_cost"),
        price_hour=factor("hour_cost"),
        hour=paths["hour_cost"] if levers["hour_cost"].known else None,
        contact=1 / factor("contact"),
        paid=1 / factor("attendance"),
        substitutes=np.float32(1 - levers["sick_leave"].today) / (1 - paths["sick_leave"]),
        trained=paths["rehabilitation_team"],
        less=paths["rehabilitation_effect"],
        team=paths["rehabilitation_fte"] / 100,
        saved=tuple(paths[n] * paths[hours] * realised for n, hours in units),
        technology=sum(paths[n] for n, _hours in units) * paths["technology_cost"],
        capital=capital,
        growth=paths["price_growth"],
    )


def followed_by(levers: Levers, scenario: Scenario) -> Driver:
    """Give what the places of a scenario follow where its coverage isn't decided."""
    return DRIVERS[round(value_of(levers, scenario, "driver"))]


def _chosen(paths: Paths, id: str) -> int:
    """Give the number of a choice: what it is in the last year, since today has no other."""
    return round(float(paths[id][-1, -1]))
