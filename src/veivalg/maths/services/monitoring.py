"""Økonomioppfølging: the account so far against the budget, and the forecast for the year (M19)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

MONTHS = 12
DAMPING = 0.5
Z80 = 1.2816
SHARE_LIMIT, AMOUNT_LIMIT = 0.02, 500_000.0
"""A deviation is flagged when it is over 2 % of the budget and over half a million NOK."""

EARLY = 2
"""So early in the year the pro rata forecast says nothing and gets no weight."""


def periodised(history: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Give each month's share of the year from earlier years' accounts.

    Parameters
    ----------
    history
        Years of twelve months each, NOK. Empty gives a twelfth a month.

    Returns
    -------
    tuple
        Twelve shares that sum to 1: the mean of the years' shares.
    """
    shares = [[m / sum(year) for m in year] for year in history if sum(year) > 0]
    if not shares:
        return (1 / MONTHS,) * MONTHS
    return tuple(sum(year[m] for year in shares) / len(shares) for m in range(MONTHS))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the year may end at; NOK.

    ``methods`` gives the five forecasts by name (None where they can't be made), ``weights`` how
    much each counts, ``value`` their combination, ``low``–``high`` the 80 % interval, at least as
    wide as the weighted forecasts spread (None when there are no earlier years to measure it by).
    """

    methods: Mapping[str, float | None]
    weights: Mapping[str, float]
    value: float
    low: float | None
    high: float | None


METHODS = ("as_budget", "pro_rata", "damped", "seasonal", "manager")


def as_budget(so_far: float, budget: float, shares: Sequence[float], month: int) -> float:
    """Give F1: the rest of the year as budgeted.

    Examples
    --------
    >>> b = [8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]
    >>> round(as_budget(66.5, 98, [x / 98 for x in b], 8), 3)
    100.8
    """
    return so_far + budget * sum(shares[month:])


def pro_rata(so_far: float, shares: Sequence[float], month: int) -> float | None:
    """Give F2: the deviation so far goes on all year; None where nothing is budgeted so far.

    Examples
    --------
    >>> b = [8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]
    >>> round(pro_rata(66.5, [x / 98 for x in b], 8), 3)
    102.308
    """
    passed = sum(shares[:month])
    return so_far / passed if passed > 0 else None


def damped(
    so_far: float, budget: float, shares: Sequence[float], month: int, theta: float = DAMPING
) -> float | None:
    """Give F3: a part `theta` of the deviation so far goes on.

    Examples
    --------
    >>> b = [8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]
    >>> round(damped(66.5, 98, [x / 98 for x in b], 8), 3)
    101.554
    """
    due = budget * sum(shares[:month])
    if due <= 0:
        return None
    return so_far + (budget - due) * (1 + theta * (so_far / due - 1))


def seasonal(history: Sequence[Sequence[float]], so_far: Sequence[float]) -> float | None:
    """Give F4: the same months last year, lifted by how much this year runs above it.

    A seasonal random walk with drift, smoothed: each month left is last year's month times the
    smoothed yearly growth. None with less than three earlier years or before the first month.
    """
    years = [list(y) for y in history]
    if len(years) < 3 or not so_far:
        return None
    last, passed = years[-1], sum(years[-1][: len(so_far)])
    if passed <= 0:
        return None
    growth = [sum(b) / sum(a) for a, b in pairwise(years) if sum(a) > 0]
    trend = growth[0] if growth else 1.0
    for step in growth[1:]:
        trend = 0.5 * step + 0.5 * trend
    # The year so far counts more the longer it has run.
    seen = len(so_far) / MONTHS
    lift = seen * (sum(so_far) / passed) + (1 - seen) * trend
    return sum(so_far) + lift * sum(last[len(so_far) :])


def forecast(
    so_far: Sequence[float],
    budget: float,
    history: Sequence[Sequence[float]] = (),
    manager: float | None = None,
    theta: float = DAMPING,
) -> Forecast:
    """Give the five forecasts and their combination.

    The weights are the inverse mean absolute error each method would have had in the earlier years
    at the same month; without earlier years they count alike. The manager's forecast has no record
    and is given the mean weight of the others.

    Parameters
    ----------
    so_far
        Account by month this year, NOK, January first.
    history
        Earlier years' months, oldest first.
    manager
        The manager's own forecast for the year.
    """
    month = len(so_far)
    made = _each(so_far, budget, history, theta)
    found: dict[str, float | None] = {**made, "manager": manager}
    errors = _errors(history, month, theta)
    usable = [
        n for n, v in made.items() if v is not None and not (n == "pro_rata" and month <= EARLY)
    ]
    raw = {n: 1 / max(errors[n], 1e-9) if n in errors else None for n in usable}
    known = [w for w in raw.values() if w is not None]
    mean = sum(known) / len(known) if known else 1.0
    weights = {n: mean if w is None else w for n, w in raw.items()}
    if manager is not None:
        weights["manager"] = sum(weights.values()) / len(weights) if weights else 1.0
    whole = sum(weights.values())
    scaled = {n: weights.get(n, 0.0) / whole if whole else 0.0 for n in METHODS}
    value = sum(w * v for n, w in scaled.items() if (v := found[n]) is not None and w)
    spread = _spread(history, month, theta, scaled)
    low, high = (
        (None, None) if spread is None else (value * (1 - Z80 * spread), value * (1 + Z80 * spread))
    )
    if low is not None and high is not None:
        # A few like years make the error look small; what the methods disagree on is not known.
        used = [v for n, w in scaled.items() if w and (v := found[n]) is not None]
        low, high = min(low, *used), max(high, *used)
    return Forecast(found, scaled, value, low, high)


def _each(
    so_far: Sequence[float], budget: float, history: Sequence[Sequence[float]], theta: float
) -> dict[str, float | None]:
    month, shares, total = len(so_far), periodised(history), sum(so_far)
    return {
        "as_budget": as_budget(total, budget, shares, month),
        "pro_rata": pro_rata(total, shares, month),
        "damped": damped(total, budget, shares, month, theta),
        "seasonal": seasonal(history, so_far),
    }


def _tries(
    history: Sequence[Sequence[float]], month: int, theta: float
) -> list[tuple[float, dict[str, float | None]]]:
    """Give what came and what each method said at `month`, for every year with one before it.

    Only earlier years are used for each; its budget is taken to be the year before, since old
    budgets are not known.
    """
    found = []
    for n in range(1, len(history)):
        before, year = history[:n], history[n]
        made = _each(year[:month], sum(before[-1]), before, theta)
        found.append((sum(year), made))
    return found


def _errors(history: Sequence[Sequence[float]], month: int, theta: float) -> dict[str, float]:
    """Give method → mean absolute error as a fraction of what came."""
    sums: dict[str, list[float]] = {}
    for came, made in _tries(history, month, theta):
        for name, value in made.items():
            if value is not None and came:
                sums.setdefault(name, []).append(abs(value - came) / abs(came))
    return {name: sum(v) / len(v) for name, v in sums.items()}


def _spread(
    history: Sequence[Sequence[float]], month: int, theta: float, weights: Mapping[str, float]
) -> float | None:
    """Give the root mean square error of the combination as a fraction, None under 2 tries."""
    errors = []
    for came, made in _tries(history, month, theta):
        parts = [(weights[n], v) for n, v in made.items() if v is not None and weights[n] > 0]
        whole = sum(w for w, _v in parts)
        if whole and came:
            errors.append((sum(w * v for w, v in parts) / whole - came) / came)
    if len(errors) < 2:
        return None
    return math.sqrt(sum(e * e for e in errors) / len(errors))


def due(budget: float, shares: Sequence[float], month: int) -> float:
    """Give the periodised budget so far."""
    return budget * sum(shares[:month])


def flagged(deviation: float, budget: float) -> bool:
    """Say whether a deviation is to be looked at: over 2 % and over half a million.

    Examples
    --------
    >>> flagged(-600_000, 20e6), flagged(-600_000, 50e6), flagged(-400_000, 10e6)
    (True, False, False)
    """
    return abs(deviation) > AMOUNT_LIMIT and abs(deviation) > SHARE_LIMIT * abs(budget)
