"""A block of draws through all years: cohorts grow a year older, mothers give birth (M2).

The draws lie innermost, so that one instruction does several; the block is small enough for the
population at the start and the end of the year to stay in the processor's cache.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.chance import (
    chance_row,
    first_bits,
    leave_and_come,
    more_bits,
    normal,
    poisson,
    unit,
    whole,
)
from veivalg.maths.projections.ensemble.jit import compiled

F32 = NDArray[np.float32]
Keys = NDArray[np.uint32]

_U, _F = np.uint32, np.float32
_ZERO, _HALF, _ONE, _TINY = _F(0), _F(0.5), _F(1), _F(1e-6)
_BOYS = _F(0.5135)
_BIRTHS, _DEATHS = _U(1 << 30), _U(1 << 29)  # added to a cell's number
_RESIDUAL = 4  # rows of `work`: r, λ, is it known who left, how many; then net, aged, mothers
ROWS = _RESIDUAL + 3


@compiled
def begin(start: F32, key: Keys, chance: bool, now: F32) -> None:
    """Put the start population in all draws, made whole by chance if it isn't."""
    for s in range(start.shape[0]):
        for a in range(start.shape[1]):
            row, cell = now[s, a], _U(s * start.shape[1] + a)
            low = _F(np.int32(start[s, a]))
            rest = start[s, a] - low
            for d in range(row.size):
                row[d] = start[s, a]
                if chance and rest > _ZERO:
                    u = unit(first_bits(key[0, d], key[1, d], cell))
                    row[d] = low + (_ONE if u < rest else _ZERO)


@compiled
def net_of(expected: np.float32, moves: F32, profile: F32, age: int, net: F32) -> None:
    """Give the net share of moves by draw: what is expected, and the draw's shocks."""
    p0, p1, p2 = profile[0, age], profile[1, age], profile[2, age]
    p3, p4 = profile[3, age], profile[4, age]
    for d in range(net.size):
        wave = moves[0, d] * p0 + moves[1, d] * p1 + moves[2, d] * p2
        net[d] = expected + (wave + moves[3, d] * p3 + moves[4, d] * p4)


@compiled
def expected_row(
    before: F32,
    die: np.float32,
    factor: F32,
    expected: np.float32,
    moves: F32,
    profile: F32,
    age: int,
    extra: np.float32,
    after: F32,
) -> None:
    """Give those left in a cell without chance, in one pass over the draws."""
    p0, p1, p2 = profile[0, age], profile[1, age], profile[2, age]
    p3, p4 = profile[3, age], profile[4, age]
    for d in range(after.size):
        wave = moves[0, d] * p0 + moves[1, d] * p1 + moves[2, d] * p2
        share = _ONE + (expected + (wave + moves[3, d] * p3 + moves[4, d] * p4))
        live = _ONE - die * factor[d]
        live = live if live > _ZERO else _ZERO
        x = before[d] * live * (share if share > _ZERO else _ZERO) + extra
        after[d] = x if x > _ZERO else _ZERO


@compiled
def cell(
    before: F32,
    die: np.float32,
    factor: F32,
    expected: np.float32,
    moves: F32,
    profile: F32,
    age: int,
    churn: np.float32,
    extra: np.float32,
    key: Keys,
    number: np.uint32,
    chance: bool,
    work: F32,
    after: F32,
) -> None:
    """Move one cell of all draws a year."""
    if not chance:
        expected_row(before, die, factor, expected, moves, profile, age, extra, after)
        return
    some = np.int32(0)
    for d in range(after.size):
        some += np.int32(before[d] > _ZERO)
    if some == 0 and extra <= _ZERO:
        for d in range(after.size):
            after[d] = _ZERO
            work[2, d] = _ONE
            work[3, d] = _ZERO
        return
    net = work[_RESIDUAL]
    net_of(expected, moves, profile, age, net)
    leave_and_come(before, die, factor, net, churn, extra, work[0], work[1])
    chance_row(before, key, number, work, after)


@compiled
def births_row(
    women: F32,
    factor: F32,
    share: np.float32,
    key: Keys,
    number: np.uint32,
    chance: bool,
    born: F32,
) -> None:
    """Give children of one sex by draw; `women` are weighted by their fertility."""
    for d in range(born.size):
        mean = women[d] * factor[d] * share
        if chance:
            mean = poisson(mean, first_bits(key[0, d], key[1, d], _U(number + _BIRTHS)))
        born[d] = mean


