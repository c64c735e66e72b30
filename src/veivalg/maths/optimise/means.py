"""What a person can change in the plan: means by year, limits, buildings, practice, prices.

Texts, limits and sources are reference data. Each is an ``Assumption`` with source and certainty,
so that pages, files and the command line read and show them as those of the chapters.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from veivalg.content import Assumption, Certainty, Unit, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.problem import Array
from veivalg.norway.reference import reference

MILESTONES = (2030, 2035)
GROWTH = 0.01
PER_PERSON = 20_000.0
WAIT = 4
"""Years from a decision to the first new place, unless someone says otherwise."""
OPENS = "tidligst"
STEPS = {"institution": "sykehjem", "short_stay": "korttid", "dwellings": "bolig"}


def means(basis: Basis, chosen: Mapping[str, float] | None = None) -> dict[str, Assumption]:
    """Give every assumption by id with the value chosen, if any.

    Raises
    ------
    UsageError
        When a chosen value is unknown or lies outside its limits.
    """
    worked_out = _worked_out(basis)
    made = {e["id"]: _assumption(basis, e, worked_out) for e in _entries(basis)}
    for id, value in (chosen or {}).items():
        if id not in made:
            raise UsageError(
                _("Det finnes ingen antakelse som heter «{id}» her.").format(id=id),
                _("Velg blant {ids}.").format(ids=", ".join(made)),
            )
        made[id] = made[id].chosen(value)
    return made


def _entries(basis: Basis) -> Iterator[Mapping[str, Any]]:
    """Give what is in force, what is asked for by year once for each milestone."""
    for entry in reference("plan_choices").in_force():
        yearly = "{year}" in entry["id"]
        for year in milestones(basis) if yearly else (None,):
            yield {**entry, "id": entry["id"].format(year=year), "year": year}


def _assumption(
    basis: Basis, entry: Mapping[str, Any], worked_out: Mapping[str, float]
) -> Assumption:
    id, lever, widened = entry["id"], entry["lever"], entry["widened"]
    value = entry["value"]
    if value is None:
        value = basis.values[lever] if lever else worked_out[id]
    low, high = entry["low"], entry["high"]
    if id == OPENS:
        low, high = basis.years[0], basis.years[-1]
    elif widened is not None:
        low, high = min(low, value), max(high, widened * value)
    return Assumption(
        id,
        _(entry["label"]).format(year=entry["year"]),
        value,
        value,
        Unit[entry["unit"].upper()],
        basis.certainty.get(lever) or Certainty(entry["certainty"]),
        basis.texts.get(lever) or _(entry["source"]),
        low,
        high,
        entry["step"],
        entry["decimals"],
        _(entry["note"]) if entry["note"] else "",
    )


def _worked_out(basis: Basis) -> dict[str, float]:
    """Give the values that follow from the municipality's own figures."""
    grown = {y: running_cost(basis) * (1 + GROWTH) ** (y - basis.base_year) for y in basis.years}
    staff = {y: np.median(basis.staff[:, i]) for i, y in enumerate(basis.years)}
    return {
        **{f"arsverk-{y}": float(round_half_up(staff[y])) for y in milestones(basis)},
        **{f"penger-{y}": _millions(grown[y]) for y in milestones(basis)},
        "investering": _millions(PER_PERSON * basis.persons),
        OPENS: basis.years[0] + WAIT - 1,
        **{
            f"trinn-{slug}": max(float(round_half_up(basis.places[kind] / 10)), 4.0)
            for kind, slug in STEPS.items()
        },
        "utstyr-takt": max(float(round_half_up(0.03 * basis.home_users)), 1.0),
    }


def _millions(kroner: float) -> float:
    return float(round_half_up(kroner / 1e6)) * 1e6


def milestones(basis: Basis) -> tuple[int, ...]:
    """Give the years means are given for: the first, round ones and the last; straight between."""
    first, last = basis.years[0], basis.years[-1]
    return (first, *(y for y in MILESTONES if first < y < last), last)


def by_year(basis: Basis, found: Mapping[str, Assumption], stem: str) -> Array:
    """Give a mean for every year, straight between the years it is given for."""
    points = milestones(basis)
    values = [found[f"{stem}-{y}"].value for y in points]
    return np.asarray(np.interp(basis.years, points, values), dtype=np.float64)


def running_cost(basis: Basis) -> float:
    """Give NOK a year to run today's services with today's prices."""
    per_fte = basis.values["place_cost"] / max(basis.values["fte_per_place"], 1e-9)
    places = basis.places["institution"] + basis.places["short_stay"]
    homes = basis.places["dwellings"] * basis.values["dwelling_cost"]
    return places * basis.values["place_cost"] + homes + home_fte(basis) * per_fte


def home_fte(basis: Basis) -> float:
    """Give årsverk in home care outside dwellings today: all minus those of the places."""
    places = basis.places["institution"] + basis.places["short_stay"]
    held = places * basis.values["fte_per_place"]
    held += basis.places["dwellings"] * basis.values["fte_per_dwelling"]
    return max(basis.fte - held, 0.05 * basis.fte)
