"""The municipality's own tables. One declaration is schema, template, check and documentation.

A new table is a new JSON file here; it is found by itself. What only the table as a whole shows is
checked by a function in a module beside it (`declared.check`).
"""

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Finding, OwnField, OwnTable
from veivalg.own.tables.declared import declared_tables

__all__ = ["Finding", "OwnField", "OwnTable", "own_table", "own_tables"]


@cache
def own_tables() -> dict[str, type[OwnTable]]:
    """Give table name → class of every table a municipality can bring, sorted by name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {table.name: table for table in sorted(declared_tables(), key=lambda table: table.name)}


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
