"""How far two outcomes lie apart, told so that numbers beside each other subtract."""

from typing import NamedTuple

from veivalg.chapters.scenarier.model import Compared, Run, digits_of
from veivalg.content import format_number, presented, round_half_up
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.service_model.sensitivity import Tried


class Apart(NamedTuple):
    """How much more one is than another, its 80 % interval, and the decimals all are told with."""

    middle: float
    low: float
    high: float
    decimals: int

    @property
    def values(self) -> tuple[float, float, float]:
        """Give the middle and the two ends."""
        return self[:3]


def apart(compared: Compared, own: Run, other: Run, id: str) -> Apart:
    """Give how much more a scenario gives than another: the difference of the two as each is told.

    989 less 934 million is 55 wherever it stands, also where another chapter tells the other. Where
    both are told alike, what lies between is given as it is. One against itself is its change since
    today.
    """
    year, unit = compared.year, QUANTITIES[id].unit
    middle, low, high = own.outcome.beyond(other.outcome, id, year)
    now = own.outcome.middle(id, year)
    digits = digits_of(unit, now, now - middle)
    whole, part = (round_half_up(presented(v, unit), digits) for v in (now, now - middle))
    if whole == part:
        return Apart(middle, low, high, digits_of(unit, middle))
    told = float(whole - part) / presented(1.0, unit)
    if own is other:  # today is one number: the ends are told less that, as the middle is
        ends = own.outcome.told(id, year)[1:]
        low, high = (
            float(round_half_up(presented(end, unit), digits) - part) / presented(1.0, unit)
            for end in ends
        )
    if round_half_up(presented(high - low, unit), digits) == 0:  # sure: only rounding lies between
        return Apart(told, told, told, digits)
    return Apart(told, min(low, told), max(high, told), digits)


def unsure(compared: Compared, i: int, id: str) -> bool:
    """Say whether it is uncertain which way a scenario differs from the first one, or from today.

    One assumption alone may turn the sign within its own range, or the 80 % interval of the
    difference holds both.
    """
    found = compared.rests.get(i, {}).get(id)
    held = (compared.against.get(i), compared.runs[0])
    if found is not None and found.uncertain:
        return True
    return any(run is not None and sides(compared, i, id, run) == EITHER for run in held)


def ends_of(one: Tried, off: float) -> tuple[float, float]:
    """Give what a change becomes at both ends an assumption is tried at, as it is told.

    It is held against the change as that is told, `off` from what it is: nothing moved gives that.
    """
    low, high = (v + off if (v + off) * v > 0 else v for v in one.ends)
    return low, high


EITHER = (False, True)


def sides(compared: Compared, i: int, id: str, against: Run) -> tuple[bool, bool]:
    """Say of each end of a change whether it is a rise; one written as nothing is on no side."""
    _middle, *ends, digits = apart(compared, compared.runs[i], against, id)
    none, *told = (format_number(abs(v), QUANTITIES[id].unit, digits) for v in (0, *ends))
    low, high = (end >= 0 for end in ends)
    return (high if told[0] == none else low, low if told[1] == none else high)
