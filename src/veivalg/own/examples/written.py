"""Made-up tables written by hand: a CSV in ``data/`` for each. All of it is KONSTRUERT."""

from functools import partial
from pathlib import Path

from veivalg.own.examples import constructed, example
from veivalg.own.printed import read_table
from veivalg.tables import Sourced

NOTE = "Tabellen er laget for å vise siden. Den er ingen kommunes."


def _written(path: Path) -> Sourced:
    return constructed(path.stem, read_table(path), NOTE)


for _path in sorted((Path(__file__).parent / "data").glob("*.csv")):
    example(_path.stem)(partial(_written, _path))
