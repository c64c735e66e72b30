"""Scenarios beside each other: what was asked, what came of it, and how its numbers are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from veivalg.chapters.common.digits import end_digits, far_digits, million_digits
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.periods import TARGET_YEAR
from veivalg.chapters.common.sources import unique, worked_out
from veivalg.content import (
    Figure,
    Interval,
    Place,
    Quantity,
    Source,
    SourceKind,
    Unit,
    format_number,
    literal,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.decompose import Explained, Waterfall
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES, Outcome
from veivalg.maths.scenarios.tipping import Crossing, crossing
from veivalg.maths.scenarios.tried import like
from veivalg.maths.service_model.sensitivity import Sensitivity
from veivalg.norway.quantities import Registered, quantity

MOST = 6
"""As many scenarios as can be told apart beside each other."""

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
SHOWN = (
    "institution_needed",
    "institution_gap",
    "dwellings_24h_needed",
    "dwellings_24h_gap",
    "users_home",
    "users_long_stay",
    "dementia",
    "fte",
    "fte_lacking",
    "employees",
    "hires",
    "cost",
    "cost_gross",
    "need_index",
    "persons_80",
    "persons",
)
"""What can be looked at over time, most asked for first."""

KEY = (
    "persons_80",
    "dementia",
    "users_home",
    "institution_needed",
    "institution_age",
    "institution_coverage",
    "institution_trend",
    "institution_gap",
    "dwellings_24h_needed",
    "dwellings_24h_gap",
    "fte",
    "fte_lacking",
    "hires",
    "cost",
    "cost_gross",
    "cost_not_building",
    "cost_capital",
)
"""The rows of the table that puts scenarios side by side."""

LIMITS: Mapping[str, float] = {"institution_gap": 20.0, "fte_lacking": 0.0, "cost": 0.0}
"""What can be asked of limits, with the limit that stands first; cost is asked in NOK.

