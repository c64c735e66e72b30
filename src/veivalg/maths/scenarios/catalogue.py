"""The levers themselves, read from the reference data: a lever is a rule for any municipality.

Texts are bokmål; `_()` is put on them where they are shown. What no source tells is marked as a
choice or unverified, and a person can change it.
"""

from collections.abc import Mapping
from typing import Any

from veivalg.content import Certainty, Unit
from veivalg.maths.scenarios.levers import Course, Group, Lever, Spread, Term
from veivalg.norway.dementia import SHARE_70, SHARE_70_HIGH, SHARE_70_LOW
from veivalg.norway.reference import reference

_Z80, _Z95 = 1.2816, 1.9600
_NAMED = {"unit": Unit, "group": Group, "term": Term, "spread": Spread, "course": Course}
_DATED = ("valid_from", "valid_to")


def _of_dementia() -> dict[str, float]:
    """Give the 80 % interval of the prevalence, from the 95 % interval that is published."""
    ends = {"below": 1 - SHARE_70_LOW / SHARE_70, "above": SHARE_70_HIGH / SHARE_70 - 1}
    return {end: share * _Z80 / _Z95 for end, share in ends.items()}


def _lever(entry: Mapping[str, Any]) -> Lever:
    values = {name: value for name, value in entry.items() if name not in _DATED}
    values |= {name: kind[values[name].upper()] for name, kind in _NAMED.items()}
    values["certainty"] = Certainty(values["certainty"])
    if values["id"] == "dementia_level":
        values |= _of_dementia()
    return Lever(**values)


LEVERS: Mapping[str, Lever] = {
    entry["id"]: _lever(entry) for entry in reference("levers").in_force()
}
"""Every lever by id, in reading order."""
