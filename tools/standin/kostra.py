"""The tables of the indicator register, constructed: shape and labels as the register states them.

Real figures stand where the shared statistics have them (22 indicators of 80 municipalities in the
north); every table says that it is constructed. Magnitudes are `BASES` and chosen by us: they are
what such figures tend to be, and no statistic.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from tools.standin.accounts import net_costs
from tools.standin.anchor import Known, key_figures, real_figures, walked_back
from tools.standin.bases import BASES, NORTH
from tools.standin.cube import Axis, Cube, Lazy
from tools.standin.figures import Figures
from tools.standin.people import GONE, KOSTRA_YEARS, TOGETHER, Array, People, noise
from tools.standin.regions import kostra_region, spread, years_axis
from veivalg.content import Unit
from veivalg.norway.indicators import Cell, Indicator, indicator, indicators

UPDATED = "2026-06-15T06:00:00Z"
NOTE = (
    "KONSTRUERT: Tallene er konstruert for en stedfortreder for SSB og er ikke statistikk. For "
    "kommunene i Nordland, Troms og Finnmark er noen av nøkkeltallene SSBs egne."
)
FINANCE_NOTES = (
    "Brudd i tallene for KOSTRA-gruppene mellom 2019 og 2020 (stedfortreder). Se [kodelistene]"
    "(https://www.ssb.no/klass/klassifikasjoner/112/versjoner).",
    "Tallene gjelder konsern (stedfortreder).",
    "Landet uten Oslo publiseres ikke for ureviderte tall (stedfortreder).",
)
"""The first and the last must stand by the figures of 12134; the live table has five notes."""
BESIDE = {"KOSAGD230000": "net_operating_result", "KOSKG400000": "interest_exposure"}
"""The two of the nine contents of 12134 that the register reads elsewhere: code → indicator."""
UNREVISED = "2026-03-16T07:00:00Z"
SERVED_BY_CARE = ("11875", "12292", "14533")  # real figures, made in ``tables.py``
CATEGORIES = ("light", "medium", "heavy")
"""Need for assistance: every user is in one of the three."""
ACCOUNTS = ("12137", "12362", "12367")
AMOUNT = "Beløp (1000 kr)"
_HIDDEN = 0.02  # share of cells that are shielded
_SMALL = 500  # inhabitants under which figures on users are shielded


def indicator_cubes(
    people: People, figures: Figures, former: dict[str, str], known: Known
) -> list[Cube]:
    """Make a cube of every table of the register that is not made elsewhere."""
    tables: dict[str, list[Indicator]] = {}
    for entry in indicators():
        if entry.cells and entry.table not in (*SERVED_BY_CARE, *ACCOUNTS):
            tables.setdefault(entry.table_key, []).append(entry)
    cubes = []
    for n, (key, entries) in enumerate(sorted(tables.items())):
        number = entries[0].table or f"{90001 + n}"
        cubes.append(_cube(number, key, entries, people, figures, former, known))
    return cubes


def north(folder: Path | None) -> Known:
    """Give the real figures: (indicator, municipality, year) → published value."""
    if folder is None:
        return {}
    frame = pl.read_parquet(folder / "kostra_finance_north.parquet").drop_nulls("value")
    return {
        (NORTH[name], place, year): value
        for place, year, name, value in frame.select(
            "municipality", "year", "indicator", "value"
        ).iter_rows()
        if name in NORTH
    }


def contents_code(cell: Cell) -> str:
    """Give the confirmed code, or one of our own where only the label is known."""
    if cell.contents or cell.label == AMOUNT:
        return cell.contents or "KOSbelop0000"
    letters = "".join(c for c in cell.label.casefold() if c.isascii() and c.isalnum())
    return f"STEDFORTREDER{letters[:40]}{len(letters)}"


def _unit(entry: Indicator) -> str:
    if (entry.cells[-1].label == AMOUNT and len(entry.cells) == 2) or entry.scale == 1000:
        return "1000 kr"
    if len(entry.cells) == 2:
        return "antall"
    return {Unit.SHARE: "prosent", Unit.NOK: "kr", Unit.HOURS: "timer"}.get(entry.unit, "antall")


def _cube(
    number: str,
    key: str,
    entries: list[Indicator],
    people: People,
    figures: Figures,
    former: dict[str, str],
    known: Known,
) -> Cube:
    labels = {**figures.names, **former, **TOGETHER, **GONE}
    cells = {contents_code(c): (c, e) for e in entries for c in e.cells}
    extra: dict[str, dict[str, str]] = {}
    for entry in entries:
        for cell in entry.cells:
            for name, code in cell.dimensions.items():
                extra.setdefault(name, {})[code] = f"Post {code}"
    beside = BESIDE if number == "12134" else {}
    contents = Axis(
        "ContentsCode",
        "statistikkvariabel",
        {code: c.label for code, (c, _e) in cells.items()}
        | {code: indicator(id).name for code, id in beside.items()},
        units={code: _unit(e) for code, (_c, e) in cells.items()}
        | dict.fromkeys(beside, "prosent"),
    )
    middle = [Axis(name, "regnskapsbegrep", codes) for name, codes in extra.items()]
    region = kostra_region(labels)

    def make() -> np.ndarray:  # type: ignore[type-arg]
        own = _values(entries, list(cells), [list(c) for c in extra.values()], people, known)
        more = [
            walked_back(whole(id, people), real_figures(id, people, known))
            for id in beside.values()
        ]
        own = np.concatenate([own, np.stack(more, axis=1)], axis=1) if more else own
        values = np.full((len(labels), *own.shape[1:]), np.nan, dtype=np.float32)
        spread(values, labels, dict(zip(people.codes, own, strict=True)), KOSTRA_YEARS)
        for code in TOGETHER:
            if members := people.members[code]:
                values[list(labels).index(code)] = _mean(own[members], people.total[members])
        return values

    return Cube(
        number,
        f"{number}: {key} (K), etter region, statistikkvariabel og år",
        UPDATED,
        (NOTE, *FINANCE_NOTES) if number == "12134" else (NOTE,),
        (region, *middle, contents, years_axis(KOSTRA_YEARS)),
        Lazy(make),
        sign=":",
        decimals=2,
        mandatory=(1, 3) if number == "12134" else (),
    )


def before_revision(cubes: list[Cube]) -> list[Cube]:
    """Give the tables as they are in March: dated so, and 12134 without the country less Oslo.

    Which other tables lack it then isn't known; here none do.
    """

    def march(cube: Cube) -> Cube:
        if cube.axes[0].id != "KOKkommuneregion0000":
            return cube
        dated = replace(cube, updated=UNREVISED)
        if cube.id != "12134":
            return dated

        def make() -> np.ndarray:  # type: ignore[type-arg]
            values = np.asarray(cube.values).copy()
            values[cube.axes[0].position["EAKUO"], ..., -1] = np.nan
            return values

        return replace(dated, values=Lazy(make))

    return [march(cube) for cube in cubes]


def _mean(own: Array, weights: Array) -> Array:
    """Give the mean of a group weighted by inhabitants, as SSB does for most indicators."""
    wide = weights.reshape(weights.shape[0], *(1,) * (own.ndim - 2), weights.shape[1])
    there = ~np.isnan(own)
    total = (np.where(there, own, 0.0) * wide).sum(axis=0)
    of = np.broadcast_to(wide, own.shape) * there
    return np.divide(
        total, of.sum(axis=0), out=np.full(total.shape, np.nan), where=of.sum(axis=0) > 0
    )


def _values(
    entries: list[Indicator],
    contents: list[str],
    codes: list[list[str]],
    people: People,
    known: Known,
) -> Array:
    """Give [place, (code,) contents, year] in the published scale."""
    places, years = len(people.codes), len(KOSTRA_YEARS)
    values = np.full((places, *(len(c) for c in codes), len(contents), years), np.nan)
    revenue = constructed("gross_revenue", people) * people.total / 1000
    booked = key_figures(net_costs(people, known), people, known)
    for entry in entries:
        own = booked[entry.id] if entry.id in booked else whole(entry.id, people)
        own = walked_back(own, real_figures(entry.id, people, known))
        _shield(own, entry, people)
        cells = entry.cells
        if entry.id == "social_cases":  # counts of cases: a share of inhabitants
            own = np.rint(own / 100 * people.total)
        elif entry.id == "gross_revenue":
            own = revenue
        elif len(cells) == 2:
            of = contents.index(contents_code(cells[1]))
            counted = cells[1].label != AMOUNT
            own = np.rint(own / 100 * values[:, of]) if counted else own / 100 * revenue
        first = cells[0]
        where = tuple(
            c.index(code) for c, code in zip(codes, first.dimensions.values(), strict=True)
        )
        values[(slice(None), *where, contents.index(contents_code(first)))] = own
    return values


def whole(name: str, people: People) -> Array:
    """Give `constructed`; categories of need are scaled to 100 per cent together."""
    kind, _, category = name.rpartition("_")
    own = constructed(name, people)
    if category not in CATEGORIES or f"{kind}_{CATEGORIES[0]}" not in BASES:
        return own
    together: Array = 100 * own / sum(constructed(f"{kind}_{c}", people) for c in CATEGORIES)
    return together


def constructed(name: str, people: People) -> Array:
    """Give [place, year]: base × size × place × year, in the published scale."""
    base, size, spread_, trend = BASES.get(name, (50.0, 0.0, 0.15, 0.0))
    place = 1 + size * people.size + spread_ * noise(name, (len(people.codes),))
    year = 1 + trend * (np.array(KOSTRA_YEARS) - KOSTRA_YEARS[-1])
    own = base * np.maximum(place, 0.1)[:, None] * year
    unrest = noise(f"{name}-years", (len(people.codes), len(KOSTRA_YEARS)))
    wild = abs(base) * (1.0 if name == "net_operating_result" else 0.04)
    made: Array = own + wild * unrest
    return np.minimum(made, 100.0) if 20 < base <= 100 else made


def _shield(own: Array, entry: Indicator, people: People) -> None:
    """Take away some cells, and what rests on few persons in the smallest."""
    if entry.small_number == "none":
        return
    hidden = noise(f"{entry.id}-hidden", own.shape) > np.sqrt(2) * 1.4522  # about 2 %
    own[hidden] = np.nan
    own[people.total < _SMALL] = np.nan
