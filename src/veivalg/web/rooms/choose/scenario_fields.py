"""The form of one scenario: levers, intervals and building steps from text, and back to text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from veivalg.content import Unit, format_number, presented
from veivalg.content.numbers import decimals_of
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import LeverNow, Levers
from veivalg.maths.scenarios.model import PLACE_KINDS, BuildingStep, Scenario
from veivalg.web.kit.assumptions import number_in

LEVER, STEP, ENDS = "v.", "b.", "i."
KEPT_STEPS = 8
LONGEST_NAME = 60


def moved(
    scenario: Scenario,
    fields: Mapping[str, str],
    known: Sequence[str],
    levers: Levers,
    errors: dict[str, str],
    typed: dict[str, str],
) -> Scenario:
    """Give the scenario as its form says; a field left empty is as today."""
    settings = dict(scenario.settings)
    for key, text in fields.items():
        id = key.removeprefix(LEVER)
        if not key.startswith(LEVER) or id not in levers:
            continue
        try:
            value = lever_value(levers[id], text, settings.get(id))
        except UsageError as error:
            errors[key], typed[key] = str(error), text
            continue
        if value is None:
            settings.pop(id, None)
        else:
            settings[id] = value
    if "navn" in fields:
        scenario = replace(scenario, name=" ".join(fields["navn"].split())[:LONGEST_NAME])
    intervals = _intervals(scenario, settings, fields, levers, errors, typed)
    steps = _steps(fields, errors, typed) if f"{STEP}antall" in fields else scenario.steps
    overrides = tuple(known) if "k.kjent" in fields else scenario.overrides
    return replace(
        scenario, settings=settings, steps=steps, overrides=overrides, intervals=intervals
    )


def _intervals(
    scenario: Scenario,
    settings: Mapping[str, float],
    fields: Mapping[str, str],
    levers: Levers,
    errors: dict[str, str],
    typed: dict[str, str],
) -> dict[str, tuple[float, float]]:
    """Give the 80 % intervals a person has set; fields left empty take ours."""
    found: dict[str, tuple[float, float]] = {}
    for id, now in levers.items():
        keys = f"{ENDS}{id}.lav", f"{ENDS}{id}.hoy"
        held = scenario.intervals.get(id)
        texts = [
            fields.get(key, "" if held is None else written(now, end)).strip()
            for key, end in zip(keys, held or (0.0, 0.0), strict=True)
        ]
        if not any(texts):
            continue
        scale = presented(1.0, now.lever.unit)
        read_ends = [number_in(text) for text in texts]
        value = settings.get(id, now.today)
        low, high = (e / scale if e is not None else None for e in read_ends)
        if (
            low is None
            or high is None
            or not (
                now.low - 1e-9 <= low <= value + 1e-9 and value - 1e-9 <= high <= now.high + 1e-9
            )
        ):
            told = _(
                "Intervallet for «{label}» må ha to tall med {value} mellom seg, fra {low} "
                "til {high}."
            )
            errors[LEVER + id] = told.format(
                label=_(now.lever.label),
                value=now.text(value),
                low=now.text(now.low),
                high=now.text(now.high),
            )
            typed |= dict(zip(keys, texts, strict=True))
        else:
            found[id] = (min(max(low, now.low), value), max(min(high, now.high), value))
    return found


def lever_value(now: LeverNow, text: str, held: float | None = None) -> float | None:
    """Read what stands in a lever's field; None when it is empty or as today.

    Parameters
    ----------
    held
        What the scenario has: kept to the last digit when the field says the same.

    Raises
    ------
    UsageError
        When it is no number, or outside the limits.
    """
    if not text.strip():
        return None
    value = number_in(text)
    scale = presented(1.0, now.lever.unit)
    low, high = shown(now, now.low), shown(now, now.high)
    wrong = bool(now.lever.choices) and value not in range(len(now.lever.choices))
    if value is None or wrong or not low - 1e-9 <= value <= high + 1e-9:
        raise UsageError(
            _("«{label}» kan ikke være {shown}.").format(
                label=_(now.lever.label), shown=_as_written(now, text)
            ),
            now.possible,
        )
    if held is not None and text.strip() == written(now, held):
        return held
    if written(now, value / scale) == written(now, now.today):
        return None
    return min(max(value / scale, now.low), now.high)


def _as_written(now: LeverNow, text: str) -> str:
    """Give what was written, with the unit of the field when it is a number: «300 %»."""
    word = "" if now.lever.unit in (Unit.YEAR, Unit.COUNT) else now.lever.unit.word
    bare = text.strip()[:40]
    return (
        f"«{bare}\u202f{word}»"
        if word and number_in(text) is not None and (not bare.endswith(word))
        else f"«{bare}»"
    )


def shown(now: LeverNow, value: float) -> float:
    """Give a stored value in the scale of the form."""
    return presented(value, now.lever.unit)


def written(now: LeverNow, value: float) -> str:
    """Write a value as it stands in the field: «17,5», with the digits of the lever's step."""
    if now.lever.unit is Unit.YEAR:
        return format_number(value, Unit.YEAR)
    exact = decimals_of(shown(now, value), 3)
    digits = step_digits(now) if value == now.today else max(step_digits(now), exact)
    text = format_number(value, now.lever.unit, digits, word=False)
    return text.replace("\u202f%", "").replace("\u202f", "")


