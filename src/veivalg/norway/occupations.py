"""Occupations in the care services as SSB groups them (table 14533)."""

from dataclasses import dataclass

from veivalg.foundation.i18n import Words
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation group: our key in ``care_staff``, SSB's code and Norwegian label."""

    id: str
    code: str
    label: str


OCCUPATIONS: tuple[Occupation, ...] = tuple(
    Occupation(e["id"], e["code"], e["label"]) for e in reference("occupations").entries()
)
"""``all`` first, then the groups in SSB's order."""

OCCUPATION_LABELS = Words({o.id: o.label for o in OCCUPATIONS})
