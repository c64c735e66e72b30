"""How a file goes to the process that reads it, and sheets come back: JSON heads, Arrow tables.

A message is the length of its head, the head as JSON, and the parts whose sizes the head gives.
Nothing in a message can run, and what comes back is checked for size and shape before it is used.
"""

import io
import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any

import polars as pl

from veivalg.own.foreign.raw import Grid, RawColumn, repeated

Head = dict[str, Any]
MAX_HEAD = 16 * 2**20
MAX_MESSAGE = 2 * 2**30
MAX_ROWS, MAX_COLUMNS = 5_000_000, 16_384
_LENGTH = struct.Struct(">I")
_KINDS: dict[str, pl.DataType] = {"t": pl.String(), "n": pl.Float64(), "d": pl.Datetime("us")}
_PLACES: dict[str, pl.DataType] = {"row": pl.Int64(), "column": pl.Int64()}
_REPEATED = {"column": pl.Int64(), "text": pl.String()}
_PARTS: tuple[dict[str, pl.DataType], ...] = (
    _REPEATED,
    {**_PLACES, "top": pl.Int64(), "left": pl.Int64()},
    {**_PLACES, "text": pl.String()},
    {"row": pl.Int64()},
    _PLACES,
    {**_PLACES, "by": pl.Int64()},
)
"""What the tables of a sheet have beside its cells: texts, merged cells, faults, the unseen."""
_NUMBER = pl.UInt16()
_MANY, _MOST = 10_000, 2**16
"""Cells from which texts that repeat are sent once, and the most texts that are."""


class LostError(Exception):
    """The other end has gone, or what it says makes no sense."""


