"""KOSTRA functions and the sectors they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Function:
    """A KOSTRA function. ``title`` is empty where its wording hasn't been confirmed."""

    code: str
    title: str
    sector: str

    @property
    def label(self) -> str:
        """Write code and title: «202 Grunnskole»."""
        return f"{self.code} {self.title}".strip()


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
class Sector:
    """A service sector; ``has_need_key`` when the income system has a cost key for it."""

    id: str
    label: str
    has_need_key: bool
    functions: tuple[Function, ...]


@kept_by_language
def functions() -> tuple[Function, ...]:
    """Give the functions by code."""
    rows = reference("kostra_functions").entries()
    return tuple(
        Function(e["code"], _(e["title"]) if e["title"] else "", e["sector"]) for e in rows
    )


@kept_by_language
def sectors() -> tuple[Sector, ...]:
    """Give the sectors, those with a need key first.

    Examples
    --------
    >>> [f.code for f in sectors()[4].functions]
    ['234', '253', '254', '256', '261']
    """
    return tuple(
        Sector(
            e["id"],
            _(e["label"]),
            e["has_need_key"],
            tuple(f for f in functions() if f.sector == e["id"]),
        )
        for e in reference("kostra_sectors").entries()
    )


def sector(id: str) -> Sector:
    """Give a sector by id; raises ``KeyError`` for one that does not exist."""
    return {s.id: s for s in sectors()}[id]
