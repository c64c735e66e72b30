"""From a municipality and a person's means to a problem (M21)."""

from collections.abc import Mapping

import numpy as np

from veivalg.content import Assumption
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.means import by_year
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
from veivalg.maths.optimise.program import MILLION
from veivalg.maths.scenarios.building import annuity
from veivalg.maths.service_model.conversion import WEEKS

INSTITUTION, SHORT, DWELLINGS, INTENSIVE, HOME = (
    "institution",
    "short_stay",
    "dwellings",
    "intensive",
    "home",
)
KEPT = "bruk-"
"""The demands that those who have a place today keep it: nobody is moved to save årsverk."""


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
        _technologies(basis, value),
        _limits(basis, means),
        tail_weight=value["vekt-verste"],
        other_fte=basis.other_fte,
        other_cost=basis.other_cost if basis.priced else basis.other_fte * MILLION,
        priced=basis.priced,
        sources=basis.sources,
    )


def _needs(basis: Basis, value: Mapping[str, float]) -> tuple[Need, ...]:
    heavy, short = value["vekt-heldogn"], value["vekt-korttid"]
    stay_home = value["sykehjem-hjemme"]
    needs = [
        Need(
            INSTITUTION,
            _("Langtidsopphold i institusjon"),
            basis.institution,
            heavy,
            {INSTITUTION: 1.0, DWELLINGS: value["sykehjem-i-bolig"], INTENSIVE: stay_home},
            INTENSIVE,
        ),
        Need(
            SHORT,
            _("Korttidsopphold"),
            basis.short_stay,
            short,
            {SHORT: 1.0, INSTITUTION: 1.0, INTENSIVE: value["korttid-hjemme"]},
            INTENSIVE,
        ),
        # Most of those who live in staffed dwellings are under 67: they don't move to institutions.
        Need(
            DWELLINGS,
            _("Heldøgns bolig"),
            basis.dwellings,
            heavy,
            {DWELLINGS: 1.0, INTENSIVE: value["bolig-hjemme"]},
            INTENSIVE,
        ),
        Need(HOME, _("Hjemmetjeneste"), basis.home, 1.0, {HOME: 1.0}, HOME),
    ]
    return tuple(need for need in needs if need.users.any())


def _services(basis: Basis, value: Mapping[str, float]) -> tuple[Service, ...]:
    per_place = value.get("arsverk-per-plass", basis.each["place"])
    per_dwelling = value.get("arsverk-per-bolig", basis.each["dwelling"])
    intensive = basis.working.fte_weekly(value["timer-hjemme"])
    many = len(basis.years)

    def service(id: str, label: str, fte: float, cost: float, places: bool = True) -> Service:
        now = np.full(many, float(basis.places[id])) if places else None
        ward = basis.ward if id in (INSTITUTION, SHORT) else 0.0
        return Service(id, label, fte, cost if basis.priced else fte * MILLION, now, ward)

    place, dwelling, hour = (value.get(id, 0.0) for id in ("kost-plass", "kost-bolig", HOUR))
    help_home = value["timer-hjemme"] * WEEKS * hour
    return (
        service(INSTITUTION, _("Institusjon, langtid"), per_place, place),
        service(SHORT, _("Institusjon, korttid"), per_place, place),
        service(DWELLINGS, _("Heldøgns bolig"), per_dwelling, dwelling),
        service(INTENSIVE, _("Mye hjelp hjemme"), intensive, help_home, places=False),
        service(HOME, _("Hjemmetjeneste"), basis.each["home"], basis.home_cost, places=False),
    )


HOUR = "timekostnad"


def _steps(basis: Basis, value: Mapping[str, float]) -> tuple[Step, ...]:
    rows = (
        ("bygg-sykehjem", _("Langtidsplasser"), INSTITUTION, "trinn-sykehjem", "byggekost-plass"),
        ("bygg-korttid", _("Korttidsplasser"), SHORT, "trinn-korttid", "byggekost-plass"),
        ("bygg-bolig", _("Heldøgns boliger"), DWELLINGS, "trinn-bolig", "byggekost-bolig"),
    )
    found = []
    for id, label, service, size, price in rows:
        capital = value[size] * value[price] * (1 - value["tilskudd"]) if basis.priced else 0.0
        yearly = capital * annuity(value["rente"], value["levetid"]) if basis.priced else 0.0
        earliest, most = int(value["tidligst"]), int(value["trinn-hoyst"])
        wanted = _wanted(basis, service, value[size], value["dekning-minst"])
        step = Step(id, label, {service: value[size]}, capital, yearly, earliest, most, wanted)
        found.append(step)
    return tuple(found)


def _wanted(basis: Basis, service: str, size: float, least: float) -> Array:
    """Give the steps somebody lacks in the middle of the draws, by year (T,).

    Of places in institutions the last step may be more than lacks, or what a demand asks for; of
    dwellings none may stand empty.
    """
    need = {INSTITUTION: basis.institution, SHORT: basis.short_stay, DWELLINGS: basis.dwellings}
    needed = np.floor(np.mean(need[service], axis=0) + 0.5)
    lacking = np.maximum(needed - basis.places[service], 0.0)
    if service == INSTITUTION:
        demanded = least * basis.aged.mean(axis=0)[-1] - basis.places[SHORT]
        lacking[-1] = max(lacking[-1], demanded - basis.places[INSTITUTION])
    steps = lacking / size
    whole = np.floor(steps + 1e-6) if service == DWELLINGS else np.ceil(steps - 1e-6)
    return np.maximum.accumulate(np.maximum(whole, 0.0))


def _technologies(basis: Basis, value: Mapping[str, float]) -> tuple[Technology, ...]:
    def make(id: str, label: str, most: str, hours: str) -> Technology:
        freed = value[hours] * value["andel-realisert"]
        fte = basis.working.fte_weekly(freed)
        saved = freed * WEEKS * value[HOUR] if basis.priced else fte * MILLION
        cost = value["kost-utstyr"] if basis.priced else 0.0
        units = min(value[most] * basis.home_users, basis.possible.get(id, np.inf))
        pace = value["utstyr-takt"]
        return Technology(
            id, label, HOME, value[most], fte, cost, saved, pace=pace, most=float(np.floor(units))
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
        Limit("arsverk", _("Årsverkene dere kan få"), Kind.STAFF, by_year(basis, means, "arsverk"))
    ]
    if basis.priced:
        found += [
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
        label = _("Kravet om institusjonsplasser per innbygger 80 år og eldre")
        found.append(Limit("dekning-minst", label, Kind.PLACES_LEAST, least, INSTITUTION))
    kept = (
        Limit(
            KEPT + service.id,
            _("Kravet om å bruke plassene som finnes ({name})").format(name=service.label.lower()),
            Kind.KEPT,
            service.places,
            service.id,
        )
        for service in _services(basis, value)
        if service.places is not None
    )
    return (*found, *kept)