def step_digits(now: LeverNow) -> int:
    """Give the decimals that a lever's step needs in the scale of the form."""
    return decimals_of(shown(now, now.lever.step), 6)


def _steps(
    fields: Mapping[str, str], errors: dict[str, str], typed: dict[str, str]
) -> tuple[BuildingStep, ...]:
    """Read the rows of the editor; one without name, year and places is no step."""
    found: list[BuildingStep] = []
    for n in range(KEPT_STEPS + 1):
        row = {
            key: fields.get(f"{STEP}{n}.{key}", "").strip()
            for key in ("navn", "aar", "mill", "tilskudd", *PLACE_KINDS)
        }
        if not any(row[key] for key in ("navn", "aar", *PLACE_KINDS)) or (
            f"{STEP}{n}.bort" in fields
        ):
            continue
        try:
            found.append(_step(row, n, fields))
        except UsageError as error:
            errors[f"{STEP}{n}"] = str(error)
            typed |= {f"{STEP}{n}.{key}": text for key, text in row.items()}
    return tuple(found)


def _step(row: Mapping[str, str], n: int, fields: Mapping[str, str]) -> BuildingStep:
    name = row["navn"][:LONGEST_NAME] or _("Byggetrinn {n}").format(n=n + 1)
    numbers: dict[str, float] = {}
    for key in ("aar", "mill", "tilskudd", *PLACE_KINDS):
        value = number_in(row[key]) if row[key] else 0.0
        if value is None:
            raise UsageError(
                _("«{text}» i byggetrinnet «{name}» er ikke et tall.").format(
                    text=row[key][:40], name=name
                ),
                _("Skriv et tall, eller la feltet stå tomt."),
            )
        numbers[key] = value
    if not row["aar"]:
        raise UsageError(
            _("Byggetrinnet «{name}» mangler året det åpner.").format(name=name),
            _("Skriv et årstall."),
        )
    places = {kind: numbers[kind] for kind in PLACE_KINDS if numbers[kind]}
    if not places:
        raise UsageError(
            _("Byggetrinnet «{name}» mangler plasser.").format(name=name),
            _("Skriv hvor mange plasser det gir."),
        )
    source = fields.get(f"{STEP}{n}.kilde", "")[:200]
    return BuildingStep(
        name, int(numbers["aar"]), places, numbers["mill"] * 1e6, numbers["tilskudd"] / 100, source
    )
