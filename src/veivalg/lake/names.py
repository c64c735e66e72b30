"""What codes are called by the source: labels read from a table's metadata when it is fetched."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from veivalg.foundation.files import write_atomic
from veivalg.foundation.layout.names import FIGURES

FUNCTIONS = "functions"
"""KOSTRA functions."""


def names_file(folder: Path, kind: str) -> Path:
    """Give where the names of a kind of code lie in a data folder."""
    return folder / FIGURES / "names" / f"{kind}.json"


def keep_names(folder: Path, kind: str, names: Mapping[str, str]) -> None:
    """Store the names of codes, beside those already known.

    Raises
    ------
    StoreError
        When the folder can't be written.
    """
    known = read_names(folder, kind)
    every = {**known, **names}
    if every != known:
        write_atomic(names_file(folder, kind), orjson.dumps(every))


def read_names(folder: Path, kind: str) -> dict[str, str]:
    """Give the stored names of codes; none where there are none or the file is damaged.

    A damaged file is no reason to stop: codes then stand without names until the next fetch.
    """
    try:
        found = orjson.loads(names_file(folder, kind).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
