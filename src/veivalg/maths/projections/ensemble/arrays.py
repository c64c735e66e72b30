"""The compiled loops said with whole arrays, for a process that simulates one municipality once.

Compiling the loops takes ten seconds, and reading them compiled takes longer than this does. Every
number is the one `loops.run_block` gives, to the bit: each line of arithmetic here is done there
too, in the same order and in 32 bits, and random numbers belong to cells. The rules and their
reasons are written in `chance`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.block import F32, Given, Luck

U32 = NDArray[np.uint32]

_U, _F = np.uint32, np.float32
_BOYS = _F(0.5135)
_BIRTHS = 1 << 30  # added to a cell's number
_TINY, _THIRD, _SIXTH = _F(1e-6), _F(1 / 3), _F(1 / 6)
_MIDDLE, _SPREAD = _F(510.0), _F((4 * (256**2 - 1) / 12) ** -0.5)
_FEW, _LOW_VARIANCE = _F(8), _F(0.4)


def run_block(given: Given, luck: Luck, full: F32) -> None:
    """Simulate a block of draws of one municipality with chance, and keep all ages.

    Parameters
    ----------
    given, luck
        As for the loops; mothers are at least a year old.
    full
        Filled with ``(draw, step, sex, age)``.
    """
    steps, _sexes, ages = given.survive.shape
    now = _begin(given.start, luck.key)
    full[:, 0] = now.transpose(2, 0, 1)[: len(full)]
    for t in range(steps):
        then = np.empty_like(now)
        wave = _wave(luck.moves[t], given.profile)
        women = np.zeros(now.shape[2], np.float32)
        for s in range(2):
            before = now[s, :-1].copy()
            before[-1] += now[s, -1]
            then[s, 1:] = _cells(before, s, t, slice(1, ages), given, luck, wave)
            if s == 0:
                _mothers(women, before, then[s, 1:], given, t)
        for s in range(2):
            share = _BOYS if s == 1 else _F(1) - _BOYS
            bits = _first_bits(luck.key, np.array([((t + 1) * 2 + s) * ages + _BIRTHS], np.uint32))
            born = _poisson(women * luck.fertile[t] * share, bits)[None]
            then[s, :1] = _cells(born, s, t, slice(0, 1), given, luck, wave)
        full[:, t + 1] = then.transpose(2, 0, 1)[: len(full)]
        now = then


def _begin(start: F32, key: U32) -> F32:
    """Give the start population in all draws, made whole by chance, shape ``(2, A, n)``."""
    low = np.trunc(start)
    rest = (start - low)[..., None]
    cells = np.arange(start.size, dtype=np.uint32).reshape(*start.shape, 1)
    more = (_unit(_first_bits(key, cells)) < rest) & (rest > 0)
    return np.asarray(low[..., None] + more, np.float32)


def _wave(moves: F32, profile: F32) -> F32:
    """Give what a year's shocks add to the net share of moves, shape ``(A, n)``."""
    found: F32 = moves[0] * profile[0, :, None]
    for n in range(1, len(moves)):
        if profile[n].any():
            found += moves[n] * profile[n, :, None]
    return found


def _mothers(women: F32, before: F32, after: F32, given: Given, t: int) -> None:
    """Add the women of each age, weighted by their fertility; age 1 stands first."""
    for age in range(given.first_mother, given.first_mother + given.fertility.shape[1]):
        rate = given.fertility[t, age - given.first_mother] * _F(0.5)
        women += rate * (before[age - 1] + after[age - 1])


def _cells(before: F32, s: int, t: int, ages: slice, given: Given, luck: Luck, wave: F32) -> F32:
    """Give those left a year on in some ages of one sex, shape as `before`: ``(ages, n)``."""
    die = (_F(1) - given.survive[t, s, ages])[:, None]
    net = given.net[t, s, ages, None] + wave[ages]
    churn = given.churn[s, ages, None]
    extra = given.extra[t, s, ages, None] if given.extra.size else np.zeros_like(churn)
    leaving, coming = _leave_and_come(before, die * luck.mortality[t], net, churn, extra)
    first = ((t + 1) * 2 + s) * wave.shape[0]
    cells = np.arange(first + ages.start, first + ages.stop, dtype=np.uint32)[:, None]
    bits = _first_bits(luck.key, cells)
    few = before <= _FEW
    after = np.empty_like(before) if few.all() else _many(before, leaving, coming, bits)
    if few.any():
        after[few] = _small(before[few], leaving[few], coming[few], bits[few])
    return after


def _leave_and_come(before: F32, q: F32, net: F32, churn: F32, extra: F32) -> tuple[F32, F32]:
    """Give the probability to leave and the mean of those who come."""
    q = np.minimum(q, 1)
    live = 1 - q
    net = np.maximum(net, -1)
    out = np.minimum((np.maximum(np.abs(net), churn) - net) * _F(0.5), 1)
    leaving = q + live * out
    coming = before * live * (out + net) + np.maximum(extra, 0)
    fewer = np.flatnonzero(extra < 0)
    if fewer.size:  # extra movers out are taken from those who stay
        left = 1 - leaving[fewer]
        more = np.minimum(-extra[fewer] / np.maximum(before[fewer] * left, _TINY), 1)
        leaving[fewer] += left * more
    return leaving, coming


def _first_bits(key: U32, cells: Any) -> U32:
    x = cells * _U(0x9E3779B9) + key[0]
    x ^= x >> _U(16)
    x *= _U(0x7FEB352D)
    x ^= x >> _U(15)
    x += key[1]
    x ^= x >> _U(16)
    x *= _U(0x846CA68B)
    x ^= x >> _U(15)
    return np.asarray(x, np.uint32)


