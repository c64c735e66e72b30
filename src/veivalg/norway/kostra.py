"""KOSTRA functions with the years they are in use, and the areas and sectors they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference

HOME = ("254", "257", "258")
"""Help at home: 254 to 2023, then parted in 257 (with staffed dwellings) and 258 (the rest).

A series over the break is the sum of the three; no one of them is a series of its own.
"""

PUBLISHED: Mapping[int, tuple[str, str]] = {2025: ("2026-03-16", "2026-06-15")}
"""Accounting year → when SSB published its KOSTRA figures: unrevised, then revised.

They are due on 15 March; in 2026 that was a Sunday.
"""


@dataclass(frozen=True, slots=True)
class Function:
    """A KOSTRA function, in use from ``first`` to ``last`` (None: still in use).

    ``title`` is empty where its wording hasn't been confirmed. SSB's tables begin in 2015, so
    ``first`` is never before.
    """

    code: str
    title: str
    sector: str
    first: int
    last: int | None

    @property
    def label(self) -> str:
        """Write code and title: «202 Grunnskole»."""
        return f"{self.code} {self.title}".strip()

    def used(self, year: int) -> bool:
        """Say whether municipalities book on it in a year."""
        return self.first <= year and (self.last is None or year <= self.last)


def labels(fetched: Mapping[str, str]) -> dict[str, str]:
    """Give the label of every function; one we have no wording for is called what SSB calls it.

    Parameters
    ----------
    fetched
        Code → SSB's name, from the table's metadata.
    """
    return {
        f.code: f.label if f.title else f"{f.code} {fetched.get(f.code, '')}".strip()
        for f in functions()
    }


@dataclass(frozen=True, slots=True)
class Area:
    """One of SSB's service areas, as table 12362 adds functions up: «FGK7 Barnehage»."""

    code: str
    label: str
    functions: tuple[Function, ...]

    def parts(self, year: int) -> tuple[str, ...]:
        """Give the functions it is the sum of in a year.

        Examples
        --------
        >>> area("FGK3").parts(2017) == area("FGK3").parts(2018)
        False
        >>> area("FGK1b").parts(2025)
        ('120', '121', '130')
        """
        return tuple(f.code for f in self.functions if f.used(year))


@dataclass(frozen=True, slots=True)
class Sector:
    """A service sector; ``has_need_key`` when the income system has a cost key for it.

    ``area`` is the service area of SSB's that it is, or with others is; ``compared`` whether it is
    a service that taxes pay for, so that municipalities can be compared by it.
    """

    id: str
    label: str
    has_need_key: bool
    area: str | None
    compared: bool
    functions: tuple[Function, ...]


@kept_by_language
def functions() -> tuple[Function, ...]:
    """Give every function there has been since 2015 by code, in use or not."""
    return tuple(
        Function(
            e["code"],
            _(e["title"]) if e["title"] else "",
            e["sector"],
            int(e["valid_from"][:4]),
            int(e["valid_to"][:4]) if e["valid_to"] else None,
        )
        for e in reference("kostra_functions").entries()
    )


@kept_by_language
def areas() -> tuple[Area, ...]:
    """Give SSB's service areas FGK1a–FGK17."""
    by_code = {f.code: f for f in functions()}
    return tuple(
        Area(e["code"], _(e["label"]), tuple(by_code[c] for c in e["functions"]))
        for e in reference("kostra_areas").entries()
    )


def area(code: str) -> Area:
    """Give a service area; raises ``KeyError`` for one that does not exist."""
    return {a.code: a for a in areas()}[code]


@kept_by_language
def sectors() -> tuple[Sector, ...]:
    """Give the sectors, those with a need key first.

    Examples
    --------
    >>> [f.code for f in sectors()[4].functions]
    ['234', '253', '254', '256', '257', '258', '261']
    """
    return tuple(
        Sector(
            e["id"],
            _(e["label"]),
            e["has_need_key"],
            e["area"],
            e["compared"],
            tuple(f for f in functions() if f.sector == e["id"]),
        )
        for e in reference("kostra_sectors").entries()
    )


def sector(id: str) -> Sector:
    """Give a sector by id; raises ``KeyError`` for one that does not exist."""
    return {s.id: s for s in sectors()}[id]


def ambulant(year: int) -> str:
    """Give the function of help in people's own homes: 254, and 258 from 2024."""
    return next(f.code for f in functions() if f.code in ("254", "258") and f.used(year))


def known_art(code: str, year: int) -> bool:
    """Say whether an art may be booked on in a year.

    Examples
    --------
    >>> known_art("271", 2025), known_art("271", 2026), known_art("270", 2026)
    (False, True, False)
    """
    return any(
        code in e["codes"] and e["valid_from"] <= f"{year}-12-31" <= (e["valid_to"] or "9999")
        for e in reference("kostra_arts").entries()
    )
