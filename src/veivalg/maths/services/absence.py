"""What absence, variable pay, agency staff, turnover and small positions cost (M17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.maths.service_model.conversion import WEEKS, working_year
from veivalg.maths.services.staffing import Unit


def cost_of_a_point(fte: float, weekly_extra: float) -> float:
    """Give the extra cost a year of one percentage point more absence.

    Examples
    --------
    >>> round(cost_of_a_point(100, 17_000))
    884000
    """
    return 0.01 * fte * WEEKS * weekly_extra


def absence_cost(fte: float, share: float, weekly_extra: float) -> float:
    """Give the extra cost a year of the absence there is, pay not counted.

    Examples
    --------
    >>> round(absence_cost(100, 0.072, 17_000))
    6364800
    """
    return share * fte * WEEKS * weekly_extra


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay of a unit over a period, NOK; ``agency`` is what was paid to agencies for ``hours``."""

    unit: str
    fixed: float
    overtime: float
    extra: float
    temporary: float
    agency: float
    hours: float

    @property
    def variable(self) -> float:
        """Give overtime, extra work, temporary staff and agency together."""
        return self.overtime + self.extra + self.temporary + self.agency

    @property
    def whole(self) -> float:
        """Give all that was paid."""
        return self.fixed + self.variable

    @property
    def share(self) -> float | None:
        """Give the variable share of all that was paid; None when nothing was.

        Examples
        --------
        >>> Pay("A", 800.0, 80.0, 60.0, 20.0, 40.0, 0.0).share
        0.2
        """
        return self.variable / self.whole if self.whole else None

    @property
    def agency_hour(self) -> float | None:
        """Give the price of an agency hour; None without hours."""
        return self.agency / self.hours if self.hours > 0 else None


def add_pay(rows: Sequence[Pay], name: str = "") -> Pay:
    """Give the sum of several."""
    return Pay(
        name,
        *(
            sum(getattr(r, part) for r in rows)
            for part in ("fixed", "overtime", "extra", "temporary", "agency", "hours")
        ),
    )


def own_hour(yearly_cost: float) -> float:
    """Give what an hour at work of one's own costs, pension and employer's tax in the yearly cost.

    Examples
    --------
    >>> round(own_hour(834_250))
    500
    """
    return yearly_cost / working_year().worked


def agency_extra(pay: Pay, yearly_cost: float) -> float:
    """Give what the agency hours cost beyond own employees doing them; may be below 0.

    Examples
    --------
    >>> round(agency_extra(Pay("A", 0, 0, 0, 0, 900_000, 1000), 834_250))
    400000
    """
    return pay.agency - pay.hours * own_hour(yearly_cost)


def turnover_cost(heads: float, rate: float, each: float) -> float:
    """Give the cost a year of those who leave: advertising, training and lost work.

    Examples
    --------
    >>> turnover_cost(100, 0.1, 200_000)
    2000000.0
    """
    return heads * rate * each


def heads(fte: float, position: float) -> float:
    """Give the employees `fte` makes at a mean position.

    Examples
    --------
    >>> round(heads(251, 0.72), 1), heads(800, 0.8), heads(1600, 0.8)
    (348.6, 1000.0, 2000.0)
    """
    return fte / position


def uncovered(on_duty: float, people: float, every: float) -> float:
    """Give the weekend shifts that nobody fills, per weekend.

    Examples
    --------
    >>> round(uncovered(5, 10, 3), 2), uncovered(5, 15, 3)
    (3.33, 0.0)
    """
    return max(0.0, 2 * on_duty - 2 * people / every)


@dataclass(frozen=True, slots=True)
class FullTime:
    """What a mean position leads to in all units together.

    ``uncovered`` is weekend shifts per weekend; ``oftener`` and ``longer`` the same when the
    weekend comes oftener and when weekend shifts are longer; ``posts`` the weekend positions it
    takes to fill the rest; ``price`` NOK a year when they are filled by paid extra work.
    """

    position: float
    heads: float
    uncovered: float
    oftener: float
    longer: float
    posts: float
    price: float


def full_time(
    units: Sequence[Unit],
    position: float,
    every: float,
    *,
    hour: float,
    supplement: float,
    oftener: float = 2.5,
    longer: float = 12.0,
) -> FullTime:
    """Give what raising every position to `position` leaves uncovered in the weekends.

    Parameters
    ----------
    hour, supplement
        What an hour of one's own costs, and the supplement when it is extra work (1 is 100 %).
    oftener
        Work every so many weekends in the first alternative.
    longer
        Hours of a weekend shift in the second; the people on duty then cover more hours each.
    """
    open_now = open_oftener = open_longer = people = hours = 0.0
    for unit in units:
        own = heads(unit.net, position)
        duty = unit.weekend_duty
        weekend_hours = sum(s.weekend * s.length for s in unit.shifts)
        # Fewer, longer shifts give the same hours; shifts that are long already stay.
        fewer = sum(s.weekend * min(1.0, s.length / longer) for s in unit.shifts)
        missing = uncovered(duty, own, every)
        people += own
        open_now += missing
        open_oftener += uncovered(duty, own, oftener)
        open_longer += uncovered(fewer, own, every)
        hours += missing * weekend_hours / duty if duty else 0.0
    price = hours * WEEKS * hour * (1 + supplement)
    return FullTime(
        position, people, open_now, open_oftener, open_longer, open_now * every / 2, price
    )


def hidden_units(employees: Mapping[str, float], fewest: float) -> frozenset[str]:
    """Name the units whose shares are not shown, so that no total gives them back.

    A unit with fewer than `fewest` employees is hidden. What is known of all units less those
    shown is then a mean of the hidden; it must rest on at least two units and `fewest` employees,
    so that the smallest of the others are hidden until it does.

    Examples
    --------
    >>> sorted(hidden_units({"A": 8, "B": 40, "C": 25}, 20))
    ['A', 'C']
    """
    hidden = {unit for unit, n in employees.items() if n < fewest}
    rest = sorted((u for u in employees if u not in hidden), key=lambda u: (employees[u], u))
    while hidden and rest and (len(hidden) < 2 or sum(employees[u] for u in hidden) < fewest):
        hidden.add(rest.pop(0))
    return frozenset(hidden)
