"""How common dementia is by sex and age: sixteen dated rates, calibrated to HUNT4 (M8)."""

from dataclasses import dataclass
from functools import cache

from veivalg.norway.reference import Reference, reference

# 70+ in Norway, Gjøra et al. (2021): estimate and ends of the 95 % confidence interval.
SHARE_70, SHARE_70_LOW, SHARE_70_HIGH = 0.146, 0.139, 0.154
PUBLISHED_YEAR, PUBLISHED_PERSONS = 2020, 101_118


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of persons of a sex (``female``, ``male``) aged `lo`–`hi` who have dementia."""

    sex: str
    lo: int
    hi: int
    share: float


def dementia_reference() -> Reference:
    """Give the table as stored, with source and certainty."""
    return reference("dementia")


@cache
def prevalences() -> tuple[Prevalence, ...]:
    """Give the rates in force, every age from 0 covered once for each sex.

    Examples
    --------
    >>> max(prevalences(), key=lambda p: p.share)
    Prevalence(sex='female', lo=90, hi=105, share=0.50916)
    """
    return tuple(
        Prevalence(e["sex"], e["age_from"], e["age_to"], e["prevalence"])
        for e in dementia_reference().in_force()
    )