@compiled
def deaths_row(
    before: F32,
    after: F32,
    die: np.float32,
    factor: F32,
    key: Keys,
    number: np.uint32,
    chance: bool,
    work: F32,
    deaths: F32,
) -> None:
    """Add how many of a cell died, given what became of it.

    Where those who left are known, each of them died with probability ``q / r``. Elsewhere deaths
    are drawn from their distribution given the net change, taken as jointly normal.
    """
    for d in range(before.size):
        q = die * factor[d]
        q = q if q < _ONE else _ONE
        persons = before[d]
        if not chance:
            deaths[d] += persons * q
            continue
        bits = first_bits(key[0, d], key[1, d], _U(number + _DEATHS))
        dead = _ZERO
        if work[2, d] >= _ZERO:
            share = q / work[0, d] if work[0, d] > _ZERO else _ZERO
            for _n in range(np.int32(work[3, d])):
                dead += _ONE if unit(bits) < share else _ZERO
                bits = more_bits(bits)
        else:
            r, coming = work[0, d], work[1, d]
            var = persons * r * (_ONE - r) + coming
            slope = persons * q * (_ONE - r) / (var if var > _TINY else _TINY)
            surprise = after[d] - (persons * (_ONE - r) + coming)
            room = persons * q * (_ONE - q) - slope * slope * var - _F(1 / 6)
            x = persons * q - slope * surprise
            x += np.sqrt(room if room > _ZERO else _ZERO) * normal(bits)
            dead = whole(x, unit(more_bits(bits)))
            dead = dead if dead < persons else persons
        deaths[d] += dead


@compiled
def collect(row: F32, full: F32, parts: F32, part: int, step: int, sex: int, age: int) -> None:
    """Keep a cell's draws: as they are, or added to the part of the ages they belong to."""
    for d in range(full.shape[0]):
        full[d, step, sex, age] = row[d]
    if part >= 0:
        for d in range(row.size):
            parts[part, d] += row[d]


@compiled
def close_year(parts: F32, member: NDArray[np.bool_], out: F32, step: int, lo: int) -> None:
    """Sum the parts to groups and make the parts ready for the next year."""
    width = min(parts.shape[1], out.shape[2] - lo)
    for g in range(member.shape[0]):
        total = out[step, g]
        for p in range(member.shape[1]):
            if member[g, p]:
                for d in range(width):
                    total[lo + d] += parts[p, d]
    for p in range(parts.shape[0]):
        for d in range(parts.shape[1]):
            parts[p, d] = _ZERO


@compiled
def one_sex(
    s: int,
    t: int,
    state: F32,
    survive: F32,
    net: F32,
    churn: F32,
    extra: F32,
    fertility: F32,
    first_mother: int,
    profile: F32,
    factor: F32,
    moves: F32,
    key: Keys,
    chance: bool,
    part_of: NDArray[np.int64],
    parts: F32,
    full: F32,
    flow: F32,
    women: F32,
    work: F32,
) -> None:
    """Move all ages but the newborn of one sex a year; gather mothers by their fertility."""
    ages = survive.shape[2]
    now, then = state[t & 1], state[(t + 1) & 1]
    for a in range(1, ages):
        before, after = now[s, a - 1], then[s, a]
        if a == ages - 1:
            aged = work[_RESIDUAL + 1]
            for d in range(aged.size):
                aged[d] = before[d] + now[s, a, d]
            before = aged
        number, die = _U(((t + 1) * 2 + s) * ages + a), _ONE - survive[t, s, a]
        more = extra[t, s, a] if extra.size > 0 else _ZERO
        cell(
            before,
            die,
            factor,
            net[t, s, a],
            moves,
            profile,
            a,
            churn[s, a],
            more,
            key,
            number,
            chance,
            work,
            after,
        )
        collect(after, full, parts, part_of[s, a], t + 1, s, a)
        if flow.size > 0:
            deaths_row(before, after, die, factor, key, number, chance, work, flow[t, 1])
        x = a - first_mother
        if s == 0 and x >= 0 and x < fertility.shape[1]:
            rate = fertility[t, x] * _HALF
            for d in range(women.size):
                women[d] += rate * (before[d] + after[d])


