"""Toppfinansiering: the state's grant for recipients of costly services (M9b)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from veivalg.foundation.errors import UsageError
from veivalg.norway.high_cost_grant import GrantRule, grant_rules


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with costly services.

    Parameters
    ----------
    age
        Completed years at the end of the accounting year.
    disability
        Whether the person is registered with a developmental disability (PU), which the
        municipality has been paid for by the income system.
    wages
        Direct wage cost of the year, NOK.
    """

    age: int
    disability: bool
    wages: float


def rule_of(year: int) -> GrantRule:
    """Give the rules of an accounting year.

    Raises
    ------
    UsageError
        When they are not known: they are then never guessed.
    """
    rules = grant_rules()
    if year not in rules:
        known = ", ".join(str(y) for y in sorted(rules))
        raise UsageError(
            f"Reglene for tilskudd til ressurskrevende tjenester for regnskapsåret {year} er "
            "ikke kjent.",
            f"Kjente år: {known}. Velg et av dem, eller finn tilskuddet i rundskrivet for året.",
        )
    return rules[year]


def grant(person: Recipient, rule: GrantRule) -> float:
    """Give the grant for a person: 80 % of direct wage cost above the threshold and PU deduction.

    Examples
    --------
    >>> rule = rule_of(2023)
    >>> round(grant(Recipient(40, True, 3_000_000), rule))
    448000
    >>> round(grant(Recipient(40, False, 3_000_000), rule))
    1113600
    """
    if person.age > rule.oldest:
        return 0.0
    deduction = rule.deduction if person.disability and person.age >= rule.deduction_from else 0.0
    return rule.share * max(0.0, person.wages - rule.threshold - deduction)


def grants(people: Iterable[Recipient], rule: GrantRule) -> list[float]:
    """Give the grant for each person."""
    return [grant(person, rule) for person in people]
