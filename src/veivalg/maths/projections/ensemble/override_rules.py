"""How local knowledge becomes movers: one rule a kind, its assumptions and their bounds.

No official statistic says how many move in with a given housing field or firm. Every number here
is therefore an `Assumption`, marked as a choice or unverified, that a person can change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Assumption, Certainty, Unit
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.reference import reference

AGES = 106
Movers = NDArray[np.float64]


class Kind(StrEnum):
    """What is known."""

    HOUSING = "housing"
    SCHOOL_CLOSED = "school_closed"
    EMPLOYER = "employer"
    REFUGEES = "refugees"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Give the Norwegian name."""
        return _(self.rule.label)

    @property
    def unit(self) -> str:
        """Give what the amount counts, in Norwegian."""
        return _(self.rule.unit)

    @property
    def bounds(self) -> tuple[float, float]:
        """Give the smallest and largest amount that can be meant."""
        return self.rule.low, self.rule.high

    @property
    def rule(self) -> Rule:
        """Give how it becomes movers."""
        return _rules()[self.value]

    def amount_text(self, amount: float) -> str:
        """Write the amount: «boligfelt, 120 boliger»."""
        return f"{self.label}, {format_exact(amount, 6)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Rule:
    """How an amount of a kind becomes movers, from the reference data.

    Parameters
    ----------
    sign
        −1 where the amount is of those who leave.
    factors
        Ids of what turns the amount into movers.
    ages
        Share of the movers in each of `GROUPS`: families in dwellings, working age at firms.
    """

    label: str
    unit: str
    low: float
    high: float
    sign: float
    factors: tuple[str, ...]
    ages: tuple[float, ...]


GROUPS = ((0, 5), (6, 15), (16, 24), (25, 34), (35, 49), (50, 66), (67, 79), (80, 95))
_WOMEN = "andel_kvinner"


@cache
def _rules() -> Mapping[str, Rule]:
    return {
        e["kind"]: Rule(
            e["label"],
            e["unit"],
            e["low"],
            e["high"],
            e["sign"],
            tuple(e["factors"]),
            tuple(e["ages"]),
        )
        for e in reference("knowledge_kinds").in_force()
    }


def factors(kind: Kind) -> tuple[str, ...]:
    """Give the ids of what turns the amount into movers; the rest spreads them by sex and age."""
    return kind.rule.factors


def assumptions(kind: Kind, settings: Mapping[str, float] | None = None) -> tuple[Assumption, ...]:
    """Give what a kind rests on, with the values a person has chosen.

    Raises
    ------
    UsageError
        When a chosen assumption doesn't belong to the kind, or lies outside its bounds.
    """
    known = {a.id: a for a in (*_factors(kind), *_ages(kind))}
    for id, value in (settings or {}).items():
        if id not in known:
            raise UsageError(
                _("«{kind}» har ingen antakelse som heter «{id}».").format(kind=kind.label, id=id),
                _("Velg blant {names}.").format(names=", ".join(known)),
            )
        known[id] = known[id].chosen(float(value))
    return tuple(known.values())


def _factors(kind: Kind) -> Iterator[Assumption]:
    for e in reference("knowledge_factors").in_force():
        if e["id"] in kind.rule.factors:
            unit, certainty = Unit[e["unit"].upper()], Certainty(e["certainty"])
            about = (unit, certainty, _(e["source"]), e["low"], e["high"], e["step"])
            yield Assumption(e["id"], _(e["label"]), e["value"], e["value"], *about)


def _ages(kind: Kind) -> Iterator[Assumption]:
    def share(id: str, label: str, value: float, source: str) -> Assumption:
        return Assumption(id, label, value, value, Unit.SHARE, Certainty.CHOICE, source, 0, 1, 0.01)

    scaled = _("Valgt av Veivalg. Fordelingen skaleres så den blir hundre prosent.")
    for (lo, hi), value in zip(GROUPS, kind.rule.ages, strict=True):
        label = _("Andel {lo}–{hi} år").format(lo=lo, hi=hi)
        yield share(f"andel_{lo}_{hi}", label, value, scaled)
    yield share(_WOMEN, _("Andel kvinner"), 0.5, _("Valgt av Veivalg."))


def movers(kind: Kind, amount: float, settings: Mapping[str, float] | None = None) -> Movers:
    """Give expected net movers by year from the first, shape ``(years, 2, 106)``.

    The sum is the amount times the factors of the kind; it is spread evenly over the years.
    """
    value = {a.id: a.value for a in assumptions(kind, settings)}
    persons = amount * kind.rule.sign
    for id in kind.rule.factors:
        persons *= value[id] if id != "innflyttingsaar" else 1.0
    years = round(value.get("innflyttingsaar", 1))
    return np.repeat((persons / years * _profile(value))[None], years, axis=0)


def _profile(value: Mapping[str, float]) -> Movers:
    """Give the share of movers by sex and age, summing to one; even within each group."""
    shares = np.zeros(AGES)
    for lo, hi in GROUPS:
        shares[lo : hi + 1] = value[f"andel_{lo}_{hi}"] / (hi - lo + 1)
    total = shares.sum()
    if total <= 0:
        raise UsageError(
            _("Aldersfordelingen er tom."), _("Gi minst én aldersgruppe en andel over 0.")
        )
    found: Movers = np.outer((value[_WOMEN], 1 - value[_WOMEN]), shares / total)
    return found
