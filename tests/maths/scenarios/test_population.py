"""Moves and housing of a scenario go through the real draws."""

import numpy as np
from tests.maths.scenarios.conftest import shown

from veivalg.chapters.common.care_paths import inputs_with
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.population import resimulator


def test_more_who_move_in_are_more_in_every_year_after() -> None:
    """Movers and dwellings give more people, users and årsverk; none of them changes nothing."""
    evidence = shown("5610")
    tables = PeopleTables.among(evidence.tables)
    ensemble = ensemble_for(tables, evidence.place, draws=64)
    assert ensemble is not None
    inputs, again = inputs_with(evidence, ensemble), resimulator(tables, ensemble)
    base = run(inputs, Scenario(""), resimulate=again)
    assert run(inputs, Scenario("", settings={"net_moves": 0.0}))["fte"].tobytes() == (
        base["fte"].tobytes()
    )
    for settings in ({"net_moves": 20.0}, {"housing_per_year": 10.0}):
        more = run(inputs, Scenario("", settings=settings), resimulate=again)
        gained = (more["persons"] - base["persons"]).mean(axis=0)
        assert gained[0] == 0
        assert (np.diff(gained) > 0).all()
        assert more.at("users", 2045).mean() > base.at("users", 2045).mean()
        assert more.at("fte", 2045).mean() > base.at("fte", 2045).mean()
    fewer = run(inputs, Scenario("", settings={"net_moves": -10.0}), resimulate=again)
    assert (fewer["persons"] >= 0).all()
    assert fewer.at("persons", 2040).mean() < base.at("persons", 2040).mean() - 100
