"""Ready-made scenarios to start from, each with where its numbers are from.

What a document prints is used with its name; the rest says that it is a choice.
"""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.i18n import _
from veivalg.scenarios.inputs import ScenarioInputs
from veivalg.scenarios.model import BuildingStep, Scenario

TODAY, RANA, YTTEREN, AT_HOME, TECHNOLOGY = (
    "som-i-dag", "rana-10-12", "ytteren", "mer-hjemme", "teknologi-forst"
)  # fmt: skip
RANA_COVERAGE = (0.10, 0.12)
"""«Dekningsgrad på sykehjemsplasser trolig ned mot 10–12 prosent fra rundt 2030»."""

YTTEREN_NEW = {"institution": 40.0, "dwellings_24h": 47.0}
"""«92 sykehjemsplasser (40 nye), 67 bokollektivplasser (47 nye)»."""

YTTEREN_OPENS = 2030
"""The documents print no year; the strategy speaks of «fra rundt 2030»."""

DISPENSERS = 271 / 1299
"""Harstad 2024: 320 could use a dispenser and 49 do, of 1299 users of home services."""

EXTENSIVE_HOURS = 20.6
"""SSB: hours a week for those aged 67–79 with extensive needs, the country."""

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


def preset(inputs: ScenarioInputs, id: str) -> Preset | None:
    """Give a preset by id, or None."""
    return next((p for p in presets(inputs) if p.id == id), None)


def _make(id: str, name: str, note: str, settings: dict[str, float],
          steps: tuple[BuildingStep, ...] = ()) -> Preset:  # fmt: skip
    return Preset(id, name, note, Scenario(name, id, settings=settings, steps=steps))


def _fit(inputs: ScenarioInputs, **settings: float) -> dict[str, float]:
    return {id: min(max(value, inputs.levers[id].low), inputs.levers[id].high)
            for id, value in settings.items()}  # fmt: skip


def _today() -> Preset:
    note = _("Dagens dekningsgrad, bemanning og måte å arbeide på videreføres. Bare befolkningen "
             "og de usikre forholdene endrer seg. Ingenting bygges.")  # fmt: skip
    return _make(TODAY, _("Som i dag"), note, {})


def _rana(inputs: ScenarioInputs) -> Preset:
    low, high = RANA_COVERAGE
    middle = (low + high) / 2
    note = _("Rana kommune, «Framtidige helse- og omsorgstjenester 2024–27», kapittel 5.1 og 5.4: "
             "dekningsgraden på sykehjem ned mot 10–12 % fra rundt 2030, mot 17,1 % i 2023. Vi "
             "bruker midten, 11 %, og lar 10 og 12 % være endene av intervallet. De som ellers "
             "ville fått plass, får hjemmetjenester.")  # fmt: skip
    settings = _fit(inputs, coverage_institution=middle, full_year=2030.0)
    made = _make(RANA, _("Rana 10–12 %"), note, settings)
    now = inputs.levers["coverage_institution"]
    if not now.low <= low <= middle <= high <= now.high:
        return made
    scenario = Scenario(made.name, RANA, settings=settings,
                        intervals={"coverage_institution": (low, high)})  # fmt: skip
    return Preset(RANA, made.name, note, scenario)


def _ytteren() -> Preset:
    note = _("Rana kommune, «Helse og omsorg, budsjett og økonomiplan 2025–28», konsept Ytteren: "
             "40 nye sykehjemsplasser og 47 nye plasser i bokollektiv, som vi regner som heldøgns "
             "boliger. 32 nye dagsenterplasser er ikke med. Åpningsåret er ikke trykt; vi har "
             "valgt 2030. Byggekostnaden er ikke trykt. Den er ikke med før den settes "
             "inn.")  # fmt: skip
    source = _("Rana kommune: Helse og omsorg, budsjett og økonomiplan 2025–28")
    step = BuildingStep("Ytteren", YTTEREN_OPENS, YTTEREN_NEW, source=source)
    return _make(YTTEREN, _("Ytteren"), note, {}, (step,))


def _at_home(inputs: ScenarioInputs) -> Preset:
    note = _("Retningen er Ranas strategi («mer hjemmebasert, styrket innsatsteam»). Tallene er "
             "våre valg: 20 % av dem som ellers ville fått sykehjemsplass, bor hjemme, og teamet "
             "trener med 10 % av brukerne på 67 år og eldre. De som bor hjemme, får 20,6 timer i "
             "uken, som er snittet for 67–79 år med omfattende bistandsbehov (SSB).")  # fmt: skip
    return _make(AT_HOME, _("Mer hjemme"), note, _fit(
        inputs, home_instead_of_institution=HOME_SHARE, substitute_hours=EXTENSIVE_HOURS,
        rehabilitation_team=TRAINED))  # fmt: skip


def _technology(inputs: ScenarioInputs) -> Preset:
    note = _("Harstads kunnskapsgrunnlag 2024: 320 kunne hatt medisindispenser, 49 hadde det, av "
             "1299 brukere av hjemmetjenester. Samme andel nye, 20,9 %, er brukt her. Digitalt "
             "tilsyn for 5 % av brukerne er vårt valg.")  # fmt: skip
    home = inputs.today.used.get("home_services")
    users = home.total if home else 0.0
    return _make(TECHNOLOGY, _("Teknologi først"), note, _fit(
        inputs, dispensers=float(round(DISPENSERS * users)),
        digital_supervision=float(round(SUPERVISED * users))))  # fmt: skip
