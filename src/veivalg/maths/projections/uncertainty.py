"""How far off a projected total may be (M2): log-normal, wider further ahead and for small places.

``SIGMA5`` follows from SSB's own evaluation: less than five per cent off in eight of ten
municipalities after five years (Økonomiske analyser 4/2014). ``GAMMA`` and ``DELTA`` are choices.
Used only where one-year ages are not known; else the spread that the back-test has passed
(`tested.py`) takes its place.
"""

import math

from veivalg.content import Interval
from veivalg.foundation.i18n import _

SIGMA5 = 0.0390
GAMMA = 0.75
DELTA = 0.15
SMALL = 10_000
Z80 = 1.2816


def log_error(horizon: float, persons: float, gamma: float = GAMMA, delta: float = DELTA) -> float:
    """Give the standard deviation of the log of total population `horizon` years ahead.

    Examples
    --------
    >>> round(log_error(5, 20_000), 4), round(log_error(10, 20_000), 4)
    (0.039, 0.0656)
    """
    size = (persons / SMALL) ** -delta if 0 < persons < SMALL else 1.0
    return SIGMA5 * (horizon / 5) ** gamma * size if horizon > 0 else 0.0


def total_interval(
    persons: float, horizon: float, gamma: float = GAMMA, delta: float = DELTA
) -> Interval:
    """Give the 80 % interval around a projected total of `persons`, `horizon` years ahead."""
    spread = math.exp(Z80 * log_error(horizon, persons, gamma, delta))
    meaning = _(
        "åtte av ti ganger er folketallet mellom endene, etter SSBs tidligere treffsikkerhet"
    )
    return Interval(persons / spread, persons * spread, meaning, 0.8)
