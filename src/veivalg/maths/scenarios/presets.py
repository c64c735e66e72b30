"""Ready-made scenarios to start from, each with where its numbers are from.

What a document prints is used with its name; the rest says that it is a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.content import Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import BuildingStep, Scenario

TODAY, RANA, YTTEREN, AT_HOME, TECHNOLOGY = (
    "som-i-dag",
    "rana-10-12",
    "ytteren",
    "mer-hjemme",
    "teknologi-forst",
)
RANA_COVERAGE = (0.10, 0.12)
RANA_MORE = (23, 75)
"""«Dekningsgrad på sykehjemsplasser trolig ned mot 10–12 prosent fra rundt 2030 (dvs. 23–75 flere
sykehjemsplasser enn i dag)», and 17,1 % as the strategy was written."""

RANA_PLACE = "1833"
"""Two of the presets are this municipality's own plans; others see them when they ask."""

YTTEREN_NEW = {"institution": 40.0, "dwellings_24h": 47.0}
"""«92 sykehjemsplasser (40 nye), 67 bokollektivplasser (47 nye)»."""

YTTEREN_OPENS = 2030
"""The documents print no year; the strategy speaks of «fra rundt 2030»."""

DISPENSERS = 271 / 1299
"""Harstad 2024: 320 could use a dispenser and 49 do, of 1299 users of home services."""

HOME_SHARE, SUPERVISED, TRAINED = 0.2, 0.05, 0.1
"""Our choices: a fifth at home instead, one in twenty supervised, one in ten trained."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A scenario with its sources; ``note`` says in Norwegian what the numbers rest on."""

    id: str
    name: str
    note: str
    scenario: Scenario


def presets(inputs: ScenarioInputs) -> tuple[Preset, ...]:
    """Give the presets for a municipality, «Som i dag» first.

    A number that the limits of the municipality don't hold is moved to the nearest limit.
    """
    return (_today(), _rana(inputs), _ytteren(), _at_home(inputs), _technology(inputs))


def opening(inputs: ScenarioInputs, found: Sequence[Preset] = ()) -> tuple[Preset, ...]:
    """Give the presets that a municipality meets when nothing is saved, in the room and in reports.

    Rana meets its own plans too.
    """
    own = inputs.place.code == RANA_PLACE
    return tuple(p for p in found or presets(inputs) if own or p.id not in (RANA, YTTEREN))


def preset(inputs: ScenarioInputs, id: str) -> Preset | None:
    """Give a preset by id, or None."""
    return next((p for p in presets(inputs) if p.id == id), None)


def _make(
    id: str, name: str, note: str, settings: dict[str, float], steps: tuple[BuildingStep, ...] = ()
) -> Preset:
    return Preset(id, name, note, Scenario(name, id, settings=settings, steps=steps))


def _fit(inputs: ScenarioInputs, **settings: float) -> dict[str, float]:
    return {
        id: min(max(value, inputs.levers[id].low), inputs.levers[id].high)
        for id, value in settings.items()
    }


def _today() -> Preset:
    note = _(
        "Dagens dekningsgrad, bemanning og måte å arbeide på videreføres. Bare befolkningen "
        "og de usikre forholdene endrer seg. Ingenting bygges."
    )
    return _make(TODAY, _("Som i dag"), note, {})


def _rana(inputs: ScenarioInputs) -> Preset:
    """Give the middle of the range: the range is a policy, and gets no probability."""
    note = _(
        "Rana kommune, «Framtidige helse- og omsorgstjenester 2024–27», kapittel 5.1 og 5.4: "
        "dekningsgraden på sykehjem «trolig ned mot 10–12 prosent fra rundt 2030». Scenariet "
        "bruker midten, 11 %. De to endene er valg uten sannsynlighet: lag en kopi med 10 % "
        "og en med 12 % for å se dem. De som ellers ville fått plass, får "
        "hjemmetjenester."
    )
    if inputs.place.code == RANA_PLACE:
        note += " " + _rana_now(inputs)
    settings = _fit(inputs, coverage_institution=sum(RANA_COVERAGE) / 2, full_year=2030.0)
    return _make(RANA, _("Rana 10–12 %"), note, settings)


def _rana_now(inputs: ScenarioInputs) -> str:
    """Say why today's coverage isn't the one printed, and when the places printed are reached."""
    places, old = inputs.base.institution, np.median(inputs.people["persons_80"], axis=0)
    if not places:
        return ""
    words = {
        "now": format_number(places / old[0], Unit.SHARE, 1),
        "places": f"{places:.0f}",
        "old": format_number(float(old[0]), Unit.COUNT, 0),
    }
    for n, (rate, more) in enumerate(zip(RANA_COVERAGE, RANA_MORE, strict=True)):
        found = [y for y, p in zip(inputs.years, old, strict=True) if p * rate >= places + more]
        words[f"when{n}"] = (
            _("først i {year}").format(year=found[0])
            if found
            else _("ikke før {year}").format(year=inputs.years[-1] + 1)
        )
    return _(
        "Strategien regner dette som 23–75 flere plasser enn den hadde, og 17,1 % før det. "
        "Det svarer til 237 plasser og 1386 innbyggere på 80 år og eldre. Her er det {places} "
        "plasser (SSB) og {old} innbyggere, altså {now}. Med vår framskriving gir 10 % minst "
        "23 flere plasser enn i dag {when0}, og 12 % minst 75 flere {when1}."
    ).format(**words)


def _ytteren() -> Preset:
    note = _(
        "Rana kommune, «Helse og omsorg, budsjett og økonomiplan 2025–28», konsept Ytteren: "
        "40 nye sykehjemsplasser og 47 nye plasser i bokollektiv, som vi regner som heldøgns "
        "boliger. 32 nye dagsenterplasser er ikke med. Åpningsåret er ikke trykt; vi har "
        "valgt 2030. Byggekostnaden er ikke trykt. Den er ikke med før den settes "
        "inn."
    )
    source = _("Rana kommune: Helse og omsorg, budsjett og økonomiplan 2025–28")
    step = BuildingStep("Ytteren", YTTEREN_OPENS, YTTEREN_NEW, source=source)
    return _make(YTTEREN, _("Ytteren"), note, {}, (step,))


def _at_home(inputs: ScenarioInputs) -> Preset:
    note = _(
        "Retningen er Ranas strategi («mer hjemmebasert, styrket innsatsteam»). Tallene er "
        "våre valg: 20 % av dem som ellers ville fått sykehjemsplass, bor hjemme, og teamet "
        "trener med 10 % av brukerne på 67 år og eldre. De som bor hjemme, får like mange "
        "timer i uken som i de andre scenariene. Det gir færre plasser, men bare færre "
        "årsverk hvis de klarer seg med færre timer enn det."
    )
    return _make(
        AT_HOME,
        _("Mer hjemme"),
        note,
        _fit(inputs, home_instead_of_institution=HOME_SHARE, rehabilitation_team=TRAINED),
    )


def _technology(inputs: ScenarioInputs) -> Preset:
    note = _(
        "Harstads kunnskapsgrunnlag 2024: 320 kunne hatt medisindispenser, 49 hadde det, av "
        "1299 brukere av hjemmetjenester. Samme andel nye, 20,9 %, er brukt her. Digitalt "
        "tilsyn for 5 % av brukerne er vårt valg."
    )
    home = inputs.today.used.get("home_services")
    users = home.total if home else 0.0
    return _make(
        TECHNOLOGY,
        _("Teknologi først"),
        note,
        _fit(
            inputs,
            dispensers=float(round(DISPENSERS * users)),
            digital_supervision=float(round(SUPERVISED * users)),
        ),
    )
