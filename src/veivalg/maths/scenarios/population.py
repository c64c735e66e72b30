"""Moves and housing of a scenario as people: the draws are made again with extra movers."""

from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.local import SEED, LocalEnsemble, ensemble_for
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.scenarios.engine import Resimulate


def resimulator(tables: PeopleTables, ensemble: LocalEnsemble, *, seed: int = SEED) -> Resimulate:
    """Give a way to ask for the same population with people moving in or out because of a scenario.

    Local knowledge in `ensemble` stays. The random numbers are the same, so that the difference is
    the movers and their children.
    """

    def again(movers: float, dwellings: float) -> LocalEnsemble:
        extra = _extra(ensemble.place.code, ensemble.years[:-1], movers, dwellings)
        found = ensemble_for(
            tables,
            ensemble.place,
            draws=ensemble.persons.shape[0],
            mode=ensemble.mode,
            overrides=(*ensemble.overrides, *extra),
            seed=seed,
            to=ensemble.years[-1],
        )
        return ensemble if found is None else found

    return again


def _extra(
    code: str, years: tuple[int, ...], movers: float, dwellings: float
) -> tuple[Override, ...]:
    """Give the moves and dwellings of every year, as the local knowledge they would be."""
    wanted = ((Kind.OTHER, movers), (Kind.HOUSING, dwellings))
    return tuple(
        _yearly(code, kind, amount, year) for kind, amount in wanted if amount for year in years
    )


def _yearly(code: str, kind: Kind, amount: float, year: int) -> Override:
    return Override(
        id=f"scenario-{kind.value}-{year}",
        kind=kind,
        municipality=code,
        year=year,
        amount=amount,
        who=_("scenariet"),
        why=_("valgt i scenariorommet"),
        recorded="",
    )
