"""The tables of the knowledge base, as ``vocabulary.json`` declares them. ``municipality`` is a
code in force («5503»), a KOSTRA group («EKG07») or Norway («0»); ``year`` is the year of 1 January
for people and the reporting year for services (31 December)."""

from collections.abc import Mapping
from pathlib import Path

from veivalg.tables.declared import declared
from veivalg.tables.schema import Band, Field, TableSchema

FILE = Path(__file__).with_suffix(".json")
BANDS: Mapping[str, Mapping[Band, Mapping[Band, int]]] = {
    "care_users": {(0, 66): {}, (80, 105): {}, (67, 79): {(0, 105): 1, (0, 66): -1, (80, 105): -1}}
}


def _schema(name: str) -> type[TableSchema]:
    stated, fields = declared(FILE).tables[name], declared(FILE).fields(name, Field)
    said = {"name": name, "title": stated["title"], "__doc__": stated["about"]}
    return type(name, (TableSchema,), {**said, "fields": fields, "bands": BANDS.get(name, {})})


TABLES: dict[str, type[TableSchema]] = {name: _schema(name) for name in declared(FILE).tables}
"""The vocabulary: one typed schema a table."""
