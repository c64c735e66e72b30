"""Toppfinansiering: the state's grant for recipients of costly services (M9b)."""

from collections.abc import Iterable
from dataclasses import dataclass

from veivalg.norway.high_cost_grant import GrantRule


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


def grant(person: Recipient, rule: GrantRule) -> float:
    """Give the grant for a person: 80 % of direct wage cost above the threshold and PU deduction.

    Examples
    --------
    >>> from veivalg.norway.high_cost_grant import grant_rules
    >>> rule = grant_rules()[2023]
    >>> round(grant(Recipient(40, True, 3_000_000), rule))
    448000
    >>> round(grant(Recipient(40, False, 3_000_000), rule))
    1113600
    """
    if person.age > rule.oldest:
        return 0.0
    deduction = rule.deduction if deducted(person, rule) else 0.0
    return rule.share * max(0.0, person.wages - rule.threshold - deduction)


def deducted(person: Recipient, rule: GrantRule) -> bool:
    """Say whether the deduction for a developmental disability is made for a person."""
    return person.disability and person.age >= rule.deduction_from


def grants(people: Iterable[Recipient], rule: GrantRule) -> list[float]:
    """Give the grant for each person."""
    return [grant(person, rule) for person in people]
