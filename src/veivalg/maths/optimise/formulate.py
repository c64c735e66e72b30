"""From a municipality and a person's means to a problem (M21)."""

from collections.abc import Mapping

import numpy as np

from veivalg.content import Assumption
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.means import by_year, home_fte
from veivalg.maths.optimise.problem import (
    Array,
    Kind,
    Limit,
    Need,
    Problem,
    Service,
    Step,
    Technology,
)

WEEK_HOURS, WEEKS = 35.5, 52
"""Hours of an årsverk a week, and weeks a year (M16)."""

INSTITUTION, SHORT, DWELLINGS, INTENSIVE, HOME = (
    "institution",
    "short_stay",
    "dwellings",
    "intensive",
    "home",
)


def formulate(basis: Basis, means: Mapping[str, Assumption]) -> Problem:
    """Give the problem with all its draws.

    Parameters
    ----------
    means
        Every assumption by id, see :func:`veivalg.maths.optimise.means.means`.
    """
    value = {id: a.value for id, a in means.items()}
    return Problem(
        basis.place,
        basis.years,
        _needs(basis, value),
        _services(basis, value),
        _steps(basis, value),
        _technologies(value),
        _limits(basis, means),
        tail_weight=value["vekt-verste"],
        sources=basis.sources,
    )


def _needs(basis: Basis, value: Mapping[str, float]) -> tuple[Need, ...]:
    heavy, short = value["vekt-heldogn"], value["vekt-korttid"]
    stay_home = value["sykehjem-hjemme"]
    needs = [
        Need(
            INSTITUTION,
            _("Sykehjem, langtid"),
            basis.institution,
            heavy,
            {INSTITUTION: 1.0, DWELLINGS: value["sykehjem-i-bolig"], INTENSIVE: stay_home},
        ),
        Need(
            SHORT,
            _("Korttidsopphold"),
            basis.short_stay,
            short,
            {SHORT: 1.0, INSTITUTION: 1.0, INTENSIVE: value["korttid-hjemme"]},
        ),
        Need(
            DWELLINGS,
            _("Heldøgns bolig"),
            basis.dwellings,
            heavy,
            {DWELLINGS: 1.0, INSTITUTION: 1.0, INTENSIVE: value["bolig-hjemme"]},
        ),
        Need(HOME, _("Hjemmetjeneste"), basis.home, 1.0, {HOME: 1.0}),
    ]
    return tuple(need for need in needs if need.users.any())


def _services(basis: Basis, value: Mapping[str, float]) -> tuple[Service, ...]:
    per_place, place = value["arsverk-per-plass"], value["kost-plass"]
    hours, home = value["timer-hjemme"], home_fte(basis) / basis.home_users
    many = len(basis.years)

    def today(kind: str) -> Array:
        return np.full(many, float(basis.places[kind]))

    return (
        Service(INSTITUTION, _("Sykehjem, langtid"), per_place, place, today("institution")),
        Service(SHORT, _("Sykehjem, korttid"), per_place, place, today("short_stay")),
        Service(
            DWELLINGS,
            _("Heldøgns bolig"),
            value["arsverk-per-bolig"],
            value["kost-bolig"],
            today("dwellings"),
        ),
        Service(
            INTENSIVE,
            _("Mye hjelp hjemme"),
            hours / WEEK_HOURS,
            hours * WEEKS * value["timekostnad"],
        ),
        Service(HOME, _("Hjemmetjeneste"), home, home * WEEK_HOURS * WEEKS * value["timekostnad"]),
    )


def _steps(basis: Basis, value: Mapping[str, float]) -> tuple[Step, ...]:
    rows = (
        ("bygg-sykehjem", _("Sykehjemsplasser"), INSTITUTION, "trinn-sykehjem", "byggekost-plass"),
        ("bygg-korttid", _("Korttidsplasser"), SHORT, "trinn-korttid", "byggekost-plass"),
        ("bygg-bolig", _("Heldøgns boliger"), DWELLINGS, "trinn-bolig", "byggekost-bolig"),
    )
    found = []
    for id, label, service, size, price in rows:
        capital = value[size] * value[price] * (1 - value["tilskudd"])
        yearly = capital * annuity(value["rente"], value["levetid"])
        found.append(
            Step(
                id,
                label,
                {service: value[size]},
                capital,
                yearly,
                int(value["tidligst"]),
                int(value["trinn-hoyst"]),
            )
        )
    return tuple(found)


def annuity(rate: float, years: float) -> float:
    """Give the yearly share of a loan paid down in equal amounts.

    Examples
    --------
    >>> round(annuity(0.02, 40), 5), annuity(0.0, 40)
    (0.03656, 0.025)
    """
    return rate / (1 - (1 + rate) ** -years) if rate > 0 else 1 / years


def _technologies(value: Mapping[str, float]) -> tuple[Technology, ...]:
    def make(id: str, label: str, most: str, hours: str) -> Technology:
        freed = value[hours] * value["andel-realisert"]
        saved = freed * WEEKS * value["timekostnad"]
        return Technology(
            id,
            label,
            HOME,
            value[most],
            freed / WEEK_HOURS,
            value["kost-utstyr"],
            saved,
            0.0,
            value["utstyr-takt"],
        )

    return (
        make("dispensers", _("Nye medisindispensere"), "dispensere-hoyst", "timer-dispenser"),
        make(
            "digital_supervision",
            _("Nye brukere av digitalt tilsyn"),
            "tilsyn-hoyst",
            "timer-tilsyn",
        ),
    )


def _limits(basis: Basis, means: Mapping[str, Assumption]) -> tuple[Limit, ...]:
    value = {id: a.value for id, a in means.items()}
    years, free = np.array(basis.years), np.inf
    found = [
        Limit("arsverk", _("Årsverkene dere kan få"), Kind.STAFF, by_year(basis, means, "arsverk")),
        Limit("penger", _("Pengene til drift"), Kind.MONEY, by_year(basis, means, "penger")),
        Limit(
            "investering",
            _("Pengene til bygg"),
            Kind.INVESTMENT,
            np.full(len(years), value["investering"]),
        ),
    ]
    if value["udekket-hoyst"] < 1:
        share = np.where(years >= value["tidligst"], value["udekket-hoyst"], free)
        found.append(
            Limit("udekket-hoyst", _("Kravet om høyst så mye udekket behov"), Kind.UNCOVERED, share)
        )
    if value["dekning-minst"] > 0:
        wanted = value["dekning-minst"] * basis.aged.mean(axis=0) - basis.places["short_stay"]
        least = np.where(years == years[-1], np.maximum(wanted, 0.0), 0.0)
        label = _("Kravet om sykehjemsplasser per innbygger 80 år og eldre")
        found.append(Limit("dekning-minst", label, Kind.PLACES_LEAST, least, INSTITUTION))
    return tuple(found)