@compiled
def newborn(
    t: int,
    state: F32,
    survive: F32,
    net: F32,
    churn: F32,
    extra: F32,
    profile: F32,
    factor: F32,
    fertile: F32,
    moves: F32,
    key: Keys,
    chance: bool,
    part_of: NDArray[np.int64],
    parts: F32,
    full: F32,
    flow: F32,
    women: F32,
    work: F32,
) -> None:
    """Let children be born, and follow them to the year's end."""
    born = work[_RESIDUAL + 1]
    ages = survive.shape[2]
    for s in range(2):
        number, die = _U(((t + 1) * 2 + s) * ages), _ONE - survive[t, s, 0]
        births_row(women, fertile, _BOYS if s == 1 else _ONE - _BOYS, key, number, chance, born)
        more = extra[t, s, 0] if extra.size > 0 else _ZERO
        after = state[(t + 1) & 1, s, 0]
        cell(
            born,
            die,
            factor,
            net[t, s, 0],
            moves,
            profile,
            0,
            churn[s, 0],
            more,
            key,
            number,
            chance,
            work,
            after,
        )
        collect(after, full, parts, part_of[s, 0], t + 1, s, 0)
        if flow.size > 0:
            deaths_row(born, after, die, factor, key, number, chance, work, flow[t, 1])
            for d in range(born.size):
                flow[t, 0, d] += born[d]


@compiled
def run_block(
    start: F32,
    survive: F32,
    fertility: F32,
    net: F32,
    churn: F32,
    extra: F32,
    first_mother: int,
    profile: F32,
    mortality: F32,
    fertile: F32,
    moves: F32,
    key: Keys,
    chance: bool,
    part_of: NDArray[np.int64],
    member: NDArray[np.bool_],
    lo: int,
    out: F32,
    full: F32,
    flow: F32,
    state: F32,
    parts: F32,
    work: F32,
) -> None:
    """Simulate a block of draws of one municipality.

    Parameters
    ----------
    start, survive, fertility, net, churn, extra, first_mother
        One municipality's rates, as in `Rates` without the first axis; `extra` may be empty.
    profile
        Age loadings of moves, ``(5, A)``: filled up with zeros.
    mortality, fertile, moves
        The draws' factors, shapes ``(T, n)``, ``(T, n)``, and weights, ``(T, 5, n)``.
    key
        Shape ``(2, n)``.
    part_of, member
        Which part each cell is added to (−1 for none), and which parts each group holds.
    lo, out
        Groups go to ``out[step, group, lo + draw]``.
    full
        Filled with ``(draw, step, sex, age)``; no draws when it is not wanted.
    flow
        Filled with births, deaths, moves, shape ``(T, 3, n)``; empty when not wanted.
    state, parts, work
        Room for two populations, ``(2, 2, A, n)``; for the parts, ``(parts, n)``, zeros; and for
        `ROWS` rows of draws.
    """
    sexes, ages = start.shape[0], start.shape[1]
    women = work[_RESIDUAL + 2]
    begin(start, key, chance, state[0])
    for s in range(sexes):
        for a in range(ages):
            collect(state[0, s, a], full, parts, part_of[s, a], 0, s, a)
    close_year(parts, member, out, 0, lo)
    for t in range(survive.shape[0]):
        for d in range(women.size):
            women[d] = _ZERO
        for s in range(sexes):
            one_sex(
                s,
                t,
                state,
                survive,
                net,
                churn,
                extra,
                fertility,
                first_mother,
                profile,
                mortality[t],
                moves[t],
                key,
                chance,
                part_of,
                parts,
                full,
                flow,
                women,
                work,
            )
        newborn(
            t,
            state,
            survive,
            net,
            churn,
            extra,
            profile,
            mortality[t],
            fertile[t],
            moves[t],
            key,
            chance,
            part_of,
            parts,
            full,
            flow,
            women,
            work,
        )
        close_year(parts, member, out, t + 1, lo)
        if flow.size > 0:
            _balance(state[t & 1], state[(t + 1) & 1], flow[t])


@compiled
def _balance(now: F32, then: F32, flow: F32) -> None:
    """Let net moves be what births and deaths don't explain."""
    for d in range(flow.shape[1]):
        change = 0.0
        for s in range(now.shape[0]):
            for a in range(now.shape[1]):
                change += then[s, a, d] - now[s, a, d]
        flow[2, d] = _F(change - flow[0, d] + flow[1, d])