def send(stream: IO[bytes], head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Send a message; raises ``OSError`` when nobody is there to take it."""
    text = json.dumps({**head, "sizes": [len(p) for p in parts]}).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    for part in parts:
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes], most: int = MAX_MESSAGE) -> tuple[Head, list[bytes]]:
    """Give the next message.

    Parameters
    ----------
    most
        Bytes the parts may come to.

    Raises
    ------
    LostError
        When there is none, or it is cut off, too large or no message at all.
    """
    length = _LENGTH.unpack(_taken(stream, _LENGTH.size))[0]
    if length > MAX_HEAD:
        raise LostError
    try:
        head = json.loads(_taken(stream, length))
        sizes = head.pop("sizes")
        whole = all(type(n) is int and n >= 0 for n in sizes)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LostError from error
    if not whole or sum(sizes) > most:
        raise LostError
    return head, [_taken(stream, n) for n in sizes]


def _taken(stream: IO[bytes], size: int) -> bytes:
    try:
        data = stream.read(size)
    except (OSError, ValueError) as error:
        raise LostError from error
    if len(data) != size:
        raise LostError
    return data


def pack(grid: Grid) -> tuple[Head, list[bytes]]:
    """Give a sheet as a head and its tables: cells, texts, merged cells, faults, the unseen."""
    cells: dict[str, pl.Series] = {}
    lists = [pl.DataFrame(schema=_REPEATED)]
    for i, column in enumerate(grid.columns):
        for kind, series in zip(_KINDS, column.parts(), strict=True):
            # A column of numbers has texts nowhere: a million empty ones are not sent.
            if series is not None and series.null_count() < grid.height:
                cells[f"{kind}{i}"] = series
        if (text := cells.get(f"t{i}")) is not None and (texts := _few(text)) is not None:
            del cells[f"t{i}"]
            cells[f"r{i}"] = text.cast(pl.Enum(texts)).to_physical().cast(_NUMBER)
            lists.append(texts.to_frame("text").select(column=pl.lit(i, pl.Int64), text="text"))
    told: tuple[list[tuple[Any, ...]], ...] = (
        [(*hidden, *shown) for hidden, shown in grid.merged.items()],
        [(*place, text) for place, text in grid.faults.items()],
        [(row,) for row in sorted(grid.hidden_rows)],
        sorted(grid.blank_cells),
        [(*place, by) for place, by in grid.per_cent.items()],
    )
    head = {
        "sheet": grid.sheet,
        "visible": grid.visible,
        "height": grid.height,
        "width": len(grid.columns),
        "formats": {str(column): text for column, text in grid.formats.items()},
        "hidden_columns": sorted(grid.hidden_columns),
        "date1904": grid.date1904,
        "notes": grid.notes,
        "delimited": grid.delimited,
    }
    return head, [
        _packed(pl.DataFrame(cells)),
        _packed(pl.concat(lists)),
        *(
            _packed(pl.DataFrame(rows, schema=schema, orient="row"))
            for rows, schema in zip(told, _PARTS[1:], strict=True)
        ),
    ]


def unpack(head: Head, parts: Sequence[bytes]) -> Grid:
    """Give the sheet of a message; raises `LostError` when it is none."""
    try:
        height, width = _number(head["height"], MAX_ROWS), _number(head["width"], MAX_COLUMNS)
        cells, texts, merged, faults, hidden, blank, shown = map(_unpacked, parts)
        for held, schema in zip((texts, merged, faults, hidden, blank, shown), _PARTS, strict=True):
            _expect(held, schema)
        return Grid(
            sheet=str(head["sheet"]),
            visible=bool(head["visible"]),
            columns=_columns(cells, texts, height, width),
            height=height,
            merged={(r, c): (top, left) for r, c, top, left in merged.iter_rows()},
            faults={(r, c): text for r, c, text in faults.iter_rows()},
            delimited=bool(head["delimited"]),
            hidden_rows=frozenset(hidden["row"] if hidden.height else ()),
            hidden_columns=frozenset(_number(i, MAX_COLUMNS) for i in head["hidden_columns"]),
            blank_cells=frozenset(blank.iter_rows()),
            per_cent={(r, c): by for r, c, by in shown.iter_rows()},
            formats={int(i): str(text) for i, text in head["formats"].items()},
            date1904=bool(head["date1904"]),
            notes=tuple((int(row), str(text)) for row, text in head["notes"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError) as error:
        raise LostError from error
    except BaseException as error:
        # A panic in the reader of Arrow is neither an Exception nor has an importable class.
        if type(error).__name__ == "PanicException":
            raise LostError from error
        raise


def _number(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError
    return value


def _few(column: pl.Series) -> pl.Series | None:
    """Give the texts of a long column that has few: each cell is sent as its number among them."""
    texts = repeated(column) if len(column) >= _MANY else None
    return texts if texts is not None and len(texts) <= _MOST else None


def _columns(
    cells: pl.DataFrame, texts: pl.DataFrame, height: int, width: int
) -> tuple[RawColumn, ...]:
    kinds = {**_KINDS, "r": _NUMBER}
    _expect(cells, {name: kinds[name[:1]] for name in cells.columns})
    known = {f"{kind}{i}" for kind in kinds for i in range(width)}
    if (cells.width and cells.height != height) or not known.issuperset(cells.columns):
        raise ValueError
    held = {s.name: s for s in cells.iter_columns()}
    for i in range(width):
        if (numbers := held.get(f"r{i}")) is not None:
            held[f"t{i}"] = texts.filter(pl.col("column") == i)["text"].gather(numbers)
    empty = pl.Series(values=[None], dtype=pl.String()).new_from_index(0, height)
    return tuple(
        RawColumn(held.get(f"t{i}", empty), held.get(f"n{i}"), held.get(f"d{i}"))
        for i in range(width)
    )


def _packed(frame: pl.DataFrame) -> bytes:
    if not frame.height:
        return b""
    target = io.BytesIO()
    frame.write_ipc_stream(target)
    return target.getvalue()


def _unpacked(part: bytes) -> pl.DataFrame:
    return pl.read_ipc_stream(part) if part else pl.DataFrame()


def _expect(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> None:
    if frame.width and dict(frame.schema) != schema:
        raise ValueError


def texts(head: Head, *names: str) -> list[str]:
    """Give texts of a head, cut at what a sentence can hold."""
    return [str(head.get(name, ""))[:2000] for name in names]
