"""What a person can change in the best mix: means by year, limits, buildings, practice, prices.

Each is an ``Assumption`` with source and certainty, so that pages, files and the command line read
and show them as those of the chapters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from veivalg.content import Assumption, Certainty, Unit, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.problem import Array

MILESTONES = (2030, 2035)
GROWTH = 0.01
PER_PERSON = 20_000.0
WAIT = 4
"""Years from a decision to the first new place, unless someone says otherwise."""


def means(basis: Basis, chosen: Mapping[str, float] | None = None) -> dict[str, Assumption]:
    """Give every assumption by id with the value chosen, if any.

    Raises
    ------
    UsageError
        When a chosen value is unknown or lies outside its limits.
    """
    made = {
        a.id: a
        for a in (
            *_staff(basis),
            *_money(basis),
            *_limits(),
            *_building(basis),
            *_practice(),
            *_technology(basis),
            *_prices(basis),
        )
    }
    for id, value in (chosen or {}).items():
        if id not in made:
            raise UsageError(
                _("Det finnes ingen antakelse som heter «{id}» her.").format(id=id),
                _("Velg blant {ids}.").format(ids=", ".join(made)),
            )
        made[id] = _choose(made[id], value)
    return made


def _choose(a: Assumption, value: float) -> Assumption:
    if not a.low <= value <= a.high:
        raise UsageError(
            _("«{label}» kan ikke være {value:g}.").format(label=a.label, value=value),
            _("Velg en verdi fra {low:g} til {high:g}.").format(low=a.low, high=a.high),
        )
    return replace(a, value=value)


def milestones(basis: Basis) -> tuple[int, ...]:
    """Give the years means are given for: the first, round ones and the last; straight between."""
    first, last = basis.years[0], basis.years[-1]
    return (first, *(y for y in MILESTONES if first < y < last), last)


def by_year(basis: Basis, found: Mapping[str, Assumption], stem: str) -> Array:
    """Give a mean for every year, straight between the years it is given for."""
    points = milestones(basis)
    values = [found[f"{stem}-{y}"].value for y in points]
    return np.asarray(np.interp(basis.years, points, values), dtype=np.float64)


def running_cost(basis: Basis) -> float:
    """Give NOK a year to run today's services with today's prices."""
    per_fte = basis.values["place_cost"] / max(basis.values["fte_per_place"], 1e-9)
    places = basis.places["institution"] + basis.places["short_stay"]
    homes = basis.places["dwellings"] * basis.values["dwelling_cost"]
    return places * basis.values["place_cost"] + homes + home_fte(basis) * per_fte


def home_fte(basis: Basis) -> float:
    """Give årsverk in home care outside dwellings today: all minus those of the places."""
    places = basis.places["institution"] + basis.places["short_stay"]
    held = places * basis.values["fte_per_place"]
    held += basis.places["dwellings"] * basis.values["fte_per_dwelling"]
    return max(basis.fte - held, 0.05 * basis.fte)


def _staff(basis: Basis) -> list[Assumption]:
    found = []
    for year in milestones(basis):
        value = float(round_half_up(np.median(basis.staff[:, basis.years.index(year)])))
        found.append(
            Assumption(
                f"arsverk-{year}",
                _("Årsverk dere kan få i {year}").format(year=year),
                value,
                value,
                Unit.FTE,
                Certainty.DERIVED,
                _("Like stor andel av 20–66-åringene i omsorg som i dag, midt i trekkene"),
                0,
                max(20_000, 5 * value),
                1,
            )
        )
    return found


def _money(basis: Basis) -> list[Assumption]:
    found = []
    for year in milestones(basis):
        grown = running_cost(basis) * (1 + GROWTH) ** (year - basis.base_year)
        value = float(round_half_up(grown / 1e6)) * 1e6
        found.append(
            Assumption(
                f"penger-{year}",
                _("Penger til drift i {year}, faste priser").format(year=year),
                value,
                value,
                Unit.MILLION_NOK,
                Certainty.CHOICE,
                _("Valg: det dagens tjenester koster med prisene her, og 1 % mer hvert år"),
                0,
                max(20e9, 5 * value),
                1e6,
                0,
            )
        )
    frame = float(round_half_up(PER_PERSON * basis.persons / 1e6)) * 1e6
    found.append(
        Assumption(
            "investering",
            _("Penger til bygg i alt, etter tilskudd"),
            frame,
            frame,
            Unit.MILLION_NOK,
            Certainty.CHOICE,
            _("Valg: 20 000 kr per innbygger"),
            0,
            max(10e9, 5 * frame),
            1e6,
            0,
        )
    )
    return found


def _limits() -> list[Assumption]:
    wish = _("Valg: ingen grense. Sett en for å se om den kan holdes")
    return [
        Assumption(
            "udekket-hoyst",
            _("Høyst så stor del av behovet udekket hvert år"),
            1,
            1,
            Unit.SHARE,
            Certainty.CHOICE,
            wish,
            0,
            1,
            0.01,
            1,
            _(
                "Gjelder fra året det første nye bygget kan åpne, i snitt over trekkene. "
                "100 % er ingen grense."
            ),
        ),
        Assumption(
            "dekning-minst",
            _("Sykehjemsplasser minst, per innbygger 80 år og eldre"),
            0,
            0,
            Unit.SHARE,
            Certainty.CHOICE,
            wish,
            0,
            0.5,
            0.001,
            1,
            _("Gjelder siste år, korttidsplasser medregnet. 0 er ingen grense."),
        ),
    ]


def _building(basis: Basis) -> list[Assumption]:
    first = basis.years[0] + WAIT - 1
    last = basis.years[-1]
    found = [
        Assumption(
            "tidligst",
            _("Første år et nytt bygg kan åpne"),
            first,
            first,
            Unit.YEAR,
            Certainty.CHOICE,
            _("Valg: fire år fra vedtak til åpning"),
            basis.years[0],
            last,
            1,
        )
    ]
    kinds = {
        "institution": ("sykehjem", _("Sykehjemsplasser i ett byggetrinn")),
        "short_stay": ("korttid", _("Korttidsplasser i ett byggetrinn")),
        "dwellings": ("bolig", _("Heldøgns boliger i ett byggetrinn")),
    }
    for kind, (slug, label) in kinds.items():
        size = max(float(round_half_up(basis.places[kind] / 10)), 4.0)
        found.append(
            Assumption(
                f"trinn-{slug}",
                label,
                size,
                size,
                Unit.PLACES,
                Certainty.CHOICE,
                _("Valg: en tidel av dagens plasser, minst 4"),
                1,
                500,
                1,
            )
        )
    found.append(
        Assumption(
            "trinn-hoyst",
            _("Høyst så mange byggetrinn av hvert slag"),
            5,
            5,
            Unit.COUNT,
            Certainty.CHOICE,
            _("Valg"),
            0,
            20,
            1,
        )
    )
    unsure = _("Ikke funnet i en kilde. Sett inn kommunens egne anslag")
    found += [
        Assumption(
            "byggekost-plass",
            _("Byggekostnad per sykehjemsplass"),
            4.5e6,
            4.5e6,
            Unit.MILLION_NOK,
            Certainty.UNVERIFIED,
            unsure,
            0.5e6,
            15e6,
            1e5,
            1,
        ),
        Assumption(
            "byggekost-bolig",
            _("Byggekostnad per heldøgns bolig"),
            4e6,
            4e6,
            Unit.MILLION_NOK,
            Certainty.UNVERIFIED,
            unsure,
            0.5e6,
            15e6,
            1e5,
            1,
        ),
        Assumption(
            "tilskudd",
            _("Statens tilskudd, andel av byggekostnaden"),
            0.4,
            0.4,
            Unit.SHARE,
            Certainty.UNVERIFIED,
            unsure,
            0,
            0.8,
            0.01,
            0,
        ),
    ]
    return found


def _practice() -> list[Assumption]:
    def share(id: str, label: str, value: float, note: str = "") -> Assumption:
        own = _("Valg: sett inn kommunens egen vurdering")
        return Assumption(
            id, label, value, value, Unit.SHARE, Certainty.CHOICE, own, 0, 1, 0.01, 0, note
        )

    def weight(id: str, label: str, value: float) -> Assumption:
        why = _("Valg: det tyngste behovet dekkes først")
        return Assumption(
            id, label, value, value, Unit.COUNT, Certainty.CHOICE, why, 0.1, 100, 0.5, 1
        )

    return [
        share("sykehjem-i-bolig", _("Som trenger sykehjem, men kan bo i heldøgns bolig"), 0.2),
        share("sykehjem-hjemme", _("Som trenger sykehjem, men kan bo hjemme med mye hjelp"), 0.1),
        share(
            "bolig-hjemme", _("Som trenger heldøgns bolig, men kan bo hjemme med mye hjelp"), 0.1
        ),
        share("korttid-hjemme", _("Som trenger korttidsplass, men kan få mye hjelp hjemme"), 0.2),
        weight(
            "vekt-heldogn",
            _("Så mye teller én uten heldøgns tilbud, mot én uten hjemmetjeneste"),
            10,
        ),
        weight(
            "vekt-korttid", _("Så mye teller én uten korttidsplass, mot én uten hjemmetjeneste"), 5
        ),
        Assumption(
            "slingring",
            _("Så mye mer kan stå udekket for å slippe bygg som lite brukes"),
            0.01,
            0.01,
            Unit.SHARE,
            Certainty.CHOICE,
            _("Valg: bygg som bedrer målet med mindre, bygges ikke"),
            0,
            0.2,
            0.005,
            1,
        ),
        share(
            "vekt-verste",
            _("Vekt på den verste tidelen av trekkene"),
            0.5,
            _("Resten er vekten på snittet av alle trekkene."),
        ),
    ]


def _technology(basis: Basis) -> list[Assumption]:
    def most(id: str, label: str, share: float) -> Assumption:
        return Assumption(
            id,
            label,
            share,
            share,
            Unit.SHARE,
            Certainty.CHOICE,
            _("Valg: andel av hjemmetjenestens brukere"),
            0,
            1,
            0.01,
            0,
        )

    pace = max(float(round_half_up(0.03 * basis.home_users)), 1.0)
    return [
        most("dispensere-hoyst", _("Flere som kan få medisindispenser, høyst"), 0.25),
        most("tilsyn-hoyst", _("Flere som kan få digitalt tilsyn, høyst"), 0.1),
        Assumption(
            "utstyr-takt",
            _("Høyst så mange nye av hvert utstyr per år"),
            pace,
            pace,
            Unit.COUNT,
            Certainty.CHOICE,
            _("Valg: 3 % av brukerne"),
            0,
            1000,
            1,
        ),
    ]


_PRICES = {
    "place_cost": ("kost-plass", Unit.MILLION_NOK, 0.1e6, 5e6, 2),
    "dwelling_cost": ("kost-bolig", Unit.MILLION_NOK, 0.1e6, 5e6, 2),
    "fte_per_place": ("arsverk-per-plass", Unit.COUNT, 0.3, 3, 2),
    "fte_per_dwelling": ("arsverk-per-bolig", Unit.COUNT, 0.1, 3, 2),
    "substitute_hours": ("timer-hjemme", Unit.HOURS, 5, 168, 0),
    "hour_cost": ("timekostnad", Unit.NOK, 300, 1500, 0),
    "technology_cost": ("kost-utstyr", Unit.NOK, 0, 60_000, 0),
    "dispenser_hours": ("timer-dispenser", Unit.HOURS, 0, 3, 2),
    "supervision_hours": ("timer-tilsyn", Unit.HOURS, 0, 5, 2),
    "realised_share": ("andel-realisert", Unit.SHARE, 0, 1, 0),
    "interest": ("rente", Unit.SHARE, 0, 0.1, 1),
    "lifetime": ("levetid", Unit.YEARS, 10, 60, 0),
}


def _prices(basis: Basis) -> list[Assumption]:
    """Give prices and hours as they stand in the scenario room, with the sources told there."""
    labels = {
        "place_cost": _("Drift av en sykehjemsplass per år"),
        "dwelling_cost": _("Drift av en heldøgns bolig per år"),
        "fte_per_place": _("Årsverk per sykehjemsplass, natt medregnet"),
        "fte_per_dwelling": _("Årsverk per heldøgns bolig"),
        "substitute_hours": _("Timer hjemmetjeneste per uke i stedet for en plass"),
        "hour_cost": _("Kostnad per time hjemmetjeneste"),
        "technology_cost": _("Kostnad per utstyr og år"),
        "dispenser_hours": _("Timer spart per uke og dispenser"),
        "supervision_hours": _("Timer spart per uke og bruker av digitalt tilsyn"),
        "realised_share": _("Andel av frigjort tid som kan brukes til annet"),
        "interest": _("Rente på lån til bygg, ut over prisstigning"),
        "lifetime": _("År et bygg betales ned over"),
    }
    return [
        Assumption(
            id,
            labels[lever],
            basis.values[lever],
            basis.values[lever],
            unit,
            basis.certainty.get(lever, Certainty.CHOICE),
            basis.texts.get(lever, "") or _("Som i scenariorommet"),
            min(low, basis.values[lever]),
            max(high, basis.values[lever]),
            0.01,
            decimals,
        )
        for lever, (id, unit, low, high, decimals) in _PRICES.items()
    ]
