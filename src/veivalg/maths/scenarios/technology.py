"""What welfare technology frees in a scenario (method M16): årsverk, and what it costs."""

import numpy as np

from veivalg.maths.scenarios.drivers import Path, Paths
from veivalg.maths.services.technology import HOURS_A_WEEK


def freed(paths: Paths, fte_home: Path) -> Path:
    """Give årsverk that technology frees in home services.

    Technologies work on the hours the others leave, so that no hour is freed twice, and never on
    more hours than are given.
    """
    left = np.ones((1, 1), dtype=fte_home.dtype)
    safe = np.maximum(fte_home, 1e-6)
    for units, hours in (
        ("dispensers", "dispenser_hours"),
        ("digital_supervision", "supervision_hours"),
    ):
        saved = paths[units] * paths[hours] * paths["realised_share"] / HOURS_A_WEEK
        left = left * (1 - np.minimum(saved / safe, 1))
    found: Path = fte_home * (1 - left)
    return found


def yearly_cost(paths: Paths) -> Path:
    """Give NOK a year for the units in use."""
    found: Path = (paths["dispensers"] + paths["digital_supervision"]) * paths["technology_cost"]
    return found
