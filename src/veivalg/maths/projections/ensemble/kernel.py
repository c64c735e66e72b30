"""Cohort-component simulation of many draws, spread over the processor's cores (M2).

The work is cut in municipality × draws. Every piece is the same wherever and whenever it is done:
random numbers belong to (seed, municipality code, draw), and no sum goes across draws.
"""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble import arrays
from veivalg.maths.projections.ensemble.block import ROWS, Given, Kept, Luck, Room
from veivalg.maths.projections.ensemble.groups import Draws, Flows, Groups
from veivalg.maths.projections.ensemble.rates import (
    AGES,
    MAX_PROFILES,
    SEXES,
    Floats,
    Rates,
    Shocks,
    agree,
    no_shocks,
    require,
)

Float32 = NDArray[np.float32]

BLOCK = 256  # draws that go together through the years; two populations then fill 434 kB
_LANES = 16
_FEW_DRAWS = 2000
"""As many draws of one municipality take less time with arrays than the loops take to read."""
_compiled = Event()


def keys(seed: int, municipality: str, first: int, count: int) -> NDArray[np.uint32]:
    """Give the keys of draws `first` … of a municipality, shape ``(2, count)``.

    Examples
    --------
    >>> bool((keys(1, "5503", 0, 9)[:, 4:] == keys(1, "5503", 4, 5)).all())
    True
    """
    digest = hashlib.blake2b(f"{seed}:{municipality}".encode(), digest_size=8).digest()
    with np.errstate(over="ignore"):
        z = np.uint64(int.from_bytes(digest, "little")) + np.uint64(0x9E3779B97F4A7C15) * (
            np.arange(first + 1, first + count + 1, dtype=np.uint64)
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.ascontiguousarray(np.stack([z & np.uint64(2**32 - 1), z >> np.uint64(32)]), np.uint32)


def parts_of(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Cut the ages in parts that lie wholly in or out of every group.

    Returns
    -------
    part_of, member
        Each cell's part, shape ``(2, A)``, −1 where no group holds it; which parts a group
        holds, shape ``(G, parts)``.
    """
    held = groups.membership()
    cells = held.reshape(len(held), SEXES * groups.ages).T
    kinds, part = np.unique(cells, axis=0, return_inverse=True)
    wanted = kinds.any(axis=1)
    number = np.where(wanted, np.cumsum(wanted) - 1, -1)
    part_of = number[part.reshape(-1)].reshape(held.shape[1:]).astype(np.int64)
    return part_of, np.ascontiguousarray(kinds[wanted].T)


@dataclass(frozen=True, slots=True)
class _Work:
    """What every piece of work needs, ready for the inner loops."""

    rates: Rates
    shocks: Shocks
    seed: int
    chance: bool
    arrays: bool
    part_of: NDArray[np.int64]
    member: NDArray[np.bool_]
    out: Float32  # (m, T+1, G, D)
    full: Float32  # (D, T+1, 2, A), no draws when it is not wanted
    flow: Float32  # (m, T, 3, D), empty when it is not wanted

    def run(self, place: int, first: int) -> None:
        """Simulate a piece: one block of draws of one municipality, from draw `first`."""
        block = slice(first, min(first + self.width, self.shocks.draws))
        key = keys(self.seed, self.rates.municipalities[place], first, self.width)
        given, luck = self._given(place), Luck(*self._factors(place, block), key, self.chance)
        if self.arrays:
            arrays.run_block(given, luck, self.full[block])
            return
        # Numba takes half a second to import, and ten to compile at the first time.
        from veivalg.maths.projections.ensemble.loops import run_block

        flow = self._flow()
        kept = Kept(self.part_of, self.member, first, self.out[place], self.full[block], flow)
        run_block(given, luck, kept, self._room())
        _compiled.set()
        if flow.size:
            self.flow[place, :, :, block] = flow[:, :, : block.stop - first]

    def _given(self, place: int) -> Given:
        rates, none = self.rates, np.empty((0, 0, 0), np.float32)
        start, survive, fertility, net, churn = (
            _single(values[place])
            for values in (rates.start, rates.survive, rates.fertility, rates.net, rates.churn)
        )
        extra = none if rates.extra is None else _single(rates.extra[place])
        profile = _filled(self.shocks.profile, 0, MAX_PROFILES)
        return Given(start, survive, fertility, net, churn, extra, rates.first_mother, profile)

    def _room(self) -> Room:
        return Room(
            np.zeros((2, 2, self.rates.ages, self.width), np.float32),
            np.zeros((self.member.shape[1], self.width), np.float32),
            np.zeros((ROWS, self.width), np.float32),
        )

    @property
    def width(self) -> int:
        """Draws in a block: fewer when few are asked for."""
        return min(BLOCK, -(-self.shocks.draws // _LANES) * _LANES)

    def _flow(self) -> Float32:
        steps = self.flow.shape[1] if self.flow.size else 0
        return np.zeros((steps, 3, self.width), np.float32)

    def _factors(self, place: int, block: slice) -> tuple[Float32, Float32, Float32]:
        """Give a block's factors with the draws innermost, filled up to whole blocks."""
        shocks = self.shocks
        mortality = shocks.mortality if shocks.mortality.ndim == 2 else shocks.mortality[place]
        return (
            _filled(np.exp(mortality[block].T), 1, self.width),
            _filled(np.exp(shocks.fertility[place, block].T), 1, self.width),
            _filled(
                _filled(shocks.moves[place, block].transpose(1, 2, 0), 2, self.width),
                1,
                MAX_PROFILES,
            ),
        )


def _single(values: Floats) -> Float32:
    return np.ascontiguousarray(values, np.float32)


def _filled(values: Floats, axis: int, size: int) -> Float32:
    """Fill an axis with zeros up to `size`."""
    shape = list(values.shape)
    held = shape[axis]
    shape[axis] = size
    whole = np.zeros(shape, np.float32)
    whole[(*(slice(None),) * axis, slice(held))] = values
    return whole


def compile_loops() -> None:
    """Compile the loops, or read what is compiled: simulate one year of nobody with them.

    Until then a process simulates a single municipality with arrays, which gives the same bytes.
    """
    cells = np.zeros((1, 1, SEXES, AGES))
    nobody = Rates(
        ("0000",), 2000, cells[:, 0], cells + 1, np.zeros((1, 1, 35)), cells, cells[:, 0]
    )
    simulate(nobody, no_shocks(1, 1, 1), seed=0, threads=1, groups=Groups(()))


def simulate(
    rates: Rates,
    shocks: Shocks,
    *,
    seed: int,
    chance: bool = True,
    groups: Groups | None = None,
    threads: int | None = None,
    flows: bool = False,
) -> Draws:
    """Simulate every draw.

    Parameters
    ----------
    rates, shocks
        What is expected, and what each draw changes.
    seed
        The same seed gives the same bytes, however the municipalities are split and however many
        threads there are.
    chance
        Whether single persons' deaths, births and moves are left to chance. Numbers are then
        whole.
    groups
        Groups to sum to; None gives all ages of one municipality.
    threads
        How many threads to use; None for one a core.
    flows
        Whether to keep births, deaths and net moves.

    Returns
    -------
    Draws
        ``(D, T+1, 2, A)`` for one municipality without groups, else ``(m, D, T+1, G)``; about
        ``4·m·D·T·G`` bytes.

    Raises
    ------
    EnsembleError
        Rates and shocks that don't agree, or all ages of many municipalities at once.
    """
    agree(rates, shocks)
    require(
        groups is not None or len(rates.municipalities) == 1,
        _("Alle aldre i alle trekninger kan bare gis for én kommune om gangen."),
        _("Be om aldersgrupper, eller kjør kommunene hver for seg."),
    )
    summed = Groups((), rates.ages) if groups is None else groups
    require(
        summed.ages == rates.ages,
        _("Aldersgruppene gjelder {ages} aldre, men satsene {others}.").format(
            ages=summed.ages, others=rates.ages
        ),
        _("Lag gruppene av de samme aldrene."),
    )
    full = groups is None
    plain = full and chance and not flows and rates.first_mother > 0
    plain = plain and shocks.draws <= _FEW_DRAWS and not _compiled.is_set()
    work = _prepared(rates, shocks, seed, chance, summed, full, flows, plain)
    _spread(work, 1 if plain else threads or os.cpu_count() or 1)
    return _draws(work, groups)


def _prepared(
    rates: Rates,
    shocks: Shocks,
    seed: int,
    chance: bool,
    groups: Groups,
    full: bool,
    flows: bool,
    arrays: bool,
) -> _Work:
    m, steps, draws = len(rates.municipalities), rates.steps, shocks.draws
    return _Work(
        rates,
        shocks,
        seed,
        chance,
        arrays,
        *parts_of(groups),
        out=np.zeros((m, steps + 1, len(groups.groups), draws), np.float32),
        full=np.empty((draws if full else 0, steps + 1, 2, rates.ages), np.float32),
        flow=np.empty((m, steps, 3, draws if flows else 0), np.float32),
    )


def _pieces(work: _Work) -> Iterator[tuple[int, int]]:
    for place in range(len(work.rates.municipalities)):
        for first in range(0, work.shocks.draws, work.width):
            yield place, first


def _spread(work: _Work, threads: int) -> None:
    """Do all pieces, in this thread or in several; an error in one is raised here."""
    if threads == 1:
        for place, first in _pieces(work):
            work.run(place, first)
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work.run, *piece) for piece in _pieces(work)]:
            done.result()


def _draws(work: _Work, groups: Groups | None) -> Draws:
    flows = None
    if work.flow.size:
        births, deaths, moves = (work.flow[:, :, n].swapaxes(1, 2) for n in range(3))
        flows = Flows(births, deaths, moves)
    persons = work.full if groups is None else work.out.transpose(0, 3, 1, 2)
    return Draws(work.rates.municipalities, work.rates.years(), persons, groups, flows)
