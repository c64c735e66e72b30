"""Examples that documents print: one CSV a table in ``data/examples/<municipality>/``.

``data/examples/sources.json`` says for «1833/budget_sectors» what document and page it is from, and
what is worth knowing (``note``). ``kind`` is ``document`` unless it says ``constructed``.
"""

from functools import partial
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.own.examples import example
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

FOLDER = Path(__file__).parent / "data"
_KINDS = {"document": SourceKind.DOCUMENT, "constructed": SourceKind.CONSTRUCTED}


def read_example(path: Path, described: dict[str, Any]) -> Sourced:
    """Read one file; the columns' types are those of the table's schema."""
    schema = own_table(path.stem)
    types = {f.name: f.dtype for f in schema.fields}
    dates = {name for name, dtype in types.items() if dtype == pl.Date}
    frame = pl.read_csv(
        path, schema_overrides={n: pl.String if n in dates else t for n, t in types.items()}
    )
    frame = frame.with_columns(pl.col(name).str.to_date() for name in dates)
    source = Source(
        id=f"eksempel-{path.parent.name}-{path.stem}",
        producer=described["document"],
        title=schema.title,
        query=described["page"],
        kind=_KINDS[described.get("kind", "document")],
        note=described.get("note", ""),
    )
    return Sourced(frame, {"*": source})


for _key, _described in orjson.loads((FOLDER / "sources.json").read_bytes()).items():
    _code, _table = _key.split("/")
    example(_code, _table)(partial(read_example, FOLDER / _code / f"{_table}.csv", _described))
