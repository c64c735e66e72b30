"""The levers themselves, read from the reference data: a lever is a rule for any municipality.

Texts are bokmål; `_()` is put on them where they are shown. What no source tells is marked as a
choice or unverified, and a person can change it.
"""

from collections.abc import Mapping
from typing import Any

from veivalg.content import Certainty, Unit
from veivalg.maths.projections.dementia import HIGH_FACTOR, LOW_FACTOR
from veivalg.maths.scenarios.levers import Course, Group, Lever, Spread, Term
from veivalg.norway.reference import reference

_NAMED = {"unit": Unit, "group": Group, "term": Term, "spread": Spread, "course": Course}
_DATED = ("valid_from", "valid_to")


def _of_dementia() -> dict[str, float]:
    """Give the 80 % interval of the prevalence."""
    return {"below": 1 - LOW_FACTOR, "above": HIGH_FACTOR - 1}


def _lever(entry: Mapping[str, Any]) -> Lever:
    values = {name: value for name, value in entry.items() if name not in _DATED}
    values |= {name: kind[values[name].upper()] for name, kind in _NAMED.items()}
    values["certainty"] = Certainty(values["certainty"])
    values["choices"] = tuple(values["choices"] or ())
    if values["id"] == "dementia_level":
        values |= _of_dementia()
    if values["id"] == "rate_trend":  # the interval is the municipality's own
        values |= {"below": 0.0, "above": 0.0}
    return Lever(**values)


LEVERS: Mapping[str, Lever] = {
    entry["id"]: _lever(entry) for entry in reference("levers").in_force()
}
"""Every lever by id, in reading order."""