def _more_bits(bits: U32) -> U32:
    return (bits ^ (bits >> _U(15))) * _U(0x2C1B3C6D)


def _unit(bits: U32) -> F32:
    return (bits >> _U(8)).view(np.int32).astype(np.float32) * _F(2.0**-24)


def _normal(bits: U32) -> F32:
    pairs = (bits & _U(0x00FF00FF)) + ((bits >> _U(8)) & _U(0x00FF00FF))
    total = ((pairs & _U(0xFFFF)) + (pairs >> _U(16))).view(np.int32).astype(np.float32)
    z = (total - _MIDDLE) * _SPREAD
    return np.asarray(z * (_F(0.9490333) + _F(0.0186424) * z * z), np.float32)


def _whole(x: F32, u: F32) -> F32:
    x = np.maximum(x, 0)
    low = np.trunc(x)
    return low + (u < x - low)


def _many(before: F32, leaving: F32, coming: F32, bits: U32) -> F32:
    """Give those left by the rules for more than eight persons."""
    stay = before * (1 - leaving)
    var, mean = stay * leaving + coming, stay + coming
    u = _unit(_more_bits(bits))
    after = _whole(mean + np.sqrt(np.maximum(var - _SIXTH, 0)) * _normal(bits), u)
    low = var < _LOW_VARIANCE
    if low.any():
        mean, var, u = mean[low], var[low], u[low]
        near = np.trunc(mean + _F(0.5))
        off = mean - near
        beside = var + off * off
        three = near + (u < (beside + off) * _F(0.5))
        three -= u > 1 - (beside - off) * _F(0.5)
        after[low] = np.where(near >= 1, three, _whole(mean, u))
    return after


def _small(persons: F32, r: F32, lam: F32, bits: U32) -> F32:
    """Give those left where at most eight persons were: exact, by inverting two distributions."""
    u, v = _unit(bits), _unit(_more_bits(bits))
    usual = r <= _F(0.5)
    s = np.maximum(np.where(usual, r, 1 - r), 0)
    ratio = s / (1 - s)
    steps = (persons * ratio, (persons - 1) * _F(0.5) * ratio, (persons - 2) * _THIRD * ratio)
    left, more = _counted(_power(1 - s, persons.astype(np.int32)), steps, u)
    left = np.minimum(left, persons)
    steps = (lam, lam * _F(0.5), lam * _THIRD)
    came, most = _counted(_exp_minus(np.minimum(lam, 1)), steps, v)
    after: F32 = persons - np.where(usual, left, persons - left) + came
    hard = more | most | (lam > 1)
    if hard.any():
        persons, usual, bits = persons[hard], usual[hard], bits[hard]
        left = _binomial(persons, s[hard], _unit(bits))
        left = np.where(usual, left, persons - left)
        after[hard] = persons - left + _poisson(lam[hard], _more_bits(bits))
    return after


def _counted(term: F32, steps: tuple[F32, ...], u: F32) -> tuple[F32, NDArray[np.bool_]]:
    """Give how many sums of terms `u` reaches, up to three, and where it is past the last."""
    total, count = term, np.zeros_like(u)
    for step in steps:
        count += u >= total
        term = term * step
        total = total + term
    return count, u >= total


def _binomial(n: F32, s: F32, u: F32) -> F32:
    """Invert the binomial distribution for at most eight persons and ``s ≤ 1/2``."""
    ratio = s / (1 - s)
    term = _power(1 - s, n.astype(np.int32))
    total, found = term.copy(), np.zeros_like(u)
    for count in range(8):
        more = (u >= total) & (found == count) & (n > count)
        term[more] *= (n[more] - count) / _F(count + 1) * ratio[more]
        total[more] += term[more]
        found[more] += 1
    return found


def _poisson(mean: F32, bits: U32) -> F32:
    """Give Poisson numbers: inverted up to 8, normal with skewness made whole above."""
    z = _normal(bits)
    x = mean + np.sqrt(np.maximum(mean - _SIXTH - _F(1 / 18), 0)) * z + _SIXTH * (z * z - 1)
    found = _whole(x, _unit(_more_bits(bits)))
    low = mean <= _FEW
    if low.any():
        found[low] = _inverted(mean[low], _unit(bits[low]))
    return found


def _inverted(mean: F32, u: F32) -> F32:
    p = _exp_minus(mean * _F(0.25))
    p = p * p
    term = p * p
    total, found = term.copy(), np.zeros_like(u)
    for count in range(1, 61):
        more = np.flatnonzero((u >= total) & (found == count - 1))
        if not more.size:
            break
        found[more] += 1
        term[more] *= mean[more] / _F(count)
        total[more] += term[more]
    return found


def _exp_minus(x: F32) -> F32:
    y = x * _F(-0.25)
    p = 1 + y * _F(1 / 6)
    p = 1 + y * _F(1 / 5) * p
    p = 1 + y * _F(1 / 4) * p
    p = 1 + y * _F(1 / 3) * p
    p = 1 + y * _F(0.5) * p
    p = 1 + y * p
    p = p * p
    return p * p


def _power(x: F32, n: NDArray[np.int32]) -> F32:
    x2 = x * x
    x4 = x2 * x2
    p = np.where(n & 1, x, _F(1))
    p = p * np.where(n & 2, x2, _F(1))
    p = p * np.where(n & 4, x4, _F(1))
    return np.where(n & 8, x4 * x4, p)
