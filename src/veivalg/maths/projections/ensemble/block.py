"""What the compiled loops work on, a block of draws of one municipality: plain named tuples."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
RESIDUAL = 4
"""Where the net moves stand in `Room.work`, after r, λ, is it known who left, how many."""
MADE, MOTHERS = RESIDUAL + 1, RESIDUAL + 2
"""Where those of the open age, or the children born, are put together, and the mothers."""
ROWS = RESIDUAL + 3


class Given(NamedTuple):
    """One municipality's rates, as in `Rates` without the first axis; `extra` may be empty.

    `profile` is the age loadings of moves, ``(5, A)``: filled up with zeros.
    """

    start: F32
    survive: F32
    fertility: F32
    net: F32
    churn: F32
    extra: F32
    first_mother: int
    profile: F32


class Luck(NamedTuple):
    """What differs between the draws.

    Factors of mortality and of fertility, ``(T, n)``, weights of moves, ``(T, 5, n)``, and the keys
    of the random numbers, ``(2, n)``; `chance` is whether single persons are left to chance.
    """

    mortality: F32
    fertile: F32
    moves: F32
    key: NDArray[np.uint32]
    chance: bool


class Kept(NamedTuple):
    """What is kept of the draws.

    Parameters
    ----------
    part_of, member
        Which part each cell is added to (−1 for none), and which parts each group holds.
    lo, out
        Groups go to ``out[step, group, lo + draw]``.
    full
        Filled with ``(draw, step, sex, age)``; no draws when it is not wanted.
    flow
        Filled with births, deaths, moves, shape ``(T, 3, n)``; empty when not wanted.
    """

    part_of: NDArray[np.int64]
    member: NDArray[np.bool_]
    lo: int
    out: F32
    full: F32
    flow: F32


class Room(NamedTuple):
    """Room for two populations, ``(2, 2, A, n)``, the parts, ``(parts, n)``, and `ROWS` rows.

    The parts are zeros to begin with.
    """

    state: F32
    parts: F32
    work: F32
