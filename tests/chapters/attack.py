"""One who reads every exhibit and works out what is hidden: whole numbers, linear equations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


class Attacker:
    """Unknown counts of people, and what has been read of sums of them.

    Parameters
    ----------
    shape
        One axis a trait: the finest counts there are.
    """

    def __init__(self, *shape: int) -> None:
        self.index = np.arange(int(np.prod(shape))).reshape(shape)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def members(self, *at: int | slice) -> np.ndarray:
        """Give the unknowns a sum is of."""
        return np.atleast_1d(self.index[at]).ravel()

    def reads(
        self,
        members: Iterable[int],
        low: float,
        high: float | None = None,
        each: Iterable[float] = (),
    ) -> None:
        """Note that a sum is known, or that it lies between two numbers.

        ``each`` is what a public rule gives or takes for each person, as a price or a deduction:
        an amount shown then tells how many there are.
        """
        row = np.zeros(self.index.size)
        row[list(members)] = list(each) or 1
        self._rows.append(row)
        self._low.append(low)
        self._high.append(low if high is None else high)

    def ends(self, members: Iterable[int]) -> tuple[float, float]:
        """Give the least and the most a sum can be."""
        return self._end(members, 1.0), self._end(members, -1.0)

    def _end(self, members: Iterable[int], sign: float) -> float:
        aim = np.zeros(self.index.size)
        aim[list(members)] = sign
        matrix = np.array(self._rows).reshape(-1, self.index.size)
        found = milp(
            aim,
            constraints=LinearConstraint(matrix, self._low, self._high) if self._rows else (),
            bounds=Bounds(0, np.inf),
            integrality=np.ones(self.index.size),
        )
        if found.fun is None:
            assert found.status in (3, 4), "what is read contradicts itself"
            return -np.inf * sign
        return float(round(sign * found.fun))


def follows(known: Iterable[np.ndarray], wanted: np.ndarray) -> bool:
    """Say whether a sum of unknown amounts is given by sums that are known, all as weights."""
    rows = np.array(list(known)).reshape(-1, wanted.size)
    rank = np.linalg.matrix_rank(rows) if len(rows) else 0
    return bool(np.linalg.matrix_rank(np.vstack([rows, wanted])) == rank)


def fingerprints(*contents: bytes) -> set[str]:
    """Give what anybody could try guesses of these files against: the start of each checksum."""
    ways = sorted({"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"})
    return {hashlib.new(way, content).hexdigest()[:12] for way in ways for content in contents}
