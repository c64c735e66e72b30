"""Age groups an ensemble is summed to, and the draws that come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.rates import AGES, SEXES, require

Float32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Group:
    """Ages `low` to `high`, both included, of one sex or both (None)."""

    name: str
    low: int
    high: int
    sex: int | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups in the order they come out; they may overlap.

    Examples
    --------
    >>> Groups.of("0-5", "80-", "alle").names
    ('0-5', '80-', 'alle')
    """

    groups: tuple[Group, ...]
    ages: int = AGES

    def __post_init__(self) -> None:
        for group in self.groups:
            require(
                0 <= group.low <= group.high < self.ages and group.sex in (None, 0, 1),
                _("Aldersgruppen «{name}» finnes ikke blant aldrene 0–{last}.").format(
                    name=group.name, last=self.ages - 1
                ),
                _("Skriv den som «67-79», «80-» eller «alle»."),
            )

    @classmethod
    def of(cls, *names: str, ages: int = AGES) -> Groups:
        """Make groups of both sexes from names like ``67-79``, ``80-`` and ``alle``."""
        return cls(tuple(_named(name, ages) for name in names), ages)

    @property
    def names(self) -> tuple[str, ...]:
        """The groups' names in order."""
        return tuple(group.name for group in self.groups)

    def membership(self) -> NDArray[np.bool_]:
        """Give which cells each group holds, shape ``(G, 2, A)``."""
        held = np.zeros((len(self.groups), SEXES, self.ages), np.bool_)
        for row, group in zip(held, self.groups, strict=True):
            row[slice(None) if group.sex is None else group.sex, group.low : group.high + 1] = True
        return held


def _named(name: str, ages: int) -> Group:
    if name == "alle":
        return Group(name, 0, ages - 1)
    low, _dash, high = name.replace("–", "-").partition("-")
    require(
        low.isdecimal() and (high.isdecimal() or not high),
        _("Aldersgruppen «{name}» kan ikke leses.").format(name=name),
        _("Skriv den som «67-79», «80-» eller «alle»."),
    )
    return Group(name, int(low), int(high) if high else (ages - 1 if _dash else int(low)))


BACKTEST = ("alle", "0-5", "6-15", "16-66", "67-79", "80-89", "80-", "90-")


def groups(names: Iterable[str] = BACKTEST) -> Groups:
    """Give groups by name, those of the back-test unless others are asked for."""
    return Groups.of(*names)


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """What changed the population, persons summed over ages, each of shape ``(m, D, T)``."""

    births: Float32
    deaths: Float32
    moves: Float32


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Simulated persons 1 January.

    Parameters
    ----------
    municipalities, years
        Codes, and years with the base year first.
    persons
        ``(D, T+1, 2, A)`` for one municipality by sex and age (`groups` is None), else
        ``(m, D, T+1, G)``; whole numbers when chance is in.
    groups
        What the last axis is, None for sex and age.
    flows
        Births, deaths and net moves when they were asked for.
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    persons: Float32
    groups: Groups | None = None
    flows: Flows | None = None

    def of(self, municipality: str, group: str) -> Float32:
        """Give one municipality's group, shape ``(D, T+1)``."""
        place = self.municipalities.index(municipality)
        if self.groups is None:
            held = Groups.of(group, ages=self.persons.shape[-1]).membership()[0]
            return np.asarray(self.persons[..., held].sum(axis=-1), np.float32)
        return self.persons[place, :, :, self.groups.names.index(group)]
