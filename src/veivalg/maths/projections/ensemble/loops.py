"""A block of draws through all years: cohorts grow a year older, mothers give birth (M2).

The draws lie innermost, so that one instruction does several; the block is small enough for the
population at the start and the end of the year to stay in the processor's cache.
"""

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.block import (
    F32,
    MADE,
    MOTHERS,
    RESIDUAL,
    Given,
    Kept,
    Luck,
    Room,
)
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

Keys = NDArray[np.uint32]

_U, _F = np.uint32, np.float32
_ZERO, _HALF, _ONE, _TINY = _F(0), _F(0.5), _F(1), _F(1e-6)
_BOYS = _F(0.5135)
_BIRTHS, _DEATHS = _U(1 << 30), _U(1 << 29)  # added to a cell's number


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
    net = work[RESIDUAL]
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
def one_year(
    s: int, t: int, a_from: int, a_to: int, given: Given, luck: Luck, kept: Kept, room: Room
) -> None:
    """Move some ages of one sex a year and keep them; gather mothers by their fertility.

    Age 0 are the children born, so it comes after the mothers of both sexes' children.
    """
    # Taken apart once, not for every cell: that costs a quarter of the time.
    _start, survive, fertility, net, churn, extra, first_mother, profile = given
    factor, moves, key, chance = luck.mortality[t], luck.moves[t], luck.key, luck.chance
    part_of, _member, _lo, _out, full, flow = kept
    state, parts, work = room
    now, then, ages = state[t & 1], state[(t + 1) & 1], survive.shape[2]
    women, made = work[MOTHERS], work[MADE]
    for a in range(a_from, a_to):
        before, after = now[s, a - 1], then[s, a]
        number, die = _U(((t + 1) * 2 + s) * ages + a), _ONE - survive[t, s, a]
        if a == 0:
            before = made
            share = _BOYS if s == 1 else _ONE - _BOYS
            births_row(women, luck.fertile[t], share, key, number, chance, made)
        elif a == ages - 1:
            for d in range(made.size):
                made[d] = before[d] + now[s, a, d]
            before = made
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
            for d in range(made.size if a == 0 else 0):
                flow[t, 0, d] += made[d]
        x = a - first_mother
        if s == 0 and x >= 0 and x < fertility.shape[1]:
            rate = fertility[t, x] * _HALF
            for d in range(women.size):
                women[d] += rate * (before[d] + after[d])


@compiled
def run_block(given: Given, luck: Luck, kept: Kept, room: Room) -> None:
    """Simulate a block of draws of one municipality; what is wanted of it is filled into `kept`."""
    state, parts, women = room.state, room.parts, room.work[MOTHERS]
    ages = given.start.shape[1]
    begin(given.start, luck.key, luck.chance, state[0])
    for s in range(2):
        for a in range(ages):
            collect(state[0, s, a], kept.full, parts, kept.part_of[s, a], 0, s, a)
    close_year(parts, kept.member, kept.out, 0, kept.lo)
    for t in range(given.survive.shape[0]):
        for d in range(women.size):
            women[d] = _ZERO
        for s in range(2):
            one_year(s, t, 1, ages, given, luck, kept, room)
        for s in range(2):
            one_year(s, t, 0, 1, given, luck, kept, room)
        close_year(parts, kept.member, kept.out, t + 1, kept.lo)
        if kept.flow.size > 0:
            _balance(state[t & 1], state[(t + 1) & 1], kept.flow[t])


@compiled
def _balance(now: F32, then: F32, flow: F32) -> None:
    """Let net moves be what births and deaths don't explain."""
    for d in range(flow.shape[1]):
        change = 0.0
        for s in range(now.shape[0]):
            for a in range(now.shape[1]):
                change += then[s, a, d] - now[s, a, d]
        flow[2, d] = _F(change - flow[0, d] + flow[1, d])
