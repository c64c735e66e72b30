"""A line of the catalogue: which version of a partition is in force, and where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from veivalg.content import Source
from veivalg.foundation.errors import StoreError
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import FIGURES

_FIELDS = ("table", "partition", "places", "rows", "stored", "file", "source")


@dataclass(frozen=True, slots=True)
class Entry:
    """One partition in force.

    Parameters
    ----------
    places
        Codes of the places the partition answers for, also those with no rows.
    rows
        Number of rows.
    source
        Provenance; ``sha256`` is the hash of the Parquet file at `path`.
    path
        The Parquet file.
    stored
        ISO time (UTC) it was stored.
    """

    table: str
    partition: str
    places: tuple[str, ...]
    rows: int
    source: Source
    path: Path
    stored: str = ""

    def to_json(self) -> bytes:
        """Write the entry as it stands in the catalogue."""
        return orjson.dumps(
            {
                "table": self.table,
                "partition": self.partition,
                "places": list(self.places),
                "rows": self.rows,
                "stored": self.stored,
                "file": self.path.name,
                "source": self.source.stored(),
            },
            option=orjson.OPT_INDENT_2,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of the lake that can't be used; ``error`` says what is wrong and what to do."""

    table: str
    partition: str
    path: Path
    error: StoreError


def catalogue_folder(folder: Path, table: str) -> Path:
    """Give where the entries of a table lie in a data folder."""
    return folder / FIGURES / "catalogue" / table


def places_with(folder: Path, tables: Iterable[str]) -> frozenset[str]:
    """Give the places that a data folder has rows of some tables for; no table is opened."""
    found: set[str] = set()
    for table in tables:
        for path in catalogue_folder(folder, table).glob("*.json"):
            try:
                found.update(read_entry(path, folder).places)
            except (StoreError, FileNotFoundError):
                continue
    return frozenset(found)


def read_entry(path: Path, facts: Path) -> Entry:
    """Read a catalogue entry; `facts` is the folder of the table's Parquet files.

    Raises
    ------
    StoreError
        When the file can't be read or is not an entry.
    OSError
        When the file is not there any more (`FileNotFoundError`).
    """
    try:
        raw = orjson.loads(path.read_bytes())
        values: dict[str, Any] = {name: raw[name] for name in _FIELDS}
        if not _is_meant(values, path):
            raise ValueError(path.name)
        return Entry(
            table=values["table"],
            partition=values["partition"],
            places=tuple(values["places"]),
            rows=values["rows"],
            source=Source.read(values["source"]),
            path=facts / values["file"],
            stored=values["stored"],
        )
    except FileNotFoundError:
        raise
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            _("Katalogfilen {path} kan ikke leses.").format(path=path),
            _("Slett filen og hent tallene på nytt med «veivalg hent KOMMUNE»."),
        ) from error


def _is_meant(values: Mapping[str, Any], path: Path) -> bool:
    """Say whether each value is of its kind, and the entry lies where it belongs.

    A text where there should be a list is as good as a list of letters to Python: the place would
    be gone without a word.
    """
    kinds = {name: type(value) for name, value in values.items()}
    if kinds != {**dict.fromkeys(_FIELDS, str), "places": list, "rows": int, "source": dict}:
        return False
    source = values["source"]
    texts = (v for n, v in source.items() if n not in ("caveats", "unrevised", "own"))
    return (
        (values["table"], values["partition"]) == (path.parent.name, path.stem)
        and Path(values["file"]).name == values["file"] != ".."
        and values["rows"] >= 0
        and all(isinstance(text, str) for text in (*values["places"], *texts))
        and type(source.get("unrevised", 0)) is int
        and type(source.get("own", False)) is bool
    )
