"""What the scenario room works on, kept while the figures hold: people, services, outcomes."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from veivalg.chapters.common.care_paths import people
from veivalg.chapters.scenarier.model import Runner
from veivalg.content import Missing
from veivalg.desk.choices import places
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.scenarios.decompose import Explained, Waterfall, waterfall
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.scenarios.presets import Preset, presets
from veivalg.maths.scenarios.tried import rests_on
from veivalg.maths.service_model.sensitivity import Sensitivity
from veivalg.norway.register import municipality
from veivalg.web.kit.errors import AbsentError
from veivalg.web.kit.site import Site

Inputs = tuple[ScenarioInputs, Resimulate | None]


class NoPeopleError(AbsentError):
    """The municipality's people by one-year age are not at hand, so nothing can be run."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A municipality as the room opens it.

    Parameters
    ----------
    key
        What the figures and the local knowledge in force are; other figures, other key.
    runner
        Runs scenarios, from what is at hand where it is.
    known
        Local knowledge in force.
    """

    key: Hashable
    inputs: ScenarioInputs
    presets: tuple[Preset, ...]
    runner: Runner
    known: tuple[Override, ...]


class Rooms:
    """The scenario rooms of every municipality.

    Parameters
    ----------
    site
        Where figures and choices are.
    """

    def __init__(self, site: Site) -> None:
        self.library = site.library
        self.saved = Scenarios(site.library.folder)
        self.knowledge = LocalKnowledge(site.library.folder)
        self._evidence: Cache[Evidence] = Cache()
        self._inputs: Cache[Inputs] = Cache()
        self._outcomes: Cache[Outcome] = Cache()
        self._falls: Cache[Waterfall | None] = Cache()

    def open(self, code: str, chosen: Mapping[str, float] | None = None) -> Opened:
        """Open the room of a municipality.

        Parameters
        ----------
        chosen
            Assumption id → value taken along from the chapters.

        Raises
        ------
        NoPeopleError
            When there is nothing to project from.
        """
        known = self.knowledge.of(code)
        taken = tuple(sorted((chosen or {}).items()))
        base = (code, self.library.version(), taken, tuple((o.id, o.key) for o in known))
        everything = tuple(o.id for o in known)

        def inputs_of(scenario: Scenario) -> ScenarioInputs:
            return self._people(base, known, scenario.overrides)[0]

        def run_one(scenario: Scenario) -> Outcome:
            key = (base, scenario.key)

            def make() -> Outcome:
                inputs, resimulate = self._people(base, known, scenario.overrides)
                return run(inputs, scenario, resimulate=resimulate)

            return self._outcomes.get(key, make)

        def explain(scenario: Scenario, year: int, quantity: Explained) -> Waterfall | None:
            def make() -> Waterfall | None:
                inputs, resimulate = self._people(base, known, scenario.overrides)
                return waterfall(inputs, scenario, year, quantity, resimulate=resimulate)

            return self._falls.get((base, scenario.key, year, quantity), make)

        def rests(scenario: Scenario, year: int) -> Mapping[str, Sensitivity]:
            inputs, resimulate = self._people(base, known, scenario.overrides)
            return rests_on(inputs, scenario, year, resimulate=resimulate)

        inputs = self._people(base, known, everything)[0]
        return Opened(
            base, inputs, presets(inputs), Runner(inputs_of, run_one, explain, rests), known
        )

    def _people(
        self, base: tuple[Any, ...], known: tuple[Override, ...], chosen: tuple[str, ...]
    ) -> Inputs:
        """Give inputs and re-simulation with some of the local knowledge in force."""
        used = tuple(o for o in known if o.id in chosen)
        return self._inputs.get((base, tuple(o.id for o in used)), lambda: self._make(base, used))

    def _make(self, base: tuple[Any, ...], used: tuple[Override, ...]) -> Inputs:
        evidence = self._evidence.get(base[:3], lambda: self._gather(base[0], dict(base[2])))
        found = people(evidence, used)
        if isinstance(found, Missing):
            raise NoPeopleError(f"{found.what}. {found.why}", found.how_to_get)
        return found

    def _gather(self, code: str, chosen: Mapping[str, float]) -> Evidence:
        peers = places(self.library.choices.peers(code))
        place = municipality(code)
        return gather(place, self.library.lake, overrides=chosen, today=today(), peers=peers)


def default_name(count: int) -> str:
    """Give what a new scenario is called."""
    return _("Nytt scenario {n}").format(n=count + 1)
