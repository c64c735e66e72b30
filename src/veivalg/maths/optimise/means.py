"""What a person can change in the plan: means by year, limits, buildings, practice, prices.

Texts, limits and sources are reference data. Each is an ``Assumption`` with source and certainty,
so that pages, files and the command line read and show them as those of the chapters.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from veivalg.content import Assumption, Certainty, Unit, format_plain, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.problem import Array
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.levers import as_assumption
from veivalg.maths.service_model.prices import TRIED, tried_between
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
    made = {e["id"]: _assumption(basis, e, worked_out) for e in entries(basis)}
    lasting = as_assumption(LEVERS["trend_years"])
    made[lasting.id] = lasting
    for id, value in (chosen or {}).items():
        if id not in made:
            raise UsageError(
                _("Det finnes ingen antakelse som heter «{id}» her.").format(id=id),
                _("Velg blant {ids}.").format(ids=", ".join(made)),
            )
        made[id] = made[id].chosen(value)
    return made


SPLIT = ("arsverk-per-plass", "arsverk-per-bolig")
"""Told only where årsverk by service may be shown."""


def entries(basis: Basis) -> Iterator[Mapping[str, Any]]:
    """Give the choices in force, what is asked for by year once for each milestone.

    Those in kroner are left out where there are no accounts by function.
    """
    for entry in reference("plan_choices").in_force():
        if (entry["kroner"] and not basis.priced) or (
            entry["id"] in SPLIT and not basis.split_shown
        ):
            continue
        yearly = "{year}" in entry["id"]
        for year in milestones(basis) if yearly else (None,):
            yield {**entry, "id": entry["id"].format(year=year), "year": year}


def _assumption(
    basis: Basis, entry: Mapping[str, Any], worked_out: Mapping[str, float]
) -> Assumption:
    id, lever, widened = entry["id"], entry["lever"], entry["widened"]
    value = entry["value"]
    if value is None:
        value = worked_out[id] if id in worked_out else basis.values[lever]
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
        _note(basis, entry),
        options=tuple(_(option) for option in entry["options"]),
    )


EQUIPMENT = {"dispensere-hoyst": "dispensers", "tilsyn-hoyst": "digital_supervision"}


def _note(basis: Basis, entry: Mapping[str, Any]) -> str:
    """Give the note of a choice; of equipment what the municipality itself has said is possible."""
    known = basis.possible.get(EQUIPMENT.get(entry["id"], ""))
    if known is None:
        return _(entry["note"]) if entry["note"] else ""
    text = _("Aldri flere enn de {n} nye kommunen selv har oppgitt som mulige.")
    return text.format(n=format_plain(known))


def _worked_out(basis: Basis) -> dict[str, float]:
    """Give the values that follow from the municipality's own figures."""
    grown = {y: (1 + GROWTH) ** (y - basis.base_year) for y in milestones(basis)}
    return {
        **{f"arsverk-{y}": float(round_half_up(basis.fte * g)) for y, g in grown.items()},
        **{f"penger-{y}": _millions((basis.cost or 0.0) * g) for y, g in grown.items()},
        "arsverk-per-plass": basis.each["place"],
        "arsverk-per-bolig": basis.each["dwelling"],
        "investering": _millions(PER_PERSON * basis.persons),
        OPENS: basis.years[0] + WAIT - 1,
        **{
            f"trinn-{slug}": max(float(round_half_up(basis.places[kind] / 10)), 4.0)
            for kind, slug in STEPS.items()
        },
        "utstyr-takt": max(float(round_half_up(0.03 * basis.home_users)), 1.0),
    }


def premises(basis: Basis) -> frozenset[str]:
    """Give the ids of the choices that stand first: staff, money and the weight."""
    return frozenset(e["id"] for e in entries(basis) if e["premise"])


def ranges(basis: Basis, found: Mapping[str, Assumption]) -> dict[str, tuple[float, float]]:
    """Give the ends each choice is tried between, for those that have a range."""
    ends = {}
    for entry in entries(basis):
        tried, choice = entry["tried"], found[entry["id"]]
        if tried == "lever":
            low, high = basis.spans.get(entry["lever"], (choice.value, choice.value))
            low, high = min(low, choice.value), max(high, choice.value)
        elif tried in TRIED:
            low, high = tried_between(basis.prices, tried, choice.value)
        elif isinstance(tried, str):
            low, high = basis.prices[tried].low, basis.prices[tried].high
        else:
            continue
        ends[choice.id] = (max(low, choice.low), min(high, choice.high))
    return ends


def own_prices(basis: Basis) -> dict[str, str]:
    """Give choice → the price of the municipality's accounts that it stands at."""
    return {e["id"]: e["tried"] for e in entries(basis) if e["tried"] in TRIED}


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
