"""A table as a dense array, and its answers as the service writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt


class BadRequestError(Exception):
    """What the service refuses: the HTTP status and the problem in the body."""

    def __init__(self, title: str, status: int = 404, http: int = 400) -> None:
        super().__init__(title)
        self.http = http
        self.body = {"type": "Parameter error", "title": title, "status": status}


class DuplicateValueError(Exception):
    """A value asked for twice, which the service answers with 500 and nothing."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension: code → label in order; ``hidden`` codes are reached by a code list only."""

    id: str
    label: str
    labels: Mapping[str, str]
    hidden: Mapping[str, str] = field(default_factory=dict)
    elimination: bool = False
    codelists: tuple[CodeList, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def position(self) -> dict[str, int]:
        """Give the place of every code in the array."""
        return {code: n for n, code in enumerate([*self.labels, *self.hidden])}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A grouping: code → (label, the table's own codes it sums)."""

    id: str
    label: str
    values: Mapping[str, tuple[str, tuple[str, ...]]]

    def json(self) -> dict[str, Any]:
        """Write it as ``/codelists/{id}`` does."""
        values = [
            {"code": code, "label": label, "valueMap": list(codes)}
            for code, (label, codes) in self.values.items()
        ]
        return {
            "id": self.id,
            "label": self.label,
            "language": "no",
            "type": "Aggregation",
            "values": values,
            "links": [],
        }


class Lazy:
    """An array made when it is first asked for, so that a table nobody fetches costs nothing."""

    def __init__(self, make: Callable[[], npt.NDArray[Any]]) -> None:
        self._make = cache(make)
        self._lock = Lock()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Give the array; two callers at once wait for one making."""
        with self._lock:
            made = self._make()
        return made if dtype is None else made.astype(dtype)


@dataclass(frozen=True, slots=True)
class Cube:
    """A table of the service.

    Parameters
    ----------
    values
        One axis a dimension, hidden codes last; NaN is missing.
    mandatory
        Places in `notes` of those that must stand by the figures.
    signs
        Sign of missing cells along the first axis and time, or one for all.
    """

    id: str
    label: str
    updated: str
    notes: tuple[str, ...]
    axes: tuple[Axis, ...]
    values: npt.NDArray[Any] | Lazy
    sign: str = ".."
    decimals: int = 0
    mandatory: tuple[int, ...] = ()

    def axis(self, name: str) -> Axis:
        """Give a dimension, whatever the case of its name."""
        for axis in self.axes:
            if axis.id.casefold() == name.casefold():
                return axis
        raise BadRequestError("Non-existent variable")

    def metadata(self) -> dict[str, Any]:
        """Write the table's metadata."""
        chosen = {axis.id: list(axis.labels) for axis in self.axes}
        return self._dataset(chosen, dict.fromkeys(chosen, None), metadata=True)

    def data(
        self, selection: Mapping[str, Sequence[str]], lists: Mapping[str, str], most: int
    ) -> dict[str, Any]:
        """Answer a selection.

        Raises
        ------
        BadRequestError
            As the service answers: unknown table, variable or value, missing or too big selection.
        """
        asked = {self.axis(name).id: codes for name, codes in selection.items()}
        if any(len(set(map(str.casefold, codes))) < len(codes) for codes in asked.values()):
            raise DuplicateValueError
        used = {self.axis(name).id: self._list(name, code) for name, code in lists.items()}
        chosen: dict[str, list[str]] = {}
        for axis in self.axes:
            if axis.id in asked:
                chosen[axis.id] = expand(asked[axis.id], self._codes(axis, used.get(axis.id)))
            elif not axis.elimination:
                raise BadRequestError("Missing selection for mandantory variable")
        cells = int(np.prod([len(codes) for codes in chosen.values()], dtype=np.int64))
        if cells > most:
            raise BadRequestError("Too many cells selected", status=403)
        answer = self._dataset(chosen, used)
        values = self._values(chosen)
        missing = np.flatnonzero(np.isnan(values))
        whole = self.decimals == 0 and not missing.size
        answer["value"] = _listed(values.astype(np.int64) if whole else values, self.decimals)
        if missing.size:
            answer["status"] = {str(n): self.sign for n in missing.tolist()}
        return answer

    def _codes(self, axis: Axis, used: CodeList | None) -> list[str]:
        return list(axis.labels if used is None else used.values)

    def _list(self, name: str, code: str) -> CodeList:
        for codelist in self.axis(name).codelists:
            if codelist.id == code:
                return codelist
        raise BadRequestError("Non-existent codelist")

    def _values(self, chosen: Mapping[str, list[str]]) -> npt.NDArray[np.float64]:
        found = np.asarray(self.values)
        for n, axis in enumerate(self.axes):
            if axis.id in chosen:
                places = axis.position
                found = np.take(found, [places[c] for c in chosen[axis.id]], axis=n)
        eliminated = tuple(n for n, axis in enumerate(self.axes) if axis.id not in chosen)
        total = found.astype(np.float64)
        return np.round(total.sum(axis=eliminated) if eliminated else total, self.decimals).ravel()

    def _dataset(
        self,
        chosen: Mapping[str, list[str]],
        used: Mapping[str, CodeList | None],
        metadata: bool = False,
    ) -> dict[str, Any]:
        axes = [axis for axis in self.axes if axis.id in chosen]
        regions = [axis.id for axis in axes if axis.id in ("Region", "KOKkommuneregion0000")]
        return {
            "version": "2.0",
            "class": "dataset",
            "label": self.label,
            "source": "Statistisk sentralbyrå",
            "updated": self.updated,
            "note": list(self.notes),
            "role": {"time": ["Tid"], "geo": regions, "metric": ["ContentsCode"]},
            "id": [axis.id for axis in axes],
            "size": [len(chosen[axis.id]) for axis in axes],
            "dimension": {a.id: _written(a, chosen[a.id], used.get(a.id), metadata) for a in axes},
            "extension": {
                "px": {
                    "tableid": self.id,
                    "decimals": self.decimals,
                    "official-statistics": False,
                    "language": "no",
                    "matrix": self.id,
                },
                "noteMandatory": {str(n): True for n in self.mandatory},
                "discontinued": None,
                "contact": [],
            },
            "value": [],
        }


def _written(axis: Axis, codes: list[str], used: CodeList | None, metadata: bool) -> dict[str, Any]:
    labels = axis.labels if used is None else {c: v[0] for c, v in used.values.items()}
    category: dict[str, Any] = {
        "index": {code: n for n, code in enumerate(codes)},
        "label": {code: labels[code] for code in codes},
    }
    if axis.units:
        category["unit"] = {c: {"base": axis.units.get(c, "antall"), "decimals": 0} for c in codes}
    extension: dict[str, Any] = {"elimination": axis.elimination, "show": "value"}
    if metadata:
        extension["codelists"] = [
            {"id": c.id, "label": c.label, "type": "Aggregation", "links": []}
            for c in axis.codelists
        ]
    return {"label": axis.label, "category": category, "extension": extension}


def expand(asked: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Turn value expressions into codes: ``*``, ``20*``, ``top(3)``, ``from(2015)``.

    Raises
    ------
    BadRequestError
        When a value does not exist.

    Examples
    --------
    >>> expand(["top(2)"], ["2023", "2024", "2025"]), expand(["1*"], ["11", "20", "12"])
    (['2024', '2025'], ['11', '12'])
    >>> expand(["ekg09"], ["EAK", "EKG09"])
    ['EKG09']
    """
    known, found = {c.casefold(): c for c in codes}, list[str]()
    for value in asked:
        text = value.casefold()
        if text in known:
            found.append(known[text])
        elif match := re.fullmatch(r"top\((\d+)\)|from\((\w+)\)", text):
            if match[2] and match[2] not in known:
                raise BadRequestError("Non-existent value")
            first = list(known).index(match[2]) if match[2] else max(0, len(codes) - int(match[1]))
            found += codes[first:]
        elif "(" in text or ")" in text:
            raise BadRequestError("Illegal selection expression")
        elif text.endswith("*") and (
            some := [c for k, c in known.items() if k.startswith(text[:-1])]
        ):
            found += some
        else:
            raise BadRequestError("Non-existent value")
    return list(dict.fromkeys(found))


def _listed(values: npt.NDArray[Any], decimals: int) -> list[Any]:
    listed = values.tolist()
    if values.dtype.kind != "f":
        return listed
    whole = decimals == 0
    return [None if v != v else int(v) if whole else v for v in listed]
