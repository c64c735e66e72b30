"""What the chapter «okonomioppfolging» is worked out from (M19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.okonomioppfolging import SPEC
from veivalg.content import Assumption, Place, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.monitoring import Forecast, due, flagged, forecast, periodised
from veivalg.tables import Sourced

METHOD = SPEC.methods[0]
TABLES = ("monthly_accounts", "yearly_budgets")


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year so far.

    ``months`` are the accounts this year, ``history`` the earlier whole years, oldest first,
    ``later`` what is known to come and follows no pattern.
    """

    name: str
    months: tuple[float, ...]
    history: tuple[tuple[float, ...], ...]
    budget: float
    manager: float | None
    later: float
    overtime: float | None
    overtime_before: float | None
    forecast: Forecast

    @property
    def month(self) -> int:
        """Give the last month with an account."""
        return len(self.months)

    @property
    def so_far(self) -> float:
        """Give the account so far."""
        return sum(self.months)

    @property
    def due(self) -> float:
        """Give the periodised budget so far."""
        return due(self.budget - self.later, periodised(self.history), self.month)

    @property
    def deviation(self) -> float:
        """Give periodised budget less account: positive is spent less than planned."""
        return self.due - self.so_far

    @property
    def expected(self) -> float:
        """Give what the year is expected to end at."""
        return self.forecast.value + self.later

    @property
    def ends(self) -> tuple[float, float] | None:
        """Give the 80 % interval of the year's end, or None without earlier years."""
        low, high = self.forecast.low, self.forecast.high
        return None if low is None or high is None else (low + self.later, high + self.later)

    @property
    def year_end(self) -> float:
        """Give budget less what is expected; negative is an overspend."""
        return self.budget - self.expected

    @property
    def flagged(self) -> bool:
        """Say whether the year's end is to be looked at."""
        return flagged(self.year_end, self.budget)


@dataclass(frozen=True, slots=True)
class Model:
    """Every unit's year, and what it is worked out from."""

    place: Place
    year: int
    units: tuple[UnitYear, ...]
    unbudgeted: tuple[str, ...]
    theta: Assumption
    accounts: Sourced
    budgets: Sourced

    @property
    def month(self) -> int:
        """Give the last month any unit has an account for."""
        return max(u.month for u in self.units)

    @property
    def behind(self) -> tuple[str, ...]:
        """Give the units whose accounts end earlier than the others'."""
        return tuple(u.name for u in self.units if u.month < self.month)

    @property
    def period(self) -> str:
        """Give the period the account covers: «januar–august 2025»."""
        names = months()
        last = names[self.month - 1]
        return f"{last} {self.year}" if self.month == 1 else f"{names[0]}–{last} {self.year}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of the accounts, the budgets and the forecast."""
        return (self.accounts.source(), self.budgets.source(), self.figures.made_by())

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from all the units."""
        account = Figures(self.place, self.period, self.accounts.source())(
            "regnskap", _("Regnskap hittil"), sum(u.so_far for u in self.units), Unit.NOK
        )
        budget = Figures(self.place, str(self.year), self.budgets.source())(
            "budsjett", _("Revidert budsjett"), sum(u.budget for u in self.units), Unit.NOK
        )
        title, inputs = _("Prognose for året"), (account, budget)
        return Figures(self.place, self.period, None, METHOD, title, inputs, (self.theta,))


def months() -> tuple[str, ...]:
    """Give the months' names."""
    return (
        _("januar"),
        _("februar"),
        _("mars"),
        _("april"),
        _("mai"),
        _("juni"),
        _("juli"),
        _("august"),
        _("september"),
        _("oktober"),
        _("november"),
        _("desember"),
    )


def damping(evidence: Evidence) -> Assumption:
    """Give how much of the deviation so far is taken to go on."""
    return set_out(evidence, "oppfolging_demping")[0]


def lacking(evidence: Evidence) -> list[str]:
    """Give the tables that have not been brought."""
    return [name for name in TABLES if not evidence.has_own(name)]


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when accounts or budgets have not been brought."""
    accounts, budgets = evidence.own.get("monthly_accounts"), evidence.own.get("yearly_budgets")
    if accounts is None or budgets is None or accounts.frame.is_empty():
        return None
    year = int(accounts.frame["year"].max())  # type: ignore[arg-type]
    planned = {r["unit"]: r for r in budgets.frame.iter_rows(named=True) if r["year"] == year}
    theta, books = damping(evidence), _books(accounts)
    units = tuple(
        _unit(name, by, planned[name], year, theta.value)
        for name, by in books.items()
        if name in planned and year in by
    )
    if not units:
        return None
    unbudgeted = tuple(n for n, by in books.items() if year in by and n not in planned)
    return Model(evidence.place, year, units, unbudgeted, theta, accounts, budgets)


Book = Mapping[int, Sequence[tuple[float, float | None]]]


def _books(table: Sourced) -> dict[str, dict[int, list[tuple[float, float | None]]]]:
    """Give unit → year → (amount, overtime) by month."""
    found: dict[str, dict[int, list[tuple[float, float | None]]]] = {}
    frame = table.frame.sort("year", "month", maintain_order=True)
    for r in frame.iter_rows(named=True):
        by = found.setdefault(r["unit"], {})
        by.setdefault(int(r["year"]), []).append((r["amount"], r["overtime"]))
    return found


def _unit(
    name: str, by: Book, plan: Mapping[str, float | None], year: int, theta: float
) -> UnitYear:
    amounts = {y: tuple(a for a, _o in rows) for y, rows in by.items()}
    history = tuple(amounts[y] for y in sorted(amounts) if y < year and len(amounts[y]) == 12)
    now, later, budget = amounts[year], plan["known_later"] or 0.0, plan["budget"] or 0.0
    manager = plan["manager_forecast"]
    # What follows no pattern is kept out of the methods and put to the result.
    told = None if manager is None else manager - later
    made = forecast(now, budget - later, history, told, theta)
    return UnitYear(
        name,
        now,
        history,
        budget,
        manager,
        later,
        _overtime(by.get(year), len(now)),
        _overtime(by.get(year - 1), len(now)),
        made,
    )


def _overtime(rows: Sequence[tuple[float, float | None]] | None, month: int) -> float | None:
    """Give overtime and the like as a share of the account so far, or None when not told."""
    known = [(a, o) for a, o in (rows or ())[:month] if o is not None]
    whole = sum(a for a, _o in known)
    return sum(o for _a, o in known) / whole if len(known) == month and whole > 0 else None
