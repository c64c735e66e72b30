"""A data folder with something in every store the program has, written as the program writes it."""

from __future__ import annotations

from pathlib import Path

import orjson
import polars as pl
from tests.data_folder.visits import TABLE, visits

from veivalg.content import Source
from veivalg.desk.choices import Choices
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation import log
from veivalg.foundation.drawer import Drawer
from veivalg.foundation.files import write_atomic
from veivalg.foundation.layout.copies import keep_copy
from veivalg.foundation.layout.names import BACKTEST, BOUNDARIES, KEPT
from veivalg.foundation.layout.opening import open_folder
from veivalg.jobs.backtest import write
from veivalg.lake.lake import Lake
from veivalg.lake.names import FUNCTIONS, keep_names
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.own.intake.pseudonyms import salt
from veivalg.own.mappings import Mappings
from veivalg.own.versions import OwnStore

CODE = "1833"


def fill(folder: Path) -> Path:
    """Write in every store; give the folder."""
    open_folder(folder, make=True).close()
    log.start(folder)
    log.logger.info("begins")
    log.stop()
    _official(folder)
    _own(folder)
    _desk(folder)
    Drawer(folder).keep(["en setning"], "nøkkel")
    keep_copy(folder, KEPT, "prove")
    return folder


def _official(folder: Path) -> None:
    rows = [(CODE, 2024, "female", age, 100 + age) for age in range(3)]
    people = pl.DataFrame(rows, ["municipality", "year", "sex", "age", "persons"], orient="row")
    source = Source("ssb-07459", "SSB", "07459: Befolkning", table="07459", retrieved="2026-03-01")
    Lake(folder).put("population", CODE, people, source)
    keep_names(folder, FUNCTIONS, {"202": "Grunnskole"})
    write_atomic(folder / BOUNDARIES[1], orjson.dumps({"type": "FeatureCollection"}))
    write(folder / BACKTEST, b"{}")


def _own(folder: Path) -> None:
    store = OwnStore(folder)
    salt(store.folder)
    for zone in ("Nord", "Sør", "Vest"):
        store.put(CODE, TABLE, visits(zone), file=f"{zone}.csv", sha256="x", who="Kari")
    store.undo(CODE, TABLE, "Ola")
    Mappings(store).remember(CODE, TABLE, {"zone": "Distrikt"})
    Mappings(store).remember_answers(CODE, TABLE, "f" * 16, {"unit:minutes": "1"})


def _desk(folder: Path) -> None:
    Notes(folder).add(CODE, "behov", "Plasser", "telles på nytt i juni", who="Kari")
    Choices(folder).save(CODE, ["5503", "1806"])
    Scenarios(folder).save(CODE, {"name": "Flere boliger", "levers": {"x": 70}}, who="Kari")
    LocalKnowledge(folder).add(CODE, Kind.HOUSING, 2029, 120, who="Kari", why="vedtatt plan")
