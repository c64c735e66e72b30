"""JSON-stat 2 datasets as typed frames.

Ours, since a list of one dictionary a cell, as pxwebpy gives, has neither codes nor status and took
154 ms for 257,000 cells where this takes under 30 (``benchmarks/decode.py``).
A cell's place in the cube is arithmetic, so the code columns are repeated and tiled integers with
the codes as categories; only the values are read from the answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from veivalg.foundation.i18n import _
from veivalg.sources.http.answers import malformed, parse

# Statistics Norway's standard signs in tables, https://www.ssb.no/en/omssb/tjenester-og-verktoy
REASONS = {":": "skjermet", ".": "ikke mulig å oppgi", "..": "mangler"}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")  # «[text](address)»
VALUE, STATUS = "value", "status"


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis of a dataset: its codes in order, with labels."""

    id: str
    label: str
    codes: tuple[str, ...]
    labels: Mapping[str, str]
    extension: Mapping[str, Any]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A decoded answer.

    Parameters
    ----------
    frame
        One row a cell in the dataset's order: a column of codes (`pl.Enum`) for each dimension,
        ``value`` (`pl.Float64`, missing is null) and ``status`` (text, null where there is none).
    """

    label: str
    updated: str
    notes: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    frame: pl.DataFrame


def decode(content: bytes) -> Dataset:
    """Decode the bytes of a JSON-stat 2 dataset.

    ``value`` may be a list or a sparse object, ``status`` an object, a list or one text for all,
    ``index`` an object or a list.

    Raises
    ------
    SourceError
        When the answer is not a JSON-stat 2 dataset or its sizes disagree.
    """
    raw = parse(content)
    try:
        dimensions = read_dimensions(raw)
        size = [int(n) for n in raw["size"]]
        if size != [len(d.codes) for d in dimensions]:
            raise ValueError(f"size {size}")
        cells = prod(size)
        columns = _code_columns(dimensions, cells)
        columns.append(_values(raw["value"], cells))
        columns.append(_status(raw.get("status"), cells))
        frame = pl.DataFrame(columns)
        notes = read_notes(raw)
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        AttributeError,
        OverflowError,
        pl.exceptions.PolarsError,
    ) as error:
        raise malformed(_("oppsettet eller antallet verdier stemmer ikke")) from error
    return Dataset(
        str(raw.get("label") or ""), str(raw.get("updated") or ""), notes, dimensions, frame
    )


def read_dimensions(raw: Mapping[str, Any]) -> tuple[Dimension, ...]:
    """Read the dimensions in the order of ``id``.

    Raises
    ------
    KeyError, TypeError, ValueError
        When they are not as JSON-stat 2 says.
    """
    return tuple(_dimension(name, raw["dimension"][name]) for name in raw["id"])


def read_mandatory(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the notes SSB says must stand by the figures (``noteMandatory``: place in ``note``).

    They are of the table, of a dimension or of one of its codes; links are written as their text.
    """
    found = list(_marked(raw, raw.get("extension") or {}))
    for dimension in (raw.get("dimension") or {}).values():
        extension = dimension.get("extension") or {}
        found += _marked(dimension, extension)
        notes = (dimension.get("category") or {}).get("note") or {}
        for code, marked in (extension.get("categoryNoteMandatory") or {}).items():
            found += _marked({"note": notes.get(code)}, {"noteMandatory": marked})
    return tuple(dict.fromkeys(_LINK.sub(r"\1", note) for note in found))


def _marked(raw: Mapping[str, Any], extension: Mapping[str, Any]) -> Iterator[str]:
    marked = extension.get("noteMandatory") or {}
    return (note for n, note in enumerate(read_notes(raw)) if marked.get(str(n)))


def read_notes(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the table notes; a single text counts as one note."""
    notes = raw.get("note") or []
    return (notes,) if isinstance(notes, str) else tuple(str(note) for note in notes)


def _dimension(name: str, raw: Mapping[str, Any]) -> Dimension:
    category = raw["category"]
    labels = category.get("label") or {}
    index = category.get("index")
    if index is None:  # allowed when there is one category
        codes = tuple(labels)
    elif isinstance(index, dict):
        codes = tuple(sorted(index, key=index.__getitem__))
    else:
        codes = tuple(index)
    if len(set(codes)) != len(codes) or not all(isinstance(c, str) for c in codes):
        raise ValueError(f"dimension {name}")
    units = {code: str(unit.get("base", "")) for code, unit in category.get("unit", {}).items()}
    return Dimension(
        name,
        str(raw.get("label") or name),
        codes,
        {c: str(labels.get(c, c)) for c in codes},
        raw.get("extension") or {},
        units,
    )


def _code_columns(dimensions: Sequence[Dimension], cells: int) -> list[pl.Series]:
    columns, inner = [], cells
    for dimension in dimensions:
        count = len(dimension.codes)
        inner //= max(count, 1)
        # The smallest integers that hold the codes become the categories without a copy.
        width = np.uint8 if count <= 255 else np.uint16 if count <= 65_535 else np.uint32
        one_round = np.repeat(np.arange(count, dtype=width), inner)
        physical = np.tile(one_round, cells // max(one_round.size, 1))
        columns.append(pl.Series(dimension.id, physical).cat.to(pl.Enum(dimension.codes)))
    return columns


def _values(raw: Any, cells: int) -> pl.Series:
    if isinstance(raw, dict):
        dense: npt.NDArray[np.float64] = np.full(cells, np.nan)
        where = np.fromiter((int(k) for k in raw), dtype=np.int64, count=len(raw))
        if where.size and (where.min() < 0 or where.max() >= cells):
            raise ValueError("value index")
        dense[where] = [np.nan if v is None else v for v in raw.values()]
        return pl.Series(VALUE, dense, nan_to_null=True)
    if not isinstance(raw, list):
        raise ValueError("value")
    if len(raw) != cells:
        raise ValueError(f"{len(raw)} of {cells} values")
    # Strict: text and nested lists are refused; 5 ms for 257,000 where numpy takes 8.
    return pl.Series(VALUE, raw, dtype=pl.Float64, strict=True)


def _status(raw: Any, cells: int) -> pl.Series:
    if not raw:
        return pl.Series(STATUS, [None], dtype=pl.String).new_from_index(0, cells)
    if isinstance(raw, str):
        return pl.Series(STATUS, [raw], dtype=pl.String).new_from_index(0, cells)
    if isinstance(raw, list):
        if len(raw) == 1:
            return pl.Series(STATUS, raw, dtype=pl.String).new_from_index(0, cells)
        if len(raw) != cells:
            raise ValueError(f"{len(raw)} of {cells} status")
        return pl.Series(STATUS, raw, dtype=pl.String)
    where = np.fromiter((int(k) for k in raw), dtype=np.int64, count=len(raw))
    if where.size and (where.min() < 0 or where.max() >= cells):
        raise ValueError("status index")
    kinds = sorted({str(v) for v in raw.values()})
    number = {kind: n for n, kind in enumerate(kinds)}
    physical = np.full(cells, len(kinds), dtype=np.uint32)
    physical[where] = [number[str(v)] for v in raw.values()]
    texts = pl.Series([*kinds, None], dtype=pl.String)
    return texts.gather(physical).alias(STATUS)


def reason(status: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Give the Norwegian reason a value is missing: null where it is not.

    A missing value without a sign, or with one not known, is «mangler».
    """
    text = status.replace_strict(REASONS, default=REASONS[".."], return_dtype=pl.String)
    return pl.when(value.is_null()).then(text.fill_null(REASONS[".."]))
