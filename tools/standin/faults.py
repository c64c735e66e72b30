"""Faults that can be switched on: those of a service, and of what stands before it."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from typing import Any

KINDS = ("slow", "cut", "500", "503", "malformed", "changed", "429", "407", "login", "cells")
CHANGES = ("dimension", "content", "unit", "age", "label", "new", "regions", "renumbered")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to show.

    Parameters
    ----------
    kind
        One of `KINDS`.
    every
        Every n-th call (1 = all).
    times
        How many times before it goes away by itself; None = for ever.
    table
        Only this table; empty = all.
    path
        Only addresses that end so (``/data``, ``/metadata``); empty = all.
    change
        What is changed in the metadata, one of `CHANGES`.
    seconds
        How slow is slow.
    """

    kind: str
    every: int = 1
    times: int | None = None
    table: str = ""
    path: str = ""
    change: str = "dimension"
    seconds: float = 3.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; choose among {', '.join(KINDS)}")
        if self.change not in CHANGES:
            raise ValueError(f"unknown change {self.change!r}; choose among {', '.join(CHANGES)}")


class Faults:
    """The faults in force; changed while the server runs."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._lock = threading.Lock()
        self.set(*faults)

    def set(self, *faults: Fault) -> None:
        """Put `faults` in force instead of those there were."""
        with self._lock:
            self._faults = faults
            self._seen = [0] * len(faults)
            self._shown = [0] * len(faults)

    def now(self, path: str) -> dict[str, Fault]:
        """Give the faults the call to `path` shall meet, by kind."""
        met: dict[str, Fault] = {}
        with self._lock:
            for n, fault in enumerate(self._faults):
                if not path.endswith(fault.path) or (fault.table and fault.table not in path):
                    continue
                self._seen[n] += 1
                spent = fault.times is not None and self._shown[n] >= fault.times
                if spent or self._seen[n] % fault.every:
                    continue
                self._shown[n] += 1
                met[fault.kind] = fault
        return met


def change(metadata: dict[str, Any], how: str) -> dict[str, Any]:
    """Give metadata as if the table had been changed."""
    new = copy.deepcopy(metadata)
    names = list(new["id"])
    contents = new["dimension"]["ContentsCode"]["category"]
    first = next(iter(contents["label"]))
    if how == "dimension":
        gone = next(name for name in names if name not in ("ContentsCode", "Tid"))
        del new["dimension"][gone]
        new["size"].pop(names.index(gone))
        new["id"].remove(gone)
    elif how == "content":
        contents["label"]["Annet1"] = contents["label"].pop(first)
        contents["index"]["Annet1"] = contents["index"].pop(first)
    elif how == "unit":
        contents.setdefault("unit", {})[first] = {"base": "prosent", "decimals": 1}
    elif how == "label":
        contents["label"][first] = "Noe helt annet"
    elif how == "age" and "Alder" in new["dimension"]:
        labels = new["dimension"]["Alder"]["category"]["label"]
        labels |= {code: f"gruppe {code}" for code in labels}
        index = new["dimension"]["Alder"]["category"]["index"]
        oldest = max(index, key=index.__getitem__)
        del index[oldest], labels[oldest]
        new["size"][names.index("Alder")] -= 1
    elif how in ("regions", "renumbered"):  # «5503» as «K-5503», or as a number nobody knows
        for name in ("Region", "KOKkommuneregion0000"):
            if name in new["dimension"]:
                _renumber(new["dimension"][name], "K-" if how == "regions" else "9")
    elif how == "new":
        new["id"].append("Landbakgrunn")
        new["size"].append(1)
        new["dimension"]["Landbakgrunn"] = {
            "label": "landbakgrunn",
            "category": {"index": {"1": 0}, "label": {"1": "Norge"}},
            "extension": {"elimination": False},
        }
    return new


def _renumber(dimension: dict[str, Any], front: str) -> None:
    dimension["extension"] = {
        key: value
        for key, value in dimension.get("extension", {}).items()
        if key.casefold() != "codelists"
    }
    for part in ("index", "label"):
        values = dimension["category"][part]
        dimension["category"][part] = {
            f"{front}{code}" if len(code) == 4 and code.isdecimal() else code: value
            for code, value in values.items()
        }
