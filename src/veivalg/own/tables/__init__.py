"""The municipality's own tables. One class is schema, template, check and documentation.

A new table is a new file here with a subclass of `OwnTable`; it is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Finding, OwnField, OwnTable

__all__ = ["Finding", "OwnField", "OwnTable", "own_table", "own_tables"]


@cache
def own_tables() -> dict[str, type[OwnTable]]:
    """Give table name → class of every table a municipality can bring, sorted by name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    found = {table.name: table for table in OwnTable.__subclasses__()}
    return dict(sorted(found.items()))


def own_table(name: str) -> type[OwnTable]:
    """Give the table called `name`; raises ``UsageError`` with the nearest names."""
    tables = own_tables()
    if name in tables:
        return tables[name]
    near = get_close_matches(name, tables, n=3) or list(tables)
    raise UsageError(
        _("Det finnes ingen tabell «{name}».").format(name=name),
        _("Mente du {names}?").format(names=", ".join(near)),
    )