Årsverk and cost follow from what there is today."""

FILLED = ("fte", "fte_institution", "employees", "hires", "cost", "cost_gross", "cost_institution")
"""What is worked out as if all who need a place by the coverage have one, built or not."""

EXPLAINED: tuple[Explained, ...] = ("users", "fte", "cost")
"""What is taken apart in waterfalls."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A scenario with its outcome.

    Parameters
    ----------
    bare
        The outcome without building steps; None where it has none.
    """

    scenario: Scenario
    outcome: Outcome
    bare: Outcome | None = None

    @property
    def name(self) -> str:
        """Give what it is called."""
        return self.scenario.name


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Up to six scenarios side by side.

    Parameters
    ----------
    at
        The one that is told most about.
    year
        The year findings and tables speak of.
    waterfalls
        By run and quantity.
    crossings
        By run, one for each limit that is asked about.
    rests
        Run → headline → the assumptions it rests on; only of those told about.
    against
        Run → what its headlines are held against (`tried.like`); only of those told about.
    """

    inputs: ScenarioInputs
    runs: tuple[Run, ...]
    year: int
    at: int = 0
    waterfalls: tuple[Mapping[Explained, Waterfall], ...] = ()
    crossings: tuple[Mapping[str, Crossing], ...] = ()
    rests: Mapping[int, Mapping[str, Sensitivity]] = field(default_factory=dict)
    against: Mapping[int, Run] = field(default_factory=dict)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Give each scenario a name of its own, so that lines can be told apart."""
        object.__setattr__(self, "names", distinct([run.name for run in self.runs]))

    @property
    def said(self) -> tuple[str, ...]:
        """Give the names as they can stand in a sentence, whatever braces people have typed."""
        return tuple(map(literal, self.names))

    @property
    def place(self) -> Place:
        """Give the municipality."""
        return self.inputs.place

    @property
    def base_year(self) -> int:
        """Give the year of «today»."""
        return self.inputs.base_year

    @property
    def named_runs(self) -> tuple[tuple[str, Run], ...]:
        """Give each scenario with the name that is its own."""
        return tuple(zip(self.names, self.runs, strict=True))

    @property
    def known(self) -> tuple[Registered, ...]:
        """Give what every scenario has an answer on, most asked for first."""
        return tuple(QUANTITIES[q] for q in SHOWN if all(q in run.outcome for run in self.runs))

    def named(self, id: str) -> Registered | None:
        """Give a quantity when every scenario has it."""
        return next((q for q in self.known if q.id == id), None)


@dataclass(frozen=True, slots=True)
class Runner:
    """How scenarios are run: directly for a report, from what is at hand for the page."""

    inputs: Callable[[Scenario], ScenarioInputs]
    run: Callable[[Scenario], Outcome]
    explain: Callable[[Scenario, int, Explained], Waterfall | None]
    rests: Callable[[Scenario, int], Mapping[str, Sensitivity]]


def compare(
    runner: Runner,
    scenarios: Sequence[Scenario],
    *,
    year: int = TARGET_YEAR,
    at: int = 0,
    limits: Mapping[str, float] | None = None,
    explained: Sequence[Explained] = (),
) -> Compared:
    """Run scenarios beside each other.

    Parameters
    ----------
    year
        The year told about; the last there is where the figures end before it.
    limits
        Registered → limit to give the probability of; those that are known.
    explained
        What to take apart in waterfalls; takes a run a term. With any, what the headlines rest on
        is worked out too.
    """
    inputs = runner.inputs(scenarios[at])
    year = min(max(year, inputs.years[0] + 1), inputs.years[-1])
    runs = tuple(
        Run(s, runner.run(s), runner.run(s.without_building()) if s.steps else None)
        for s in scenarios
    )
    told = {0, at} if explained else set()
    return Compared(
        inputs,
        runs,
        year,
        at,
        tuple(_explained(runner, s, year, explained) for s in scenarios) if explained else (),
        tuple(_crossings(run.outcome, limits or {}) for run in runs),
        {i: runner.rests(scenarios[i], year) for i in told},
        {i: _against(runner, runs, i) for i in told},
    )


def _against(runner: Runner, runs: Sequence[Run], i: int) -> Run:
    """Give what a run is held against: itself where nothing is changed, else one at hand if any."""
    wanted = like(runs[i].scenario)
    same = [run for run in (runs[i], *runs) if run.scenario.key == wanted.key]
    return same[0] if same else Run(wanted, runner.run(wanted))


def _crossings(outcome: Outcome, limits: Mapping[str, float]) -> dict[str, Crossing]:
    found = {id: crossing(outcome, id, limit) for id, limit in limits.items()}
    return {id: crossed for id, crossed in found.items() if crossed is not None}


def _explained(
    runner: Runner, scenario: Scenario, year: int, explained: Sequence[Explained]
) -> dict[Explained, Waterfall]:
    found = {quantity: runner.explain(scenario, year, quantity) for quantity in explained}
    return {quantity: fall for quantity, fall in found.items() if fall is not None}


def first_limits(outcome: Outcome) -> dict[str, float]:
    """Give the limits asked about when nobody has chosen: 20 places, a tenth more årsverk, a fifth.

    Where there are fewer than 200 places the first is a tenth of them. The limit of årsverk is a
    tenth of today's, beyond what the same share of those aged 20–66 gives: half the draws lack one
    årsverk almost at once. That of cost is today's cost and a fifth, to whole ten millions.
    """
    found = {id: limit for id, limit in LIMITS.items() if id in outcome}
    if "institution_gap" in found:
        tenth = float(outcome["institution_existing"][0, 0]) / 10
        found["institution_gap"] = min(
            found["institution_gap"], max(float(round_half_up(tenth)), 1)
        )
    if "fte_lacking" in found:
        tenth = float(outcome.main["fte"][0]) / 10
        found["fte_lacking"] = max(float(round_half_up(tenth, -1 if tenth >= 20 else 0)), 1.0)
    if "cost" in found:
        today = float(outcome.main["cost"][0])
        found["cost"] = float(round_half_up(today * 1.2, -7))
    return found


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Give names that differ.

    Examples
    --------
    >>> distinct(["Vårt", "Vårt", ""])
    ('Vårt', 'Vårt (2)', 'Uten navn')
    """
    found: list[str] = []
    for name in names:
        wanted, turn = name or _("Uten navn"), 1
        fresh = wanted
        while fresh in found:
            turn += 1
            fresh = f"{wanted} ({turn})"
        found.append(fresh)
    return tuple(found)


WHOLE = (Unit.PLACES, Unit.DWELLINGS, Unit.USERS, Unit.FTE, Unit.SHARE, Unit.INDEX, Unit.POINTS)
"""Told to the whole one, as in the chapters of places and årsverk: they are to be subtracted."""


def decimals(value: float | None, unit: Unit) -> int:
    """Give the decimals a number is told with: whole ones and millions, and people to two digits.

    How far off a number may be its interval says.
    """
    if unit is Unit.MILLION_NOK:
        return million_digits(value)
    return 0 if unit in WHOLE else far_digits(value)


def borne(outcome: Outcome, id: str, year: int) -> int:
    """Give the decimals a number of one scenario can bear, whatever the others are."""
    if id in ("persons_80", "dementia"):  # told to the person in chapters of their own
        return 0
    middle, *ends = outcome.told(id, year)
    if id == "persons":  # as in the chapter of the population
        return end_digits(outcome.told(id, outcome.years[0])[0])
    return digits_of(QUANTITIES[id].unit, *((middle,) if middle else ends))


def fan(outcome: Outcome, id: str) -> NDArray[np.float64]:
    """Give the main path between the ends of the draws (`LEVELS`), shape (level, year)."""
    found = outcome.quantiles(id, LEVELS)
    found[LEVELS.index(0.5)] = main_path(outcome, id)
    return found


