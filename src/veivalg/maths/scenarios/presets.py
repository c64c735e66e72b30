"""Ready-made scenarios to start from, read from the reference data with where they are from.

What a document prints is used with its name; the rest says that it is a choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from veivalg.content import Unit, format_number
from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.columns import middle_draw
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import BuildingStep, Scenario
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Preset:
    """A scenario with its sources.

    Parameters
    ----------
    note
        What the numbers rest on, in Norwegian.
    place
        Code of the municipality whose own plan it is; others see it when they ask. Empty for all.
    """

    id: str
    name: str
    note: str
    scenario: Scenario
    place: str = ""


def presets(inputs: ScenarioInputs) -> tuple[Preset, ...]:
    """Give the presets for a municipality, «Som i dag» first.

    A number that the limits of the municipality don't hold is moved to the nearest limit, and the
    note says so.
    """
    return tuple(_preset(inputs, entry) for entry in reference("presets").in_force())


def opening(inputs: ScenarioInputs, found: Sequence[Preset] = ()) -> tuple[Preset, ...]:
    """Give the presets that a municipality meets when nothing is saved, in the room and in reports.

    A municipality meets its own plans too, and none of users where these aren't known.
    """
    near = (p for p in found or presets(inputs) if p.place in ("", inputs.place.code))
    return tuple(p for p in near if not unset(inputs, p))


def unset(inputs: ScenarioInputs, preset: Preset) -> bool:
    """Say whether all a preset sets is a share of users, and these aren't known."""
    settings = preset.scenario.settings
    none = bool(settings) and not any(settings.values()) and not preset.scenario.steps
    return none and not inputs.base.users_home


def _preset(inputs: ScenarioInputs, entry: Mapping[str, Any]) -> Preset:
    id, name, place, note = entry["id"], _(entry["name"]), entry["place"] or "", _(entry["note"])
    if entry["goal"] and place == inputs.place.code:
        note = f"{note} {_reached(inputs, entry['goal'])}".rstrip()
    users = inputs.base.users_home
    wanted = entry["settings"] | {
        lever: float(round(part / whole * users))
        for lever, (part, whole) in entry["of_home_users"].items()
    }
    steps = tuple(
        BuildingStep(_(s["name"]), s["year"], s["places"], source=_(s["source"]))
        for s in entry["steps"]
    )
    fitted = _fit(inputs, wanted)
    scenario = Scenario(name, id, settings=fitted, steps=steps)
    note = " ".join((note, *_moved(inputs, wanted, fitted))).strip()
    return Preset(id, name, note, scenario, place)


def _fit(inputs: ScenarioInputs, settings: Mapping[str, float]) -> dict[str, float]:
    return {
        id: min(max(value, inputs.levers[id].low), inputs.levers[id].high)
        for id, value in settings.items()
    }


def _moved(
    inputs: ScenarioInputs, wanted: Mapping[str, float], fitted: Mapping[str, float]
) -> Iterator[str]:
    """Say which numbers the limits here don't hold, and where they were put instead."""
    text = _("Her står «{label}» på {value}, for {wanted} er utenfor grensene. {why}")
    for now in (inputs.levers[id] for id in wanted if wanted[id] != fitted[id]):
        yield text.format(
            label=_(now.lever.label),
            value=now.text(fitted[now.id]),
            wanted=now.text(wanted[now.id]),
            why=now.possible,
        )


def _reached(inputs: ScenarioInputs, goal: Mapping[str, Any]) -> str:
    """Say how today's coverage differs from the one printed, and when its places are reached.

    Parameters
    ----------
    goal
        ``rates``: the coverages printed, ``more``: the places they were reckoned as above those of
        then, ``text``: the sentence.
    """
    places, old = inputs.base.places, middle_draw(inputs.people["persons_80"])[0]
    if not places:
        return ""
    words = {
        "now": format_number(places / old[0], Unit.SHARE, 1),
        "places": format_plain(places),
        "old": format_number(float(old[0]), Unit.COUNT, 0),
    }
    for n, (rate, more) in enumerate(zip(goal["rates"], goal["more"], strict=True)):
        found = [y for y, p in zip(inputs.years, old, strict=True) if p * rate >= places + more]
        words[f"when{n}"] = (
            _("i {year}").format(year=found[0])
            if found
            else _("ikke innen {year}").format(year=inputs.years[-1])
        )
    return _(goal["text"]).format(**words)
