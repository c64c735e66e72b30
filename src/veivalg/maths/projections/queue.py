"""Queues for a fixed number of places: Erlang's loss and waiting formulas (method M15)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """What happens with ``places`` places and ``load`` people wanting one at any time.

    Parameters
    ----------
    load
        Arrivals per week times mean stay in weeks (offered load, persons).
    blocked
        Share of arrivals meeting no free place when those must be helped elsewhere.
    waits
        Share who must wait when all wait for a place; 1 when capacity is lacking.
    waiting
        Mean number waiting; None when capacity is lacking (the queue grows without end).
    mean_wait_weeks
        Mean wait over all arrivals; None when capacity is lacking or nobody arrives.
    occupancy
        Share of places in use when the blocked go elsewhere.
    """

    places: int
    load: float
    blocked: float
    waits: float
    waiting: float | None
    mean_wait_weeks: float | None
    occupancy: float

    @property
    def lacking(self) -> bool:
        """Say whether demand is as large as capacity: «kapasitet mangler»."""
        return self.waiting is None


def erlang_b(load: float, places: int) -> float:
    """Give the share of arrivals that find every place taken.

    The recursion ``B(c) = A·B(c−1) / (c + A·B(c−1))`` has no factorials and can't overflow.

    Raises
    ------
    ValueError
        When ``load`` or ``places`` is negative.

    Examples
    --------
    >>> round(erlang_b(20, 24), 4)
    0.0661
    """
    if load < 0 or places < 0:
        raise ValueError(f"load {load!r} and places {places!r} must not be negative")
    blocked = 1.0
    for c in range(1, places + 1):
        blocked = load * blocked / (c + load * blocked)
    return blocked


def erlang_c(load: float, places: int) -> float:
    """Give the share of arrivals that must wait; 1 when the load fills every place.

    Examples
    --------
    >>> round(erlang_c(20, 24), 4)
    0.2981
    """
    if load >= places:
        return 1.0
    blocked = erlang_b(load, places)
    return blocked / (1 - load / places * (1 - blocked))


def queue(arrivals_per_week: float, mean_stay_weeks: float, places: int) -> Queue:
    """Describe the queue for `places` places.

    Examples
    --------
    >>> q = queue(10, 2, 26)
    >>> round(q.waits, 4), round(q.waiting or 0, 3)
    (0.1434, 0.478)
    """
    load = arrivals_per_week * mean_stay_weeks
    blocked, waits = erlang_b(load, places), erlang_c(load, places)
    waiting = waits * load / (places - load) if load < places else None
    wait = waiting / arrivals_per_week if waiting is not None and arrivals_per_week > 0 else None
    occupancy = load * (1 - blocked) / places if places else 0.0
    return Queue(places, load, blocked, waits, waiting, wait, occupancy)


def offered_load(carried: float, places: int) -> float:
    """Give the load that leaves `carried` places taken: solve ``A·(1 − B(A, c)) = carried``.

    Those in a place are the carried load; those who met none have gone elsewhere and are not
    counted, so that the load wanted is larger. Solved by bisection.

    Raises
    ------
    ValueError
        When `carried` is negative, or as large as `places`: no load gives that.

    Examples
    --------
    >>> load = offered_load(22, 28)
    >>> round(load, 2), round(load * (1 - erlang_b(load, 28)), 6)
    (23.31, 22.0)
    """
    if not 0 <= carried < places:
        raise ValueError(f"carried {carried!r} must be from 0 and below places {places!r}")
    low, high = carried, 2.0 * places
    while high * (1 - erlang_b(high, places)) < carried:
        high *= 2
    for _step in range(100):
        middle = (low + high) / 2
        if middle * (1 - erlang_b(middle, places)) < carried:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def fewest_places(load: float, blocked_at_most: float = 0.05) -> int:
    """Give the smallest number of places with at most this share blocked.

    Raises
    ------
    ValueError
        When the share is not above 0 and below or at 1.

    Examples
    --------
    >>> fewest_places(20, 0.05)
    26
    """
    if not 0 < blocked_at_most <= 1:
        raise ValueError(f"blocked_at_most {blocked_at_most!r} must be above 0 and at most 1")
    if load < 0:
        raise ValueError(f"load {load!r} must not be negative")
    places, blocked = 0, 1.0
    while blocked > blocked_at_most:
        places += 1
        blocked = load * blocked / (places + load * blocked)
    return places
