"""The rules of the grant for costly services, by accounting year; other years are not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from veivalg.content import Certainty, Source, SourceKind
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class GrantRule:
    """The rules of one accounting year.

    Parameters
    ----------
    threshold
        Innslagspunkt, NOK of direct wage cost the municipality bears itself.
    deduction
        NOK also borne for a person with PU aged ``deduction_from`` or more.
    share
        Share of the rest that the state pays.
    oldest
        Highest age, at the end of the year, that gives a grant.
    """

    year: int
    threshold: float
    deduction: float
    share: float
    oldest: int
    deduction_from: int
    source: Source
    certainty: Certainty


@cache
def grant_rules() -> Mapping[int, GrantRule]:
    """Give the known rules by accounting year.

    Examples
    --------
    >>> sorted(grant_rules()), grant_rules()[2023].threshold
    ([2020, 2023], 1608000)
    """
    table = reference("high_cost_grant")
    return {
        e["year"]: GrantRule(
            e["year"],
            e["threshold"],
            e["deduction"],
            e["share"],
            e["oldest"],
            e["deduction_from"],
            Source(
                f"toppfinansiering-{e['year']}",
                "Helsedirektoratet",
                table.title,
                query=e["source"],
                licence=table.licence,
                kind=SourceKind.OFFICIAL,
            ),
            Certainty(e["certainty"]),
        )
        for e in table.entries()
    }
