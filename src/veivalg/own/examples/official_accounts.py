"""Made-up accounts and finances of Eksempelkommunen, function by function. All is KONSTRUERT.

The newest year is written down; years before it follow prices and a real growth of the sector's
own. Areas are the sums of their functions, and finances stand to the accounts as in a town of
25,000, so that every sum of the real accounts holds here too.
"""

from collections.abc import Iterator, Mapping, Sequence

from veivalg.norway.deflator import growth_shares
from veivalg.norway.kostra import areas as kostra_areas
from veivalg.norway.kostra import functions
from veivalg.norway.municipality import EXAMPLE
from veivalg.own.examples import figures

FIRST, LAST = 2015, 2025
SPLIT = 2024
"""The first year with 257 and 258 apart; before it they are 254."""

# Function → net and gross running costs in the newest year, million kroner.
COSTS: Mapping[str, tuple[float, float]] = figures("costs")
GROWTH = {"care": 0.012, "health": 0.018, "child_welfare": 0.010, "primary_school": -0.002}
"""Sector → real growth a year; the others have 0.4 per cent."""
REVENUE = 2566.0
"""Gross operating revenue in the newest year, million kroner."""
# Net operating result, net debt and disposable reserves, per cent of revenue, oldest year first.
RESULT = (2.4, 3.1, 2.8, 1.4, 0.9, 2.2, 3.6, 1.7, -0.8, -0.4, 1.1)
DEBT = (81.2, 83.5, 85.9, 88.0, 91.4, 92.2, 90.6, 93.8, 96.1, 98.3, 97.4)
FUND = (5.8, 6.9, 8.1, 8.6, 8.8, 9.4, 11.2, 11.6, 10.1, 9.2, 9.0)

Rows = Sequence[tuple[object, ...]]


def accounts() -> Rows:
    """Give gross and net costs by function and year, kroner."""
    return [
        (EXAMPLE.code, year, "konsern", function, art, kroner, None)
        for year in range(FIRST, LAST + 1)
        for function, amounts in _costs(year).items()
        for art, kroner in zip(("sum_net", "sum_gross"), amounts, strict=True)
    ]


def areas() -> Rows:
    """Give the same by the areas SSB sums functions to."""
    rows: list[tuple[object, ...]] = []
    for year in range(FIRST, LAST + 1):
        costs = _costs(year)
        for area in kostra_areas():
            inside = [costs[f] for f in area.parts(year) if f in costs]
            sums = {"net": sum(c[0] for c in inside), "gross": sum(c[1] for c in inside)}
            rows += [(EXAMPLE.code, year, area.code, *pair, None) for pair in sums.items()]
    return rows


def finances() -> Rows:
    """Give costs, revenue, result and debt, kroner."""
    rows: list[tuple[object, ...]] = []
    for year, result, debt, _fund in _shares():
        revenue = _thousands(REVENUE * _before(year, "administration"))
        gross = sum(amounts[1] for amounts in _costs(year).values())
        amounts = {"AGD1": gross, "AGD13": revenue, "AGD23": _part(revenue, result)}
        amounts |= {"KG31": _part(revenue, debt)}
        rows += [(EXAMPLE.code, year, concept, amount, None) for concept, amount in amounts.items()]
    return rows


def key_figures() -> Rows:
    """Give the key figures of finances as shares, with numerator and denominator."""
    rows: list[tuple[object, ...]] = []
    for year, result, debt, fund in _shares():
        revenue = _thousands(REVENUE * _before(year, "administration"))
        shares = {"net_operating_result": result, "net_debt": debt, "reserve_fund": fund}
        rows += [
            (EXAMPLE.code, year, id, share / 100, _part(revenue, share), revenue, None)
            for id, share in shares.items()
        ]
        rows.append((EXAMPLE.code, year, "gross_revenue", revenue, None, None, None))
    return rows


def _shares() -> Iterator[tuple[int, float, float, float]]:
    yield from zip(range(FIRST, LAST + 1), RESULT, DEBT, FUND, strict=True)


def _costs(year: int) -> dict[str, tuple[float, float]]:
    """Give function → net and gross in kroner, with care at home as it was booked that year."""
    sectors = {f.code: f.sector for f in functions()}
    found: dict[str, tuple[float, float]] = {}
    for function, amounts in COSTS.items():
        at = "254" if year < SPLIT and function in ("257", "258") else function
        net, gross = (_thousands(a * _before(year, sectors[function])) for a in amounts)
        known = found.get(at, (0.0, 0.0))
        found[at] = (known[0] + net, known[1] + gross)
    return found


def _before(year: int, sector: str) -> float:
    """Give what a cost of the newest year was of it in `year`."""
    prices, real = growth_shares(), GROWTH.get(sector, 0.004)
    factor = 1.0
    for later in range(year + 1, LAST + 1):
        factor /= (1 + prices[later]) * (1 + real)
    return factor


def _thousands(millions: float) -> float:
    return float(round(millions * 1000)) * 1000


def _part(revenue: float, share: float) -> float:
    return float(round(revenue * share / 100_000)) * 1000
