"""The result of the back-test as a file: what is shipped, and what a run has written."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import orjson

from veivalg.content.numbers import format_field, round_half_up
from veivalg.foundation.errors import StoreError
from veivalg.maths.projections.ensemble.scores import Result, Score
from veivalg.norway.reference import FOLDER

NAMES = tuple(f.name for f in fields(Score))
SHIPPED = FOLDER / "backtest.json"
FILE = "etterproving.json"
"""What a run leaves in the data folder; the page then shows it in place of the shipped one."""


def to_json(result: Result) -> bytes:
    """Write the result, one line a row so that changes can be read in a diff."""
    head: dict[str, Any] = {
        "title": "Veivalgs etterprøving av framskrivingene",
        "producer": "Veivalg",
        "source": result.source,
        "licence": "CC BY 4.0",
        "certainty": "utledet",
        "note": "Feil og dekning som andeler. size og base_year −1 er alle under ett.",
        "made": result.made,
        "draws": result.draws,
        "first": result.first,
        "last": result.last,
        "columns": [*NAMES, "valid_from", "valid_to"],
    }
    rows = [orjson.dumps([*_row(s), result.made, None]).decode() for s in result.lines]
    top = orjson.dumps(head, option=orjson.OPT_INDENT_2).decode()
    return (top[:-2] + ',\n  "rows": [\n' + ",\n".join(rows) + "\n]}\n").encode()


def from_json(content: bytes) -> Result:
    """Read a result; raises ``ValueError`` or ``KeyError`` when it is something else."""
    stored = orjson.loads(content)
    wanted = [stored["columns"].index(name) for name in NAMES]
    lines = tuple(Score(*(row[i] for i in wanted)) for row in stored["rows"])
    return Result(
        stored["made"],
        stored["source"],
        int(stored["draws"]),
        int(stored["first"]),
        int(stored["last"]),
        lines,
    )


def read_result(folder: Path | None = None) -> Result:
    """Give the newest result: of a run in the data folder, else the one shipped.

    Raises
    ------
    StoreError
        When a file in the data folder can't be read.
    """
    own = None if folder is None else Path(folder) / FILE
    if own is None or not own.exists():
        return from_json(SHIPPED.read_bytes())
    try:
        return from_json(own.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise StoreError(
            f"Resultatet av etterprøvingen i {own} kan ikke leses.",
            "Slett filen, eller kjør «veivalg etterprov» på nytt.",
        ) from error


def to_csv(lines: Iterable[Score]) -> bytes:
    """Write the lines with semicolons and decimal commas, for a spreadsheet set to Norwegian."""
    rows = [NAMES, *(tuple(_csv(v) for v in _row(s)) for s in lines)]
    return ("\n".join(";".join(row) for row in rows) + "\n").encode("utf-8-sig")


def _row(score: Score) -> Sequence[Any]:
    return [
        float(round_half_up(v, 5)) if isinstance(v, float) else v for v in asdict(score).values()
    ]


def _csv(value: object) -> str:
    return format_field(value) if isinstance(value, float) else "" if value is None else str(value)