def main_path(outcome: Outcome, id: str) -> NDArray[np.float64]:
    """Give the main path by year, as it is told.

    Årsverk that are lacking are årsverk less those there are, each as it is printed: two scenarios
    of as many årsverk lack as many.
    """
    found: NDArray[np.float64] = outcome.main[id]
    if id != "fte_lacking" or "fte" not in outcome:
        return found
    needed = outcome.main["fte"]
    pairs = zip(needed.tolist(), (needed - found).tolist(), strict=True)
    return np.array([float(round_half_up(n) - round_half_up(there)) for n, there in pairs])


def ends_told(outcome: Outcome, id: str, year: int) -> tuple[float, float, float]:
    """Give a number of a scenario as it is told: the main path, and the ends of its draws."""
    middle, low, high = outcome.told(id, year)
    said = float(main_path(outcome, id)[outcome.years.index(year)])
    return (middle, low, high) if said == middle else (said, min(low, said), max(high, said))


def span(outcome: Outcome, id: str, year: int) -> str:
    """Write an outcome as a person reads it: «430 (390–480)»."""
    unit, digits = QUANTITIES[id].unit, borne(outcome, id, year)
    return spanned(ends_told(outcome, id, year), unit, digits)


def spanned(values: Sequence[float], unit: Unit, digits: int, *, sign: bool = False) -> str:
    """Write a middle and its two ends: «430 (390–480)», «−43 (−71 til +2)»."""
    word = unit is Unit.SHARE
    texts = [format_number(v, unit, digits, word=word, sign=sign) for v in values]
    if texts[1] == texts[2]:
        return texts[0]
    between = _(" til ") if sign or "\u2212" in texts[1] + texts[2] else "–"
    return f"{texts[0]} ({texts[1]}{between}{texts[2]})"


def middle_words() -> str:
    """Say what a number of a scenario is."""
    return _("Midterste framskriving, alle antakelser på sin verdi")


def filled(*quantities: str) -> str:
    """Say that årsverk and cost are those when there are places enough; empty for the rest."""
    return (
        _(
            "Årsverk og kostnad gjelder hvis alle som trenger plass, får plass. Byggetrinn endrer "
            "bare hvor mange som mangler plass, og hva bygg og hjelp på andre måter koster."
        )
        if set(quantities) & set(FILLED)
        else ""
    )


def tested() -> str:
    """Say what the intervals hold."""
    return _(
        "Spredningen i befolkningen er etterprøvd mot det som kom. Her trekkes også dekningsgrad, "
        "priser, helse og andre usikre forhold, som ikke er etterprøvd. Intervallene er de samme "
        "i kapitlene om årsverk og plasser."
    )


def notes(*parts: str) -> str:
    """Put the notes of an exhibit together."""
    return " ".join(p for p in parts if p)


def digits_of(unit: Unit, *values: float) -> int:
    """Give the decimals that numbers told together have in common: those of the largest."""
    return decimals(max((abs(v) for v in values), default=0.0), unit)


def figure(compared: Compared, i: int, of: str, id: str, label: str = "") -> Figure | None:
    """Give a quantity of a scenario in the year spoken of, with its interval."""
    run, found = compared.runs[i], QUANTITIES[of]
    if of not in run.outcome:
        return None
    middle, low, high = run.outcome.told(of, compared.year)
    return made_by(compared, found)(
        id,
        label or f"{_(found.label)}, {compared.names[i]}",
        middle,
        found.unit,
        middle_words(),
        borne(run.outcome, of, compared.year),
        interval=Interval(low, high, _("80 av 100 utfall ligger mellom endene"), 0.8),
        quantity=told(compared, i, of, compared.year),
    )


def told(compared: Compared, i: int, id: str, year: int | None = None) -> Quantity:
    """Say what a number of a scenario is; one where nothing is moved is the way it is done today.

    Parameters
    ----------
    year
        None where each row of a table has its own.
    """
    scenario = compared.runs[i].scenario
    moved = scenario.settings or scenario.steps or scenario.intervals or scenario.overrides
    return quantity(id, year, compared.names[i] if moved else "")


def made_by(compared: Compared, quantity: Registered, method: str = "") -> Figures:
    """Give what makes figures of a quantity in the year spoken of."""
    source, year = source_of(compared, quantity), str(compared.year)
    return Figures(compared.place, year, source, method or quantity.method)


def source_of(compared: Compared, quantity: Registered) -> Source:
    """Give the calculation a quantity comes from; constructed when anything under it is."""
    title = _("Scenariomodellen, metode {method}").format(method=quantity.method)
    return worked_out(quantity.method, title, compared.inputs.sources)


def sources(compared: Compared) -> tuple[Source, ...]:
    """Give what everything rests on: official figures first, then the model."""
    model = Source(
        "veivalg-scenarier",
        "Veivalg",
        _("scenariomodellen"),
        licence="MIT",
        kind=SourceKind.CALCULATION,
    )
    return unique((*compared.inputs.sources, model))


def slug(quantity: Registered) -> str:
    """Give a quantity's id as it stands in ids of exhibits."""
    return quantity.id.replace("_", "-")


def written(value: float, unit: Unit, *, word: bool = True) -> str:
    """Write a number with the digits it can bear."""
    return format_number(value, unit, decimals(value, unit), word=word)
