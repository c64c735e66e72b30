"""Who resembles a municipality: the dimensions, from official figures, and the answer in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.peers import Dimension, Floats, Neighbour, Peers, Stability
from veivalg.norway.cost_keys import sectors
from veivalg.norway.indicators import indicator
from veivalg.norway.municipality import Municipality
from veivalg.tables import Sourced

INCOME, SETTLEMENT = "free_income_pi", "school_transport_share"
CENTRALITY_SOURCE = Source(
    "ssb-sentralitet", "SSB", "Sentralitetsindeksen, KLASS 128", licence="CC BY 4.0"
)
LEAST_PLACES = 0.5
"""Share of the municipalities that must have a figure for it to say who resembles whom."""
WEIGHTS = {"need": 2.0, "size": 1.0, "centrality": 1.0, "income": 1.0, "settlement": 1.0}


def labels() -> dict[str, str]:
    """Give each dimension its name, in the order they are shown."""
    return {
        "need": _("Behov"),
        "size": _("Størrelse"),
        "centrality": _("Sentralitet"),
        "income": _("Inntekt"),
        "settlement": _("Bosetting"),
    }


def explained() -> dict[str, str]:
    """Say what each dimension is measured by."""
    return {
        "need": _("utgiftsbehovet per innbygger i hver sektor (Grønt hefte)"),
        "size": _("folketallet, slik at dobbelt så mange teller likt for små og store"),
        "centrality": _("SSBs sentralitet fra 1 til 6"),
        "income": _("frie inntekter per innbygger"),
        "settlement": _("hvor stor del av elevene som har skoleskyss"),
    }


@dataclass(frozen=True, slots=True)
class Likeness:
    """The country as a space of likeness, and where its figures come from."""

    peers: Peers
    people: Mapping[str, int]
    sources: tuple[Source, ...]

    @property
    def constructed(self) -> bool:
        """Say whether any of the figures are constructed."""
        return any(source.kind is SourceKind.CONSTRUCTED for source in self.sources)


def likeness(country: Mapping[str, Sourced], places: Sequence[Municipality]) -> Likeness:
    """Lay the municipalities out by need, size, centrality, income and settlement.

    Parameters
    ----------
    country
        The whole country's ``need_indices``, ``population_groups`` and ``indicators``; a table
        that is absent leaves its dimensions out.
    """
    codes = [m.code for m in places]
    people = _people(country.get("population_groups"))
    central = [float(m.centrality) if m.centrality else np.nan for m in places]
    values = {
        "need": _need(country.get("need_indices"), codes),
        "size": _column(codes, {code: float(np.log(n)) for code, n in people.items() if n > 0}),
        "centrality": np.array(central)[:, None],
        "income": _column(codes, _newest(country.get("indicators"), INCOME, codes)),
        "settlement": _column(codes, _newest(country.get("indicators"), SETTLEMENT, codes)),
    }
    dimensions = [Dimension(id, label, WEIGHTS[id], values[id]) for id, label in labels().items()]
    return Likeness(Peers(codes, dimensions), people, _sources(country, codes, values))


def _column(codes: Sequence[str], known: Mapping[str, float]) -> Floats:
    return np.array([known.get(code, np.nan) for code in codes], dtype=float)[:, None]


def _need(table: Sourced | None, codes: Sequence[str]) -> Floats:
    """Give the newest need index of each sector: one row a municipality, one column a sector."""
    columns = tuple(sectors())
    found = np.full((len(codes), len(columns)), np.nan)
    if table is None:
        return found
    row = {code: i for i, code in enumerate(codes)}
    column = {sector: i for i, sector in enumerate(columns)}
    frame = table.frame.filter(
        pl.col("municipality").is_in(codes), pl.col("sector").is_in(columns)
    ).sort("year")
    for code, sector, index in frame.select("municipality", "sector", "index").iter_rows():
        found[row[code], column[sector]] = index
    return found


def _people(table: Sourced | None) -> dict[str, int]:
    """Give the newest number of inhabitants of each place."""
    if table is None:
        return {}
    summed = (
        table.frame.filter(pl.col("year") == pl.col("year").max().over("municipality"))
        .group_by("municipality")
        .agg(pl.col("persons").sum())
    )
    return {code: int(n) for code, n in summed.iter_rows()}


def _newest(table: Sourced | None, id: str, codes: Sequence[str]) -> dict[str, float]:
    """Give each municipality's newest value of an indicator that most have, three years at most."""
    if table is None:
        return {}
    frame = table.frame.filter(pl.col("indicator") == id, pl.col("value").is_not_null())
    frame = frame.filter(pl.col("year") > pl.col("year").max() - 3).sort("year")
    found = {code: float(v) for code, v in frame.select("municipality", "value").iter_rows()}
    # Known of a part of the country, it would only tell that part from the rest.
    return found if len(found.keys() & set(codes)) >= LEAST_PLACES * len(codes) else {}


def _sources(
    country: Mapping[str, Sourced], codes: Sequence[str], values: Mapping[str, Floats]
) -> tuple[Source, ...]:
    """Give the sources of the dimensions that hold anything, each line once."""
    tables: dict[str, tuple[str, ...]] = {"need": ("need_indices",), "size": ("population_groups",)}
    tables |= {
        "income": ("indicators", INCOME, indicator(INCOME).table),
        "settlement": ("indicators", SETTLEMENT, indicator(SETTLEMENT).table),
    }
    found = {CENTRALITY_SOURCE.line(): CENTRALITY_SOURCE}
    for dimension, (name, *parts) in tables.items():
        table = country.get(name)
        if table is None or not np.isfinite(values[dimension]).any():
            continue
        rows = np.flatnonzero(np.isfinite(values[dimension]).any(axis=1))
        for code in (codes[int(row)] for row in rows):
            if code in table.sources or "*" in table.sources:
                source = table.source_of(code, *parts)
                found.setdefault(source.line(), source)
    return tuple(found.values())


def lacking(nearest: Sequence[Neighbour], weights: Mapping[str, float] | None = None) -> str:
    """Give the heaviest dimension when at least half of the nearest are found without it."""
    chosen = {**WEIGHTS, **(weights or {})}
    heaviest = max(chosen, key=lambda id: chosen[id])
    without = sum(heaviest in near.missing for near in nearest)
    return heaviest if nearest and 2 * without >= len(nearest) else ""


def steadiness(
    stability: Stability,
    nearest: Sequence[Neighbour] = (),
    weights: Mapping[str, float] | None = None,
) -> str:
    """Say in a word how well the list holds; never well without the dimension that weighs most."""
    gone = lacking(nearest, weights)
    if gone:
        text = _("Listen er foreløpig, for den mangler det som teller mest ({what})")
        return text.format(what=labels()[gone].lower())
    if stability.kept >= 0.9 * stability.of:
        return _("Listen er stabil")
    if stability.kept >= 0.75 * stability.of:
        return _("Listen er ganske stabil")
    return _("Listen avhenger av vektene")
