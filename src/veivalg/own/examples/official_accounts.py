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

FIRST, LAST = 2015, 2025
SPLIT = 2024
"""The first year with 257 and 258 apart; before it they are 254."""

# Function → net and gross running costs in the newest year, million kroner.
COSTS: Mapping[str, tuple[float, float]] = {
    "100": (10.9, 11.4),
    "110": (2.1, 2.1),
    "120": (97.4, 103.8),
    "121": (6.2, 6.6),
    "130": (14.3, 16.1),
    "170": (9.0, 9.0),
    "171": (-14.8, -14.8),
    "180": (7.9, 9.3),
    "201": (236.5, 262.1),
    "211": (22.4, 24.0),
    "221": (20.3, 23.9),
    "202": (324.7, 346.4),
    "213": (6.4, 14.2),
    "215": (12.1, 20.6),
    "222": (55.2, 61.8),
    "223": (10.4, 11.0),
    "383": (13.8, 15.9),
    "232": (24.6, 27.3),
    "233": (8.8, 11.2),
    "241": (88.9, 106.5),
    "244": (27.6, 29.4),
    "251": (14.1, 15.3),
    "252": (50.7, 55.0),
    "242": (28.2, 31.1),
    "243": (13.9, 17.4),
    "273": (4.4, 8.2),
    "276": (6.0, 7.1),
    "281": (61.8, 65.9),
    "234": (41.3, 46.0),
    "253": (296.4, 349.7),
    "256": (9.6, 10.4),
    "257": (188.2, 203.5),
    "258": (171.5, 180.9),
    "261": (21.2, 24.8),
    "265": (2.5, 26.3),
    "285": (1.2, 1.9),
    "301": (6.1, 12.2),
    "302": (-0.8, 6.4),
    "303": (0.3, 4.1),
    "305": (1.1, 2.2),
    "335": (8.2, 9.3),
    "360": (4.0, 9.1),
    "325": (5.1, 10.2),
    "332": (35.4, 40.6),
    "338": (3.1, 6.3),
    "339": (18.4, 21.2),
    "340": (-2.1, 20.8),
    "345": (-5.2, 30.9),
    "350": (0.2, 10.1),
    "353": (-4.3, 30.4),
    "355": (-2.2, 25.3),
    "231": (10.2, 12.4),
    "370": (10.3, 11.0),
    "373": (3.2, 5.1),
    "375": (3.1, 4.2),
    "377": (5.0, 6.1),
    "380": (6.1, 7.2),
    "381": (10.4, 14.3),
    "385": (10.2, 13.1),
    "386": (5.3, 12.1),
    "390": (12.1, 13.2),
    "392": (3.1, 3.2),
    "393": (3.3, 4.4),
}
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
