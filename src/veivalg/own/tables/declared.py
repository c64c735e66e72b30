"""Own tables as files declare them (`veivalg.tables.declared`), and checks of whole tables."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.own.tables.base import Fault, OwnField, OwnTable
from veivalg.tables.declared import Declared, declared, fixed

FOLDER = Path(__file__).parent
STATES = (
    "title",
    "template",
    "area",
    "have",
    "purpose",
    "instructions",
    "chapters",
    "source_system",
    "columns",
)
GUARDS = ("personal",)
"""What a table says of itself (`OwnTable`)."""
Check = Callable[[pl.DataFrame], Iterable[Fault]]
_CHECKS: dict[str, dict[str, Check]] = {}


def check(table: str, as_: str = "check") -> Callable[[Check], Check]:
    """Let a function give the faults that only `table` as a whole shows (`OwnTable.check`).

    Parameters
    ----------
    as_
        ``doubts`` where the rows are still taken in (`OwnTable.doubts`), ``unlikely`` where a
        person is asked first (`OwnTable.unlikely`).
    """

    def keep(function: Check) -> Check:
        _CHECKS.setdefault(table, {})[as_] = function
        return function

    return keep


def words(file: str, name: str) -> Words:
    """Give the words called `name` in a file: code → Norwegian word."""
    return declared(FOLDER / f"{file}.json").words[name]


def declared_tables() -> Iterator[type[OwnTable]]:
    """Give every table of every file; raises ``TypeError`` for what it can't state."""
    for path in sorted(FOLDER.glob("*.json")):
        yield from (_table(declared(path), name) for name in declared(path).tables)


def _table(file: Declared, name: str) -> type[OwnTable]:
    stated = fixed(file.tables[name])
    if unknown := stated.keys() - {*STATES, *GUARDS}:
        # A guard that is spelt wrongly must not leave a table of people unguarded.
        raise TypeError(f"{name}: {sorted(unknown)}")
    del stated["columns"]
    stated |= {as_: staticmethod(function) for as_, function in _CHECKS.get(name, {}).items()}
    return type(name, (OwnTable,), {"name": name, "fields": file.fields(name, OwnField), **stated})
