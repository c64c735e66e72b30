"""The scenario room as its templates need it: levers with fields, steps, tabs and links."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.chapters.scenarier.model import LIMITS, MOST, Compared, borne, distinct, ends_told
from veivalg.content import Certainty, Unit, format_number, format_together
from veivalg.content.numbers import THIN, format_plain, typed
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.scenarios.levers import Group, LeverNow, Levers, answers, value_of
from veivalg.maths.scenarios.model import BuildingStep, from_dict
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.web.rooms.choose.scenario_fields import (
    ENDS,
    KEPT_STEPS,
    LEVER,
    STEP,
    shown,
    step_digits,
    written,
)
from veivalg.web.rooms.choose.scenario_state import LIMIT, SCALES, Room


@dataclass(frozen=True, slots=True)
class LeverField:
    """A lever as a slider with a number beside it; numbers are as in the form.

    ``choices`` are the number, the text and whether it stands, where the lever is a choice.
    """

    key: str
    id: str
    label: str
    plain: str
    value: str
    number: float
    low: float
    high: float
    step: float
    unit: str
    today: str
    today_number: float
    possible: str
    ends: tuple[tuple[str, str, str, str], ...]
    source: str
    unverified: bool
    changed: bool
    error: str
    choices: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Levers that answer a question: those in sight, and the rest folded away.

    ``building``: building steps answer it too.
    """

    title: str
    main: tuple[LeverField, ...]
    more: tuple[LeverField, ...]
    building: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the building editor; the last one is empty."""

    n: int
    key: str
    name: str
    year: str
    places: tuple[tuple[str, str, str], ...]
    millions: str
    grant: str
    source: str
    exists: bool
    error: str


def questions(levers: Levers, room: Room) -> tuple[Question, ...]:
    """Give the levers by question, as the scenario being changed has them.

    Eight are in sight, and those that have been moved or can't be used as they stand.
    """
    found: dict[Group, tuple[list[LeverField], list[LeverField]]] = {g: ([], []) for g in Group}
    for now in levers.values():
        made = lever_field(now, room, levers)
        seen = now.lever.main or made.changed or bool(made.error)
        found[now.lever.group][0 if seen else 1].append(made)
    return tuple(
        Question(_(group.value), tuple(main), tuple(more), group is Group.HELP)
        for group, (main, more) in found.items()
    )


def lever_field(now: LeverNow, room: Room, levers: Levers) -> LeverField:
    """Give one lever as the scenario being changed has it."""
    key, value = LEVER + now.id, value_of(levers, room.here, now.id)
    low, high = now.interval(value)
    ends: tuple[tuple[str, str, str, str], ...] = ()
    if low < high or now.id in room.here.intervals:
        ends = _ends(now, room, (low, high))
    unit = now.lever.unit
    return LeverField(
        key,
        now.id,
        _(now.lever.label),
        _(now.lever.plain),
        room.typed.get(key, written(now, value)),
        shown(now, value),
        shown(now, now.low),
        shown(now, now.high),
        shown(now, now.lever.step),
        "" if unit in (Unit.YEAR, Unit.COUNT) else _("år") if unit is Unit.YEARS else unit.word,
        now.today_text,
        shown(now, now.today),
        now.possible,
        ends,
        now.source,
        now.certainty is Certainty.UNVERIFIED,
        now.id in room.here.settings or now.id in room.here.intervals,
        room.errors.get(key, ""),
        tuple((str(n), now.text(n), n == value) for n in answers(levers, now)),
    )


def _ends(
    now: LeverNow, room: Room, ours: tuple[float, float]
) -> tuple[tuple[str, str, str, str], ...]:
    """Give the fields of the 80 % interval: name, label, what stands there, and ours."""
    held = room.here.intervals.get(now.id)
    found = []
    for n, (end, label) in enumerate((("lav", _("Nedre ende")), ("hoy", _("Øvre ende")))):
        key = f"{ENDS}{now.id}.{end}"
        stands = "" if held is None else written(now, held[n])
        found.append((key, label, room.typed.get(key, stands), _rounded(now, ours[n])))
    return tuple(found)


def _rounded(now: LeverNow, value: float) -> str:
    return format_number(value, now.lever.unit, step_digits(now), word=False).replace("\u202f", "")


def steps(room: Room) -> tuple[StepRow, ...]:
    """Give the building steps with an empty row at the end."""
    rows = [_row(n, room, step) for n, step in enumerate(room.here.steps)]
    wrong = {int(key.removeprefix(STEP)) for key in room.errors if key.startswith(STEP)}
    rows += [_row(n, room, None) for n in sorted(wrong) if n >= len(rows)]
    if len(rows) < KEPT_STEPS and not any(r.error and not r.exists for r in rows):
        rows.append(_row(len(rows), room, None))
    return tuple(rows)


def _row(n: int, room: Room, step: BuildingStep | None) -> StepRow:
    key = f"{STEP}{n}"
    held = (
        {
            "navn": step.name,
            "aar": str(step.year),
            "mill": f"{step.cost / 1e6:g}" if step.cost else "",
            "tilskudd": f"{step.grant_share * 100:g}" if step.grant_share else "",
            "institution": f"{step.places.get('institution', 0):g}",
            "dwellings_24h": f"{step.places.get('dwellings_24h', 0):g}",
        }
        if step
        else {}
    )

    def text(field: str) -> str:
        return typed(room.typed.get(f"{key}.{field}", held.get(field, "")))

    kinds = (("institution", _("Institusjonsplasser")), ("dwellings_24h", _("Heldøgns boliger")))
    return StepRow(
        n,
        key,
        room.typed.get(f"{key}.navn", held.get("navn", "")),
        text("aar"),
        tuple((kind, label, text(kind)) for kind, label in kinds),
        text("mill"),
        text("tilskudd"),
        step.source if step else "",
        step is not None,
        room.errors.get(key, ""),
    )


def tabs(room: Room) -> list[tuple[int, str, bool, str]]:
    """Give each scenario's number, name, whether it is being changed, and the address of it."""
    names = distinct([s.name for s in room.scenarios])
    return [(i, name, i == room.at, room.going_to(i).query()) for i, name in enumerate(names)]


