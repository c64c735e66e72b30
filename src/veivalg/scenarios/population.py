"""Moves and housing of a scenario as people: the draws are made again with extra movers."""

from __future__ import annotations

from veivalg.evidence import Evidence
from veivalg.i18n import _
from veivalg.projections.ensemble.local import SEED, LocalEnsemble, ensemble_for
from veivalg.projections.ensemble.overrides import Kind, Override
from veivalg.scenarios.engine import Resimulate


def resimulator(evidence: Evidence, ensemble: LocalEnsemble, *, seed: int = SEED) -> Resimulate:
    """Give a way to ask for the same population with people moving in or out because of a scenario.

    Local knowledge in `ensemble` stays. The random numbers are the same, so that the difference is
    the movers and their children.
    """

    def again(movers: float, dwellings: float) -> LocalEnsemble:
        wanted = ((Kind.OTHER, movers), (Kind.HOUSING, dwellings))
        extra = tuple(
            _yearly(ensemble, kind, amount, year)
            for kind, amount in wanted if amount
            for year in ensemble.years[:-1]
        )  # fmt: skip
        found = ensemble_for(
            evidence, ensemble.place, draws=ensemble.persons.shape[0], mode=ensemble.mode,
            overrides=(*ensemble.overrides, *extra), seed=seed, to=ensemble.years[-1],
        )  # fmt: skip
        return ensemble if found is None else found

    return again


def _yearly(ensemble: LocalEnsemble, kind: Kind, amount: float, year: int) -> Override:
    return Override(
        id=f"scenario-{kind.value}-{year}", kind=kind, municipality=ensemble.place.code,
        year=year, amount=amount, who=_("scenariet"), why=_("valgt i scenariorommet"), recorded="",
    )  # fmt: skip
