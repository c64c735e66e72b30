"""How local knowledge becomes movers: one rule a kind, its assumptions and their bounds.

No official statistic says how many move in with a given housing field or firm. Every number here
is therefore an `Assumption`, marked as a choice or unverified, that a person can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _

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
        return _(_WORDS[self.value][0])

    @property
    def unit(self) -> str:
        """Give what the amount counts, in Norwegian."""
        return _(_WORDS[self.value][1])

    @property
    def bounds(self) -> tuple[float, float]:
        """Give the smallest and largest amount that can be meant."""
        return _BOUNDS[self.value]

    def amount_text(self, amount: float) -> str:
        """Write the amount: «boligfelt, 120 boliger»."""
        return f"{self.label}, {amount:g} {self.unit}"


_WORDS = {
    "housing": ("boligfelt", "boliger"),
    "school_closed": ("skole lagt ned", "elever"),
    "employer": ("hjørnesteinsbedrift", "arbeidsplasser"),
    "refugees": ("bosetting av flyktninger", "personer"),
    "other": ("annen flytting", "personer netto inn"),
}
_BOUNDS = {
    "housing": (-5_000.0, 20_000.0),
    "school_closed": (1.0, 3_000.0),
    "employer": (-20_000.0, 20_000.0),
    "refugees": (-10_000.0, 10_000.0),
    "other": (-50_000.0, 50_000.0),
}
_GROUPS = ((0, 5), (6, 15), (16, 24), (25, 34), (35, 49), (50, 66), (67, 79), (80, 95))
# Shares of movers by the groups above: choices, families in dwellings, working age at firms.
_PROFILES = {
    "housing": (0.17, 0.15, 0.10, 0.26, 0.19, 0.09, 0.03, 0.01),
    "school_closed": (0.14, 0.32, 0.06, 0.12, 0.33, 0.03, 0.0, 0.0),
    "employer": (0.13, 0.12, 0.12, 0.33, 0.21, 0.09, 0.0, 0.0),
    "refugees": (0.11, 0.21, 0.19, 0.19, 0.20, 0.08, 0.015, 0.005),
    "other": (0.10, 0.10, 0.22, 0.28, 0.17, 0.09, 0.03, 0.01),
}
_DEFAULT = {
    # id: label, value, unit, certainty, low, high, step
    "personer_per_bolig": (
        "Personer per ny bolig",
        2.1,
        Unit.RATIO,
        Certainty.UNVERIFIED,
        1.0,
        5.0,
        0.1,
    ),
    "andel_utenfra": (
        "Andel som flytter inn fra andre kommuner",
        0.5,
        Unit.SHARE,
        Certainty.CHOICE,
        0,
        1,
        0.05,
    ),
    "innflyttingsaar": (
        "År det tar før alt er flyttet inn",
        3,
        Unit.YEARS,
        Certainty.CHOICE,
        1,
        10,
        1,
    ),
    "andel_flytter": (
        "Andel av familiene som flytter ut",
        0.1,
        Unit.SHARE,
        Certainty.CHOICE,
        0,
        1,
        0.05,
    ),
    "personer_per_elev": (
        "Personer i familien per elev",
        2.2,
        Unit.RATIO,
        Certainty.CHOICE,
        1,
        5,
        0.1,
    ),
    "andel_flytter_for_jobben": (
        "Andel av stillingene som gir flytting",
        0.3,
        Unit.SHARE,
        Certainty.CHOICE,
        0,
        1,
        0.05,
    ),
    "personer_per_husholdning": (
        "Personer i husholdningen per stilling",
        1.8,
        Unit.RATIO,
        Certainty.CHOICE,
        1,
        5,
        0.1,
    ),
    "andel_blir": ("Andel som blir boende", 0.8, Unit.SHARE, Certainty.CHOICE, 0, 1, 0.05),
}
_USED = {
    "housing": ("personer_per_bolig", "andel_utenfra", "innflyttingsaar"),
    "school_closed": ("personer_per_elev", "andel_flytter", "innflyttingsaar"),
    "employer": ("andel_flytter_for_jobben", "personer_per_husholdning", "innflyttingsaar"),
    "refugees": ("andel_blir",),
    "other": (),
}
_SIGN = {"school_closed": -1.0}
_WOMEN = "andel_kvinner"


def factors(kind: Kind) -> tuple[str, ...]:
    """Give the ids of what turns the amount into movers; the rest spreads them by sex and age."""
    return _USED[kind.value]


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
        one = known[id]
        if not one.low <= value <= one.high:
            raise UsageError(
                _("«{label}» kan ikke være {value:g}.").format(label=one.label, value=value),
                _("Velg en verdi fra {low:g} til {high:g}.").format(low=one.low, high=one.high),
            )
        known[id] = replace(one, value=float(value))
    return tuple(known.values())


def _factors(kind: Kind) -> tuple[Assumption, ...]:
    source = _("Valgt av Veivalg. Ingen statistikk gir tallet for én bestemt sak.")
    return tuple(
        Assumption(id, _(label), value, value, unit, certainty, source, low, high, step)
        for id, (label, value, unit, certainty, low, high, step) in _DEFAULT.items()
        if id in _USED[kind.value]
    )


def _ages(kind: Kind) -> tuple[Assumption, ...]:
    source = _("Valgt av Veivalg. Fordelingen skaleres så den blir hundre prosent.")
    shares = [
        Assumption(
            f"andel_{lo}_{hi}",
            _("Andel {lo}–{hi} år").format(lo=lo, hi=hi),
            share,
            share,
            Unit.SHARE,
            Certainty.CHOICE,
            source,
            0,
            1,
            0.01,
        )
        for (lo, hi), share in zip(_GROUPS, _PROFILES[kind.value], strict=True)
    ]
    women = Assumption(
        _WOMEN,
        _("Andel kvinner"),
        0.5,
        0.5,
        Unit.SHARE,
        Certainty.CHOICE,
        _("Valgt av Veivalg."),
        0,
        1,
        0.01,
    )
    return (*shares, women)


def movers(kind: Kind, amount: float, settings: Mapping[str, float] | None = None) -> Movers:
    """Give expected net movers by year from the first, shape ``(years, 2, 106)``.

    The sum is the amount times the factors of the kind; it is spread evenly over the years.
    """
    value = {a.id: a.value for a in assumptions(kind, settings)}
    persons = amount * _SIGN.get(kind.value, 1.0)
    for id in _USED[kind.value]:
        persons *= value[id] if id != "innflyttingsaar" else 1.0
    years = round(value.get("innflyttingsaar", 1))
    return np.repeat((persons / years * _profile(value))[None], years, axis=0)


def _profile(value: Mapping[str, float]) -> Movers:
    """Give the share of movers by sex and age, summing to one; even within each group."""
    shares = np.zeros(AGES)
    for lo, hi in _GROUPS:
        shares[lo : hi + 1] = value[f"andel_{lo}_{hi}"] / (hi - lo + 1)
    total = shares.sum()
    if total <= 0:
        raise UsageError(
            _("Aldersfordelingen er tom."), _("Gi minst én aldersgruppe en andel over 0.")
        )
    found: Movers = np.outer((value[_WOMEN], 1 - value[_WOMEN]), shares / total)
    return found
