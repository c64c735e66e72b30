"""A measured figure beside its target."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement: ``target`` is the most it may be; None when it is only told."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    def cells(self) -> tuple[str, str, str, str]:
        """Give the row as it stands in the table."""
        whole = self.value >= 100 or isinstance(self.value, int)
        digits = 0 if whole else 1 if self.value >= 10 else 2
        goal = "" if self.target is None else f"≤ {self.target:g} {self.unit}"
        held = "" if self.target is None else ("ja" if self.value <= self.target else "**nei**")
        value = f"{self.value:.{digits}f}".replace(".", ",") + f" {self.unit}"
        return self.name, value, goal, f"{held} {self.note}".strip()


def median(values: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: int) -> float:
    """Give the smallest value that at least `share` per cent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]
