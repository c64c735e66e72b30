"""Care in a municipality today, as the whole model and every chapter takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from veivalg.content import Missing, Place, Source
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.conversion import WorkingYear
from veivalg.maths.service_model.counts import Counts
from veivalg.maths.service_model.services import ServiceToday
from veivalg.norway.prices import Price


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the bridge: what lies between gross and net, NOK.

    Only the last one, of what arts don't tell, may be under 0: arts are of the treasury alone.
    """

    id: str
    label: str
    amount: float


@dataclass(frozen=True, slots=True)
class Function:
    """A KOSTRA function in the accounts of the newest year, NOK.

    Parameters
    ----------
    terms
        From gross to net: they add up to ``gross - net``.
    bought
        Bought from others (A370 and the like); None where arts aren't known.
    pay
        Pay, pension and employer's tax less refunded sick pay (AG16); None likewise.
    other
        What no service explains, of ``gross``: it doesn't move. Depreciation of buildings is in it,
        since capital is a line of its own.
    other_net
        The same of ``net``; None where it is as large a share of it.
    """

    code: str
    gross: float
    net: float
    terms: tuple[Term, ...]
    bought: float | None = None
    pay: float | None = None
    other: float = 0.0
    other_net: float | None = None

    @property
    def bought_share(self) -> float | None:
        """Give the share of gross that is bought; None where it isn't known."""
        return None if self.bought is None or not self.gross else self.bought / self.gross


@dataclass(frozen=True, slots=True)
class Factor:
    """How a function's accounts lie against a price known independently.

    Parameters
    ----------
    modelled_gross, modelled_net
        Volume × own price, plus what no service explains: equal to the accounts.
    used, independent
        The two prices: what is reckoned with, and one that is None where none is known.
    ratio
        Used ÷ independent, with employer's tax and year made equal; None likewise.
    finding
        A sentence when the ratio is outside 0.8–1.25; else empty.
    """

    function: str
    modelled_gross: float
    modelled_net: float
    used: Price | None
    independent: Price | None
    ratio: float | None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class LabourSplit:
    """How årsverk are split on services.

    Parameters
    ----------
    kind
        ``wages`` (pay by function), ``gross`` (gross less purchases) or ``assumed`` (places × the
        lowest staffing); ``none`` where even that isn't known.
    shown
        Whether the split, and årsverk per place, may be shown: with pay by function or a roster.
    """

    kind: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the model doesn't hold.

    Parameters
    ----------
    id
        ``bought``, ``no_institution``, ``host``, ``oslo``, ``few``, ``few_price``, ``hidden``,
        ``hours`` or ``labour``.
    service
        Service or function it holds for; empty for all.
    text
        What it means for the reader, in a sentence.
    """

    id: str
    service: str
    text: str


@dataclass(frozen=True, slots=True)
class CareToday:
    """Everything of care in one municipality as it was counted last.

    Parameters
    ----------
    base_year
        1 January of the year after the counts: what populations are set to.
    accounts_year
        Year of ``functions``; None when accounts by function are not there: then no kroner.
    fte
        Agreed årsverk in all (14533).
    fte_user_facing
        «Brukerrettede årsverk» (12292): another quantity.
    counts
        Year → what is counted, for trends and for the denominators of prices.
    before
        The same prices of the accounts' year before, to see how far one year can be trusted.
    by_table
        Name of a table → the source of the municipality's rows in it.
    at_home
        Year → gross and net of 254, and of 257 and 258 together: the series over the break.
    coverage
        Year → residents in long stay aged 80 and over per inhabitant as old, for the trend;
        ``coverage_home`` the same of users of home services.
    prices
        Id → price: own where the accounts give it, else of the price list.
    refused
        Id of a price that isn't given → why.
    limits, missing
        Where the model doesn't hold, and what is not known.
    """

    place: Place
    base_year: int
    accounts_year: int | None
    services: Mapping[str, ServiceToday]
    fte: float | None
    fte_user_facing: float | None
    labour: LabourSplit
    year: WorkingYear
    prices: Mapping[str, Price]
    refused: Mapping[str, str]
    functions: Mapping[str, Function]
    factors: Mapping[str, Factor]
    coverage: Mapping[int, float]
    limits: tuple[Limit, ...]
    missing: tuple[Missing, ...]
    sources: tuple[Source, ...]
    counts: Mapping[int, Counts] = field(default_factory=dict)
    before: Mapping[str, Price] = field(default_factory=dict)
    coverage_home: Mapping[int, float] = field(default_factory=dict)
    at_home: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    by_table: Mapping[str, Source] = field(default_factory=dict)

    @property
    def priced(self) -> bool:
        """Say whether kroner may be told: only where accounts by function are known."""
        return self.accounts_year is not None

    @property
    def price_level(self) -> str:
        """Name what year's kroner every amount is in: «2025-kroner»; empty without accounts."""
        return _("{year}-kroner").format(year=self.accounts_year) if self.priced else ""

    @property
    def gross(self) -> float | None:
        """Give NOK a year, gross, of all care functions."""
        return sum(f.gross for f in self.functions.values()) if self.priced else None

    @property
    def net(self) -> float | None:
        """Give NOK a year, net, of all care functions."""
        return sum(f.net for f in self.functions.values()) if self.priced else None

    def limited(self, id: str, service: str = "") -> bool:
        """Say whether a limit holds for a service (any when none is named)."""
        return any(x.id == id and (not service or x.service in ("", service)) for x in self.limits)