def limit_fields(compared: Compared, room: Room) -> list[tuple[str, str, str, str, str]]:
    """Give the limits a reader can set: name of field, label, value, unit, what is wrong."""
    labels = {
        "institution_gap": (_("Institusjonsplasser som mangler"), _("plasser")),
        "fte_lacking": (_("Årsverk ut over dagens andel av 20–66-åringene"), _("årsverk")),
        "cost": (_("Kostnad i alt per år"), _("mill. kr")),
    }
    found = []
    for id in LIMITS:
        crossed = compared.crossings[room.at].get(id) if compared.crossings else None
        if id not in labels or crossed is None or crossed.threshold is None:
            continue
        key = f"{LIMIT}{id}"
        value = room.typed.get(key, format_plain(crossed.threshold / SCALES[id]).replace(THIN, ""))
        found.append((key, *labels[id][:1], value, labels[id][1], room.errors.get(key, "")))
    return found


def quantities(compared: Compared) -> list[tuple[str, str]]:
    """Give what can be drawn over time: id and name."""
    return [(q.id, _(q.label)) for q in compared.known]


def knowledge(known: Sequence[Override], room: Room) -> list[tuple[Override, str, bool]]:
    """Give the local knowledge with one readable line, and whether the scenario uses it."""
    return [(o, o.line(), o.id in room.here.overrides) for o in known]


def shown_quantity(compared: Compared, room: Room) -> str:
    """Give the quantity to draw: the one asked for, or the first there are figures for."""
    known = [q.id for q in compared.known]
    return room.show if room.show in known else known[0] if known else "persons"


def summary(compared: Compared, id: str) -> str:
    """Say in one line what the last change led to, for screen readers."""
    quantity = QUANTITIES[id]
    outcome = compared.runs[compared.at].outcome
    values, digits = ends_told(outcome, id, compared.year), borne(outcome, id, compared.year)
    low, high = format_together(values[1:], quantity.unit, digits)
    middle = format_together((*values[1:], values[0]), quantity.unit, digits)[-1]
    same = format_number(values[1], quantity.unit, digits) == high
    text = (
        _("{name}: {label} i {year} er {middle}.")
        if same
        else _("{name}: {label} i {year} er {middle}, trolig mellom {low} og {high}.")
    )
    if id.endswith("_gap") and values[0] < 0:
        text += " " + _("Minus er plasser til overs.")
    return text.format(
        name=compared.names[compared.at],
        label=_(quantity.label),
        year=compared.year,
        middle=middle,
        low=low,
        high=high,
    )


def saved(kept: Scenarios, code: str, room: Room) -> list[tuple[str, str]]:
    """Give the saved scenarios: name, and the address of the room with it added or opened."""
    found = []
    for name, content in kept.current(code).items():
        scenario = from_dict(content)
        at = next((i for i, s in enumerate(room.scenarios) if s.name == name), None)
        if at is not None:
            found.append((name, room.going_to(at).query()))
        elif len(room.scenarios) < MOST:
            found.append((name, room.with_new(scenario).query()))
        else:
            found.append((name, ""))
    return found


def kinds() -> list[tuple[str, str]]:
    """Give what local knowledge can be about: id and name with what the number counts."""
    return [(k.value, f"{k.label} ({k.unit})") for k in Kind]
