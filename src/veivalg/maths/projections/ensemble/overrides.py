"""What people know of their own place and no table does yet: dated, named, visible, removable.

A housing field, a school closed, a cornerstone firm, a settlement number. Each becomes expected
extra net movers by sex and age, `Rates.extra` of the kernel. What a person must judge to make
movers of it (persons per dwelling, the share from outside, ages) stands in `override_rules`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from veivalg.content import Assumption
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.override_rules import (
    AGES,
    Kind,
    Movers,
    assumptions,
    movers,
)

FIRST, LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Override:
    """One piece of local knowledge.

    Parameters
    ----------
    id
        Twelve hexadecimal digits, unique in the municipality.
    municipality
        Today's code.
    year
        The calendar year it happens, so that it shows in the count of 1 January the year after.
    amount
        Dwellings, pupils, jobs, persons settled or net movers; negative takes away.
    who, why
        Who says so, and on what ground. Both must be said.
    recorded, removed
        ISO times; `removed` is empty while it is in force.
    removed_by, removed_why
        Who took it away, and on what ground.
    settings
        Assumption id → value a person has chosen instead of ours.
    """

    id: str
    kind: Kind
    municipality: str
    year: int
    amount: float
    who: str
    why: str
    recorded: str
    removed: str = ""
    removed_by: str = ""
    removed_why: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check(self.kind, self.year, self.amount, self.settings)

    @property
    def key(self) -> tuple[object, ...]:
        """Give what decides the movers, for caches; who and why don't."""
        return (
            self.kind.value,
            self.municipality,
            self.year,
            self.amount,
            tuple(sorted(self.settings.items())),
        )

    def assumptions(self) -> tuple[Assumption, ...]:
        """Give the assumptions that make movers of the amount, with the values in use."""
        return assumptions(self.kind, self.settings)

    def movers(self) -> Movers:
        """Give expected net movers by year after the first, shape ``(years, 2, 106)``."""
        return movers(self.kind, self.amount, self.settings)

    def line(self) -> str:
        """Give one readable line: «2029: boligfelt, 120 boliger (Kari: vedtatt plan)»."""
        return _("{year}: {what} ({who}: {why})").format(
            year=self.year, what=self.kind.amount_text(self.amount), who=self.who, why=self.why
        )


def extra_movers(
    overrides: Sequence[Override], municipalities: Sequence[str], base_year: int, steps: int
) -> Movers | None:
    """Give expected extra net movers, shape ``(m, steps, 2, 106)``, or None when there are none.

    Step ``t`` is the calendar year ``base_year + t``. What falls before the first or after the
    last step changes nothing: before, it is in the count already.
    """
    found = np.zeros((len(municipalities), steps, 2, AGES))
    where = {code: i for i, code in enumerate(municipalities)}
    for one in overrides:
        if one.removed or one.municipality not in where:
            continue
        for after, movers_in_year in enumerate(one.movers()):
            step = one.year + after - base_year
            if 0 <= step < steps:
                found[where[one.municipality], step] += movers_in_year
    return found if found.any() else None


def check(kind: Kind, year: int, amount: float, settings: Mapping[str, float]) -> None:
    """Raise ``UsageError`` where the year, amount or an assumption can't be meant."""
    if not FIRST <= year <= LAST:
        raise UsageError(
            _("Året {year} kan ikke brukes.").format(year=year),
            _("Skriv et år fra {first} til {last}.").format(first=FIRST, last=LAST),
        )
    low, high = kind.bounds
    if not low <= amount <= high or amount == 0:
        raise UsageError(
            _("«{what}» kan ikke være {amount}.").format(
                what=kind.unit, amount=format_exact(amount)
            ),
            _("Skriv et tall fra {low} til {high}, men ikke 0.").format(
                low=format_exact(low), high=format_exact(high)
            ),
        )
    assumptions(kind, settings)
